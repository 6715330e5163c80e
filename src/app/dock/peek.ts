import type { Cell } from '../../core/engine.ts';
import { and, call, col, lit, or, type Expr } from '../../core/expr.ts';
import { filter, type SortKey, type TableOp } from '../../core/plan.ts';
import { findColumn, isNumeric, type Column, type Schema } from '../../core/schema.ts';
import { valueText } from './column-words.ts';
import { count, exact } from './numbers.ts';

/** What a person wants to see of one column. */
export type ColumnFilter = { readonly column: string } & (
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'is'; readonly values: readonly Cell[] }
  | { readonly kind: 'not'; readonly values: readonly Cell[] }
  /** Numbers, or dates as text; both ends belong to it. */
  | { readonly kind: 'range'; readonly from?: Bound | undefined; readonly to?: Bound | undefined }
  | { readonly kind: 'missing' }
  | { readonly kind: 'present' }
);

export type Bound = number | string;

/** A look at some of the rows in an order of their own. It is never part of the workflow. */
export interface Peek {
  /** At most one a column and kind. */
  readonly filters: readonly ColumnFilter[];
  /** A text that one of the columns has, in any case. */
  readonly find: string;
  readonly order: readonly SortKey[];
}

export const NO_PEEK: Peek = { filters: [], find: '', order: [] };

/** The peek without what the columns no longer have. */
export function fitting(peek: Peek, schema: Schema): Peek {
  const filters = peek.filters.filter((f) => fits(f, findColumn(schema, f.column)));
  const order = peek.order.filter((key) => findColumn(schema, key.column));
  const same = filters.length === peek.filters.length && order.length === peek.order.length;
  return same ? peek : { ...peek, filters, order };
}

function fits(wish: ColumnFilter, column: Column | undefined): boolean {
  if (!column) return false;
  switch (wish.kind) {
    case 'contains':
      return column.type === 'string';
    case 'range':
      return [wish.from, wish.to].every((end) => end === undefined || (typeof end === 'number' ? isNumeric(column.type) : isDay(column)));
    case 'is':
    case 'not':
      return wish.values.every((v) => v === null || fitsType(v, column));
    case 'missing':
    case 'present':
      return true;
  }
}

function fitsType(value: NonNullable<Cell>, { type }: Column): boolean {
  switch (type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'double':
      return typeof value === 'number' && Number.isFinite(value);
    case 'int':
      return typeof value === 'number' || /^-?\d+$/.test(String(value));
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value));
    case 'timestamp':
      return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value));
    case 'string':
      return typeof value === 'string';
  }
}

/** Whether rows can be picked by this value; not by a time in parts of a second or before the year 1. */
export const canCompare = (value: Cell, column: Column): boolean => value === null || fitsType(value, column);

export const isDay = ({ type }: Pick<Column, 'type'>): boolean => type === 'date' || type === 'timestamp';

/** The condition of a peek over a table's rows; nothing where all rows are on show. */
export function conditionOf(peek: Peek, schema: Schema): Expr | undefined {
  const { filters, find } = fitting(peek, schema);
  const conditions = [...filters.map((f) => conditionFor(f, findColumn(schema, f.column)!)), ...(find ? [anyContains(find, schema)] : [])];
  return conditions.length ? and(...conditions) : undefined;
}

export function peekOp(table: TableOp, peek: Peek): TableOp {
  const condition = conditionOf(peek, table.schema);
  return condition ? filter(table, condition) : table;
}

function conditionFor(wish: ColumnFilter, column: Column): Expr {
  const value = col(column.name);
  switch (wish.kind) {
    case 'contains':
      return contains(column.name, wish.text);
    case 'missing':
      return call('is_null', value);
    case 'present':
      return call('not', call('is_null', value));
    case 'is': {
      const known = wish.values.filter((v) => v !== null);
      return or(...(known.length ? [among(column, known)] : []), ...(known.length < wish.values.length ? [call('is_null', value)] : []));
    }
    case 'not': {
      const known = wish.values.filter((v) => v !== null);
      const others = known.length ? differs(column, known) : undefined;
      if (known.length < wish.values.length) return and(call('not', call('is_null', value)), ...(others ? [others] : []));
      return others && column.nullable ? or(others, call('is_null', value)) : (others ?? lit(true));
    }
    case 'range':
      return and(...endsOf(column, wish.from, wish.to));
  }
}

const contains = (name: string, text: string): Expr => call('contains', call('lower', col(name)), lit(text.toLowerCase()));

