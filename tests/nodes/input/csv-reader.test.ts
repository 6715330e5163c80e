import { expect, test } from 'vitest';
import { csvReader } from '../../../nodes/input/csv-reader.ts';
import { columns, compileNode, file, levels, mistake } from '../compile-node.ts';

const orders = file('orders', ['__proto__', 'string', 'id'], ['amount', 'double', 'money']);
const read = (params: { source: string; rowNumber?: string }) => compileNode(csvReader, {}, params, { sources: [orders] });

test('the columns are those last seen in the file, and rejected lines have a port', () => {
  const { outputs, notes, summary } = read({ source: 'orders' });
  expect(columns(outputs['table'])).toEqual(['__proto__ string?', 'amount double?']);
  expect(columns(outputs['rejects'])).toEqual(['line int?', 'reason string', 'text string?']);
  expect(levels(notes)).toEqual(['warn']);
  expect(summary).toBe('orders.csv');
});

test('a row number is a key of the table', () => {
  const { table } = read({ source: 'orders', rowNumber: 'row' }).outputs;
  expect(columns(table)).toEqual(['__proto__ string?', 'amount double?', 'row int']);
  expect(table).toMatchObject({ key: ['row'] });
});

test('a row number that has the name of a column is a mistake', () => {
  expect(mistake(() => read({ source: 'orders', rowNumber: 'Amount' }))).toMatchObject({ param: 'rowNumber', fix: 'Rename one of them.' });
});

test('no file, an unknown one, and one of another kind are mistakes', () => {
  expect(mistake(() => compileNode(csvReader, {}))).toMatchObject({ param: 'source', message: 'No file is chosen.' });
  expect(mistake(() => read({ source: 'customers' }))).toMatchObject({
    param: 'source',
    message: 'The workflow has no source "customers".',
  });
  const sheet = { ...orders, format: 'excel' as const };
  expect(mistake(() => compileNode(csvReader, {}, { source: 'orders' }, { sources: [sheet] }))).toMatchObject({
    param: 'source',
    message: '"orders" is read as excel, not csv.',
  });
});

test('a file whose columns are not known yet is a mistake of the file', () => {
  expect(mistake(() => compileNode(csvReader, {}, { source: 'new', rowNumber: 'row' }, { sources: [file('new')] }))).toMatchObject({
    param: 'source',
    fix: 'Choose the file.',
  });
});
