import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { nodeById, type Position } from '../../core/workflow.ts';
import { withPlaces } from '../edits.ts';
import { useEditor } from '../editor.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { QUIET, shownCanvas, type CanvasView, type ClientPoint } from './canvas-view.ts';
import { endsOf } from './connecting.ts';
import { around, rightOf } from './place.ts';
import { CARD, portsOf } from './ports.ts';
import { tidy } from './tidy.ts';
import { walk } from './walk.ts';

const FIT = { padding: 0.08, maxZoom: 1 } as const;

/** Offers the canvas to the rest of the app, and begins with all of the workflow in sight. */
export function useCanvasView(root: RefObject<HTMLDivElement | null>): CanvasView {
  const editor = useEditor();
  const flow = useReactFlow();
  const store = useStoreApi();

  const pointer = useRef<ClientPoint>(undefined);

  const view = useMemo((): CanvasView => {
    const bounds = (): DOMRect => root.current!.getBoundingClientRect();
    const toFlow = (point: ClientPoint): Position => {
      const { x, y } = flow.screenToFlowPosition(point, { snapToGrid: false });
      return [x, y];
    };
    const centre = (): Position => {
      const { x, y, width, height } = bounds();
      return around(toFlow({ x: x + width / 2, y: y + height / 2 }));
    };
    const show = (node: string): void => {
      const at = nodeById(editor.getState().workflow, node)?.at;
      if (!at) return;
      const {
        width,
        height,
        transform: [x, y, zoom],
      } = store.getState();
      const [left, top] = [at[0] * zoom + x, at[1] * zoom + y];
      const inSight = left >= 0 && top >= 0 && left + CARD.width * zoom <= width && top + CARD.height * zoom <= height;
      if (!inSight) void flow.setCenter(at[0] + CARD.width / 2, at[1] + CARD.height / 2, { zoom });
    };
    const focus = (node: string): void => {
      editor.select([node]);
      show(node);
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${node}"] > .card`)?.focus());
    };
    return {
      toFlow,
      centre,
      toClient: ([x, y]) => flow.flowToScreenPosition({ x, y }),
      aim: () => (pointer.current ? around(toFlow(pointer.current)) : centre()),
      fit: (nodes) => void flow.fitView({ ...FIT, ...(nodes && { nodes: nodes.map((node) => ({ id: node })) }) }),
      zoomTo: (zoom) => void flow.zoomTo(zoom),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor),
      tidy() {
        editor.edit('Tidy up', (w) => withPlaces(w, tidy(w)));
        requestAnimationFrame(() => void flow.fitView(FIT));
      },
      walk(direction) {
        const { workflow, selected } = editor.getState();
        const onCard = document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
        const from = [onCard, ...selected].find((id) => nodeById(workflow, id ?? '')) ?? workflow.nodes[0]?.id;
        const next = from !== undefined && onCard !== undefined ? walk(workflow.nodes, workflow.edges, from, direction) : from;
        if (next !== undefined) focus(next);
      },
      addAfter(id) {
        const { workflow } = editor.getState();
        const node = nodeById(workflow, id);
        const output = node && portsOf(node, workflow.edges).find((p) => p.side === 'out');
        if (node && output) openAddNode({ at: rightOf(node.at), ...endsOf(workflow, { node: id, port: output.name, side: 'out' }) });
      },
      takeFocus() {
        root.current?.toggleAttribute(QUIET, true);
        root.current?.focus();
        root.current?.removeAttribute(QUIET);
      },
      show,
      focus,
    };
  }, [editor, flow, store, root]);

  useEffect(() => {
    const canvas = root.current!;
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      pointer.current = { x, y };
    };
    const leave = (): void => {
      pointer.current = undefined;
    };
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('pointerleave', leave);
    return () => {
      canvas.removeEventListener('pointermove', move);
      canvas.removeEventListener('pointerleave', leave);
    };
  }, [root]);
  useEffect(() => {
    shownCanvas.setState({ view });
    return () => shownCanvas.setState({ view: undefined, renaming: undefined });
  }, [view]);
  useEffect(() => view.fit(), [view]);
  return view;
}
