import type { Edge, Position } from './workflow.ts';

/** From one card's corner to the next one's, in pixels. */
const PITCH: Position = [224, 92];

/** Places `ids` in columns from left to right, each right of all that feeds it; `top` is where the first row stands. */
export function layered(ids: readonly string[], edges: readonly Edge[], top = 0): Map<string, Position> {
  const layers = layersOf(ids, edges);
  const rows = new Map<number, number>();
  return new Map(
    ids.map((id) => {
      const layer = layers.get(id)!;
      const row = rows.get(layer) ?? 0;
      rows.set(layer, row + 1);
      return [id, [layer * PITCH[0], top + row * PITCH[1]]];
    }),
  );
}

/** The longest way to each node from one that nothing feeds. The nodes of a loop stand behind what leads into it. */
function layersOf(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const layers = new Map(ids.map((id) => [id, 0]));
  const waiting = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const {
    from: [from],
    to: [to],
  } of edges) {
    if (!layers.has(from) || !layers.has(to)) continue;
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const known = users.get(from);
    if (known) known.push(to);
    else users.set(from, [to]);
  }
  const ready = ids.filter((id) => !waiting.has(id));
  for (const id of ready) {
    for (const user of users.get(id) ?? []) {
      layers.set(user, Math.max(layers.get(user)!, layers.get(id)! + 1));
      const left = waiting.get(user)! - 1;
      waiting.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  return layers;
}

/** The y below the lowest of `positions` where another row fits. */
export const below = (positions: readonly Position[]): number => positions.reduce((lowest, [, y]) => Math.max(lowest, y + PITCH[1]), 0);
