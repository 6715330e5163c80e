import type { Compiled } from './compile.ts';
import type { RunRequest } from './engine.ts';
import { keyOf } from './key.ts';
import { isTable, type Op, type TableOp } from './plan.ts';
import { wiresInto, type Workflow } from './workflow.ts';

export interface Wanted extends RunRequest {
  readonly counts: readonly TableOp[];
  /** Findings about data, by the node that they are about. */
  readonly notes: readonly { readonly node: string; readonly table: TableOp }[];
}

/**
 * What a run has to compute: the nodes that end the workflow (or the part up to `until`), with the row counts of the
 * steps on the way and the findings of every node. A port that nobody reads, of a node that somebody reads, is counted
 * and not computed. `also` are ports that somebody looks at or writes.
 */
export function wantedFor(
  workflow: Workflow,
  compiled: Compiled,
  more: { readonly until?: readonly string[] | undefined; readonly also?: readonly Op[] } = {},
): Wanted {
  const inside = more.until && ancestors(workflow, more.until);
  const nodes = [...compiled.nodes].filter(([id]) => !inside || inside.has(id));
  const read = new Set<string>();
  for (const [, node] of nodes) for (const ops of node.inputs.values()) for (const op of ops) read.add(keyOf(op));

  const targets = new Map<string, Op>();
  const want = (op: Op): void => void targets.set(keyOf(op), op);
  const notes: { node: string; table: TableOp }[] = [];
  for (const [id, node] of nodes) {
    const ends = more.until?.includes(id) || [...node.outputs.values()].every((op) => !read.has(keyOf(op)));
    if (ends) node.outputs.forEach(want);
    if (!node.outputs.size) for (const ops of node.inputs.values()) ops.forEach(want);
    if (node.sink) want(node.sink.table);
    notes.push(...node.notes.map((table) => ({ node: id, table })));
  }
  more.also?.forEach(want);
  const counts = nodes.flatMap(([, node]) =>
    [...node.outputs.values()].filter((op): op is TableOp => isTable(op) && !targets.has(keyOf(op))),
  );
  return { targets: [...targets.values()], counts, findings: notes.map((n) => n.table), notes };
}

/** The nodes that `ids` need, and themselves. */
export function ancestors({ edges }: Workflow, ids: readonly string[]): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const { from } of wiresInto(edges, id)) found.add(from[0]);
  return found;
}
