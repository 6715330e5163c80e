import { call, concat, lit, type Expr } from './expr.ts';
import { filter, project, type TableOp } from './plan.ts';

export type NoteLevel = 'info' | 'warn' | 'error';

/**
 * A finding about data as a table: `message` for each row of `table` where `condition` is true. Texts stand as they are;
 * numbers are written by the caller with `count` or `format`.
 */
export function note(level: NoteLevel, table: TableOp, condition: Expr, ...message: readonly (string | Expr)[]): TableOp {
  const text = concat(...message.map((part) => (typeof part === 'string' ? lit(part) : part)));
  return project(filter(table, condition), [{ name: 'level', expr: lit(level) }, { name: 'message', expr: text }]);
}

/** A whole number inside a message. */
export const count = (expr: Expr): Expr => call('coalesce', call('to_text', expr), lit('?'));

/** A share inside a message, as percent without decimals. */
export const percent = (share: Expr): Expr => concat(call('coalesce', call('format', call('*', share, lit(100)), lit(0)), lit('?')), lit(' %'));
