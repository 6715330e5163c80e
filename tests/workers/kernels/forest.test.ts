import { RandomForestClassifier } from 'ml-random-forest';
import { describe, expect, it } from 'vitest';
import { applyForest, fitForest } from '../../../workers/kernels/forest.ts';
import type { ForestModel, ForestSpec } from '../../../workers/kernels/forest.ts';
import { generator } from '../../../workers/kernels/kernel.ts';
import type { Frame, FrameColumn } from '../../../workers/kernels/kernel.ts';

const quiet = () => {};
const number = (name: string, values: readonly number[]): FrameColumn => ({ name, values: Float64Array.from(values) });
const text = (name: string, values: readonly (string | null)[]): FrameColumn => {
  const levels = [...new Set(values.filter((v) => v !== null))].sort();
  return { name, levels, values: Int32Array.from(values, (v) => (v === null ? -1 : levels.indexOf(v))) };
};
const frame = (...columns: readonly FrameColumn[]): Frame => ({ rows: columns[0]?.values.length ?? 0, columns });
const specOf = (features: readonly string[], target: string, more: Partial<ForestSpec> = {}): ForestSpec => ({
  features,
  target,
  trees: 30,
  depth: 10,
  leaf: 1,
  perSplit: 0,
  classWeight: 'none',
  seed: 1,
  engine: 'histogram',
  classes: [],
  ...more,
});
const predictions = (model: ForestModel, table: Frame): string[] =>
  Array.from(applyForest(model, table, quiet).prediction, (code) => model.classes[code]!);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Two coordinates tell the class, by their distance from the middle and some noise; two more are noise. */
function rings(): Frame {
  const random = generator(5);
  const share = () => random() / 2 ** 32;
  const rows = range(1200).map(() => {
    const place = [share() * 4 - 2, share() * 4 - 2, share(), share()];
    const distance = Math.hypot(place[0]!, place[1]!) + (share() - 0.5) * 0.6;
    return { place, label: distance < 0.8 ? 'core' : distance < 1.6 ? 'ring' : 'rim' };
  });
  return frame(
    ...['x', 'y', 'u', 'v'].map((name, j) =>
      number(
        name,
        rows.map((r) => r.place[j]!),
      ),
    ),
    text(
      'label',
      rows.map((r) => r.label),
    ),
  );
}
const part = (table: Frame, from: number, to: number): Frame => ({
  rows: to - from,
  columns: table.columns.map((c) => (c.levels ? { ...c, values: c.values.slice(from, to) } : { ...c, values: c.values.slice(from, to) })),
});

