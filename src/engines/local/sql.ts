import { typeOf } from '../../core/expr.ts';
import {
  inputsOf,
  shareOf,
  type Aggregate,
  type Dedupe,
  type Filter,
  type Join,
  type Measure,
  type Op,
  type Project,
  type Sort,
  type SortKey,
  type TableOp,
  type Union,
  type Unpivot,
  type Window,
  type WindowColumn,
} from '../../core/plan.ts';
import { freeName, type Schema } from '../../core/schema.ts';
import { quoteName, quoteText, significantSql, sqlExpr, sqlType, sqlValue } from './expression.ts';

/** The SQL name of a table that is there already, for ops that are not to be printed. */
export type TableName = (op: TableOp) => string | undefined;

/**
 * One query that gives the rows of `op`. Every op it passes through becomes a named step; ops for which `tableName` has
 * a name are read from there. The steps are inlined by DuckDB, which pushes filters and columns down by itself.
 */
export function sqlOf(op: TableOp, tableName: TableName): string {
  const names = new Map<TableOp, string>();
  const nameOf = (input: TableOp): string => tableName(input) ?? names.get(input)!;

  const there = tableName(op);
  if (there) return `SELECT * FROM ${there}`;
  const steps = fusedOps(op, tableName).map((step, i) => {
    const name = quoteName(`step ${i + 1}`);
    const text = `${name} AS NOT MATERIALIZED (${opSql(step, nameOf)})`;
    names.set(step, name);
    return text;
  });
  return `${steps.length ? `WITH ${steps.join(',\n')}\n` : ''}${inStoredOrder(op, opSql(op, nameOf), tableName)}`;
}

/** `op` alone as a query over tables that have names. */
export const opSql = (op: TableOp, nameOf: (op: TableOp) => string): string => (PRINT[op.kind] as Print<TableOp>)(op, nameOf);

/** The ops that the query for `op` passes through before it meets tables that are there, inputs first. */
export function fusedOps(op: TableOp, tableName: TableName): TableOp[] {
  const seen = new Set<Op>();
  const found: TableOp[] = [];
  const stack = inputsOf(op).map((input) => ({ step: input, entered: false }));
  while (stack.length) {
    const top = stack.at(-1)!;
    const { step } = top;
    if (top.entered) {
      stack.pop();
      found.push(step as TableOp);
    } else if (seen.has(step) || step.kind === 'fit' || tableName(step) !== undefined) stack.pop();
    else {
      top.entered = true;
      seen.add(step);
      stack.push(...inputsOf(step).map((input) => ({ step: input, entered: false })));
    }
  }
  return found;
}

type Print<O> = (op: O, nameOf: (op: TableOp) => string) => string;
type Printed = Exclude<TableOp, { kind: 'scan' | 'apply' | 'analyse' }>;

const PRINT: { readonly [K in TableOp['kind']]: Print<Extract<TableOp, { kind: K }>> } = {
  scan: notPrinted,
  apply: notPrinted,
  analyse: notPrinted,
  project,
  filter,
  join,
  aggregate,
  window,
  dedupe,
  union,
  unpivot,
  sort,
};

function notPrinted(op: TableOp): never {
  throw new Error(`A ${op.kind} is a task of its own and must be there before it is read.`);
}

export const isPrinted = (op: Op): op is Printed => op.kind !== 'fit' && PRINT[op.kind] !== notPrinted;

const from = (op: TableOp, nameOf: (op: TableOp) => string): string => `FROM ${nameOf(op)}`;
const namesOf = (schema: Schema, prefix = ''): string => schema.map((c) => prefix + quoteName(c.name)).join(', ');

function project({ input, columns }: Project, nameOf: (op: TableOp) => string): string {
  const list = columns.map(({ name, expr }) => {
    const value = sqlValue(expr, input.schema);
    return expr.kind === 'col' && expr.name === name ? value : `${value} AS ${quoteName(name)}`;
  });
  return `SELECT ${list.join(', ')} ${from(input, nameOf)}`;
}

