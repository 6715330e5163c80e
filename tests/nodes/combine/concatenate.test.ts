import { expect, test } from 'vitest';
import { concatenate } from '../../../nodes/combine/concatenate.ts';
import { columns, compileNode, levels, mistake, table } from '../compile-node.ts';

const may = table(['id', 'string', 'id'], ['amount', 'int']);
const june = table(['amount', 'double'], ['id', 'string'], ['__proto__', 'date']);

test('columns are matched by name, and numbers widen', () => {
  const { outputs, notes, summary } = compileNode(concatenate, { tables: [may, june] });
  expect(columns(outputs['table'])).toEqual(['id string?', 'amount double?', '__proto__ date?']);
  expect(levels(notes)).toEqual(['warn']);
  expect(summary).toBe('By name');
});

test('a source column tells which table a row came from', () => {
  expect(columns(compileNode(concatenate, { tables: [may, may] }, { source: 'month' }).outputs['table'])).toEqual([
    'id string?',
    'amount int?',
    'month int',
  ]);
  expect(mistake(() => compileNode(concatenate, { tables: [may, june] }, { source: 'ID' }))).toMatchObject({ param: 'source' });
});

test('columns of different types, or of names that differ by case, are mistakes', () => {
  expect(mistake(() => compileNode(concatenate, { tables: [may, table(['id', 'int'], ['amount', 'int'])] }))).toMatchObject({
    fix: 'Make them the same type with Select Columns.',
  });
  expect(mistake(() => compileNode(concatenate, { tables: [may, table(['Id', 'string'])] }))).toMatchObject({
    message: 'The columns "id" and "Id" differ only by case.',
  });
});
