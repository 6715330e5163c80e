import { FUNCTIONS, type FunctionRow } from './functions.ts';
import { columnOf, nearestName, PlanError, type Column, type DType, type Schema } from './schema.ts';

/**
 * A computation over the columns of one row. Plain data, built by hand in nodes or parsed from what a person typed.
 * A literal's `int` and `double` are numbers, `date` is `yyyy-MM-dd`, `timestamp` is `yyyy-MM-dd HH:mm:ss`.
 */
export type Expr =
  | { readonly kind: 'col'; readonly name: string; readonly at?: Span }
  | { readonly kind: 'lit'; readonly value: Value; readonly type: ExprType; readonly at?: Span }
  | { readonly kind: 'call'; readonly fn: Fn; readonly args: readonly Expr[]; readonly at?: Span };

export type Value = null | boolean | number | string;

/** Where in the typed text an expression came from, as character offsets. It plays no part in meaning or keys. */
export type Span = readonly [from: number, to: number];

/** A value's type inside an expression: a bare `null` has none of its own and takes that of its neighbours. */
export type ExprType = DType | 'null';

export type Fn = keyof typeof FUNCTIONS;

export interface Typed {
  readonly type: ExprType;
  readonly nullable: boolean;
  /** The value, where it is known before a run: some functions want it (a pattern, a number of digits). */
  readonly literal?: Value;
}

export const col = (name: string): Expr => ({ kind: 'col', name });
export const call = (fn: Fn, ...args: readonly Expr[]): Expr => ({ kind: 'call', fn, args });

/** A literal. Whole numbers are `int` unless told otherwise. */
export function lit(value: Value, type: ExprType = typeOfValue(value)): Expr {
  return { kind: 'lit', value, type };
}

function typeOfValue(value: Value): ExprType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'double';
  return 'string';
}

export const and = (...conditions: readonly Expr[]): Expr => fold('and', conditions, lit(true));
export const or = (...conditions: readonly Expr[]): Expr => fold('or', conditions, lit(false));
export const concat = (...texts: readonly Expr[]): Expr => (texts.length === 1 ? texts[0]! : call('concat', ...texts));
/** True where one of these columns has no value. */
export const anyNull = (names: readonly string[]): Expr => or(...names.map((name) => call('is_null', col(name))));
/** A column's value as text, numbers with nine decimals. */
export const textOf = ({ name, type }: Column): Expr =>
  type === 'double' ? call('format', col(name), lit(9)) : call('to_text', col(name));
/** `when(a, x, b, y, z)`: x where a, else y where b, else z. */
export const when = (...args: readonly Expr[]): Expr => call('case', ...args);

function fold(fn: 'and' | 'or', conditions: readonly Expr[], none: Expr): Expr {
  return conditions.length ? conditions.reduce((a, b) => call(fn, a, b)) : none;
}

/** The type of `expr` over rows of `schema`, or a PlanError that says which part is wrong. */
export function typeOf(expr: Expr, schema: Schema): Typed {
  try {
    switch (expr.kind) {
      case 'col': {
        const { type, nullable } = columnOf(schema, expr.name);
        return { type, nullable };
      }
      case 'lit':
        return { type: expr.type, nullable: expr.value === null, literal: expr.value };
      case 'call':
        return typeOfCall(
          expr.fn,
          expr.args.map((arg) => typeOf(arg, schema)),
        );
    }
  } catch (error) {
    if (error instanceof PlanError && error.at === undefined && expr.at) throw new PlanError(error.message, { ...error, at: expr.at });
    throw error;
  }
}

function typeOfCall(fn: string, args: readonly Typed[]): Typed {
  const row = functionNamed(fn);
  requireArity(fn, args.length);
  const type = row.type(args, fn);
  const nullable =
    row.nullable === 'always' ||
    (row.nullable === 'all' ? args.every((a) => a.nullable) : row.nullable !== 'never' && args.some((a) => a.nullable));
  return { type, nullable };
}

function functionNamed(fn: string): FunctionRow {
  if (Object.hasOwn(FUNCTIONS, fn)) return FUNCTIONS[fn as Fn];
  const near = nearestName(fn, Object.keys(FUNCTIONS));
  throw new PlanError(`There is no function "${fn}".`, { fix: near ? `Did you mean "${near}"?` : undefined, meant: near });
}

/** Refuses a call with too few or too many values. */
export function requireArity(fn: string, count: number, at?: Span): void {
  const {
    arity: [least, most],
    signature,
  } = functionNamed(fn);
  if (count < least || count > most) throw new PlanError(`${signature} takes ${arityText(least, most)}, not ${count}.`, { at });
}

function arityText(least: number, most: number): string {
  if (least === most) return least === 1 ? '1 value' : `${least} values`;
  return most === Infinity ? `${least} values or more` : `${least} to ${most} values`;
}

/** A condition's check, with the words of the place that wants it. */
export function requireCondition(expr: Expr, schema: Schema): void {
  const { type } = typeOf(expr, schema);
  if (type !== 'bool' && type !== 'null') {
    throw new PlanError(`The condition gives ${type}, not yes or no.`, { fix: 'Compare it with something, such as `amount > 0`.' });
  }
}

/** Names of the columns that `expr` reads, each once. */
export function columnsIn(expr: Expr): Set<string> {
  const names = new Set<string>();
  const visit = (e: Expr): void => {
    if (e.kind === 'col') names.add(e.name);
    else if (e.kind === 'call') e.args.forEach(visit);
  };
  visit(expr);
  return names;
}

/** Functions that can give a value though an argument is missing. The others need not be asked. */
export const LENIENT: ReadonlySet<Fn> = new Set<Fn>(['and', 'or', 'is_null', 'case', 'coalesce', 'nullif', 'in', 'least', 'greatest']);

const OVERFLOWING: ReadonlySet<Fn> = new Set<Fn>(['+', '-', '*', '/', 'exp', 'power']);
/** Whether `expr` can be infinite, or no number, over values that are finite. */
export const mayOverflow = (expr: Expr): boolean => expr.kind === 'call' && (OVERFLOWING.has(expr.fn) || expr.args.some(mayOverflow));
