import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeOf, type Expr } from '../../src/core/expr.ts';
import type { Schema } from '../../src/core/schema.ts';
import { showExpr } from '../../src/core/show.ts';
import { sqlType, sqlValue } from '../../src/engines/local/expression.ts';
import { functions, functionsIn, SCHEMA, samples, table } from '../reference/arbitrary.ts';
import { evaluate, settle, type Cell } from '../reference/expr.ts';
import { seed } from '../setup/seed.ts';
import { alike, connect, createTable, query, writtenCell } from './duckdb.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await connect();
  await createTable(connection, 'sample', SCHEMA, table);
});
afterAll(() => connection.closeSync());

describe(`random expressions, seed ${seed}`, () => {
  test('occur with every function', () => {
    const seen = new Set(samples.flatMap(functionsIn));
    expect(functions.filter((fn) => !seen.has(fn))).toEqual([]);
  });

  test('have on DuckDB the values, the type and the gaps that they mean', { timeout: 60_000 }, async () => {
    const problems: string[] = [];
    for (let i = 0; i < samples.length; i += 20) problems.push(...(await check(samples.slice(i, i + 20))));
    expect(problems).toEqual([]);
  });
});

/** What is wrong with some expressions, each brought down to its smallest part that is wrong. */
async function check(exprs: readonly Expr[]): Promise<string[]> {
  const found = await problemsOf(exprs);
  const smaller: string[] = [];
  if (found.length && exprs.length > 1) for (const expr of exprs) smaller.push(...(await check([expr])));
  else if (found.length)
    smaller.push(...(await check(exprs.flatMap((e) => (e.kind === 'call' ? e.args.filter((arg) => arg.kind === 'call') : [])))));
  return smaller.length ? smaller : found;
}

async function problemsOf(exprs: readonly Expr[]): Promise<string[]> {
  if (!exprs.length) return [];
  const sql = `SELECT ${exprs.map((expr) => sqlValue(expr, SCHEMA)).join(', ')} FROM sample`;
  try {
    const { types, rows } = await query(connection, sql);
    return exprs.flatMap(
      (expr, i) =>
        problemOf(
          expr,
          types[i]!,
          rows.map((row) => row[i]!),
          SCHEMA,
        ) ?? [],
    );
  } catch (error) {
    return [`${String(error)} in ${sql}`];
  }
}

function problemOf(expr: Expr, sql: string, actual: readonly Cell[], schema: Schema): string | undefined {
  const { type, nullable } = typeOf(expr, schema);
  if (sql !== sqlType(type === 'null' ? 'string' : type)) return `${showExpr(expr)} is ${type} but DuckDB gives ${sql}`;
  for (const [i, row] of table.entries()) {
    const expected = settle(evaluate(expr, schema, row));
    const cell = actual[i]!;
    if (cell === null && !nullable && type !== 'double') return `${showExpr(expr)} can be missing`;
    if (!alike(cell, expected, 1e-12)) {
      const values = schema.map((c, at) => `${c.name}: ${writtenCell(row[at]!)}`).join(', ');
      return `${showExpr(expr)} should be ${writtenCell(expected)}, not ${writtenCell(cell)}, where ${values}`;
    }
  }
  return undefined;
}
