import { describe, expect, it } from 'vitest';
import { binNumbers, treeGrower } from '../../../workers/kernels/histogram-tree.ts';
import type { Draw } from '../../../workers/kernels/histogram-tree.ts';
import { generator } from '../../../workers/kernels/kernel.ts';

const zero: Draw = () => 0;
const binsOf = (values: readonly number[]): number[] => [...binNumbers(Float64Array.from(values), zero).bins];

describe('bins', () => {
  it('few values get a bin each, and the missing have the lowest to themselves', () => {
    expect(binsOf([3, 1, Number.NaN, 2, 1])).toEqual([3, 1, 0, 2, 1]);
  });

  it('many values share 255 bins of about equal size', () => {
    const { bins, cuts } = binNumbers(
      Float64Array.from({ length: 5100 }, (_, i) => (i * 7919) % 5100),
      zero,
    );
    const sizes = new Map<number, number>();
    for (const bin of bins) sizes.set(bin, (sizes.get(bin) ?? 0) + 1);
    expect(cuts.length).toBe(255);
    expect([...new Set(sizes.values())]).toEqual([20]);
  });

  it('cuts separate neighbouring doubles and do not overflow', () => {
    expect(binsOf([1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON])).toEqual([1, 2, 3]);
    expect(binsOf([1e308, 1.7e308, -1.7e308])).toEqual([2, 3, 1]);
  });
});

describe('a tree on every row once', () => {
  const random = generator(9);
  const rows = Array.from({ length: 300 }, () => {
    const [a, b, c] = [random() % 60, random() % 40, random() % 7];
    return [a, b, c, Number(a > 30) + Number(b * c > 100 + (random() % 60))] as const;
  });
  const columns = [0, 1, 2].map((j) =>
    binNumbers(
      Float64Array.from(rows, (row) => row[j]!),
      zero,
    ),
  );
  const classOf = Uint8Array.from(rows, (row) => row[3]);

  /** Draws each row once and never shuffles the features, all of which are tried. */
  function grownWith(weights: readonly number[]) {
    let drawn = 0;
    const once: Draw = () => (drawn < rows.length ? drawn++ : 0);
    const spec = {
      features: [],
      target: '',
      trees: 1,
      depth: 3,
      leaf: 8,
      perSplit: 3,
      classWeight: 'none',
      seed: 0,
      engine: 'histogram',
      classes: [],
    } as const;
    return treeGrower({ columns, classOf, weights: Float64Array.from(weights) }, spec, new Float64Array(rows.length * 3), once)();
  }

  /** scikit-learn 1.9.1: DecisionTreeClassifier(max_depth=3, min_samples_leaf=8), then the same with class_weight='balanced'. */
  const features = [0, 1, 0, -1, -1, 2, -1, -1, 1, 2, -1, -1, 2, -1, -1];
  const thresholds = [30.5, 28.5, 26.5, 0, 0, 3.5, 0, 0, 24.5, 5.5, 0, 0, 3.5, 0, 0];

  it('is the tree of scikit-learn: splits, thresholds, covers, shares and importance', () => {
    const { tree, decrease } = grownWith([1, 1, 1]);
    expect(tree.feature).toEqual(features);
    expect(tree.threshold).toEqual(thresholds);
    expect(tree.cover).toEqual([300, 152, 118, 100, 18, 34, 20, 14, 148, 87, 76, 11, 61, 31, 30]);
    expect(tree.value.slice(0, 9)).toEqual([
      0.46, 0.46, 0.08, 0.9078947368421053, 0.09210526315789473, 0, 0.9830508474576272, 0.01694915254237288, 0,
    ]);
    expect(tree.left).toEqual([1, 2, 3, -1, -1, 6, -1, -1, 9, 10, -1, -1, 13, -1, -1]);
    expect(tree.right).toEqual([8, 5, 4, -1, -1, 7, -1, -1, 12, 11, -1, -1, 14, -1, -1]);
    const total = decrease.reduce((a, b) => a + b);
    [0.6983529203006941, 0.10253633496931196, 0.19911074472999396].forEach((share, f) =>
      expect(decrease[f]! / total).toBeCloseTo(share, 12),
    );
  });

  it('is the tree of scikit-learn with balanced classes', () => {
    const { tree, decrease } = grownWith([300 / (3 * 138), 300 / (3 * 138), 300 / (3 * 24)]);
    expect(tree.feature).toEqual(features);
    expect(tree.threshold).toEqual(thresholds);
    [300, 110.144927536, 85.507246377, 72.463768116, 13.043478261, 24.637681159].forEach((cover, node) =>
      expect(tree.cover[node]).toBeCloseTo(cover, 8),
    );
    for (let c = 0; c < 3; c++) expect(tree.value[c]).toBeCloseTo(1 / 3, 12);
    const total = decrease.reduce((a, b) => a + b);
    [0.484383635330276, 0.2687783267515998, 0.2468380379181239].forEach((share, f) => expect(decrease[f]! / total).toBeCloseTo(share, 12));
  });
});
