import { expect, test } from 'vitest';
import { groupBy } from '../../../nodes/prepare/group-by.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const orders = table(['customer', 'string', 'id'], ['day', 'date'], ['price', 'double', 'money'], ['quantity', 'int']);
const group = (keys: readonly string[], ...measures: readonly Saved[]) => compileNode(groupBy, { table: orders }, { keys, measures });

test('orders become customers', () => {
  const { outputs, notes, summary } = group(
    ['customer'],
    { fn: 'count', as: 'orders' },
    { fn: 'sum', column: 'quantity' },
    { fn: 'sum', expression: 'price * quantity', as: 'value' },
    { fn: 'quantile', column: 'price', q: 0.5 },
    { fn: 'last', column: 'price', order: 'day' },
    { fn: 'count', where: 'price > 100', as: 'large' },
  );
  expect(columns(outputs['table'])).toEqual([
    'customer string?',
    'orders int',
    'sum_quantity int?',
    'value double?',
    'quantile_price double?',
    'last_price double?',
    'large int',
  ]);
  expect(outputs['table']).toMatchObject({ key: ['customer'] });
  expect(levels(notes)).toEqual(['warn']);
  expect(summary).toBe('By customer: 6 measures');
});

test('without keys the whole table becomes one row', () => {
  const { outputs, notes } = group([], { fn: 'mean', column: 'price' });
  expect(columns(outputs['table'])).toEqual(['mean_price double?']);
  expect(notes).toEqual([]);
});

test('names that were made never collide', () => {
  expect(
    columns(
      group(
        ['customer'],
        { fn: 'sum', column: 'price' },
        { fn: 'sum', column: 'price' },
        { fn: 'max', column: 'day', as: 'count' },
        { fn: 'count' },
      ).outputs['table'],
    ),
  ).toEqual(['customer string?', 'sum_price double?', 'sum_price_2 double?', 'count date?', 'count_2 int']);
});

test('mistakes say which measure they are in', () => {
  expect(mistake(() => group([]))).toMatchObject({ param: 'keys' });
  expect(mistake(() => group(['client'], { fn: 'count' }))).toMatchObject({ param: 'keys' });
  expect(mistake(() => group([], { fn: 'count' }, { fn: 'sum', column: 'prize' }))).toMatchObject({
    param: 'measures',
    message: 'In measure 2: There is no column "prize".',
  });
  expect(mistake(() => group([], { fn: 'first', column: 'price' }))).toMatchObject({
    param: 'measures',
    message: 'In measure 1: "first_price" does not say which row is first.',
  });
  expect(mistake(() => group([], { fn: 'sum', column: 'day' }))).toMatchObject({
    param: 'measures',
    message: 'The sum of "sum_day" needs a number, not date.',
  });
  expect(mistake(() => group(['customer'], { fn: 'count', as: 'Customer' }))).toMatchObject({
    param: 'measures',
    fix: 'Rename one of them.',
  });
});
