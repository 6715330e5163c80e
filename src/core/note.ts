import { call, col, concat, lit, or, when, type Expr } from './expr.ts';
import { aggregate, filter, join, project, type Measure, type TableOp } from './plan.ts';

export type NoteLevel = 'info' | 'warn' | 'error';

/**
 * A finding about data as a table: `message` for each row of `table` where `condition` is true. Texts stand as they are;
 * numbers are written by the caller with `count` or `format`.
 */
export function note(level: NoteLevel, table: TableOp, condition: Expr, ...message: readonly (string | Expr)[]): TableOp {
  const text = concat(...message.map((part) => (typeof part === 'string' ? lit(part) : part)));
  return project(filter(table, condition), [
    { name: 'level', expr: lit(level) },
    { name: 'message', expr: text },
  ]);
}

/** A whole number inside a message. */
export const count = (expr: Expr): Expr => call('coalesce', call('to_text', expr), lit('?'));

/** A share inside a message, as percent without decimals. */
export const percent = (share: Expr): Expr =>
  concat(call('coalesce', call('format', call('*', share, lit(100)), lit(0)), lit('?')), lit(' %'));

export interface Tallied {
  readonly name: string;
  /** Rows for which this is true are counted. */
  readonly where: Expr;
  /** A text of which one is shown. */
  readonly example?: Expr | undefined;
}

/**
 * One note about several counts, made in one pass over `table`: the message, then those that are not zero, such as
 * `amount: 3 (such as "n/a"), day: 12.` No note if there is nothing to count.
 */
export function tally(level: NoteLevel, table: TableOp, message: string, each: readonly Tallied[]): TableOp[] {
  if (!each.length) return [];
  const measures = each.flatMap(({ where, example }, i): Measure[] => [
    { name: `n ${i}`, fn: 'count', where },
    ...(example ? [{ name: `example ${i}`, fn: 'min' as const, of: example, where }] : []),
  ]);
  const some = each.map((_, i) => call('>', col(`n ${i}`), lit(0)));
  const parts = each.map(({ name, example }, i) => {
    const shown = example ? [lit(' (such as "'), call('coalesce', col(`example ${i}`), lit('')), lit('")')] : [];
    return when(some[i]!, concat(lit(`, ${name}: `), count(col(`n ${i}`)), ...shown), lit(''));
  });
  const text = call('substring', concat(...parts), lit(', '.length + 1), lit(1_000_000));
  return [note(level, aggregate(table, [], measures), or(...some), message, text, '.')];
}

/** One row with the number of rows of each table, by the names given. */
export function sizes(...tables: readonly (readonly [name: string, table: TableOp])[]): TableOp {
  const [first, ...rest] = tables.map(([name, table]) => aggregate(table, [], [{ name, fn: 'count' }]));
  return rest.reduce<TableOp>((all, one) => join(all, one, 'cross', []), first!);
}
