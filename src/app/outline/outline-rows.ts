import { nodeTypes } from '../../../nodes/index.ts';
import { edgeId, itemsOf, nodeById, wiresFrom, wiresInto, type Edge, type Endpoint, type Workflow } from '../../core/workflow.ts';
import { connectionProblem } from '../edits.ts';
import { frameById, frameOf, noteById } from '../frames.ts';
import { inFlow } from '../in-flow.ts';
import { labelOf, nameOf } from '../node-state.ts';

/** A line of the outline: a node, a note, or a frame with the lines in it after it. */
export interface OutlineRow {
  readonly id: string;
  readonly kind: 'frame' | 'node' | 'note';
  /** The frame that it is in. */
  readonly parent: string | undefined;
  /** Counted from 1: how deep it lies, and which it is of how many there. */
  readonly level: number;
  readonly place: number;
  readonly of: number;
}

/** All of a workflow as one reads it: what feeds comes before what is fed, and steps come one after the other with what is in them. */
export function outlineRows(workflow: Workflow): OutlineRow[] {
  const parents = new Map(itemsOf(workflow).map(({ id }) => [id, frameOf(workflow, id)?.id]));
  const inner = new Map<string | undefined, Set<string>>();
  const put = (id: string): void => {
    const parent = parents.get(id);
    const known = inner.get(parent);
    if (known?.has(id)) return;
    if (known) known.add(id);
    else inner.set(parent, new Set([id]));
    if (parent !== undefined) put(parent);
  };
  const steps = new Map(workflow.frames.map((frame, i) => [frame.id, i]));
  for (const id of inFlow(workflow)) {
    const step = steps.get(parents.get(id) ?? '') ?? 0;
    for (const frame of workflow.frames.slice(0, step)) put(frame.id);
    put(id);
  }
  for (const { id } of [...workflow.frames, ...workflow.notes]) put(id);
  const rowsIn = (parent: string | undefined, level: number): OutlineRow[] => {
    const here = [...(inner.get(parent) ?? [])];
    return here.flatMap((id, i) => [
      { id, kind: kindOf(workflow, id), parent, level, place: i + 1, of: here.length },
      ...(frameById(workflow, id) ? rowsIn(id, level + 1) : []),
    ]);
  };
  return rowsIn(undefined, 1);
}

const kindOf = (workflow: Workflow, id: string): OutlineRow['kind'] =>
  frameById(workflow, id) ? 'frame' : noteById(workflow, id) ? 'note' : 'node';

/** The rows on show while some frames are closed. */
export function openRows(rows: readonly OutlineRow[], closed: ReadonlySet<string>): OutlineRow[] {
  const hidden = new Set<string>();
  return rows.filter(({ id, parent }) => {
    const isHidden = parent !== undefined && (closed.has(parent) || hidden.has(parent));
    if (isHidden) hidden.add(id);
    return !isHidden;
  });
}

/** Where a node's tables come from, in words: "from Orders, RFM". */
export function inputWords(workflow: Workflow, id: string): string {
  const names = wiresInto(workflow.edges, id).map(({ from }) => nameOf(workflow, from[0]));
  return names.length ? `from ${[...new Set(names)].join(', ')}` : '';
}

/** A wire that could be drawn from an output of a node. */
export interface Offer {
  readonly edge: Edge;
  /** What is asked for: "Joiner: left". */
  readonly text: string;
  /** What the input reads now, and would no longer. */
  readonly instead: string | undefined;
}

/** The wires that could go out of a node, by its outputs. */
export function offersOf(workflow: Workflow, id: string): { readonly output: string; readonly offers: readonly Offer[] }[] {
  const node = nodeById(workflow, id);
  const outputs = Object.keys(nodeTypes.get(node?.type ?? '')?.outputs ?? {});
  const drawn = new Set(workflow.edges.map(edgeId));
  const inputs = workflow.nodes.flatMap((other) =>
    Object.entries(nodeTypes.get(other.type)?.inputs ?? {}).map(([port, kind]) => ({ other, kind, to: [other.id, port] as const })),
  );
  return outputs.map((output) => ({
    output,
    offers: inputs.flatMap(({ other, kind, to }): Offer[] => {
      const edge: Edge = { from: [id, output], to };
      if (drawn.has(edgeId(edge)) || connectionProblem(workflow, edge.from, edge.to) !== undefined) return [];
      const now = kind === 'tables' ? undefined : workflow.edges.find((e) => samePort(e.to, to));
      const several = Object.keys(nodeTypes.get(other.type)!.inputs).length > 1;
      return [{ edge, text: several ? `${labelOf(other)}: ${to[1]}` : labelOf(other), instead: now && nameOf(workflow, now.from[0]) }];
    }),
  }));
}

const samePort = (a: Endpoint, b: Endpoint): boolean => a[0] === b[0] && a[1] === b[1];

/** The wires of a node with their words, those into it first. */
export function wiresOf(workflow: Workflow, id: string): { readonly edge: Edge; readonly text: string }[] {
  return [
    ...wiresInto(workflow.edges, id).map((edge) => ({ edge, text: `From ${nameOf(workflow, edge.from[0])}: ${edge.from[1]}` })),
    ...wiresFrom(workflow.edges, id).map((edge) => ({ edge, text: `To ${nameOf(workflow, edge.to[0])}: ${edge.to[1]}` })),
  ];
}
