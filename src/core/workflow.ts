import type { SavedParams, WorkflowParam } from './params.ts';
import type { FileSource } from './source.ts';

/** A saved workflow: what a person drew, and nothing that was computed from it. Plain immutable data. */
export interface Workflow {
  readonly title: string;
  readonly description: string;
  readonly params: readonly WorkflowParam[];
  readonly sources: readonly FileSource[];
  readonly nodes: readonly WorkflowNode[];
  /** In an order that is kept: wires into one port are taken in this order. */
  readonly edges: readonly Edge[];
  readonly notes: readonly Note[];
  readonly frames: readonly Frame[];
}

export interface WorkflowNode {
  /** `[a-z][a-z0-9-]*`, unique in the workflow. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** What the card is called; without it the type's title. */
  readonly label?: string | undefined;
  readonly params: SavedParams;
  readonly disabled?: boolean | undefined;
  readonly pinned?: boolean | undefined;
  readonly at: Position;
}

export type Position = readonly [x: number, y: number];

export interface Edge {
  readonly from: Endpoint;
  readonly to: Endpoint;
}

export type Endpoint = readonly [node: string, port: string];

/** A text on the canvas. Ids of nodes, notes and frames are unique among each other. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly at: Position;
  readonly size: Position;
}
/** A titled area of the canvas around the cards that lie in it. Frames in their order are the steps of a presentation. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  /** What is said about the step. */
  readonly text?: string | undefined;
  readonly at: Position;
  readonly size: Position;
  /** The nodes, notes and frames that are folded away into it; while it is open its members are what lies in it. */
  readonly folded?: readonly string[] | undefined;
}

export const EMPTY: Workflow = {
  title: 'Untitled workflow',
  description: '',
  params: [],
  sources: [],
  nodes: [],
  edges: [],
  notes: [],
  frames: [],
};

export const edgeId = ({ from, to }: Edge): string => `${from[0]}.${from[1]}>${to[0]}.${to[1]}`;

const indexes = new WeakMap<readonly WorkflowNode[], ReadonlyMap<string, WorkflowNode>>();

export function nodeById({ nodes }: Pick<Workflow, 'nodes'>, id: string): WorkflowNode | undefined {
  let index = indexes.get(nodes);
  if (!index) indexes.set(nodes, (index = new Map(nodes.map((n) => [n.id, n]))));
  return index.get(id);
}

type Wires = ReadonlyMap<string, readonly Edge[]>;
const wired = new WeakMap<readonly Edge[], Readonly<Record<'from' | 'to', Wires>>>();

function wiresBy(edges: readonly Edge[], end: 'from' | 'to', id: string): readonly Edge[] {
  let index = wired.get(edges);
  if (!index) wired.set(edges, (index = { from: byNode(edges, 'from'), to: byNode(edges, 'to') }));
  return index[end].get(id) ?? NONE;
}

const NONE: readonly Edge[] = [];

function byNode(edges: readonly Edge[], end: 'from' | 'to'): Wires {
  const wires = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = wires.get(edge[end][0]);
    if (known) known.push(edge);
    else wires.set(edge[end][0], [edge]);
  }
  return wires;
}

/** The wires that come out of a node, and those that lead into it, in their order. */
export const wiresFrom = (edges: readonly Edge[], id: string): readonly Edge[] => wiresBy(edges, 'from', id);
export const wiresInto = (edges: readonly Edge[], id: string): readonly Edge[] => wiresBy(edges, 'to', id);

/** All that can be selected on the canvas: nodes, notes and frames. */
export const itemsOf = ({ nodes, notes, frames }: Workflow): readonly (WorkflowNode | Note | Frame)[] => [...nodes, ...notes, ...frames];

/** An id for a new node of `type`: its name, numbered from the second on. */
export function freeId(type: string, taken: ReadonlySet<string>): string {
  if (!taken.has(type)) return type;
  for (let i = 2; ; i++) if (!taken.has(`${type}-${i}`)) return `${type}-${i}`;
}
