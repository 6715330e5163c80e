import { openAsBlob } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeTypes } from '../../../nodes/index.ts';
import { root } from '../../../src/checkout.mjs';
import { compiler, type Compiled } from '../../../src/core/compile.ts';
import { keyOf } from '../../../src/core/key.ts';
import type { Json } from '../../../src/core/params.ts';
import { apply, inOrder, isTable, project, scan, scanFile, type ModelOp, type Op, type TableOp } from '../../../src/core/plan.ts';
import type { Schema } from '../../../src/core/schema.ts';
import { relinked, type FileFormat, type FileSource, type ReadOptions } from '../../../src/core/source.ts';
import { EMPTY, type Edge, type Workflow, type WorkflowNode } from '../../../src/core/workflow.ts';
import { quoteName, quoteText } from '../../../src/engines/local/expression.ts';
import type { LocalEngine } from '../../../src/engines/local/local.ts';
import { sqlOf } from '../../../src/engines/local/sql.ts';
import { sqlGaps, workflowSql } from '../../../src/engines/sql/workflow-sql.ts';
import type { Fitted } from '../../../src/engines/script-parts.ts';
import { nameOf, randomPlans, SCHEMA as PLAN_SCHEMA, TABLES } from '../../reference/arbitrary-plan.ts';
import { samples, SCHEMA, table } from '../../reference/arbitrary.ts';
import type { Row } from '../../reference/expr.ts';
import { show } from '../../reference/show.ts';
import { allNodes } from '../all-nodes.ts';
import { attachAll } from '../attach.ts';
import { alike, connect, createTable, query, writtenCell } from '../duckdb.ts';
import { allRows, nodeEngine, runFile, runWorkflow, withParam, type Ran } from '../node-engine.ts';

let engine: LocalEngine;
let folder: string;
let files: DuckDBConnection;
beforeAll(async () => {
  engine = await nodeEngine();
  files = await connect();
  folder = await mkdtemp(join(tmpdir(), 'clade-sql-'));
});
afterAll(async () => {
  files.closeSync();
  await engine.close();
  await rm(folder, { recursive: true });
});

/** What the engine has learned; a settled analysis is a table there. */
async function fittedIn({ compiled }: Ran): Promise<Fitted> {
  const rows = new Map<string, (string | number | boolean | null)[][]>();
  for (const op of inOrder([...compiled.nodes.values()].flatMap((n) => [...n.outputs.values()]))) {
    if (op.kind !== 'analyse' || op.analysis !== 'segment-names') continue;
    const page = await allRows(engine, op);
    rows.set(
      keyOf(op),
      Array.from({ length: page.rows }, (_, i) => page.columns.map((c) => c.values[i] as string | number)),
    );
  }
  return { model: (op) => engine.model(op), rows: (op) => rows.get(keyOf(op)) };
}

const NOTHING: Fitted = { model: () => undefined, rows: () => undefined };

const printed = (workflow: Workflow, compiled: Compiled, fitted: Fitted = NOTHING, until?: string): string =>
  workflowSql({ workflow, compiled, types: nodeTypes, file: 'test.clade.json', fitted, until });

/** Runs a script that reads from one folder and writes into another, and gives the files that it wrote. */
async function runScript(script: string, from: string, into: string): Promise<string[]> {
  await mkdir(into, { recursive: true });
  const connection = await connect();
  try {
    await connection.run(`SET file_search_path = ${quoteText(from)}`);
    const paths: string[] = [];
    const placed = script.replace(/^\) TO '(.+)' \(/gm, (_, file: string) => {
      paths.push(join(into, file.replaceAll("''", "'")));
      return `) TO ${quoteText(paths.at(-1)!)} (`;
    });
    const statements = await connection.extractStatements(placed);
    for (let i = 0; i < statements.count; i++) await (await statements.prepare(i)).run();
    return paths;
  } finally {
    connection.closeSync();
  }
}

