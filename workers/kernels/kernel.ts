import type { DType } from '../../src/core/schema.ts';

/** One column as a kernel sees it: numbers as doubles with NaN for missing, or text as codes into `levels` with -1 for missing. */
export type FrameColumn =
  | { readonly name: string; readonly values: Float64Array; readonly levels?: undefined }
  | {
      readonly name: string;
      readonly values: Int32Array;
      /** Distinct values, sorted by code point. */ readonly levels: readonly string[];
    };

/** Columns of equal length, in an order of rows that is the same on every host. Infinities never reach a kernel. */
export interface Frame {
  readonly rows: number;
  readonly columns: readonly FrameColumn[];
}

/**
 * A column that a kernel made. Numbers are doubles (also for `int` and `bool`) with NaN for missing; text is codes into
 * `levels` with -1 for missing.
 */
export type MadeColumn =
  | { readonly name: string; readonly type: Exclude<DType, 'string'>; readonly values: Float64Array }
  | { readonly name: string; readonly type: 'string'; readonly values: Int32Array; readonly levels: readonly string[] };

/** Tells how far a kernel is, from 0 to 1, and what it is doing in a few words ("restart 7 of 10"). */
export type Progress = (share: number, what?: string) => void;

/** What a fit learned: plain JSON, versioned, with the names of its features. */
export interface Model {
  readonly kind: string;
  readonly version: number;
  readonly features: readonly { readonly name: string }[];
}

export function columnNamed(frame: Frame, name: string): FrameColumn {
  const found = frame.columns.find((c) => c.name === name);
  if (!found) throw new Error(`The kernel was not given a column "${name}".`);
  return found;
}

export function numbersOf(frame: Frame, name: string): Float64Array {
  const found = columnNamed(frame, name);
  if (found.levels) throw new Error(`The kernel was given text in "${name}", which must be numbers.`);
  return found.values;
}

/** Text as codes, from an array of strings: for small results. */
export function textColumn(name: string, texts: readonly (string | null)[]): MadeColumn {
  const levels = [...new Set(texts.filter((t) => t !== null))];
  const codes = new Map(levels.map((l, i) => [l, i]));
  return { name, type: 'string', levels, values: Int32Array.from(texts, (t) => (t === null ? -1 : codes.get(t)!)) };
}

export const numberColumn = (name: string, type: Exclude<DType, 'string'>, values: ArrayLike<number | null>): MadeColumn => ({
  name,
  type,
  values: Float64Array.from(values, (v) => v ?? Number.NaN),
});

/** A seeded generator of 32-bit integers (mulberry32, by T. Ettinger). */
export function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Powers of ten that doubles hold exactly. */
const TEN = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * Rounds to 12 significant digits, in place, from 1e-10 up; what is smaller keeps 22 decimals. Logarithms and sums
 * differ in their last bits from one JavaScript engine to the next, and a table must not.
 */
export function roundSignificant(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    let digits = 0;
    while (digits < TEN.length && size >= TEN[digits]!) digits++;
    let decimals = 12 - digits;
    if (digits === 0) while (decimals < 22 && size * TEN[decimals - 11]! < 1) decimals++;
    if (decimals >= 0) values[i] = Math.round(values[i]! * TEN[decimals]!) / TEN[decimals]! + 0;
    else values[i] = Math.round(values[i]! / TEN[-decimals]!) * TEN[-decimals]! + 0;
  }
  return values;
}