function filter({ input, where, negate }: Filter, nameOf: (op: TableOp) => string): string {
  const condition = sqlExpr(where, input.schema);
  return `SELECT * ${from(input, nameOf)} WHERE ${negate ? `(${condition}) IS NOT TRUE` : condition}`;
}

function join({ left, right, how, on, schema }: Join, nameOf: (op: TableOp) => string): string {
  const tables = (kind: string) => `FROM ${nameOf(left)} l ${kind} JOIN ${nameOf(right)} r`;
  if (how === 'cross') return `SELECT ${namesOf(left.schema, 'l.')}, ${namesOf(right.schema, 'r.')} ${tables('CROSS')}`;
  const match = on.map(([l, r]) => `l.${quoteName(l)} = r.${quoteName(r)}`).join(' AND ');
  if (how === 'semi' || how === 'anti') return `SELECT ${namesOf(left.schema, 'l.')} ${tables(how.toUpperCase())} ON ${match}`;
  const rightKey = new Map(on);
  const list = schema.map((c, i) => {
    const name = quoteName(c.name);
    if (i >= left.schema.length) return `r.${name}`;
    const key = how === 'full' ? rightKey.get(c.name) : undefined;
    return key === undefined ? `l.${name}` : `coalesce(l.${name}, r.${quoteName(key)}) AS ${name}`;
  });
  return `SELECT ${list.join(', ')} ${tables(how.toUpperCase())} ON ${match}`;
}

function aggregate(op: Aggregate, nameOf: (op: TableOp) => string): string {
  const { input, by, measures } = op;
  if (isDistinctInSteps(measures)) return distinctInSteps(op, nameOf);
  const keys = by.map(quoteName);
  const list = [...keys, ...measures.map((m) => `${measure(m, input.schema, measures)} AS ${quoteName(m.name)}`)];
  return `SELECT ${list.join(', ')} ${from(input, nameOf)}${keys.length ? ` GROUP BY ${keys.join(', ')}` : ''}`;
}

/** Measures that can be made of their parts. */
const PARTED: ReadonlySet<Measure['fn']> = new Set<Measure['fn']>(['distinct', 'count', 'sum', 'mean', 'min', 'max', 'any', 'all']);

function isDistinctInSteps(measures: readonly Measure[]): boolean {
  const values = new Set(measures.filter((m) => m.fn === 'distinct').map((m) => JSON.stringify([m.of, m.where])));
  return values.size === 1 && measures.every((m) => PARTED.has(m.fn));
}

/**
 * Distinct values are grouped first and counted then: the same rows in the same time, and out of memory only where the
 * disk is full, which `count(DISTINCT)` is not (seen in 1.4.5: 30 million rows at 512 MB).
 */
function distinctInSteps({ input, by, measures }: Aggregate, nameOf: (op: TableOp) => string): string {
  const taken = [...input.schema.map((c) => c.name), ...by];
  const own = (words: string): string => {
    taken.push(freeName(words, taken));
    return quoteName(taken.at(-1)!);
  };
  const keys = by.map(quoteName);
  const value = own('value');
  const parts: string[] = [];
  const part = (sql: string): string => {
    const name = own(`part ${parts.length + 1}`);
    parts.push(`${sql} AS ${name}`);
    return name;
  };
  const list = measures.map((m) => `${fromParts(m, input.schema, value, part)} AS ${quoteName(m.name)}`);
  const { of, where } = measures.find((m) => m.fn === 'distinct')!;
  const counted = sqlValue(of!, input.schema);
  const distinct = `${where ? `CASE WHEN ${sqlExpr(where, input.schema)} THEN ${counted} END` : counted} AS ${value}`;
  const inner = `SELECT ${[...keys, distinct, ...parts].join(', ')} ${from(input, nameOf)} GROUP BY ${[...keys, value].join(', ')}`;
  return `SELECT ${[...keys, ...list].join(', ')} FROM (${inner})${keys.length ? ` GROUP BY ${keys.join(', ')}` : ''}`;
}

