import { nodeTypes } from '../../nodes/index.ts';
import { inputOf, outputOf } from '../core/node.ts';
import { edgeId, nodeById, wiresFrom, wiresInto, type Edge, type Endpoint, type Workflow } from '../core/workflow.ts';
import { connectionProblem, inputFor, isModel, outputFor, without, withRoom } from './edits.ts';

/**
 * The workflow without items, where what fed a removed node feeds what it fed: a wire that left it comes from its first
 * wired input of the same kind now, if the wire fits there.
 */
export function withoutJoined(workflow: Workflow, ids: readonly string[]): Workflow {
  const rest = without(workflow, ids);
  const left = new Set(rest.nodes.map((n) => n.id));
  const gone = new Set(workflow.nodes.flatMap((n) => (left.has(n.id) ? [] : [n.id])));
  const origin = ([id, port]: Endpoint, seen: ReadonlySet<string> = new Set()): Endpoint | undefined => {
    if (!gone.has(id)) return [id, port];
    const type = nodeTypes.get(nodeById(workflow, id)?.type ?? '');
    const kind = outputOf(type, port);
    if (!type || !kind || seen.has(id)) return undefined;
    const inputs = Object.keys(type.inputs).filter((name) => isModel(type.inputs[name]!) === isModel(kind));
    const [before] = inputs.flatMap((name) => workflow.edges.find(({ to }) => to[0] === id && to[1] === name) ?? []);
    return before && origin(before.from, new Set([...seen, id]));
  };
  const there = new Set(rest.edges.map(edgeId));
  const edges = workflow.edges.flatMap((edge): Edge[] => {
    if (gone.has(edge.to[0])) return [];
    if (!gone.has(edge.from[0])) return [edge];
    const from = origin(edge.from);
    const joined = from && { from, to: edge.to };
    if (!joined || there.has(edgeId(joined)) || connectionProblem(rest, from, edge.to) !== undefined) return [];
    there.add(edgeId(joined));
    return [joined];
  });
  return { ...rest, edges };
}

/** Nodes and all that they read from, directly or not; or all that reads from them. */
export function withRelatives({ edges }: Workflow, ids: readonly string[], side: 'upstream' | 'downstream'): string[] {
  const found = new Set(ids);
  for (const id of found) {
    const next = side === 'upstream' ? wiresInto(edges, id).map(({ from }) => from[0]) : wiresFrom(edges, id).map(({ to }) => to[0]);
    for (const goal of next) found.add(goal);
  }
  return [...found];
}

/** Where a node of a type goes into a wire: its input and output that fit; nothing where it does not. */
export function portsInto(workflow: Workflow, type: string, edge: Edge): { readonly input: string; readonly output: string } | undefined {
  const known = nodeTypes.get(type);
  const kind = outputOf(nodeTypes.get(nodeById(workflow, edge.from[0])?.type ?? ''), edge.from[1]);
  const accepts = inputOf(nodeTypes.get(nodeById(workflow, edge.to[0])?.type ?? ''), edge.to[1]);
  const input = known && kind && inputFor(known, kind);
  const output = known && accepts && outputFor(known, accepts);
  return input && output ? { input, output } : undefined;
}

/** The workflow with a node that stands alone put into a wire; what is behind it makes room. */
export function intoWire(workflow: Workflow, id: string, edge: Edge): Workflow {
  const node = nodeById(workflow, id);
  const at = workflow.edges.findIndex((e) => edgeId(e) === edgeId(edge));
  const ports = node && portsInto(workflow, node.type, edge);
  if (!node || !ports || at < 0 || !isAlone(workflow, id)) return workflow;
  const roomy = withRoom(workflow, node.at, edge.to[0]);
  return {
    ...roomy,
    edges: [...roomy.edges.with(at, { from: [id, ports.output], to: edge.to }), { from: edge.from, to: [id, ports.input] }],
  };
}

export const isAlone = ({ edges }: Workflow, id: string): boolean => !wiresFrom(edges, id).length && !wiresInto(edges, id).length;
