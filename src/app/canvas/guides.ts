import type { Position } from '../../core/workflow.ts';
import type { Box } from '../frames.ts';
import { GRID } from './ports.ts';

/** A line along which edges or middles stand, or with `ends` the measure of a gap that is as wide as another. */
export interface Guide {
  /** Whether it runs down, at an x, or across, at a y. */
  readonly runs: 'down' | 'across';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly gap?: boolean;
}

export interface Snap {
  /** How far the moving box has to go. */
  readonly by: Position;
  readonly guides: readonly Guide[];
}

type Axis = 0 | 1;
interface Line {
  readonly at: number;
  readonly box: Box;
}
/** Edges stand in line with edges and middles with middles; all else would be chance. Sorted. */
interface Lines {
  readonly edges: readonly Line[];
  readonly middles: readonly Line[];
}
interface Neighbours {
  readonly before: readonly Box[];
  readonly after: readonly Box[];
}

const start = ({ at }: Box, axis: Axis): number => at[axis];
const end = ({ at, size }: Box, axis: Axis): number => at[axis] + size[axis];
const marksOf = (box: Box, axis: Axis): [number, number, number] => [
  start(box, axis),
  start(box, axis) + box.size[axis] / 2,
  end(box, axis),
];

/**
 * What a moving box is held against: gives how far it goes to stand in line with others, or as far from its neighbours
 * as they are from each other, within a reach; and to the grid where nothing is near.
 */
export function guideSource(others: readonly Box[]) {
  const lines = ([0, 1] as const).map((axis): Lines => {
    const sorted = (marks: (all: readonly [number, number, number]) => readonly number[]): Line[] =>
      others.flatMap((box) => marks(marksOf(box, axis)).map((at) => ({ at, box }))).sort((a, b) => a.at - b.at);
    return { edges: sorted(([first, , last]) => [first, last]), middles: sorted(([, middle]) => [middle]) };
  });

  const snapOn = (box: Box, axis: Axis, reach: number): number => {
    const aligned = marksOf(box, axis).flatMap((mark, i) => nearest(linesFor(lines[axis]!, i), mark) ?? []);
    const spaced = evenPlaces(box, neighboursOf(others, box, axis), axis).map((place) => place - start(box, axis));
    const best = smallest([...aligned, ...spaced]);
    const toGrid = Math.round(start(box, axis) / GRID) * GRID - start(box, axis);
    return best !== undefined && Math.abs(best) <= reach ? best : toGrid;
  };

  return function snap(box: Box, reach: number): Snap {
    const by: Position = [snapOn(box, 0, reach), snapOn(box, 1, reach)];
    const there: Box = { ...box, at: [box.at[0] + by[0], box.at[1] + by[1]] };
    const guides = ([0, 1] as const).flatMap((axis) => [
      ...alignments(lines[axis]!, there, axis),
      ...gaps(there, neighboursOf(others, there, axis), axis),
    ]);
    return { by, guides };
  };
}

const smallest = (ways: readonly number[]): number | undefined => ways.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0];

/** The first line at `at` or after it. */
function firstFrom(lines: readonly Line[], at: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The way to the nearest line. */
function nearest(lines: readonly Line[], mark: number): number | undefined {
  const i = firstFrom(lines, mark);
  return smallest([lines[i - 1], lines[i]].flatMap((line) => (line ? [line.at - mark] : [])));
}

const CLOSE = 0.5;

const linesFor = ({ edges, middles }: Lines, mark: number): readonly Line[] => (mark === 1 ? middles : edges);

function alignments(lines: Lines, box: Box, axis: Axis): Guide[] {
  const marks = marksOf(box, axis);
  const found = marks.map((mark, nth) => {
    const all = linesFor(lines, nth);
    const level: Box[] = [];
    for (let i = firstFrom(all, mark - CLOSE); i < all.length && all[i]!.at <= mark + CLOSE; i++) level.push(all[i]!.box);
    return level;
  });
  const [first, , last] = found;
  if (first!.length && last!.length) found[1] = [];
  const across: Axis = axis === 0 ? 1 : 0;
  return found.flatMap((level, i) => {
    if (!level.length) return [];
    const all = [...level, box];
    return [
      {
        runs: axis === 0 ? 'down' : 'across',
        at: marks[i]!,
        from: Math.min(...all.map((one) => start(one, across))),
        to: Math.max(...all.map((one) => end(one, across))),
      } as const,
    ];
  });
}

/** The two nearest boxes on each side of one, in its row or column. */
function neighboursOf(others: readonly Box[], box: Box, axis: Axis): Neighbours {
  const across: Axis = axis === 0 ? 1 : 0;
  const level = others.filter((one) => start(one, across) < end(box, across) && end(one, across) > start(box, across));
  const middle = start(box, axis) + box.size[axis] / 2;
  return {
    before: level
      .filter((one) => end(one, axis) <= middle)
      .sort((a, b) => end(b, axis) - end(a, axis))
      .slice(0, 2),
    after: level
      .filter((one) => start(one, axis) >= middle)
      .sort((a, b) => start(a, axis) - start(b, axis))
      .slice(0, 2),
  };
}

/** Where a box would have to begin to be spaced like its neighbours. */
function evenPlaces(box: Box, { before: [left, leftmost], after: [right, rightmost] }: Neighbours, axis: Axis): number[] {
  const places: number[] = [];
  const room = box.size[axis];
  if (left && right && start(right, axis) - end(left, axis) >= room) places.push((end(left, axis) + start(right, axis) - room) / 2);
  if (left && leftmost) places.push(end(left, axis) + gapBetween(leftmost, left, axis));
  if (right && rightmost) places.push(start(right, axis) - gapBetween(right, rightmost, axis) - room);
  return places.filter((place) => (!left || place > end(left, axis)) && (!right || place + room < start(right, axis)));
}

const gapBetween = (a: Box, b: Box, axis: Axis): number => start(b, axis) - end(a, axis);

/** The gaps beside a box that are as wide as their neighbours. */
function gaps(box: Box, { before: [left, leftmost], after: [right, rightmost] }: Neighbours, axis: Axis): Guide[] {
  const row = [leftmost, left, box, right, rightmost].filter((one) => one !== undefined);
  const pairs = row.slice(1).map((one, i) => [row[i]!, one] as const);
  const even = pairs.filter(([a, b], i) => {
    const gap = gapBetween(a, b, axis);
    return gap > 0 && [pairs[i - 1], pairs[i + 1]].some((pair) => pair && Math.abs(gapBetween(...pair, axis) - gap) < CLOSE);
  });
  if (!even.some((pair) => pair.includes(box))) return [];
  return even.map(([a, b]) => ({
    runs: axis === 0 ? 'across' : 'down',
    at: level(a, b, axis),
    from: end(a, axis),
    to: start(b, axis),
    gap: true,
  }));
}

/** The middle of what two neighbours share of their row. */
function level(a: Box, b: Box, axis: Axis): number {
  const across: Axis = axis === 0 ? 1 : 0;
  return (Math.max(start(a, across), start(b, across)) + Math.min(end(a, across), end(b, across))) / 2;
}
