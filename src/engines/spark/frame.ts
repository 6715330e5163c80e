import type { Model } from '../../../workers/host.ts';
import { typeOf, type Expr } from '../../core/expr.ts';
import {
  shareOf,
  type Aggregate,
  type Dedupe,
  type Filter,
  type Join,
  type KeyPair,
  type Measure,
  type ModelOp,
  type Named,
  type Project,
  type Sort,
  type SortKey,
  type TableOp,
  type Union,
  type Unpivot,
  type Window,
  type WindowColumn,
} from '../../core/plan.ts';
import { columnOf, findColumn, freeName, type Column, type Schema } from '../../core/schema.ts';
import { columnNamed, pythonValue, sparkExpr, sparkValue, type Scope } from './column.ts';
import { LEVEL, long, type Printed } from './functions.ts';
import { bracketed, called, chained, infix, list, seq, type Doc } from './layout.ts';
import { columnPath, quoteText } from './spelling.ts';

/** What printing an op needs: its inputs as Python, to chain on or by the names of variables. */
export interface Frames extends Scope {
  /** An input as the start of a chain. */
  chain(op: TableOp): Doc;
  /** An input as the name of a variable. */
  name(op: TableOp): Doc;
  /** The constant that holds a model; `text` is its statement, where the script has none yet. */
  model(op: ModelOp, text: (name: string) => string): string;
  /** What was learned, if anything was. */
  fitted(op: ModelOp): Model | undefined;
}

export type PrintFrame<O> = (op: O, frames: Frames) => Doc;
export type RelationalOp = Exclude<TableOp, { kind: 'scan' | 'apply' | 'analyse' }>;

