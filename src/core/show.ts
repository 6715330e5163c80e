import type { Expr, ExprType, Fn, Value } from './expr.ts';
import { CASTS, isBareName, LEVEL, OPERATORS } from './parse-expr.ts';
import { inOrder, inputsOf, type Measure, type Named, type Op, type SortKey, type WindowColumn } from './plan.ts';
import type { Source } from './source.ts';

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

/** A plan as text for tests and logs: each op on a line over its inputs. An op that is used twice is shown once. */
export function show(op: Op, indent = 0): string {
  const uses = new Map<Op, number>();
  for (const step of inOrder([op])) for (const input of inputsOf(step)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const numbers = new Map<Op, number>();
  const lines: string[] = [];
  const print = (step: Op, depth: number): void => {
    const known = numbers.get(step);
    const shared = (uses.get(step) ?? 0) > 1;
    if (shared && known === undefined) numbers.set(step, numbers.size + 1);
    const mark = shared ? `#${numbers.get(step)} ` : '';
    lines.push(`${'  '.repeat(depth)}${mark}${known === undefined ? showOp(step) : 'again'}`);
    if (known === undefined) for (const input of inputsOf(step)) print(input, depth + 1);
  };
  print(op, indent);
  return lines.join('\n');
}

function showOp(op: Op): string {
  switch (op.kind) {
    case 'scan':
      return `scan ${showSource(op.source)}${op.part === 'rejects' ? ' rejects' : ''}${op.rowNumber ? ` numbered ${showName(op.rowNumber)}` : ''}`;
    case 'project':
      return `project ${op.columns.map(showNamed).join(', ')}`;
    case 'filter':
      return `filter ${op.negate ? 'out ' : ''}${showExpr(op.where)}`;
    case 'join':
      return `${op.how} join${op.on.length ? ` on ${op.on.map(([l, r]) => `${showName(l)} = ${showName(r)}`).join(' and ')}` : ''}`;
    case 'aggregate':
      return `aggregate ${op.measures.map(showMeasure).join(', ')}${showBy(op.by)}`;
    case 'window':
      return `window ${op.columns.map(showWindowColumn).join(', ')}`;
    case 'dedupe':
      return `dedupe ${op.part}${showBy(op.by)}${showOrder(op.order)}`;
    case 'union':
      return 'union';
    case 'unpivot':
      return `unpivot ${showNames(op.columns)} into ${showName(op.name)}, ${showName(op.value)}${op.keep.length ? ` keeping ${showNames(op.keep)}` : ''}`;
    case 'sort':
      return `sort${showOrder(op.order)}${op.limit === undefined ? '' : ` limit ${op.limit}`}${op.offset ? ` offset ${op.offset}` : ''}`;
    case 'fit':
      return `fit ${op.algorithm} ${JSON.stringify(op.spec)}${showOrder(op.order)}`;
    case 'apply':
      return `apply ${op.model.algorithm} ${JSON.stringify(op.spec)}`;
    case 'analyse':
      return `analyse ${op.analysis} ${JSON.stringify(op.spec)}`;
  }
}

function showSource(source: Source): string {
  return source.kind === 'file' ? source.path : `sample ${source.table} of ${source.customers} customers, seed ${source.seed}`;
}

const showNames = (names: readonly string[]): string => names.map(showName).join(', ');
const showBy = (by: readonly string[]): string => (by.length ? ` by ${showNames(by)}` : '');

function showNamed({ name, expr }: Named): string {
  return expr.kind === 'col' && expr.name === name ? showName(name) : `${showName(name)} = ${showExpr(expr)}`;
}

function showOrder(keys: readonly SortKey[] = []): string {
  return keys.length ? ` order ${keys.map((k) => `${showName(k.column)}${k.desc ? ' desc' : ''}`).join(', ')}` : '';
}

function showMeasure({ name, fn, of, where, q, order }: Measure): string {
  const values = [of && showExpr(of), q === undefined ? undefined : String(q)].filter((text) => text !== undefined);
  return `${showName(name)} = ${fn}(${values.join(', ')})${where ? ` where ${showExpr(where)}` : ''}${showOrder(order)}`;
}

function showWindowColumn({ name, fn, of, by, order }: WindowColumn): string {
  return `${showName(name)} = ${fn}(${of ? showExpr(of) : ''})${showBy(by)}${showOrder(order)}`;
}
