import { expect, test } from 'vitest';
import { selectColumns } from '../../../nodes/prepare/select-columns.ts';
import { columns, compileNode, levels, mistake, numbered, type Saved } from '../compile-node.ts';

const orders = numbered(
  ['customer', 'double', 'id'],
  ['__proto__', 'string'],
  ['day', 'string'],
  ['amount', 'double', 'money'],
  ['stamp', 'int'],
);
const select = (mode: string, ...list: readonly Saved[]) => compileNode(selectColumns, { table: orders }, { mode, columns: list });

test('listed columns are kept in the order of the list, with new names', () => {
  const { outputs, notes, summary } = select('keep', { column: 'amount', as: 'value' }, { column: '__proto__' });
  expect(columns(outputs['table'])).toEqual(['value double?', '__proto__ string?']);
  expect(notes).toEqual([]);
  expect(summary).toBe('Keep 2 columns');
});

test('listed columns are dropped', () => {
  expect(columns(select('drop', { column: 'day' }, { column: 'stamp' }).outputs['table'])).toEqual([
    'customer double?',
    '__proto__ string?',
    'amount double?',
    'row int',
  ]);
});

test('listed columns change in place, and the key stays one', () => {
  const { table } = select('edit', { column: '__proto__', as: 'country' }, { column: 'row', as: 'line' }).outputs;
  expect(columns(table)).toEqual(['customer double?', 'country string?', 'day string?', 'amount double?', 'stamp int?', 'line int']);
  expect(table).toMatchObject({ key: ['line'] });
});

test('a new type keeps the role, and what could not be read is counted', () => {
  const { outputs, notes } = select(
    'keep',
    { column: 'customer', type: 'string' },
    { column: 'day', type: 'date', format: 'dd/MM/yyyy | yyyy-MM-dd' },
    { column: 'amount', type: 'int' },
  );
  expect(columns(outputs['table'])).toEqual(['customer string?', 'day date?', 'amount int?']);
  expect(outputs['table']).toMatchObject({ schema: [{ role: 'id' }, {}, { role: 'money' }] });
  expect(levels(notes)).toEqual(['warn', 'info']);
});

test('a whole number becomes a date by a format only', () => {
  expect(columns(select('keep', { column: 'stamp', type: 'date', format: 'yyyyMMdd' }).outputs['table'])).toEqual(['stamp date?']);
  expect(mistake(() => select('keep', { column: 'stamp', type: 'date' }))).toMatchObject({
    param: 'columns',
    fix: 'Give a format, such as yyyyMMdd.',
  });
});

test('an unknown column, a lost format and two equal names are mistakes of the list', () => {
  expect(mistake(() => select('keep', { column: 'amuont' }))).toEqual({
    param: 'columns',
    message: 'In column 1: There is no column "amuont".',
    fix: 'Did you mean "amount"?',
  });
  expect(mistake(() => select('keep', { column: '' }))).toMatchObject({ param: 'columns', message: 'In column 1: No column is chosen.' });
  expect(mistake(() => select('keep', { column: 'day', type: 'date', format: 'dd/MM' }))).toMatchObject({ param: 'columns' });
  expect(mistake(() => select('edit', { column: 'day', as: 'Amount' }))).toMatchObject({
    param: 'columns',
    message: 'The columns "Amount" and "amount" differ only by case.',
  });
  expect(mistake(() => select('keep'))).toMatchObject({ param: 'columns', message: 'No column is left.' });
});