/** One row a relational op: its DataFrame as a chain of methods. */
export const FRAMES: { readonly [K in RelationalOp['kind']]: PrintFrame<Extract<RelationalOp, { kind: K }>> } = {
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

export const frameOf = (op: RelationalOp, frames: Frames): Doc => (FRAMES[op.kind] as PrintFrame<RelationalOp>)(op, frames);

/** `expr.alias("name")`. */
export const aliased = ({ doc, level }: Printed, name: string): Doc =>
  chained(level < LEVEL.whole ? bracketed(doc) : doc, `.alias(${quoteText(name)})`);

const paths = (names: readonly string[]): Doc[] => names.map(columnPath);
const selected = (schema: Schema): Doc => called('.select', ...paths(schema.map((c) => c.name)));

function project({ input, columns, schema }: Project, frames: Frames): Doc {
  const start = frames.chain(input);
  const keepsAll = input.schema.every((c, i) => columns[i]?.name === c.name);
  const changed = columns.filter(({ name, expr }) => expr.kind !== 'col' || expr.name !== name);
  if (keepsAll && changed.length === 0 && columns.length === input.schema.length) return start;
  if (keepsAll && changed.length * 2 <= columns.length + 2) return chained(start, withColumns(changed, input.schema, frames));
  const dropped = droppedBy(columns, input.schema);
  if (dropped && dropped.length < columns.length) return chained(start, called('.drop', ...dropped.map(quoteText)));
  const items = columns.map(({ name, expr }, i) => {
    const value = sparkValue(expr, input.schema, frames);
    return value.doc === columnNamed(name) ? columnPath(name) : aliased(value, schema[i]!.name);
  });
  return chained(start, called('.select', ...items));
}

/** The columns that are left out, where that is all that happens. */
function droppedBy(columns: readonly Named[], schema: Schema): string[] | undefined {
  const kept = columns.map(({ name, expr }) => (expr.kind === 'col' && expr.name === name ? schema.findIndex((c) => c.name === name) : -1));
  const inOrder = kept.every((at, i) => at >= 0 && (i === 0 || at > kept[i - 1]!));
  return inOrder ? schema.map((c) => c.name).filter((_, i) => !kept.includes(i)) : undefined;
}

/** All columns, and those of `added` in their places or after them. */
function withColumns(added: readonly Named[], schema: Schema, frames: Frames): Doc {
  const items = added.map(({ name, expr }) => [quoteText(name), sparkValue(expr, schema, frames).doc] as const);
  const [only] = items;
  if (items.length === 1) return called('.withColumn', ...only!);
  return called('.withColumns', dictionary(items));
}

export const dictionary = (items: readonly (readonly [key: Doc, value: Doc])[]): Doc =>
  list(
    '{',
    items.map(([key, value]) => seq(key, ': ', value)),
    '}',
  );

function filter({ input, where, negate }: Filter, frames: Frames): Doc {
  const condition = sparkExpr(where, input.schema, frames);
  return chained(
    frames.chain(input),
    called('.where', negate ? seq('~', called('F.coalesce', condition.doc, 'F.lit(False)')) : condition.doc),
  );
}

const HOW = { inner: 'inner', left: 'left', full: 'full', semi: 'left_semi', anti: 'left_anti' } as const;

function join(op: Join, frames: Frames): Doc {
  const { left, right, how, on, schema } = op;
  if (how === 'cross') return chained(frames.chain(left), called('.crossJoin', called('F.broadcast', frames.name(right))));
  const method = quoteText(HOW[how]);
  if (isPlain(on)) {
    const renamed = on.filter(([l, r]) => l !== r);
    const other = renamed.length
      ? chained(frames.name(right), called('.withColumnsRenamed', dictionary(renamed.map(([l, r]) => [quoteText(r), quoteText(l)]))))
      : frames.name(right);
    const keys = on.map(([l]) => l);
    const joined = called('.join', other, seq('on=', list('[', keys.map(quoteText), ']')), `how=${method}`);
    const steps = usingOrder(op, keys).every((name, i) => schema[i]?.name === name) ? [] : [selected(schema)];
    return chained(frames.chain(left), joined, ...steps);
  }
  return joinRenamed(op, method, frames);
}

/** Whether each key occurs once on its side, so that both can have one name. */
const isPlain = (on: readonly KeyPair[]): boolean => [0, 1].every((side) => new Set(on.map((pair) => pair[side])).size === on.length);

/** The columns as a join on names gives them: the keys first. */
function usingOrder({ left, right, how, on }: Join, keys: readonly string[]): string[] {
  const rest = left.schema.map((c) => c.name).filter((name) => !keys.includes(name));
  if (how === 'semi' || how === 'anti') return [...keys, ...rest];
  return [...keys, ...rest, ...right.schema.map((c) => c.name).filter((name) => !on.some(([, r]) => r === name))];
}

/** A key that is compared with two others: the right side's keys get names of their own. */
function joinRenamed({ left, right, how, on, schema }: Join, method: string, frames: Frames): Doc {
  const taken = [...left.schema, ...right.schema].map((c) => c.name);
  const keys = [...new Set(on.map(([, r]) => r))];
  const names = new Map(keys.map((key) => [key, take(taken, `right ${key}`)]));
  const other = chained(
    frames.name(right),
    called('.withColumnsRenamed', dictionary([...names].map(([key, name]) => [quoteText(key), quoteText(name)]))),
  );
  const equal = on.map(([l, r]) => list('(', [infix('==', columnNamed(l), columnNamed(names.get(r)!))], ')'));
  const joined = chained(frames.chain(left), called('.join', other, seq('on=', infix('&', ...equal)), `how=${method}`));
  if (how === 'semi' || how === 'anti') return joined;
  const rightKey = new Map(on);
  const items = schema.map(({ name }) => {
    const key = how === 'full' && findColumn(left.schema, name) ? rightKey.get(name) : undefined;
    if (key === undefined) return columnPath(name);
    return chained(called('F.coalesce', columnNamed(name), columnNamed(names.get(key)!)), `.alias(${quoteText(name)})`);
  });
  return chained(joined, called('.select', ...items));
}

/** A name that no column has, which is taken from then on. */
function take(taken: string[], name: string): string {
  const free = freeName(name, taken);
  taken.push(free);
  return free;
}

function aggregate({ input, by, measures }: Aggregate, frames: Frames): Doc {
  const start = frames.chain(input);
  if (!measures.length) return chained(start, called('.select', ...paths(by)), '.distinct()');
  const taken = [...input.schema.map((c) => c.name), ...measures.map((m) => m.name)];
  const counted: (readonly [Doc, Doc])[] = [];
  const shared = quantilesOf(measures, taken);
  const values = measures.flatMap((m): Doc[] => {
    const place = shared.get(m);
    if (place) return place.at > 0 ? [] : [aliased(quantiles(m, place.shares, input.schema, frames), place.name)];
    if (m.fn !== 'mode') return [aliased(measured(m, input, frames), m.name)];
    const value = measuredValue(m, input.schema, frames);
    const times = take(taken, `times ${m.name}`);
    counted.push([quoteText(times), chained(called('F.count', value), called('.over', called('Window.partitionBy', ...paths(by), value)))]);
    return [aliased(atom(called('F.min_by', value, called('F.struct', seq('-', columnNamed(times)), value))), m.name)];
  });
  const rows = counted.length ? chained(start, called('.withColumns', dictionary(counted))) : start;
  const grouped = chained(rows, ...(by.length ? [called('.groupBy', ...paths(by))] : []), called('.agg', ...values));
  if (!shared.size) return grouped;
  const items = measures.map((m) => {
    const place = shared.get(m);
    return place ? aliased(atom(seq(columnNamed(place.name), `[${place.at}]`)), m.name) : columnPath(m.name);
  });
  return chained(grouped, called('.select', ...paths(by), ...items));
}

/** A quantile among several of one column, which one pass gives together. */
interface Placed {
  /** Of the column that holds them all. */
  readonly name: string;
  readonly shares: readonly number[];
  readonly at: number;
}

function quantilesOf(measures: readonly Measure[], taken: string[]): Map<Measure, Placed> {
  const groups = new Map<string, Measure[]>();
  for (const m of measures) {
    if (shareOf(m) === undefined) continue;
    const key = JSON.stringify([m.of, m.where ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), m]);
  }
  const placed = new Map<Measure, Placed>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const name = take(taken, 'quantiles');
    const shares = group.map((m) => shareOf(m)!);
    group.forEach((m, at) => placed.set(m, { name, shares, at }));
  }
  return placed;
}

