import type { Model } from '../../workers/host.ts';
import type { Compiled, CompiledNode } from '../core/compile.ts';
import { keyOf } from '../core/key.ts';
import type { NodeTypes, Sink } from '../core/node.ts';
import { inputsOf, isTable, type Analyse, type ModelOp, type Op, type TableOp } from '../core/plan.ts';
import { PlanError } from '../core/schema.ts';
import { nodeById, type Frame, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import type { KnownRows } from './applied.ts';

/** What was fitted, and what was settled with it. */
export interface Fitted {
  model(op: ModelOp): Model | undefined;
  rows(op: Analyse): KnownRows | undefined;
}

export interface ScriptRequest {
  readonly workflow: Workflow;
  readonly compiled: Compiled;
  readonly types: NodeTypes;
  /** The workflow file's name. */
  readonly file: string;
  readonly fitted: Fitted;
  /** Learn again on Spark instead of applying what was fitted. */
  readonly refit?: boolean | undefined;
  /** Only this node and what it needs. */
  readonly until?: string | undefined;
}

/** A comment block: a frame of the canvas, or what lies outside of all. */
export interface FrameBlock {
  readonly title?: string | undefined;
  readonly steps: readonly Step[];
}

/** A node: one variable for each port that is needed. */
export interface Step {
  readonly label: string;
  readonly summary?: string | undefined;
  readonly ports: readonly (readonly [port: string, op: Op])[];
}

export interface Output {
  readonly name: string;
  readonly table: TableOp;
  /** Where it goes; without it as Parquet under its name. */
  readonly sink?: Sink | undefined;
}

/** What a language of scripts cannot say, and what to do instead. */
export interface Gap {
  readonly message: string;
  readonly fix: string;
}

/** Where the limits of a language are. */
export interface Limits {
  readonly gapOf: (op: Op) => Gap | undefined;
  readonly sinkGap: (sink: Sink) => Gap | undefined;
  /** The ops that computing these tables takes, inputs first. */
  readonly needed: (tables: readonly TableOp[]) => readonly Op[];
}

/** A gap, by the node that it belongs to. */
export interface NodeGap extends Gap {
  readonly node: string;
}

/** What a script gives; a PlanError where there is nothing, or a gap forbids it. */
export function checkedOutputs({ workflow, compiled, types, until }: ScriptRequest, limits: Limits): Output[] {
  const outputs = outputsOf(workflow, compiled, types, limits, until);
  if (!outputs.length) throw new PlanError('There is no table to write.', { fix: 'Connect a Table Writer, or finish a node.' });
  const [gap] = gapsOf(workflow, compiled, types, limits, until);
  if (gap) throw new PlanError(`${titleOf(nodeById(workflow, gap.node)!, types)}: ${gap.message}`, { fix: gap.fix });
  return outputs;
}

/** What of a workflow no script can do, by node, in the order of the workflow. */
export function gapsOf(workflow: Workflow, compiled: Compiled, types: NodeTypes, limits: Limits, until?: string): NodeGap[] {
  const owners = ownersOf(compiled);
  const gaps = new Map<string, NodeGap>();
  const add = (node: string, gap: Gap | undefined): void => {
    if (gap) gaps.set(`${node} ${gap.message}`, { node, ...gap });
  };
  const outputs = outputsOf(workflow, compiled, types, limits, until);
  for (const op of limits.needed(outputs.map((o) => o.table))) add(owners.get(keyOf(op)) ?? '', limits.gapOf(op));
  for (const [id, { sink }] of compiled.nodes) if (sink && outputs.some((o) => o.sink === sink)) add(id, limits.sinkGap(sink));
  return [...gaps.values()];
}

/** The node in which each op comes up first, by key. */
export function ownersOf({ nodes }: Compiled): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [id, { outputs, sink }] of nodes) {
    const stack: Op[] = [...outputs.values(), ...(sink ? [sink.table] : [])];
    for (let op = stack.pop(); op; op = stack.pop()) {
      if (owners.has(keyOf(op))) continue;
      owners.set(keyOf(op), id);
      stack.push(...inputsOf(op));
    }
  }
  return owners;
}

