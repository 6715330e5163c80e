import { freeId, itemsOf, type Frame, type Note, type Position, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import { CARD, GRID, snapped } from './canvas/ports.ts';

/** An area of the canvas. */
export interface Box {
  readonly at: Position;
  readonly size: Position;
}

const CARD_SIZE: Position = [CARD.width, CARD.height];
const NOTE_SIZE: Position = [208, 96];
/** Between a frame's border and what it is drawn around; the title stands in the room at the top. */
const ROOM = { side: 24, top: 40, bottom: 16 } as const;

export const isFolded = (frame: Frame): boolean => (frame.folded?.length ?? 0) > 0;

/** Whether an id is that of a frame that is not folded. */
export function isOpenFrame(workflow: Workflow, id: string): boolean {
  const frame = frameById(workflow, id);
  return frame !== undefined && !isFolded(frame);
}

export const frameById = ({ frames }: Workflow, id: string): Frame | undefined => frames.find((frame) => frame.id === id);
export const noteById = ({ notes }: Workflow, id: string): Note | undefined => notes.find((note) => note.id === id);

/** The area that an item covers on the canvas: a folded frame is as large as a card. */
export function boxOf(item: WorkflowNode | Note | Frame): Box {
  if (!('size' in item)) return { at: item.at, size: CARD_SIZE };
  return 'folded' in item && isFolded(item) ? { at: item.at, size: CARD_SIZE } : { at: item.at, size: item.size };
}

/** The smallest area around some; nothing around none. */
export function boxAround(boxes: readonly Box[]): Box | undefined {
  if (!boxes.length) return undefined;
  const at: Position = [Math.min(...boxes.map((b) => b.at[0])), Math.min(...boxes.map((b) => b.at[1]))];
  const end: Position = [Math.max(...boxes.map((b) => b.at[0] + b.size[0])), Math.max(...boxes.map((b) => b.at[1] + b.size[1]))];
  return { at, size: [end[0] - at[0], end[1] - at[1]] };
}

const knownFolds = new WeakMap<readonly Frame[], ReadonlyMap<string, string>>();

/** What is folded away, by id, with the frame that it is folded into. */
export function foldsOf({ frames }: Workflow): ReadonlyMap<string, string> {
  const known = knownFolds.get(frames);
  if (known) return known;
  const folds = new Map<string, string>();
  for (const frame of frames) {
    for (const id of frame.folded ?? []) if (!folds.has(id) && outermost(folds, frame.id) !== id) folds.set(id, frame.id);
  }
  knownFolds.set(frames, folds);
  return folds;
}

function outermost(folds: ReadonlyMap<string, string>, id: string): string {
  let at = id;
  for (let frame = folds.get(at); frame !== undefined; frame = folds.get(at)) at = frame;
  return at;
}

/** What is on show for an item: itself, or the folded frame that it is in. */
export const shownAs = (workflow: Workflow, id: string): string => outermost(foldsOf(workflow), id);

/** All that is on show: what is not folded away. */
export function shownItems(workflow: Workflow): readonly (WorkflowNode | Note | Frame)[] {
  const folds = foldsOf(workflow);
  return folds.size ? itemsOf(workflow).filter((item) => !folds.has(item.id)) : itemsOf(workflow);
}

/**
 * The ids of what is in a frame: what is folded into it, or while it is open what has its middle in it, and is on show or
 * folded away with it.
 */
export function membersOf(workflow: Workflow, frame: Frame): readonly string[] {
  const folds = foldsOf(workflow);
  if (isFolded(frame)) return itemsOf(workflow).flatMap(({ id }) => (folds.get(id) === frame.id ? [id] : []));
  const beside = folds.get(frame.id);
  return itemsOf(workflow).flatMap((item) => (item.id !== frame.id && folds.get(item.id) === beside && isIn(item, frame) ? [item.id] : []));
}

function isIn(item: WorkflowNode | Note | Frame, frame: WorkflowNode | Note | Frame): boolean {
  if (!('title' in frame)) return false;
  const { at, size } = boxOf(item);
  const [x, y] = [at[0] + size[0] / 2, at[1] + size[1] / 2];
  const inside = x >= frame.at[0] && x < frame.at[0] + frame.size[0] && y >= frame.at[1] && y < frame.at[1] + frame.size[1];
  return inside && (!('title' in item) || area(size) < area(frame.size));
}

const area = ([width, height]: Position): number => width * height;

/** The frames that items are in, the smallest where they lie in each other. */
export function framesOf(workflow: Workflow, ids: readonly string[]): readonly Frame[] {
  if (!workflow.frames.length) return [];
  const chosen = new Set(ids);
  const items = itemsOf(workflow).filter((item) => chosen.has(item.id));
  return [...new Set(items.flatMap((item) => frameAround(workflow, item) ?? []))];
}

/** The frame that an item is in. */
export function frameOf(workflow: Workflow, id: string): Frame | undefined {
  const item = itemsOf(workflow).find((one) => one.id === id);
  return item && frameAround(workflow, item);
}

function frameAround(workflow: Workflow, item: WorkflowNode | Note | Frame): Frame | undefined {
  const folds = foldsOf(workflow);
  const folded = folds.get(item.id);
  if (folded !== undefined) return frameById(workflow, folded);
  const around = workflow.frames.filter((frame) => frame.id !== item.id && !isFolded(frame) && !folds.has(frame.id) && isIn(item, frame));
  return around.sort((a, b) => area(a.size) - area(b.size))[0];
}

/** What moves when some items are moved: they, and all that is in the frames among them. */
export function carriedBy(workflow: Workflow, ids: readonly string[]): Set<string> {
  const carried = new Set(ids);
  for (const id of carried) {
    const frame = frameById(workflow, id);
    if (frame) membersOf(workflow, frame).forEach((member) => carried.add(member));
  }
  return carried;
}

/** The workflow with items moved. */
export function withMoved(workflow: Workflow, ids: ReadonlySet<string>, [dx, dy]: Position): Workflow {
  if ((dx === 0 && dy === 0) || !ids.size) return workflow;
  const moved = <T extends WorkflowNode | Note | Frame>(items: readonly T[]): readonly T[] =>
    items.some((item) => ids.has(item.id))
      ? items.map((item) => (ids.has(item.id) ? { ...item, at: [item.at[0] + dx, item.at[1] + dy] as const } : item))
      : items;
  return { ...workflow, nodes: moved(workflow.nodes), notes: moved(workflow.notes), frames: moved(workflow.frames) };
}

const idFor = (workflow: Workflow, kind: 'note' | 'frame'): string => freeId(kind, new Set(itemsOf(workflow).map((item) => item.id)));

/** The burst of a note or frame that has just been put down: its first words belong to that. */
export const firstBurst = (id: string): string => `put down ${id}`;

/** The workflow with an empty note at a place, and the note's id. */
export function withNote(workflow: Workflow, at: Position): { readonly workflow: Workflow; readonly id: string } {
  const id = idFor(workflow, 'note');
  const note: Note = { id, text: '', at: snapped(at), size: NOTE_SIZE };
  return { workflow: { ...workflow, notes: [...workflow.notes, note] }, id };
}

/** The workflow with a frame around items, as the last step, and the frame's id. */
export function withFrame(workflow: Workflow, ids: readonly string[]): { readonly workflow: Workflow; readonly id: string } | undefined {
  const chosen = new Set(ids.map((id) => shownAs(workflow, id)));
  const inner = boxAround(itemsOf(workflow).flatMap((item) => (chosen.has(item.id) ? [boxOf(item)] : [])));
  if (!inner) return undefined;
  const id = idFor(workflow, 'frame');
  const frame: Frame = { id, title: `Step ${workflow.frames.length + 1}`, ...withRoom(inner) };
  return { workflow: { ...workflow, frames: [...workflow.frames, frame] }, id };
}

/** The area of a frame around another, on the grid. */
function withRoom({ at, size }: Box): Box {
  const start: Position = [floor(at[0] - ROOM.side), floor(at[1] - ROOM.top)];
  const end: Position = [ceil(at[0] + size[0] + ROOM.side), ceil(at[1] + size[1] + ROOM.bottom)];
  return { at: start, size: [end[0] - start[0], end[1] - start[1]] };
}

const floor = (n: number): number => Math.floor(n / GRID) * GRID;
const ceil = (n: number): number => Math.ceil(n / GRID) * GRID;

/** The workflow with a frame changed. */
export function withFrameChanged(workflow: Workflow, id: string, change: (frame: Frame) => Frame): Workflow {
  const frames = workflow.frames.map((frame) => (frame.id === id ? change(frame) : frame));
  return frames.every((frame, i) => frame === workflow.frames[i]) ? workflow : { ...workflow, frames };
}

/** The workflow with a note changed. */
export function withNoteChanged(workflow: Workflow, id: string, change: (note: Note) => Note): Workflow {
  const notes = workflow.notes.map((note) => (note.id === id ? change(note) : note));
  return notes.every((note, i) => note === workflow.notes[i]) ? workflow : { ...workflow, notes };
}

/** The workflow with a note or a frame on another area. */
export function withBox(workflow: Workflow, id: string, { at, size }: Box): Workflow {
  const put = <T extends Note | Frame>(item: T): T => (sameBox(item, { at, size }) ? item : { ...item, at, size });
  return withNoteChanged(withFrameChanged(workflow, id, put), id, put);
}

export const sameBox = (a: Box, b: Box): boolean =>
  a.at[0] === b.at[0] && a.at[1] === b.at[1] && a.size[0] === b.size[0] && a.size[1] === b.size[1];

/** The workflow with an open frame as large as what is in it. */
export function withFrameFitted(workflow: Workflow, id: string): Workflow {
  const frame = frameById(workflow, id);
  if (!frame || isFolded(frame)) return workflow;
  const members = new Set(membersOf(workflow, frame));
  const inner = boxAround(itemsOf(workflow).flatMap((item) => (members.has(item.id) ? [boxOf(item)] : [])));
  return inner ? withBox(workflow, id, withRoom(inner)) : workflow;
}

/** The workflow with a frame earlier or later among the steps. */
export function withFrameOrder(workflow: Workflow, id: string, by: -1 | 1): Workflow {
  const from = workflow.frames.findIndex((frame) => frame.id === id);
  const [frame, other] = [workflow.frames[from], workflow.frames[from + by]];
  if (!frame || !other) return workflow;
  return { ...workflow, frames: workflow.frames.with(from, other).with(from + by, frame) };
}

/** The workflow with a frame folded into a card. A frame with nothing in it stays open. */
export function withFolded(workflow: Workflow, id: string): Workflow {
  return withFrameChanged(workflow, id, (frame) => {
    const folded = isFolded(frame) ? [] : membersOf(workflow, frame);
    return folded.length ? { ...frame, folded } : frame;
  });
}

/** The workflow with a folded frame open; what has come to lie there meanwhile makes room. */
export function withUnfolded(workflow: Workflow, id: string): Workflow {
  const frame = frameById(workflow, id);
  if (!frame || !isFolded(frame)) return workflow;
  const open: Frame = { ...frame, folded: undefined };
  return withFrameChanged(foldsOf(workflow).has(id) ? workflow : withClear(workflow, open), id, () => open);
}

/**
 * The workflow with what lies in the area of a frame that is about to open moved out of it together, to the right or down,
 * whichever is less. Frames move whole, and what is in the way moves too.
 */
function withClear(workflow: Workflow, open: Frame): Workflow {
  const others = shownItems(workflow).filter((item) => item.id !== open.id);
  const block = (id: string): string => {
    const around = frameOf(workflow, id);
    return around && !isIn(open, around) ? block(around.id) : id;
  };
  const moving = new Set(others.flatMap((item) => (isIn(item, open) ? [block(item.id)] : [])));
  const first = boxAround(others.flatMap((item) => (moving.has(item.id) ? [boxOf(item)] : [])));
  if (!first) return workflow;
  const blocks = new Set(others.map((item) => block(item.id)));
  const boxes = new Map(others.flatMap((item) => (blocks.has(item.id) && !isIn(open, item) ? [[item.id, boxOf(item)] as const] : [])));
  const [right, down] = ([0, 1] as const).map((axis) => ceil(open.at[axis] + open.size[axis] + ROOM.side - first.at[axis])) as [
    number,
    number,
  ];
  const by: Position = right <= down ? [right, 0] : [0, down];
  for (const id of moving) {
    const { at, size } = boxes.get(id)!;
    const there: Box = { at: [at[0] + by[0], at[1] + by[1]], size };
    for (const [other, box] of boxes) if (overlaps(box, there)) moving.add(other);
  }
  return withMoved(workflow, carriedBy(workflow, [...moving]), by);
}

const overlaps = (a: Box, b: Box): boolean =>
  ([0, 1] as const).every((axis) => a.at[axis] < b.at[axis] + b.size[axis] && b.at[axis] < a.at[axis] + a.size[axis]);

/** The workflow with every frame open that an item is folded into. */
export function withShown(workflow: Workflow, id: string): Workflow {
  let next = workflow;
  for (let frame = shownAs(next, id); frame !== id; frame = shownAs(next, id)) next = withUnfolded(next, frame);
  return next;
}

/** The workflow without frames, with all that is in them. */
export function withoutFrames(workflow: Workflow, ids: readonly string[]): Workflow {
  const gone = new Set(ids);
  const frames = workflow.frames.filter((frame) => !gone.has(frame.id));
  if (frames.length === workflow.frames.length) return workflow;
  return {
    ...workflow,
    frames: frames.map((frame) =>
      frame.folded?.some((id) => gone.has(id)) ? { ...frame, folded: frame.folded.filter((id) => !gone.has(id)) } : frame,
    ),
  };
}