/** What differs between two Parquet files, whatever the order of their rows. */
async function difference(actual: string, expected: string): Promise<string | undefined> {
  const [a, b] = [actual, expected].map((path) => `read_parquet(${quoteText(path)})`) as [string, string];
  const columns = async (from: string): Promise<string> =>
    String((await query(files, `FROM (DESCRIBE FROM ${from})`)).rows.map(([name, type]) => `${String(name)} ${String(type)}`));
  if ((await columns(a)) !== (await columns(b))) return `has the columns ${await columns(a)}, not ${await columns(b)}`;
  const extra = (await query(files, `FROM ${a} EXCEPT ALL FROM ${b}`)).rows;
  const lacking = (await query(files, `FROM ${b} EXCEPT ALL FROM ${a}`)).rows;
  for (const row of extra) {
    const at = lacking.findIndex((other) => row.every((cell, i) => alike(cell, other[i]!, TOLERANCE)));
    if (at < 0) return `has ${row.map(writtenCell).join()}, and lacks ${(lacking[0] ?? []).map(writtenCell).join()}`;
    lacking.splice(at, 1);
  }
  return lacking.length ? `lacks ${lacking[0]!.map(writtenCell).join()}` : undefined;
}

/** Sums of the same numbers in another order. */
const TOLERANCE = 1e-9;

async function written(op: TableOp, name: string): Promise<string> {
  await engine.run({ targets: [op] }, () => {}, new AbortController().signal);
  const path = join(folder, `${name}.parquet`);
  await engine.write({ table: op, file: path, format: 'parquet', guard: false }, path);
  return path;
}

interface Compared {
  readonly ran: Ran;
  /** The folder of the files that the script reads. */
  readonly from: string;
  /** All but those that no script can compute, without it. */
  readonly nodes?: readonly string[];
  readonly change?: (script: string) => string;
  /** What the tables should be as in, if not `ran`. */
  readonly like?: Ran;
}

/** Runs the script up to each node and compares every table in which it ends. */
async function problemsOf({ ran, from, nodes, change = (s) => s, like = ran }: Compared): Promise<string[]> {
  const { workflow, compiled } = ran;
  const fitted = await fittedIn(ran);
  const open = [...compiled.nodes]
    .filter(([id, node]) => node.outputs.size && !sqlGaps(workflow, compiled, nodeTypes, id).length)
    .map(([id]) => id);
  const problems: string[] = [];
  for (const id of nodes ?? open) {
    const ports = tablesOf(like, id);
    const paths = await runScript(change(printed(workflow, compiled, fitted, id)), from, join(folder, 'out'));
    if (paths.length !== ports.length) problems.push(`${id} wrote ${paths.length} tables of ${ports.length}`);
    for (const [i, [port, op]] of ports.entries()) {
      const found = paths[i] && (await difference(paths[i], await written(op, 'expected')));
      if (found) problems.push(`${id}.${port} ${found}`);
    }
  }
  return problems;
}

/** The tables of a node, each once, without its scores. */
function tablesOf({ compiled }: Ran, id: string): (readonly [port: string, op: TableOp])[] {
  const tables = [...compiled.nodes.get(id)!.outputs].filter((port): port is [string, TableOp] => isTable(port[1]) && !isScores(port[1]));
  return [...new Map(tables.map(([port, op]) => [keyOf(op), [port, op] as const])).values()];
}

const isScores = (op: Op): boolean => op.kind === 'analyse' && op.analysis === 'scores';

/** Puts a file with these bytes behind a source, as somebody who opens it does. */
async function sourceOf(
  name: string,
  path: string,
  bytes: string | Uint8Array,
  options: ReadOptions = {},
  format: FileFormat = 'csv',
): Promise<FileSource> {
  const file = join(folder, path);
  await writeFile(file, bytes);
  const { fingerprint, stamp } = await engine.attach(name, await openAsBlob(file), file);
  const found = await engine.inspect(name, format, options);
  return { ...relinked({ kind: 'file', name, path, format, options, columns: [] }, found, fingerprint).source, stamp };
}

const node = (id: string, type: string, params: Readonly<Record<string, Json>> = {}, more: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type,
  version: 1,
  params: Object.entries(params),
  at: [0, 0],
  ...more,
});
const wire = (text: string): Edge => {
  const [from, to] = text.split(' ').map((end) => end.split('.') as [string, string]);
  return { from: from!, to: to! };
};

