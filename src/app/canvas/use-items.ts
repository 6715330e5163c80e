import { useStoreApi, type NodeChange, type OnNodeDrag } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { itemsOf, nodeById, type Position, type Workflow } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { boxAround, boxOf, carriedBy, frameById, isOpenFrame, noteById, shownItems, withBox, withMoved, type Box } from '../frames.ts';
import { aimCard, dropped, takeGoal } from './drop-on-wire.ts';
import { frameSource, type ItemNode, type Moving } from './frame-graph.ts';
import { cardSource } from './graph.ts';
import { guideSource, type Guide } from './guides.ts';
import { snapped } from './ports.ts';
import { pointOf } from './use-connecting.ts';

interface Live extends Moving {
  readonly guides: readonly Guide[];
}

const STILL: Live = { places: new Map(), guides: [] };
/** How near something has to be to be stood in line with, in pixels of the window. */
const REACH = 6;

/** What is under way from a press to its release. */
interface Drag {
  /** The item that the pointer holds, and where it was. */
  readonly lead: string;
  readonly from: Position;
  /** What is dragged itself, and with it what is carried along in frames. */
  readonly ids: readonly string[];
  readonly carried: ReadonlySet<string>;
  readonly starts: ReadonlyMap<string, Position>;
  readonly box: Box;
  readonly snap: ReturnType<typeof guideSource>;
  by: Position;
}

/** All that is on the canvas, where the pointer has dragged or pulled it; the end of either is one edit. */
export function useItems() {
  const editor = useEditor();
  const store = useStoreApi<ItemNode>();
  const workflow = useEditorState((s) => s.workflow);
  const selected = useEditorState((s) => s.selected);
  const [live, setLive] = useState(STILL);
  const drag = useRef<Drag>(undefined);
  const resizing = useRef<Moving['resized']>(undefined);
  const [cards] = useState(cardSource);
  const [frames] = useState(frameSource);
  useBoxedFrames();

  const handlers = useMemo(() => {
    const onNodeDragStart: OnNodeDrag<ItemNode> = (_event, node, moved) => {
      if (node.type === 'frame' && !editor.getState().selected.includes(node.id)) editor.select([node.id]);
      const { workflow: w } = editor.getState();
      const ids = moved.map(({ id }) => id);
      const carried = carriedBy(w, ids);
      const items = itemsOf(w).filter((item) => carried.has(item.id));
      const lead = items.find((item) => item.id === node.id);
      if (!lead) return;
      const box = boxAround(items.flatMap((item) => (ids.includes(item.id) ? [boxOf(item)] : [])))!;
      const others = inSight(store.getState()).filter(
        (item) => !carried.has(item.id) && (node.type === 'frame' || !isOpenFrame(w, item.id)),
      );
      drag.current = {
        lead: node.id,
        from: lead.at,
        ids,
        carried,
        starts: new Map(items.map((item) => [item.id, item.at])),
        box,
        snap: guideSource(others.map((item) => item.box)),
        by: [0, 0],
      };
    };

    const follow = (held: Drag, to: Position): void => {
      const by: Position = [to[0] - held.from[0], to[1] - held.from[1]];
      const { by: more, guides } = held.snap({ ...held.box, at: shifted(held.box.at, by) }, REACH / store.getState().transform[2]);
      held.by = shifted(by, more);
      setLive({ places: new Map([...held.starts].map(([id, at]) => [id, shifted(at, held.by)])), guides });
    };

    const onNodeDrag: OnNodeDrag<ItemNode> = (event, _node, moved) =>
      aimCard(
        editor,
        moved.map(({ id }) => id),
        pointOf(event),
      );

    const onNodeDragStop: OnNodeDrag<ItemNode> = () => {
      const held = drag.current;
      const goal = takeGoal();
      drag.current = undefined;
      if (held)
        editor.edit(goal === undefined ? moveWords(editor.getState().workflow, held.ids) : 'Insert into a wire', (w) =>
          dropped(withMoved(w, held.carried, held.by), held.lead, goal),
        );
      setLive(STILL);
    };

    const onNodesChange = (changes: readonly NodeChange<ItemNode>[]): void => {
      const held = drag.current;
      for (const change of changes) {
        if (change.type === 'position' && change.dragging && change.position && change.id === held?.lead)
          follow(held, [change.position.x, change.position.y]);
        if (change.type === 'dimensions' && change.resizing !== undefined) resize(change, changes);
      }
      const off = new Set(changes.flatMap((c) => (c.type === 'select' && !c.selected ? [c.id] : [])));
      const on = changes.flatMap((c) => (c.type === 'select' && c.selected ? [c.id] : []));
      if (off.size || on.length) editor.select([...new Set([...editor.getState().selected.filter((id) => !off.has(id)), ...on])]);
    };

    const resize = ({ id, dimensions, resizing: goesOn }: DimensionChange, changes: readonly NodeChange<ItemNode>[]): void => {
      const { workflow: w } = editor.getState();
      const item = noteById(w, id) ?? frameById(w, id);
      if (!item) return;
      if (goesOn && dimensions) {
        const moved = changes.find((c) => c.type === 'position' && c.id === id);
        const { x, y } = (moved?.type === 'position' && moved.position) || {
          x: resizing.current?.box.at[0] ?? item.at[0],
          y: resizing.current?.box.at[1] ?? item.at[1],
        };
        resizing.current = { id, box: onGrid({ at: [x, y], size: [dimensions.width, dimensions.height] }) };
        setLive({ ...STILL, resized: resizing.current });
      } else {
        const pulled = resizing.current;
        resizing.current = undefined;
        if (pulled) editor.edit(`Resize ${noteById(w, id) ? 'note' : 'frame'}`, (now) => withBox(now, id, pulled.box));
        setLive(STILL);
      }
    };

    return { onNodesChange, onNodeDragStart, onNodeDrag, onNodeDragStop };
  }, [editor, store]);
  const behind = useMemo(() => frames(workflow, selected, live), [frames, workflow, selected, live]);
  const shown = useMemo(() => cards(workflow, selected, live.places), [cards, workflow, selected, live.places]);
  const nodes = useMemo(() => [...behind, ...shown], [behind, shown]);
  return { nodes, guides: live.guides, handlers };
}

