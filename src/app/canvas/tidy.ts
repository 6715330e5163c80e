import type { Position } from '../../core/workflow.ts';
import { CARD, GRID, PITCH, snapped } from './card-grid.ts';
import { rowsOf, type Link } from './rows.ts';

export interface Placed {
  readonly id: string;
  readonly at: Position;
}
export interface Sized extends Placed {
  readonly size: Position;
}
/** An open frame and what is in it, other frames too. */
export interface Framed extends Sized {
  readonly inner: Sheet;
}

/** What is to be laid out, without what it is about: cards, also of folded frames, and what stands around them. */
export interface Sheet {
  readonly cards: readonly Placed[];
  readonly notes: readonly Sized[];
  /** In the order of their steps. */
  readonly frames: readonly Framed[];
}

export interface Tidied {
  readonly places: ReadonlyMap<string, Position>;
  /** Of the frames. */
  readonly sizes: ReadonlyMap<string, Position>;
}

/** Between frames that lie below each other: wires that go back run there. */
const GAP = 32;
/** Between a frame's border and what is in it; the title stands in the room at the top. */
const ROOM = { side: 24, top: 40, bottom: 24 } as const;
/** Cards that are not connected stand side by side, as many as this at least. */
const LEAST_ACROSS = 4;

/**
 * Where everything goes in a tidy picture. Columns by the longest way from a source, rows with few crossings and a straight
 * main line. Frames lie below each other in their order, each around its own cards; a note keeps its distance from the
 * nearest card. The upper left corner stays where it was.
 */
export function tidy(sheet: Sheet, links: readonly Link[]): Tidied {
  const { places, sizes } = arranged(sheet, links);
  const items = [...sheet.cards, ...sheet.frames];
  if (!items.length) return { places: new Map(), sizes: new Map() };
  const [before, after] = [snapped(corner(items.map((item) => item.at))), corner(items.map((item) => places.get(item.id)!))];
  const [dx, dy] = [before[0] - after[0], before[1] - after[1]];
  return { places: new Map([...places].map(([id, [x, y]]) => [id, [x + dx, y + dy]])), sizes };
}

const corner = (places: readonly Position[]): Position => [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];

interface Arranged extends Tidied {
  readonly size: Position;
}

/** A sheet from [0, 0] on. */
function arranged(sheet: Sheet, links: readonly Link[]): Arranged {
  const places = new Map<string, Position>();
  const sizes = new Map<string, Position>();
  let [width, y] = [0, 0];
  const frames = sheet.frames.map((frame) => ({ frame, ...arranged(frame.inner, links) }));
  const wide = Math.max(0, ...frames.map(({ frame, size }) => (size[0] ? size[0] + 2 * ROOM.side : frame.size[0])));
  for (const block of blocksOf(sheet, links)) {
    if (y > 0) y += GAP;
    if (block instanceof Map) {
      const x = frames.length ? ROOM.side : 0;
      for (const [id, [column, row]] of block) places.set(id, [x + column * PITCH[0], y + row * PITCH[1]]);
      const [across, down] = extent([...block.values()]);
      width = Math.max(width, x + across);
      y += down;
      continue;
    }
    const { frame, ...inner } = frames[block]!;
    const height = inner.size[1] ? inner.size[1] + ROOM.top + ROOM.bottom : frame.size[1];
    for (const [id, [dx, dy]] of inner.places) places.set(id, [ROOM.side + dx, y + ROOM.top + dy]);
    for (const [id, size] of inner.sizes) sizes.set(id, size);
    places.set(frame.id, [0, y]);
    sizes.set(frame.id, [wide, Math.ceil(height / GRID) * GRID]);
    width = Math.max(width, wide);
    y += sizes.get(frame.id)![1];
  }
  return withNotes(sheet, { places, sizes, size: [width, y] });
}

const extent = (cells: readonly Position[]): Position => [
  Math.max(...cells.map(([column]) => column)) * PITCH[0] + CARD.width,
  Math.max(...cells.map(([, row]) => row)) * PITCH[1] + CARD.height,
];

/** What lies below each other: the frames by their number, and the cards between them by column and row. */
function blocksOf({ cards, frames }: Sheet, links: readonly Link[]): (number | Map<string, Position>)[] {
  if (!frames.length) return cards.length ? [cellsOf(cards, links)] : [];
  const owner = new Map(frames.flatMap((frame, i) => idsIn(frame.inner).map((id) => [id, i] as const)));
  const groups = frames.map((): Placed[] => []);
  const last: Placed[] = [];
  for (const part of partsOf(cards, links)) {
    const ids = new Set(part.map(({ id }) => id));
    const fed = links.flatMap(({ from, to }) => (ids.has(from) ? (owner.get(to) ?? []) : []));
    const feeding = links.flatMap(({ from, to }) => (ids.has(to) ? (owner.get(from) ?? []) : []));
    const before = feeding.length ? Math.max(...feeding) + 1 : fed.length ? Math.min(...fed) : frames.length;
    (groups[before] ?? last).push(...part);
  }
  const cells = (group: readonly Placed[]): Map<string, Position>[] => (group.length ? [cellsOf(group, links)] : []);
  return [...frames.flatMap((_, i) => [...cells(groups[i]!), i]), ...cells(last)];
}

