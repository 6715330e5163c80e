import type { Compiled } from '../../core/compile.ts';
import { lit } from '../../core/expr.ts';
import { keyOf } from '../../core/key.ts';
import type { NodeTypes } from '../../core/node.ts';
import { paramUses } from '../../core/param-uses.ts';
import { isTable, type Analyse, type Op, type Scan, type SortKey, type TableOp } from '../../core/plan.ts';
import { freeName, PlanError, type Schema } from '../../core/schema.ts';
import type { FileSource } from '../../core/source.ts';
import { VERSION } from '../../core/version.ts';
import { nodeById, type Workflow } from '../../core/workflow.ts';
import { rowsOfModel, writtenOut, type KnownRows, type Models } from '../applied.ts';
import {
  blocksOf,
  checkedOutputs,
  gapsOf,
  ownersOf,
  snakeCase,
  titleOf,
  WORDS,
  wrapped,
  type FrameBlock,
  type Limits,
  type NodeGap,
  type Output,
  type ScriptRequest,
  type Step,
} from '../script-parts.ts';
import { analysisSql } from '../local/analyses.ts';
import { quoteName, quoteText, sqlExpr, sqlType } from '../local/expression.ts';
import { contracted, macroSql, type Macro } from './macros.ts';
import { scanQuery, scanStatements, type PlainFile } from '../local/scan.ts';
import { encodingOf, gapOf, isKnown, needed, readsOf, sinkGap } from './gaps.ts';
import { laidOut, statement } from './layout.ts';
import { isWord, piecesOf, type Piece } from './tree.ts';
import { Variables } from './variables.ts';
import { guardedSql, orderBy } from '../local/sql.ts';

const LIMITS: Limits = { gapOf, sinkGap, needed };
const WIDTH = 100;

/** Prints a workflow as a script for DuckDB; a PlanError where a gap, or a model that is not there, forbids it. */
export function workflowSql(request: ScriptRequest): string {
  return new Printer(request, checkedOutputs(request, LIMITS)).script();
}

/** What of a workflow no SQL script can do, by node, in the order of the workflow. */
export function sqlGaps(workflow: Workflow, compiled: Compiled, types: NodeTypes, until?: string): NodeGap[] {
  return gapsOf(workflow, compiled, types, LIMITS, until);
}

class Printer {
  private readonly request: ScriptRequest;
  private readonly outputs: readonly Output[];
  private readonly models: Models;
  private readonly now: ReadonlyMap<Op, Op>;
  /** What an op was before learned steps were written out. */
  private readonly before: ReadonlyMap<Op, Op>;
  /** All tables that are computed, inputs first, by key. */
  private readonly tables: ReadonlyMap<string, TableOp>;
  private readonly users = new Map<string, number>();
  private readonly variables: Variables;
  private readonly macros = new Set<Macro>();
  private readonly taken = new Set<string>(INSIDE_ANALYSES);
  /** Tables and views that are there, by the key of their op. */
  private readonly names = new Map<string, string>();
  private readonly stored = new Set<string>();
  private isSorted = false;

  constructor(request: ScriptRequest, outputs: readonly Output[]) {
    this.request = request;
    this.outputs = outputs;
    this.models = (op) => request.fitted.model(op);
    this.now = writtenOut(
      outputs.map((o) => o.table),
      this.models,
    );
    this.before = new Map([...this.now].map(([before, now]) => [now, before]));
    const results = outputs.map((o) => this.resultOf(o));
    this.tables = new Map(needed(results).map((op) => [keyOf(op), op]));
    const add = (op: TableOp, times = 1): void => void this.users.set(keyOf(op), (this.users.get(keyOf(op)) ?? 0) + times);
    for (const op of results) add(op);
    for (const op of this.tables.values()) for (const input of byKey(readsOf(op))) add(input, op.kind === 'analyse' ? 2 : 1);
    this.refuseUnfitted();
    this.refuseOverwriting();
    const { workflow, compiled, types } = request;
    this.variables = new Variables(workflow.params, paramUses(workflow, compiled, types), [...this.tables.values()]);
  }

  script(): string {
    const { workflow, compiled, types } = this.request;
    const body = blocksOf(workflow, compiled, types).flatMap((block) => this.block(block));
    const files = this.files();
    const set = this.variables.settings().map(([{ doc }, sql]) => (doc ? `${commented(doc)}\n` : '') + statement(piecesOf(sql)));
    const macros = [...this.macros].map((macro) => `${commented(macro.doc)}\n${statement(macroSql(macro))}`);
    const parts = [
      this.head(files.map((f) => f.path)),
      ...set,
      ...(this.isSorted ? [SETTINGS] : []),
      ...macros,
      ...body,
      ...files.map((f) => f.text),
    ];
    return `${parts.join('\n\n')}\n`;
  }

