import { LENIENT, mayOverflow, typeOf, type Expr, type ExprType, type Value } from '../../core/expr.ts';
import type { Schema } from '../../core/schema.ts';
import { keepIf, sqlFunctions } from './functions.ts';
import { quoteName, quoteText, sqlType } from './spelling.ts';

export { significantSql } from './functions.ts';
export { quoteName, quoteText, sqlType } from './spelling.ts';

/** What `expr` is inside a larger expression: where doubles overflow it may be infinite. It stands by itself. */
export function sqlExpr(expr: Expr, schema: Schema): string {
  switch (expr.kind) {
    case 'col':
      return quoteName(expr.name);
    case 'lit':
      return sqlLiteral(expr.value, expr.type);
    case 'call':
      return sqlCall(expr, schema);
  }
}

/** What `expr` is as a column of a table: always finite, and of a type. */
export function sqlValue(expr: Expr, schema: Schema): string {
  const { type } = typeOf(expr, schema);
  const value = sqlExpr(expr, schema);
  if (type === 'null') return sqlNull('string');
  return type === 'double' && mayOverflow(expr) ? keepIf(value, (v) => `isfinite(${v})`) : value;
}

const sqlNull = (type: ExprType): string => (type === 'null' ? 'NULL' : `CAST(NULL AS ${sqlType(type)})`);

function sqlCall(expr: Extract<Expr, { kind: 'call' }>, schema: Schema): string {
  const { type } = typeOf(expr, schema);
  const types = expr.args.map((arg) => typeOf(arg, schema).type);
  if (type === 'null' || (types.includes('null') && !LENIENT.has(expr.fn))) return sqlNull(type);
  const args = expr.args.map((arg, i) => (types[i] === 'null' ? 'NULL' : sqlExpr(arg, schema)));
  return sqlFunctions[expr.fn](args, expr.args, types);
}

function sqlLiteral(value: Value, type: ExprType): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
    case 'number':
      return Number.isFinite(value) ? sqlNumber(value, type) : sqlNull(type);
    case 'string':
      return type === 'string' ? quoteText(value) : `${type.toUpperCase()} ${quoteText(value)}`;
    default:
      return sqlNull(type);
  }
}

/** DuckDB reads `1.5` as a decimal and `1.5e0` as a double; only up to 15 digits do both give the same double. */
function sqlNumber(value: number, type: ExprType): string {
  const text = String(value);
  const exact = type === 'int' || text.includes('e') || text.replace(/\D/g, '').length <= 15 ? text : `${text}e0`;
  return `${value < 0 ? `(${exact})` : exact}::${type === 'int' ? 'BIGINT' : 'DOUBLE'}`;
}
