import type { Edge, Position, Workflow, WorkflowNode } from '../../core/workflow.ts';
import { PITCH, snapped } from './ports.ts';

interface Flow {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/**
 * Where every node goes in a tidy picture: columns by the longest way from a source, each node in the row of its first
 * input where that is free, so that the main line stays straight; what is not connected lies below.
 */
export function tidy({ nodes, edges }: Pick<Workflow, 'nodes' | 'edges'>): Map<string, Position> {
  const flow: Flow = { parents: linked(edges, (e) => [e.to[0], e.from[0]]), children: linked(edges, (e) => [e.from[0], e.to[0]]) };
  const columns = columnsOf(nodes, flow);
  const [left, top] = snapped([Math.min(...nodes.map((n) => n.at[0])), Math.min(...nodes.map((n) => n.at[1]))]);
  const places = new Map<string, Position>();
  let below = 0;
  for (const part of parts(nodes, flow)) {
    const rows = rowsOf(part, columns, flow);
    for (const [id, row] of rows) places.set(id, [left + columns.get(id)! * PITCH[0], top + (below + row) * PITCH[1]]);
    below += Math.max(...rows.values()) + 1;
  }
  return places;
}

function linked(edges: readonly Edge[], ends: (edge: Edge) => readonly [string, string]): Map<string, string[]> {
  const links = new Map<string, string[]>();
  for (const edge of edges) {
    const [of, other] = ends(edge);
    const list = links.get(of);
    if (!list) links.set(of, [other]);
    else if (!list.includes(other)) list.push(other);
  }
  return links;
}

/** The longest way from a source; a source stands just before the first node that needs it. */
function columnsOf(nodes: readonly WorkflowNode[], { parents, children }: Flow): Map<string, number> {
  const columns = new Map<string, number>();
  const open = new Set<string>();
  const columnOf = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const column = Math.max(-1, ...(parents.get(id) ?? []).map(columnOf)) + 1;
    open.delete(id);
    columns.set(id, column);
    return column;
  };
  for (const { id } of nodes) columnOf(id);
  for (const { id } of nodes) {
    const users = parents.has(id) ? [] : (children.get(id) ?? []);
    if (users.length) columns.set(id, Math.max(0, Math.min(...users.map((user) => columns.get(user) ?? 0)) - 1));
  }
  return columns;
}

/** The connected parts of the graph, in the order in which they stand on the canvas. */
function parts(nodes: readonly WorkflowNode[], { parents, children }: Flow): WorkflowNode[][] {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const seen = new Set<string>();
  const found: WorkflowNode[][] = [];
  for (const first of [...nodes].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])) {
    if (seen.has(first.id)) continue;
    const part = [first];
    seen.add(first.id);
    for (const { id } of part) {
      for (const next of [...(parents.get(id) ?? []), ...(children.get(id) ?? [])]) {
        const node = byId.get(next);
        if (!node || seen.has(next)) continue;
        seen.add(next);
        part.push(node);
      }
    }
    found.push(part);
  }
  return found;
}

function rowsOf(part: readonly WorkflowNode[], columns: ReadonlyMap<string, number>, { parents }: Flow): Map<string, number> {
  const rows = new Map<string, number>();
  const taken = new Set<string>();
  const wanted = ({ id }: WorkflowNode): number => rows.get(parents.get(id)?.[0] ?? '') ?? 0;
  const last = Math.max(...part.map((n) => columns.get(n.id)!));
  for (let column = 0; column <= last; column++) {
    const there = part.filter((n) => columns.get(n.id) === column);
    const isSource = ({ id }: WorkflowNode): number => Number(!parents.has(id));
    for (const node of there.sort((a, b) => isSource(a) - isSource(b) || wanted(a) - wanted(b) || a.at[1] - b.at[1])) {
      let row = wanted(node);
      while (taken.has(`${column}/${row}`)) row++;
      taken.add(`${column}/${row}`);
      rows.set(node.id, row);
    }
  }
  return rows;
}