/** A measure over groups of rows; `part` names what is computed of each. */
function fromParts({ fn, of, where }: Measure, schema: Schema, distinct: string, part: (sql: string) => string): string {
  const value = of && sqlValue(of, schema);
  const only = where ? ` FILTER (WHERE ${sqlExpr(where, schema)})` : '';
  switch (fn) {
    case 'distinct':
      return `count(${distinct})`;
    case 'count':
      return `CAST(coalesce(sum(${part(`count(${value ?? '*'})${only}`)}), 0) AS BIGINT)`;
    case 'sum': {
      const sum = `sum(${part(`sum(${value})${only}`)})`;
      return typeOf(of!, schema).type === 'int' ? `TRY_CAST(${sum} AS BIGINT)` : significantSql(sum);
    }
    case 'mean':
      return significantSql(`(sum(${part(`sum(${value})${only}`)}) / sum(${part(`count(${value})${only}`)}))`);
    case 'any':
      return `bool_or(${part(`bool_or(${value})${only}`)})`;
    case 'all':
      return `bool_and(${part(`bool_and(${value})${only}`)})`;
    default:
      return `${fn}(${part(`${fn}(${value})${only}`)})`;
  }
}

/** `all` are the measures beside it: quantiles of one column are printed alike, so that DuckDB keeps its values once. */
function measure(one: Measure, schema: Schema, all: readonly Measure[]): string {
  const { fn, of, where, order = [] } = one;
  const value = of && sqlValue(of, schema);
  const only = where ? ` FILTER (WHERE ${sqlExpr(where, schema)})` : '';
  const whole = of && typeOf(of, schema).type === 'int';
  switch (fn) {
    case 'count':
      return `count(${value ?? '*'})${only}`;
    case 'distinct':
      return `count(DISTINCT ${value})${only}`;
    case 'sum':
      return whole ? `TRY_CAST(sum(${value})${only} AS BIGINT)` : significantSql(`sum(${value})${only}`);
    case 'mean':
      return significantSql(`avg(${value})${only}`);
    case 'stddev':
      return significantSql(`stddev_samp(${value})${only}`);
    case 'stddev_pop':
      return significantSql(`stddev_pop(${value})${only}`);
    case 'median':
    case 'quantile': {
      const share = shareOf(one)!;
      const alike = all.filter((m) => shareOf(m) !== undefined && JSON.stringify([m.of, m.where]) === JSON.stringify([of, where]));
      if (alike.length === 1) return `quantile_cont(${value}::DOUBLE, ${share})${only}`;
      const shares = alike.map(shareOf);
      return `(quantile_cont(${value}::DOUBLE, [${shares.join(', ')}])${only})[${shares.indexOf(share) + 1}]`;
    }
    case 'first':
      return `first(${value} ${orderBy(order)})${only}`;
    case 'last':
      return `last(${value} ${orderBy(order)})${only}`;
    case 'mode':
      return `mode(${value} ORDER BY ${value})${only}`;
    case 'any':
      return `bool_or(${value})${only}`;
    case 'all':
      return `bool_and(${value})${only}`;
    case 'min':
    case 'max':
      return `${fn}(${value})${only}`;
  }
}

function window({ input, columns }: Window, nameOf: (op: TableOp) => string): string {
  return `SELECT *, ${columns.map((c) => `${windowValue(c, input.schema)} AS ${quoteName(c.name)}`).join(', ')} ${from(input, nameOf)}`;
}

function windowValue({ fn, of, by, order }: WindowColumn, schema: Schema): string {
  const value = of && sqlValue(of, schema);
  const whole = of && typeOf(of, schema).type === 'int';
  const partition = by.length ? `PARTITION BY ${by.map(quoteName).join(', ')}` : '';
  const ordered = ` OVER (${[partition, orderBy(order)].filter(Boolean).join(' ')})`;
  const running = ` OVER (${[partition, orderBy(order), 'ROWS UNBOUNDED PRECEDING'].filter(Boolean).join(' ')})`;
  const over = ` OVER (${partition})`;
  const summed = (frame: string) => (whole ? `TRY_CAST(sum(${value})${frame} AS BIGINT)` : significantSql(`sum(${value})${frame}`));
  switch (fn) {
    case 'row_number':
    case 'rank':
    case 'dense_rank':
      return `${fn}()${ordered}`;
    case 'lag':
    case 'lead':
      return `${fn}(${value})${ordered}`;
    case 'running_sum':
      return summed(running);
    case 'running_count':
      return `count(${value ?? '*'})${running}`;
    case 'count':
      return `count(${value ?? '*'})${over}`;
    case 'sum':
      return summed(over);
    case 'mean':
      return significantSql(`avg(${value})${over}`);
    case 'min':
    case 'max':
      return `${fn}(${value})${over}`;
  }
}

