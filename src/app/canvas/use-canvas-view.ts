import { useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { itemsOf, nodeById, type Position, type Workflow } from '../../core/workflow.ts';
import { useEditor } from '../editor.ts';
import { boxOf, shownAs, shownItems, withShown, type Box } from '../frames.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { doing, viewOnly } from '../shell/shell-state.ts';
import { QUIET, shownCanvas, type CanvasView, type ClientPoint } from './canvas-view.ts';
import { endsOf } from './connecting.ts';
import { around, rightOf } from './place.ts';
import { CARD, portsOf } from './ports.ts';
import { chosenFor, tidiedUp } from './tidied.ts';
import { shownEdges, stopsOf, walk } from './walk.ts';

/** What takes the focus of an item on the canvas. */
const ITEM = ':is(.card, .note, .frame)';
/** What was in sight of each workflow when another one was shown. */
const sights = new Map<string, Viewport>();

const LOOK_MS = 450;
const FIT = { padding: 0.08, maxZoom: 1 } as const;

/** What has to be in sight of an item, itself or the folded frame that it is in: of an open frame its title. */
function shownBox(workflow: Workflow, id: string): Box | undefined {
  const shown = shownAs(workflow, id);
  const item = itemsOf(workflow).find((one) => one.id === shown);
  const box = item && boxOf(item);
  return box && 'title' in item ? { at: box.at, size: [Math.min(box.size[0], CARD.width), Math.min(box.size[1], CARD.height)] } : box;
}

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
    const middle = (): Position => {
      const { x, y, width, height } = bounds();
      return toFlow({ x: x + width / 2, y: y + height / 2 });
    };
    const centre = (): Position => around(middle());
    const show = (node: string): void => {
      const box = shownBox(editor.getState().workflow, node);
      if (!box) return;
      const { at, size } = box;
      const {
        width,
        height,
        transform: [x, y, zoom],
      } = store.getState();
      const [left, top] = [at[0] * zoom + x, at[1] * zoom + y];
      const inSight = left >= 0 && top >= 0 && left + size[0] * zoom <= width && top + size[1] * zoom <= height;
      if (!inSight) void flow.setCenter(at[0] + size[0] / 2, at[1] + size[1] / 2, { zoom });
    };
    const focus = (wanted: string): void => {
      if (!viewOnly()) editor.edit('Unfold frame', (w) => withShown(w, wanted));
      const item = shownAs(editor.getState().workflow, wanted);
      editor.select([item]);
      show(item);
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${item}"] > ${ITEM}`)?.focus());
    };
    return {
      toFlow,
      centre,
      toClient: ([x, y]) => flow.flowToScreenPosition({ x, y }),
      middle,
      pointed: () => pointer.current && toFlow(pointer.current),
      aim: () => (pointer.current ? around(toFlow(pointer.current)) : centre()),
      fit: (nodes) =>
        void flow.fitView({ ...FIT, ...(nodes && { nodes: nodes.map((node) => ({ id: shownAs(editor.getState().workflow, node) })) }) }),
      lookAt({ at: [x, y], size: [width, height] }) {
        const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : LOOK_MS;
        void flow.fitBounds({ x, y, width, height }, { padding: 0.06, duration });
      },
      zoomTo: (zoom) => void flow.zoomTo(zoom),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor),
      tidy: () =>
        void doing(undefined, async () => {
          const { workflow, selected } = editor.getState();
          const next = await tidiedUp(workflow, selected);
          if (editor.getState().workflow !== workflow) return;
          editor.edit('Tidy up', () => next);
          if (!chosenFor(next, selected)) requestAnimationFrame(() => void flow.fitView(FIT));
        }),
      walk(direction) {
        const { workflow, selected } = editor.getState();
        const onCard = document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
        const items = shownItems(workflow);
        const from = [onCard, ...selected].find((id) => items.some((item) => item.id === id)) ?? items[0]?.id;
        const next =
          from !== undefined && onCard !== undefined
            ? walk(stopsOf(workflow, direction, from), shownEdges(workflow), from, direction)
            : from;
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
  useEffect(() => {
    const { id } = editor.getState();
    const last = sights.get(id);
    if (last) void flow.setViewport(last);
    else view.fit();
    return () => {
      const now = flow.getViewport();
      if (now.x || now.y) sights.set(id, now);
    };
  }, [editor, flow, view]);
  return view;
}
