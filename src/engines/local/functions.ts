import type { Expr, ExprType, Fn } from '../../core/expr.ts';
import { formatParts, formatPattern, ISO_DATE, ISO_TIMESTAMP, type FormatPart } from '../../core/formats.ts';
import { BLANKS, hasGroup } from '../../core/functions.ts';
import { quoteText, sqlType } from './spelling.ts';

/**
 * A call in DuckDB's SQL. Its arguments are printed already and stand by themselves; their expressions and types are
 * there for what depends on them. No argument may be printed more than once: nested calls would double each time,
 * and DuckDB's `nullif`, `split_part` and simple `CASE` repeat theirs, so they are not used. Nor is `TRY`, which where
 * it fails writes NULL into the columns it reads (seen in 1.4.3: `SELECT i, TRY(i + i)` with a large `i`).
 */
export type SqlFunction = (args: readonly string[], exprs: readonly Expr[], types: readonly ExprType[]) => string;

/** A column's text may be repeated, any other is named once. */
const isShort = (expr: Expr | undefined): boolean => expr?.kind !== 'call';

/**
 * `value` where the condition on it is true, else NULL. The condition must read nothing else: inside it, `v` is the
 * value even where the table has a column of that name.
 */
export const keepIf = (value: string, condition: (v: string) => string, short = false): string =>
  short ? `CASE WHEN ${condition(value)} THEN ${value} END` : `list_filter([${value}], lambda v: ${condition('v')})[1]`;

const replaced = (value: string, by: (v: string) => string, short: boolean): string =>
  short ? by(value) : `list_transform([${value}], lambda v: ${by('v')})[1]`;

const isFinite = (v: string): string => `isfinite(${v})`;

/** Rounded to 12 significant digits; NULL for what is not finite. */
export const significantSql = (value: string): string => keepIf(`CAST(printf('%.11e', ${value}) AS DOUBLE)`, isFinite);

const plain =
  (print: (...args: string[]) => string): SqlFunction =>
  (args) =>
    print(...args);
const named = (name: string): SqlFunction => plain((...args) => `${name}(${args.join(', ')})`);
const infix = (sign: string): SqlFunction => plain((...args) => `(${args.join(` ${sign} `)})`);
/** Of whole numbers, in 128 bits: what then does not fit into 64 is NULL. */
const asWhole =
  (print: (...args: string[]) => string): SqlFunction =>
  ([a, ...rest], _, types) =>
    types.every((type) => type === 'int')
      ? `TRY_CAST(${print(`CAST(${a} AS HUGEINT)`, ...rest)} AS BIGINT)`
      : `(${print(`${a}`, ...rest)})`;
const wholeInfix = (sign: string): SqlFunction => asWhole((a, b) => `${a} ${sign} ${b}`);

/** DuckDB forgets the type of what it finds to be always NULL, and then takes it for an INTEGER. */
const typed = (value: string, type: ExprType): string => (type === 'null' ? value : `CAST(${value} AS ${sqlType(type)})`);

/** A divisor that is NULL instead of zero. */
function divisor(text: string, expr: Expr | undefined): string {
  if (expr?.kind === 'lit' && expr.value !== 0) return text;
  return isShort(expr) ? `(${keepIf(text, (v) => `${v} <> 0`, true)})` : keepIf(text, (v) => `${v} <> 0`);
}

const literalText = (expr: Expr | undefined): string => String(expr?.kind === 'lit' ? expr.value : '');
const literalNumber = (expr: Expr | undefined): number => Number(literalText(expr));

const trimmed = (text: string): string => `trim(${text}, ${quoteText(BLANKS)})`;
/** The whole text if it matches, else an empty one, which no number is. */
const ifMatches = (text: string, pattern: string): string => `regexp_extract(${trimmed(text)}, ${quoteText(`^(?:${pattern})$`)})`;

const WHOLE = '[+-]?[0-9]+';
const NUMBER = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?';

const PARSED: { readonly [T in NonNullable<FormatPart['token']>]: string } = {
  yyyy: '%Y',
  MMM: '%b',
  MM: '%m',
  dd: '%d',
  HH: '%H',
  mm: '%M',
  ss: '%S',
  '.SSS': '.%f',
};
const parsedFormat = (format: string): string =>
  formatParts(format)
    .map(({ token, text }) => (token ? PARSED[token] : text))
    .join('');

/**
 * Nearly all cells of a column are written the plain way. Those are cast at once, which takes a third to a tenth of the
 * time; only the others are read with care, to the same result.
 */
const plainFirst = (text: string, expr: Expr | undefined, pattern: string, type: string, careful: string): string =>
  isShort(expr) ? `CASE WHEN regexp_matches(${text}, '^${pattern}$') THEN TRY_CAST(${text} AS ${type}) ELSE ${careful} END` : careful;

