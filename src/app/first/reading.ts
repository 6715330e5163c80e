import type { Cell } from '../../core/engine.ts';
import { call, col, concat, lit, when, type Expr } from '../../core/expr.ts';
import { formatPattern } from '../../core/formats.ts';
import { isNumeric, type Column } from '../../core/schema.ts';
import { sayings } from './names.ts';

/** How the cells of a column become dates or numbers. */
export interface Reading {
  readonly expr: Expr;
  /** What has to be done to them, in words; nothing where they are that already. */
  readonly how?: string | undefined;
  /** Something about it that may be wrong. */
  readonly doubt?: string | undefined;
}

/** Cells of a text column are said to be something from this share on. */
const MOSTLY = 0.8;

/** No day and no amount is longer; patterns take their time over what is. */
const LONGEST = 200;

const textsOf = (cells: readonly Cell[]): string[] =>
  cells.flatMap((cell) => {
    const text = cell === null ? '' : String(cell).trim().slice(0, LONGEST);
    return text ? [text] : [];
  });

const share = <T>(cells: readonly T[], fits: (cell: T) => boolean): number => (cells.length ? cells.filter(fits).length / cells.length : 0);

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const CODES = 'EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|BGN|TRY|RUB|UAH|JPY|CNY|RMB|KRW|INR|BRL|MXN|CAD|AUD|NZD|ZAR|SGD|HKD|AED|ILS';
const SIGNS = '[$€£¥￥₹₺₽₩₪₴]|US[$]|R[$]|A[$]|C[$]|zł|kr[.]?|Kč|Ft|TL|Fr[.]|руб[.]?|円|元';
const MONEY = `(?:${SIGNS}|${CODES})`;
const BLANK = '[ \u00a0\u202f]*';
const DIGITS = "[0-9](?:[0-9.,' \u00a0\u202f]*[0-9])?(?:[.,]-+)?";
const AMOUNT = `[(]?${BLANK}[-+\u2212]?${BLANK}${MONEY}?${BLANK}[-+\u2212]?${BLANK}${DIGITS}${BLANK}${MONEY}?${BLANK}[-\u2212]?[)]?`;
const isAmount = whole(AMOUNT);
const moneyIn = new RegExp(MONEY, 'g');

/** The signs and codes of money in cells, each once. */
export const currenciesIn = (cells: readonly Cell[]): readonly string[] => [
  ...new Set(textsOf(cells).flatMap((text) => (isAmount.test(text) ? [...text.matchAll(moneyIn)].map(([sign]) => sign) : []))),
];

/** A column that holds nothing but codes of currencies. */
export const isCurrencyCode = (cells: readonly Cell[]): boolean =>
  share(textsOf(cells), (t) => whole(CODES).test(t.toUpperCase())) >= MOSTLY;

