import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useStore,
  type NodeChange,
  type OnNodeDrag,
} from '@xyflow/react';
import { useRef, useState, type MouseEvent } from 'react';
import { nodeTypes as types } from '../../../nodes/index.ts';
import type { Position } from '../../core/workflow.ts';
import { withPlaces } from '../edits.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { familyOf } from '../palette/families.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { ConnectionHint, LooseWire } from './connection-hint.tsx';
import { Wire } from './edge.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { cardSource, wireSource, type CardNode, type WireEdge } from './graph.ts';
import { NodeCard, Offers } from './node-card.tsx';
import { around } from './place.ts';
import { GRID } from './ports.ts';
import { useCanvasFocus } from './use-canvas-focus.ts';
import { useCanvasView } from './use-canvas-view.ts';
import { useConnecting } from './use-connecting.ts';
import { useSpaceHeld } from './use-space-held.ts';

const nodeTypes = { card: NodeCard };
const edgeTypes = { wire: Wire };
const still: ReadonlyMap<string, Position> = new Map();
const FEW = 150;

/** The workflow as a graph, to look at and to edit. Another workflow gets a canvas of its own. */
export function Canvas() {
  const id = useEditorState((s) => s.id);
  return (
    <ReactFlowProvider key={id}>
      <Graph />
    </ReactFlowProvider>
  );
}

function Graph() {
  const editor = useEditor();
  const root = useRef<HTMLDivElement>(null);
  const workflow = useEditorState((s) => s.workflow);
  const selected = useEditorState((s) => s.selected);
  const picked = useEditorState((s) => s.wire);
  const { nodes, onNodesChange, onDragStop } = useCards();
  const [wires] = useState(wireSource);
  const view = useCanvasView(root);
  const { offers, ...connecting } = useConnecting(view);
  const focus = useCanvasFocus(root, view);
  const spaceHeld = useSpaceHeld(root);
  const far = useStore((s) => s.transform[2] < 0.4);

  const pickWire = (_: MouseEvent, wire: WireEdge): void => editor.pickWire(wire.id);
  const pickOne = ({ ctrlKey, metaKey, shiftKey }: MouseEvent, { id }: CardNode): void => {
    const now = editor.getState().selected;
    if ((now.length !== 1 || now[0] !== id) && !ctrlKey && !metaKey && !shiftKey) editor.select([id]);
  };
  const addAt = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.classList.contains('react-flow__pane'))
      openAddNode({ at: around(view.toFlow({ x: event.clientX, y: event.clientY })) });
  };

  return (
    <section className="canvas" aria-label="Canvas" data-far={far || undefined} data-pan={spaceHeld || undefined}>
      <div
        className="canvas-graph"
        ref={root}
        role="application"
        aria-label="Workflow graph. Arrow keys walk from node to node."
        data-canvas=""
        onDoubleClick={addAt}
        {...focus}
      >
        <Offers value={offers}>
          <ReactFlow<CardNode, WireEdge>
            nodes={nodes}
            edges={wires(workflow, selected, picked)}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={onNodesChange}
            onNodeDragStop={onDragStop}
            onNodeClick={pickOne}
            onEdgeClick={pickWire}
            onPaneClick={() => picked !== undefined && editor.pickWire(undefined)}
            connectionLineComponent={LooseWire}
            connectionRadius={20}
            {...connecting}
            nodesDraggable={!spaceHeld}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            panActivationKeyCode={null}
            multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
            selectionOnDrag={!spaceHeld}
            selectionMode={SelectionMode.Partial}
            panOnDrag={spaceHeld ? [0, 1] : [1]}
            panOnScroll
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            minZoom={0.1}
            maxZoom={2}
            snapToGrid
            snapGrid={[GRID, GRID]}
            onlyRenderVisibleElements={nodes.length > FEW}
            elevateNodesOnSelect={false}
            attributionPosition="bottom-center"
          >
            <Background gap={16} size={1.5} color="var(--dot)" />
            <ConnectionHint />
          </ReactFlow>
        </Offers>
      </div>
      {nodes.length === 0 && <EmptyCanvas view={view} />}
      <CanvasTools view={view} />
      {nodes.length > 0 && (
        <MiniMap<CardNode>
          className="canvas-map"
          ariaLabel="Overview"
          pannable
          zoomable
          style={{ width: 160, height: 84 }}
          nodeColor={({ data }) => `var(--fam-${familyOf(types.get(data.node.type))}, var(--control))`}
          nodeBorderRadius={10}
          bgColor="var(--surface)"
          maskColor="transparent"
          maskStrokeColor="var(--accent)"
          maskStrokeWidth={2}
        />
      )}
    </section>
  );
}

/** The cards, where the pointer has dragged them; the end of a drag is one edit. */
function useCards() {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const selected = useEditorState((s) => s.selected);
  const [dragged, setDragged] = useState(still);
  const [cards] = useState(cardSource);

  const onNodesChange = (changes: readonly NodeChange<CardNode>[]): void => {
    const moved = changes.flatMap((c) =>
      c.type === 'position' && c.dragging && c.position ? [[c.id, [c.position.x, c.position.y]] as const] : [],
    );
    if (moved.length) setDragged((before) => new Map([...before, ...moved]));
    const off = new Set(changes.flatMap((c) => (c.type === 'select' && !c.selected ? [c.id] : [])));
    const on = changes.flatMap((c) => (c.type === 'select' && c.selected ? [c.id] : []));
    if (off.size || on.length) editor.select([...new Set([...editor.getState().selected.filter((id) => !off.has(id)), ...on])]);
  };
  const onDragStop: OnNodeDrag<CardNode> = (_event, _node, moved) => {
    const places = new Map(moved.map(({ id, position }) => [id, [position.x, position.y] as const]));
    editor.edit(places.size === 1 ? 'Move node' : `Move ${places.size} nodes`, (w) => withPlaces(w, places));
    setDragged(still);
  };
  return { nodes: cards(workflow, selected, dragged), onNodesChange, onDragStop };
}
