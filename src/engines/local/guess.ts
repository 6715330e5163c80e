import { formatPattern, ISO_DATE, ISO_TIMESTAMP } from '../../core/formats.ts';
import type { DType } from '../../core/schema.ts';
import type { ReadOptions } from '../../core/source.ts';

/** A type that a column may have, to be verified on all of its cells. */
export interface Candidate {
  readonly type: DType;
  /** How dates are written, where it is not the ISO way. */
  readonly format?: string;
}

export interface Guess {
  /** The best first. None: the column is text. */
  readonly candidates: readonly Candidate[];
  /** What a person should know of a column that stays text although it looks like something else. */
  readonly doubt?: { readonly about: string; readonly message: string } | undefined;
}

interface Shape extends Candidate {
  readonly pattern: RegExp;
}

const whole = (pattern: string): RegExp => new RegExp(`^\\s*(?:${pattern})\\s*$`);
const shape = (type: DType, format: string): Shape => ({ type, format, pattern: whole(formatPattern(format)) });
const isoShape = (type: DType, formats: readonly string[]): Shape => ({ type, pattern: whole(formats.map(formatPattern).join('|')) });

const DAYS = ['-', '/', '.', ' ']
  .flatMap((s) => [`dd${s}MM${s}yyyy`, `MM${s}dd${s}yyyy`, `yyyy${s}MM${s}dd`, `dd${s}MMM${s}yyyy`])
  .filter((f) => f !== ISO_DATE[0]);
const TIMES = [' HH:mm', ' HH:mm:ss', ' HH:mm:ss.SSS', 'THH:mm', 'THH:mm:ss'];
const DATE_SHAPES: readonly Shape[] = [
  isoShape('date', ISO_DATE),
  ...DAYS.map((day) => shape('date', day)),
  isoShape('timestamp', ISO_TIMESTAMP),
  ...DAYS.flatMap((day) => TIMES.map((time) => shape('timestamp', day + time))),
];
const COMPACT: Shape = { type: 'date', format: 'yyyyMMdd', pattern: /^\s*(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*$/ };
const BOOLS: readonly Shape[] = [
  { type: 'bool', pattern: /^\s*(true|false)\s*$/i },
  { type: 'bool', pattern: /^\s*(yes|no)\s*$/i },
];
const NOT_A_NUMBER = /^\s*[+-]?(nan|inf|infinity)\s*$/i;
const CURRENCY = /^\s*(?:[-(+]*\s*(?:[$€£¥]|[A-Z]{3} ?)\s*[\d.,]+|[\d.,]+\s*(?:[$€£¥]|[A-Z]{3})|\([\d.,]+\)|[\d.,]+-)[)\s-]*$/;
const SHORT_YEAR = /^\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}\s*$/;
const ZONED = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)\s*$/;
const SOME_DATE =
  /^\s*(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[-/. ][A-Za-z]{3,9}[-/. ]\d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4}|(19|20)\d{6})([T ].*)?\s*$/;

/** So many cells rule out most of the shapes. */
const FEW = 20;

/** What the first cells of a column may all be. */
export function guessColumn(name: string, cells: readonly string[], options: ReadOptions): Guess {
  const nulls = new Set((options.nulls ?? []).map((n) => n.trim()));
  const filled = cells.filter((cell) => cell.trim() && !nulls.has(cell.trim()));
  if (!filled.length) return { candidates: [{ type: 'int' }, { type: 'double' }, { type: 'date' }, { type: 'timestamp' }] };
  const dated = /date|day|datum|_?dt$|time|tag\b|fecha|\bdata\b|jour|tarih|дата|日付|日期|注文日/i.test(name) || /^column_\d+$/.test(name);
  const shapes = [...BOOLS, ...(dated ? [COMPACT] : []), WHOLE, numberShape(options), ...DATE_SHAPES];
  const few = filled.slice(0, FEW);
  const fitting = shapes.filter(({ pattern }) => few.every((cell) => pattern.test(cell)) && filled.every((cell) => pattern.test(cell)));
  const candidates = fitting.map(({ type, format }): Candidate => (format === undefined ? { type } : { type, format }));
  return candidates.length ? { candidates } : { candidates, doubt: doubtOf(filled, numberShape(options).pattern, options) };
}

const WHOLE: Shape = { type: 'int', pattern: whole('[+-]?\\d+') };

function numberShape({ decimal = '.', thousands = false }: ReadOptions): Shape {
  const [point, group] = decimal === '.' ? ['[.]', ','] : [',', '[.]'];
  const digits = thousands ? `(?:\\d+|\\d{1,3}(?:${group}\\d{3})+)` : '\\d+';
  return { type: 'double', pattern: whole(`[+-]?(?:${digits}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?`) };
}

/** Cells are said to be mostly something from this share on. */
const MOSTLY = 0.8;

function doubtOf(cells: readonly string[], number: RegExp, { decimal = '.' }: ReadOptions): Guess['doubt'] {
  const share = (pattern: RegExp): number => cells.filter((cell) => pattern.test(cell)).length / cells.length;
  const numbers = share(number);
  if (share(NOT_A_NUMBER) > 0 && numbers + share(NOT_A_NUMBER) >= 0.5) {
    return { about: 'non-finite', message: 'has non-finite numbers (NaN, Infinity), which no step can compute with; it stays text.' };
  }
  if (share(CURRENCY) > 0 && numbers + share(CURRENCY) >= MOSTLY) {
    return {
      about: 'currency',
      message: `has amounts with a currency sign or accounting negatives, such as ${example(cells, CURRENCY)}; it stays text until they are replaced.`,
    };
  }
  const grouped = decimal === '.' ? /^\s*[+-]?\d{1,3}(,\d{3})+(\.\d+)?\s*$/ : /^\s*[+-]?\d{1,3}(\.\d{3})+(,\d+)?\s*$/;
  if (share(grouped) > 0 && numbers + share(grouped) >= MOSTLY) {
    return {
      about: 'thousands',
      message: `may have signs between thousands, such as ${example(cells, grouped)}; it stays text unless that is switched on.`,
    };
  }
  if (share(SHORT_YEAR) >= MOSTLY)
    return {
      about: 'two-digit years',
      message: `has two-digit years, such as ${example(cells, SHORT_YEAR)}: the century is anybody's guess, so it stays text.`,
    };
  if (share(ZONED) >= MOSTLY)
    return { about: 'time zone', message: `has times with a time zone, such as ${example(cells, ZONED)}; it stays text.` };
  if (share(SOME_DATE) >= 0.6)
    return {
      about: 'mixed date formats',
      message: 'has mixed date formats, or one that is not known; it stays text until a format is chosen.',
    };
  if (numbers >= MOSTLY) {
    const odd = quoted(cells.find((cell) => !number.test(cell)));
    return {
      about: 'type',
      message: `has mostly numbers, but also ${odd}; it stays text. Choose its type, or name what stands for a missing value.`,
    };
  }
  return undefined;
}

const quoted = (text = ''): string => JSON.stringify(text.slice(0, 40));
const example = (cells: readonly string[], pattern: RegExp): string => quoted(cells.find((cell) => pattern.test(cell)));
