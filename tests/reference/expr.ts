import { createHash } from 'node:crypto';
import { typeOf, type Expr, type ExprType, type Fn } from '../../src/core/expr.ts';
import { formatParts, ISO_DATE, ISO_TIMESTAMP } from '../../src/core/formats.ts';
import type { Schema } from '../../src/core/schema.ts';

/**
 * The meaning of expressions, written for clarity and independently of any engine. Whole numbers are bigints, numbers
 * with decimals are numbers, dates `yyyy-MM-dd` and timestamps `yyyy-MM-dd HH:mm:ss` with the fraction's last zeros
 * left out, so that texts order as times do.
 */
export type Cell = null | boolean | bigint | number | string;
export type Row = readonly Cell[];

export function evaluate(expr: Expr, schema: Schema, row: Row): Cell {
  switch (expr.kind) {
    case 'col':
      return row[schema.findIndex((c) => c.name === expr.name)] ?? null;
    case 'lit':
      return expr.type === 'int' && expr.value !== null ? BigInt(expr.value) : expr.value;
    case 'call': {
      const typeIn = (e: Expr): ExprType => typeOf(e, schema).type;
      const args = expr.args.map((arg) => evaluate(arg, schema, row));
      return call(expr.fn, args, expr.args.map(typeIn), typeIn(expr));
    }
  }
}

/** The cell of a column that leaves an op. */
export const settle = (cell: Cell): Cell => (typeof cell === 'number' && !Number.isFinite(cell) ? null : cell);

function call(fn: Fn, args: readonly Cell[], types: readonly ExprType[], type: ExprType): Cell {
  const alike = args.map((a) => widen(a, types.includes('double') ? 'double' : types.includes('timestamp') ? 'timestamp' : 'null'));
  switch (fn) {
    case 'and':
      return args.includes(false) ? false : args.includes(null) ? null : true;
    case 'or':
      return args.includes(true) ? true : args.includes(null) ? null : false;
    case 'is_null':
      return args[0] === null;
    case 'case':
      return widen(caseOf(args), type);
    case 'coalesce':
      return widen(args.find((a) => a !== null) ?? null, type);
    case 'nullif':
      return same(alike[0]!, alike[1]!) === true ? null : args[0]!;
    case 'in':
      return isIn(alike);
    case 'least':
    case 'greatest':
      return extreme(
        args.filter((a) => a !== null).map((a) => widen(a, type)),
        fn === 'least' ? -1 : 1,
      );
    default:
      return args.includes(null) ? null : strict(fn, COMPARISONS.has(fn) ? alike : args, types, type);
  }
}

/** `cell` as a value of a wider type. */
export function widen(cell: Cell, type: ExprType): Cell {
  if (type === 'double' && typeof cell === 'bigint') return Number(cell);
  return type === 'timestamp' && typeof cell === 'string' && cell.length === 10 ? `${cell} 00:00:00` : cell;
}

function caseOf(args: readonly Cell[]): Cell {
  for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return args[i + 1]!;
  return args.length % 2 === 1 ? args.at(-1)! : null;
}

/** Order of two cells of one type that are there: NaN is the largest number, texts go by code point. */
export function compare(a: Cell, b: Cell): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x < y ? -1 : x > y ? 1 : 0;
}

const same = (a: Cell, b: Cell): boolean | null => (a === null || b === null ? null : compare(a, b) === 0);

