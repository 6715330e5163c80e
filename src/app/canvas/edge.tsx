import './edge.css';
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { Plus, X } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { keyOf } from '../../core/key.ts';
import { nodeById, type Edge, type Position } from '../../core/workflow.ts';
import { withoutEdge } from '../edits.ts';
import { useEditor, useEditorState } from '../editor.ts';
import type { State } from '../store.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { IconButton } from '../ui/button.tsx';
import type { WireData, WireEdge } from './graph.ts';
import { around, rightOf } from './place.ts';
import { labelPlace, pathOf, route } from './route.ts';
import { wireLabel } from './wire-label.ts';

export const Wire = memo(function Wire({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<WireEdge>) {
  const { edge, kind, lit, picked, labelled, gutter } = data!;
  const [hovered, setHovered] = useState(false);
  const { text, current } = useEditorState(useShallow((s) => flowOf(s, edge)));
  const corners = route([sourceX, sourceY], [targetX, targetY], gutter);
  const path = pathOf(corners);
  const [x, y] = labelPlace(corners);
  const hover = {
    onMouseEnter: () => setHovered(true),
    onMouseLeave: ({ relatedTarget }: MouseEvent) => setHovered(relatedTarget instanceof Element && relatedTarget.closest('[data-wire]') !== null),
  };
  return (
    <>
      <path className="wire" d={path} data-kind={kind} data-lit={lit || hovered || undefined} data-current={current || undefined} />
      <path className="wire-reach" d={path} data-wire="" {...hover} />
      {(labelled || hovered || picked) && (
        <EdgeLabelRenderer>
          <div className="wire-label num nodrag nopan" data-lit={lit || undefined} data-wire="" style={{ translate: `calc(${x}px - 50%) calc(${y}px - 50%)` }} {...hover}>
            {hovered || picked ? <WireActions data={data!} middle={[x, y]} /> : text}
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

function WireActions({ data: { edge, kind, picked }, middle }: { data: WireData; middle: Position }) {
  const editor = useEditor();
  const insert = (): void => {
    const { workflow } = editor.getState();
    const [source, target] = [nodeById(workflow, edge.from[0]), nodeById(workflow, edge.to[0])];
    const accepts = target && nodeTypes.get(target.type)?.inputs[edge.to[1]];
    if (!source || !accepts) return;
    const at = target.at[0] > source.at[0] ? ([rightOf(source.at)[0], target.at[1]] as const) : around(middle);
    openAddNode({ at, from: { node: edge.from[0], port: edge.from[1], kind }, to: { node: edge.to[0], port: edge.to[1], kind: accepts } });
  };
  return (
    <>
      <IconButton icon={Plus} label="Insert a node" kind="default" small onClick={insert} />
      {picked && <IconButton icon={X} label="Remove the wire" kind="default" small onClick={() => editor.edit('Remove wire', (w) => withoutEdge(w, edge))} />}
    </>
  );
}