describe('the script of the RFM example', () => {
  const examples = join(root, 'examples');
  const rfm = (change?: Parameters<typeof runFile>[2]): Promise<Ran> => runFile(engine, join(examples, 'rfm.clade.json'), change);

  test('writes the file that the engine writes, byte for byte', async () => {
    const ran = await rfm();
    const [file] = await runScript(printed(ran.workflow, ran.compiled, await fittedIn(ran)), examples, join(folder, 'rfm'));
    const expected = join(folder, 'segments.csv');
    await engine.write(ran.compiled.nodes.get('file')!.sink!, expected);
    expect(await readFile(file!, 'utf8')).toBe(await readFile(expected, 'utf8'));
  });

  test('has the tables of every node', async () => {
    const ran = await rfm();
    expect(await problemsOf({ ran, from: examples })).toEqual([]);
  });

  test('follows a parameter that is set to another value', async () => {
    const ran = await rfm();
    const other = await rfm((workflow) => withParam(workflow, 'asOf', '2026-06-01'));
    const change = (script: string): string =>
      script.replace(`SET VARIABLE "as_of" = DATE '2026-11-01'`, `SET VARIABLE "as_of" = DATE '2026-06-01'`);
    expect(await problemsOf({ ran, from: examples, nodes: ['rfm'], change, like: other })).toEqual([]);
    expect(await problemsOf({ ran, from: examples, nodes: ['rfm'], like: other })).not.toEqual([]);
  });

  test('reads well', async () => {
    const ran = await rfm();
    const script = printed(ran.workflow, ran.compiled, NOTHING, 'valid');
    expect(script.slice(script.indexOf('-- Repeated lines'))).toMatchInlineSnapshot(`
      "-- Repeated lines: All columns, keeps the first
      CREATE OR REPLACE TEMP TABLE "repeated_lines" AS
      SELECT *
      FROM "orders"
      QUALIFY row_number() OVER (
        PARTITION BY "order_id", "shop_id", "email", "order_date", "amount", "items", "discount_share",
        "category", "refund", "planted_segment"
        ORDER BY "order_id", "shop_id", "email", "order_date", "amount", "items", "discount_share",
        "category", "refund", "planted_segment"
      ) = 1;

      -- Usable orders: shop_id is not null and order_date is not null and amount is not null
      CREATE OR REPLACE TEMP VIEW "usable_orders" AS
      SELECT *
      FROM "repeated_lines"
      WHERE "shop_id" IS NOT NULL AND "order_date" IS NOT NULL AND "amount" IS NOT NULL;

      CREATE OR REPLACE TEMP VIEW "usable_orders_reject" AS
      SELECT *
      FROM "repeated_lines"
      WHERE ("shop_id" IS NOT NULL AND "order_date" IS NOT NULL AND "amount" IS NOT NULL) IS NOT TRUE;

      COPY (
        SELECT *
        FROM "usable_orders"
        ORDER BY
          "order_id", "shop_id", "email", "order_date", "amount", "items", "discount_share", "category",
          "refund", "planted_segment"
      ) TO 'usable_orders.parquet' (FORMAT parquet, COMPRESSION zstd);

      COPY (
        SELECT *
        FROM "usable_orders_reject"
        ORDER BY
          "order_id", "shop_id", "email", "order_date", "amount", "items", "discount_share", "category",
          "refund", "planted_segment"
      ) TO 'usable_orders_reject.parquet' (FORMAT parquet, COMPRESSION zstd);
      "
    `);
    expect(script.split('\n').filter((line) => line.length > 100 && !line.includes('^(?:'))).toEqual([]);
  });
});

test('the script of the prediction example has the tables up to the forest, and refuses what comes after it', async () => {
  const examples = join(root, 'examples');
  const ran = await runFile(engine, join(examples, 'segment-prediction.clade.json'));
  const gaps = sqlGaps(ran.workflow, ran.compiled, nodeTypes);
  expect(gaps.map((g) => g.node)).toEqual(['tested', 'scorer', 'predicted']);
  const before = [...ran.compiled.nodes.keys()].slice(0, 11);
  expect(before).toContain('forest');
  expect(await problemsOf({ ran, from: examples, nodes: before })).toEqual([]);
});

