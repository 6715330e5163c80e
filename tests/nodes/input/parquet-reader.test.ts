import { expect, test } from 'vitest';
import { parquetReader } from '../../../nodes/input/parquet-reader.ts';
import { columns, compileNode, file, mistake } from '../compile-node.ts';

const visits = { ...file('visits', ['visitor', 'string'], ['at', 'timestamp']), path: 'visits.parquet', format: 'parquet' as const };

test('names and types are those of the file', () => {
  const { outputs, summary } = compileNode(parquetReader, {}, { source: 'visits' }, { sources: [visits] });
  expect(columns(outputs['table'])).toEqual(['visitor string?', 'at timestamp?']);
  expect(summary).toBe('visits.parquet');
});

test('a text file is for the other reader', () => {
  const text = { ...visits, format: 'csv' as const };
  expect(mistake(() => compileNode(parquetReader, {}, { source: 'visits' }, { sources: [text] }))).toMatchObject({
    param: 'source',
    fix: 'Use the reader for this kind of file.',
  });
});
