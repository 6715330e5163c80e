import { describe, expect, it } from 'vitest';
import { generator } from '../../../workers/kernels/kernel.ts';
import type { FrameColumn } from '../../../workers/kernels/kernel.ts';
import { confusion, scores } from '../../../workers/kernels/score.ts';

const text = (values: readonly (string | null)[]): FrameColumn => {
  const levels = [...new Set(values.filter((v) => v !== null))].sort();
  return { name: 'text', levels, values: Int32Array.from(values, (v) => (v === null ? -1 : levels.indexOf(v))) };
};
const numbers = (...values: readonly number[]): FrameColumn => ({ name: 'numbers', values: Float64Array.from(values) });
const words = (line: string): FrameColumn => text(line.split(' '));
const metrics = (found: ReturnType<typeof scores>): [string, number][] => found.map(({ metric, value }) => [metric, value]);
const valueOf = (found: ReturnType<typeof scores>, metric: string): number => found.find((s) => s.metric === metric)!.value;

/** To twelve decimals. */
const near = (pairs: readonly (readonly [string, number])[]): string[] => pairs.map(([metric, value]) => `${metric} ${value.toFixed(12)}`);

describe('scores, against scikit-learn 1.9.1', () => {
  const actual = words('A A A A B B B B C C C C B A');
  const predicted = words('A A B C B B A B C C B C C A');
  const a = [0.7, 0.5, 0.3, 0.2, 0.1, 0.2, 0.5, 0.3, 0.1, 0, 0.2, 0.1, 0.2, 0.9];
  const b = [0.2, 0.3, 0.5, 0.3, 0.8, 0.7, 0.4, 0.5, 0.2, 0.1, 0.5, 0.3, 0.2, 0.1];
  const c = [0.1, 0.2, 0.2, 0.5, 0.1, 0.1, 0.1, 0.2, 0.7, 0.9, 0.3, 0.6, 0.6, 0];
  const probabilities = [
    ['A', Float64Array.from(a)],
    ['B', Float64Array.from(b)],
    ['C', Float64Array.from(c)],
  ] as const;

  it('three classes get the averages over classes, and ROC AUC one class against the rest', () => {
    expect(near(metrics(scores(actual, predicted, probabilities, undefined, 1)))).toEqual(
      near([
        ['accuracy', 0.6428571428571429],
        ['balanced accuracy', 0.65],
        ['macro F1', 0.6444444444444444],
        ['log loss', 0.7102943974804407],
        ['ROC AUC', 0.8717592592592593],
      ]),
    );
  });

  const answer = words('no no no yes yes no yes no yes no');
  const guess = words('no yes no yes no no yes no yes no');
  const yes = Float64Array.of(0.1, 0.6, 0.3, 0.8, 0.3, 0.3, 0.9, 0, 0.7, 0.2);
  const binary = [
    ['no', yes.map((p) => 1 - p)],
    ['yes', yes],
  ] as const;
  const shared = [
    ['accuracy', 0.8],
    ['balanced accuracy', 0.7916666666666667],
    ['macro F1', 0.7916666666666667],
    ['log loss', 0.38472965019603605],
    ['ROC AUC', 0.9166666666666667],
  ] as const;

  it('two classes also get precision, recall and F1 of the second, and tied scores count half', () => {
    const found = metrics(scores(answer, guess, binary, undefined, 1));
    expect(near(found)).toEqual(near([...shared, ['precision', 0.75], ['recall', 0.75], ['F1', 0.75]]));
  });

  it('the positive class can be chosen', () => {
    const third = 0.8333333333333334;
    const found = metrics(scores(answer, guess, binary, 'no', 1));
    expect(near(found)).toEqual(near([...shared, ['precision', third], ['recall', third], ['F1', third]]));
  });

  it('an unknown positive class is refused by name', () => {
    expect(() => scores(answer, guess, [], 'Yes', 1)).toThrow('The positive class "Yes" is neither "no" nor "yes".');
  });
});

