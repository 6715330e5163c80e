import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rfm } from '../../nodes/features/rfm.ts';
import type { ForestSpec, KMeansSpec } from '../../src/core/algorithms.ts';
import type { Cell, Page, RunEvent, RunRequest } from '../../src/core/engine.ts';
import { call, col, lit, type Expr } from '../../src/core/expr.ts';
import { keyOf } from '../../src/core/key.ts';
import { note } from '../../src/core/note.ts';
import {
  aggregate,
  analyse,
  apply,
  dedupe,
  derive,
  filter,
  fit,
  join,
  project,
  scan,
  scanFile,
  select,
  sort,
  union,
  unpivot,
  window,
  type Apply,
  type Op,
  type TableOp,
} from '../../src/core/plan.ts';
import { sampleSchema } from '../../src/core/sample-schema.ts';
import { relinked, type FileSource } from '../../src/core/source.ts';
import { cutsFor, type LocalEngine } from '../../src/engines/local/local.ts';
import { Stopped } from '../../src/engines/local/pool.ts';
import type { DataHost } from '../../workers/host.ts';
import { compileNode } from '../nodes/compile-node.ts';
import { allRows, nodeEngine } from './node-engine.ts';

/** Hears every statement that the engine runs, and can make some fail. */
interface Listened {
  readonly statements: string[];
  breaks: RegExp | undefined;
  /** Called before statements are run, which waits for it. */
  before: ((sql: string) => Promise<void> | void) | undefined;
  around(host: DataHost): DataHost;
}

function listened(): Listened {
  const heard: Listened = {
    statements: [],
    breaks: undefined,
    before: undefined,
    around: (host) => ({
      ...host,
      async run(statements, onProgress) {
        heard.statements.push(...statements);
        await heard.before?.(statements.join('\n'));
        const bad = statements.some((sql) => heard.breaks?.test(sql));
        if (bad) throw new Error('The disk is full.\nMake room.');
        return host.run(statements, onProgress);
      },
    }),
  };
  return heard;
}

const heard = listened();
let engine: LocalEngine;
beforeAll(async () => {
  engine = await nodeEngine({ around: heard.around });
});
afterAll(() => engine.close());

async function run(request: RunRequest, on: LocalEngine = engine, signal = new AbortController().signal): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await on.run(request, (event) => events.push(event), signal);
  return events;
}

const keysOf = (events: readonly RunEvent[], kind: RunEvent['kind']): string[] => [
  ...new Set(events.flatMap((e) => (e.kind === kind && 'key' in e ? [e.key] : []))),
];
const doneOf = (events: readonly RunEvent[], op: Op) => events.find((e) => e.kind === 'done' && e.key === keyOf(op));
const failureOf = (events: readonly RunEvent[], op: Op) => events.find((e) => e.kind === 'failed' && e.key === keyOf(op));

async function rowsOf(op: TableOp, on: LocalEngine = engine): Promise<Cell[][]> {
  const events = await run({ targets: [op] }, on);
  const failed = events.find((e) => e.kind === 'failed');
  if (failed) throw new Error(failed.message);
  const page = await on.page(op, { from: 0, count: 1_000_000 });
  return Array.from({ length: page.rows }, (_, i) => page.columns.map((c) => c.values[i]!));
}

async function csv(name: string, text: string, columns: FileSource['columns'] = []): Promise<FileSource> {
  const { fingerprint, stamp } = await engine.attach(name, new Blob([text]));
  const found = await engine.inspect(name, 'csv', {}, columns);
  const source: FileSource = { kind: 'file', name, path: `${name}.csv`, format: 'csv', options: {}, columns: [...columns] };
  return { ...relinked(source, found, fingerprint).source, stamp };
}

const customers = (seed: number, count = 500): TableOp =>
  scan({ kind: 'sample', table: 'customers', customers: count, seed }, sampleSchema('customers'));
const count = { name: 'n', fn: 'count' } as const;
const above = (name: string, limit: number): Expr => call('>', col(name), lit(limit, 'double'));
const perCity = (table: TableOp): TableOp => aggregate(table, ['city'], [count]);

const segmenting: KMeansSpec = {
  features: ['income'],
  k: 2,
  scale: 'standard',
  log: [],
  weights: [],
  init: 'k-means++',
  order: [],
  restarts: 2,
  maxRounds: 50,
  tolerance: 1e-4,
  seed: 1,
  numbering: 'size',
  emptyCluster: 'relocate',
  missing: 'leave',
};
function segments(table: TableOp, spec: Partial<KMeansSpec> = {}): Apply {
  return apply(fit('k-means', table, { ...segmenting, ...spec }), table, { segment: 'segment', distance: '', runnerUp: '' });
}