const idsIn = ({ cards, frames }: Sheet): string[] => [...cards.map(({ id }) => id), ...frames.flatMap((frame) => idsIn(frame.inner))];

/** The column and row of each card: parts that are not connected below each other, and what has no wire last. */
function cellsOf(cards: readonly Placed[], all: readonly Link[]): Map<string, Position> {
  const here = new Set(cards.map(({ id }) => id));
  const links = all.filter(({ from, to }) => here.has(from) && here.has(to));
  const columns = columnsOf(cards, links);
  const cells = new Map<string, Position>();
  let below = 0;
  const alone: string[] = [];
  for (const part of partsOf(cards, links)) {
    if (part.length === 1) {
      alone.push(part[0]!.id);
      continue;
    }
    const mine = new Set(part.map(({ id }) => id));
    const rows = rowsOf(
      part.map(({ id, at }) => ({ id, height: at[1] })),
      columns,
      links.filter(({ from }) => mine.has(from)),
    );
    for (const [id, row] of rows) cells.set(id, [columns.get(id)!, below + row]);
    below += Math.max(...rows.values()) + 1;
  }
  const across = Math.max(LEAST_ACROSS, ...[...columns.values()].map((column) => column + 1));
  alone.forEach((id, i) => cells.set(id, [i % across, below + Math.floor(i / across)]));
  return cells;
}

/** The longest way from a source; a source stands just before the first card that needs it. What is in a loop comes after what leads into it. */
function columnsOf(cards: readonly Placed[], links: readonly Link[]): Map<string, number> {
  const columns = new Map(cards.map(({ id }) => [id, 0]));
  const waiting = new Map(cards.map(({ id }) => [id, 0]));
  const users = new Map<string, string[]>(cards.map(({ id }) => [id, []]));
  for (const { from, to } of links) {
    waiting.set(to, waiting.get(to)! + 1);
    users.get(from)!.push(to);
  }
  const sources = cards.flatMap(({ id }) => (waiting.get(id) === 0 ? [id] : []));
  const ready = [...sources];
  for (const id of ready) {
    for (const user of users.get(id)!) {
      columns.set(user, Math.max(columns.get(user)!, columns.get(id)! + 1));
      waiting.set(user, waiting.get(user)! - 1);
      if (waiting.get(user) === 0) ready.push(user);
    }
  }
  for (const id of sources) {
    const first = Math.min(...users.get(id)!.map((user) => columns.get(user)!));
    if (Number.isFinite(first)) columns.set(id, Math.max(0, first - 1));
  }
  return columns;
}

/** The connected parts, in the order in which they stand on the canvas. */
function partsOf(cards: readonly Placed[], links: readonly Link[]): Placed[][] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const next = new Map<string, string[]>(cards.map(({ id }) => [id, []]));
  for (const { from, to } of links) {
    if (!byId.has(from) || !byId.has(to)) continue;
    next.get(from)!.push(to);
    next.get(to)!.push(from);
  }
  const seen = new Set<string>();
  const order = cards.toSorted((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  return order.flatMap((first) => {
    if (seen.has(first.id)) return [];
    seen.add(first.id);
    const part = [first];
    for (const { id } of part) {
      for (const other of next.get(id)!) {
        if (seen.has(other)) continue;
        seen.add(other);
        part.push(byId.get(other)!);
      }
    }
    return [part];
  });
}

/** Notes keep their distance from the nearest card or frame; all moves on where one would lie before the beginning. */
function withNotes({ cards, notes, frames }: Sheet, { places, sizes, size }: Arranged): Arranged {
  if (!notes.length) return { places, sizes, size };
  const anchors: Sized[] = [...cards.map((card) => ({ ...card, size: [CARD.width, CARD.height] as const })), ...frames];
  const put = new Map<string, Position>();
  let first: Placed | undefined;
  for (const note of notes) {
    const near = anchors.reduce<Sized | undefined>(
      (best, one) => (!best || distance(one, note) < distance(best, note) ? one : best),
      undefined,
    );
    first ??= note;
    const [from, to] = near ? [near.at, places.get(near.id)!] : [first.at, [0, 0] as const];
    put.set(note.id, [to[0] + note.at[0] - from[0], to[1] + note.at[1] - from[1]]);
  }
  const shift = ([0, 1] as const).map((axis) => Math.max(0, ...[...put.values()].map((at) => Math.ceil(-at[axis] / GRID) * GRID)));
  const all = [...places, ...put].map(([id, [x, y]]) => [id, [x + shift[0]!, y + shift[1]!]] as const);
  const reach = (axis: 0 | 1): number =>
    Math.max(size[axis] + shift[axis]!, ...notes.map((note) => put.get(note.id)![axis] + note.size[axis] + shift[axis]!));
  return { places: new Map(all), sizes, size: [reach(0), reach(1)] };
}

/** Between the borders; of two that are as near, the one whose middle is nearer. */
function distance(a: Sized, b: Sized): number {
  const gap = (axis: 0 | 1): number => Math.max(a.at[axis] - b.at[axis] - b.size[axis], b.at[axis] - a.at[axis] - a.size[axis], 0);
  const apart = (axis: 0 | 1): number => a.at[axis] + a.size[axis] / 2 - b.at[axis] - b.size[axis] / 2;
  return Math.hypot(gap(0), gap(1)) + Math.hypot(apart(0), apart(1)) / 1e6;
}
