import type { Position } from '../../core/workflow.ts';
import type { Box } from '../frames.ts';
import { CARD } from './ports.ts';

/** How far a wire runs straight out of a port before it may turn. */
const STUB = 16;
/** How far before its goal a wire turns: late, so that a label has room on its first stretch. */
const TURN = 10;
/** Between a card and a wire that passes along it. */
const CLEAR = 10;
const RADIUS = 8;
/** Between a frame and a wire that passes along it. */
const BETWEEN = 12;
/** How far a wire goes out of its way to keep out of a frame. */
const DETOUR = 400;

/**
 * The corners of a wire from an output to an input. It runs level and turns just before its goal; with a `gutter`, or
 * where the goal lies behind, it crosses at that height instead.
 */
export function route(from: Position, to: Position, gutter?: number): Position[] {
  if (gutter === undefined && !isBack(from, to)) {
    if (from[1] === to[1]) return [from, to];
    const x = Math.max(from[0] + STUB, to[0] - TURN);
    return [from, [x, from[1]], [x, to[1]], to];
  }
  const y = gutter ?? (from[1] === to[1] ? from[1] + CARD.height : (from[1] + to[1]) / 2);
  const [out, back] = [from[0] + STUB, to[0] - STUB];
  return [from, [out, from[1]], [out, y], [back, y], [back, to[1]], to];
}

/**
 * The height at which a wire gets past the cards in its way, or nothing where it has a free run. It keeps out of frames
 * that do not hold both of its ends, and runs between them.
 */
export function gutter(from: Position, to: Position, cards: readonly Position[], frames: readonly Box[] = []): number | undefined {
  const blocked = isBack(from, to) || stretches(route(from, to)).some((stretch) => cards.some((card) => crosses(stretch, card)));
  if (!blocked) return undefined;
  const [left, right] = [Math.min(from[0] + STUB, to[0] - STUB), Math.max(from[0] + STUB, to[0] - STUB)];
  const near = cards.filter(([x]) => x < right && x + CARD.width > left);
  const strange = frames.filter(
    (frame) => !(holds(frame, from) && holds(frame, to)) && frame.at[0] < right && frame.at[0] + frame.size[0] > left,
  );
  const through = (y: number): number => strange.filter(({ at: [, top], size: [, height] }) => y > top && y < top + height).length;
  const way = (y: number): number => Math.abs(y - from[1]) + Math.abs(y - to[1]) + through(y) * DETOUR;
  const heights = [
    ...near.flatMap(([, y]) => [y - CLEAR, y + CARD.height + CLEAR]),
    ...strange.flatMap(({ at: [, y], size: [, height] }) => [y - BETWEEN, y + height + BETWEEN]),
  ].sort((a, b) => way(a) - way(b) || a - b);
  return heights.find(
    (y) =>
      !near.some((card) =>
        crosses(
          [
            [left, y],
            [right, y],
          ],
          card,
        ),
      ),
  );
}

const holds = ({ at: [left, top], size: [width, height] }: Box, [x, y]: Position): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;

type Stretch = readonly [Position, Position];

const isBack = (from: Position, to: Position): boolean => to[0] < from[0] + 2 * STUB;

const stretches = (corners: readonly Position[]): Stretch[] => corners.slice(1).map((corner, i) => [corners[i]!, corner]);

/** The middle of the stretch that has most room for a label: a level one, unless an upright one is far longer. */
export function labelPlace(corners: readonly Position[]): Position {
  const room = ([a, b]: Stretch): number => Math.abs(a[0] - b[0]) * 4 + Math.abs(a[1] - b[1]);
  const [a, b] = stretches(corners).reduce((best, one) => (room(one) > room(best) ? one : best));
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Half a port's mark and a little: where a label beside it may begin. */
export const BESIDE_PORT = 6;

/** From end to end, around the corners. */
export const lengthOf = (corners: readonly Position[]): number => stretches(corners).reduce((sum, [a, b]) => sum + distance(a, b), 0);

/** The corners as an SVG path with rounded turns. */
export function pathOf(corners: readonly Position[]): string {
  const turns = corners.slice(1, -1).map((corner, i) => {
    const [before, after] = [corners[i]!, corners[i + 2]!];
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    return `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return `M${at(corners[0]!)}${turns.join('')}L${at(corners.at(-1)!)}`;
}

const at = ([x, y]: Position): string => `${x},${y}`;

const distance = (a: Position, b: Position): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function towards(from: Position, to: Position, by: number): Position {
  const share = by / (distance(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

function crosses([a, b]: Stretch, [x, y]: Position): boolean {
  return (
    Math.max(a[0], b[0]) > x && Math.min(a[0], b[0]) < x + CARD.width && Math.max(a[1], b[1]) > y && Math.min(a[1], b[1]) < y + CARD.height
  );
}
