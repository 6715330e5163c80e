import { LENIENT, mayOverflow, typeOf, type Expr, type ExprType, type Value } from '../../core/expr.ts';
import type { Schema } from '../../core/schema.ts';
import { LEVEL, NULL, long, sparkFunctions, whole, type Printed } from './functions.ts';
import type { PreludeName } from './prelude.ts';
import { called, type Doc } from './layout.ts';
import { columnPath, quoteText, sparkType } from './spelling.ts';

/** What printing an expression needs to know of its script, and tells it. */
export interface Scope {
  /** Takes a carry into the script and gives its name there. */
  use(name: PreludeName): string;
  /** The argument of the script that a literal stands for. */
  argumentOf(literal: Expr): string | undefined;
}

/** `F.col("name")`. */
export const columnNamed = (name: string): Doc => `F.col(${columnPath(name)})`;

/** What `expr` is inside a larger expression: where doubles overflow it may be infinite. */
export function sparkExpr(expr: Expr, schema: Schema, scope: Scope): Printed {
  switch (expr.kind) {
    case 'col':
      return whole(columnNamed(expr.name));
    case 'lit':
      return literal(expr, scope);
    case 'call': {
      const { type } = typeOf(expr, schema);
      const types = expr.args.map((arg) => typeOf(arg, schema).type);
      if (type === 'null' || (types.includes('null') && !LENIENT.has(expr.fn))) return nothing(type);
      const args = expr.args.map((arg, i) => (types[i] === 'null' ? whole(NULL) : sparkExpr(arg, schema, scope)));
      return sparkFunctions[expr.fn]({ args, exprs: expr.args, types, type, carry: (name) => scope.use(name) });
    }
  }
}

/** What `expr` is as a column of a table: always finite, and of its type to the bit. */
export function sparkValue(expr: Expr, schema: Schema, scope: Scope): Printed {
  const { type } = typeOf(expr, schema);
  if (type === 'null') return nothing('string');
  const value = long(sparkExpr(expr, schema, scope));
  return type === 'double' && mayOverflow(expr) ? whole(called(scope.use('finite'), value.doc)) : value;
}

const nothing = (type: ExprType): Printed => whole(type === 'null' ? NULL : `${NULL}.cast("${sparkType(type)}")`);

function literal(expr: Extract<Expr, { kind: 'lit' }>, scope: Scope): Printed {
  const argument = scope.argumentOf(expr);
  if (argument !== undefined) return { doc: `F.lit(${argument})`, level: LEVEL.whole, constant: argument, short: expr.type === 'int' };
  const { value, type } = expr;
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return nothing(type);
  if (type === 'date' || type === 'timestamp') return whole(`F.lit(${quoteText(String(value))}).cast("${type}")`);
  const constant = pythonValue(value, type);
  return { doc: `F.lit(${constant})`, level: LEVEL.whole, constant, short: type === 'int' && Math.abs(Number(value)) < 2 ** 31 };
}

/** A constant as Python writes it. */
export function pythonValue(value: Value, type: ExprType): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'string':
      return quoteText(value);
    case 'number': {
      const text = Object.is(value, -0) ? '-0' : String(value);
      return type === 'double' && /^-?\d+$/.test(text) ? `${text}.0` : text;
    }
    default:
      return 'None';
  }
}
