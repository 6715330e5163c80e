import '@xyflow/react/dist/base.css';
import './canvas.css';
import { Background, ReactFlow, ReactFlowProvider, SelectionMode, useStore } from '@xyflow/react';
import { useMemo, useRef, useState, type MouseEvent } from 'react';
import { useEditor, useEditorState } from '../editor.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { useShell } from '../shell/shell-state.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { ConnectionHint, LooseWire } from './connection-hint.tsx';
import { Wire } from './edge.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { FlowPopover } from './flow-popover.tsx';
import { FoldedFrame } from './folded-frame.tsx';
import { FrameCard } from './frame-card.tsx';
import type { ItemNode } from './frame-graph.ts';
import { wireSource, type WireEdge } from './graph.ts';
import { GuideLines } from './guide-lines.tsx';
import { NodeCard, Offers } from './node-card.tsx';
import { NoteCard } from './note-card.tsx';
import { Overview } from './overview.tsx';
import { around } from './place.ts';
import { useCanvasFocus } from './use-canvas-focus.ts';
import { useCanvasView } from './use-canvas-view.ts';
import { useConnecting } from './use-connecting.ts';
import { useItems } from './use-items.ts';
import { useSpaceHeld } from './use-space-held.ts';

const nodeTypes = { card: NodeCard, note: NoteCard, frame: FrameCard, folded: FoldedFrame };
const edgeTypes = { wire: Wire };
const FEW = 150;
const BY_MIDDLE = [1];
const BY_SPACE = [0, 1];
const ADDING = ['Shift', 'Control', 'Meta'];

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
  const { nodes, guides, handlers: moving } = useItems();
  const locked = useShell((s) => s.viewOnly);
  const [wires] = useState(wireSource);
  const edges = useMemo(() => wires(workflow, selected, picked), [wires, workflow, selected, picked]);
  const view = useCanvasView(root);
  const { offers, handlers: connecting } = useConnecting(view);
  const focus = useCanvasFocus(root, view);
  const spaceHeld = useSpaceHeld(root);
  const far = useStore((s) => s.transform[2] < 0.4);

  const picking = useMemo(
    () => ({
      onEdgeClick: (_: MouseEvent, wire: WireEdge): void => editor.pickWire(wire.id),
      onPaneClick: (): void => {
        if (editor.getState().wire !== undefined) editor.pickWire(undefined);
      },
      onNodeClick({ ctrlKey, metaKey, shiftKey }: MouseEvent, { id, type }: ItemNode): void {
        const now = editor.getState().selected;
        const adds = ctrlKey || metaKey || shiftKey;
        if (adds && type === 'frame') editor.select(now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
        else if (!adds && (now.length !== 1 || now[0] !== id)) editor.select([id]);
      },
    }),
    [editor],
  );
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
          <ReactFlow<ItemNode, WireEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            {...moving}
            {...picking}
            connectionLineComponent={LooseWire}
            connectionRadius={20}
            {...connecting}
            nodesDraggable={!spaceHeld && !locked}
            nodesConnectable={!locked}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            panActivationKeyCode={null}
            multiSelectionKeyCode={ADDING}
            selectionOnDrag={!spaceHeld}
            selectionMode={SelectionMode.Partial}
            panOnDrag={spaceHeld ? BY_SPACE : BY_MIDDLE}
            panOnScroll
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            minZoom={0.1}
            maxZoom={2}
            onlyRenderVisibleElements={nodes.length > FEW}
            elevateNodesOnSelect={false}
            attributionPosition="bottom-center"
          >
            <Background gap={16} size={1.5} color="var(--dot)" />
            <GuideLines guides={guides} />
            <ConnectionHint />
          </ReactFlow>
        </Offers>
      </div>
      {nodes.length === 0 && <EmptyCanvas view={view} />}
      <CanvasTools view={view} />
      <FlowPopover root={root} />
      {nodes.length > 0 && <Overview items={nodes} />}
    </section>
  );
}
