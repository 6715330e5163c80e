import type { Expr, ExprType, Fn } from '../../core/expr.ts';
import { formatParts, formatPattern, type FormatPart } from '../../core/formats.ts';
import { hasGroup } from '../../core/functions.ts';
import type { PreludeName } from './prelude.ts';
import { called, chained, infix, list, seq, type Doc } from './layout.ts';
import { quotePattern, quoteText } from './spelling.ts';

/** A part of a Spark column expression, as Python. */
export interface Printed {
  readonly doc: Doc;
  /** How tightly its outermost operator binds: see LEVEL. */
  readonly level: number;
  /** A constant as Python has it, for places that take one beside a column. */
  readonly constant?: Doc | undefined;
  /** A whole number that Spark holds in 32 bits. */
  readonly short?: boolean | undefined;
}

/** Python's order of operators: a comparison binds less than `&`. */
export const LEVEL = { comparison: 1, or: 2, and: 3, sum: 4, product: 5, sign: 6, whole: 7 } as const;

export interface Call {
  readonly args: readonly Printed[];
  readonly exprs: readonly Expr[];
  readonly types: readonly ExprType[];
  readonly type: ExprType;
  /** Takes a carry into the script. */
  carry(name: PreludeName): string;
}

/** A call in PySpark. */
export type SparkFunction = (call: Call) => Printed;

export const whole = (doc: Doc): Printed => ({ doc, level: LEVEL.whole });
const within = (level: number, { doc, level: own }: Printed): Doc => (own < level ? list('(', [doc], ')') : doc);
/** What stands before a method's dot. */
const subject = (part: Printed): Doc => within(LEVEL.whole, part);
const method = (part: Printed, name: string, ...args: readonly Doc[]): Printed =>
  whole(chained(subject(part), called(`.${name}`, ...args)));

/** `part` as 64 bits. */
export const long = (part: Printed): Printed => (part.short ? method(part, 'cast', '"bigint"') : part);
const longOf = (doc: Doc): Printed => long({ doc, level: LEVEL.whole, short: true });

/** A constant where a column is beside it; yes and no stay columns, as Python's linters want it. */
const beside = (part: Printed, other: Printed): Printed =>
  part.constant !== undefined && other.constant === undefined && !BOOLEANS.has(part.constant)
    ? { ...part, doc: part.constant, level: signed(part) }
    : part;
const BOOLEANS: ReadonlySet<Doc> = new Set(['True', 'False']);
const signed = ({ constant }: Printed): number => (typeof constant === 'string' && constant.startsWith('-') ? LEVEL.sign : LEVEL.whole);

const f =
  (name: string): SparkFunction =>
  ({ args, type }) => {
    const all = type === 'int' && args.every((a) => a.short) ? args.map(long) : args;
    return whole(called(`F.${name}`, ...all.map((a) => a.doc)));
  };
/** A Spark function that gives 32 bits. */
const shortly =
  (name: string): SparkFunction =>
  ({ args }) =>
    longOf(called(`F.${name}`, ...args.map((a) => a.doc)));
const helped =
  (name: PreludeName): SparkFunction =>
  ({ args, carry }) =>
    whole(called(carry(name), ...args.map((a) => a.doc)));

const operator =
  (sign: string, level: number, right = level + 1): SparkFunction =>
  ({ args: [a, b] }) => {
    const [x, y] = [beside(a!, b!), beside(b!, a!)];
    return { doc: joined(sign, within(level === LEVEL.comparison ? level + 1 : level, x), within(right, y)), level };
  };
/** A sum or a condition that goes on is one row of operands. */
function joined(sign: string, left: Doc, right: Doc): Doc {
  const goesOn = (doc: Doc): readonly Doc[] =>
    typeof doc === 'object' && doc.kind === 'infix' && doc.sign === sign ? doc.operands : [doc];
  return infix(sign, ...goesOn(left), ...(sign === '&' || sign === '|' ? goesOn(right) : [right]));
}

/** Spark 3.5 takes no plain True beside `&`. */
const logical =
  (sign: string, level: number): SparkFunction =>
  ({ args: [a, b] }) => ({ doc: joined(sign, within(level, a!), within(level, b!)), level });
const compared = (sign: string): SparkFunction => operator(sign, LEVEL.comparison);

/** Of whole numbers, missing beyond 64 bits; where they cannot get there, a plain operator. */
const wholeOr =
  (name: string, print: SparkFunction, reach: (a: number, b: number) => number): SparkFunction =>
  (call) => {
    if (call.type !== 'int') return print(call);
    const [a, b] = call.exprs.map(reachOf) as [number, number];
    if (reach(a, b) >= 2 ** 31 || call.args.every((arg) => arg.constant !== undefined)) return f(name)(call);
    return { ...print(call), short: call.args.every((arg) => arg.short) };
  };

