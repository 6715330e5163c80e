import type { AnyNodeType, NodeTypes, Sink } from './node.ts';
import { readParams, type Named, type Values, type Params } from './params.ts';
import type { Op, TableOp } from './plan.ts';
import { PlanError, type Cause } from './schema.ts';
import type { FileSource } from './source.ts';
import { nodeById, wiresFrom, wiresInto, type Edge, type Workflow, type WorkflowNode } from './workflow.ts';

export interface Compiled {
  /** By node id. A node with an issue of level error, or behind one, is not in it. */
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  readonly issues: readonly Issue[];
}

export interface CompiledNode {
  /** The op behind each output port. */
  readonly outputs: ReadonlyMap<string, Op>;
  /** The ops that came in, by port. */
  readonly inputs: ReadonlyMap<string, readonly Op[]>;
  readonly params: Values<Params>;
  /** Built when a run first asks for them. */
  readonly notes: readonly TableOp[];
  readonly summary: string;
  readonly sink?: Sink | undefined;
}

/** Something to mend, by node and field. `wait` is not a mistake: the node waits for one upstream or for a wire. */
export interface Issue {
  readonly node: string;
  readonly level: 'error' | 'wait';
  readonly message: string;
  readonly fix?: string | undefined;
  readonly param?: string | undefined;
  /** Character offsets inside the param's text. */
  readonly at?: readonly [number, number] | undefined;
  /** The name that was probably meant in place of the one that is wrong. */
  readonly meant?: string | undefined;
  readonly about?: Cause | undefined;
}

interface Memo {
  readonly node: WorkflowNode;
  readonly named: readonly unknown[];
  readonly inputs: readonly (Op | undefined)[];
  readonly result: CompiledNode | Issue;
}

/**
 * Makes a compiler for `types`. It turns a workflow into ops and never throws for a user's mistake: a node that cannot
 * compile becomes an issue, the nodes behind it wait, and the rest stays alive. A node is compiled again only when its
 * params, the parameters and sources of the workflow, or the ops that come in have changed.
 */
export function compiler(types: NodeTypes): (workflow: Workflow) => Compiled {
  let memos = new Map<string, Memo>();

  return function compile(workflow) {
    const nodes = new Map<string, CompiledNode>();
    const issues: Issue[] = [];
    const next = new Map<string, Memo>();
    const { sorted, looped } = sortNodes(workflow);

    for (const node of looped)
      issues.push({
        node: node.id,
        level: 'error',
        message: 'It is part of a loop, or behind one.',
        fix: 'Remove a wire that leads back.',
        about: { kind: 'loop' },
      });
    for (const node of sorted) {
      const wires = wiresInto(workflow.edges, node.id);
      const ops = wires.map(({ from }) => nodes.get(from[0])?.outputs.get(from[1]));
      const awaited = wires.map(({ from }, i) => (ops[i] ? undefined : labelIn(workflow, types, from[0])));
      const named = [workflow.params, ...sourcesOf(node, workflow.sources), ...awaited];
      const before = memos.get(node.id);
      const fresh = !before || !sameNode(before.node, node) || !sameItems(before.named, named) || !sameItems(before.inputs, ops);
      const memo = fresh ? { node, named, inputs: ops, result: compileNode(node, { wires, ops, awaited }, types, workflow) } : before;
      next.set(node.id, memo);
      if ('level' in memo.result) issues.push(memo.result);
      else nodes.set(node.id, memo.result);
    }
    memos = next;
    return { nodes, issues };
  };
}

const sameNode = (a: WorkflowNode, b: WorkflowNode): boolean =>
  a.type === b.type && a.params === b.params && a.disabled === b.disabled && a.version === b.version;
const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

/** Only the sources that a node's params name, so that relinking one file leaves the others' readers alone. */
function sourcesOf(node: WorkflowNode, sources: readonly FileSource[]): FileSource[] {
  return sources.filter((s) => node.params.some(([, value]) => value === s.name));
}

/** The wires into a node, and for each the op that comes through it, or what the node is called that gives none. */
interface Incoming {
  readonly wires: readonly Edge[];
  readonly ops: readonly (Op | undefined)[];
  readonly awaited: readonly (string | undefined)[];
}

/** What a node is called on its card; by its id where it is gone. */
function labelIn(workflow: Workflow, types: NodeTypes, id: string): string {
  const node = nodeById(workflow, id);
  return node?.label ?? types.get(node?.type ?? '')?.title ?? id;
}