test('a workflow of every node that SQL can say has the tables that the engine has', async () => {
  const sources = await attachAll(engine, folder);
  const all = allNodes(sources);
  const sample = compiler(nodeTypes)(all).nodes.get('sample')!.outputs;
  for (const name of ['customers', 'orders']) {
    const bytes = await readFile(await written(sample.get(name) as TableOp, 'sample'));
    sources.push(await sourceOf(name, `${name}.parquet`, bytes, {}, 'parquet'));
  }
  const renamed: Readonly<Record<string, string>> = {
    'sample.customers': 'customers.table',
    'sample.orders': 'shop.table',
    'usage.table': 'again.table',
  };
  const gone = new Set(['sample', 'usage', 'forest', 'predictor', 'scorer']);
  const workflow: Workflow = {
    ...all,
    sources,
    nodes: [
      ...all.nodes.filter((n) => !gone.has(n.id)),
      node('customers', 'parquet-reader', { source: 'customers' }),
      node('shop', 'parquet-reader', { source: 'orders', rowNumber: 'row' }),
      node('again', 'parquet-reader', { source: 'columns' }, { label: 'Columns' }),
      node('scorer', 'scorer', { actual: 'planted_segment', prediction: 'rfm_segment' }),
    ],
    edges: [
      ...all.edges
        .map((e) => ({ from: wire(`${renamed[e.from.join('.')] ?? e.from.join('.')} x.x`).from, to: e.to }))
        .filter((e) => !gone.has(e.from[0]) && !gone.has(e.to[0])),
      wire('rfm.customers scorer.table'),
    ],
  };
  const ran = await runWorkflow(engine, workflow);
  const unsaid = ['excel-reader', 'sample-data', 'random-forest', 'predictor'];
  expect([...nodeTypes.keys()].filter((type) => !workflow.nodes.some((n) => n.type === type))).toEqual(unsaid);
  expect(sqlGaps(workflow, ran.compiled, nodeTypes)).toEqual([]);
  expect(await problemsOf({ ran, from: folder })).toEqual([]);
});

describe('files', () => {
  const text = 'Name;Wert;Tag;ok\n"Müller; A";1.234,5;01.02.2026;ja\n  Ä ;7;-;nein\n"q ""x""";n/a;31.12.2025;\nzu;wenig\n;;;\nzu;1;2;3;4\n';
  const options: ReadOptions = { delimiter: ';', decimal: ',', thousands: true, nulls: ['n/a', '-'] };
  const gzip = async (data: string): Promise<Uint8Array> =>
    new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());

  test('are read as the engine reads them', async () => {
    const sources = [
      await sourceOf('plain', 'plain.csv', text, options),
      await sourceOf('zipped', 'zipped.csv.gz', await gzip(text), options),
      await sourceOf('latin', 'latin.csv', Buffer.from(text, 'latin1'), { ...options, encoding: 'latin1' }),
      await sourceOf('wide', 'wide.csv', Buffer.from(text, 'utf16le'), { ...options, encoding: 'utf-16le' }),
      await sourceOf('skipped', 'skipped.csv', `Report\n\n${text}`, { ...options, skip: 2 }),
      await sourceOf('bare', 'bare.csv', text.split('\n').slice(1).join('\n'), { ...options, header: false }),
      await sourceOf('one', "it's [one] *?.csv", 'only\na\n\n"b\n2"\n'),
    ];
    const ran = await runWorkflow(engine, {
      ...EMPTY,
      sources,
      nodes: sources.flatMap(({ name }) => [
        node(`${name}-numbered`, 'csv-reader', { source: name, rowNumber: 'row' }),
        node(`${name}-read`, 'csv-reader', { source: name }),
      ]),
    });
    expect((await allRows(engine, ran.table('plain-read', 'rejects'))).rows).toBe(2);
    expect(await problemsOf({ ran, from: folder })).toEqual([]);
  });

  test.each<[string, ReadOptions, RegExp]>([
    ['windows-1252', { encoding: 'windows-1252' }, /encoding windows-1252/],
    ['UTF-16 with the high byte first', { encoding: 'utf-16be' }, /encoding utf-16be/],
    ['runs of blanks', { delimiter: 'spaces' }, /runs of blanks/],
    ['delimiters of several characters', { delimiter: '||' }, /several characters/],
    ['comment lines', { comment: '#' }, /comment lines/],
  ])('with %s are refused with a reason', (_, read, reason) => {
    const source: FileSource = {
      kind: 'file',
      name: 'a',
      path: 'a.csv',
      format: 'csv',
      options: read,
      columns: [{ name: 'x', type: 'int' }],
    };
    const workflow: Workflow = { ...EMPTY, sources: [source], nodes: [node('reader', 'csv-reader', { source: 'a' })] };
    expect(() => printed(workflow, compiler(nodeTypes)(workflow))).toThrow(reason);
  });
});