const PLAIN = {
  BIGINT: '[+-]?[0-9]{1,18}',
  DOUBLE: '-?[0-9]{1,15}(?:[.][0-9]{1,15})?',
  DATE: '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}',
  TIMESTAMP: '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}',
};

/** Only texts that match one of the formats are read: by itself `strptime` also takes years of two digits and more. */
function readDay(text: string, formats: readonly string[]): string {
  const pattern = quoteText(`^(?:${formats.map(formatPattern).join('|')})$`);
  return `try_strptime(regexp_extract_all(${trimmed(text)}, ${pattern})[1], [${formats.map((f) => quoteText(parsedFormat(f))).join(', ')}])`;
}

const dayCast =
  (type: 'DATE' | 'TIMESTAMP', usual: readonly string[]): SqlFunction =>
  ([value = ''], [expr, ...formats], [from]) => {
    if (from !== 'string') return `CAST(${value} AS ${type})`;
    if (formats.length) return `CAST(${readDay(value, formats.map(literalText))} AS ${type})`;
    return plainFirst(value, expr, PLAIN[type], type, `CAST(${readDay(value, usual)} AS ${type})`);
  };

const asDate = (value: string | undefined, type: ExprType | undefined): string => (type === 'date' ? `${value}` : `CAST(${value} AS DATE)`);
/** Dates beyond the years 1 to 9999 are NULL. More days or months than that spans are not added, which would fail. */
const later =
  (most: number, add: (date: string, n: string) => string): SqlFunction =>
  ([day, n = ''], [, by], [type]) => {
    const count = keepIf(n, (v) => `${v} BETWEEN -${most} AND ${most}`, isShort(by));
    return keepIf(add(asDate(day, type), `CAST(${count} AS INTEGER)`), (v) => `${v} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`);
  };

/**
 * Rounds the decimal text of a number, so that 2.675 gives 2.68, halves away from zero. 18 digits are enough: a double
 * beyond them has no more than `digits` decimals. DuckDB reads 9e-05 as DECIMAL(18,2) 0.01, so small ones go first.
 */
const decimal = (v: string, digits: number): string =>
  `CAST(CASE WHEN abs(${v}) < 5e-${digits + 1} THEN '0' WHEN abs(${v}) < 1e${18 - digits} THEN CAST(${v} AS VARCHAR) END AS DECIMAL(18, ${digits}))`;

const round: SqlFunction = ([value = ''], [expr, digits], [type]) =>
  type === 'int' ? value : replaced(value, (v) => `coalesce(CAST(${decimal(v, literalNumber(digits))} AS DOUBLE), ${v})`, isShort(expr));

const format: SqlFunction = ([value = ''], [expr, digits], [type]) => {
  const places = literalNumber(digits);
  if (type === 'int') return `CAST(CAST(${value} AS DECIMAL(38, ${places})) AS VARCHAR)`;
  return replaced(value, (v) => `CAST(${decimal(v, places)} AS VARCHAR)`, isShort(expr));
};

/** Both are NULL for what is not finite, as a result must be. */
const toDouble: SqlFunction = ([value = ''], [expr], [type]) => {
  if (type === 'double') return value;
  if (type !== 'string') return `CAST(${value} AS DOUBLE)`;
  return plainFirst(value, expr, PLAIN.DOUBLE, 'DOUBLE', keepIf(`TRY_CAST(${ifMatches(value, NUMBER)} AS DOUBLE)`, isFinite));
};

const toInt: SqlFunction = ([value = ''], [expr], [type]) => {
  if (type === 'int') return value;
  if (type === 'double') return `TRY_CAST(trunc(${value}) AS BIGINT)`;
  if (type !== 'string') return `CAST(${value} AS BIGINT)`;
  return plainFirst(value, expr, PLAIN.BIGINT, 'BIGINT', `TRY_CAST(${ifMatches(value, WHOLE)} AS BIGINT)`);
};

const toBool: SqlFunction = ([value = ''], _, [type]) => {
  if (type === 'bool') return value;
  return `TRY_CAST(${type === 'int' ? `CAST(${value} AS VARCHAR)` : trimmed(value)} AS BOOLEAN)`;
};

const caseWhen: SqlFunction = (args) => {
  const words: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) words.push(`WHEN ${args[i]} THEN ${args[i + 1]}`);
  if (args.length % 2 === 1) words.push(`ELSE ${args.at(-1)}`);
  return `CASE ${words.join(' ')} END`;
};

const nullif: SqlFunction = ([a = '', b], [expr], [type = 'null']) => {
  if (isShort(expr)) return keepIf(a, (v) => `${v} IS DISTINCT FROM ${b}`, true);
  return typed(`list_filter([{'a': ${a}, 'b': ${b}}], lambda v: v['a'] IS DISTINCT FROM v['b'])[1]['a']`, type);
};

