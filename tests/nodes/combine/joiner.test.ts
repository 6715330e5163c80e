import { expect, test } from 'vitest';
import { joiner } from '../../../nodes/combine/joiner.ts';
import { aggregate } from '../../../src/core/plan.ts';
import { columns, compileNode, levels, mistake, numbered, table, type Saved } from '../compile-node.ts';

const orders = numbered(['customer', 'string'], ['City', 'string'], ['amount', 'double']);
const customers = table(['id', 'string'], ['city', 'string'], ['city_right', 'string'], ['amount', 'int']);
const on = [{ left: 'customer', right: 'id' }];
const put = (params: Saved) => compileNode(joiner, { left: orders, right: customers }, { on, ...params });

test('right columns come behind the left ones, their key is left out, and equal names get a suffix', () => {
  const { outputs, summary } = put({ how: 'inner', cardinality: 'n:1' });
  expect(columns(outputs['joined'])).toEqual([
    'customer string?',
    'City string?',
    'amount double?',
    'row int',
    'city_right_2 string?',
    'city_right string?',
    'amount_right int?',
  ]);
  expect(columns(outputs['left-only'])).toEqual(columns(orders));
  expect(columns(outputs['right-only'])).toEqual(columns(customers));
  expect(summary).toBe('inner, customer = id, n:1');
});

test('a right key that has the name of another left column does not collide', () => {
  const right = table(['amount', 'string'], ['__proto__', 'int']);
  expect(columns(compileNode(joiner, { left: orders, right }, { on: [{ left: 'customer', right: 'amount' }] }).outputs['joined'])).toEqual([
    'customer string?',
    'City string?',
    'amount double?',
    'row int',
    '__proto__ int?',
  ]);
});

test('the key of the left rows stays one where the right keys are unique', () => {
  expect(put({}).outputs['joined']).toHaveProperty('key', undefined);
  const unique = aggregate(customers, ['id'], [{ name: 'n', fn: 'count' }]);
  expect(compileNode(joiner, { left: orders, right: unique }, { on }).outputs['joined']).toHaveProperty('key', ['row']);
});

test('what was expected decides how grave repeated keys are', () => {
  const common = ['info', 'info', 'warn'];
  expect(levels(put({}).notes)).toEqual([...common, 'warn', 'info', 'info']);
  expect(levels(put({ cardinality: '1:1' }).notes)).toEqual([...common, 'error', 'error', 'info', 'info']);
  expect(levels(put({ cardinality: '1:n' }).notes)).toEqual([...common, 'error', 'info', 'info']);
});

test('no keys, unknown ones and those of different types are mistakes of the keys', () => {
  expect(mistake(() => put({ on: [] }))).toMatchObject({ param: 'on', message: 'The join has no key columns.' });
  expect(mistake(() => put({ on: [{ left: 'client', right: 'id' }] }))).toMatchObject({
    param: 'on',
    message: 'There is no column "client".',
  });
  expect(mistake(() => put({ on: [{ left: 'amount', right: 'id' }] }))).toMatchObject({
    param: 'on',
    message: '"amount" is double and "id" is string.',
  });
});
