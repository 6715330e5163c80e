import { RandomForestClassifier } from 'ml-random-forest';
import type { ForestSpec } from '../../src/core/algorithms.ts';
import type { ForestTree, GrownTree } from './forest.ts';
import type { Progress } from './kernel.ts';

/** What ml-cart keeps in a node; it has both children or none, and a distribution only if none. */
interface CartNode {
  readonly left?: CartNode;
  readonly right?: CartNode;
  readonly splitColumn: number;
  /** Rows below it go left. */
  readonly splitValue: number;
  readonly gain: number;
  readonly numberSamples: number;
  readonly distribution?: { getRow(row: number): number[] };
}

/** Features by rows. */
interface CartMatrix {
  readonly rows: number;
  getRow(row: number): number[];
}

interface CartPrototype {
  bestSplit(
    features: CartMatrix,
    labels: readonly number[],
  ): { maxGain: number; maxColumn?: number; maxValue?: number; numberSamples?: number };
  calculatePrediction(this: CartNode, labels: readonly number[]): void;
}

const MOST_ROWS = 20_000;
/** A missing number goes below every other; half the range is kept so that midpoints stay finite. */
const MISSING = -Number.MAX_VALUE / 4;

/**
 * Grows the trees with ml-random-forest, as a second opinion on small data. It draws features once a tree (all of them,
 * with replacement, where `perSplit` is 0), does not split nodes of `leaf` rows or fewer, and lets each tree vote: a leaf's
 * value is 1 for the class it votes for. ml-cart's split search is quadratic in the rows, so one that tries the same
 * candidates on running counts stands in for it meanwhile.
 */
export function growReferenceTrees(
  rows: readonly Float64Array[],
  classOf: Uint8Array,
  classes: number,
  spec: ForestSpec,
  progress: Progress,
): GrownTree[] {
  if (rows.length > MOST_ROWS) {
    throw new Error(
      `ml-random-forest is for at most ${MOST_ROWS.toLocaleString('en')} rows, and these are ${rows.length.toLocaleString('en')}. Use the histogram engine, or sample the rows first.`,
    );
  }
  if (spec.classWeight !== 'none')
    throw new Error('ml-random-forest can not weigh classes. Use the histogram engine, or no class weights.');
  const width = rows[0]!.length;
  const forest = new RandomForestClassifier({
    nEstimators: spec.trees,
    seed: spec.seed | 0,
    noOOB: true,
    maxFeatures: featureLimit(spec.perSplit, width),
    treeOptions: { maxDepth: spec.depth, minNumSamples: spec.leaf, gainThreshold: 0 },
  });
  const leafRows = new Map<CartNode, number>();
  let seen = 0;
  const restore = speedUp(cartPrototype(), classes, (node, count) => {
    leafRows.set(node, count);
    const before = Math.floor(seen / rows.length);
    seen += count;
    const done = Math.floor(seen / rows.length);
    if (done > before) progress(done / spec.trees, `tree ${done} of ${spec.trees}`);
  });
  try {
    forest.train(
      rows.map((row) => Array.from(row, (v) => (Number.isNaN(v) ? MISSING : v))),
      [...classOf],
    );
  } finally {
    restore();
  }
  return rootsOf(forest).map((root, i) => flatten(root, forest.indexes![i]!, leafRows, classes, width));
}

/** The library reads 1 as "all" and fractions as shares, rounded down. */
function featureLimit(perSplit: number, width: number): number {
  if (!perSplit) return 1;
  return perSplit === 1 ? Math.min(1, 1.5 / width) : Math.min(perSplit, width);
}

const rootsOf = (forest: RandomForestClassifier): CartNode[] =>
  (forest.estimators as unknown as readonly { root: CartNode }[]).map((tree) => tree.root);

/** ml-cart does not export its nodes, but trains them. */
function cartPrototype(): CartPrototype {
  const forest = new RandomForestClassifier({ nEstimators: 1, seed: 1, noOOB: true });
  forest.train([[0], [1]], [0, 1]);
  return Object.getPrototypeOf(rootsOf(forest)[0]) as CartPrototype;
}

/** Replaces the split search, and reports each leaf with its number of rows. Returns what undoes both. */
function speedUp(prototype: CartPrototype, classes: number, leaf: (node: CartNode, rows: number) => void): () => void {
  const { bestSplit, calculatePrediction } = prototype;
  prototype.bestSplit = (features, labels) => bestSplitOf(features, labels, classes);
  prototype.calculatePrediction = function (labels) {
    leaf(this, labels.length);
    calculatePrediction.call(this, labels);
  };
  return () => Object.assign(prototype, { bestSplit, calculatePrediction });
}

/**
 * The cut with the highest Gini gain among ml-cart's candidates: the midpoints of neighbours of unlike class, in a stable
 * order by value. The first of equals wins.
 */
function bestSplitOf(features: CartMatrix, labels: readonly number[], classes: number): ReturnType<CartPrototype['bestSplit']> {
  const total = labels.length;
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  const squares = counts.reduce((sum, n) => sum + n * n, 0);
  let best: ReturnType<CartPrototype['bestSplit']> = { maxGain: -Infinity };
  for (let maxColumn = 0; maxColumn < features.rows; maxColumn++) {
    const values = features.getRow(maxColumn);
    const order = labels.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
    const left = new Float64Array(classes);
    let [below, leftSquares, rightSquares] = [0, 0, squares];
    for (let i = 1; i < total; i++) {
      if (labels[order[i - 1]!] === labels[order[i]!]) continue;
      const maxValue = (values[order[i - 1]!]! + values[order[i]!]!) / 2;
      for (; values[order[below]!]! < maxValue; below++) {
        const label = labels[order[below]!]!;
        leftSquares += 2 * left[label]! + 1;
        rightSquares -= 2 * (counts[label]! - left[label]!) - 1;
        left[label]!++;
      }
      if (!below) continue;
      const maxGain = (leftSquares / below + rightSquares / (total - below) - squares / total) / total;
      if (maxGain > best.maxGain + 1e-12) best = { maxGain, maxColumn, maxValue, numberSamples: total };
    }
  }
  return best;
}

/** `features` are the expanded features that the tree was given, in its order. An inner node's shares are those of its leaves. */
function flatten(
  root: CartNode,
  features: readonly number[],
  leafRows: ReadonlyMap<CartNode, number>,
  classes: number,
  width: number,
): GrownTree {
  const tree: ForestTree = { feature: [], threshold: [], left: [], right: [], cover: [], value: [] };
  const decrease = new Float64Array(width);
  const share = (node: number, c: number) => tree.value[node * classes + c]!;
  const add = (node: CartNode): number => {
    const at = tree.feature.push(-1) - 1;
    const vote = node.distribution?.getRow(0) ?? [];
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.cover.push(leafRows.get(node) ?? 0);
    for (let c = 0; c < classes; c++) tree.value.push(Number(c === vote.indexOf(Math.max(...vote))));
    if (!node.left || !node.right) return at;
    const feature = features[node.splitColumn]!;
    tree.feature[at] = feature;
    tree.threshold[at] = previousDouble(node.splitValue);
    const left = (tree.left[at] = add(node.left));
    const right = (tree.right[at] = add(node.right));
    const [l, r] = [tree.cover[left]!, tree.cover[right]!];
    tree.cover[at] = l + r;
    for (let c = 0; c < classes; c++) tree.value[at * classes + c] = (l * share(left, c) + r * share(right, c)) / (l + r);
    decrease[feature]! += node.gain * node.numberSamples;
    return at;
  };
  add(root);
  return { tree, decrease };
}

/** The largest double below `value`: "less than" becomes "at most". */
function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