const concat: SqlFunction = (args, exprs) => {
  const text = `(${args.join(' || ')})`;
  return exprs.every(isShort) ? text : typed(text, 'string');
};

/** DuckDB's `date_trunc` tells its optimizer that it is never NULL, so `coalesce` around it fails; `time_bucket` does not. */
const truncate: SqlFunction = ([, day], [unit], [, type]) => {
  const name = literalText(unit);
  const width = name === 'quarter' ? '3 months' : `1 ${name}`;
  if (name === 'hour') return `time_bucket(INTERVAL '${width}', ${type === 'date' ? `CAST(${day} AS TIMESTAMP)` : day})`;
  return `time_bucket(INTERVAL '${width}', ${asDate(day, type)})`;
};

const kept =
  (condition: string): SqlFunction =>
  ([value = ''], [expr]) =>
    keepIf(value, (v) => `${v} ${condition}`, isShort(expr));

export const sqlFunctions: { readonly [F in Fn]: SqlFunction } = {
  '+': wholeInfix('+'),
  '-': wholeInfix('-'),
  '*': wholeInfix('*'),
  '/': ([a, b = ''], [, by]) => `(${a} / ${divisor(b, by)})`,
  '%': (args, [, by], types) => wholeInfix('%')([args[0]!, divisor(args[1]!, by)], [], types),
  neg: asWhole((a) => `-${a}`),

  '=': infix('='),
  '<>': infix('<>'),
  '<': infix('<'),
  '<=': infix('<='),
  '>': infix('>'),
  '>=': infix('>='),
  in: ([value, ...list]) => `(${value} IN (${list.join(', ')}))`,
  like: infix('LIKE'),

  and: infix('AND'),
  or: infix('OR'),
  not: plain((a) => `(NOT ${a})`),
  is_null: plain((a) => `(${a} IS NULL)`),

  case: caseWhen,
  coalesce: named('coalesce'),
  nullif,

  abs: asWhole((a) => `abs(${a})`),
  sign: plain((a) => `CAST(sign(${a}) AS BIGINT)`),
  round,
  significant: ([value = ''], _, [type]) => (type === 'int' ? `CAST(${value} AS DOUBLE)` : significantSql(value)),
  floor: ([value = ''], _, [type]) => (type === 'int' ? value : `floor(${value})`),
  ceil: ([value = ''], _, [type]) => (type === 'int' ? value : `ceil(${value})`),
  sqrt: (args, exprs, types) => `sqrt(${kept('>= 0')(args, exprs, types)})`,
  ln: (args, exprs, types) => `ln(${kept('> 0')(args, exprs, types)})`,
  exp: named('exp'),
  power: named('power'),
  least: named('least'),
  greatest: named('greatest'),

  lower: named('lower'),
  upper: named('upper'),
  trim: plain(trimmed),
  length: named('length'),
  concat,
  substring: named('substring'),
  replace: named('replace'),
  contains: named('contains'),
  starts_with: named('starts_with'),
  ends_with: named('ends_with'),
  split_part: ([text, by, n], [value]) => {
    const part = `list_resize(string_split(${text}, ${by}), ${n}, '')[${n}]`;
    return isShort(value) ? part : typed(part, 'string');
  },
  regexp_matches: named('regexp_matches'),
  regexp_extract: ([text = '', pattern], [value, expr]) =>
    `regexp_extract(${keepIf(text, (v) => `regexp_matches(${v}, ${pattern})`, isShort(value))}, ${pattern}, ${hasGroup(literalText(expr)) ? 1 : 0})`,
  regexp_replace: ([text, pattern], [, , to]) =>
    `regexp_replace(${text}, ${pattern}, ${quoteText(literalText(to).replaceAll('\\', '\\\\'))}, 'g')`,
  format,

  year: named('year'),
  quarter: named('quarter'),
  month: named('month'),
  day: named('day'),
  weekday: named('isodow'),
  hour: named('hour'),
  date_trunc: truncate,
  days_between: ([from, to], _, [a, b]) => `(${asDate(to, b)} - ${asDate(from, a)})`,
  months_between: plain((from, to) => `date_diff('month', ${from}, ${to})`),
  add_days: later(3_652_058, (date, n) => `${date} + ${n}`),
  add_months: later(119_987, (date, n) => `CAST(${date} + to_months(${n}) AS DATE)`),

  to_int: toInt,
  to_double: toDouble,
  to_text: ([value = ''], _, [type]) => (type === 'string' ? value : `CAST(${value} AS VARCHAR)`),
  to_bool: toBool,
  to_date: dayCast('DATE', ISO_DATE),
  to_timestamp: dayCast('TIMESTAMP', ISO_TIMESTAMP),

  hash_share: ([text], [, seed]) => `(CAST('0x' || left(md5(${text} || ${quoteText(`:${literalText(seed)}`)}), 7) AS BIGINT) / 268435456)`,
};