const growing: ForestSpec = {
  features: ['x'],
  target: 'y',
  trees: 3,
  depth: 4,
  leaf: 1,
  perSplit: 0,
  classWeight: 'none',
  seed: 1,
  engine: 'histogram',
  classes: [],
};

const folder = await mkdtemp(joinPath(tmpdir(), 'clade-engine-'));
afterAll(() => rm(folder, { recursive: true }));
async function written(table: TableOp) {
  const path = joinPath(folder, 'written.csv');
  return { path, ...(await engine.write({ table, file: 'written.csv', format: 'csv', guard: true }, path)) };
}

test('a file is read alone, also where its name has signs that stand for others', async () => {
  const engine = await nodeEngine();
  const folder = await mkdtemp(joinPath(tmpdir(), 'clade-signs-'));
  try {
    for (const name of ['or*.csv', 'orders.csv', 'or[d].csv', 'or?.csv']) await writeFile(joinPath(folder, name), `name\n${name}\n`);
    for (const name of ['or*.csv', 'or[d].csv', 'or?.csv']) {
      const path = joinPath(folder, name);
      const { fingerprint, stamp } = await engine.attach('rows', await openAsBlob(path), path);
      const source: FileSource = { kind: 'file', name: 'rows', path: name, format: 'csv', options: {}, columns: [] };
      const table = scanFile({ ...relinked(source, await engine.inspect('rows', 'csv', {}), fingerprint).source, stamp });
      expect((await allRows(engine, table)).columns[0]?.values).toEqual([name]);
    }
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
});

describe('equal work', () => {
  test('runs once, whoever builds the plan', async () => {
    const build = (): TableOp => perCity(customers(1));
    expect(doneOf(await run({ targets: [build()] }), build())).toMatchObject({ cached: false });
    const again = await run({ targets: [build()] });
    expect(again).toEqual([{ kind: 'done', key: keyOf(build()), rows: expect.any(Number), ms: 0, cached: true }]);
  });

  test('an edit reruns only what is behind it, and undo finds the old results', async () => {
    const cities = perCity(customers(2));
    const build = (limit: number): TableOp => aggregate(filter(cities, above('n', limit)), [], [count]);
    await run({ targets: [build(1)] });
    const edited = await run({ targets: [build(2)] });
    expect(keysOf(edited, 'queued')).toEqual([keyOf(build(2))]);
    expect(await run({ targets: [build(1)] })).toMatchObject([{ kind: 'done', key: keyOf(build(1)), cached: true }]);
  });

  test.each(['left', 'right'] as const)('two readers of the same rows are one scan, also where the %s one is deeper', async (deep) => {
    const [one, other] = [perCity(customers(deep === 'left' ? 3 : 4)), perCity(customers(deep === 'left' ? 3 : 4))];
    const deeper = aggregate(filter(other, above('n', 1)), ['city'], [{ name: 'm', fn: 'count' }]);
    const flat = derive(one, [{ name: 'k', expr: col('n') }]);
    const both = deep === 'left' ? join(deeper, flat, 'inner', [['city', 'city']]) : join(flat, deeper, 'inner', [['city', 'city']]);
    expect(cutsFor([both], () => false).map((op) => op.kind)).toEqual(['scan', 'aggregate', 'aggregate', 'join']);
    expect((await rowsOf(both)).length).toBeGreaterThan(1);
  });

  test('equal groupings behind two readers of one source come in an order that runs', async () => {
    const [left, right] = [customers(5), customers(5)];
    const ids = aggregate(left, ['customer_id'], [count]);
    const named = aggregate(filter(right, above('income', 0)), ['customer_id'], [{ name: 'm', fn: 'count' }]);
    const both = join(ids, named, 'inner', [['customer_id', 'customer_id']]);
    expect(cutsFor([both], () => false).map((op) => op.kind)).toEqual(['scan', 'aggregate', 'aggregate', 'join']);
    expect((await rowsOf(both)).length).toBeGreaterThan(100);
  });

  test('one pass over a file gives its rows and its rejects, and both are told', async () => {
    const source = await csv('ragged', 'a,b\n1,2\n3,4\n5,6,7\n8,9\n');
    const [rows, rejects] = [scanFile(source), scanFile(source, { part: 'rejects' })];
    const from = heard.statements.length;
    const events = await run({ targets: [rows, rejects] });
    expect(heard.statements.slice(from).filter((sql) => /read_csv/.test(sql))).toHaveLength(1);
    expect(keysOf(events, 'done').sort()).toEqual([keyOf(rows), keyOf(rejects)].sort());
    expect([doneOf(events, rows), doneOf(events, rejects)]).toMatchObject([{ rows: 3 }, { rows: 1 }]);
  });
});

describe('fusion', () => {
  const table = customers(10);
  const chain = sort(select(filter(table, above('income', 30_000)), ['customer_id', 'income']), [{ column: 'income' }], { limit: 20 });

  test('a chain of steps is one table, and the steps inside it are counted', async () => {
    const inner = chain.input as Extract<TableOp, { kind: 'project' }>;
    const events = await run({ targets: [chain], counts: [inner, inner.input] });
    expect(keysOf(events, 'queued')).toEqual([keyOf(table), keyOf(chain)]);
    expect(events.filter((e) => e.kind === 'done' && e.within === keyOf(chain))).toHaveLength(2);
    const counted = events.findLast((e) => e.kind === 'done' && e.key === keyOf(inner.input));
    expect(counted).toMatchObject({ rows: (await rowsOf(filter(table, above('income', 30_000)))).length });
    expect([engine.has(inner), engine.has(chain), engine.rows(chain)]).toEqual([false, true, 20]);
  });

  const kinds = (targets: readonly Op[], has: (op: Op) => boolean = () => false): string[] => cutsFor(targets, has).map((op) => op.kind);
  const rich = filter(table, above('income', 30_000));

  test('is cut where a step has two readers', () => {
    expect(
      kinds([join(select(rich, ['customer_id']), select(rich, ['customer_id', 'city']), 'inner', [['customer_id', 'customer_id']])]),
    ).toEqual(['scan', 'filter', 'join']);
  });
  test('is cut before and at a learned step, and behind a grouping', () => {
    expect(kinds([segments(rich)])).toEqual(['scan', 'filter', 'fit', 'apply']);
    expect(kinds([filter(perCity(rich), above('n', 1))])).toEqual(['scan', 'aggregate', 'filter']);
    expect(kinds([analyse('profile', [rich], { columns: ['income'] })])).toEqual(['scan', 'filter', 'analyse']);
  });
  test('is cut at whatever was asked for, once', () => {
    expect(kinds([select(rich, ['city']), rich, rich])).toEqual(['scan', 'filter', 'project']);
  });
  test('starts at what is there already', () => {
    expect(kinds([chain], (op) => op === table)).toEqual(['sort']);
    expect(kinds([chain], (op) => op === chain)).toEqual([]);
  });
});

describe('a step that fails', () => {
  const table = customers(20);

  test('takes what is behind it along and nothing else, and the engine goes on', async () => {
    const nobody = filter(table, above('income', 1e12));
    const failing = segments(nobody);
    const behind = select(failing, ['segment']);
    const other = perCity(table);
    const events = await run({ targets: [behind, other] });
    expect(failureOf(events, failing.model)).toMatchObject({ message: expect.stringMatching(/no rows/) });
    expect(keysOf(events, 'skipped').sort()).toEqual([keyOf(failing), keyOf(behind)].sort());
    expect(doneOf(events, other)).toMatchObject({ cached: false });
    expect(await rowsOf(segments(table))).toHaveLength(engine.rows(table)!);
  });

  test('says what to do, leaves no fused step running, and runs when the cause is gone', async () => {
    const inner = filter(table, above('income', 10));
    const outer = sort(inner, [{ column: 'income' }], { limit: 7 });
    heard.breaks = /LIMIT 7$/m;
    const events = await run({ targets: [outer] });
    heard.breaks = undefined;
    expect(failureOf(events, outer)).toMatchObject({ message: 'The disk is full.', fix: 'Make room.' });
    expect(keysOf(events, 'running')).toContain(keyOf(inner));
    expect(events.findLast((e) => 'key' in e && e.key === keyOf(inner))).toMatchObject({ kind: 'skipped' });
    expect(await rowsOf(outer)).toHaveLength(7);
  });

  test('a file that is not there is an error of its reader, and is read once it is', async () => {
    const source: FileSource = {
      kind: 'file',
      name: 'late',
      path: 'late.csv',
      format: 'csv',
      options: {},
      columns: [{ name: 'a', type: 'int' }],
    };
    const missing = await run({ targets: [scanFile(source)] });
    expect(failureOf(missing, scanFile(source))).toMatchObject({ fix: 'Choose it again.' });
    expect(await rowsOf(scanFile(await csv('late', 'a\n1\n')))).toEqual([[1]]);
  });
});

test('a file that was chosen while a plan waited is never read under the key of the one before', async () => {
  const before = scanFile(await csv('chosen', 'a\n1\n'));
  const after = scanFile(await csv('chosen', 'a\n2\n'));
  expect(failureOf(await run({ targets: [before] }), before)).toMatchObject({ fix: 'Run it again.' });
  expect(await rowsOf(after)).toEqual([[2]]);
  expect(await rowsOf(scanFile(await csv('chosen', 'a\n1\n')))).toEqual([[1]]);
});

describe('a stop', () => {
  const many = customers(30, 20_000);
  const slow = (seed: number): Apply =>
    segments(many, { features: ['income'], k: 100, restarts: 100, maxRounds: 10_000, tolerance: 0, seed });

  /** Stops as soon as `op` tells of `what`, and gives the events and how long the engine took to let go. */
  async function stopped(targets: readonly Op[], op: Op, when: (event: RunEvent) => boolean, delay = 0) {
    const stop = new AbortController();
    const events: RunEvent[] = [];
    let at = Number.NaN;
    const abort = (): void => {
      at = performance.now();
      stop.abort();
    };
    await engine.run(
      { targets },
      (event) => {
        events.push(event);
        if (Number.isNaN(at) && 'key' in event && event.key === keyOf(op) && when(event)) {
          at = 0;
          setTimeout(abort, delay);
        }
      },
      stop.signal,
    );
    return { events, ms: performance.now() - at };
  }

  test('ends a kernel at once, tells what was skipped, and leaves a pool that works', async () => {
    await rowsOf(many);
    const targets = [1, 2, 3, 4].map(slow);
    const { events, ms } = await stopped(targets, targets[0]!.model, (e) => e.kind === 'running' && e.share !== undefined);
    expect(ms).toBeLessThan(500);
    expect(keysOf(events, 'skipped').sort()).toEqual(targets.flatMap((t) => [keyOf(t), keyOf(t.model)]).sort());
    expect(keysOf(events, 'failed')).toEqual([]);
    expect(await rowsOf(segments(many))).toHaveLength(engine.rows(many)!);
  });

  test('ends a query at once', async () => {
    const [left, right] = ['a', 'b'].map((name) =>
      project(many, [
        { name: 'one', expr: lit(1) },
        { name, expr: col('income') },
      ]),
    ) as [TableOp, TableOp];
    const pairs = join(left, right, 'inner', [['one', 'one']]);
    const sum = aggregate(pairs, ['a'], [{ name: 's', fn: 'distinct', of: col('b') }]);
    const { events, ms } = await stopped([sum], sum, (e) => e.kind === 'running', 100);
    expect(ms).toBeLessThan(500);
    expect(keysOf(events, 'skipped')).toContain(keyOf(sum));
    expect(engine.has(sum)).toBe(false);
    expect((await rowsOf(perCity(many))).length).toBeGreaterThan(1);
  });

  test('before the start skips everything', async () => {
    const op = perCity(customers(31));
    const events = await run({ targets: [op] }, engine, AbortSignal.abort());
    expect(keysOf(events, 'skipped')).toContain(keyOf(op));
    expect(keysOf(events, 'running')).toEqual([]);
  });
});

describe('a look during a run', () => {
  const made = (op: Op): number => heard.statements.findLastIndex((sql) => sql.startsWith(`CREATE OR REPLACE TABLE "t_${keyOf(op)}"`));
  const times = (op: Op): number => heard.statements.filter((sql) => sql.startsWith(`CREATE OR REPLACE TABLE "t_${keyOf(op)}"`)).length;
  const look = (op: Op, signal?: AbortSignal) => run({ targets: [op], look: true }, engine, signal);
  const richer = (table: TableOp, than: number): TableOp => filter(table, above('income', than));

  afterEach(() => {
    heard.before = undefined;
  });

  /** Holds the statement that makes `op` back until it is let go; `begun` when it has come to it. */
  function holding(op: Op): { readonly begun: Promise<void>; letGo: (error?: Error) => void } {
    let letGo: (error?: Error) => void = () => undefined;
    const held = new Promise<void>((resolve, reject) => (letGo = (error) => (error ? reject(error) : resolve())));
    const begun = new Promise<void>((resolve) => {
      heard.before = (sql) => {
        if (!sql.startsWith(`CREATE OR REPLACE TABLE "t_${keyOf(op)}"`)) return undefined;
        heard.before = undefined;
        resolve();
        return held;
      };
    });
    return { begun, letGo: (error) => letGo(error) };
  }

  test('comes between the tasks of the run, before those that wait', async () => {
    const table = customers(80);
    await run({ targets: [table] });
    const tasks = [1, 2, 3].map((n) => richer(table, n)) as [TableOp, TableOp, TableOp];
    const wanted = richer(table, 4);
    const { begun, letGo } = holding(tasks[0]);
    const running = run({ targets: tasks });
    await begun;
    const looking = look(wanted);
    await new Promise((resolve) => setTimeout(resolve));
    letGo();
    expect(doneOf(await looking, wanted)).toMatchObject({ cached: false });
    const events = await running;
    expect(tasks.every((op) => doneOf(events, op))).toBe(true);
    expect([tasks[0], wanted, tasks[1], tasks[2]].map(made)).toEqual(
      [tasks[0], wanted, tasks[1], tasks[2]].map(made).toSorted((a, b) => a - b),
    );
  });

  test('waits for what the run is computing, and nothing is computed twice', async () => {
    const table = customers(81);
    await run({ targets: [table] });
    const both = perCity(table);
    const { begun, letGo } = holding(both);
    const running = run({ targets: [both] });
    await begun;
    const looking = look(filter(both, above('n', 1)));
    await new Promise((resolve) => setTimeout(resolve));
    letGo();
    expect(doneOf(await looking, both)).toBeDefined();
    expect(doneOf(await running, both)).toBeDefined();
    expect(times(both)).toBe(1);
  });

  test('goes on by itself where the run is stopped, and is over at once where it is stopped itself', async () => {
    const table = customers(82);
    await run({ targets: [table] });
    const both = perCity(table);
    const { begun, letGo } = holding(both);
    const stop = new AbortController();
    const running = run({ targets: [both] }, engine, stop.signal);
    await begun;
    const looking = look(both);
    const left = new AbortController();
    const leaving = look(both, left.signal);
    await new Promise((resolve) => setTimeout(resolve));
    left.abort();
    expect(keysOf(await leaving, 'skipped')).toEqual([keyOf(both)]);
    stop.abort();
    letGo(new Stopped());
    expect(keysOf(await running, 'skipped')).toEqual([keyOf(both)]);
    expect(doneOf(await looking, both)).toMatchObject({ cached: false });
    expect(engine.has(both)).toBe(true);
  });

  test('lets no table go that the run still reads', async () => {
    const small = await nodeEngine({ budget: 1000, around: heard.around });
    try {
      const table = customers(83);
      await run({ targets: [table] }, small);
      const [first, kept] = [richer(table, 1), perCity(table)];
      const { begun, letGo } = holding(first);
      const running = run({ targets: [first, kept] }, small);
      await begun;
      const looking = run({ targets: [customers(84)], look: true }, small);
      await new Promise((resolve) => setTimeout(resolve));
      letGo();
      await looking;
      expect(doneOf(await running, kept)).toMatchObject({ cached: false });
      expect([small.has(kept), small.has(table)]).toEqual([true, false]);
    } finally {
      await small.close();
    }
  });
});

describe('a budget', () => {
  let small: LocalEngine;
  beforeAll(async () => {
    small = await nodeEngine({ budget: 100_000 });
  });
  afterAll(() => small.close());
  const tables = [41, 42, 43].map((seed) => customers(seed)) as [TableOp, TableOp, TableOp];

  test('lets the least recently used table go, which is computed again when it is asked for', async () => {
    const [a, b, c] = tables;
    const before = await rowsOf(select(a, ['customer_id']), small);
    await run({ targets: [a] }, small);
    await run({ targets: [b] }, small);
    expect([small.has(a), small.has(b)]).toEqual([false, true]);
    await run({ targets: [c], keep: [b] }, small);
    expect([small.has(a), small.has(b), small.has(c)]).toEqual([false, true, true]);
    await expect(small.page(a, { from: 0, count: 1 })).rejects.toThrow('must be computed first');
    expect(await rowsOf(select(a, ['customer_id']), small)).toEqual(before);
  });

  test('never takes a table away from a view over it, until the view goes', async () => {
    const [a, b, c] = tables;
    const inner = segments(a);
    const outer = apply(fit('k-means', inner, segmenting), inner, { segment: 'again', distance: '', runnerUp: '' });
    const before = await rowsOf(outer, small);
    await run({ targets: [b], keep: [outer] }, small);
    expect([a, inner, outer, b].map((op) => small.has(op))).toEqual([true, true, true, true]);
    expect(await rowsOf(outer, small)).toEqual(before);
    await run({ targets: [c] }, small);
    expect([a, inner, outer, b, c].map((op) => small.has(op))).toEqual([false, false, false, false, true]);
    expect(await rowsOf(outer, small)).toEqual(before);
  });
});

describe('a page', () => {
  test('follows an order of several columns, and ties never move between pages', async () => {
    const table = select(customers(50), ['customer_id', 'city', 'signup_date']);
    await run({ targets: [table] });
    const order = [{ column: 'city', desc: true }];
    const whole = await engine.page(table, { from: 0, count: 10_000, order });
    const parts: Cell[] = [];
    for (let from = 0; from < whole.rows; from += 7)
      parts.push(...(await engine.page(table, { from, count: 7, order })).columns[0]!.values);
    expect(parts).toEqual(whole.columns[0]!.values);
    const cities = whole.columns[1]!.values;
    expect(cities.filter((c) => c !== null)).toEqual(cities.filter((c) => c !== null).sort((a, b) => (a < b ? 1 : -1)));
    expect(cities.at(-1)).toBe(null);
  });
});

describe('a page of some columns', () => {
  test('has these in their order, also where the rows go by another one', async () => {
    const table = select(customers(52), ['customer_id', 'city', 'income']);
    await run({ targets: [table] });
    const order = [{ column: 'income', desc: true }];
    const whole = await engine.page(table, { from: 5, count: 20, order });
    const some = await engine.page(table, { from: 5, count: 20, order, columns: ['city', 'customer_id'] });
    expect(some).toEqual({ ...whole, columns: [whole.columns[1], whole.columns[0]] });
  });
});

describe('a peek', () => {
  test('gives the first rows of what one query can compute, and keeps nothing', async () => {
    const table = customers(51);
    const op = perCity(select(table, ['customer_id', 'city']));
    expect(engine.canPeek(op)).toBe(false);
    await expect(engine.peek(op, 2)).rejects.toThrow('must be computed first');
    await run({ targets: [table] });
    expect(engine.canPeek(op)).toBe(true);
    expect(await engine.peek(select(table, ['customer_id']), 3)).toEqual(await firstOf(table, 3));
    expect((await engine.peek(op, 2)).columns.map((c) => [c.name, c.values.length])).toEqual([
      ['city', 2],
      ['n', 2],
    ]);
    expect(engine.has(op)).toBe(false);
  });

  async function firstOf(table: TableOp, rows: number): Promise<Page> {
    const page = await engine.page(table, { from: 0, count: rows });
    return { ...page, rows, columns: page.columns.filter((c) => c.name === 'customer_id') };
  }
});

describe('findings', () => {
  test('come from rows of their table, and only from steps that ran', async () => {
    const table = customers(60);
    const rows = aggregate(table, [], [count]);
    const found = note('warn', rows, above('n', 10), 'There are many rows.');
    const quiet = note('error', rows, above('n', 1e9), 'There are far too many rows.');
    const lost = note('warn', aggregate(segments(filter(table, above('income', 1e12))), [], [count]), lit(true), 'Never.');
    const events = await run({ targets: [rows], findings: [found, quiet, lost] });
    expect(events.filter((e) => e.kind === 'finding')).toEqual([
      { kind: 'finding', key: keyOf(found), level: 'warn', message: 'There are many rows.' },
    ]);
    expect(events.filter((e) => e.kind === 'log')).toEqual([]);
  });
});

describe('names of columns', () => {
  const long = 'long '.repeat(60).trim();
  const names = ['__proto__', 'a"b', 'select', '🛒 sum', long, 'constructor', "it's; --"];
  const cell = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const text = [names.map(cell).join(','), '1,x,10,5,2,p,z', '2,y,20,6,3,p,z', '3,x,30,90,4,q,z', '4,y,40,95,5,q,z'].join('\n');

  test('may be anything from file to file', async () => {
    const source = await csv('names', `${text}\n`);
    expect(source.columns.map((c) => c.name)).toEqual(names);
    const chosen = select(scanFile(source), [...names].reverse());
    const grouped = aggregate(
      chosen,
      ['select', 'a"b'],
      [
        { name: '__proto__', fn: 'sum', of: col('__proto__') },
        { name: '🛒 sum', fn: 'sum', of: col('🛒 sum') },
        { name: long, fn: 'first', of: col(long), order: [{ column: "it's; --" }] },
      ],
    );
    const model = fit('k-means', grouped, { ...segmenting, features: ['__proto__', '🛒 sum'] });
    const table = sort(apply(model, grouped, { segment: 'hasOwnProperty', distance: 'dis"tance', runnerUp: '' }), [{ column: 'select' }]);
    const rows = await rowsOf(table);
    expect(rows.map((row) => row.slice(0, 6))).toEqual([
      [10, 'x', 1, 5, 2, rows[0]![5]],
      [20, 'y', 2, 6, 3, rows[0]![5]],
      [30, 'x', 3, 90, 4, rows[2]![5]],
      [40, 'y', 4, 95, 5, rows[2]![5]],
    ]);
    expect(rows[0]![5]).not.toBe(rows[2]![5]);
    const learned = engine.model(model) as unknown as { features: { name: string }[] };
    expect(learned.features.map((f) => f.name)).toEqual(['__proto__', '🛒 sum']);

    const { path } = await written(table);
    const again = await csv('names again', await readFile(path, 'utf8'));
    expect(again.columns.map((c) => c.name)).toEqual(['select', 'a"b', '__proto__', '🛒 sum', long, 'hasOwnProperty', 'dis"tance']);
    expect((await rowsOf(scanFile(again))).map((row) => row.slice(0, 6))).toEqual(rows.map((row) => row.slice(0, 6)));
  });
});

/** Tables of one shape: no rows, one row, and rows without a value. */
const SHAPES = [
  ['no rows', []],
  ['one row', ['o1,a,2026-01-05,10,1.5']],
  ['no values', [',,,,', ',,,,', ',,,,']],
] as const;

describe.each(SHAPES)('a table with %s', (shape, lines) => {
  const columns: FileSource['columns'] = [
    { name: 'order', type: 'string' },
    { name: 'customer', type: 'string' },
    { name: 'day', type: 'date' },
    { name: 'items', type: 'int' },
    { name: 'amount', type: 'double' },
  ];
  const size = lines.length;
  let table: TableOp;
  beforeAll(async () => {
    table = scanFile(await csv(`shape ${shape}`, `order,customer,day,items,amount\n${lines.map((l) => `${l}\n`).join('')}`, columns));
  });

  test('goes through every relational step', async () => {
    expect(await rowsOf(table)).toHaveLength(size);
    const ops: readonly (readonly [TableOp, number])[] = [
      [select(table, ['day', 'amount']), size],
      [filter(table, above('amount', 1)), size === 1 ? 1 : 0],
      [filter(table, above('amount', 1), true), size === 1 ? 0 : size],
      [join(table, select(table, ['customer']), 'inner', [['customer', 'customer']]), size === 1 ? 1 : 0],
      [join(table, select(table, ['customer']), 'left', [['customer', 'customer']]), size],
      [join(table, select(table, ['customer']), 'full', [['customer', 'customer']]), size === 1 ? 1 : size * 2],
      [join(table, table, 'semi', [['customer', 'customer']]), size === 1 ? 1 : 0],
      [join(table, table, 'anti', [['customer', 'customer']]), size === 1 ? 0 : size],
      [join(table, aggregate(table, [], [count]), 'cross', []), size],
      [aggregate(table, ['customer'], [count, { name: 's', fn: 'sum', of: col('amount') }]), Math.min(size, 1)],
      [window(table, [{ name: 'i', fn: 'row_number', by: [], order: [] }]), size],
      [dedupe(table, ['customer'], []), Math.min(size, 1)],
      [dedupe(table, ['customer'], [], 'dropped'), Math.max(size - 1, 0)],
      [union([table, table]), size * 2],
      [unpivot(table, ['order'], ['items', 'amount'], 'what', 'value'), size * 2],
      [sort(table, [{ column: 'amount' }], { limit: 2 }), Math.min(size, 2)],
    ];
    for (const [op, rows] of ops) expect({ kind: op.kind, rows: (await rowsOf(op)).length }).toEqual({ kind: op.kind, rows });
  });

  test('has totals, missing where nothing was summed', async () => {
    const totals = aggregate(
      table,
      [],
      [
        count,
        { name: 'sum', fn: 'sum', of: col('items') },
        { name: 'mean', fn: 'mean', of: col('amount') },
        { name: 'median', fn: 'median', of: col('amount') },
        { name: 'stddev', fn: 'stddev', of: col('amount') },
        { name: 'first', fn: 'first', of: col('order') },
        { name: 'mode', fn: 'mode', of: col('customer') },
        { name: 'days', fn: 'distinct', of: col('day') },
      ],
    );
    const full = [1, 10, 1.5, 1.5, null, 'o1', 'a', 1];
    expect(await rowsOf(totals)).toEqual([size === 1 ? full : [size, null, null, null, null, null, null, 0]]);
  });

  test('has RFM values for those who ordered', async () => {
    const saved = { customer: 'customer', date: 'day', amount: 'amount', order: 'order' };
    const { outputs, notes } = compileNode(rfm, { orders: table }, saved);
    const found = outputs['customers'] as TableOp;
    expect((await rowsOf(found)).map((row) => row.slice(0, 4))).toEqual(size === 1 ? [['a', 1, 1, 1.5]] : []);
    const events = await run({ targets: [found], findings: notes });
    expect(events.filter((e) => e.kind === 'log')).toEqual([]);
  });

  test('has a profile, a distribution and correlations', async () => {
    const all = columns.map((c) => c.name);
    const profile = await rowsOf(analyse('profile', [table], { columns: all }));
    expect(profile.map((row) => row.slice(0, 4))).toEqual(columns.map((c) => [c.name, c.type, size, size === 1 ? 0 : size]));
    const bars = await rowsOf(analyse('distribution', [table], { columns: all, bins: 10, top: 5 }));
    expect(bars).toHaveLength(size === 1 ? columns.length : 0);
    const correlated = await rowsOf(analyse('correlation', [table], { columns: ['items', 'amount'] }));
    expect(correlated).toEqual([['items', 'amount', null, size === 1 ? 1 : 0]]);
  });

  test('is refused by what learns from rows, with a reason', async () => {
    const clusters = fit('k-means', table, { ...segmenting, features: ['amount'] });
    const forest = fit('random-forest', table, { ...growing, features: ['amount'], target: 'customer' });
    const scaled = fit('encode-scale', table, {
      columns: ['amount'],
      numeric: 'standard',
      winsor: 0,
      levels: [],
      weights: [],
      missing: 'leave',
    });
    const scores = analyse('scores', [table], { actual: 'customer', predicted: 'order', probabilities: [], positive: '', seed: 1 });
    const refusals = new Map<Op, RegExp>([
      [clusters, size === 0 ? /no rows to segment/ : size === 1 ? /need at least 2 rows/ : /"amount" has no value/],
      [forest, size === 1 ? /at least two classes/ : /No row has a value in "customer"/],
      ...(size === 1
        ? []
        : ([
            [scaled, /"amount" has no value/],
            [scores, /No row has both/],
          ] as const)),
    ]);
    const events = await run({ targets: [clusters, forest, scaled, scores] });
    for (const [op, reason] of refusals) expect(failureOf(events, op)).toMatchObject({ message: expect.stringMatching(reason) });
    expect(keysOf(events, 'failed')).toHaveLength(refusals.size);
  });

  test('is written with its header', async () => {
    const { path, rows } = await written(table);
    expect(rows).toBe(size);
    expect((await readFile(path, 'utf8')).split('\n')[0]).toBe('order,customer,day,items,amount');
  });
});

test('a model that learned from rows is applied to none', async () => {
  const some = customers(70);
  const model = fit('k-means', some, segmenting);
  const forest = fit('random-forest', some, { ...growing, features: ['income', 'channel'], target: 'gender' });
  const nobody = filter(some, above('income', 1e12));
  expect(await rowsOf(apply(model, nobody, { segment: 's', distance: 'd', runnerUp: '' }))).toEqual([]);
  const predicted = apply(forest, nobody, { prediction: 'p', probability: 'q', margin: 'm', classes: [] });
  expect(await rowsOf(predicted)).toEqual([]);
});
