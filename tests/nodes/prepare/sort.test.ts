import { expect, test } from 'vitest';
import { sort } from '../../../nodes/prepare/sort.ts';
import { compileNode, mistake, numbered } from '../compile-node.ts';

const customers = numbered(['name', 'string'], ['value', 'double']);

test('rows are in order, ties by the key, and the first are kept', () => {
  const { outputs, summary } = compileNode(sort, { table: customers }, { order: [{ column: 'value', desc: true }], limit: 10 });
  expect(outputs['table']).toMatchObject({
    schema: customers.schema,
    order: [{ column: 'value', desc: true }, { column: 'row' }],
    limit: 10,
  });
  expect(summary).toBe('By value ↓, first 10');
});

test('no limit keeps all rows', () => {
  expect(compileNode(sort, { table: customers }, { order: [{ column: 'name' }] }).outputs['table']).toHaveProperty('limit', undefined);
});

test('it wants to know what to sort by', () => {
  expect(mistake(() => compileNode(sort, { table: customers }))).toMatchObject({ param: 'order', fix: 'Add a column.' });
  expect(mistake(() => compileNode(sort, { table: customers }, { order: [{ column: 'values' }] }))).toMatchObject({
    param: 'order',
    fix: 'Did you mean "value"?',
  });
});