describe('a forest on rings of customers', () => {
  const [train, test] = [part(rings(), 0, 800), part(rings(), 800, 1200)];
  const spec = specOf(['x', 'y', 'u', 'v'], 'label', { trees: 60 });
  const model = fitForest(train, spec, quiet);
  const found = applyForest(model, test, quiet);

  /** scikit-learn 1.9.1, RandomForestClassifier(60, max_depth=10, oob_score=True) over ten seeds: mean and standard deviation. */
  it('is as accurate as scikit-learn, on new rows and out of bag', () => {
    const labels = test.columns[4]!;
    const hits = predictions(model, test).filter((label, i) => label === labels.levels![labels.values[i]!]).length;
    expect(Math.abs(hits / 400 - 0.864)).toBeLessThan(4 * 0.0048);
    expect(model.oob!.rows).toBe(800);
    expect(Math.abs(model.oob!.accuracy - 0.8284)).toBeLessThan(4 * 0.0056);
  });

  it('finds the same columns important as scikit-learn', () => {
    expect(model.importance.map((i) => i.name)).toEqual(['x', 'y', 'u', 'v']);
    [0.4006, 0.4355, 0.0841, 0.0798].forEach((mean, i) => expect(Math.abs(model.importance[i]!.mean - mean)).toBeLessThan(0.025));
    expect(model.importance.reduce((sum, i) => sum + i.mean, 0)).toBeCloseTo(1, 12);
    for (const { sd } of model.importance) expect(sd).toBeGreaterThan(0.01);
  });

  it('gives probabilities that sum to 1, the best of them, and its lead', () => {
    for (const row of range(test.rows)) {
      const shares = found.classes.map((c) => c[row]!);
      const [first, second] = shares.toSorted((a, b) => b - a);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(shares[found.prediction[row]!]).toBe(first);
      expect(found.probability[row]).toBe(first);
      expect(found.margin[row]).toBe(first! - second!);
    }
  });

  it('is plain JSON: a saved model predicts the same', () => {
    const saved = JSON.parse(JSON.stringify(model)) as ForestModel;
    expect(saved).toEqual(model);
    expect(applyForest(saved, test, quiet)).toEqual(found);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(fitForest(train, spec, quiet)).toEqual(model);
    expect(fitForest(train, { ...spec, seed: 2 }, quiet).trees).not.toEqual(model.trees);
  });

  it('holds in each node what its children hold', () => {
    for (const { feature, left, right, cover, value } of model.trees) {
      for (const node of range(feature.length).filter((at) => feature[at]! >= 0)) {
        const [l, r] = [left[node]!, right[node]!];
        expect(cover[l]! + cover[r]!).toBe(cover[node]);
        for (const c of [0, 1, 2])
          expect((cover[l]! * value[l * 3 + c]! + cover[r]! * value[r * 3 + c]!) / cover[node]!).toBeCloseTo(value[node * 3 + c]!, 12);
      }
    }
  });

  it('keeps to its depth and to the fewest rows of a leaf', () => {
    const stumps = fitForest(train, { ...spec, depth: 1 }, quiet);
    for (const tree of stumps.trees) expect(tree.feature.length).toBe(3);
    const coarse = fitForest(train, { ...spec, leaf: 40 }, quiet);
    expect(Math.min(...coarse.trees.flatMap((t) => t.cover))).toBeGreaterThanOrEqual(40);
  });

  it('tells how far it is', () => {
    const steps: [number, string | undefined][] = [];
    fitForest(train, { ...spec, trees: 2 }, (share, what) => steps.push([share, what]));
    expect(steps).toEqual([
      [0, 'tree 1 of 2'],
      [0.5, 'tree 2 of 2'],
    ]);
  });
});

