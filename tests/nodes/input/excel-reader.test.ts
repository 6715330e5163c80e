import { expect, test } from 'vitest';
import { excelReader } from '../../../nodes/input/excel-reader.ts';
import { columns, compileNode, file } from '../compile-node.ts';

const book = {
  ...file('book', ['email', 'string', 'email'], ['day', 'date']),
  path: 'book.xlsx',
  format: 'excel' as const,
  options: { sheet: 'May' },
};

test('the columns are those of the sheet', () => {
  const { outputs, summary } = compileNode(excelReader, {}, { source: 'book', rowNumber: 'n' }, { sources: [book] });
  expect(columns(outputs['table'])).toEqual(['email string?', 'day date?', 'n int']);
  expect(summary).toBe('book.xlsx, May');
});
