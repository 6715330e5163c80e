import type { ForestSpec } from '../../src/core/algorithms.ts';
import { growReferenceTrees } from './forest-reference.ts';
import { binIndicator, binNumbers, treeGrower } from './histogram-tree.ts';
import type { Binned, Draw } from './histogram-tree.ts';
import { columnNamed, generator } from './kernel.ts';
import type { Frame, FrameColumn, Model, Progress } from './kernel.ts';
import { labelsOf, logLoss } from './score.ts';

export type { ForestSpec };

/**
 * A source column. A number is one expanded feature; text is one indicator a level, and one more for all levels but the
 * 50 most frequent where there are more. Missing text sets no indicator, a missing number is below every threshold.
 */
export interface ForestFeature {
  readonly name: string;
  /** Sorted by code point. */
  readonly levels?: readonly string[];
  readonly other?: true;
}

/** One entry a node, the root first. Rows go left unless their feature exceeds the threshold. */
export interface ForestTree {
  /** Index into the expanded features, -1 in a leaf. */
  readonly feature: number[];
  readonly threshold: number[];
  /** Node indices, -1 in a leaf. */
  readonly left: number[];
  readonly right: number[];
  /** Bootstrap rows that reached the node, weighted by class. */
  readonly cover: number[];
  /** Nodes x classes, row-major: each class's share of the cover. */
  readonly value: number[];
}

export interface ForestModel extends Model {
  readonly kind: 'forest';
  readonly version: 1;
  readonly features: readonly ForestFeature[];
  readonly target: string;
  /** Sorted by code point. */
  readonly classes: readonly string[];
  readonly trees: readonly ForestTree[];
  /** How well rows are predicted by the trees that did not see them. */
  readonly oob: { readonly rows: number; readonly accuracy: number; readonly logLoss: number } | null;
  /** Mean decrease in Gini impurity by source column: shares of 1 (all 0 if no tree splits), and their spread over the trees. */
  readonly importance: readonly { readonly name: string; readonly mean: number; readonly sd: number }[];
  readonly seed: number;
  readonly rows: number;
  /** Rows left out because they have no target. */
  readonly left: number;
}

export interface ForestPrediction {
  /** Codes into the model's classes; a tie goes to the lower. */
  readonly prediction: Int32Array;
  /** Of the predicted class. */
  readonly probability: Float64Array;
  /** How far it leads the second. */
  readonly margin: Float64Array;
  /** Probabilities, one array a class. */
  readonly classes: Float64Array[];
}

/** A tree and how much each expanded feature lowered the Gini impurity in it, times the rows it did that for. */
export interface GrownTree {
  readonly tree: ForestTree;
  readonly decrease: Float64Array;
}

interface Training {
  readonly features: readonly ForestFeature[];
  readonly classes: readonly string[];
  /** Rows of the frame that have a target, and their codes into `classes`. */
  readonly rows: Int32Array;
  readonly classOf: Uint8Array;
}

const MOST_LEVELS = 50;
const MOST_CLASSES = 100;
const BLOCK = 512;

/**
 * Learns a random forest (Breiman 2001). The histogram engine bins every feature, draws a bootstrap sample for each tree and
 * features for each split, and splits by Gini impurity; `leaf` is the fewest rows in a leaf, counted as often as drawn.
 * Throws when there is nothing to learn from or to tell apart.
 */
export function fitForest(frame: Frame, spec: ForestSpec, progress: Progress): ForestModel {
  const training = trainingOf(frame, spec);
  const { grown, oob } =
    spec.engine === 'histogram' ? growHistogram(frame, training, spec, progress) : growReference(frame, training, spec, progress);
  return {
    kind: 'forest',
    version: 1,
    features: training.features,
    target: spec.target,
    classes: training.classes,
    trees: grown.map((g) => g.tree),
    oob,
    importance: importanceOf(training.features, grown),
    seed: spec.seed,
    rows: training.rows.length,
    left: frame.rows - training.rows.length,
  };
}