  private refuseUnfitted(): void {
    const [open] = [...this.tables.values()].filter((op) => op.kind === 'apply' || (isKnown(op) && !this.known(op)));
    if (!open) return;
    const { workflow, compiled, types } = this.request;
    const node = nodeById(workflow, ownersOf(compiled).get(keyOf(this.before.get(open) ?? open)) ?? '');
    const message = 'It learns from data, and a script needs what it learned.';
    throw new PlanError(node ? `${titleOf(node, types)}: ${message}` : message, { fix: 'Run the workflow first.' });
  }

  /** A script must not write over the files that it reads. */
  private refuseOverwriting(): void {
    const read = new Set(this.sources().map((source) => source.path.toLowerCase()));
    const sink = this.outputs.find((output) => output.sink && read.has(output.sink.file.toLowerCase()))?.sink;
    if (sink) throw new PlanError(`${sink.file} is read and written.`, { fix: 'Choose another name in the Table Writer.' });
  }

  private sources(): FileSource[] {
    return [...this.tables.values()].flatMap((op) => (op.kind === 'scan' ? [sourceOf(op)] : []));
  }

  private resultOf({ table }: Output): TableOp {
    return this.now.get(table) as TableOp;
  }

  private head(files: readonly string[]): string {
    const { workflow, file } = this.request;
    const readsText = this.sources().some((source) => source.format === 'csv');
    const settled = this.variables.settled().map((p) => `${p.name} = ${typeof p.value === 'string' ? p.value : JSON.stringify(p.value)}`);
    return [
      commented(workflow.title),
      ...(inComment(workflow.description) ? [commented(workflow.description)] : []),
      `${commented(`Printed by Clade ${VERSION} from ${file}. It needs DuckDB 1.4 or later, and runs in the folder of the files it reads:`)}\n--   duckdb < ${scriptName(file)}`,
      commented(`It writes ${files.join(', ')}.${readsText ? ' Lines with too many or too few cells are left out.' : ''}`),
      ...(settled.length ? [commented(`Settled when it was printed: ${settled.join(', ')}.`)] : []),
    ].join('\n--\n');
  }

  private block({ title, steps }: FrameBlock): string[] {
    const printed = steps.flatMap((step) => this.step(step));
    if (!printed.length || title === undefined) return printed;
    const words = inComment(title);
    return [`-- ── ${words} ${'─'.repeat(Math.max(2, WIDTH - 7 - words.length))}`, ...printed];
  }

  private step({ label, summary, ports }: Step): string[] {
    const own = new Map<string, string>();
    ports.forEach(([port, original], i) => {
      const op = this.now.get(original);
      if (op && isTable(op) && this.users.has(keyOf(op)) && !own.has(keyOf(op))) own.set(keyOf(op), i ? `${label} ${port}` : label);
    });
    const statements = [...own.keys()].flatMap((key) => this.made(this.tables.get(key)!, label, own));
    if (!statements.length) return [];
    const words = inComment(summary ? `${label}: ${summary}` : label);
    return [`-- ${words.length > WIDTH - 3 ? `${words.slice(0, WIDTH - 4)}…` : words}\n${statements.join('\n\n')}`];
  }

  /** Statements for `op` and what it needs that is not there yet. `own` has names by key. */
  private made(op: TableOp, label: string, own: ReadonlyMap<string, string>): string[] {
    const missing = this.reached(op, (input) => this.names.has(keyOf(input)));
    return missing
      .filter((input) => input === op || own.has(keyOf(input)) || this.isCut(input))
      .map((input) => this.statementFor(input, own.get(keyOf(input)) ?? `${label} ${WORDS[input.kind]}`));
  }

  /** `op` and the tables that it is computed from up to those that are there, inputs first. */
  private reached(op: TableOp, isThere: (op: TableOp) => boolean): TableOp[] {
    const done = new Map<string, TableOp>();
    const stack = isThere(op) ? [] : [op];
    while (stack.length) {
      const top = stack.at(-1)!;
      const waiting = done.has(keyOf(top)) ? [] : readsOf(top).filter((input) => !done.has(keyOf(input)) && !isThere(input));
      if (waiting.length) stack.push(...waiting.toReversed());
      else {
        done.set(keyOf(top), top);
        stack.pop();
      }
    }
    return [...done.values()];
  }

  /** Whether `op` needs a name of its own, whoever computes it. */
  private isCut(op: TableOp): boolean {
    return op.kind === 'scan' || op.kind === 'analyse' || this.users.get(keyOf(op))! > 1;
  }

