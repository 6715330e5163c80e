import { generator } from './kernel.ts';

/** A silhouette compares every pair of rows; up to this many it is exact, beyond it a sample stands for all. */
export const SILHOUETTE_ROWS = 3000;

export interface SilhouetteSample {
  readonly seed: number;
  readonly most?: number;
}

/**
 * The mean silhouette (Rousseeuw, 1987) of rows in clusters, by Euclidean distance over `columns`, on a seeded sample of at most
 * `most` rows. `labels` are cluster numbers from 0. A row that is alone in its cluster counts 0. NaN where the sample holds fewer
 * than two clusters.
 */
export function silhouette(
  columns: readonly Float64Array[],
  labels: Int32Array,
  { seed, most = SILHOUETTE_ROWS }: SilhouetteSample,
): number {
  const rows = sampleRows(labels.length, most, seed);
  const own = Int32Array.from(rows, (row) => labels[row]!);
  const clusters = own.reduce((highest, label) => Math.max(highest, label), -1) + 1;
  const sizes = new Int32Array(clusters);
  for (const label of own) sizes[label]!++;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
  const sums = distanceSums(rowMajor(columns, rows), columns.length, own, clusters);
  let total = 0;
  for (let i = 0; i < own.length; i++) total += silhouetteOf(sums.subarray(i * clusters, (i + 1) * clusters), sizes, own[i]!);
  return total / own.length;
}

/** `most` of the rows 0..n-1 in ascending order, each set of them as likely as any other; all of them where n is no more than `most`. */
export function sampleRows(n: number, most: number, seed: number): Int32Array {
  const rows = new Int32Array(Math.min(n, most));
  const next = generator(seed);
  for (let row = 0, taken = 0; taken < rows.length; row++) {
    if ((next() / 2 ** 32) * (n - row) < rows.length - taken) rows[taken++] = row;
  }
  return rows;
}

function silhouetteOf(sums: Float64Array, sizes: Int32Array, own: number): number {
  if (sizes[own] === 1) return 0;
  const within = sums[own]! / (sizes[own]! - 1);
  let nearest = Infinity;
  for (let c = 0; c < sums.length; c++) {
    if (c !== own && sizes[c]! > 0) nearest = Math.min(nearest, sums[c]! / sizes[c]!);
  }
  const longer = Math.max(within, nearest);
  return longer > 0 ? (nearest - within) / longer : 0;
}

/** For each row, one after another, the sum of its distances to the rows of each cluster. */
function distanceSums(values: Float64Array, width: number, labels: Int32Array, clusters: number): Float64Array {
  const sums = new Float64Array(labels.length * clusters);
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < i; j++) {
      const far = distance(values, i * width, j * width, width);
      sums[i * clusters + labels[j]!]! += far;
      sums[j * clusters + labels[i]!]! += far;
    }
  }
  return sums;
}

function distance(values: Float64Array, a: number, b: number, width: number): number {
  let squares = 0;
  for (let f = 0; f < width; f++) {
    const apart = values[a + f]! - values[b + f]!;
    squares += apart * apart;
  }
  return Math.sqrt(squares);
}

function rowMajor(columns: readonly Float64Array[], rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length * columns.length);
  columns.forEach((column, f) => rows.forEach((row, i) => (values[i * columns.length + f] = column[row]!)));
  return values;
}