/** A class's probability is the mean of its shares in the leaves that a row reaches. */
export function applyForest(model: ForestModel, frame: Frame, progress: Progress): ForestPrediction {
  const width = widthOf(model.features);
  const count = model.classes.length;
  const write = rowWriter(frame, model.features);
  const trees = model.trees.map(packed);
  const classes = model.classes.map(() => new Float64Array(frame.rows));
  const block = new Float64Array(BLOCK * width);
  for (let from = 0; from < frame.rows; from += BLOCK) {
    const size = Math.min(BLOCK, frame.rows - from);
    for (let i = 0; i < size; i++) write(from + i, block, i * width);
    const sums = new Float64Array(size * count);
    for (const tree of trees) addShares(tree, block, width, sums, count);
    sums.forEach((s, i) => (classes[i % count]![from + Math.floor(i / count)] = s / trees.length));
    progress((from + size) / frame.rows);
  }
  return { ...bestOf(classes, frame.rows), classes };
}

function trainingOf(frame: Frame, spec: ForestSpec): Training {
  const target = labelsOf(columnNamed(frame, spec.target));
  const rows = target.values.map((_, row) => row).filter((row) => target.values[row]! >= 0);
  if (!rows.length) throw new Error(`No row has a value in "${spec.target}", so there is nothing to learn from.`);
  const used = [...new Set(rows.map((row) => target.values[row]!))].sort((a, b) => a - b);
  const classes = used.map((code) => target.levels[code]!);
  if (classes.length < 2) throw new Error(`Every row has "${classes[0]}" in "${spec.target}". A forest needs at least two classes.`);
  if (classes.length > MOST_CLASSES)
    throw new Error(`"${spec.target}" has ${classes.length} different values. A forest takes at most ${MOST_CLASSES} classes.`);
  const features = spec.features.map((name) => featureOf(columnNamed(frame, name), rows));
  if (!widthOf(features)) throw new Error('The forest needs at least one feature that has values.');
  const codes = new Map(used.map((code, i) => [code, i]));
  return { features, classes, rows, classOf: Uint8Array.from(rows, (row) => codes.get(target.values[row]!)!) };
}

