import { getBezierPath, useConnection, type ConnectionLineComponentProps } from '@xyflow/react';
import { useEditor } from '../editor.ts';
import { refusal } from './connecting.ts';
import type { ItemNode } from './frame-graph.ts';

/** The wire that follows the pointer. */
export function LooseWire({ fromX, fromY, toX, toY, fromPosition, toPosition, connectionStatus }: ConnectionLineComponentProps<ItemNode>) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  return (
    <g className="loose-wire" data-refused={connectionStatus === 'invalid' || undefined}>
      <path d={path} />
      <circle cx={toX} cy={toY} r={4} />
    </g>
  );
}

/** Says at the pointer why the port under it does not take the wire. */
export function ConnectionHint() {
  const editor = useEditor();
  const connection = useConnection();
  const reason = connection.inProgress ? refusal(editor.getState().workflow, connection) : undefined;
  if (reason === undefined || !connection.inProgress) return null;
  return (
    <div className="connection-hint" style={{ translate: `${connection.pointer.x + 12}px ${connection.pointer.y + 12}px` }}>
      {reason}
    </div>
  );
}
