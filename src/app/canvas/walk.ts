import type { Edge, Position, Workflow } from '../../core/workflow.ts';
import { foldsOf, frameById, isFolded, shownAs, shownItems } from '../frames.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const STEPS: Readonly<Record<Direction, readonly [x: number, y: number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** A place on the canvas where the focus can be. */
export interface Stop {
  readonly id: string;
  readonly at: Position;
}

/** Where the arrow keys stop. The title of an open frame is on the way up and down, and never between two cards of a row. */
export function stopsOf(workflow: Workflow, direction: Direction, from: string): readonly Stop[] {
  const items = shownItems(workflow);
  if (direction === 'up' || direction === 'down' || !workflow.frames.length) return items;
  return items.filter(({ id }) => {
    const frame = frameById(workflow, id);
    return id === from || frame === undefined || isFolded(frame);
  });
}

/** The wires between what is on show. */
export const shownEdges = (workflow: Workflow): readonly Edge[] =>
  foldsOf(workflow).size
    ? workflow.edges.map(({ from, to }) => ({ from: [shownAs(workflow, from[0]), from[1]], to: [shownAs(workflow, to[0]), to[1]] }))
    : workflow.edges;

/**
 * The node an arrow key leads to: the nearest in that direction, where a step aside counts double and a wire between
 * the two halves the way. Nothing lies beyond the last.
 */
export function walk(nodes: readonly Stop[], edges: readonly Edge[], from: string, direction: Direction): string | undefined {
  const start = nodes.find((n) => n.id === from);
  if (!start) return nodes[0]?.id;
  const [dx, dy] = STEPS[direction];
  const wired = new Set(edges.flatMap((e) => (e.from[0] === from ? [e.to[0]] : e.to[0] === from ? [e.from[0]] : [])));
  let best: { id: string; way: number } | undefined;
  for (const { id, at } of nodes) {
    const [x, y] = [at[0] - start.at[0], at[1] - start.at[1]];
    const ahead = x * dx + y * dy;
    if (id === from || ahead <= 0) continue;
    const way = (ahead + 2 * Math.abs(x * dy + y * dx)) / (wired.has(id) ? 2 : 1);
    if (!best || way < best.way) best = { id, way };
  }
  return best?.id;
}