describe('what a forest learns from', () => {
  it('rows without a target are left out and counted', () => {
    const model = fitForest(frame(number('x', [1, 2, 3, 4, 5]), text('y', ['a', null, 'b', null, 'a'])), specOf(['x'], 'y'), quiet);
    expect([model.rows, model.left]).toEqual([3, 2]);
  });

  it('a missing number counts as below every other, in learning and in predicting', () => {
    const x = range(200).map((i) => (i % 4 ? i - 100 : Number.NaN));
    const table = frame(
      number('x', x),
      text(
        'y',
        x.map((v) => (Number.isNaN(v) ? 'unknown' : 'known')),
      ),
    );
    const model = fitForest(table, specOf(['x'], 'y'), quiet);
    expect(predictions(model, frame(number('x', [Number.NaN, -1e300, 0, 1e300])))).toEqual(['unknown', 'known', 'known', 'known']);
    const high = fitForest(
      frame(
        number('x', range(100)),
        text(
          'y',
          range(100).map((i) => (i < 50 ? 'low' : 'high')),
        ),
      ),
      specOf(['x'], 'y'),
      quiet,
    );
    expect(predictions(high, frame(number('x', [Number.NaN])))).toEqual(['low']);
  });

  it('text is one indicator a level, by code point; a new level and a missing one set none', () => {
    const plan = range(120).map((i) => ['basic', 'plus', '__proto__'][i % 3]!);
    const model = fitForest(
      frame(
        text('plan', plan),
        text(
          'stays',
          plan.map((p) => (p === 'plus' ? 'yes' : 'no')),
        ),
      ),
      specOf(['plan'], 'stays', { perSplit: 3 }),
      quiet,
    );
    expect(model.features).toEqual([{ name: 'plan', levels: ['__proto__', 'basic', 'plus'] }]);
    expect(predictions(model, frame(text('plan', ['plus', 'basic', '__proto__', 'new', null])))).toEqual(['yes', 'no', 'no', 'no', 'no']);
  });

  it('the levels beyond the fifty most frequent share one indicator', () => {
    const town = range(60).flatMap((i) => Array.from({ length: i < 50 ? 4 : 2 }, () => `town ${String(i).padStart(2, '0')}`));
    const table = frame(
      text('town', town),
      text(
        'size',
        town.map((t) => (t < 'town 50' ? 'large' : 'small')),
      ),
    );
    const model = fitForest(table, specOf(['town'], 'size', { perSplit: 51 }), quiet);
    expect(model.features).toEqual([{ name: 'town', levels: range(50).map((i) => `town ${String(i).padStart(2, '0')}`), other: true }]);
    expect(predictions(model, frame(text('town', ['town 07', 'town 55', 'never seen'])))).toEqual(['large', 'small', 'small']);
  });

  it('a target of numbers has their texts as classes', () => {
    const model = fitForest(
      frame(
        number('x', range(90)),
        number(
          'y',
          range(90).map((i) => (i < 30 ? 10 : i < 60 ? 2 : 0.5)),
        ),
      ),
      specOf(['x'], 'y'),
      quiet,
    );
    expect(model.classes).toEqual(['0.5', '10', '2']);
    expect(predictions(model, frame(number('x', [0, 45, 89])))).toEqual(['10', '2', '0.5']);
  });

  it('noise is not learned: out of bag, its accuracy is that of a coin', () => {
    const random = generator(3);
    const table = frame(
      number(
        'x',
        range(1000).map(() => random()),
      ),
      text(
        'y',
        range(1000).map(() => (random() % 2 ? 'a' : 'b')),
      ),
    );
    expect(Math.abs(fitForest(table, specOf(['x'], 'y'), quiet).oob!.accuracy - 0.5)).toBeLessThan(0.06);
  });

  it('balanced class weights find more of a rare class', () => {
    const random = generator(4);
    const rare = range(1000).map((i) => i % 20 === 0);
    const table = frame(
      number(
        'x',
        rare.map((r) => random() / 2 ** 32 + (r ? 0.5 : 0)),
      ),
      text(
        'y',
        rare.map((r) => (r ? 'rare' : 'usual')),
      ),
    );
    const caught = (classWeight: 'none' | 'balanced') =>
      predictions(fitForest(table, specOf(['x'], 'y', { classWeight, leaf: 20 }), quiet), table).filter((p, i) => p === 'rare' && rare[i])
        .length;
    expect(caught('balanced')).toBeGreaterThan(caught('none') + 5);
  });

  it('a tie goes to the lower class', () => {
    const model = fitForest(
      frame(number('x', [1, 1, 1, 1]), text('y', ['b', 'a', 'b', 'a'])),
      specOf(['x'], 'y', { trees: 1, seed: 1 }),
      quiet,
    );
    const even = {
      ...model,
      trees: [{ feature: [-1], threshold: [0], left: [-1], right: [-1], cover: [4], value: [0.5, 0.5] }],
    };
    expect(predictions(even, frame(number('x', [1])))).toEqual(['a']);
    expect(model.importance).toEqual([{ name: 'x', mean: 0, sd: 0 }]);
  });
});

describe('a forest refuses, in plain words,', () => {
  const x = number('x', [1, 2, 3]);
  const refusal = (table: Frame, spec: ForestSpec) => () => fitForest(table, spec, quiet);

  it('a table without targets', () => {
    expect(refusal(frame(x, text('y', [null, null, null])), specOf(['x'], 'y'))).toThrow(
      'No row has a value in "y", so there is nothing to learn from.',
    );
  });
  it('a single class', () => {
    expect(refusal(frame(x, text('y', ['a', 'a', null])), specOf(['x'], 'y'))).toThrow(
      'Every row has "a" in "y". A forest needs at least two classes.',
    );
  });
  it('a target with a value for everyone', () => {
    expect(refusal(frame(number('x', range(101)), number('y', range(101))), specOf(['x'], 'y'))).toThrow(
      '"y" has 101 different values. A forest takes at most 100 classes.',
    );
  });
  it('no features, or none with a value', () => {
    const y = text('y', ['a', 'b', 'a']);
    expect(refusal(frame(x, y), specOf([], 'y'))).toThrow('The forest needs at least one feature that has values.');
    expect(refusal(frame(text('t', [null, null, null]), y), specOf(['t'], 'y'))).toThrow(
      'The forest needs at least one feature that has values.',
    );
  });
  it('to predict from text where it learned numbers', () => {
    const model = fitForest(frame(x, text('y', ['a', 'b', 'a'])), specOf(['x'], 'y'), quiet);
    expect(() => applyForest(model, frame(text('x', ['1'])), quiet)).toThrow('The forest learned "x" as numbers, and here it is text.');
  });
});

