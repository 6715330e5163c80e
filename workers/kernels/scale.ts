export type Scaling = 'standard' | 'robust' | 'none';

/** How a feature is moved and scaled, `(x - centre) / scale`, and its plain mean. `scale` is never 0. */
export interface Scale {
  readonly centre: number;
  readonly scale: number;
  readonly mean: number;
}

/** A logarithm that keeps sign and zero: sign(x) ln(1 + |x|). */
export const signedLog = (x: number): number => (x < 0 ? -Math.log1p(-x) : Math.log1p(x));

/** The inverse of `signedLog`. */
export const signedExp = (y: number): number => (y < 0 ? -Math.expm1(-y) : Math.expm1(y));

/**
 * The scale of the values that are not missing (NaN), of which there must be at least one. `standard` is the mean and the
 * population standard deviation; `robust` is the median and the interquartile range, or the deviation where that range is 0.
 * A constant feature is only centred, so that it becomes exactly 0.
 */
export function scaleOf(values: Float64Array, scaling: Scaling): Scale {
  const present = values.some(Number.isNaN) ? values.filter((x) => !Number.isNaN(x)) : values;
  const first = present[0]!;
  if (scaling !== 'none' && present.every((x) => x === first)) return { centre: first, scale: 1, mean: first };
  const mean = meanOf(present);
  if (scaling === 'none') return { centre: 0, scale: 1, mean };
  if (scaling === 'standard') return { centre: mean, scale: deviation(present, mean), mean };
  const sorted = present.slice().sort();
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return { centre: quantile(sorted, 0.5), scale: range > 0 ? range : deviation(present, mean), mean };
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The mean squared distance from `mean` (divides by n). */
export function varianceOf(values: Float64Array, mean: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return squares / values.length;
}

const deviation = (values: Float64Array, mean: number): number => Math.sqrt(varianceOf(values, mean));

/** The quantile at `share` of ascending values, interpolated linearly between neighbours (type 7 of Hyndman and Fan). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
