import './edge.css';
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Plus, X } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { keyOf } from '../../core/key.ts';
import { inputOf } from '../../core/node.ts';
import { edgeId, nodeById, type Edge, type Position } from '../../core/workflow.ts';
import { withoutEdge } from '../edits.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import type { State } from '../store.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { useShell } from '../shell/shell-state.ts';
import { IconButton } from '../ui/button.tsx';
import { canvasView } from './canvas-view.ts';
import { dropGoal } from './drop-on-wire.ts';
import type { WireData, WireEdge } from './graph.ts';
import { around, rightOf } from './place.ts';
import { BESIDE_PORT, labelPlace, lengthOf, pathOf, route } from './route.ts';
import { wireLabel } from './wire-label.ts';

/** From this length on a wire is not dashed, in flow pixels. */
const LONG = 1500;

export const Wire = memo(function Wire({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<WireEdge>) {
  const { edge, kind, lit, picked, near, labelled, gutter } = data!;
  const [hovered, setHovered] = useState(false);
  const locked = useShell((s) => s.viewOnly);
  const aimed = useStore(dropGoal, (s) => s.wire === edgeId(edge));
  const { text, current } = useEditorState(useShallow((s) => flowOf(s, edge)));
  const corners = route([sourceX, sourceY], [targetX, targetY], gutter);
  const path = pathOf(corners);
  const [x, y] = labelPlace(corners);
  const leftmost = y === sourceY && sourceX < targetX ? sourceX + BESIDE_PORT : x - 1000;
  const hover = {
    onMouseEnter: () => setHovered(true),
    onMouseLeave: ({ relatedTarget }: MouseEvent) =>
      setHovered(relatedTarget instanceof Element && relatedTarget.closest('[data-wire]') !== null),
  };
  return (
    <>
      <path
        className="wire"
        d={path}
        data-kind={kind}
        data-lit={lit || hovered || undefined}
        data-goal={aimed || undefined}
        data-current={current || undefined}
        data-long={lengthOf(corners) > LONG || undefined}
      />
      <path className="wire-reach" d={path} data-wire={edgeId(edge)} {...hover} />
      {(labelled || hovered || picked || near) && (
        <EdgeLabelRenderer>
          <div
            className="wire-label num nodrag nopan"
            data-open={hovered || picked || undefined}
            data-wire={edgeId(edge)}
            style={{ translate: `max(${x}px - 50%, ${leftmost}px) calc(${y}px - 50%)` }}
            {...hover}
          >
            {labelled && text && <span className="wire-text">{text}</span>}
            {(hovered || picked || near) && !locked && <WireActions data={data!} middle={[x, y]} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** What flows through a wire, and whether it has been computed as the workflow stands. */
function flowOf({ compiled, statuses }: State, { from }: Edge): { text: string; current: boolean } {
  const op = compiled.nodes.get(from[0])?.outputs.get(from[1]);
  const status = op && statuses.get(keyOf(op));
  return { text: wireLabel(op, status), current: status?.kind === 'done' };
}

/** Their clicks stop here: a portal's events go on to the wire, which they would pick. */
function WireActions({ data: { edge, ends, kind }, middle }: { data: WireData; middle: Position }) {
  const editor = useEditor();
  const source = useEditorState((s) => nameOf(s.workflow, edge.from[0]));
  const insert = (event: MouseEvent): void => {
    event.stopPropagation();
    const { workflow } = editor.getState();
    const [before, after] = [nodeById(workflow, edge.from[0]), nodeById(workflow, edge.to[0])];
    const accepts = after && inputOf(nodeTypes.get(after.type), edge.to[1]);
    if (!before || !accepts) return;
    const isDrawn = ends.source === before.id && ends.target === after.id;
    const at = isDrawn && after.at[0] > before.at[0] ? ([rightOf(before.at)[0], after.at[1]] as const) : around(middle);
    openAddNode({ at, from: { node: edge.from[0], port: edge.from[1], kind }, to: { node: edge.to[0], port: edge.to[1], kind: accepts } });
  };
  const remove = (event: MouseEvent): void => {
    event.stopPropagation();
    editor.edit('Remove wire', (w) => withoutEdge(w, edge));
    if (event.detail === 0) canvasView()?.focus(edge.to[0]);
  };
  return (
    <span className="wire-actions">
      <IconButton icon={Plus} label={`Insert a node after ${source}`} kind="default" small onClick={insert} />
      <IconButton icon={X} label={`Remove the wire from ${source}`} kind="default" small onClick={remove} />
    </span>
  );
}
