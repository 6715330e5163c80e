import type { Aggregate, Dedupe, Join, Measure, SortKey, TableOp, Unpivot, Window, WindowColumn } from '../../src/core/plan.ts';
import { typeOf } from '../../src/core/expr.ts';
import type { Schema } from '../../src/core/schema.ts';
import { compare, evaluate, settle, significant, widen, type Cell, type Row } from './expr.ts';

type Rows = readonly Row[];

/** The rows that a plan of relational ops means, over the rows that `scanned` gives for its scans. Simple and slow. */
export function rowsOf(op: TableOp, scanned: (scan: TableOp) => Rows): Rows {
  const of = (input: TableOp): Rows => rowsOf(input, scanned);
  switch (op.kind) {
    case 'scan':
      return scanned(op);
    case 'project':
      return of(op.input).map((row) => op.columns.map(({ expr }) => settle(evaluate(expr, op.input.schema, row))));
    case 'filter':
      return of(op.input).filter((row) => (evaluate(op.where, op.input.schema, row) === true) !== op.negate);
    case 'join':
      return join(op, of(op.left), of(op.right));
    case 'aggregate':
      return aggregate(op, of(op.input));
    case 'window':
      return window(op, of(op.input));
    case 'dedupe':
      return dedupe(op, of(op.input));
    case 'union':
      return op.inputs.flatMap((input) => of(input).map((row) => op.schema.map((c) => widen(row[indexOf(input.schema, c.name)]!, c.type))));
    case 'unpivot':
      return unpivot(op, of(op.input));
    case 'sort':
      return sorted(of(op.input), op.order, op.schema).slice(op.offset ?? 0, (op.offset ?? 0) + (op.limit ?? Infinity));
    default:
      throw new Error(`${op.kind} is not relational.`);
  }
}

const indexOf = (schema: Schema, name: string): number => schema.findIndex((c) => c.name === name);

/** Missing values last, in both directions. */
function compareBy(order: readonly SortKey[], schema: Schema): (a: Row, b: Row) => number {
  const keys = order.map(({ column, desc }) => ({ at: indexOf(schema, column), sign: desc ? -1 : 1 }));
  return (a, b) => {
    for (const { at, sign } of keys) {
      const [x, y] = [a[at]!, b[at]!];
      const found = x === null || y === null ? Number(x === null) - Number(y === null) : compare(x, y) * sign;
      if (found) return found;
    }
    return 0;
  };
}

const sorted = (rows: Rows, order: readonly SortKey[], schema: Schema): Rows => rows.toSorted(compareBy(order, schema));

/** Rows that are alike in `by`, where missing is like missing. */
function groups(rows: Rows, by: readonly string[], schema: Schema): Row[][] {
  const same = compareBy(
    by.map((column) => ({ column })),
    schema,
  );
  const found: Row[][] = [];
  for (const row of rows) {
    const group = found.find(([first]) => same(first!, row) === 0);
    if (group) group.push(row);
    else found.push([row]);
  }
  return found;
}

function join({ left, right, how, on }: Join, lefts: Rows, rights: Rows): Rows {
  const pairs = on.map(([l, r]) => [indexOf(left.schema, l), indexOf(right.schema, r)] as const);
  const matches = (a: Row, b: Row): boolean => pairs.every(([l, r]) => a[l] !== null && b[r] !== null && equal(a[l]!, b[r]!));
  const added = right.schema.flatMap((c, i) => (on.some(([, r]) => r === c.name) ? [] : [i]));
  const beside = (a: Row, b: Row): Row => [...a, ...added.map((i) => b[i]!)];
  if (how === 'semi' || how === 'anti') return lefts.filter((a) => rights.some((b) => matches(a, b)) === (how === 'semi'));
  const alone = how === 'left' || how === 'full' ? lefts.filter((a) => !rights.some((b) => matches(a, b))) : [];
  const unmatched = how === 'full' ? rights.filter((b) => !lefts.some((a) => matches(a, b))) : [];
  return [
    ...lefts.flatMap((a) => rights.filter((b) => matches(a, b)).map((b) => beside(a, b))),
    ...alone.map((a): Row => [...a, ...added.map(() => null)]),
    ...unmatched.map((b) =>
      beside(
        left.schema.map((_, i) => b[pairs.find(([l]) => l === i)?.[1] ?? -1] ?? null),
        b,
      ),
    ),
  ];
}

/** A whole number on one side and a number on the other are compared as numbers. */
const equal = (a: Cell, b: Cell): boolean => (typeof a === typeof b ? compare(a, b) : compare(Number(a), Number(b))) === 0;

function aggregate({ input, by, measures }: Aggregate, rows: Rows): Rows {
  const keys = by.map((name) => indexOf(input.schema, name));
  const parts = by.length ? groups(rows, by, input.schema) : [[...rows]];
  return parts.map((part) => [...keys.map((k) => part[0]![k]!), ...measures.map((m) => measured(m, part, input.schema))]);
}