/** How a column can be read as numbers, if it can. */
export function numberReading({ name, type }: Column, cells: readonly Cell[]): Reading | undefined {
  if (isNumeric(type)) return { expr: col(name) };
  const texts = textsOf(cells);
  if (type !== 'string' || share(texts, (t) => isAmount.test(t)) < MOSTLY) return undefined;
  const decimal = decimalOf(texts.filter((t) => isAmount.test(t)));
  if (!texts.some((t) => /[^0-9]/.test(t))) return undefined;
  const has = (pattern: RegExp): boolean => texts.some((t) => pattern.test(t));
  const without = (text: Expr, pattern: string): Expr => call('regexp_replace', text, lit(pattern), lit(''));
  let text: Expr = call('trim', col(name));
  const isBelow = has(/[(]|[-\u2212]$|\u2212/) && call('regexp_matches', text, lit('^[^0-9]*[-\u2212(]|[0-9 ][-\u2212]$'));
  if (has(/[.,]-+$/)) text = without(text, '[.,]-+$');
  if (has(/\p{L}[.]/u)) text = without(text, '[^0-9., -]+[.]');
  const digits = without(text, `[^0-9${decimal}${isBelow ? '' : '-'}]`);
  const number = call('to_double', decimal === ',' ? call('replace', digits, lit(','), lit('.')) : digits);
  const signs = currenciesIn(cells);
  return {
    expr: isBelow ? when(isBelow, call('neg', number), number) : number,
    how: `text${signs.length ? ` with ${signs.slice(0, 3).join(', ')}` : ''}, read as numbers with a decimal ${decimal === ',' ? 'comma' : 'point'}`,
  };
}

/** The sign before the decimals: the last of two kinds, or the one that is not followed by three digits. */
function decimalOf(texts: readonly string[]): '.' | ',' {
  let votes = 0;
  for (const text of texts) {
    const [, sign, after = ''] = /([.,])([0-9]*)[^0-9.,]*$/.exec(text) ?? [];
    if (!sign) continue;
    const mixed = text.includes('.') && text.includes(',');
    const once = text.split(sign).length === 2;
    const decimal = mixed ? sign : once && after.length !== 3 ? sign : sign === '.' ? ',' : '.';
    votes += (mixed || after.length !== 3 ? 10 : 1) * (decimal === ',' ? 1 : -1);
  }
  return votes > 0 ? ',' : '.';
}

const SEPARATORS = ['.', '/', '-', ' '] as const;
const FORMATS = SEPARATORS.flatMap((s) => [`dd${s}MM${s}yyyy`, `MM${s}dd${s}yyyy`, `yyyy${s}MM${s}dd`, `dd${s}MMM${s}yyyy`]);
const MONTHS = [
  'jan|ene|gen|янв|sty|oca',
  'feb|fev|fév|фев|lut|sub|şub',
  'mar|mär|mrz|maa|мар',
  'apr|avr|abr|апр|kwi|nis',
  'may|mai|mag|mei|maj|май|мая|mayis',
  'jun|juin|giu|июн|cze|haz',
  'jul|juil|lug|июл|lip|tem',
  'aug|août|aou|ago|авг|sie|agu|ağu',
  'sep|set|сен|wrz|eyl',
  'oct|okt|out|ott|окт|paz|paź|eki',
  'nov|ноя|lis|kas',
  'dec|dez|déc|dic|дек|gru|ara',
];
const MONTH = '[A-Za-zÀ-žА-я]{3,10}';

/** How a column can be read as dates, if it can. Only the calendar day is wanted. */
export function dateReading(column: Column, cells: readonly Cell[]): Reading | undefined {
  const { name, type } = column;
  if (type === 'date' || type === 'timestamp') return { expr: col(name) };
  if (isNumeric(type)) return numberedDay(column, cells);
  if (type !== 'string') return undefined;
  const texts = textsOf(cells);
  if (!texts.length) return undefined;
  const mostly = (pattern: RegExp): boolean => share(texts, (t) => pattern.test(t)) >= MOSTLY;
  const text = call('trim', col(name));
  const part = (pattern: string): Expr => call('regexp_extract', text, lit(pattern));

  if (mostly(/^\d{4}-\d\d-\d\d([T ].*)?$/))
    return {
      expr: call('to_date', part('^([0-9]{4}-[0-9]{2}-[0-9]{2})')),
      how: 'the day as it is written, without hour and time zone',
    };
  if (mostly(/^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$/))
    return { expr: call('to_date', text, lit('yyyyMMdd')), how: 'read as yyyyMMdd' };
  if (mostly(/^\d{4}年\d{1,2}月\d{1,2}日/)) {
    const day = concat(part('^([0-9]{4})'), lit('-'), part('年([0-9]{1,2})'), lit('-'), part('月([0-9]{1,2})'));
    return { expr: call('to_date', day, lit('yyyy-MM-dd')), how: 'read as year, month, day' };
  }
  const format = bestFormat(texts);
  if (format)
    return {
      expr: call('to_date', part(`^(${formatPattern(format.format)})(?:[ T,].*)?$`), lit(format.format)),
      how: `read as ${format.format}`,
      doubt: format.doubt,
    };
  const short = /^(\d{1,2})([./ -])(\d{1,2})\2(\d\d)(?!\d)/;
  if (mostly(short)) {
    const pairs = texts.flatMap((t) => (short.exec(t) ? [short.exec(t)!] : []));
    const monthFirst = pairs.some((p) => Number(p[3]) > 12) && !pairs.some((p) => Number(p[1]) > 12);
    const sure = pairs.some((p) => Number(p[3]) > 12 || Number(p[1]) > 12);
    const [first, second] = [part('^([0-9]{1,2})[./ -]'), part('^[0-9]{1,2}[./ -]([0-9]{1,2})[./ -]')];
    const year = part('^[0-9]{1,2}[./ -][0-9]{1,2}[./ -]([0-9]{2})');
    return {
      expr: dayOf(century(year), monthFirst ? first : second, monthFirst ? second : first),
      how: `two-digit years from 1970 to 2069, ${monthFirst ? 'month' : 'day'} first`,
      doubt: sure ? undefined : `No day is above 12: read with the ${monthFirst ? 'month' : 'day'} first`,
    };
  }
  const dayFirst = new RegExp(`^\\d{1,2}\\.?[ -](?:de )?${MONTH}\\.?[-, ]+(?:de )?\\d{2,4}`);
  const monthFirst = new RegExp(`^${MONTH}\\.? \\d{1,2},? \\d{4}`);
  if (mostly(dayFirst) || mostly(monthFirst)) {
    const name3 = call('lower', part(`(${MONTH})`));
    const month = when(
      ...MONTHS.flatMap((names, i) => [call('regexp_matches', name3, lit(`^(?:${names})`)), lit(String(i + 1).padStart(2, '0'))]),
      lit(null),
    );
    const full = when(call('regexp_matches', text, lit('[0-9]{4}')), part('([0-9]{4})'), century(part('[^0-9]([0-9]{2})$')));
    return { expr: dayOf(full, month, part('([0-9]{1,2})')), how: 'months by their names' };
  }
  return undefined;
}

const dayOf = (year: Expr, month: Expr, day: Expr): Expr =>
  call('to_date', concat(year, lit('-'), month, lit('-'), day), lit('yyyy-MM-dd'));

const century = (year: Expr): Expr => concat(when(call('>=', year, lit('70')), lit('19'), lit('20')), year);

/** The way of writing that most cells fit; where month and day can be mistaken for each other, the one that more cells allow. */
function bestFormat(texts: readonly string[]): { readonly format: string; readonly doubt?: string | undefined } | undefined {
  const fits = FORMATS.map((format) => {
    const pattern = new RegExp(`^(${formatPattern(format)})(?:[ T,].*)?$`);
    const [days, months] = [format.indexOf('dd'), format.indexOf('MM')];
    const valid = (text: string): boolean => {
      const numbers = pattern.exec(text)?.[1]?.match(/\d+/g)?.map(Number);
      if (!numbers || format.includes('MMM')) return numbers !== undefined;
      const [a = 0, b = 0] = format.startsWith('yyyy') ? numbers.slice(1) : numbers;
      const [day, month] = days < months ? [a, b] : [b, a];
      return day >= 1 && day <= 31 && month >= 1 && month <= 12;
    };
    return { format, share: share(texts, valid) };
  });
  const best = fits.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.share < MOSTLY) return undefined;
  const twin = fits.find((f) => f.share === best.share && f.format !== best.format);
  return { format: best.format, doubt: twin && `No day is above 12: read as ${best.format}, it might be ${twin.format}` };
}

