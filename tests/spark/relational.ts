import { join } from 'node:path';
import { showExpr } from '../../src/core/show.ts';
import type { Expr } from '../../src/core/expr.ts';
import { project, scan, type TableOp } from '../../src/core/plan.ts';
import type { Schema } from '../../src/core/schema.ts';
import { sqlOf } from '../../src/engines/local/sql.ts';
import { quoteName, quoteText } from '../../src/engines/local/expression.ts';
import { sparkScript } from '../../src/engines/spark/script.ts';
import { connect, createTable, query } from '../engines/duckdb.ts';
import { nameOf, randomPlans, SCHEMA as PLAN_SCHEMA, TABLES } from '../reference/arbitrary-plan.ts';
import { samples, SCHEMA, table } from '../reference/arbitrary.ts';
import type { Row } from '../reference/expr.ts';
import { show } from '../reference/show.ts';
import type { SparkCase } from './case.ts';

/** Expressions in one case: a table of so many columns. */
const TOGETHER = 12;
/** Input tables lie in so many files. */
const FILES = 3;

/** Every function with its edges, and mixtures of all, as columns of tables. */
export async function expressionCases(folder: string): Promise<{ cases: SparkCase[]; exprs: readonly Expr[] }> {
  const source = scanOf('sample', SCHEMA);
  const groups = Array.from({ length: Math.ceil(samples.length / TOGETHER) }, (_, i) => samples.slice(i * TOGETHER, (i + 1) * TOGETHER));
  const plans = groups.map((exprs) => ({
    name: exprs.map(showExpr).join('\n'),
    plan: project(
      source,
      exprs.map((expr, i) => ({ name: `c${i}`, expr })),
    ),
  }));
  return { cases: await casesOf(folder, new Map([['sample', { schema: SCHEMA, rows: table }]]), plans), exprs: samples };
}

/** Random plans over the three tables, one of them empty. */
export async function planCases(folder: string, count: number): Promise<{ cases: SparkCase[]; plans: readonly TableOp[] }> {
  const plans = randomPlans(count);
  const tables = new Map([...TABLES].map(([name, rows]) => [name, { schema: PLAN_SCHEMA, rows }]));
  return {
    cases: await casesOf(
      folder,
      tables,
      plans.map((plan) => ({ name: show(plan), plan })),
    ),
    plans,
  };
}

const scanOf = (name: string, schema: Schema): TableOp =>
  scan({ kind: 'file', name, path: `${name}.parquet`, format: 'parquet', options: {}, columns: schema }, schema);

interface Table {
  readonly schema: Schema;
  readonly rows: readonly Row[];
}

async function casesOf(
  folder: string,
  tables: ReadonlyMap<string, Table>,
  plans: readonly { name: string; plan: TableOp }[],
): Promise<SparkCase[]> {
  const connection = await connect();
  try {
    for (const [name, { schema, rows }] of tables) {
      await createTable(connection, name, schema, rows);
      const pieces = rows.length ? FILES : 1;
      for (let i = 0; i < pieces; i++) {
        const path = join(folder, `${name}.parquet`, `part-${i}.parquet`);
        await mkdirFor(path);
        await connection.run(
          `COPY (SELECT * EXCLUDE n FROM (SELECT *, row_number() OVER () AS n FROM ${quoteName(name)}) WHERE n % ${pieces} = ${i}) TO ${quoteText(path)} (FORMAT parquet)`,
        );
      }
    }
    const cases: SparkCase[] = [];
    for (const { name, plan } of plans) {
      const script = sparkScript({
        title: 'A case',
        description: '',
        origin: 'tests',
        frames: [{ steps: [{ label: 'result', ports: [['table', plan]] }] }],
        params: [],
        literals: new Map(),
        outputs: [{ name: 'result', table: plan }],
        models: () => undefined,
        known: () => undefined,
      });
      const { rows } = await query(
        connection,
        sqlOf(plan, (op) => (op.kind === 'scan' ? quoteName(nameOf(op)) : undefined)),
      );
      const paths = script.inputs.map(({ name }) => join(folder, `${name}.parquet`));
      cases.push({ name, script, paths, outputs: new Map([['result', { schema: plan.schema, rows }]]) });
    }
    return cases;
  } finally {
    connection.closeSync();
  }
}

async function mkdirFor(path: string): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  await mkdir(dirname(path), { recursive: true });
}