describe('what SQL cannot say', () => {
  const reader: FileSource = {
    kind: 'file',
    name: 'a',
    path: 'a.parquet',
    format: 'parquet',
    options: {},
    columns: [{ name: 'x', type: 'double' }],
  };
  const gapsIn = (workflow: Partial<Workflow>): string[] => {
    const whole = { ...EMPTY, ...workflow };
    return sqlGaps(whole, compiler(nodeTypes)(whole), nodeTypes).map((gap) => `${gap.node}: ${gap.message}`);
  };

  test('is named by node', () => {
    const workbook: FileSource = { ...reader, name: 'b', path: 'b.xlsx', format: 'excel' };
    const arrow: FileSource = { ...reader, name: 'c', path: 'c.feather' };
    const sources = [reader, workbook, arrow];
    const nodes = [
      node('people', 'sample-data'),
      node('book', 'excel-reader', { source: 'b' }),
      node('arrow', 'parquet-reader', { source: 'c' }),
      node('table', 'parquet-reader', { source: 'a' }),
      node('sheet', 'table-writer', { file: 'out', format: 'excel' }),
    ];
    expect(gapsIn({ sources, nodes, edges: [wire('table.table sheet.table')] })).toEqual([
      'people: SQL cannot make up sample data.',
      'book: DuckDB does not read a workbook such as b.xlsx as it is read here.',
      'arrow: DuckDB does not read Arrow files such as c.feather.',
      'sheet: DuckDB does not write Excel files such as out.xlsx.',
    ]);
  });

  test('does not count where only a model learned from it', () => {
    const nodes = [node('people', 'sample-data'), node('k', 'k-means', { features: ['income'] })];
    expect(gapsIn({ nodes, edges: [wire('people.customers k.table')] })).toEqual(['people: SQL cannot make up sample data.']);
    const compiled = compiler(nodeTypes)({ ...EMPTY, nodes, edges: [wire('people.customers k.table')] });
    const model = compiled.nodes.get('k')!.outputs.get('model') as ModelOp;
    const columns = [{ name: 'income', type: 'double' as const }];
    const applied = apply(model, scanFile({ ...reader, columns }), { segment: 's', distance: '', runnerUp: '' });
    expect(sqlGaps(...plannedAs(applied), nodeTypes)).toEqual([]);
  });

  test('is a step that learns, where nobody has learned', () => {
    const workflow = {
      ...EMPTY,
      sources: [reader],
      nodes: [node('table', 'parquet-reader', { source: 'a' }), node('k', 'k-means', { features: ['x'] })],
      edges: [wire('table.table k.table')],
    };
    expect(() => printed(workflow, compiler(nodeTypes)(workflow))).toThrow('k-Means: It learns from data');
  });

  test('is to write over a file that is read', () => {
    const workflow = {
      ...EMPTY,
      sources: [reader],
      nodes: [node('table', 'parquet-reader', { source: 'a' }), node('file', 'table-writer', { file: 'A', format: 'parquet' })],
      edges: [wire('table.table file.table')],
    };
    expect(() => printed(workflow, compiler(nodeTypes)(workflow))).toThrow('A.parquet is read and written.');
    expect(printed(workflow, compiler(nodeTypes)(workflow), NOTHING, 'table')).toContain("TO 'parquet_arrow_reader.parquet'");
  });

  test('is nothing at all', () => {
    expect(() => printed(EMPTY, compiler(nodeTypes)(EMPTY))).toThrow('There is no table to write.');
  });
});

/** Plans as the nodes of a workflow. */
function plannedAs(...plans: readonly TableOp[]): [Workflow, Compiled] {
  const nodes = plans.map((op, i) => [`n${i}`, op] as const);
  return [
    { ...EMPTY, nodes: nodes.map(([id]) => node(id, 'plan')) },
    {
      issues: [],
      nodes: new Map(
        nodes.map(([id, op]) => [id, { outputs: new Map([['table', op]]), inputs: new Map(), params: {}, notes: [], summary: '' }]),
      ),
    },
  ];
}

