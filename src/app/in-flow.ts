import { wiresFrom, wiresInto, type Workflow } from '../core/workflow.ts';

/** The nodes with those that they read from before them; a chain stays together, and what is in a loop comes last. */
export function inFlow({ nodes, edges }: Pick<Workflow, 'nodes' | 'edges'>): string[] {
  const known = new Set(nodes.map((n) => n.id));
  const waiting = new Map(nodes.map((n) => [n.id, wiresInto(edges, n.id).filter(({ from }) => known.has(from[0])).length]));
  const ready = nodes.flatMap((n) => (waiting.get(n.id) === 0 ? [n.id] : [])).reverse();
  const found = new Set<string>();
  while (ready.length) {
    const id = ready.pop()!;
    found.add(id);
    for (const { to } of wiresFrom(edges, id).toReversed()) {
      const left = (waiting.get(to[0]) ?? 0) - 1;
      waiting.set(to[0], left);
      if (left === 0) ready.push(to[0]);
    }
  }
  return [...found, ...nodes.flatMap((n) => (found.has(n.id) ? [] : [n.id]))];
}
