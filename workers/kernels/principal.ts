import { meanOf } from './scale.ts';

export interface Direction {
  /** Of length 1; the largest part is positive. */
  readonly loadings: readonly number[];
  readonly variance: number;
  /** Where each row lies along it, from the mean of all. */
  readonly scores: Float64Array;
}

/** Sweeps that are far more than the method needs for as many features as a person chooses. */
const SWEEPS = 60;

/** The first two principal directions of two or more columns, by Jacobi's rotations of their covariances. */
export function principalDirections(columns: readonly Float64Array[]): readonly Direction[] {
  const centred = columns.map((column) => {
    const mean = meanOf(column);
    return column.map((x) => x - mean);
  });
  const rows = columns[0]!.length;
  const covariances = centred.map((a) => centred.map((b) => a.reduce((sum, x, i) => sum + x * b[i]!, 0) / rows));
  const { values, vectors } = eigen(covariances);
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
  return order.slice(0, 2).map((at): Direction => {
    const loadings = signed(vectors.map((row) => row[at]!));
    const scores = new Float64Array(rows);
    centred.forEach((column, f) => column.forEach((x, i) => (scores[i]! += x * loadings[f]!)));
    return { loadings, variance: Math.max(values[at]!, 0), scores };
  });
}

function signed(loadings: readonly number[]): number[] {
  const largest = loadings.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-12 ? x : best), 0);
  return largest < 0 ? loadings.map((x) => -x) : [...loadings];
}

/** Eigenvalues of a symmetric matrix, and its eigenvectors as columns. */
function eigen(matrix: readonly (readonly number[])[]): { readonly values: number[]; readonly vectors: number[][] } {
  const a = matrix.map((row) => [...row]);
  const vectors = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  const size = a.reduce((sum, row) => sum + row.reduce((part, x) => part + x * x, 0), 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) off += a[p]![q]! ** 2;
    if (off <= size * 1e-24) break;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) if (a[p]![q] !== 0) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

/** Turns the plane of two axes so that their covariance becomes 0. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of [...a, ...vectors]) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
  for (let j = 0; j < a.length; j++) {
    const [x, y] = [a[p]![j]!, a[q]![j]!];
    a[p]![j] = c * x - s * y;
    a[q]![j] = s * x + c * y;
  }
}
