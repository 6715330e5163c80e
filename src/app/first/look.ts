import type { Cell } from '../../core/engine.ts';
import { and, call, col, lit, type Expr } from '../../core/expr.ts';
import { aggregate, filter, join, project, type Measure, type Named, type TableOp } from '../../core/plan.ts';
import { isNumeric, type Column } from '../../core/schema.ts';
import { numberAt, textAt, type Table } from '../dock/table.ts';
import { dateReading, numberReading, type Reading } from './reading.ts';

/** What is known of a column of a file that may hold orders. */
export interface SeenColumn extends Pick<Column, 'name' | 'type' | 'role'> {
  /** Its first cells. */
  readonly cells: readonly Cell[];
  /** Rows with a value, and how many different values there are. */
  readonly filled: number;
  readonly distinct: number;
  readonly number?: SeenNumbers | undefined;
  readonly date?: SeenDates | undefined;
}
export interface SeenNumbers extends Reading {
  /** Rows that it could be read of. */
  readonly read: number;
  readonly min: number;
  readonly max: number;
  readonly negative: number;
  /** Rows with decimals. */
  readonly fractional: number;
}
export interface SeenDates extends Reading {
  readonly read: number;
  /** As yyyy-MM-dd. */
  readonly first: string;
  readonly last: string;
}

/** What is known of a table that may hold orders. */
export interface Seen {
  readonly rows: number;
  readonly columns: readonly SeenColumn[];
}

/** So many first rows tell how cells are written. */
export const SAMPLE = 1000;

/** Nobody looks for an order among more columns than these. */
const MOST_COLUMNS = 60;

interface Told {
  readonly column: Column;
  readonly cells: readonly Cell[];
  readonly number: Reading | undefined;
  readonly date: Reading | undefined;
}

export interface Look {
  /** One row with what has to be counted. */
  readonly op: TableOp;
  seen(counted: Table): Seen;
}

/** How to look through a table: one query over all its rows, made by what its first rows show. */
export function lookAt(table: TableOp, cellsOf: (column: string) => readonly Cell[]): Look {
  const told = table.schema.slice(0, MOST_COLUMNS).map((column): Told => {
    const cells = cellsOf(column.name);
    return { column, cells, number: numberReading(column, cells), date: dateReading(column, cells) };
  });
  const read = project(table, [
    ...told.map(({ column }, i): Named => ({ name: `c${i}`, expr: col(column.name) })),
    ...told.flatMap(({ number }, i): Named[] => (number ? [{ name: `n${i}`, expr: number.expr }] : [])),
    ...told.flatMap(({ date }, i): Named[] => (date ? [{ name: `d${i}`, expr: call('to_date', date.expr) }] : [])),
  ]);
  const op = aggregate(read, [], [{ name: 'rows', fn: 'count' }, ...told.flatMap(measuresOf)]);
  return {
    op,
    seen: (counted) => ({
      rows: numberAt(counted, 'rows', 0),
      columns: told.map((one, i) =>
        seenColumn(
          one,
          (what) => numberAt(counted, `${what}${i}`, 0),
          (what) => textAt(counted, `${what}${i}`, 0),
        ),
      ),
    }),
  };
}

function measuresOf({ column: { type }, number, date }: Told, i: number): Measure[] {
  const [value, n, d] = [col(`c${i}`), col(`n${i}`), col(`d${i}`)];
  const count = (name: string, where: Expr): Measure => ({ name: `${name}${i}`, fn: 'count', where });
  const there =
    type === 'string' ? call('<>', call('coalesce', call('trim', value), lit('')), lit('')) : call('not', call('is_null', value));
  const isDay = type === 'date' || type === 'timestamp';
  return [
    count('filled', there),
    ...(isDay ? [] : [{ name: `distinct${i}`, fn: 'distinct', of: value } as const]),
    ...(number
      ? [
          { name: `read${i}`, fn: 'count', of: n } as const,
          { name: `min${i}`, fn: 'min', of: call('to_double', n) } as const,
          { name: `max${i}`, fn: 'max', of: call('to_double', n) } as const,
          count('negative', call('<', n, lit(0))),
          count('fractional', call('<>', call('to_double', n), call('floor', call('to_double', n)))),
        ]
      : []),
    ...(date
      ? [
          { name: `days${i}`, fn: 'count', of: d } as const,
          { name: `first${i}`, fn: 'min', of: d } as const,
          { name: `last${i}`, fn: 'max', of: d } as const,
        ]
      : []),
  ];
}