/** Searched are texts, and whole numbers that are ids. */
function anyContains(text: string, schema: Schema): Expr {
  const part = lit(text.toLowerCase());
  return or(
    ...schema.flatMap(({ name, type, role }) => {
      if (type === 'string') return [contains(name, text)];
      return type === 'int' && role === 'id' ? [call('contains', call('to_text', col(name)), part)] : [];
    }),
  );
}

function among(column: Column, values: readonly NonNullable<Cell>[]): Expr {
  const [value, ...literals] = compared(column, values);
  return literals.length === 1 ? call('=', value!, literals[0]!) : call('in', value!, ...literals);
}

function differs(column: Column, values: readonly NonNullable<Cell>[]): Expr {
  const [value, ...literals] = compared(column, values);
  return literals.length === 1 ? call('<>', value!, literals[0]!) : call('not', call('in', value!, ...literals));
}

/** The column and values as they can be compared. Whole numbers that JavaScript does not hold come, and are compared, as text. */
function compared(column: Column, values: readonly NonNullable<Cell>[]): Expr[] {
  const asText = column.type === 'int' && values.some((v) => typeof v === 'string');
  if (asText) return [call('to_text', col(column.name)), ...values.map((v) => lit(String(v)))];
  return [col(column.name), ...values.map((v) => lit(v, column.type))];
}

function endsOf(column: Column, from: Bound | undefined, to: Bound | undefined): Expr[] {
  const value = col(column.name);
  const literal = (end: Bound): Expr =>
    typeof end === 'number' ? lit(end) : lit(end, column.type === 'timestamp' && end.length > 10 ? 'timestamp' : 'date');
  const day = (end: Bound): boolean => column.type === 'timestamp' && String(end).length === 10;
  return [
    ...(from === undefined ? [] : [call('>=', value, literal(from))]),
    ...(to === undefined ? [] : [call('<=', day(to) ? call('to_date', value) : value, literal(to))]),
  ];
}

/** The peek with a filter in place of the one of its column. Several filters that exclude values become one. */
export function withFilter(peek: Peek, wish: ColumnFilter): Peek {
  const before = peek.filters.find((f) => f.column === wish.column);
  const merged =
    before?.kind === 'not' && wish.kind === 'not' ? { ...wish, values: [...new Set([...before.values, ...wish.values])] } : wish;
  const filters = before ? peek.filters.map((f) => (f === before ? merged : f)) : [...peek.filters, merged];
  return { ...peek, filters };
}

export const withoutFilter = (peek: Peek, column: string): Peek => ({ ...peek, filters: peek.filters.filter((f) => f.column !== column) });

/** The peek sorted by one column alone, or by one more. Sorting as it is already sorted ends it. */
export function withOrder(peek: Peek, key: SortKey, add = false): Peek {
  const before = peek.order.find((k) => k.column === key.column);
  const same = before !== undefined && Boolean(before.desc) === Boolean(key.desc);
  if (!add) return { ...peek, order: same && peek.order.length === 1 ? [] : [key] };
  if (!before) return { ...peek, order: [...peek.order, key] };
  return { ...peek, order: same ? peek.order.filter((k) => k !== before) : peek.order.map((k) => (k === before ? key : k)) };
}

export const withoutOrder = (peek: Peek, column: string): Peek => ({ ...peek, order: peek.order.filter((k) => k.column !== column) });

export const isPeeking = ({ filters, find, order }: Peek): boolean => filters.length > 0 || find !== '' || order.length > 0;

/** What a filter says, after the column's name. */
export function filterWords(wish: ColumnFilter, column: Pick<Column, 'type'>): string {
  switch (wish.kind) {
    case 'contains':
      return `contains "${wish.text}"`;
    case 'missing':
      return 'is missing';
    case 'present':
      return 'is not missing';
    case 'is':
      return `is ${listOf(wish.values, column, 'or')}`;
    case 'not':
      return `is not ${listOf(wish.values, column, 'or')}`;
    case 'range': {
      const { from, to } = wish;
      if (from === undefined) return `up to ${endText(to!)}`;
      if (to === undefined) return `from ${endText(from)}`;
      return from === to ? `is ${endText(from)}` : `${endText(from)} to ${endText(to)}`;
    }
  }
}

const MOST_NAMED = 3;

function listOf(values: readonly Cell[], { type }: Pick<Column, 'type'>, word: string): string {
  if (values.length > MOST_NAMED) return `one of ${count(values.length)} values`;
  const names = values.map((v) =>
    v === null ? 'missing' : v === '' ? 'empty' : typeof v === 'number' ? exact(v) : valueText(String(v), type),
  );
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}` : names[0]!;
}

const endText = (end: Bound): string => (typeof end === 'number' ? exact(end) : end);
