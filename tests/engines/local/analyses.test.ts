import { expect, test } from 'vitest';
import type { AnalysisName, AnalysisSpec } from '../../../src/core/algorithms.ts';
import { analyse } from '../../../src/core/plan.ts';
import { analysisSql } from '../../../src/engines/local/analyses.ts';
import type { Cell, Row } from '../../reference/expr.ts';
import { table, type Listed } from '../../nodes/compile-node.ts';
import { connect, createTable, query } from '../duckdb.ts';

/** The rows of an analysis over a table of these rows, and its types as DuckDB sees them. */
async function run(
  name: AnalysisName,
  spec: AnalysisSpec,
  columns: readonly Listed[],
  rows: readonly Row[],
): Promise<{ types: string[]; rows: Cell[][] }> {
  const connection = await connect();
  const from = table(...columns);
  await createTable(connection, 'from', from.schema, rows);
  return query(connection, analysisSql(analyse(name, [from], spec), '"from"'));
}

const column = async (type: Listed[1], values: readonly Cell[]) =>
  (
    await run(
      'profile',
      { columns: ['x'] },
      [['x', type]],
      values.map((v) => [v]),
    )
  ).rows[0]?.slice(1);

test('a number has its moments and quantiles, as numpy 2.4.6 and the bias-corrected skew of scipy 1.17.1 give them', async () => {
  expect(await column('double', [3, 1, null, 4, 1, -5, 9, 0])).toEqual([
    'double',
    8n,
    1n,
    6n,
    '-5.0',
    '9.0',
    1.85714285714,
    4.25944329025,
    -3.5,
    0.5,
    1,
    3.5,
    7.5,
    1n,
    1n,
    0.137905715554,
  ]);
});

test('text and dates have extremes only, yes/no has the share of yes', async () => {
  const none = Array.from({ length: 9 }, () => null);
  expect(await column('string', ['b', '__proto__', 'b', null])).toEqual(['string', 4n, 1n, 2n, '__proto__', 'b', null, ...none]);
  expect(await column('date', ['2026-01-31', '2024-02-29'])).toEqual(['date', 2n, 0n, 2n, '2024-02-29', '2026-01-31', null, ...none]);
  expect((await column('bool', [true, true, false, true]))?.slice(0, 7)).toEqual(['bool', 4n, 0n, 2n, 'false', 'true', 0.75]);
});

test('constants, empty columns and numbers at the end of the range do no harm', async () => {
  expect((await column('double', [7, 7, 7]))?.slice(6)).toEqual([7, 0, 7, 7, 7, 7, 7, 0n, 0n, null]);
  expect((await column('int', [null]))?.slice(1, 8)).toEqual([1n, 1n, 0n, null, null, null, null]);
  expect((await column('double', [1e308, -1e308, 1]))?.slice(6, 8)).toEqual([null, null]);
});

test('rows follow the order of the columns, whatever they are called', async () => {
  const { rows, types } = await run(
    'profile',
    { columns: ['z"', 'v', 'd'] },
    [
      ['v', 'int'],
      ['z"', 'string'],
      ['d', 'bool'],
    ],
    [[1n, 'a', true]],
  );
  expect(rows.map((r) => r[0])).toEqual(['z"', 'v', 'd']);
  expect(types).toEqual([
    'VARCHAR',
    'VARCHAR',
    'BIGINT',
    'BIGINT',
    'BIGINT',
    'VARCHAR',
    'VARCHAR',
    ...Array.from({ length: 7 }, () => 'DOUBLE'),
    'BIGINT',
    'BIGINT',
    'DOUBLE',
  ]);
});

const bars = async (type: Listed[1], bins: number, values: readonly Cell[]) =>
  (
    await run(
      'distribution',
      { columns: ['x'], bins, top: 2 },
      [['x', type]],
      values.map((v) => [v]),
    )
  ).rows.map((r) => r.slice(1));

test('numbers fall into bars of equal width, the highest into the last; empty bars are there too', async () => {
  expect(await bars('double', 4, [0, 0.9, 1, 3.5, 4, null])).toEqual([
    [1n, null, 0, 1, 2n],
    [2n, null, 1, 2, 1n],
    [3n, null, 2, 3, 0n],
    [4n, null, 3, 4, 2n],
  ]);
  expect(await bars('double', 2, [-1e308, 0, 1e308])).toEqual([
    [1n, null, -1e308, 0, 1n],
    [2n, null, 0, 1e308, 2n],
  ]);
});

test('whole numbers get no more bars than values, one value one bar, no value none', async () => {
  expect((await bars('int', 20, [1n, 2n, 2n, 3n])).map((r) => r[4])).toEqual([1n, 2n, 1n]);
  expect(await bars('int', 20, [5n, 5n])).toEqual([[1n, null, 5, 5, 2n]]);
  expect(await bars('double', 20, [null])).toEqual([]);
});

test('dates are placed by milliseconds since 1970', async () => {
  expect(await bars('date', 2, ['1970-01-01', '1970-01-03'])).toEqual([
    [1n, null, 0, 86_400_000, 1n],
    [2n, null, 86_400_000, 172_800_000, 1n],
  ]);
});

test('text is counted by value, the most frequent first and the rest together', async () => {
  expect(await bars('string', 9, ['b', 'a', 'b', 'c', '', null, 'a', 'b'])).toEqual([
    [1n, 'b', null, null, 3n],
    [2n, 'a', null, null, 2n],
    [3n, null, null, null, 2n],
  ]);
  expect(await bars('bool', 9, [true, false, true])).toEqual([
    [1n, 'true', null, null, 2n],
    [2n, 'false', null, null, 1n],
  ]);
});

test('each pair of numbers has its correlation over the rows that have both, as numpy 2.4.6 gives it', async () => {
  const columns: Listed[] = [
    ['a', 'double'],
    ['b', 'int'],
    ['same', 'double'],
  ];
  const rows: Row[] = [
    [1, 2n, 5],
    [2, 1n, 5],
    [4, 7n, 5],
    [null, 9n, 5],
    [7, 3n, 5],
  ];
  expect((await run('correlation', { columns: ['a', 'b', 'same'] }, columns, rows)).rows).toEqual([
    ['a', 'b', 0.359287878574, 4n],
    ['a', 'same', null, 4n],
    ['b', 'same', null, 5n],
  ]);
  expect((await run('correlation', { columns: ['a'] }, columns, rows)).rows).toEqual([]);
});