const DAY_S = 86_400;

/** Days that are numbers: 20260131, and, where the name says date, spreadsheet days and seconds since 1970. */
function numberedDay({ name, type }: Column, cells: readonly Cell[]): Reading | undefined {
  const numbers = cells.filter((c) => typeof c === 'number');
  if (!numbers.length) return undefined;
  const all = (from: number, to: number): boolean => share(numbers, (n) => n >= from && n <= to) === 1;
  const asWhole = type === 'int' ? col(name) : call('to_int', col(name));
  const compact = (n: number): boolean => n % 1 === 0 && /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(String(n));
  if (share(numbers, compact) === 1) return { expr: call('to_date', call('to_text', asWhole), lit('yyyyMMdd')), how: 'read as yyyyMMdd' };
  const says = sayings(name);
  if (!says.has('date')) return undefined;
  const since = (day: string, days: Expr): Expr => call('add_days', lit(day, 'date'), days);
  if (all(20_000, 60_000)) return { expr: since('1899-12-30', asWhole), how: 'read as days of a spreadsheet' };
  const per = all(6e8, 4e9) ? DAY_S : all(6e11, 4e12) ? DAY_S * 1000 : undefined;
  return per === undefined
    ? undefined
    : {
        expr: since('1970-01-01', call('to_int', call('/', col(name), lit(per)))),
        how: `read as ${per === DAY_S ? 'seconds' : 'milliseconds'} since 1970`,
      };
}
