import { expect, test } from 'vitest';
import { generator, roundSignificant } from '../../../workers/kernels/kernel.ts';

test('rounding to 12 significant digits is what JavaScript writes with 12 digits', () => {
  const next = generator(1);
  const values = Float64Array.from({ length: 20_000 }, (_, i) => (next() % 2 ? 1 : -1) * (0.1 + next() / 2 ** 32) * 10 ** ((i % 24) - 8));
  const wanted = Array.from(values, (v) => Number(v.toPrecision(12)));
  expect(Array.from(roundSignificant(values))).toEqual(wanted);
});

test('rounding leaves zero, missing and round values alone, and takes the sign of a negative zero', () => {
  expect(Array.from(roundSignificant(Float64Array.of(0, -0, Number.NaN, 0.1, -1500, 1e22)))).toEqual([0, 0, Number.NaN, 0.1, -1500, 1e22]);
});

test('values that differ only by the noise of summing become equal', () => {
  const [a, b] = roundSignificant(Float64Array.of(0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1));
  expect(a).toBe(b);
});
