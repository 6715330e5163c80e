import type { EncodeScaleApply, EncodeScaleSpec } from '../../src/core/algorithms.ts';
import { columnNamed, type Frame, type FrameColumn, type MadeColumn, type Model, type Progress } from './kernel.ts';
import { meanOf, quantile, scaleOf, varianceOf } from './scale.ts';

/**
 * A number column: pulled in to `range` if there is one, then ln(1 + x) if `log` (a negative x counts as 0), then
 * `(x - centre) / scale * weight`.
 */
export interface ScaledNumber {
  readonly kind: 'number';
  readonly name: string;
  readonly range?: readonly [low: number, high: number];
  readonly log: boolean;
  readonly centre: number;
  readonly scale: number;
  /** After the logarithm, before scaling. */
  readonly mean: number;
  readonly weight: number;
}

/** A text column with the share of rows at each level, of the rows that have a value. */
export interface EncodedText {
  /** `levels` gives one column a level, 1 or 0; `frequency` one column with the share of the row's own level. */
  readonly kind: 'levels' | 'frequency';
  readonly name: string;
  readonly levels: readonly string[];
  readonly shares: readonly number[];
  readonly weight: number;
}

export interface EncodeScaleModel extends Model {
  readonly kind: 'encode-scale';
  readonly version: 1;
  readonly features: readonly (ScaledNumber | EncodedText)[];
  readonly missing: EncodeScaleSpec['missing'];
}

/** Learns scales and level shares. Throws for a column without any value. */
export function fitEncodeScale(frame: Frame, spec: EncodeScaleSpec, progress: Progress): EncodeScaleModel {
  const levels = new Map(spec.levels);
  const weights = new Map(spec.weights);
  const features = spec.columns.map((name, i) => {
    progress(i / spec.columns.length, name);
    const found = columnNamed(frame, name);
    const weight = weights.get(name) ?? 1;
    return found.levels ? textFeature(found, levels.get(name), weight) : numberFeature(found, spec, weight);
  });
  return { kind: 'encode-scale', version: 1, features, missing: spec.missing };
}

/** The encoded columns, in the order of the features. A level that was not listed, or not seen, gets 0. */
export function applyEncodeScale(model: EncodeScaleModel, frame: Frame, { suffix }: EncodeScaleApply, progress: Progress): MadeColumn[] {
  return model.features.flatMap((feature, i): MadeColumn[] => {
    progress(i / model.features.length, feature.name);
    const found = columnNamed(frame, feature.name);
    if ((feature.kind === 'number') === (found.levels !== undefined)) {
      throw new Error(
        `"${feature.name}" was ${found.levels ? 'numbers' : 'text'} when it was learned and is ${found.levels ? 'text' : 'numbers'} now.`,
      );
    }
    const made = (name: string, values: Float64Array): MadeColumn => ({ name, type: 'double', values });
    if (feature.kind === 'number') return [made(feature.name + suffix, scaled(feature, found.values as Float64Array, model.missing))];
    const codes = codesIn(feature.levels, found);
    if (feature.kind === 'frequency') return [made(`${feature.name}_frequency`, shared(feature, codes, model.missing))];
    return feature.levels.map((level, code) => made(`${feature.name}=${level}`, indicator(feature, code, codes, model.missing)));
  });
}

function numberFeature({ name, values }: FrameColumn, { numeric, winsor }: EncodeScaleSpec, weight: number): ScaledNumber {
  const present = Float64Array.from(values)
    .filter((v) => !Number.isNaN(v))
    .sort();
  if (!present.length) throw new Error(`"${name}" has no value in any row.\nLeave it out.`);
  const range = winsor > 0 ? ([quantile(present, winsor), quantile(present, 1 - winsor)] as const) : undefined;
  const pulled = range ? present.map((v) => clamp(v, range)) : present;
  const log = numeric === 'auto' && pulled[0]! >= 0 && skewness(pulled) > 1;
  const shaped = log ? pulled.map(Math.log1p) : pulled;
  return { kind: 'number', name, ...(range && { range }), log, ...scaleFor(shaped, numeric), weight };
}

function scaleFor(sorted: Float64Array, numeric: EncodeScaleSpec['numeric']): Pick<ScaledNumber, 'centre' | 'scale' | 'mean'> {
  if (numeric !== 'min-max') return scaleOf(sorted, numeric === 'auto' ? 'standard' : numeric);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  return { centre: low, scale: high > low ? high - low : 1, mean: meanOf(sorted) };
}

/** The third standardised moment of the population; 0 for a constant. */
function skewness(values: Float64Array): number {
  const mean = meanOf(values);
  const deviation = Math.sqrt(varianceOf(values, mean));
  if (!(deviation > 0)) return 0;
  return values.reduce((sum, v) => sum + ((v - mean) / deviation) ** 3, 0) / values.length;
}

function textFeature(column: FrameColumn, listed: readonly string[] | undefined, weight: number): EncodedText {
  const levels = listed ?? column.levels ?? [];
  const codes = codesIn(levels, column);
  const counts = new Float64Array(levels.length);
  let known = 0;
  column.values.forEach((v, row) => {
    if (v < 0) return;
    known++;
    if (codes[row]! >= 0) counts[codes[row]!]!++;
  });
  if (!known) throw new Error(`"${column.name}" has no value in any row.\nLeave it out.`);
  return { kind: listed ? 'levels' : 'frequency', name: column.name, levels, shares: Array.from(counts, (n) => n / known), weight };
}

const MISSING = -1;
const UNKNOWN = -2;

/** Each row's position in `levels`. */
function codesIn(levels: readonly string[], column: FrameColumn): Int32Array {
  const positions = new Map(levels.map((level, i) => [level, i]));
  const to = (column.levels ?? []).map((level) => positions.get(level) ?? UNKNOWN);
  return Int32Array.from(column.values, (code) => (code < 0 ? MISSING : to[code]!));
}

const clamp = (v: number, [low, high]: readonly [number, number]): number => Math.min(Math.max(v, low), high);

function scaled(
  { range, log, centre, scale, mean, weight }: ScaledNumber,
  values: Float64Array,
  missing: EncodeScaleSpec['missing'],
): Float64Array {
  const filled = missing === 'mean' ? ((mean - centre) / scale) * weight : Number.NaN;
  return values.map((v) => {
    if (Number.isNaN(v)) return filled;
    const pulled = range ? clamp(v, range) : v;
    return (((log ? Math.log1p(Math.max(pulled, 0)) : pulled) - centre) / scale) * weight;
  });
}

function indicator({ shares, weight }: EncodedText, level: number, codes: Int32Array, missing: EncodeScaleSpec['missing']): Float64Array {
  const filled = missing === 'mean' ? shares[level]! * weight : Number.NaN;
  return Float64Array.from(codes, (code) => (code === MISSING ? filled : code === level ? weight : 0));
}

function shared({ shares, weight }: EncodedText, codes: Int32Array, missing: EncodeScaleSpec['missing']): Float64Array {
  const mean = shares.reduce((sum, share) => sum + share * share, 0);
  const filled = missing === 'mean' ? mean * weight : Number.NaN;
  return Float64Array.from(codes, (code) => (code === MISSING ? filled : (shares[code] ?? 0) * weight));
}
