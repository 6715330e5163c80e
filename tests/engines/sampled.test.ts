import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { col } from '../../src/core/expr.ts';
import { aggregate, join, scan, type Scan, type TableOp } from '../../src/core/plan.ts';
import { sampled, shareFor } from '../../src/core/sampled.ts';
import { sampleSchema, type SampleTable } from '../../src/core/sample-schema.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { nodeState } from '../../src/app/node-state.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { allRows, nodeEngine, valuesOf } from './node-engine.ts';

let engine: LocalEngine;
beforeAll(async () => {
  engine = await nodeEngine();
});
afterAll(() => engine.close());

const shop = (table: SampleTable): Scan => scan({ kind: 'sample', table, customers: 3000, seed: 42 }, sampleSchema(table));

/** Orders for each customer of the shop, as `by` names them. */
const ordersBy = (by: string): TableOp => aggregate(shop('orders'), [by], [{ name: 'orders', fn: 'count' }]);

test('a sample holds all rows of some customers, and none of the others', async () => {
  const whole = ordersBy('shop_id');
  const part = sampled([whole], 0.1)(whole) as TableOp;
  const [all, some] = [await allRows(engine, whole), await allRows(engine, part)];
  const counts = new Map(valuesOf(all, 'shop_id').map((id, i) => [id, valuesOf(all, 'orders')[i]]));
  expect(some.rows).toBeGreaterThan(all.rows * 0.07);
  expect(some.rows).toBeLessThan(all.rows * 0.13);
  valuesOf(some, 'shop_id').forEach((id, i) => expect(valuesOf(some, 'orders')[i]).toBe(counts.get(id)));
});

test('tables that are joined by an id keep the same customers', async () => {
  const last = aggregate(shop('orders'), ['shop_id'], [{ name: 'last', fn: 'max', of: col('order_date') }]);
  const both = join(last, ordersBy('shop_id'), 'full', [['shop_id', 'shop_id']]);
  const part = await allRows(engine, sampled([both], 0.1)(both) as TableOp);
  expect(part.rows).toBeGreaterThan(100);
  expect(valuesOf(part, 'last')).not.toContain(null);
  expect(valuesOf(part, 'orders')).not.toContain(null);
});

test('the same plan and share give the very same steps, so that results are found again', () => {
  const whole = ordersBy('shop_id');
  const part = sampled([whole], 0.1);
  expect(part(whole)).toBe(part(whole));
  expect(sampled([whole], 1)(shop('customers')).kind).toBe('filter');
});

test('a table is sampled only where it is longer than it may be', () => {
  expect(shareFor(100_000, 100_000)).toBe(1);
  expect(shareFor(100_001, 100_000)).toBe(0.5);
  expect(shareFor(1_500_000, 100_000)).toBe(0.05);
  expect(shareFor(1e12, 100_000)).toBe(0.001);
});

/** The sample shop with a filter behind its orders. */
const filtered = (customers: number): Workflow => ({
  ...EMPTY,
  nodes: [
    { id: 'shop', type: 'sample-data', version: 1, params: [['customers', customers]], at: [0, 0] },
    { id: 'large', type: 'row-filter', version: 1, params: [['condition', 'amount > 50']], at: [224, 0] },
  ],
  edges: [{ from: ['shop', 'orders'], to: ['large', 'table'] }],
});

const kindOf = (editor: Editor, node: string): string => nodeState(editor.getState(), node).kind;

test('an edit of a small workflow is followed by all of its results', async () => {
  const editor = createEditor(engine, filtered(1000));
  await editor.preview();
  expect(kindOf(editor, 'large')).toBe('done');
  expect(editor.getState().sample).toBeUndefined();
});

test('nothing large is read without being asked, and a large table that is there is sampled', async () => {
  const editor = createEditor(engine, filtered(50_000));
  await editor.preview();
  expect(kindOf(editor, 'large')).toBe('ready');
  await editor.run(['shop']);
  const orders = editor.engine.rows(editor.getState().compiled.nodes.get('shop')!.outputs.get('orders') as TableOp)!;
  expect(orders).toBeGreaterThan(100_000);
  await editor.preview();
  const state = nodeState(editor.getState(), 'large');
  expect(state).toMatchObject({ kind: 'sampled', aside: `Sample ${editor.getState().sample!.share * 100} %` });
  const rows = Number(state.line.split(' ')[0]!.replaceAll(',', ''));
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(100_000);

  editor.setParam('large', 'condition', 'amount > 60');
  expect(kindOf(editor, 'large')).toBe('ready');
  expect(kindOf(editor, 'shop')).toBe('done');
  await editor.run();
  expect(kindOf(editor, 'large')).toBe('done');
});

test('the log says what a run kept, put together, dropped and found', async () => {
  const path = new URL('../../examples/rfm.clade.json', import.meta.url);
  const data = readFileSync(new URL('../../examples/rfm-orders.csv', import.meta.url));
  const editor = createEditor(engine, loadWorkflow(readFileSync(path, 'utf8'), nodeTypes).workflow);
  await editor.reattach(new File([data], 'rfm-orders.csv', { lastModified: 0 }), 'orders');
  await editor.run();
  const lines = () => editor.getState().log.map(({ kind, node, text }) => `${kind} ${node ?? ''} ${text}`);
  expect(lines()[0]).toBe('run  Run of everything');
  expect(lines().some((line) => /^dropped clean 108 of 3,623 rows dropped, 3,515 go on$/.test(line))).toBe(true);
  expect(lines().some((line) => line.startsWith('computed k-means table: 900 rows in '))).toBe(true);
  expect(lines()).toContain('fused rfm One query for Repeated lines, Usable orders, RFM');
  expect(lines()).toContain('note clean Duplicates removed: 108.');
  expect(lines().filter((line) => line.startsWith('cached'))).toEqual([]);
  expect(lines().at(-1)).toMatch(/^run {2}Done in [\d.]+ s$/);
  const before = lines().length;
  editor.setParam('file', 'file', 'other.csv');
  await editor.run();
  expect(lines().slice(before).join('\n')).toMatch(/cached {2}Not computed again, nothing changed: .*k-Means/);
});