function isIn([value = null, ...list]: readonly Cell[]): boolean | null {
  const answers = list.map((item) => same(value, item));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function extreme(cells: readonly Cell[], sign: -1 | 1): Cell {
  return cells.length ? cells.reduce((a, b) => (compare(b, a) * sign > 0 ? b : a)) : null;
}

const COMPARISONS: ReadonlySet<Fn> = new Set<Fn>(['=', '<>', '<', '<=', '>', '>=']);

/** Functions that are missing as soon as one argument is. */
function strict(fn: Fn, args: readonly Cell[], types: readonly ExprType[], type: ExprType): Cell {
  const [a, b, c] = args as [Cell, Cell, Cell];
  const numbers = args.map(Number);
  const [x, y] = numbers as [number, number];
  const whole = type === 'int';
  switch (fn) {
    case '+':
      return whole ? int64(BigInt(a!) + BigInt(b!)) : x + y;
    case '-':
      return whole ? int64(BigInt(a!) - BigInt(b!)) : x - y;
    case '*':
      return whole ? int64(BigInt(a!) * BigInt(b!)) : x * y;
    case '/':
      return y === 0 ? null : x / y;
    case '%':
      return y === 0 ? null : whole ? BigInt(a!) % BigInt(b!) : x % y;
    case 'neg':
      return whole ? int64(-BigInt(a!)) : -x;
    case 'abs':
      return whole ? int64(BigInt(a!) < 0n ? -BigInt(a!) : BigInt(a!)) : Math.abs(x);
    case 'sign':
      return BigInt(Math.sign(x) || 0);
    case 'round':
      return whole ? a : round(x, y || 0);
    case 'significant':
      return typeof a === 'bigint' ? x : significant(x);
    case 'floor':
      return whole ? a : Math.floor(x);
    case 'ceil':
      return whole ? a : Math.ceil(x);
    case 'sqrt':
      return x < 0 ? null : Math.sqrt(x);
    case 'ln':
      return x <= 0 ? null : Math.log(x);
    case 'exp':
      return Math.exp(x);
    case 'power':
      return power(x, y);

    case '=':
      return compare(a, b) === 0;
    case '<>':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    case 'like':
      return isLike([...String(a)], [...String(b)]);
    case 'not':
      return !a;

    case 'lower':
      return eachCharacter(String(a), lowered);
    case 'upper':
      return eachCharacter(String(a), raised);
    case 'trim':
      return trim(String(a));
    case 'length':
      return BigInt([...String(a)].length);
    case 'concat':
      return args.join('');
    case 'substring':
      return [...String(a)].slice(y - 1, y - 1 + Number(c)).join('');
    case 'replace':
      return String(a).split(String(b)).join(String(c));
    case 'contains':
      return String(a).includes(String(b));
    case 'starts_with':
      return String(a).startsWith(String(b));
    case 'ends_with':
      return String(a).endsWith(String(b));
    case 'split_part':
      return String(a).split(String(b))[Number(c) - 1] ?? '';
    case 'regexp_matches':
      return regularExpression(String(b)).test(String(a));
    case 'regexp_extract':
      return extract(String(a), String(b));
    case 'regexp_replace':
      return replaceAll(String(a), String(b), String(c));
    case 'format':
      return typeof a === 'bigint' ? fixed({ digits: a, scale: 0 }, y) : formatNumber(x, y);

    case 'year':
      return BigInt(ymd(a)[0]);
    case 'quarter':
      return BigInt(Math.ceil(ymd(a)[1] / 3));
    case 'month':
      return BigInt(ymd(a)[1]);
    case 'day':
      return BigInt(ymd(a)[2]);
    case 'weekday':
      return BigInt(mod(dayNumber(ymd(a)) + 3, 7) + 1);
    case 'hour':
      return BigInt(String(a).slice(11, 13));
    case 'date_trunc':
      return truncate(String(a), String(b));
    case 'days_between':
      return BigInt(dayNumber(ymd(b)) - dayNumber(ymd(a)));
    case 'months_between':
      return BigInt(monthNumber(ymd(b)) - monthNumber(ymd(a)));
    case 'add_days':
      return dateText(ymdOf(dayNumber(ymd(a)) + y));
    case 'add_months':
      return addMonths(ymd(a), y);

    case 'to_int':
      return toInt(a);
    case 'to_double':
      return typeof a === 'string' ? toDouble(trim(a)) : x;
    case 'to_text':
      return String(a);
    case 'to_bool':
      return typeof a === 'boolean' ? a : toBool(trim(String(a)).toLowerCase());
    case 'to_date':
      return types[0] === 'string' ? (readDay(trim(String(a)), args.slice(1), ISO_DATE)?.slice(0, 10) ?? null) : String(a).slice(0, 10);
    case 'to_timestamp':
      return types[0] === 'string' ? readDay(trim(String(a)), args.slice(1), ISO_TIMESTAMP) : widen(a, type);

    case 'hash_share':
      return (
        parseInt(
          createHash('md5')
            .update(`${String(a)}:${y}`)
            .digest('hex')
            .slice(0, 7),
          16,
        ) /
        2 ** 28
      );
    default:
      throw new Error(`${fn} looks at missing values itself.`);
  }
}

const LEAST = -(2n ** 63n);
const int64 = (value: bigint): bigint | null => (value >= LEAST && value < -LEAST ? value : null);
const mod = (a: number, b: number): number => ((a % b) + b) % b;

/** As C's `pow`, which has answers where JavaScript gives NaN. */
function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}

interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The shortest decimal text that means the finite double `x`. */
function decimalOf(x: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(x).split('e');
  const [front = '', back = ''] = mantissa.split('.');
  const scale = back.length - Number(exponent);
  const digits = BigInt(front + back);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** With at most so many decimals, halves away from zero. */
function roundDecimal({ digits, scale }: Decimal, places: number): Decimal {
  if (scale <= places) return { digits, scale };
  const unit = 10n ** BigInt(scale - places);
  const size = digits < 0n ? -digits : digits;
  const rounded = size / unit + ((size % unit) * 2n >= unit ? 1n : 0n);
  return { digits: digits < 0n ? -rounded : rounded, scale: places };
}

function round(x: number, places: number): number {
  if (!Number.isFinite(x)) return x;
  const { digits, scale } = roundDecimal(decimalOf(x), places);
  return Number(`${digits}e-${scale}`);
}

function formatNumber(x: number, places: number): string | null {
  return Math.abs(x) < 10 ** (18 - places) ? fixed(roundDecimal(decimalOf(x), places), places) : null;
}

function fixed({ digits, scale }: Decimal, places: number): string {
  const size = String((digits < 0n ? -digits : digits) * 10n ** BigInt(places - scale)).padStart(places + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return places ? `${sign}${size.slice(0, -places)}.${size.slice(-places)}` : sign + size;
}

/** 12 significant digits of the exact value, halves to even. */
export function significant(x: number): number | null {
  if (!Number.isFinite(x)) return null;
  const [mantissa = '', exponent = '0'] = x.toExponential(20).split('e');
  const digits = mantissa.replace('.', '').replace('-', '');
  const stays = /^50*$/.test(digits.slice(12)) && Number(digits[11]) % 2 === 0;
  return stays ? Math.sign(x) * Number(`${digits.slice(0, 12)}e${Number(exponent) - 11}`) : Number(x.toExponential(11));
}

const eachCharacter = (text: string, map: (c: string) => string): string => [...text].map(map).join('');
/** One character for one, as in Unicode's table of simple case mappings, and the capital sharp s. */
const raised = (c: string): string => (c === 'ß' ? 'ẞ' : oneOr(c, c.toUpperCase()));
const lowered = (c: string): string => (c === 'İ' ? 'i' : oneOr(c, c.toLowerCase()));
const oneOr = (c: string, mapped: string): string => ([...mapped].length === 1 ? mapped : c);

const trim = (text: string): string => text.replace(/^[ \t\n\v\f\r\u00a0]+|[ \t\n\v\f\r\u00a0]+$/g, '');

function isLike(text: readonly string[], pattern: readonly string[]): boolean {
  const [sign, ...rest] = pattern;
  if (sign === undefined) return text.length === 0;
  if (sign === '%') return isLike(text, rest) || (text.length > 0 && isLike(text.slice(1), pattern));
  return text.length > 0 && (sign === '_' || sign === text[0]) && isLike(text.slice(1), rest);
}

/** JavaScript's regular expression for what RE2 understands by `pattern`: narrower `.` and `\s`. */
function regularExpression(pattern: string, flags = ''): RegExp {
  let inClass = false;
  const text = pattern.replace(/\\.|[[\].]/gsu, (part) => {
    if (part === '[') inClass = true;
    if (part === ']') inClass = false;
    if (part === '.') return inClass ? '.' : '[^\\n]';
    if (part === '\\s') return inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
    return part === '\\S' && !inClass ? '[^\\t\\n\\f\\r ]' : part;
  });
  return new RegExp(text, `u${flags}`);
}

function extract(text: string, pattern: string): string | null {
  const match = regularExpression(pattern).exec(text);
  return match && (match.length > 1 ? (match[1] ?? '') : match[0]);
}

/** An empty match right after another match does not count. */
function replaceAll(text: string, pattern: string, to: string): string {
  let result = '';
  let end = 0;
  let counted = -1;
  for (const match of text.matchAll(regularExpression(pattern, 'g'))) {
    if (match[0] === '' && match.index === counted) continue;
    result += text.slice(end, match.index) + to;
    end = counted = match.index + match[0].length;
  }
  return result + text.slice(end);
}

type Ymd = readonly [year: number, month: number, day: number];

const ymd = (day: Cell): Ymd => String(day).slice(0, 10).split('-').map(Number) as unknown as Ymd;
const monthNumber = ([year, month]: Ymd): number => year * 12 + month - 1;
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year: number, month: number): number => (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

/** Days from 1970-01-01, counted by years and months of the Gregorian calendar. */
function dayNumber([year, month, day]: Ymd): number {
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return days + day - 1;
}

/** The date of a day number, or nothing beyond the years 1 to 9999. */
function ymdOf(days: number): Ymd | undefined {
  if (days < -719_162 || days > 2_932_896) return undefined;
  let year = Math.floor(days / 365.2425) + 1970;
  while (dayNumber([year, 1, 1]) > days) year--;
  while (dayNumber([year + 1, 1, 1]) <= days) year++;
  let month = 1;
  while (month < 12 && dayNumber([year, month + 1, 1]) <= days) month++;
  return [year, month, days - dayNumber([year, month, 1]) + 1];
}

const padded = (n: number, length = 2): string => String(n).padStart(length, '0');
const dateText = (date: Ymd | undefined): string | null => (date ? `${padded(date[0], 4)}-${padded(date[1])}-${padded(date[2])}` : null);

function addMonths(date: Ymd, months: number): string | null {
  const total = monthNumber(date) + months;
  const [year, month] = [Math.floor(total / 12), mod(total, 12) + 1];
  return year >= 1 && year <= 9999 ? dateText([year, month, Math.min(date[2], daysIn(year, month))]) : null;
}

function truncate(unit: string, day: string): string | null {
  const [year, month, date] = ymd(day);
  switch (unit) {
    case 'hour':
      return `${day.slice(0, 10)} ${day.slice(11, 13) || '00'}:00:00`;
    case 'week':
      return dateText(ymdOf(dayNumber([year, month, date]) - mod(dayNumber([year, month, date]) + 3, 7)));
    case 'month':
      return dateText([year, month, 1]);
    case 'quarter':
      return dateText([year, month - ((month - 1) % 3), 1]);
    case 'year':
      return dateText([year, 1, 1]);
    default:
      return dateText([year, month, date]);
  }
}

function toInt(a: Cell): bigint | null {
  if (typeof a === 'number') return Number.isFinite(a) ? int64(BigInt(Math.trunc(a))) : null;
  if (typeof a !== 'string') return BigInt(a ?? 0);
  const text = trim(a);
  return /^[+-]?[0-9]+$/.test(text) ? int64(BigInt(text.replace(/^\+/, ''))) : null;
}

function toDouble(text: string): number | null {
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? (settle(Number(text)) as number | null) : null;
}

function toBool(text: string): boolean | null {
  if (['1', 'true', 'yes', 'y', 't'].includes(text)) return true;
  return ['0', 'false', 'no', 'n', 'f'].includes(text) ? false : null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function readDay(text: string, given: readonly Cell[], usual: readonly string[]): string | null {
  for (const format of given.length ? given.map(String) : usual) {
    const found = readByFormat(text, format);
    if (found) return found;
  }
  return null;
}

/** A whole text by one format, as `yyyy-MM-dd HH:mm:ss` and a fraction. */
function readByFormat(text: string, format: string): string | undefined {
  const parts = formatParts(format);
  const pattern = parts.map(({ token, text: sign }, i) => {
    const alone = [parts[i - 1], parts[i + 1]].every((p) => !p?.token || p.token === '.SSS');
    if (token === 'yyyy') return '([0-9]{4})';
    if (token === 'MMM') return '([A-Za-z]{3})';
    if (token === '.SSS') return '[.]([0-9]{1,6})';
    return token ? `([0-9]{${alone ? '1,' : ''}2})` : sign.replace(/[^A-Za-z0-9 -]/g, '\\$&');
  });
  const match = new RegExp(`^${pattern.join('')}$`).exec(text);
  if (!match) return undefined;
  const tokens = parts.flatMap((p) => p.token ?? []);
  const read = (name: (typeof tokens)[number]): string => (tokens.includes(name) ? match[tokens.indexOf(name) + 1]! : '');
  const month = tokens.includes('MMM') ? MONTHS.indexOf(read('MMM').toLowerCase()) + 1 : Number(read('MM'));
  const date: Ymd = [Number(read('yyyy')), month, Number(read('dd'))];
  const time = [read('HH'), read('mm'), read('ss')].map(Number) as [number, number, number];
  const isDate = date[0] >= 1 && month >= 1 && month <= 12 && date[2] >= 1 && date[2] <= daysIn(date[0], month);
  if (!isDate || time[0] > 23 || time[1] > 59 || time[2] > 59) return undefined;
  const fraction = read('.SSS').replace(/0+$/, '');
  return `${dateText(date)} ${time.map((n) => padded(n)).join(':')}${fraction && `.${fraction}`}`;
}