/** How far from zero a whole number can be, as far as its expression tells. */
function reachOf(expr: Expr): number {
  if (expr.kind === 'lit') return expr.value === null ? 0 : Math.abs(Number(expr.value));
  if (expr.kind === 'col') return Infinity;
  const args = (): number[] => expr.args.map(reachOf);
  switch (expr.fn) {
    case '+':
    case '-':
      return args().reduce((a, b) => a + b);
    case '*':
      return args().reduce((a, b) => a * b);
    case 'neg':
    case 'abs':
    case 'coalesce':
    case 'least':
    case 'greatest':
      return Math.max(...args());
    case 'case':
      return Math.max(...expr.args.map((arg, i) => (i % 2 === 1 || i === expr.args.length - 1 ? reachOf(arg) : 0)));
    case 'sign':
      return 1;
    default:
      return Infinity;
  }
}

const literalText = (expr: Expr | undefined): string => String(expr?.kind === 'lit' ? expr.value : '');
const literalNumber = (expr: Expr | undefined): number => Number(literalText(expr));

const asDate = ({ args, types }: Call, i: number): Doc => (types[i] === 'date' ? args[i]!.doc : method(args[i]!, 'cast', '"date"').doc);

const truncate: SparkFunction = (call) => {
  const unit = literalText(call.exprs[0]);
  if (unit === 'hour') return whole(called('F.date_trunc', quoteText(unit), call.args[1]!.doc));
  return unit === 'day' ? whole(asDate(call, 1)) : whole(called('F.trunc', asDate(call, 1), quoteText(unit)));
};

/** A pattern as Java reads it: only `\n` ends a line, blanks and word ends are those of ASCII, and classes do not nest. */
export function javaPattern(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\.|[[\].$&]/gsu, (part, at: number) => {
    if (part === '[' && !inClass) {
      inClass = true;
      return part;
    }
    if (part === ']') inClass = false;
    if (part === '[' || (part === '&' && inClass)) return `\\${part}`;
    if (part === '.' && !inClass) return '[^\\n]';
    if (part === '$' && !inClass) return '\\z';
    if (part === '\\s') return inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
    if (part === '\\S') return '[^\\t\\n\\f\\r ]';
    if (part === '\\v') return '\\x0B';
    if (part === '\\b' && !inClass && at >= 0) return WORD_END;
    if (part === '\\B') return `(?!${WORD_END})`;
    return part;
  });
}

const WORD_END = '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))';

