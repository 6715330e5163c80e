import type { RunEvent } from '../../../src/core/engine.ts';
import { call, col, lit } from '../../../src/core/expr.ts';
import { aggregate, apply, fit, join, project, scan, scanFile, type Op, type TableOp } from '../../../src/core/plan.ts';
import { sampleSchema } from '../../../src/core/sample-schema.ts';
import type { FileSource } from '../../../src/core/source.ts';
import type { LocalEngine } from '../../../src/engines/local/local.ts';
import { generator } from '../../../workers/kernels/kernel.ts';

const CITIES = ['Paris', 'Zürich', 'Washington, D.C.', 'Köln "Altstadt"', ''];
const pad = (n: number): string => String(n).padStart(2, '0');
const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Orders of 5,000 customers in three groups, the same on each call. */
export function ordersCsv(rows: number): Blob {
  const next = generator(20110101);
  const lines = Array.from({ length: rows }, (_, i) => {
    const customer = next() % 5000;
    const amount = [5, 60, 400][customer % 3]! + (next() % 2000) / 100;
    const day = `${2010 + (customer % 2)}-${pad(1 + (next() % 12))}-${pad(1 + (next() % 28))}`;
    return `${1_000_000 + i},C${customer},${day},${next() % 20 ? amount.toFixed(2) : ''},${quoted(CITIES[next() % 5]!)}\n`;
  });
  return new Blob(['order_id,customer,ordered,amount,city\n', ...lines]);
}

/** Puts `file` behind the name `orders`, and reads it as it was found to be. */
export async function orders(engine: LocalEngine, file: Blob): Promise<TableOp> {
  const { fingerprint, stamp } = await engine.attach('orders', file);
  const { format, options, columns } = await engine.inspect('orders', 'csv', {});
  const source: FileSource = { kind: 'file', name: 'orders', path: 'orders.csv', format, options, columns, fingerprint, stamp };
  return scanFile(source);
}

/** One row a customer, with its k-means segment. */
export function segments(table: TableOp): TableOp {
  const customers = aggregate(
    table,
    ['customer'],
    [
      { name: 'orders', fn: 'count' },
      { name: 'spent', fn: 'sum', of: col('amount') },
      { name: 'basket', fn: 'median', of: col('amount') },
      { name: 'last', fn: 'max', of: col('ordered') },
      { name: 'city', fn: 'mode', of: col('city') },
    ],
  );
  const model = fit('k-means', customers, {
    features: ['orders', 'basket'],
    k: 3,
    scale: 'standard',
    log: [],
    weights: [],
    init: 'k-means++',
    order: [],
    restarts: 3,
    maxRounds: 100,
    tolerance: 1e-4,
    seed: 1,
    numbering: 'size',
    emptyCluster: 'relocate',
    missing: 'leave',
  });
  return apply(model, customers, { segment: 'segment', distance: 'distance', runnerUp: 'runner_up' });
}

/** Every order beside every order. */
export function pairs(table: TableOp): TableOp {
  const side = (prefix: string): TableOp =>
    project(table, [
      { name: 'one', expr: lit(1) },
      ...['order_id', 'city', 'amount'].map((name) => ({ name: prefix + name, expr: col(name) })),
    ]);
  return join(side(''), side('other_'), 'inner', [['one', 'one']]);
}

/** Takes DuckDB minutes, in next to no memory. */
export const endless = (table: TableOp): TableOp =>
  aggregate(pairs(table), [], [{ name: 'sum', fn: 'sum', of: call('*', col('amount'), col('other_amount')) }]);

/** Keeps its worker busy for many seconds without a pause. */
export const sample = (customers: number): TableOp => scan({ kind: 'sample', table: 'orders', customers, seed: 1 }, sampleSchema('orders'));

/** Computes `target` and gives what was heard; `hear` may abort. */
export async function run(
  engine: LocalEngine,
  target: Op,
  hear: (event: RunEvent, abort: () => void) => void = () => undefined,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const controller = new AbortController();
  const emit = (event: RunEvent): void => {
    events.push(event);
    hear(event, () => controller.abort());
  };
  await engine.run({ targets: [target] }, emit, controller.signal);
  return events;
}
