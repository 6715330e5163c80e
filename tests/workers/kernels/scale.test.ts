import { expect, test } from 'vitest';
import { quantile, scaleOf, signedExp, signedLog } from '../../../workers/kernels/scale.ts';

const values = Float64Array.of(3, 1, NaN, 4, 1, 5, 9, 2, 6);

test('a standard scale is the mean and the population deviation of what is there, as in scikit-learn 1.9.1', () => {
  expect(scaleOf(values, 'standard')).toEqual({
    centre: 3.875,
    scale: expect.closeTo(2.5708704751503917, 14),
    mean: 3.875,
  });
});

test('a robust scale is the median and the interquartile range, as in scikit-learn 1.9.1', () => {
  expect(scaleOf(values, 'robust')).toEqual({ centre: 3.5, scale: 3.5, mean: 3.875 });
});

test('a robust scale falls back to the deviation where the middle half is one value', () => {
  expect(scaleOf(Float64Array.of(1, 1, 1, 1, 1, 9), 'robust')).toEqual({
    centre: 1,
    scale: expect.closeTo(2.981423969999719, 14),
    mean: 14 / 6,
  });
});

test('no scale leaves values as they are', () => {
  expect(scaleOf(values, 'none')).toEqual({ centre: 0, scale: 1, mean: 3.875 });
});

test.each(['standard', 'robust'] as const)('a constant feature is centred to exactly 0 by %s', (scaling) => {
  const { centre, scale } = scaleOf(new Float64Array(1000).fill(0.1), scaling);
  expect([(0.1 - centre) / scale, scale]).toEqual([0, 1]);
});

test('quantiles are interpolated as by numpy 2.4.6', () => {
  const sorted = Float64Array.of(1, 1, 2, 3, 4, 5, 6, 9);
  expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => quantile(sorted, share))).toEqual([1, 1, 1.75, 3.5, expect.closeTo(6.9, 14), 9]);
});

test('the logarithm keeps the sign and has an inverse', () => {
  expect([signedLog(0), signedLog(Math.E - 1), signedLog(1 - Math.E)]).toEqual([0, expect.closeTo(1, 14), expect.closeTo(-1, 14)]);
  for (const x of [-1e6, -3, -1e-9, 0, 1e-9, 3, 1e6]) expect(signedExp(signedLog(x)) - x).toBeCloseTo(0, 8);
});