function seenColumn(
  { column: { name, type, role }, cells, number, date }: Told,
  numberOf: (what: string) => number,
  textOf: (what: string) => string,
): SeenColumn {
  return {
    name,
    type,
    role,
    cells,
    filled: numberOf('filled'),
    distinct: numberOf('distinct') || 0,
    number: number && {
      ...number,
      read: numberOf('read'),
      min: numberOf('min'),
      max: numberOf('max'),
      negative: numberOf('negative'),
      fractional: numberOf('fractional'),
    },
    date: date && { ...date, read: numberOf('days'), first: textOf('first').slice(0, 10), last: textOf('last').slice(0, 10) },
  };
}

/** The columns that orders are read from. */
export interface OrderExprs {
  readonly customer: Column;
  readonly date: Expr;
  readonly amount: Expr;
  readonly order: string | undefined;
}

/** What the orders of a table come to, once it is settled where they stand. */
export interface OrderFacts {
  readonly rows: number;
  readonly noCustomer: number;
  readonly noDate: number;
  readonly noAmount: number;
  readonly usable: number;
  readonly negative: number;
  readonly customers: number;
  readonly orders: number;
  /** Customers with more than one order. */
  readonly again: number;
  readonly total: number;
  readonly first: string;
  readonly last: string;
}

/** Whether a customer is named. */
export const isNamed = (name: string, type: Column['type']): Expr =>
  type === 'string' ? call('<>', call('coalesce', call('trim', col(name)), lit('')), lit('')) : call('not', call('is_null', col(name)));

/** One row from which `factsFrom` reads what the orders come to. */
export function factsOp(table: TableOp, { customer, date, amount, order }: OrderExprs): TableOp {
  const rows = project(table, [
    { name: 'customer', expr: col(customer.name) },
    { name: 'day', expr: call('to_date', date) },
    { name: 'amount', expr: call('to_double', amount) },
    ...(order === undefined ? [] : [{ name: 'order', expr: col(order) }]),
  ]);
  const known = (name: string): Expr => call('not', call('is_null', col(name)));
  const named = isNamed('customer', customer.type);
  const complete = and(named, known('day'), known('amount'));
  const all = aggregate(
    rows,
    [],
    [
      { name: 'rows', fn: 'count' },
      { name: 'no customer', fn: 'count', where: call('not', named) },
      { name: 'no date', fn: 'count', where: call('is_null', col('day')) },
      { name: 'no amount', fn: 'count', where: call('is_null', col('amount')) },
      { name: 'usable', fn: 'count', where: complete },
      { name: 'negative', fn: 'count', where: and(complete, call('<', col('amount'), lit(0))) },
      { name: 'total', fn: 'sum', of: col('amount'), where: complete },
      { name: 'first', fn: 'min', of: col('day'), where: complete },
      { name: 'last', fn: 'max', of: col('day'), where: complete },
    ],
  );
  const isOrder = call('>=', col('amount'), lit(0));
  const each = aggregate(
    filter(rows, complete),
    ['customer'],
    [{ name: 'orders', fn: 'distinct', of: col(order === undefined ? 'day' : 'order'), where: isOrder }],
  );
  const buyers = aggregate(
    filter(each, call('>', col('orders'), lit(0))),
    [],
    [
      { name: 'customers', fn: 'count' },
      { name: 'orders', fn: 'sum', of: col('orders') },
      { name: 'again', fn: 'count', where: call('>', col('orders'), lit(1)) },
    ],
  );
  return join(all, buyers, 'cross', []);
}

export function factsFrom(table: Table): OrderFacts {
  const number = (name: string): number => numberAt(table, name, 0) || 0;
  return {
    rows: number('rows'),
    noCustomer: number('no customer'),
    noDate: number('no date'),
    noAmount: number('no amount'),
    usable: number('usable'),
    negative: number('negative'),
    customers: number('customers'),
    orders: number('orders'),
    again: number('again'),
    total: number('total'),
    first: textAt(table, 'first', 0).slice(0, 10),
    last: textAt(table, 'last', 0).slice(0, 10),
  };
}

/** Columns with which a reading can have something to do. */
export const couldBeId = ({ type, number }: SeenColumn): boolean =>
  type === 'string' || type === 'int' || (isNumeric(type) && number !== undefined && number.fractional === 0);
