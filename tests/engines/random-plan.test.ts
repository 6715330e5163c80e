import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as ops from '../../src/core/plan.ts';
import type { TableOp } from '../../src/core/plan.ts';
import type { Column } from '../../src/core/schema.ts';
import { sqlType } from '../../src/engines/local/expression.ts';
import { sqlOf } from '../../src/engines/local/sql.ts';
import { nameOf, randomPlans, RELATIONAL, SCHEMA, TABLES, usedIn } from '../reference/arbitrary-plan.ts';
import type { Row } from '../reference/expr.ts';
import { rowsOf } from '../reference/plan.ts';
import { show } from '../reference/show.ts';
import { seed } from '../setup/seed.ts';
import { connect, createTable, query } from './duckdb.ts';

const plans = randomPlans(400);

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await connect();
  for (const [name, rows] of TABLES) await createTable(connection, name, SCHEMA, rows);
});
afterAll(() => connection.closeSync());

describe(`random plans, seed ${seed}`, () => {
  test('use every relational op, measure and window function', () => {
    const used = usedIn(plans);
    expect(RELATIONAL.filter((name) => !used.has(name))).toEqual([]);
  });

  test('have on DuckDB the rows, the types, the keys and the gaps that they mean', { timeout: 60_000 }, async () => {
    const problems: string[] = [];
    for (const plan of plans) {
      const problem = await problemOf(plan);
      if (problem) problems.push(problem);
    }
    expect(problems).toEqual([]);
  });
});

/** What is wrong with a plan, told of the first op on the way up that goes wrong. */
async function problemOf(plan: TableOp): Promise<string | undefined> {
  const found = await compared(plan);
  if (!found) return undefined;
  for (const op of ops.inOrder([plan])) {
    const problem = op.kind === 'fit' || op.kind === 'scan' ? undefined : await compared(op);
    if (problem) return problem;
  }
  return found;
}

async function compared(op: TableOp): Promise<string | undefined> {
  const sql = sqlOf(op, (input) => (input.kind === 'scan' ? `"${nameOf(input)}"` : undefined));
  const because = (what: string): string => `${what}\n${show(op)}\n${sql}`;
  try {
    const { types, rows } = await query(connection, sql);
    const expected = rowsOf(op, (input) => TABLES.get(nameOf(input))!).map(rowText);
    const actual = rows.map(rowText);
    const order = op.kind === 'sort' ? (list: string[]) => list : (list: string[]) => list.toSorted();
    if (String(types) !== String(op.schema.map((c) => sqlType(c.type)))) return because(`has types ${String(types)}`);
    if (order(actual).join('\n') !== order(expected).join('\n'))
      return because(`gives\n${order(actual).join('\n')}\nnot\n${order(expected).join('\n')}`);
    const missing = op.schema.find((c, i) => !c.nullable && rows.some((r) => r[i] === null));
    if (missing) return because(`${missing.name} can be missing`);
    return op.key && !isKey(op.key, op.schema, rows) ? because(`${op.key.join(', ')} is no key`) : undefined;
  } catch (error) {
    return because(String(error));
  }
}

function isKey(key: readonly string[], schema: readonly Column[], rows: readonly Row[]): boolean {
  const at = key.map((name) => schema.findIndex((c) => c.name === name));
  return new Set(rows.map((r) => rowText(at.map((i) => r[i]!)))).size === rows.length;
}

const rowText = (cells: Row): string =>
  cells
    .map((cell) =>
      typeof cell === 'number' ? `${Number(cell.toPrecision(9))}` : typeof cell === 'string' ? JSON.stringify(cell) : String(cell),
    )
    .join(' | ');
