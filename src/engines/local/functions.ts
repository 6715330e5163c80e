import type { Expr, ExprType, Fn } from '../../core/expr.ts';
import { formatParts, formatPattern, ISO_DATE, ISO_TIMESTAMP, type FormatPart } from '../../core/formats.ts';
import { BLANKS, hasGroup } from '../../core/functions.ts';

/**
 * A call in DuckDB's SQL. Its arguments are printed already and stand by themselves; their expressions and types are
 * there for what depends on them. No argument may be printed more than once: nested calls would double each time,
 * and DuckDB's `nullif`, `split_part` and simple `CASE` repeat theirs, so they are not used.
 */
export type SqlFunction = (args: readonly string[], exprs: readonly Expr[], types: readonly ExprType[]) => string;

export const quoteText = (text: string): string => {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
};

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

const plain = (print: (...args: string[]) => string): SqlFunction => (args) => print(...args);
const named = (name: string): SqlFunction => plain((...args) => `${name}(${args.join(', ')})`);
const infix = (sign: string): SqlFunction => plain((...args) => `(${args.join(` ${sign} `)})`);
const both = (types: readonly ExprType[]): boolean => types.every((type) => type === 'int');
/** Whole numbers that overflow are NULL. */
const tryWhole = (print: (...args: string[]) => string): SqlFunction => (args, _, types) => (both(types) ? `TRY(${print(...args)})` : print(...args));
const tryInfix = (sign: string): SqlFunction => tryWhole((a, b) => `(${a} ${sign} ${b})`);

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
  yyyy: '%Y', MMM: '%b', MM: '%m', dd: '%d', HH: '%H', mm: '%M', ss: '%S', '.SSS': '.%f',
};
const parsedFormat = (format: string): string => formatParts(format).map(({ token, text }) => (token ? PARSED[token] : text)).join('');

/** Only texts that match one of the formats are read: by itself `strptime` also takes years of two digits and more. */
function readDay(text: string, formats: readonly string[]): string {
  const pattern = quoteText(`^(?:${formats.map(formatPattern).join('|')})$`);
  return `try_strptime(regexp_extract_all(${trimmed(text)}, ${pattern})[1], [${formats.map((f) => quoteText(parsedFormat(f))).join(', ')}])`;
}

const dayCast = (type: 'DATE' | 'TIMESTAMP', usual: readonly string[]): SqlFunction => ([value = ''], [, ...formats], [from]) =>
  `CAST(${from === 'string' ? readDay(value, formats.length ? formats.map(literalText) : usual) : value} AS ${type})`;

const asDate = (value: string | undefined, type: ExprType | undefined): string => (type === 'date' ? `${value}` : `CAST(${value} AS DATE)`);
/** Dates beyond the years 1 to 9999 are NULL. */
const inCalendar = (date: string): string => keepIf(`TRY(${date})`, (v) => `${v} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`);

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
const toDouble: SqlFunction = ([value = ''], _, [type]) => {
  if (type === 'double') return value;
  if (type !== 'string') return `CAST(${value} AS DOUBLE)`;
  return keepIf(`TRY_CAST(${ifMatches(value, NUMBER)} AS DOUBLE)`, isFinite);
};

const toInt: SqlFunction = ([value = ''], _, [type]) => {
  if (type === 'int') return value;
  if (type === 'double') return `TRY_CAST(trunc(${value}) AS BIGINT)`;
  return type === 'string' ? `TRY_CAST(${ifMatches(value, WHOLE)} AS BIGINT)` : `CAST(${value} AS BIGINT)`;
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

const kept = (condition: string): SqlFunction => ([value = ''], [expr]) => keepIf(value, (v) => `${v} ${condition}`, isShort(expr));

export const sqlFunctions: { readonly [F in Fn]: SqlFunction } = {
  '+': tryInfix('+'),
  '-': tryInfix('-'),
  '*': tryInfix('*'),
  '/': ([a, b = ''], [, by]) => `(${a} / ${divisor(b, by)})`,
  '%': (args, [, by], types) => tryInfix('%')([args[0]!, divisor(args[1]!, by)], [], types),
  neg: tryWhole((a) => `(-${a})`),

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
  nullif: ([a = '', b], [expr]) =>
    isShort(expr) ? keepIf(a, (v) => `${v} IS DISTINCT FROM ${b}`, true) : `list_filter([{'a': ${a}, 'b': ${b}}], lambda v: v['a'] IS DISTINCT FROM v['b'])[1]['a']`,

  abs: tryWhole((a) => `abs(${a})`),
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
  concat: infix('||'),
  substring: named('substring'),
  replace: named('replace'),
  contains: named('contains'),
  starts_with: named('starts_with'),
  ends_with: named('ends_with'),
  split_part: plain((text, by, n) => `list_resize(string_split(${text}, ${by}), ${n}, '')[${n}]`),
  regexp_matches: named('regexp_matches'),
  regexp_extract: ([text = '', pattern], [value, expr]) =>
    `regexp_extract(${keepIf(text, (v) => `regexp_matches(${v}, ${pattern})`, isShort(value))}, ${pattern}, ${hasGroup(literalText(expr)) ? 1 : 0})`,
  regexp_replace: ([text, pattern], [, , to]) => `regexp_replace(${text}, ${pattern}, ${quoteText(literalText(to).replaceAll('\\', '\\\\'))}, 'g')`,
  format,

  year: named('year'),
  quarter: named('quarter'),
  month: named('month'),
  day: named('day'),
  weekday: named('isodow'),
  hour: named('hour'),
  date_trunc: ([unit, day], [expr], [, type]) =>
    literalText(expr) === 'hour'
      ? `date_trunc(${unit}, ${type === 'date' ? `CAST(${day} AS TIMESTAMP)` : day})`
      : `CAST(date_trunc(${unit}, ${day}) AS DATE)`,
  days_between: ([from, to], _, [a, b]) => `(${asDate(to, b)} - ${asDate(from, a)})`,
  months_between: plain((from, to) => `date_diff('month', ${from}, ${to})`),
  add_days: ([day, n], _, [type]) => inCalendar(`${asDate(day, type)} + CAST(${n} AS INTEGER)`),
  add_months: ([day, n], _, [type]) => inCalendar(`CAST(${asDate(day, type)} + to_months(CAST(${n} AS INTEGER)) AS DATE)`),

  to_int: toInt,
  to_double: toDouble,
  to_text: ([value = ''], _, [type]) => (type === 'string' ? value : `CAST(${value} AS VARCHAR)`),
  to_bool: toBool,
  to_date: dayCast('DATE', ISO_DATE),
  to_timestamp: dayCast('TIMESTAMP', ISO_TIMESTAMP),

  hash_share: ([text], [, seed]) => `(CAST('0x' || left(md5(${text} || ${quoteText(`:${literalText(seed)}`)}), 7) AS BIGINT) / 268435456)`,
};
