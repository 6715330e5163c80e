import type { Model } from '../../../workers/host.ts';
import type { Compiled, CompiledNode } from '../../core/compile.ts';
import { keyOf } from '../../core/key.ts';
import type { NodeTypes } from '../../core/node.ts';
import { paramUses } from '../../core/param-uses.ts';
import { inOrder, isTable, type Analyse, type ModelOp, type Op, type TableOp } from '../../core/plan.ts';
import { PlanError } from '../../core/schema.ts';
import { VERSION } from '../../core/version.ts';
import { nodeById, type Frame, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import type { KnownRows } from '../applied.ts';
import { gapOf, sinkGap, type Gap } from './gaps.ts';
import { sparkScript, type FrameBlock, type Output, type Script } from './script.ts';

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

/** A gap, by the node that it belongs to. */
export interface NodeGap extends Gap {
  readonly node: string;
}

/** Prints a workflow as a PySpark script; a PlanError where a gap, or a model that is not there, forbids it. */
export function workflowScript({ workflow, compiled, types, file, fitted, refit, until }: ScriptRequest): Script {
  const outputs = outputsOf(workflow, compiled, types, until);
  if (!outputs.length) throw new PlanError('There is no table to write.', { fix: 'Connect a Table Writer, or finish a node.' });
  const [gap] = sparkGaps(workflow, compiled, types, until);
  if (gap) throw new PlanError(`${titleOf(nodeById(workflow, gap.node)!, types)}: ${gap.message}`, { fix: gap.fix });
  const { literals } = paramUses(workflow, compiled, types);
  return sparkScript({
    title: workflow.title,
    description: workflow.description,
    origin: `Clade ${VERSION} from ${file}`,
    frames: blocksOf(workflow, compiled, types),
    params: workflow.params,
    literals,
    outputs,
    models: (op) => fitted.model(op),
    refit,
    known: (op) => fitted.rows(op),
  });
}

/** What of a workflow cannot run on Spark, by node, in the order of the workflow. */
export function sparkGaps(workflow: Workflow, compiled: Compiled, types: NodeTypes, until?: string): NodeGap[] {
  const owners = ownersOf(compiled);
  const gaps = new Map<string, NodeGap>();
  const add = (node: string, gap: Gap | undefined): void => {
    if (gap) gaps.set(`${node} ${gap.message}`, { node, ...gap });
  };
  const outputs = outputsOf(workflow, compiled, types, until);
  for (const op of inOrder(outputs.map((o) => o.table))) add(owners.get(keyOf(op)) ?? '', gapOf(op));
  for (const [id, { sink }] of compiled.nodes) if (sink && outputs.some((o) => o.sink === sink)) add(id, sinkGap(sink));
  return [...gaps.values()];
}

/** The node in which each op comes up first, by key. */
function ownersOf({ nodes }: Compiled): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [id, { outputs, sink }] of nodes) {
    const ops = [...outputs.values(), ...(sink ? [sink.table] : [])];
    for (const op of inOrder(ops)) if (!owners.has(keyOf(op))) owners.set(keyOf(op), id);
  }
  return owners;
}

const titleOf = (node: WorkflowNode, types: NodeTypes): string => node.label ?? types.get(node.type)?.title ?? node.type;

/** The files that the workflow writes, and the tables in which it ends otherwise. */
function outputsOf(workflow: Workflow, compiled: Compiled, types: NodeTypes, until: string | undefined): Output[] {
  const read = new Set([...compiled.nodes.values()].flatMap(({ inputs }) => [...inputs.values()].flat().map(keyOf)));
  const outputs = new Map<string, Output>();
  const add = (name: string, table: TableOp, sink?: Output['sink']): void => void outputs.set(`${keyOf(table)} ${sink?.file ?? ''}`, { name, table, sink });
  for (const [id, node] of compiled.nodes) {
    if (until !== undefined && id !== until) continue;
    const title = titleOf(nodeById(workflow, id)!, types);
    if (node.sink) add(node.sink.file.replace(/\.[a-z]+$/, ''), node.sink.table, node.sink);
    else if (until !== undefined || endsIn(node, read)) endTables(node).forEach(([port, table], i) => add(i ? `${title} ${port}` : title, table));
  }
  return [...outputs.values()];
}

const endsIn = ({ outputs }: CompiledNode, read: ReadonlySet<string>): boolean => [...outputs.values()].every((op) => !read.has(keyOf(op)));

/** Ports with a gap are left out where others are there. */
function endTables({ outputs, inputs }: CompiledNode): (readonly [string, TableOp])[] {
  const ports: (readonly [string, Op])[] = outputs.size ? [...outputs] : [...inputs].flatMap(([port, ops]) => ops.map((op) => [port, op] as const));
  const tables = ports.filter((port): port is readonly [string, TableOp] => isTable(port[1]));
  const open = tables.filter(([, table]) => !inOrder([table]).some(gapOf));
  return open.length ? open : tables;
}

/** Nodes by the frames they lie in; what lies outside comes where its first node does. */
function blocksOf(workflow: Workflow, compiled: Compiled, types: NodeTypes): FrameBlock[] {
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
