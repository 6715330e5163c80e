import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { createEditor } from '../../src/app/store.ts';
import { suggestions } from '../../src/app/palette/suggest.ts';
import { guessParams, lackOf } from '../../src/core/guess.ts';
import { sampleSchema } from '../../src/core/sample-schema.ts';
import { column, type Schema } from '../../src/core/schema.ts';
import { fakeEngine } from './fake-engine.ts';

const typeOf = (type: string) => nodeTypes.get(type)!;
const guessed = (type: string, schema: Schema): Record<string, unknown> =>
  Object.fromEntries(guessParams(typeOf(type), () => schema)) as Record<string, unknown>;
const after = (from: string, schema: Schema) => suggestions(nodeTypes.values(), typeOf(from), 'table', () => schema);

const retail: Schema = [
  column('InvoiceNo', 'string'),
  column('StockCode', 'string'),
  column('Quantity', 'int'),
  column('InvoiceDate', 'timestamp'),
  column('UnitPrice', 'double', { role: 'money' }),
  column('CustomerID', 'int', { role: 'id' }),
];

describe('the settings that a new node begins with', () => {
  test('are the customer, the day and the amount of an order, by role and name', () => {
    expect(guessed('rfm', sampleSchema('orders'))).toEqual({ customer: 'shop_id', date: 'order_date', amount: 'amount' });
  });

  test('leave out what could be several columns, or something else', () => {
    expect(guessed('rfm', sampleSchema('customers'))).toEqual({ customer: 'customer_id' });
    expect(guessed('rfm', retail)).toEqual({ customer: 'CustomerID', date: 'InvoiceDate' });
  });

  test('are the numbers that measure something, and never an id, a place, or what is to be found', () => {
    const schema = [
      column('customer_id', 'int', { role: 'id' }),
      column('zip', 'int', { role: 'postcode' }),
      column('recency', 'int'),
      column('monetary', 'double', { role: 'money' }),
      column('r_score', 'int'),
      column('planted_value', 'double'),
      column('target', 'double'),
      column('segment', 'int', { role: 'segment' }),
    ];
    expect(guessed('k-means', schema)).toEqual({ features: ['recency', 'monetary'] });
    expect(guessed('random-forest', schema)).toEqual({ target: 'segment', features: ['recency', 'monetary'] });
  });

  test('leave a default alone that is there, and name the segment where it has another name', () => {
    expect(guessed('segment-profile', [column('segment', 'int'), column('monetary', 'double')])).toEqual({});
    expect(guessed('segment-profile', [column('rfm_segment', 'string', { role: 'segment' }), column('monetary', 'double')])).toEqual({
      segment: 'rfm_segment',
    });
  });

  test('make RFM on orders ready at once, as an ordinary setting of one step', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    const before = editor.getState().past.length;
    const id = editor.addNode('rfm', [224, 0], { from: { node: 'sample-data', port: 'orders', kind: 'table' } });
    const { compiled, workflow, past } = editor.getState();
    expect(compiled.issues).toEqual([]);
    expect(workflow.nodes.find((n) => n.id === id)?.params).toEqual([
      ['customer', 'shop_id'],
      ['date', 'order_date'],
      ['amount', 'amount'],
    ]);
    expect(past).toHaveLength(before + 1);
  });
});

describe('what is suggested next', () => {
  test('is RFM before all others on a table of orders, with what it found', () => {
    const [first] = after('duplicates', sampleSchema('orders'));
    expect(first).toMatchObject({ type: { type: 'rfm' }, why: 'Finds shop_id, order_date, amount' });
    expect(after('duplicates', sampleSchema('customers'))[0]?.type.type).toBe('joiner');
  });

  test('is last what cannot run on the columns, with what is missing, in plain words', () => {
    const schema = [column('name', 'string'), column('signup', 'date')];
    const list = after('select-columns', schema);
    expect(list.findIndex(({ lack }) => lack !== undefined)).toBe(list.filter(({ lack }) => lack === undefined).length);
    expect(list.find(({ type }) => type.type === 'rfm')?.lack).toBe('Needs a number column');
    expect(list.find(({ type }) => type.type === 'segment-profile')?.lack).toBe('Needs a segment column');
    expect(lackOf(typeOf('rfm'), () => [column('id', 'string'), column('amount', 'double')])).toBe('Needs a date column');
    expect(lackOf(typeOf('k-means'), () => [column('customer_id', 'int', { role: 'id' })])).toBe('Needs a column that measures something');
    expect(list.length).toBe(suggestions(nodeTypes.values(), typeOf('select-columns'), 'table').length);
  });

  test('is what people do next where the columns are not known', () => {
    expect(suggestions(nodeTypes.values(), typeOf('csv-reader'), 'table')[0]).toMatchObject({
      type: { type: 'rfm' },
      why: 'Often next',
      lack: undefined,
    });
  });
});