function featureOf({ name, levels, values }: FrameColumn, rows: Int32Array): ForestFeature {
  if (!levels) return { name };
  const counts = new Float64Array(levels.length);
  for (const row of rows) if (values[row]! >= 0) counts[values[row]!]!++;
  const used = levels.map((_, code) => code).filter((code) => counts[code]! > 0);
  const kept = used
    .toSorted((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST_LEVELS)
    .sort((a, b) => a - b);
  return { name, levels: kept.map((code) => levels[code]!), ...(used.length > kept.length && { other: true }) };
}

/** The number of expanded features. */
function widthOf(features: readonly ForestFeature[]): number {
  return features.reduce((width, { levels, other }) => width + (levels ? levels.length + Number(other ?? 0) : 1), 0);
}

/** The indicator that each code of `column` sets, -1 for none; `undefined` for numbers. */
function indicatorsOf(column: FrameColumn, { name, levels, other }: ForestFeature): Int32Array | undefined {
  if (!levels !== !column.levels)
    throw new Error(`The forest learned "${name}" as ${levels ? 'text' : 'numbers'}, and here it is ${levels ? 'numbers' : 'text'}.`);
  const at = new Map(levels?.map((l, i) => [l, i]));
  return column.levels && Int32Array.from(column.levels, (l) => at.get(l) ?? (other ? at.size : -1));
}

/** Writes the expanded features of one row into an array, from an offset on. */
function rowWriter(frame: Frame, features: readonly ForestFeature[]): (row: number, into: Float64Array, at: number) => void {
  const parts = features.map((feature) => {
    const column = columnNamed(frame, feature.name);
    return { values: column.values, width: widthOf([feature]), indicators: indicatorsOf(column, feature) };
  });
  return (row, into, at) => {
    for (const { values, width, indicators } of parts) {
      if (indicators) {
        into.fill(0, at, at + width);
        const set = indicators[values[row]!] ?? -1;
        if (set >= 0) into[at + set] = 1;
      } else into[at] = values[row]!;
      at += width;
    }
  };
}

function growReference(
  frame: Frame,
  { features, rows, classOf, classes }: Training,
  spec: ForestSpec,
  progress: Progress,
): { grown: GrownTree[]; oob: null } {
  const write = rowWriter(frame, features);
  const width = widthOf(features);
  const matrix = Array.from(rows, (row) => {
    const values = new Float64Array(width);
    write(row, values, 0);
    return values;
  });
  return { grown: growReferenceTrees(matrix, classOf, classes.length, spec, progress), oob: null };
}

function growHistogram(
  frame: Frame,
  training: Training,
  spec: ForestSpec,
  progress: Progress,
): { grown: GrownTree[]; oob: ForestModel['oob'] } {
  const { features, rows, classOf, classes } = training;
  const random = generator(spec.seed);
  const draw: Draw = (limit) => Math.floor((random() / 2 ** 32) * limit);
  const columns = features.flatMap((feature) => binned(columnNamed(frame, feature.name), feature, rows, draw));
  const weights = spec.classWeight === 'balanced' ? balanced(classOf, classes.length) : new Float64Array(classes.length).fill(1);
  const votes = new Float64Array(rows.length * classes.length);
  const grow = treeGrower({ columns, classOf, weights }, spec, votes, draw);
  const grown = Array.from({ length: spec.trees }, (_, i) => {
    progress(i / spec.trees, `tree ${i + 1} of ${spec.trees}`);
    return grow();
  });
  return { grown, oob: outOfBag(votes, classOf, classes.length) };
}

/** Weights that give each class the same sum over the rows, with 1 as the mean weight of a row. */
function balanced(classOf: Uint8Array, count: number): Float64Array {
  const rows = new Float64Array(count);
  for (const c of classOf) rows[c]!++;
  return rows.map((r) => classOf.length / (count * r));
}

function binned(column: FrameColumn, feature: ForestFeature, rows: Int32Array, draw: Draw): Binned[] {
  const indicators = indicatorsOf(column, feature);
  if (!indicators) {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
    return [binNumbers(values, draw)];
  }
  const all = Array.from({ length: widthOf([feature]) }, () => binIndicator(new Uint8Array(rows.length)));
  rows.forEach((row, i) => {
    const set = indicators[column.values[row]!] ?? -1;
    if (set >= 0) all[set]!.bins[i] = 1;
  });
  return all;
}

function outOfBag(votes: Float64Array, classOf: Uint8Array, count: number): ForestModel['oob'] {
  let [rows, hits, loss] = [0, 0, 0];
  for (let row = 0; row < classOf.length; row++) {
    const own = votes.subarray(row * count, (row + 1) * count);
    const total = own.reduce((a, b) => a + b);
    if (!total) continue;
    rows++;
    hits += Number(own.indexOf(Math.max(...own)) === classOf[row]);
    loss += logLoss(own[classOf[row]!]! / total);
  }
  return rows ? { rows, accuracy: hits / rows, logLoss: loss / rows } : null;
}

function importanceOf(features: readonly ForestFeature[], grown: readonly GrownTree[]): ForestModel['importance'] {
  const splitting = grown.map(({ decrease }) => ({ decrease, total: decrease.reduce((a, b) => a + b) })).filter((g) => g.total > 0);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  let end = 0;
  return features.map((feature) => {
    const [from, to] = [end, (end += widthOf([feature]))];
    const shares = splitting.map(({ decrease, total }) => decrease.subarray(from, to).reduce((a, b) => a + b, 0) / total);
    const middle = mean(shares);
    return { name: feature.name, mean: middle, sd: Math.sqrt(mean(shares.map((s) => (s - middle) ** 2))) };
  });
}

interface PackedTree {
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
}

const packed = (tree: ForestTree): PackedTree => ({
  feature: Int32Array.from(tree.feature),
  threshold: Float64Array.from(tree.threshold),
  left: Int32Array.from(tree.left),
  right: Int32Array.from(tree.right),
  value: Float64Array.from(tree.value),
});

/** Adds the shares of the leaf that each row of `block` reaches to its `count` sums. */
function addShares(
  { feature, threshold, left, right, value }: PackedTree,
  block: Float64Array,
  width: number,
  sums: Float64Array,
  count: number,
): void {
  for (let at = 0, sum = 0; sum < sums.length; at += width, sum += count) {
    let node = 0;
    for (let f = feature[0]!; f >= 0; f = feature[node]!) node = block[at + f]! > threshold[node]! ? right[node]! : left[node]!;
    for (let c = 0; c < count; c++) sums[sum + c]! += value[node * count + c]!;
  }
}

function bestOf(classes: readonly Float64Array[], rows: number): Omit<ForestPrediction, 'classes'> {
  const prediction = new Int32Array(rows);
  const probability = new Float64Array(rows);
  const margin = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let [first, second] = [-1, -1];
    classes.forEach((shares, c) => {
      const share = shares[row]!;
      if (share > first) {
        [second, first] = [first, share];
        prediction[row] = c;
      } else if (share > second) second = share;
    });
    probability[row] = first;
    margin[row] = first - second;
  }
  return { prediction, probability, margin };
}