/** As `javaPattern`, for replacing: no empty match right after another one, nor inside a character of two units. */
function replacedPattern(pattern: string): string {
  const java = javaPattern(pattern);
  return /[*?|^$]|\\b|\\B|\{0/.test(pattern) ? `(?:${java})(?:(?!\\G)|\\A)(?![\\x{DC00}-\\x{DFFF}])` : java;
}

const TOKENS: { readonly [T in NonNullable<FormatPart['token']>]: readonly [loose: string, full: string] } = {
  yyyy: ['yyyy', 'yyyy'],
  MMM: ['MMM', 'MMM'],
  MM: ['M', 'MM'],
  dd: ['d', 'dd'],
  HH: ['H', 'HH'],
  mm: ['m', 'mm'],
  ss: ['s', 'ss'],
  '.SSS': ['.SSSSSS', '.SSSSSS'],
};

/** A date format as Spark spells it: one letter takes one or two digits, two letters take two. */
function sparkFormat(format: string): string {
  const parts = formatParts(format);
  return parts
    .map(({ token, text }, i) => {
      if (!token) return /^[-/.:, ]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
      const touches = [parts[i - 1], parts[i + 1]].some((p) => p?.token !== undefined && p.token !== '.SSS');
      return TOKENS[token][touches ? 1 : 0];
    })
    .join('');
}

const readBy = (format: string): Doc =>
  list('(', [quotePattern(`^${javaPattern(formatPattern(format))}\\z`), quoteText(sparkFormat(format))], ')');

const toTime =
  (type: 'date' | 'timestamp', usual: PreludeName): SparkFunction =>
  (call) => {
    const [value] = call.args;
    if (call.types[0] === type) return value!;
    if (call.types[0] !== 'string') return method(value!, 'cast', quoteText(type));
    const formats = call.exprs.slice(1).map(literalText);
    if (!formats.length) return whole(called(call.carry(usual), value!.doc));
    const time = whole(called(call.carry('read_time'), value!.doc, ...formats.map(readBy)));
    return type === 'date' ? method(time, 'cast', '"date"') : time;
  };

const caseWhen: SparkFunction = ({ args, type }) => {
  const values = args.filter((_, i) => i % 2 === 1 || i === args.length - 1);
  const short = type === 'int' && values.every((v) => v.short || v.doc === NULL);
  const value = (part: Printed): Doc => part.constant ?? part.doc;
  const branches: Doc[] = [];
  for (let i = 0; i + 1 < args.length; i += 2)
    branches.push(called('.when', args[i]!.doc === NULL ? `${NULL}.cast("boolean")` : args[i]!.doc, value(args[i + 1]!)));
  if (args.length % 2 === 1 && args.at(-1)!.doc !== NULL) branches.push(called('.otherwise', value(args.at(-1)!)));
  const [first, ...rest] = branches;
  return { doc: chained(seq('F', first!), ...rest), level: LEVEL.whole, short };
};

export const NULL = 'F.lit(None)';

/** Optimised to a set, `isin` would take 0.0 and -0.0 for two. */
const isIn: SparkFunction = ({ args: [value, ...all], types }) => {
  if (!types.includes('double')) return method(value!, 'isin', ...all.map((a) => a.constant ?? a.doc));
  const equal = all.map((item) => infix('==', within(LEVEL.or, value!), within(LEVEL.or, beside(item, value!))));
  return equal.length === 1
    ? { doc: equal[0]!, level: LEVEL.comparison }
    : { doc: infix('|', ...equal.map((e) => list('(', [e], ')'))), level: LEVEL.or };
};

/** Where the first argument is a value of 32 bits, the rest settle the type; all short stays short. */
const common =
  (name: string): SparkFunction =>
  ({ args, type }) => ({
    doc: called(`F.${name}`, ...args.map((a) => a.doc)),
    level: LEVEL.whole,
    short: type === 'int' && args.every((a) => a.short || a.doc === NULL),
  });

export const sparkFunctions: { readonly [F in Fn]: SparkFunction } = {
  '+': wholeOr('try_add', operator('+', LEVEL.sum), (a, b) => a + b),
  '-': wholeOr('try_subtract', operator('-', LEVEL.sum), (a, b) => a + b),
  '*': wholeOr('try_multiply', operator('*', LEVEL.product), (a, b) => a * b),
  '/': operator('/', LEVEL.product),
  '%': (call) =>
    operator(
      '%',
      LEVEL.product,
    )(
      call.type === 'int' && call.args.every((a) => a.short)
        ? { ...call, args: call.args.map((a) => ({ ...long(a), constant: undefined })) }
        : call,
    ),
  neg: ({ args: [x], type }) =>
    type === 'int'
      ? whole(called('F.try_subtract', 'F.lit(0)', long(x!).doc))
      : { doc: seq('-', within(LEVEL.sign, x!)), level: LEVEL.sign },

  '=': compared('=='),
  '<>': compared('!='),
  '<': compared('<'),
  '<=': compared('<='),
  '>': compared('>'),
  '>=': compared('>='),
  in: isIn,
  like: ({ args: [value], exprs }) => method(value!, 'like', quoteText(literalText(exprs[1]).replaceAll('\\', '\\\\'))),

  and: logical('&', LEVEL.and),
  or: logical('|', LEVEL.or),
  not: ({ args: [a], exprs: [test] }) =>
    test?.kind === 'call' && test.fn === 'is_null' && typeof a!.doc === 'object' && a!.doc.kind === 'chain'
      ? whole(chained(a!.doc.head, ...a!.doc.steps.slice(0, -1), '.isNotNull()'))
      : { doc: seq('~', within(LEVEL.sign, a!)), level: LEVEL.sign },
  is_null: ({ args: [a] }) => method(a!, 'isNull'),

  case: caseWhen,
  coalesce: common('coalesce'),
  nullif: ({ args: [a, b] }) => ({ doc: called('F.nullif', a!.doc, b!.doc), level: LEVEL.whole, short: a!.short }),

  abs: (call) => (call.type === 'int' ? whole(called(call.carry('magnitude'), long(call.args[0]!).doc)) : f('abs')(call)),
  sign: shortly('signum'),
  round: ({ args: [x], exprs: [, digits], types }) =>
    types[0] === 'int' ? x! : whole(called('F.round', x!.doc, String(literalNumber(digits)))),
  significant: ({ args: [x], types, carry }) =>
    types[0] === 'int' ? method(x!, 'cast', '"double"') : whole(called(carry('significant'), x!.doc)),
  floor: ({ args: [x], types, carry }) => (types[0] === 'int' ? x! : whole(called(carry('round_down'), x!.doc))),
  ceil: ({ args: [x], types, carry }) => (types[0] === 'int' ? x! : whole(called(carry('round_up'), x!.doc))),
  sqrt: helped('square_root'),
  ln: f('log'),
  exp: f('exp'),
  power: ({ args: [x, y], exprs, carry }) =>
    whole(called(exprs[1]?.kind === 'lit' ? 'F.pow' : carry('power'), x!.doc, exprs[1]?.kind === 'lit' ? (y!.constant ?? y!.doc) : y!.doc)),
  least: common('least'),
  greatest: common('greatest'),

  lower: helped('lower'),
  upper: helped('upper'),
  trim: helped('trim'),
  length: shortly('length'),
  concat: f('concat'),
  substring: ({ args: [text], exprs: [, start, length] }) =>
    whole(called('F.substring', text!.doc, String(literalNumber(start)), String(literalNumber(length)))),
  replace: f('replace'),
  contains: ({ args: [text, part] }) => method(text!, 'contains', part!.constant ?? part!.doc),
  starts_with: ({ args: [text, part] }) => method(text!, 'startswith', part!.constant ?? part!.doc),
  ends_with: ({ args: [text, part] }) => method(text!, 'endswith', part!.constant ?? part!.doc),
  split_part: f('split_part'),
  regexp_matches: ({ args: [text], exprs }) => method(text!, 'rlike', quotePattern(javaPattern(literalText(exprs[1])))),
  regexp_extract: ({ args: [text], exprs, carry }) =>
    whole(
      called(carry('extract'), text!.doc, quotePattern(javaPattern(literalText(exprs[1]))), hasGroup(literalText(exprs[1])) ? '1' : '0'),
    ),
  regexp_replace: ({ args: [text], exprs }) =>
    whole(
      called(
        'F.regexp_replace',
        text!.doc,
        quotePattern(replacedPattern(literalText(exprs[1]))),
        quotePattern(literalText(exprs[2]).replace(/[\\$]/g, '\\$&')),
      ),
    ),
  format: ({ args: [x], exprs: [, digits], types, carry }) => {
    const places = literalNumber(digits);
    if (types[0] !== 'int') return whole(called(carry('fixed'), x!.doc, String(places)));
    const text = method(x!, 'cast', '"string"');
    return places ? whole(called('F.concat', text.doc, `F.lit(".${'0'.repeat(places)}")`)) : text;
  },

  year: shortly('year'),
  quarter: shortly('quarter'),
  month: shortly('month'),
  day: shortly('dayofmonth'),
  weekday: ({ args: [day] }) => longOf(list('(', [infix('+', called('F.weekday', day!.doc), '1')], ')')),
  hour: shortly('hour'),
  date_trunc: truncate,
  days_between: ({ args: [from, to] }) => longOf(called('F.datediff', to!.doc, from!.doc)),
  months_between: helped('months_between'),
  add_days: (call) => whole(called(call.carry('add_days'), asDate(call, 0), call.args[1]!.doc)),
  add_months: (call) => whole(called(call.carry('add_months'), asDate(call, 0), call.args[1]!.doc)),

  to_int: ({ args: [x], types, carry }) => {
    if (types[0] === 'int') return x!;
    if (types[0] === 'bool') return method(x!, 'cast', '"bigint"');
    return whole(called(carry(types[0] === 'double' ? 'whole' : 'to_int'), x!.doc));
  },
  to_double: ({ args: [x], types, carry }) => {
    if (types[0] === 'double') return x!;
    return types[0] === 'string' ? whole(called(carry('to_double'), x!.doc)) : method(x!, 'cast', '"double"');
  },
  to_text: ({ args: [x], types }) => (types[0] === 'string' ? x! : method(x!, 'cast', '"string"')),
  to_bool: ({ args: [x], types, carry }) => {
    if (types[0] === 'bool') return x!;
    return whole(called(carry('to_bool'), types[0] === 'string' ? x!.doc : method(x!, 'cast', '"string"').doc));
  },
  to_date: toTime('date', 'to_date'),
  to_timestamp: toTime('timestamp', 'to_timestamp'),

  hash_share: ({ args: [text], exprs, carry }) => whole(called(carry('hash_share'), text!.doc, String(literalNumber(exprs[1])))),
};