const quantiles = (m: Measure, shares: readonly number[], schema: Schema, frames: Frames): Printed =>
  atom(
    called(
      'F.percentile',
      measuredValue(m, schema, frames),
      list(
        '[',
        shares.map((share) => pythonValue(share, 'double')),
        ']',
      ),
    ),
  );

const atom = (doc: Doc): Printed => ({ doc, level: LEVEL.whole });

/** What is measured, missing on the rows that do not count. */
function measuredValue({ of, where }: Measure, schema: Schema, frames: Frames): Doc {
  const value = of ? sparkValue(of, schema, frames) : undefined;
  if (!where) return value?.doc ?? quoteText('*');
  return called('F.when', sparkExpr(where, schema, frames).doc, value?.doc ?? '1');
}

function measured(measure: Measure, input: TableOp, frames: Frames): Printed {
  const { fn, of, where, order = [] } = measure;
  const { schema } = input;
  if (fn === 'count' && !of && where) return atom(called('F.count_if', sparkExpr(where, schema, frames).doc));
  if (fn === 'first' || fn === 'last') {
    const place = called(frames.use('in_order'), ...order.map((key) => rising(key, schema, frames)));
    const counts = where ? called('F.when', sparkExpr(where, schema, frames).doc, place) : place;
    return atom(called(fn === 'first' ? 'F.min_by' : 'F.max_by', sparkValue(of!, schema, frames).doc, counts));
  }
  const value = measuredValue(measure, schema, frames);
  switch (fn) {
    case 'distinct':
      return atom(called('F.count_distinct', value));
    case 'sum':
      return isWhole(of!, schema) ? atom(called('F.try_sum', value)) : significant(called('F.sum', value), frames);
    case 'mean':
      return significant(called('F.avg', value), frames);
    case 'stddev':
      return significant(called('F.stddev_samp', value), frames);
    case 'stddev_pop':
      return significant(called('F.stddev_pop', value), frames);
    case 'median':
    case 'quantile':
      return atom(called('F.percentile', value, pythonValue(shareOf(measure)!, 'double')));
    case 'any':
      return atom(called('F.bool_or', value));
    case 'all':
      return atom(called('F.bool_and', value));
    case 'count':
    case 'min':
    case 'max':
    case 'mode':
      return atom(called(`F.${fn}`, value));
  }
}

const isWhole = (expr: Expr, schema: Schema): boolean => typeOf(expr, schema).type === 'int';
const significant = (doc: Doc, frames: Frames): Printed => atom(called(frames.use('significant'), doc));

