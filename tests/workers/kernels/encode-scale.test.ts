import { expect, test } from 'vitest';
import type { EncodeScaleSpec } from '../../../src/core/algorithms.ts';
import { applyEncodeScale, fitEncodeScale } from '../../../workers/kernels/encode-scale.ts';
import type { Frame, FrameColumn } from '../../../workers/kernels/kernel.ts';

const quiet = () => undefined;
const numbers = (name: string, ...values: number[]): FrameColumn => ({ name, values: Float64Array.from(values) });
const texts = (name: string, levels: readonly string[], ...codes: number[]): FrameColumn => ({
  name,
  levels,
  values: Int32Array.from(codes),
});
const frame = (...columns: readonly FrameColumn[]): Frame => ({ rows: columns[0]!.values.length, columns });

const fit = (from: Frame, more: Partial<EncodeScaleSpec> = {}) =>
  fitEncodeScale(
    from,
    { columns: from.columns.map((c) => c.name), numeric: 'auto', winsor: 0, levels: [], weights: [], missing: 'leave', ...more },
    quiet,
  );
const encode = (from: Frame, more: Partial<EncodeScaleSpec> = {}, on = from) =>
  applyEncodeScale(fit(from, more), on, { suffix: '_scaled' }, quiet).map((c) => [c.name, ...c.values]);
const close = (values: ArrayLike<number>, digits = 14): unknown[] => Array.from(values, (v): unknown => expect.closeTo(v, digits));

const x = frame(numbers('x', 3, 1, 4, 1, 5, 9, 2, 6));
const tail = frame(numbers('x', 0, 1, 1, 2, 3, 5, 8, 120));

test.each([
  [
    'standard',
    [
      -0.3403516468284206, -1.118298268150525, 0.048621663832631515, -1.118298268150525, 0.4375949744936836, 1.9934882171378923,
      -0.7293249574894728, 0.8265682851547358,
    ],
  ],
  [
    'robust',
    [
      -0.14285714285714285, -0.7142857142857143, 0.14285714285714285, -0.7142857142857143, 0.42857142857142855, 1.5714285714285714,
      -0.42857142857142855, 0.7142857142857143,
    ],
  ],
  ['min-max', [0.25, 0, 0.375, 0, 0.5, 1, 0.125, 0.625]],
] as const)('%s scaling gives what scikit-learn 1.9.1 gives', (numeric, expected) => {
  expect(encode(x, { numeric })).toEqual([['x_scaled', ...close(expected)]]);
});

test('auto takes the logarithm of a long right tail, as numpy 2.4.6 and scikit-learn 1.9.1 do by log1p and StandardScaler', () => {
  const expected = [
    -1.1512758321691376, -0.6468478072470054, -0.6468478072470054, -0.3517763283547213, -0.14241978232487315, 0.15265169656741104,
    0.44772317545969537, 2.3387926853156364,
  ];
  expect(encode(tail)).toEqual([['x_scaled', ...close(expected)]]);
});

test('auto takes no logarithm of a short tail, of a left one, or where a value is negative', () => {
  const logged = (from: Frame) => fit(from).features.map((f) => f.kind === 'number' && f.log);
  const turned = numbers('left', ...Array.from(tail.columns[0]!.values, (v) => 200 - v));
  const shifted = numbers('negative', ...Array.from(tail.columns[0]!.values, (v) => v - 1));
  expect(logged(frame(x.columns[0]!, turned, shifted))).toEqual([false, false, false]);
});

test('extremes are pulled in to quantiles, as by numpy 2.4.6 clip and quantile', () => {
  const expected = [
    -0.5456184863498229, -0.5225235239646452, -0.5225235239646452, -0.44554031601405286, -0.36855710806346054, -0.21459069216227591,
    0.016358931689501033, 2.6029947188294016,
  ];
  expect(encode(tail, { numeric: 'standard', winsor: 0.1 })).toEqual([['x_scaled', ...close(expected)]]);
});

test('a constant becomes 0, by every scaling', () => {
  const same = frame(numbers('x', 0.1, 0.1, 0.1));
  for (const numeric of ['auto', 'standard', 'robust', 'min-max'] as const)
    expect(encode(same, { numeric })).toEqual([['x_scaled', 0, 0, 0]]);
});

test('listed levels become 0 and 1, other text its share; what was not seen becomes 0', () => {
  const seen = frame(texts('plan', ['basic', 'pro'], 0, 1, 1, -1), texts('city', ['Bonn', '__proto__'], 1, 1, 1, 0));
  const now = frame(texts('plan', ['gold', 'pro'], 0, 1), texts('city', ['Ulm', '__proto__'], 0, 1));
  expect(encode(seen, { levels: [['plan', ['pro', 'basic']]] }, now)).toEqual([
    ['plan=pro', 0, 1],
    ['plan=basic', 0, 0],
    ['city_frequency', 0, 0.75],
  ]);
});

test('missing values stay missing, or take the mean', () => {
  const gaps = frame(numbers('x', 1, 3, Number.NaN), texts('plan', ['a', 'b'], 0, 1, -1), texts('city', ['c', 'd'], 0, 1, -1));
  const levels = { levels: [['plan', ['a', 'b']]], numeric: 'standard' } as const;
  expect(encode(gaps, levels).map((c) => c[3])).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(encode(gaps, { ...levels, missing: 'mean' }).map((c) => c[3])).toEqual([0, 0.5, 0.5, 0.5]);
});

test('a weight makes a column count for more', () => {
  expect(
    encode(frame(numbers('x', 1, 3), texts('plan', ['a'], 0, -1)), {
      weights: [
        ['x', 2],
        ['plan', 3],
      ],
    }),
  ).toEqual([
    ['x_scaled', -2, 2],
    ['plan_frequency', 3, Number.NaN],
  ]);
});

test('a model is plain JSON', () => {
  const model = fit(frame(numbers('x', 1, 3), texts('plan', ['a'], 0, 0)), { levels: [['plan', ['a']]], winsor: 0.1 });
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});

test('says what cannot be learned or applied', () => {
  expect(() => fit(frame(numbers('x', Number.NaN)))).toThrow('"x" has no value in any row.');
  expect(() => fit(frame(texts('plan', [], -1)))).toThrow('"plan" has no value in any row.');
  expect(() => encode(x, {}, frame(texts('x', ['a'], 0)))).toThrow('"x" was numbers when it was learned and is text now.');
});
