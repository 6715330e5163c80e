import { call, col, lit, or, when, type Expr } from '../core/expr.ts';
import type { Named } from '../core/plan.ts';
import { column, type Schema } from '../core/schema.ts';
import type { FileSource, ReadOptions, SourceColumn } from '../core/source.ts';

/** Every column of a text source, computed from text columns of the same names. */
export function scanColumns({ columns, options }: Pick<FileSource, 'columns' | 'options'>): readonly Named[] {
  return columns.map((c) => ({ name: c.name, expr: cellValue(c, options), role: c.role }));
}

/** What the text columns of a source are before `scanColumns`. */
export const textSchema = (columns: readonly Pick<SourceColumn, 'name'>[]): Schema => columns.map((c) => column(c.name, 'string'));

/** The value of a cell that is text; missing where the text does not fit the column's type. */
export function cellValue({ name, type, format }: SourceColumn, { decimal = '.', thousands = false, nulls = [] }: ReadOptions): Expr {
  const text = nulls.length
    ? when(call('in', call('trim', col(name)), ...nulls.map((n) => lit(n.trim()))), lit(null), col(name))
    : col(name);
  const formats = format === undefined ? [] : [lit(format)];
  switch (type) {
    case 'string':
      return text;
    case 'bool':
      return call('to_bool', text);
    case 'int':
      return call('to_int', pointed(text, decimal, thousands));
    case 'double':
      return call('to_double', pointed(text, decimal, thousands));
    case 'date':
      return call('to_date', text, ...formats);
    case 'timestamp':
      return call('to_timestamp', text, ...formats);
  }
}

/**
 * A number as `to_double` reads it: no sign between thousands, a point before decimals. Text in which the signs stand
 * elsewhere than where numbers have them is missing, not a number ten or a thousand times too large.
 */
function pointed(text: Expr, decimal: '.' | ',', thousands: boolean): Expr {
  if (decimal === '.' && !thousands) return text;
  const group = decimal === '.' ? ',' : '.';
  const decimals = `([${decimal}][0-9]*)?([eE][+-]?[0-9]+)?`;
  const plain = or(
    ...(thousands ? [call('regexp_matches', call('trim', text), lit(`^[+-]?[0-9]{1,3}([${group}][0-9]{3})+${decimals}$`))] : []),
    call('not', call('contains', text, lit(group))),
  );
  const ungrouped = thousands ? call('replace', text, lit(group), lit('')) : text;
  return when(plain, decimal === ',' ? call('replace', ungrouped, lit(','), lit('.')) : ungrouped, lit(null));
}