/** A column that rises along an order. */
function rising({ column, desc }: SortKey, schema: Schema, frames: Frames): Doc {
  return desc ? falling(columnOf(schema, column), frames) : columnNamed(column);
}

function falling({ name, type }: Column, frames: Frames): Doc {
  const value = columnNamed(name);
  switch (type) {
    case 'int':
      return called('F.bitwise_not', value);
    case 'double':
      return seq('-', value);
    case 'bool':
      return seq('~', value);
    case 'date':
      return seq('-', called('F.unix_date', value));
    case 'timestamp':
      return seq('-', called('F.unix_micros', value));
    case 'string':
      return called(frames.use('last_first'), value);
  }
}

/** Sort keys, missing values last in both directions. */
export const sortKeys = (order: readonly SortKey[]): Doc[] =>
  order.map(({ column, desc }) => chained(columnNamed(column), desc ? '.desc_nulls_last()' : '.asc_nulls_last()'));

function partition(by: readonly string[], order: readonly SortKey[] = []): Doc {
  const steps = [
    ...(by.length ? [called('.partitionBy', ...paths(by))] : []),
    ...(order.length ? [called('.orderBy', ...sortKeys(order))] : []),
  ];
  return steps.length ? seq('Window', ...steps) : 'Window.partitionBy()';
}

function window({ input, columns }: Window, frames: Frames): Doc {
  const added = columns.map((c) => [quoteText(c.name), long(windowValue(c, input.schema, frames)).doc] as const);
  const step = added.length === 1 ? called('.withColumn', ...added[0]!) : called('.withColumns', dictionary(added));
  return chained(frames.chain(input), step);
}

function windowValue({ fn, of, by, order }: WindowColumn, schema: Schema, frames: Frames): Printed {
  const value = of ? sparkValue(of, schema, frames).doc : quoteText('*');
  const over = (doc: Doc, frame: Doc): Printed => atom(chained(doc, called('.over', frame)));
  const ordered = partition(by, order);
  const running = seq(ordered, '.rowsBetween(Window.unboundedPreceding, Window.currentRow)');
  const whole = partition(by);
  const sum = (frame: Doc): Printed =>
    of && isWhole(of, schema) ? over(called('F.try_sum', value), frame) : significant(over(called('F.sum', value), frame).doc, frames);
  switch (fn) {
    case 'row_number':
      return { ...over('F.row_number()', ordered), short: true };
    case 'rank':
    case 'dense_rank':
      return { ...over(`F.${fn}()`, order.length ? ordered : seq(whole, '.orderBy(F.lit(1))')), short: true };
    case 'lag':
    case 'lead':
      return over(called(`F.${fn}`, value), ordered);
    case 'running_sum':
      return sum(running);
    case 'running_count':
      return over(called('F.count', value), running);
    case 'sum':
      return sum(whole);
    case 'mean':
      return significant(over(called('F.avg', value), whole).doc, frames);
    case 'count':
    case 'min':
    case 'max':
      return over(called(`F.${fn}`, value), whole);
  }
}

function dedupe({ input, by, order, part }: Dedupe, frames: Frames): Doc {
  const names = input.schema.map((c) => c.name);
  const start = frames.chain(input);
  if (part === 'kept' && names.every((name) => by.includes(name))) return chained(start, '.distinct()');
  const number = freeName('row', names);
  return chained(
    start,
    called('.withColumn', quoteText(number), chained('F.row_number()', called('.over', partition(by, order)))),
    called('.where', infix(part === 'kept' ? '==' : '>', columnNamed(number), '1')),
    called('.drop', quoteText(number)),
  );
}

function union({ inputs }: Union, frames: Frames): Doc {
  const [first, ...rest] = inputs;
  return chained(frames.chain(first!), ...rest.map((input) => called('.unionByName', frames.name(input))));
}

function unpivot({ input, keep, columns, name, value }: Unpivot, frames: Frames): Doc {
  return chained(
    frames.chain(input),
    called('.unpivot', list('[', paths(keep), ']'), list('[', paths(columns), ']'), quoteText(name), quoteText(value)),
  );
}

function sort({ input, order, limit, offset }: Sort, frames: Frames): Doc {
  return chained(
    frames.chain(input),
    called('.orderBy', ...sortKeys(order)),
    ...(offset ? [`.offset(${offset})`] : []),
    ...(limit === undefined ? [] : [`.limit(${limit})`]),
  );
}