describe('scores', () => {
  it('rows that miss a side or a probability are left out', () => {
    const p = Float64Array.of(0.9, 0.2, 0.4, 0.5, Number.NaN);
    const found = scores(
      text(['a', 'b', null, 'a', 'b']),
      text(['a', 'b', 'a', null, 'a']),
      [
        ['a', p],
        ['b', p.map((v) => 1 - v)],
      ],
      'a',
      1,
    );
    expect(valueOf(found, 'accuracy')).toBe(1);
    expect(valueOf(found, 'log loss')).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, 12);
  });

  it('without any answered row there is nothing to score', () => {
    expect(() => scores(text([null, 'a']), text(['a', null]), [], undefined, 1)).toThrow(
      'No row has both an actual and a predicted class.',
    );
  });

  it('log loss stays finite for a class that was never thought possible', () => {
    const found = scores(
      words('a b c'),
      words('a b a'),
      [
        ['a', Float64Array.of(1, 0, 1)],
        ['b', Float64Array.of(0, 1, 0)],
      ],
      undefined,
      1,
    );
    expect(valueOf(found, 'log loss')).toBeCloseTo(-Math.log(1e-15) / 3, 9);
  });

  it('ROC AUC has no value where only one class is actual', () => {
    const found = scores(
      words('a a'),
      words('a b'),
      [
        ['a', Float64Array.of(1, 0)],
        ['b', Float64Array.of(0, 1)],
      ],
      undefined,
      1,
    );
    expect(found.find((s) => s.metric === 'ROC AUC')).toEqual({
      metric: 'ROC AUC',
      value: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
    });
  });

  it('numbers are classes by their text, so a number and its text agree', () => {
    expect(metrics(scores(numbers(0, 1, 2.5, Number.NaN), words('0 1 2.5 1'), [], undefined, 1))).toEqual([
      ['accuracy', 1],
      ['balanced accuracy', 1],
      ['macro F1', 1],
    ]);
  });

  it('the interval of an accuracy is as wide as its binomial error', () => {
    const random = generator(8);
    const hits = Array.from({ length: 2000 }, () => (random() / 2 ** 32 < 0.8 ? 'a' : 'b'));
    const [accuracy] = scores(text(hits.map(() => 'a')), text(hits), [], undefined, 3);
    const half = 1.96 * Math.sqrt((0.8 * 0.2) / 2000);
    expect(accuracy!.high - accuracy!.value).toBeCloseTo(half, 2);
    expect((accuracy!.high - accuracy!.low) / (2 * half)).toBeGreaterThan(0.8);
    expect((accuracy!.high - accuracy!.low) / (2 * half)).toBeLessThan(1.2);
  });

  it('the same seed draws the same interval, another seed another', () => {
    const [actual, predicted] = [words('a b a b a b a a b b a b'), words('a b b b a a a a b a a b')];
    const run = (seed: number) => scores(actual, predicted, [], 'a', seed);
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});

describe('confusion', () => {
  it('counts every pair of classes, also those that never meet', () => {
    const pairs = confusion(text(['b', 'a', 'b', null]), text(['b', 'b', 'c', 'a'])).map(({ actual, predicted, rows }) => [
      actual,
      predicted,
      rows,
    ]);
    expect(pairs).toEqual([
      ['a', 'a', 0],
      ['a', 'b', 1],
      ['a', 'c', 0],
      ['b', 'a', 0],
      ['b', 'b', 1],
      ['b', 'c', 1],
      ['c', 'a', 0],
      ['c', 'b', 0],
      ['c', 'c', 0],
    ]);
  });

  it('orders classes by code point, where UTF-16 would put an emoji before a full-width letter', () => {
    const pairs = confusion(text(['🙂', 'Ａ', '__proto__']), text(['🙂', 'Ａ', '__proto__']));
    expect(pairs.filter((p) => p.rows).map((p) => p.actual)).toEqual(['__proto__', 'Ａ', '🙂']);
  });

  it('is empty where no row has both sides', () => {
    expect(confusion(text([null]), text(['a']))).toEqual([]);
  });
});