  private statementFor(op: TableOp, words: string): string {
    const name = this.freeName(words);
    const isStored = this.users.get(keyOf(op))! > 1 && this.isDear(op);
    const text = op.kind === 'scan' && op.part === 'rejects' ? this.rejects(op, name) : this.createAs(name, this.query(op), isStored);
    this.names.set(keyOf(op), quoteName(name));
    if (isStored) this.stored.add(keyOf(op));
    return text;
  }

  private createAs(name: string, sql: string, isStored: boolean): string {
    return statement(this.pieces(`CREATE OR REPLACE TEMP ${isStored ? 'TABLE' : 'VIEW'} ${quoteName(name)} AS ${sql}`));
  }

  private freeName(words: string): string {
    const plain = snakeCase(words) || 'rows';
    let name = plain;
    for (let i = 2; this.taken.has(name); i++) name = `${plain}_${i}`;
    this.taken.add(name);
    return name;
  }

  /** Whether computing `op` again reads text, or shuffles rows. */
  private isDear(op: TableOp): boolean {
    return this.reached(op, (input) => this.stored.has(keyOf(input))).some(
      (input) => SHUFFLING.has(input.kind) || (input.kind === 'scan' && input.source.kind === 'file' && input.source.format !== 'parquet'),
    );
  }

  private query(op: TableOp): string {
    if (op.kind === 'scan') return scanQuery(sourceOf(op), fileOf(sourceOf(op)), op.rowNumber);
    if (op.kind === 'analyse') {
      const [table] = op.inputs as readonly TableOp[];
      return isKnown(op) ? given(op.schema, this.known(op)!) : analysisSql(op, this.names.get(keyOf(table!))!);
    }
    const inside = new Map<string, string>();
    const nameOf = (input: TableOp): string => this.names.get(keyOf(input)) ?? inside.get(keyOf(input))!;
    const steps = this.reached(op, (input) => input !== op && this.names.has(keyOf(input)));
    const named = steps.slice(0, -1).map((step) => {
      const sql = this.printed(step, nameOf);
      const name = quoteName(freeName(WORDS[step.kind], [...this.taken, ...unquoted(inside)]));
      inside.set(keyOf(step), name);
      return `${name} AS (${sql})`;
    });
    return `${named.length ? `WITH ${named.join(', ')} ` : ''}${this.printed(op, nameOf)}`;
  }

  private printed(op: TableOp, nameOf: (op: TableOp) => string): string {
    return withStar(op, this.variables.printed(op, nameOf));
  }

  private known(op: Analyse): KnownRows | undefined {
    const before = (this.before.get(op) ?? op) as Analyse;
    if (before.analysis !== 'importance') return this.request.fitted.rows(before);
    return rowsOfModel(before, this.models)?.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell)),
    );
  }

  private rejects(op: Scan, name: string): string {
    const lines = quoteName(this.freeName(`${name} lines`));
    const statements = scanStatements(sourceOf(op), fileOf(sourceOf(op)), lines, quoteName(name), undefined, 'TEMP TABLE');
    return [...statements, `DROP TABLE ${lines}`].map((sql) => statement(this.pieces(sql))).join('\n');
  }

  private pieces(sql: string): Piece[] {
    this.isSorted ||= sql.includes(' NULLS LAST');
    return contracted(inUsualOrder(this.variables.named(piecesOf(sql))), (macro) => this.macros.add(macro));
  }

  private files(): { path: string; text: string }[] {
    const paths = new Set([...this.outputs.flatMap((o) => (o.sink ? [o.sink.file] : [])), ...this.sources().map((source) => source.path)]);
    return this.outputs.map((output) => {
      const op = this.resultOf(output);
      const made = this.names.has(keyOf(op)) ? [] : this.made(op, output.name, new Map([[keyOf(op), output.name]]));
      const path = output.sink?.file ?? freeFile(`${snakeCase(output.name) || 'result'}.parquet`, paths);
      return { path, text: [...made, this.copy(op, output, path)].join('\n\n') };
    });
  }

  private copy(op: TableOp, { sink, table }: Output, path: string): string {
    const order = orderBy(orderOf(op, table.key));
    const name = this.names.get(keyOf(op))!;
    const texts = sink?.guard ? op.schema.filter((c) => c.type === 'string').map((c) => quoteName(c.name)) : [];
    const cells = texts.length ? `* REPLACE (${texts.map((text) => `${guardedSql(text)} AS ${text}`).join(', ')})` : '*';
    const from = order && texts.length ? `(SELECT * FROM ${name} ${order})` : `${name} ${order}`;
    const rows = laidOut(this.pieces(`SELECT ${cells} FROM ${from}`), INDENT);
    const how = sink?.format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT parquet, COMPRESSION zstd';
    return `COPY (\n${' '.repeat(INDENT)}${rows}\n) TO ${quoteText(localPath(path))} (${how});`;
  }
}