type DimensionChange = Extract<NodeChange<ItemNode>, { type: 'dimensions' }>;

const shifted = (at: Position, by: Position): Position => [at[0] + by[0], at[1] + by[1]];

/** A box whose corners are on the grid. */
function onGrid({ at, size }: Box): Box {
  const [start, end] = [snapped(at), snapped([at[0] + size[0], at[1] + size[1]])];
  return { at: start, size: [end[0] - start[0], end[1] - start[1]] };
}

function moveWords(workflow: Workflow, ids: readonly string[]): string {
  const [id = '', ...more] = ids;
  if (more.length) return `Move ${ids.length} ${ids.every((one) => nodeById(workflow, one)) ? 'nodes' : 'items'}`;
  return `Move ${noteById(workflow, id) ? 'note' : frameById(workflow, id) ? 'frame' : 'node'}`;
}

interface Sight {
  readonly nodes: readonly ItemNode[];
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** The items that the window shows a part of. */
function inSight({ nodes, transform: [x, y, zoom], width, height }: Sight): { readonly id: string; readonly box: Box }[] {
  return nodes.flatMap(({ id, position, width: w = 0, height: h = 0 }) => {
    const [left, top] = [position.x * zoom + x, position.y * zoom + y];
    const seen = left < width && top < height && left + w * zoom > 0 && top + h * zoom > 0;
    return seen ? [{ id, box: { at: [position.x, position.y], size: [w, h] } }] : [];
  });
}

/** Pulling a selection over the canvas takes a frame in once all of it is in, or it could never begin in one. */
function useBoxedFrames(): void {
  const editor = useEditor();
  const store = useStoreApi();
  useEffect(
    () =>
      store.subscribe(({ userSelectionRect: rect, transform: [x, y, zoom] }, before) => {
        if (!rect || rect === before.userSelectionRect) return;
        const { workflow, selected } = editor.getState();
        const isInside = ({ at, size }: Box): boolean =>
          at[0] * zoom + x >= rect.x &&
          at[1] * zoom + y >= rect.y &&
          (at[0] + size[0]) * zoom + x <= rect.x + rect.width &&
          (at[1] + size[1]) * zoom + y <= rect.y + rect.height;
        const open = shownItems(workflow).flatMap((item) => (isOpenFrame(workflow, item.id) ? [item.id] : []));
        const inside = new Set(open.filter((id) => isInside(boxOf(frameById(workflow, id)!))));
        const next = [...selected.filter((id) => !open.includes(id)), ...inside];
        if (next.length !== selected.length || next.some((id) => !selected.includes(id))) editor.select(next);
      }),
    [editor, store],
  );
}