/** What is wrong with the tables of a script of all `plans`, next to what each is by itself. */
async function planProblems(plans: readonly TableOp[], tables: ReadonlyMap<string, readonly Row[]>, schema: Schema): Promise<string[]> {
  const connection = await connect();
  try {
    const place = join(folder, 'plans');
    await mkdir(place, { recursive: true });
    for (const [name, rows] of tables) {
      await createTable(connection, name, schema, rows);
      await connection.run(`COPY ${quoteName(name)} TO ${quoteText(join(place, `${name}.parquet`))} (FORMAT parquet)`);
    }
    const [workflow, compiled] = plannedAs(...plans);
    const paths = await runScript(printed(workflow, compiled), place, join(place, 'out'));
    expect(paths).toHaveLength(new Set(plans.map(keyOf)).size);
    const problems: string[] = [];
    const single = [...new Map(plans.map((plan) => [keyOf(plan), plan])).values()];
    for (const [i, plan] of single.entries()) {
      const sql = sqlOf(plan, (op) => (op.kind === 'scan' ? quoteName(nameOf(op)) : undefined));
      const expected = join(place, 'expected.parquet');
      await connection.run(`COPY (${sql}) TO ${quoteText(expected)} (FORMAT parquet)`);
      const found = await difference(paths[i]!, expected);
      if (found) problems.push(`${show(plan)} ${found}`);
    }
    return problems;
  } finally {
    connection.closeSync();
  }
}

test('random plans have the same rows in one script as one by one', async () => {
  expect(await planProblems(randomPlans(150), TABLES, PLAN_SCHEMA)).toEqual([]);
});

test('every function and random expressions mean the same in a script', async () => {
  const source = scan({ kind: 'file', name: 'sample', path: 'sample.parquet', format: 'parquet', options: {}, columns: SCHEMA }, SCHEMA);
  const plans = Array.from({ length: Math.ceil(samples.length / 40) }, (_, i) =>
    project(
      source,
      samples.slice(i * 40, (i + 1) * 40).map((expr, k) => ({ name: `c${k}`, expr })),
    ),
  );
  expect(await planProblems(plans, new Map([['sample', table]]), SCHEMA)).toEqual([]);
});

describe('parameters', () => {
  const params: Workflow['params'] = [
    { name: 'leastAmount', type: 'int', value: 3, doc: 'In whole\neuros.' },
    { name: 'share', type: 'double', value: 0.25 },
    { name: 'prefix', type: 'string', value: "it's" },
    { name: 'day', type: 'date', value: '2026-01-31' },
    { name: 'strict', type: 'bool', value: true },
    { name: 'pattern', type: 'string', value: '^a' },
    { name: 'digits', type: 'int', value: 1 },
  ];
  const formulas = [
    { name: 'a', expression: 'amount / $share + $leastAmount' },
    { name: 'b', expression: 'days_between(day, $day)' },
    { name: 'c', expression: '$strict and starts_with(name, $prefix)' },
    { name: 'd', expression: 'regexp_matches(name, $pattern)' },
    { name: 'e', expression: 'round(amount / 7, $digits)' },
    { name: 'f', expression: 'amount % $leastAmount + nullif(round(amount), $leastAmount)' },
  ];
  const workflow = async (): Promise<Workflow> => ({
    ...EMPTY,
    params,
    sources: [await sourceOf('rows', 'params.csv', "name,amount,day\nit's,1.5,2026-01-01\nab,30,2025-12-31\nother,6,2026-02-03\n")],
    nodes: [
      node('rows', 'csv-reader', { source: 'rows' }),
      node('more', 'formula', { formulas }),
      node('some', 'row-filter', { condition: 'amount >= $leastAmount and name <> $prefix' }),
    ],
    edges: [wire('rows.table more.table'), wire('more.table some.table')],
  });

  test('are variables where they are values, and settled where they are not', async () => {
    const ran = await runWorkflow(engine, await workflow());
    const script = printed(ran.workflow, ran.compiled);
    expect(script.match(/^SET VARIABLE .*$/gm)).toEqual([
      'SET VARIABLE "least_amount" = 3::BIGINT;',
      'SET VARIABLE "share" = 0.25::DOUBLE;',
      `SET VARIABLE "prefix" = 'it''s';`,
      `SET VARIABLE "day" = DATE '2026-01-31';`,
      'SET VARIABLE "strict" = TRUE;',
    ]);
    expect(script).toContain('-- In whole euros.\n');
    expect(script).toContain('-- Settled when it was printed: pattern = ^a, digits = 1.\n');
    expect(await problemsOf({ ran, from: folder })).toEqual([]);
  });

  test('change what the engine would change', async () => {
    const ran = await runWorkflow(engine, await workflow());
    const values = [0, 0, 'ot', '2024-02-29', false];
    const others = ran.workflow.params.map((p, i) => (i < values.length ? { ...p, value: values[i]! } : p));
    const like = await runWorkflow(engine, { ...ran.workflow, params: others });
    const change = (script: string): string =>
      script
        .replace('"least_amount" = 3', '"least_amount" = 0')
        .replace('"share" = 0.25', '"share" = 0')
        .replace(`"prefix" = 'it''s'`, `"prefix" = 'ot'`)
        .replace('2026-01-31', '2024-02-29')
        .replace('"strict" = TRUE', '"strict" = FALSE');
    expect(await problemsOf({ ran, from: folder, change, like })).toEqual([]);
  });
});

