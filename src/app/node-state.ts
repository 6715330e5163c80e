import { nodeTypes } from '../../nodes/index.ts';
import type { Compiled, CompiledNode, Issue } from '../core/compile.ts';
import { keyOf } from '../core/key.ts';
import { inputsOf, isTable, type Op } from '../core/plan.ts';
import { paramOf } from '../core/workflow-nodes.ts';
import { nodeById, wiresFrom, wiresInto, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import type { Finding, State, Status } from './store.ts';

/** `sampled` has the result of a sample, and waits for a run of everything. */
export type NodeStateKind = 'unconfigured' | 'ready' | 'queued' | 'running' | 'sampled' | 'done' | 'stale' | 'error' | 'disabled';

/** What a card says about its node: one state, one line, and what stands at the right of the footer. */
export interface NodeState {
  readonly kind: NodeStateKind;
  readonly line: string;
  readonly aside?: string | undefined;
  readonly share?: number | undefined;
  readonly pinned: boolean;
  readonly param?: string | undefined;
  readonly fix?: string | undefined;
}

export function nodeState(state: State, id: string): NodeState {
  const node = nodeById(state.workflow, id);
  const pinned = node?.pinned ?? false;
  if (node?.disabled) return { kind: 'disabled', line: 'Disabled, rows pass', pinned };
  const issue = issueOf(state.compiled, id);
  if (issue)
    return { kind: issue.level === 'wait' ? 'unconfigured' : 'error', line: issue.message, pinned, param: issue.param, fix: issue.fix };

  const file = state.missing.length && node ? missingFile(state, node) : undefined;
  if (file !== undefined) return { kind: 'unconfigured', line: `Needs ${file}`, pinned };
  const full = outcome(state, id, state.compiled.nodes.get(id));
  if (full) return { ...full, pinned };
  const part = outcome(state, id, sampledNode(state, id));
  if (part) return { ...part, ...(part.kind === 'done' && { kind: 'sampled', aside: sampleWords(state.sample!.share) }), pinned };
  if (state.ran.has(id) && givesOther(state, id)) return { kind: 'stale', line: `Stale: ${staleReason(state, id)}`, pinned };
  return { kind: 'ready', line: 'Ready', pinned };
}

/** The file that a node reads, where somebody has to choose it first. */
function missingFile({ workflow, missing }: State, { type, params }: WorkflowNode): string | undefined {
  const read = params.find(
    ([name, value]) => paramOf(nodeTypes.get(type), name)?.kind === 'source' && missing.some((source) => source === value),
  );
  return read && workflow.sources.find((source) => source.name === read[1])?.path;
}

/** How far the results of a node are, as it was compiled for all rows or for a sample; nothing where none was asked for. */
function outcome(state: State, id: string, node: CompiledNode | undefined): Omit<NodeState, 'pinned'> | undefined {
  if (!state.statuses.size) return undefined;
  const statuses = statusesOf(state, id, node);
  const failed = statuses.find((s) => s?.kind === 'failed');
  if (failed) return { kind: 'error', line: failed.message, fix: failed.fix };
  const running = runningOf(state, node, statuses);
  if (running)
    return {
      kind: 'running',
      line:
        [running.share === undefined ? undefined : `${Math.round(running.share * 100)} %`, running.what].filter(Boolean).join(', ') ||
        'Running',
      share: running.share,
    };
  if (statuses.some((s) => s?.kind === 'queued')) return { kind: 'queued', line: 'Queued' };
  if (statuses.length && statuses.every((s): s is Done => s?.kind === 'done')) return { kind: 'done', ...doneLine(state, node!, statuses) };
  return undefined;
}

type Running = Extract<Status, { kind: 'running' }>;

const runningOf = (state: State, node: CompiledNode | undefined, statuses: readonly (Status | undefined)[]): Running | undefined =>
  [...statuses, ...innerStatuses(state, node)].find((s): s is Running => s?.kind === 'running');

/** What of a node is being computed, where something is. */
export function runningIn(state: State, id: string): Running | undefined {
  const node = state.compiled.nodes.get(id);
  return runningOf(state, node, statusesOf(state, id, node));
}

/** The node as it was last run on a sample, while nothing about it has changed since. */
function sampledNode({ sample, compiled }: State, id: string): CompiledNode | undefined {
  return sample && sample.of.nodes.get(id) === compiled.nodes.get(id) ? sample.nodes.get(id) : undefined;
}

/** The node as it was compiled for the results that it has: for all rows, or for a sample where only that was computed. */
export const nodeOnShow = (state: State, id: string): CompiledNode | undefined =>
  nodeState(state, id).kind === 'sampled' ? sampledNode(state, id) : state.compiled.nodes.get(id);

/** "Sample 5 %". */
export const sampleWords = (share: number): string => `Sample ${(share * 100).toLocaleString('en')} %`;

const issues = new WeakMap<Compiled, ReadonlyMap<string, Issue>>();

/** What is to be mended at a node; the first of several. */
export function issueOf(compiled: Compiled, id: string): Issue | undefined {
  let index = issues.get(compiled);
  if (!index) issues.set(compiled, (index = new Map(compiled.issues.toReversed().map((issue) => [issue.node, issue]))));
  return index.get(id);
}

/**
 * The statuses behind a node's ports; a node without outputs has those of what it reads. A port that nobody reads is
 * computed only when somebody looks, so until then it says nothing about its node.
 */
function statusesOf({ workflow, statuses }: State, id: string, node: CompiledNode | undefined): (Status | undefined)[] {
  if (!node?.outputs.size) return [...(node?.inputs.values() ?? [])].flat().map((op) => statuses.get(keyOf(op)));
  const read = new Set(wiresFrom(workflow.edges, id).map(({ from }) => from[1]));
  return [...node.outputs].flatMap(([port, op]) => {
    const status = statuses.get(keyOf(op));
    return status || !read.size || read.has(port) ? [status] : [];
  });
}

/** The steps between a node's inputs and its ports: what it computes on the way. */
const innerKeys = new WeakMap<CompiledNode, readonly string[]>();

/** The keys of what a node computes between its inputs and its ports. */
export function innerKeysOf(node: CompiledNode): readonly string[] {
  let keys = innerKeys.get(node);
  if (!keys) innerKeys.set(node, (keys = stepsInside(node).map(keyOf)));
  return keys;
}

const innerStatuses = ({ statuses }: State, node: CompiledNode | undefined): (Status | undefined)[] =>
  node ? innerKeysOf(node).map((key) => statuses.get(key)) : [];

function stepsInside({ inputs, outputs }: CompiledNode): Op[] {
  const outside = new Set([...inputs.values()].flat());
  const found = new Set<Op>();
  const stack = [...outputs.values()].flatMap(inputsOf);
  while (stack.length) {
    const op = stack.pop()!;
    if (found.has(op) || outside.has(op)) continue;
    found.add(op);
    stack.push(...inputsOf(op));
  }
  return [...found];
}

type Done = Extract<Status, { kind: 'done' }>;

function doneLine({ findings }: State, node: CompiledNode, statuses: readonly Done[]): Pick<NodeState, 'line' | 'aside'> {
  const first = [...node.outputs.values()][0];
  const rows = statuses[0]?.rows;
  const shape =
    first && isTable(first) ? `${rows === undefined ? '…' : rows.toLocaleString('en')} × ${first.schema.length}` : first ? 'Model' : 'Done';
  const found = findings.size ? node.notes.flatMap((n) => findings.get(keyOf(n)) ?? []).filter((f) => f.level !== 'info') : [];
  const ms = Math.max(...statuses.map((s) => s.ms));
  return { line: shape, aside: found.length ? `${found.length} ${found.length === 1 ? 'note' : 'notes'}` : seconds(ms) };
}

export function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(ms < 95 ? 2 : 1)} s` : `${Math.round(ms / 1000)} s`;
}

/** Which change made a result out of date: the node's own, or the nearest one upstream. */
export function staleReason(state: State, id: string): string {
  const ran = state.ran.get(id);
  const now = nodeById(state.workflow, id);
  if (ran && now && ran.node.params !== now.params) return changedParam(ran.node, now);
  const before = upstream(state.workflow, id);
  for (const other of before) {
    const was = state.ran.get(other);
    const is = nodeById(state.workflow, other);
    if (is && (!was || was.node.params !== is.params || was.node.disabled !== is.disabled)) return `${labelOf(is)} changed`;
  }
  const origin = nodeById(state.workflow, before.findLast((other) => givesOther(state, other)) ?? '');
  if (origin) return `${labelOf(origin)} changed`;
  return before.length ? 'an input changed' : 'its file changed, or how it is read';
}

/** Whether a node gives something else than when it ran. */
function givesOther({ compiled, ran }: State, id: string): boolean {
  const keys = (node: CompiledNode | undefined): string => [...(node?.outputs.values() ?? [])].map(keyOf).join();
  return keys(compiled.nodes.get(id)) !== keys(ran.get(id)?.compiled);
}

function changedParam(before: WorkflowNode, now: WorkflowNode): string {
  const old = new Map(before.params);
  for (const [name, value] of now.params) {
    const was = old.has(name) ? old.get(name) : paramOf(nodeTypes.get(now.type), name)?.default;
    if (JSON.stringify(was) !== JSON.stringify(value))
      return isShort(value) && isShort(was) ? `${name} is ${String(value)}, was ${String(was)}` : `${name} changed`;
  }
  return 'a setting went back to its default';
}

const isShort = (value: unknown): value is string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length < 16);

/** Nodes that `id` reads from, nearest first. */
function upstream({ edges }: Workflow, id: string): string[] {
  const found = new Set([id]);
  for (const at of found) for (const { from } of wiresInto(edges, at)) found.add(from[0]);
  return [...found].slice(1);
}

export const labelOf = (node: WorkflowNode): string => node.label ?? nodeTypes.get(node.type)?.title ?? node.type;

/** What the node with an id is called. */
export function nameOf(workflow: Workflow, id: string): string {
  const node = nodeById(workflow, id);
  return node ? labelOf(node) : id;
}

/** Findings about a node's data, from the last time they were looked for. */
export function findingsOf(state: State, id: string): readonly Finding[] {
  const found = (node: CompiledNode | undefined): Finding[] => (node?.notes ?? []).flatMap((n) => state.findings.get(keyOf(n)) ?? []);
  const full = found(state.compiled.nodes.get(id));
  return full.length ? full : found(sampledNode(state, id));
}
