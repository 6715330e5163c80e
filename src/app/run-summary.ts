import type { Compiled } from '../core/compile.ts';
import type { RunEvent } from '../core/engine.ts';
import { keyOf } from '../core/key.ts';
import { isTable, type TableOp } from '../core/plan.ts';
import { listed } from '../core/schema.ts';
import type { Workflow } from '../core/workflow.ts';
import { innerKeysOf, nameOf } from './node-state.ts';
import type { LogEntry } from './store.ts';

type Done = Extract<RunEvent, { kind: 'done' }>;

/**
 * What a run did besides computing: which results were there from before, which steps became one query, and how many
 * rows were lost on the way.
 */
export function runSummary(workflow: Workflow, compiled: Compiled, events: readonly RunEvent[]): LogEntry[] {
  const done = new Map<string, Done>();
  for (const event of events) {
    if (event.kind !== 'done') continue;
    const before = done.get(event.key);
    if (!before || before.cached) done.set(event.key, event);
  }
  const names = (nodes: readonly string[]): string =>
    listed(
      nodes.map((id) => nameOf(workflow, id)),
      8,
    );
  return [...cached(compiled, done, names), ...fused(compiled, done, names), ...dropped(compiled, events)];
}

function cached({ nodes }: Compiled, done: ReadonlyMap<string, Done>, names: (nodes: readonly string[]) => string): LogEntry[] {
  const there = [...nodes].flatMap(([id, { outputs }]) => {
    const events = [...outputs.values()].map((op) => done.get(keyOf(op)));
    return events.length && events.every((event) => event === undefined || event.cached) && events.some(Boolean) ? [id] : [];
  });
  return there.length ? [{ kind: 'cached', level: 'info', text: `Not computed again, nothing changed: ${names(there)}` }] : [];
}

/** Steps inside a query, by the node whose result the query gave. */
function fused({ nodes }: Compiled, done: ReadonlyMap<string, Done>, names: (nodes: readonly string[]) => string): LogEntry[] {
  const owners = new Map<string, string>();
  const inside = new Map<string, Set<string>>();
  for (const [id, node] of nodes) {
    for (const key of innerKeysOf(node)) owners.set(key, id);
    for (const key of [...node.outputs.values()].map(keyOf)) {
      owners.set(key, id);
      const within = done.get(key)?.within;
      if (within !== undefined) inside.set(within, (inside.get(within) ?? new Set()).add(id));
    }
  }
  return [...inside].flatMap(([key, ids]): LogEntry[] => {
    const end = owners.get(key);
    const all = [...new Set([...ids, ...(end === undefined ? [] : [end])])];
    return all.length > 1 ? [{ kind: 'fused', level: 'info', node: end, text: `One query for ${names(all)}` }] : [];
  });
}

/** Rows that a node with one table before and one after has let go. */
function dropped({ nodes }: Compiled, events: readonly RunEvent[]): LogEntry[] {
  const rows = new Map<string, number>();
  const fresh = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'done' || event.rows === undefined) continue;
    rows.set(event.key, event.rows);
    if (!event.cached) fresh.add(event.key);
  }
  return [...nodes].flatMap(([id, { inputs, outputs }]): LogEntry[] => {
    const came = [...inputs.values()].flat().filter(isTable);
    const first = [...outputs.values()][0];
    if (came.length !== 1 || !first || !isTable(first) || !fresh.has(keyOf(first)) || !isPartOf(first, came[0]!)) return [];
    const [before, after] = [rows.get(keyOf(came[0]!)), rows.get(keyOf(first))];
    if (before === undefined || after === undefined || after >= before) return [];
    const lost = before - after;
    return [{ kind: 'dropped', level: 'info', node: id, text: `${count(lost)} of ${count(before)} rows dropped, ${count(after)} go on` }];
  });
}

/** Whether each row of `op` is one of the rows of `input`, so that what is missing was dropped. */
function isPartOf(op: TableOp, input: TableOp): boolean {
  let at = op;
  while (at !== input) {
    switch (at.kind) {
      case 'filter':
      case 'dedupe':
      case 'project':
      case 'window':
      case 'sort':
      case 'apply':
        at = at.input;
        break;
      case 'join':
        if (at.how !== 'semi' && at.how !== 'anti') return false;
        at = at.left;
        break;
      default:
        return false;
    }
  }
  return true;
}

const count = (n: number): string => n.toLocaleString('en');