function dedupe({ input, by, order, part }: Dedupe, nameOf: (op: TableOp) => string): string {
  const number = `row_number() OVER (PARTITION BY ${by.map(quoteName).join(', ')} ${orderBy(order)})`;
  return `SELECT * ${from(input, nameOf)} QUALIFY ${number} ${part === 'kept' ? '= 1' : '> 1'}`;
}

function union({ inputs, schema }: Union, nameOf: (op: TableOp) => string): string {
  return inputs
    .map((input) => {
      const list = schema.map((c) => {
        const name = quoteName(c.name);
        return input.schema.some((s) => s.name === c.name && s.type === c.type) ? name : `${name}::${sqlType(c.type)} AS ${name}`;
      });
      return `SELECT ${list.join(', ')} ${from(input, nameOf)}`;
    })
    .join(' UNION ALL ');
}

function unpivot({ input, keep, columns, name, value, schema }: Unpivot, nameOf: (op: TableOp) => string): string {
  const type = sqlType(schema.at(-1)!.type);
  const list = [
    ...keep.map(quoteName),
    `unnest([${columns.map(quoteText).join(', ')}]) AS ${quoteName(name)}`,
    `unnest([${columns.map((c) => `${quoteName(c)}::${type}`).join(', ')}]) AS ${quoteName(value)}`,
  ];
  return `SELECT ${list.join(', ')} ${from(input, nameOf)}`;
}

function sort({ input, order: keys, limit, offset }: Sort, nameOf: (op: TableOp) => string): string {
  return `SELECT * ${from(input, nameOf)} ${orderBy(keys)}${limit === undefined ? '' : ` LIMIT ${limit}`}${offset ? ` OFFSET ${offset}` : ''}`;
}

export function orderBy(keys: readonly SortKey[]): string {
  return keys.length ? `ORDER BY ${keys.map((k) => `${quoteName(k.column)} ${k.desc ? 'DESC' : 'ASC'} NULLS LAST`).join(', ')}` : '';
}

/**
 * The order in which rows are stored, so that a table reads the same on every run: by its key where grouping or joining
 * would shuffle it; a file's own order and an explicit sort are kept as they come.
 */
function inStoredOrder(op: TableOp, sql: string, tableName: TableName): string {
  let step: TableOp = op;
  while ((step.kind === 'project' || step.kind === 'filter') && !tableName(step.input)) step = step.input;
  const keys = op.key?.map((column) => ({ column })) ?? (op.kind === 'dedupe' ? op.order : []);
  return SHUFFLING.has(step.kind) && keys.length ? `SELECT * FROM (${sql}) ${orderBy(keys)}` : sql;
}

const SHUFFLING = new Set<TableOp['kind']>(['aggregate', 'join', 'dedupe', 'window']);

/** A text that a spreadsheet would run as a formula, with an apostrophe in front. */
export const guardedSql = (column: string): string =>
  `CASE WHEN regexp_matches(${column}, ${quoteText('^[=+@\\t\\r-]')}) THEN ${quoteText("'")} || ${column} ELSE ${column} END`;

/** Counts the rows of several ops in one query: pairs of position and count. */
export function countsSql(ops: readonly TableOp[], tableName: TableName): string {
  return ops.map((op, i) => `SELECT ${i} AS op, count(*) AS n FROM (${sqlOf(op, tableName)})`).join(' UNION ALL ');
}