function compileNode(node: WorkflowNode, incoming: Incoming, types: NodeTypes, named: Named): CompiledNode | Issue {
  const type = types.get(node.type);
  if (!type)
    return {
      node: node.id,
      level: 'error',
      message: `This version has no "${node.type}" node.`,
      fix: 'It is kept as it is. Open the workflow in a version that has it, or replace it.',
    };
  try {
    const inputs = inputsFor(type, incoming);
    if (node.disabled) return passThrough(type, inputs);
    const params = readParams(type.params, node.params, named);
    const handed = handedInputs(type, inputs) as never;
    const outputs = type.compile(handed, params as never);
    let notes: readonly TableOp[] | undefined;
    let summary: string | undefined;
    return {
      outputs: new Map(Object.entries(outputs)),
      inputs,
      params,
      get notes() {
        return (notes ??= notesOf(() => type.notes?.(handed, params as never, outputs as never)));
      },
      get summary() {
        return (summary ??= type.summary?.(params as never) ?? '');
      },
      sink: type.sink?.(handed, params as never),
    };
  } catch (error) {
    if (error instanceof Wait) return { node: node.id, level: 'wait', message: error.message, about: error.about };
    if (!(error instanceof PlanError)) throw error;
    return {
      node: node.id,
      level: 'error',
      message: error.message,
      fix: error.fix,
      param: error.param ?? (error.at && onlyExpression(type)),
      at: error.at,
      meant: error.meant,
      about: error.about,
    };
  }
}

/** The param that offsets in a text belong to, where the node has just one expression. */
function onlyExpression({ params }: AnyNodeType): string | undefined {
  const names = Object.keys(params).filter((name) => params[name]?.kind === 'expr');
  return names.length === 1 ? names[0] : undefined;
}

/** Notes are built when somebody asks; what they cannot be built from, the node's ports have refused before. */
function notesOf(build: () => readonly TableOp[] | undefined): readonly TableOp[] {
  try {
    return build() ?? [];
  } catch (error) {
    if (error instanceof PlanError) return [];
    throw error;
  }
}

/** A node that cannot be compiled yet, through no fault of its own. */
class Wait extends Error {
  readonly about: Cause | undefined;

  constructor(message: string, about?: Cause) {
    super(message);
    this.about = about;
  }
}

function inputsFor(type: AnyNodeType, { wires, ops, awaited }: Incoming): Map<string, readonly Op[]> {
  const inputs = new Map<string, readonly Op[]>();
  for (const [port, kind] of Object.entries(type.inputs)) {
    const came: Op[] = [];
    wires.forEach(({ to }, i) => {
      if (to[1] !== port) return;
      const op = ops[i];
      if (!op) throw new Wait(`Waits for ${awaited[i]}.`);
      if ((op.kind === 'fit') !== (kind === 'model'))
        throw new PlanError(
          `"${port}" takes a ${kind === 'model' ? 'model' : 'table'}, and a ${op.kind === 'fit' ? 'model' : 'table'} comes in.`,
          { fix: 'Remove the wire.', about: { kind: 'stray-wire', port } },
        );
      came.push(op);
    });
    if (came.length > 1 && kind !== 'tables')
      throw new PlanError(`"${port}" has ${came.length} wires and takes one.`, {
        fix: 'Put the tables together with Concatenate first.',
        about: kind === 'model' ? undefined : { kind: 'many-wires', port },
      });
    if (!came.length && kind !== 'table?')
      throw new Wait(`Connect a ${kind === 'model' ? 'model' : 'table'} to "${port}".`, { kind: 'no-wire', port });
    inputs.set(port, came);
  }
  const unknown = wires.find(({ to }) => !Object.hasOwn(type.inputs, to[1]));
  if (unknown)
    throw new PlanError(`It has no input "${unknown.to[1]}".`, {
      fix: 'Remove the wire.',
      about: { kind: 'stray-wire', port: unknown.to[1] },
    });
  return inputs;
}

function handedInputs(type: AnyNodeType, inputs: ReadonlyMap<string, readonly Op[]>): Record<string, Op | readonly Op[] | undefined> {
  return Object.fromEntries(
    Object.entries(type.inputs).map(([port, kind]) => [port, kind === 'tables' ? inputs.get(port)! : inputs.get(port)![0]]),
  );
}

/** A disabled node hands a lone table on; whatever else it has stops there. */
function passThrough(type: AnyNodeType, inputs: ReadonlyMap<string, readonly Op[]>): CompiledNode {
  const tables = [...inputs.values()].flat().filter((op) => op.kind !== 'fit');
  const outputs = new Map<string, Op>();
  if (tables.length === 1) {
    for (const [port, kind] of Object.entries(type.outputs)) if (kind === 'table') outputs.set(port, tables[0]!);
  }
  return { outputs, inputs, params: {}, notes: [], summary: 'disabled' };
}

/** Nodes in an order where inputs come before their users; and the nodes for which there is none. */
export function sortNodes({ nodes, edges }: Pick<Workflow, 'nodes' | 'edges'>): { sorted: WorkflowNode[]; looped: WorkflowNode[] } {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const waiting = new Map(nodes.map((n) => [n.id, wiresInto(edges, n.id).filter((e) => byId.has(e.from[0])).length]));
  const sorted = nodes.filter((n) => waiting.get(n.id) === 0);
  for (const { id } of sorted) {
    for (const { to } of wiresFrom(edges, id)) {
      const [user] = to;
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      const node = byId.get(user);
      if (left === 0 && node) sorted.push(node);
    }
  }
  const done = new Set(sorted);
  return { sorted, looped: nodes.filter((n) => !done.has(n)) };
}
