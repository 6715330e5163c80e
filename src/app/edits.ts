import { nodeTypes } from '../../nodes/index.ts';
import { inputOf, outputOf, type AnyNodeType, type InputPort, type OutputPort } from '../core/node.ts';
import { nodeById, wiresFrom, type Edge, type Endpoint, type Position, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import { freePlace, overlap, rightOf } from './canvas/place.ts';
import { CARD } from './canvas/ports.ts';
import { isFolded } from './frames.ts';

/** An output that a wire is drawn from. */
export interface Connecting {
  readonly node: string;
  readonly port: string;
  readonly kind: OutputPort;
}
/** An input that a wire is drawn to. */
export interface Accepting {
  readonly node: string;
  readonly port: string;
  readonly kind: InputPort;
}
/** What a new node is wired to. With both ends it takes the place of the wire between them. */
export interface Ends {
  readonly from?: Connecting | undefined;
  readonly to?: Accepting | undefined;
}

export const isModel = (kind: InputPort | OutputPort): boolean => kind === 'model';

/** The first input of a type that a wire with `kind` fits. */
export function inputFor(type: AnyNodeType, kind: OutputPort): string | undefined {
  return Object.entries(type.inputs).find(([, accepts]) => isModel(accepts) === isModel(kind))?.[0];
}

/** The first output of a type that an input of `kind` accepts. */
export function outputFor(type: AnyNodeType, accepts: InputPort): string | undefined {
  return Object.entries(type.outputs).find(([, kind]) => isModel(kind) === isModel(accepts))?.[0];
}

/** The workflow with a node more, wired where its ports fit, on a place that no card has. */
export function withNode(workflow: Workflow, node: WorkflowNode, { from, to }: Ends = {}): Workflow {
  const type = nodeTypes.get(node.type);
  const input = type && from && inputFor(type, from.kind);
  const output = type && to && outputFor(type, to.kind);
  const roomy = from && to ? withRoom(workflow, node.at, to.node) : workflow;
  const added = {
    ...roomy,
    nodes: [
      ...roomy.nodes,
      {
        ...node,
        at: freePlace(
          node.at,
          [...roomy.nodes, ...roomy.frames.filter(isFolded)].map((item) => item.at),
        ),
      },
    ],
  };
  const wiredIn = from && input ? withWire(added, [from.node, from.port], [node.id, input]) : added;
  if (!to || !output) return wiredIn;
  const goal: Endpoint = [to.node, to.port];
  const between = from && wiredIn.edges.findIndex((e) => same(e, [from.node, from.port], goal));
  if (between === undefined || between < 0) return withWire(wiredIn, [node.id, output], goal);
  return { ...wiredIn, edges: wiredIn.edges.with(between, { from: [node.id, output], to: goal }) };
}

/** Moves a node and all behind it one column on where they are in the way of a card at `at`. */
export function withRoom(workflow: Workflow, at: Position, node: string): Workflow {
  const behind = workflow.nodes.filter((n) => n.at[0] > at[0] - CARD.width && reaches(workflow.edges, node, n.id));
  if (!behind.some((n) => overlap(n.at, at))) return workflow;
  return withPlaces(workflow, new Map(behind.map((n) => [n.id, rightOf(n.at)])));
}

/** The workflow with nodes at new places. */
export function withPlaces(workflow: Workflow, places: ReadonlyMap<string, Position>): Workflow {
  const moves = ({ id, at }: WorkflowNode): boolean => {
    const place = places.get(id);
    return place !== undefined && (place[0] !== at[0] || place[1] !== at[1]);
  };
  if (!workflow.nodes.some(moves)) return workflow;
  return { ...workflow, nodes: workflow.nodes.map((n) => (moves(n) ? { ...n, at: places.get(n.id)! } : n)) };
}

export function withoutEdge(workflow: Workflow, edge: Edge): Workflow {
  const edges = workflow.edges.filter((e) => !same(e, edge.from, edge.to));
  return edges.length === workflow.edges.length ? workflow : { ...workflow, edges };
}

/** The workflow without nodes, notes and frames. What lies in a frame stays; what is folded into it goes with it. */
export function without(workflow: Workflow, ids: readonly string[]): Workflow {
  const gone = new Set(ids);
  for (const id of gone) workflow.frames.find((frame) => frame.id === id)?.folded?.forEach((inner) => gone.add(inner));
  if (!gone.size) return workflow;
  const frames = workflow.frames.filter((frame) => !gone.has(frame.id));
  return {
    ...workflow,
    nodes: workflow.nodes.filter((n) => !gone.has(n.id)),
    edges: workflow.edges.filter((e) => !gone.has(e.from[0]) && !gone.has(e.to[0])),
    notes: workflow.notes.filter((note) => !gone.has(note.id)),
    frames: frames.map((frame) =>
      frame.folded?.some((id) => gone.has(id)) ? { ...frame, folded: frame.folded.filter((id) => !gone.has(id)) } : frame,
    ),
  };
}

/** Why a wire cannot be drawn, in words that name what would fit; or nothing. */
export function connectionProblem(workflow: Workflow, from: Endpoint, to: Endpoint): string | undefined {
  const target = nodeTypes.get(nodeById(workflow, to[0])?.type ?? '');
  const out = outputOf(nodeTypes.get(nodeById(workflow, from[0])?.type ?? ''), from[1]);
  const accepts = inputOf(target, to[1]);
  if (!target || !out || !accepts) return 'There is no such port.';
  if (from[0] === to[0]) return 'A node cannot feed itself.';
  if (isModel(accepts) !== isModel(out)) {
    const fits = inputFor(target, out);
    return `"${to[1]}" takes a ${isModel(accepts) ? 'model' : 'table'}, and this is a ${out}.${fits === undefined ? '' : ` Use "${fits}".`}`;
  }
  if (reaches(workflow.edges, to[0], from[0])) return 'That would make a loop.';
  return undefined;
}

/** The workflow with a wire more; a port that takes one wire lets go of the one it had. */
export function withWire(workflow: Workflow, from: Endpoint, to: Endpoint): Workflow {
  if (workflow.edges.some((e) => same(e, from, to))) return workflow;
  const many = inputOf(nodeTypes.get(nodeById(workflow, to[0])?.type ?? ''), to[1]) === 'tables';
  const kept = many ? workflow.edges : workflow.edges.filter((e) => e.to[0] !== to[0] || e.to[1] !== to[1]);
  return { ...workflow, edges: [...kept, { from, to }] };
}

const same = (e: Edge, from: Endpoint, to: Endpoint): boolean =>
  e.from[0] === from[0] && e.from[1] === from[1] && e.to[0] === to[0] && e.to[1] === to[1];

function reaches(edges: readonly Edge[], start: string, goal: string): boolean {
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === goal) return true;
    for (const { to } of wiresFrom(edges, id)) seen.add(to[0]);
  }
  return false;
}