const INDENT = 2;

/** Names that queries of analyses give to their own steps. */
const INSIDE_ANALYSES = ['numbers', 'ends', 'placed', 'every', 'counts'];

/** What `inUsualOrder` leaves out. */
const SETTINGS = `-- What is sorted goes from small to large, and missing values come last.
SET default_order = 'asc';
SET default_null_order = 'nulls_last';`;

function inUsualOrder(pieces: readonly Piece[]): Piece[] {
  const isLast = (i: number): boolean => isWord(pieces[i], 'NULLS') && isWord(pieces[i + 1], 'LAST');
  return pieces.flatMap((piece, i): readonly Piece[] => {
    if (piece.kind === 'group') return [{ ...piece, body: inUsualOrder(piece.body) }];
    return isLast(i) || isLast(i - 1) || (piece.text === 'ASC' && isLast(i + 1)) ? [] : [piece];
  });
}

const SHUFFLING: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['join', 'aggregate', 'window', 'dedupe', 'sort', 'analyse']);

const byKey = (ops: readonly TableOp[]): readonly TableOp[] => [...new Map(ops.map((op) => [keyOf(op), op])).values()];
const unquoted = (names: ReadonlyMap<string, string>): string[] => [...names.values()].map((name) => name.slice(1, -1));

function sourceOf({ source }: Scan): FileSource {
  if (source.kind !== 'file') throw new Error('Only files are read.');
  return source;
}

function fileOf(source: FileSource): PlainFile {
  const path = localPath(source.path).replace(/[*?[]/g, '[$&]');
  return source.format === 'parquet' ? { kind: 'parquet', path } : { kind: 'csv', path, encoding: encodingOf(source) };
}

/** A path that DuckDB takes for one in the folder, and not for a place on the web or at home. */
const localPath = (path: string): string => (/^[\p{L}\p{N}_][^:]*$/u.test(path) ? path : `./${path}`);

function freeFile(file: string, taken: Set<string>): string {
  const [name, ending] = [file.replace(/\.[a-z]+$/, ''), /\.[a-z]+$/.exec(file)?.[0] ?? ''];
  let free = file;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}${ending}`;
  taken.add(free);
  return free;
}

/** Words for a comment: one line of them. */
const inComment = (text: string): string => text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();

const scriptName = (file: string): string => {
  const name = file.replace(/(\.clade)?\.json$/, '');
  return /^[\w.-]+$/.test(name) ? `${name}.sql` : 'SCRIPT.sql';
};

const commented = (text: string): string =>
  wrapped(inComment(text), WIDTH - 3)
    .map((line) => `-- ${line}`)
    .join('\n');

/** A table whose rows are known: a small one. */
function given(schema: Schema, rows: KnownRows): string {
  if (!rows.length) return `SELECT ${schema.map((c) => `CAST(NULL AS ${sqlType(c.type)}) AS ${quoteName(c.name)}`).join(', ')} WHERE false`;
  const tuples = rows.map((row) => `(${row.map((cell, i) => sqlExpr(lit(cell, schema[i]!.type), [])).join(', ')})`);
  return `SELECT * FROM (VALUES ${tuples.join(', ')}) AS known(${schema.map((c) => quoteName(c.name)).join(', ')})`;
}

/** The same query with `*` for all columns of a table in their order. */
function withStar(op: TableOp, sql: string): string {
  if (op.kind === 'project') {
    const { schema } = op.input;
    const isWhole = schema.every(({ name }, i) => {
      const made = op.columns[i];
      return made?.name === name && made.expr.kind === 'col' && made.expr.name === name;
    });
    return isWhole ? abbreviated(sql, schema, '') : sql;
  }
  return op.kind === 'join' && op.how !== 'full' ? abbreviated(sql, op.left.schema, 'l.') : sql;
}

function abbreviated(sql: string, schema: Schema, prefix: string): string {
  const all = `SELECT ${schema.map((c) => prefix + quoteName(c.name)).join(', ')}`;
  return sql.startsWith(all) ? `SELECT ${prefix}*${sql.slice(all.length)}` : sql;
}

/** How the rows of a file are sorted: by key or else by all columns, where computing them shuffles them. */
function orderOf(op: TableOp, key: readonly string[] | undefined): readonly SortKey[] {
  return isOrdered(op) ? [] : (key ?? op.schema.map((c) => c.name)).map((name) => ({ column: name }));
}

function isOrdered(op: TableOp): boolean {
  let step = op;
  while (step.kind === 'project' || step.kind === 'filter' || step.kind === 'unpivot') step = step.input;
  return step.kind === 'union' ? step.inputs.every(isOrdered) : step.kind === 'scan' || step.kind === 'sort' || step.kind === 'analyse';
}
