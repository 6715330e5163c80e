import { expect, test } from 'vitest';
import { generator } from '../../../workers/kernels/kernel.ts';
import { sampleRows, silhouette } from '../../../workers/kernels/silhouette.ts';

const columns = [Float64Array.of(0, 1, 0, 5, 6, 9, 20), Float64Array.of(0, 0, 2, 5, 5, 1, 20)];

test('the silhouette of a few rows is exact, with 0 for a row on its own (scikit-learn 1.9.1)', () => {
  expect(silhouette(columns, Int32Array.of(0, 0, 0, 1, 1, 1, 2), { seed: 1 })).toBeCloseTo(0.5353587471753388, 14);
});

test('cluster numbers that nobody has are ignored', () => {
  expect(silhouette(columns, Int32Array.of(1, 1, 1, 4, 4, 4, 7), { seed: 1 })).toBeCloseTo(0.5353587471753388, 14);
});

test('there is no silhouette of a single cluster or of no rows', () => {
  expect(silhouette(columns, new Int32Array(7), { seed: 1 })).toBeNaN();
  expect(silhouette([], new Int32Array(0), { seed: 1 })).toBeNaN();
});

test('rows that all lie on one spot have a silhouette of 0', () => {
  expect(silhouette([new Float64Array(4)], Int32Array.of(0, 0, 1, 1), { seed: 1 })).toBe(0);
});

test('a sample comes near to all rows, and the same seed draws the same one', () => {
  const next = generator(5);
  const labels = Int32Array.from({ length: 2000 }, (_, i) => i % 2);
  const values = Float64Array.from(labels, (label) => label * 60 + (next() % 100));
  const exact = silhouette([values], labels, { seed: 1 });
  const sampled = silhouette([values], labels, { seed: 1, most: 500 });
  expect(Math.abs(sampled - exact)).toBeLessThan(0.03);
  expect(silhouette([values], labels, { seed: 1, most: 500 })).toBe(sampled);
  expect(silhouette([values], labels, { seed: 2, most: 500 })).not.toBe(sampled);
});

test('sampled rows ascend, differ and are drawn alike from everywhere', () => {
  const drawn = new Float64Array(20);
  for (let seed = 0; seed < 4000; seed++) {
    const rows = sampleRows(20, 5, seed);
    expect([...new Set(rows)].toSorted((a, b) => a - b)).toEqual([...rows]);
    for (const row of rows) drawn[row]!++;
  }
  for (const times of drawn) expect(Math.abs(times - 1000)).toBeLessThan(150);
});

test('a sample as large as the table is the table', () => {
  expect([...sampleRows(4, 10, 1)]).toEqual([0, 1, 2, 3]);
});
