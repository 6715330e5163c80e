import { expect, test } from 'vitest';
import { rfm } from '../../../nodes/features/rfm.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const orders = table(
  ['cid', 'string', 'id'],
  ['placed', 'timestamp'],
  ['total', 'double', 'money'],
  ['order', 'string'],
  ['country', 'string'],
);
const needed = { customer: 'cid', date: 'placed', amount: 'total' };
const of = (params: Saved, from = orders) => compileNode(rfm, { orders: from }, { ...needed, ...params });

test('gives one row a customer, under the name that the id had', () => {
  const { outputs } = of({ order: 'order', keep: ['country'] });
  expect(columns(outputs['customers'])).toEqual([
    'cid string?',
    'recency int?',
    'frequency int',
    'monetary double?',
    'first_order date?',
    'last_order date?',
    'r_score int?',
    'f_score int?',
    'm_score int?',
    'rfm string?',
    'rfm_segment string?',
    'country string?',
  ]);
  expect(outputs['customers']).toMatchObject({ key: ['cid'] });
});

test('columns of the orders may have the names of results, or any other', () => {
  const from = table(['recency', 'string'], ['day', 'date'], ['__proto__', 'int'], ['rfm', 'string']);
  const { outputs } = compileNode(
    rfm,
    { orders: from },
    { customer: 'recency', date: 'day', amount: '__proto__', keep: ['rfm', '__proto__'], segments: 'none' },
  );
  expect(columns(outputs['customers'])).toEqual([
    'recency_2 string?',
    'recency int?',
    'frequency int',
    'monetary double?',
    'first_order date?',
    'last_order date?',
    'r_score int?',
    'f_score int?',
    'm_score int?',
    'rfm string?',
    'rfm_2 string?',
    '__proto__ int?',
  ]);
});

test('says on the card how it scores', () => {
  expect(of({}).summary).toBe('cid, quantile scores 1 to 5, 11 groups');
  expect(of({ scoring: 'fixed', segments: 'none', cuts: [{ recency: 30, frequency: 1, monetary: 50 }] }).summary).toBe(
    'cid, fixed scores 1 to 2',
  );
});

test('notes what was left out and what is too little to rely on; ties only where quantiles can collapse', () => {
  expect(levels(of({}).notes)).toEqual(['warn', 'info', 'warn', 'info', 'warn', 'warn', 'warn', 'info']);
  expect(of({ scoring: 'rank' }).notes).toHaveLength(7);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => of({ customer: '' }))).toMatchObject({ param: 'customer', message: 'No column is chosen.' });
  expect(mistake(() => of({ amount: 'totl' }))).toMatchObject({ param: 'amount', fix: 'Did you mean "total"?' });
  expect(mistake(() => of({ keep: ['countri'] }))).toMatchObject({ param: 'keep' });
  expect(mistake(() => of({ refunds: 'drop' }))).toMatchObject({ param: 'refunds' });
  expect(mistake(() => of({ scoring: 'fixed' }))).toMatchObject({ param: 'cuts', message: 'There are 0 cut points.' });
  const cuts = [
    { recency: 30, frequency: 2, monetary: 50 },
    { recency: 60, frequency: 2, monetary: 90 },
  ];
  expect(mistake(() => of({ scoring: 'fixed', cuts }))).toMatchObject({
    param: 'cuts',
    message: 'The cut points of frequency do not rise: 2 comes after 2.',
  });
});
