import { expect, test } from 'vitest';
import { generator } from '../../workers/kernels/kernel.ts';
import { adjustedRandIndex } from './rand-index.ts';

test('the adjusted Rand index agrees with scikit-learn 1.9.1', () => {
  expect(adjustedRandIndex([0, 0, 1, 1, 2, 2, 2], [5, 5, 5, 3, 3, 7, 7])).toBeCloseTo(0.2125, 14);
  expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBe(-0.5);
  expect(adjustedRandIndex([0, 1, 2], [0, 0, 0])).toBe(0);
});

test('labellings that have nothing to do with each other come out near 0', () => {
  const draw = (seed: number, labels: number) => {
    const next = generator(seed);
    return Array.from({ length: 1000 }, () => next() % labels);
  };
  expect(adjustedRandIndex(draw(3, 4), draw(4, 5))).toBeCloseTo(-0.000589237246619301, 14);
});

test('renamed labels agree fully', () => {
  expect(adjustedRandIndex([1, 1, 2, 3], [9, 9, 7, 8])).toBe(1);
  expect(adjustedRandIndex([1, 1], [4, 4])).toBe(1);
});

test('rows without a label on either side are left out', () => {
  expect(adjustedRandIndex([0, 0, NaN, 1, 1, 2, 2, 2, 0], [5, 5, 5, 5, 3, 3, 7, 7, NaN])).toBeCloseTo(0.2125, 14);
});

test('labellings of different lengths are refused', () => {
  expect(() => adjustedRandIndex([1, 2], [1])).toThrow("2 and 1 rows can't be compared");
});