test('names and texts from outside stay names and texts', async () => {
  const evil = `x'; DROP TABLE t; --\n.shell touch pwned\n"/* \u2028 {} $& \\`;
  const columns = ['x', 'y', 'v', 'l', 'it\'s "q"', '-- no', 'a\nb', 'columns', '*'];
  const csv = [
    columns.map((c) => `"${c.replaceAll('"', '""')}"`).join(','),
    ...[1, 2, 3].map((i) => columns.map((_, k) => `${i * k},`.slice(0, -1)).join(',')),
  ].join('\n');
  const source = await sourceOf('orders', "it's; -- a.csv", csv);
  const expression = `case when "it's ""q""" > 4 then '${evil.replaceAll("'", "''")}' else '=1' end`;
  const labelled = (id: string, type: string, values: Readonly<Record<string, Json>>): WorkflowNode =>
    node(id, type, values, { label: `${evil} ${id}` });
  const workflow: Workflow = {
    ...EMPTY,
    title: evil,
    description: evil,
    params: [{ name: 'p', type: 'string', value: evil, doc: evil }],
    sources: [source],
    frames: [{ id: 'f', title: evil, at: [-10, -10], size: [100, 100] }],
    nodes: [
      labelled('rows', 'csv-reader', { source: 'orders', rowNumber: 'variable p string' }),
      labelled('made', 'formula', {
        formulas: [
          { name: evil.trim(), expression },
          { name: 'same', expression: '$p' },
        ],
      }),
      labelled('ranked', 'duplicates', { keys: ['v', '-- no'], order: 'a\nb' }),
      labelled('grouped', 'group-by', { keys: ['columns'], measures: [{ fn: 'sum', column: '*' }, { fn: 'count' }] }),
      labelled('both', 'joiner', { on: [{ left: 'columns', right: 'columns' }] }),
      node('numbers', 'data-profile', {}, { label: 'numbers' }),
      node('file', 'table-writer', { file: "it's (1)" }),
    ],
    edges: [
      'rows.table made.table',
      'made.table ranked.table',
      'made.table grouped.table',
      'ranked.table both.left',
      'grouped.table both.right',
      'both.joined file.table',
      'rows.table numbers.table',
    ].map(wire),
  };
  const ran = await runWorkflow(engine, workflow);
  const paths = await runScript(printed(workflow, ran.compiled), folder, join(folder, 'hostile'));
  const expected = join(folder, 'hostile.csv');
  await engine.write(ran.compiled.nodes.get('file')!.sink!, expected);
  expect(await readFile(paths.at(-1)!, 'utf8')).toBe(await readFile(expected, 'utf8'));
  expect(paths.at(-1)).toMatch(/it's \(1\)\.csv$/);
  expect(await problemsOf({ ran, from: folder })).toEqual([]);
});

test('paths never lead out of the folder', () => {
  const paths = ['~/secret.parquet', 'https://example.org/a.parquet', '-.parquet'];
  const scans = paths.map((path, i) =>
    scanFile({ kind: 'file', name: `s${i}`, path, format: 'parquet', options: {}, columns: [{ name: 'x', type: 'int' }] }),
  );
  const script = printed(...plannedAs(...scans));
  expect(script.match(/read_parquet\('.*'\)/g)).toEqual(paths.map((path) => `read_parquet('./${path}')`));
});
