import { expect, test } from 'vitest';
import { tableWriter } from '../../../nodes/output/table-writer.ts';
import { compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const segments = table(['id', 'string'], ['value', 'double']);
const write = (params: Saved) => compileNode(tableWriter, { table: segments }, params);

test('it hands nothing on and names its file', () => {
  const { outputs, sink, summary } = write({});
  expect(outputs).toEqual({});
  expect(sink).toEqual({ table: segments, file: 'result.csv', format: 'csv', guard: true });
  expect(summary).toBe('result.csv');
});

test('the ending follows the format', () => {
  expect(write({ file: 'segments.csv', format: 'excel' }).sink).toMatchObject({ file: 'segments.xlsx', guard: false });
  expect(write({ file: 'Kunden 2026.PARQUET', format: 'parquet' }).sink?.file).toBe('Kunden 2026.parquet');
  expect(write({ file: 'v1.2' }).sink?.file).toBe('v1.2.csv');
});

test('texts that could run are counted for a CSV, and rows for a sheet', () => {
  expect(levels(write({}).notes)).toEqual(['info']);
  expect(levels(write({ guard: false }).notes)).toEqual(['warn']);
  expect(levels(write({ format: 'excel' }).notes)).toEqual(['error']);
  expect(write({ format: 'parquet' }).notes).toEqual([]);
});

test.each(['', '.csv', '../result', 'a/b', 'C:\\x', '.hidden', 'a\u0000b', 'x'.repeat(201)])('%j is not the name of a file', (file) => {
  expect(mistake(() => write({ file }))).toMatchObject({ param: 'file' });
});