describe('the ml-random-forest engine', () => {
  const table = part(rings(), 0, 150);
  const spec = specOf(['x', 'y', 'u', 'v'], 'label', {
    engine: 'ml-random-forest',
    trees: 5,
    depth: 6,
    leaf: 2,
    seed: 7,
  });
  const rows = range(150).map((row) => table.columns.slice(0, 4).map((c) => c.values[row]!));

  function library(): RandomForestClassifier {
    const forest = new RandomForestClassifier({
      nEstimators: 5,
      seed: 7,
      noOOB: true,
      maxFeatures: 1,
      treeOptions: { maxDepth: 6, minNumSamples: 2, gainThreshold: 0 },
    });
    forest.train(rows, [...table.columns[4]!.values]);
    return forest;
  }
  const nodePrototype = (forest: RandomForestClassifier): object =>
    Object.getPrototypeOf((forest.toJSON().baseModel.estimators as unknown as { root: object }[])[0]!.root) as object;

  it('gives each class the share of votes that the library itself counts', () => {
    const votes = library().predictionValues(rows).to2DArray();
    const { classes } = applyForest(fitForest(table, spec, quiet), table, quiet);
    for (const row of range(150))
      expect(classes.map((c) => c[row]! * 5)).toEqual([0, 1, 2].map((code) => votes[row]!.filter((v) => v === code).length));
  });

  it('makes a model like any other: covers add up, importance sums to 1, JSON keeps it', () => {
    const model = fitForest(table, spec, quiet);
    for (const { feature, left, right, cover } of model.trees) {
      expect(cover[0]).toBe(150);
      const split = range(feature.length).filter((node) => feature[node]! >= 0);
      expect(split.map((node) => cover[left[node]!]! + cover[right[node]!]!)).toEqual(split.map((node) => cover[node]));
    }
    expect(model.importance.reduce((sum, i) => sum + i.mean, 0)).toBeCloseTo(1, 12);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(model.oob).toBeNull();
  });

  it('agrees with the histogram engine on most rows', () => {
    const [a, b] = (['histogram', 'ml-random-forest'] as const).map((engine) =>
      predictions(fitForest(table, { ...spec, engine, trees: 25 }, quiet), table),
    );
    expect(a!.filter((label, i) => label === b![i]).length).toBeGreaterThan(0.93 * 150);
  });

  it('places a missing number below every other', () => {
    const x = range(60).map((i) => (i % 3 ? i : Number.NaN));
    const model = fitForest(
      frame(
        number('x', x),
        text(
          'y',
          x.map((v) => (Number.isNaN(v) ? 'unknown' : 'known')),
        ),
      ),
      { ...spec, features: ['x'], target: 'y' },
      quiet,
    );
    expect(predictions(model, frame(number('x', [Number.NaN, -1e9, 30])))).toEqual(['unknown', 'known', 'known']);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('leaves the library as it was, also when it is stopped', () => {
    const prototype = nodePrototype(library());
    const before = Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, d]) => [name, d.value as unknown]);
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => fitForest(table, spec, stop)).toThrow('stopped');
    fitForest(table, spec, quiet);
    expect(Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, d]) => [name, d.value as unknown])).toEqual(before);
  });

  it('refuses more than 20,000 rows, and class weights', () => {
    const large = frame(
      number('x', range(20_001)),
      text(
        'y',
        range(20_001).map((i) => (i % 2 ? 'a' : 'b')),
      ),
    );
    expect(() => fitForest(large, { ...spec, features: ['x'], target: 'y' }, quiet)).toThrow(
      'ml-random-forest is for at most 20,000 rows, and these are 20,001.',
    );
    expect(() => fitForest(table, { ...spec, classWeight: 'balanced' }, quiet)).toThrow('ml-random-forest can not weigh classes.');
  });
});
