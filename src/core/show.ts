import type { Expr, ExprType, Fn, Value } from './expr.ts';
import { CASTS, isBareName, LEVEL, OPERATORS } from './parse-expr.ts';

/** The text of `expr` as a person would write it, with no bracket too many. It reads back as the same expression. */
export function showExpr(expr: Expr): string {
  return shown(expr).text;
}

/** Text with the level of its outermost operator. */
interface Shown {
  readonly text: string;
  readonly level: number;
}

const WHOLE = Infinity;
const whole = (text: string): Shown => ({ text, level: WHOLE });

function shown(expr: Expr): Shown {
  switch (expr.kind) {
    case 'col':
      return whole(showName(expr.name));
    case 'lit':
      return showLiteral(expr.value, expr.type);
    case 'call':
      return showCall(expr.fn, expr.args);
  }
}

/** `expr` in a place that binds at `level`. */
function within(level: number, expr: Expr): string {
  const { text, level: own } = shown(expr);
  return own < level ? `(${text})` : text;
}

export const showName = (name: string): string => (isBareName(name) ? name : `"${name.replaceAll('"', '""')}"`);
const showText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const showList = (args: readonly Expr[]): string => `(${args.map(showExpr).join(', ')})`;

const CAST_NAMES: ReadonlyMap<Fn, string> = new Map([...CASTS].reverse().map(([name, fn]) => [fn, name]));

function showLiteral(value: Value, type: ExprType): Shown {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    return type === 'null' ? whole('null') : { text: `null::${type === 'string' ? 'text' : type}`, level: LEVEL.cast };
  }
  if (typeof value === 'number') return showNumber(value, type);
  if (typeof value === 'boolean') return whole(String(value));
  return whole(type === 'string' ? showText(value) : `${type} ${showText(value)}`);
}

function showNumber(value: number, type: ExprType): Shown {
  const digits = Object.is(value, -0) ? '-0' : String(value);
  const text = type === 'double' && /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
  return { text, level: text.startsWith('-') ? LEVEL.sign : WHOLE };
}

function showCall(fn: Fn, args: readonly Expr[]): Shown {
  const [first, second, third] = args;
  const operator = OPERATORS.get(fn);
  if (operator && first && second) {
    const { level } = operator;
    const left = level === LEVEL.comparison ? level + 1 : level;
    return { text: `${within(left, first)} ${fn} ${within(level + 1, second)}`, level };
  }
  switch (fn) {
    case 'neg':
      return { text: `-${first!.kind === 'lit' ? `(${showExpr(first!)})` : within(LEVEL.cast, first!)}`, level: LEVEL.sign };
    case 'not':
      return showNot(first!);
    case 'in':
    case 'like':
    case 'is_null':
      return showTest(fn, args, '');
    case 'concat':
      return { text: args.map((arg) => within(LEVEL.concat + 1, arg)).join(' || '), level: LEVEL.concat };
    case 'case':
      return whole(args.length === 3 ? `if(${[first!, second!, third!].map(showExpr).join(', ')})` : showCase(args));
    default:
      return whole(`${CAST_NAMES.get(fn) ?? fn}${showList(args)}`);
  }
}

function showNot(test: Expr): Shown {
  if (test.kind === 'call' && (test.fn === 'in' || test.fn === 'like' || test.fn === 'is_null')) {
    return showTest(test.fn, test.args, 'not ');
  }
  return { text: `not ${within(LEVEL.not, test)}`, level: LEVEL.not };
}

function showTest(fn: 'in' | 'like' | 'is_null', [value, ...rest]: readonly Expr[], not: string): Shown {
  if (fn === 'is_null') return { text: `${within(LEVEL.is, value!)} is ${not}null`, level: LEVEL.is };
  const right = fn === 'in' ? showList(rest) : within(LEVEL.match + 1, rest[0]!);
  return { text: `${within(LEVEL.match + 1, value!)} ${not}${fn} ${right}`, level: LEVEL.match };
}

function showCase(args: readonly Expr[]): string {
  const words: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) words.push(`when ${showExpr(args[i]!)} then ${showExpr(args[i + 1]!)}`);
  if (args.length % 2 === 1) words.push(`else ${showExpr(args.at(-1)!)}`);
  return `case ${words.join(' ')} end`;
}