export const titleOf = (node: WorkflowNode, types: NodeTypes): string => node.label ?? types.get(node.type)?.title ?? node.type;

/** The files that the workflow writes, and the tables in which it ends otherwise. */
function outputsOf(workflow: Workflow, compiled: Compiled, types: NodeTypes, limits: Limits, until: string | undefined): Output[] {
  const read = new Set([...compiled.nodes.values()].flatMap(({ inputs }) => [...inputs.values()].flat().map(keyOf)));
  const outputs = new Map<string, Output>();
  const add = (name: string, table: TableOp, sink?: Output['sink']): void =>
    void outputs.set(`${keyOf(table)} ${sink?.file ?? ''}`, { name, table, sink });
  for (const [id, node] of compiled.nodes) {
    if (until !== undefined && id !== until) continue;
    const title = titleOf(nodeById(workflow, id)!, types);
    if (node.sink) add(node.sink.file.replace(/\.[a-z]+$/, ''), node.sink.table, node.sink);
    else if (until !== undefined || endsIn(node, read))
      endTables(node, limits).forEach(([port, table], i) => add(i ? `${title} ${port}` : title, table));
  }
  return [...outputs.values()];
}

const endsIn = ({ outputs }: CompiledNode, read: ReadonlySet<string>): boolean => [...outputs.values()].every((op) => !read.has(keyOf(op)));

/** Ports with a gap are left out where others are there. */
function endTables({ outputs, inputs }: CompiledNode, { needed, gapOf }: Limits): (readonly [string, TableOp])[] {
  const ports: (readonly [string, Op])[] = outputs.size
    ? [...outputs]
    : [...inputs].flatMap(([port, ops]) => ops.map((op) => [port, op] as const));
  const tables = ports.filter((port): port is readonly [string, TableOp] => isTable(port[1]));
  const open = tables.filter(([, table]) => !needed([table]).some(gapOf));
  return open.length ? open : tables;
}

/** Nodes by the frames they lie in; what lies outside comes where its first node does. */
export function blocksOf(workflow: Workflow, compiled: Compiled, types: NodeTypes): FrameBlock[] {
  const blocks: { title: string | undefined; steps: FrameBlock['steps'][number][] }[] = [];
  for (const [id, { outputs, summary }] of compiled.nodes) {
    const node = nodeById(workflow, id)!;
    const title = workflow.frames.find((frame) => lies(node, frame))?.title;
    const step = { label: titleOf(node, types), summary, ports: [...outputs] };
    if (blocks.at(-1)?.title === title && blocks.length) blocks.at(-1)!.steps.push(step);
    else blocks.push({ title, steps: [step] });
  }
  return blocks;
}

const lies = ({ at }: WorkflowNode, frame: Frame): boolean =>
  at[0] >= frame.at[0] && at[1] >= frame.at[1] && at[0] < frame.at[0] + frame.size[0] && at[1] < frame.at[1] + frame.size[1];

/** What the rows of an op are called in a script, where it is a step inside a node. */
export const WORDS: { readonly [K in TableOp['kind']]: string } = {
  scan: 'file',
  project: 'columns',
  filter: 'rows',
  join: 'joined',
  aggregate: 'groups',
  window: 'ranked',
  dedupe: 'single',
  union: 'all',
  unpivot: 'long',
  sort: 'sorted',
  apply: 'scored',
  analyse: 'facts',
};

/** Words in lines of at most `width` characters. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `text` in lower-case ASCII words with underscores between, and at most 40 characters of it; empty where nothing is left. */
export function snakeCase(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return ascii
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .slice(0, 40)
    .replace(/_+$/, '');
}