function measured({ fn, of, where, q = 0.5, order = [] }: Measure, part: Rows, schema: Schema): Cell {
  const rows = sorted(where ? part.filter((row) => evaluate(where, schema, row) === true) : part, order, schema);
  if (!of) return BigInt(rows.length);
  const all = rows.map((row) => settle(evaluate(of, schema, row)));
  const cells = all.filter((cell) => cell !== null);
  const whole = typeOf(of, schema).type === 'int';
  switch (fn) {
    case 'count':
      return BigInt(cells.length);
    case 'distinct':
      return BigInt(cells.filter((cell, i) => cells.findIndex((other) => compare(cell, other) === 0) === i).length);
    case 'sum':
      return total(cells, whole);
    case 'mean':
      return cells.length ? significant(sum(cells) / cells.length) : null;
    case 'stddev':
      return spread(cells, cells.length - 1);
    case 'stddev_pop':
      return spread(cells, cells.length);
    case 'median':
    case 'quantile':
      return quantile(cells, q);
    case 'min':
      return best(cells, -1);
    case 'max':
      return best(cells, 1);
    case 'first':
      return all[0] ?? null;
    case 'last':
      return all.at(-1) ?? null;
    case 'mode':
      return mode(cells);
    case 'any':
      return cells.length ? cells.includes(true) : null;
    case 'all':
      return cells.length ? !cells.includes(false) : null;
  }
}

const sum = (cells: readonly Cell[]): number => cells.reduce<number>((a, b) => a + Number(b), 0);

function total(cells: readonly Cell[], whole: boolean): Cell {
  if (!cells.length) return null;
  if (!whole) return significant(sum(cells));
  const exact = cells.reduce<bigint>((a, b) => a + BigInt(b!), 0n);
  return BigInt.asIntN(64, exact) === exact ? exact : null;
}

function spread(cells: readonly Cell[], degrees: number): Cell {
  if (degrees < 1) return null;
  const mean = sum(cells) / cells.length;
  return significant(Math.sqrt(sum(cells.map((cell) => (Number(cell) - mean) ** 2)) / degrees));
}

/** Type 7: linear between the closest ranks. */
function quantile(cells: readonly Cell[], q: number): Cell {
  if (!cells.length) return null;
  const numbers = cells.map(Number).toSorted((a, b) => a - b);
  const rank = q * (numbers.length - 1);
  const low = numbers[Math.floor(rank)]!;
  return low + (numbers[Math.ceil(rank)]! - low) * (rank - Math.floor(rank));
}

const best = (cells: readonly Cell[], sign: -1 | 1): Cell => cells.toSorted((a, b) => -sign * compare(a, b))[0] ?? null;

/** The most frequent, the smallest of those. */
function mode(cells: readonly Cell[]): Cell {
  const count = (cell: Cell): number => cells.filter((other) => compare(cell, other) === 0).length;
  return cells.toSorted((a, b) => count(b) - count(a) || compare(a, b))[0] ?? null;
}

function window({ input, columns }: Window, rows: Rows): Rows {
  const cells = columns.map((column) => windowCells(column, rows, input.schema));
  return rows.map((row) => [...row, ...cells.map((column) => column.get(row)!)]);
}

function windowCells(column: WindowColumn, rows: Rows, schema: Schema): Map<Row, Cell> {
  const parts = column.by.length ? groups(rows, column.by, schema) : [[...rows]];
  return new Map(
    parts.flatMap((part) => {
      const inOrder = sorted(part, column.order, schema);
      return inOrder.map((row, i) => [row, windowCell(column, inOrder, i, schema)] as const);
    }),
  );
}

function windowCell({ fn, of, order }: WindowColumn, part: Rows, i: number, schema: Schema): Cell {
  const measure = (name: Measure['fn'], rows: Rows): Cell => measured({ name: '', fn: name, of }, rows, schema);
  const ties = (row: Row): boolean => compareBy(order, schema)(row, part[i]!) === 0;
  const before = part.slice(0, part.findIndex(ties));
  switch (fn) {
    case 'row_number':
      return BigInt(i + 1);
    case 'rank':
      return BigInt(before.length + 1);
    case 'dense_rank':
      return BigInt(before.filter((row, k) => k === 0 || compareBy(order, schema)(before[k - 1]!, row) !== 0).length + 1);
    case 'lag':
      return measure('first', part.slice(i - 1, i));
    case 'lead':
      return measure('first', part.slice(i + 1, i + 2));
    case 'running_sum':
      return measure('sum', part.slice(0, i + 1));
    case 'running_count':
      return measure('count', part.slice(0, i + 1));
    default:
      return measure(fn, part);
  }
}

function dedupe({ input, by, order, part }: Dedupe, rows: Rows): Rows {
  const inOrder = groups(rows, by, input.schema).map((group) => sorted(group, order, input.schema));
  return inOrder.flatMap((group) => (part === 'kept' ? group.slice(0, 1) : group.slice(1)));
}

function unpivot({ input, keep, columns, schema }: Unpivot, rows: Rows): Rows {
  const at = (name: string): number => indexOf(input.schema, name);
  const { type } = schema.at(-1)!;
  return rows.flatMap((row) => columns.map((name) => [...keep.map((k) => row[at(k)]!), name, widen(row[at(name)]!, type)]));
}
