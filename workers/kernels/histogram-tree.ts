import type { ForestSpec } from '../../src/core/algorithms.ts';
import type { ForestTree, GrownTree } from './forest.ts';

/** An expanded feature as bins: a value's bin is the number of cuts that it exceeds, at most 255. */
export interface Binned {
  readonly bins: Uint8Array;
  readonly cuts: Float64Array;
}

/** Draws a whole number from 0 up to, not including, a limit. */
export type Draw = (limit: number) => number;

/** Rows to learn from: features as bins, classes as codes, and the weight of a row of each class. */
export interface BinnedRows {
  readonly columns: readonly Binned[];
  readonly classOf: Uint8Array;
  readonly weights: Float64Array;
}

interface Split {
  readonly feature: number;
  readonly cut: number;
  readonly score: number;
}

const MOST_BINS = 255;
const DEEPEST = 512;
const SAMPLE = 200_000;
const INDICATOR_CUTS = Float64Array.of(0.5);
/** Below every number, so that only a missing one is not above it. */
const ONLY_MISSING = -Number.MAX_VALUE;

export const binIndicator = (bins: Uint8Array): Binned => ({ bins, cuts: INDICATOR_CUTS });

/** Cuts halfway between all values where they fit in 255 bins, else at quantiles (of a sample); bin 0 is for the missing. */
export function binNumbers(values: Float64Array, draw: Draw): Binned {
  const cuts = cutsOf(values, draw);
  const bins = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[i]! > cuts[middle]!) low = middle + 1;
      else high = middle;
    }
    bins[i] = low;
  }
  return { bins, cuts };
}

function cutsOf(values: Float64Array, draw: Draw): Float64Array {
  const sample = values.length > SAMPLE ? Float64Array.from({ length: SAMPLE }, () => values[draw(values.length)]!) : values;
  const sorted = sample.filter((v) => !Number.isNaN(v)).sort();
  const distinct = sorted.filter((v, i) => v !== sorted[i - 1]);
  const [from, places] = distinct.length <= MOST_BINS ? [distinct, distinct.length] : [sorted, MOST_BINS];
  const between = Array.from({ length: Math.max(places - 1, 0) }, (_, i) => {
    const at = Math.floor(((i + 1) * from.length) / places);
    return halfway(from[at - 1]!, from[at]!);
  });
  return Float64Array.from(new Set([ONLY_MISSING, ...between]));
}

/** A number from `low` up to, not including, `high`; `low` where they are equal. */
function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle > low && middle < high ? middle : low;
}

/**
 * Grows decision trees on bootstrap samples, one a call, and adds the leaf shares of the rows that a tree did not see to
 * `votes` (rows x classes).
 */
export function treeGrower(data: BinnedRows, spec: ForestSpec, votes: Float64Array, draw: Draw): () => GrownTree {
  const { columns, classOf, weights } = data;
  const count = weights.length;
  const leaf = Math.max(1, spec.leaf);
  const order = new Int32Array(classOf.length);
  const copies = new Uint8Array(classOf.length);
  const node = new NodeTally(weights);
  const search = new SplitSearch(data, order, copies, node, { leaf, perSplit: spec.perSplit }, draw);

  return () => {
    const tree: ForestTree = { feature: [], threshold: [], left: [], right: [], cover: [], value: [] };
    const decrease = new Float64Array(columns.length);
    /** A node of the drawn rows from..to and the unseen rows out..outTo, which are places in `order`. Returns its index. */
    const grow = (from: number, to: number, out: number, outTo: number, depth: number): number => {
      node.count(classOf, order, copies, from, to);
      const at = addLeaf(tree, node);
      const split = depth < spec.depth && depth < DEEPEST && node.mixed && node.rows >= 2 * leaf ? search.best(from, to) : undefined;
      if (!split) {
        for (let i = out; i < outTo; i++) for (let c = 0; c < count; c++) votes[order[i]! * count + c]! += tree.value[at * count + c]!;
        return at;
      }
      const { bins, cuts } = columns[split.feature]!;
      const middle = partition(order, from, to, bins, split.cut);
      const outMiddle = partition(order, out, outTo, bins, split.cut);
      decrease[split.feature]! += Math.max(0, split.score - node.squares / node.weight);
      tree.feature[at] = split.feature;
      tree.threshold[at] = cuts[split.cut]!;
      tree.left[at] = grow(from, middle, out, outMiddle, depth + 1);
      tree.right[at] = grow(middle, to, outMiddle, outTo, depth + 1);
      return at;
    };
    const drawn = bootstrap(order, copies, draw);
    grow(0, drawn, drawn, order.length, 0);
    return { tree, decrease };
  };
}

function addLeaf(tree: ForestTree, { byClass, weight }: NodeTally): number {
  tree.threshold.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.cover.push(weight);
  for (let c = 0; c < byClass.length; c++) tree.value.push(byClass[c]! / weight);
  return tree.feature.push(-1) - 1;
}

/** Draws as many rows as there are, with replacement: the drawn come first in `order`. Returns how many rows were drawn. */
function bootstrap(order: Int32Array, copies: Uint8Array, draw: Draw): number {
  copies.fill(0);
  for (let i = 0; i < copies.length; i++) copies[draw(copies.length)]!++;
  let inside = 0;
  let outside = copies.length;
  for (let row = 0; row < copies.length; row++) order[copies[row] ? inside++ : --outside] = row;
  return inside;
}

/** Moves the rows whose bin is at most `cut` to the front, and returns where the others begin. */
function partition(order: Int32Array, from: number, to: number, bins: Uint8Array, cut: number): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const row = order[low]!;
    if (bins[row]! <= cut) low++;
    else {
      order[low] = order[high]!;
      order[high--] = row;
    }
  }
  return low;
}

/** What the node at hand holds: rows with their copies; their weights by class, in all, and the sum of the squares by class. */
class NodeTally {
  rows = 0;
  weight = 0;
  squares = 0;
  /** Whether there is more than one class. */
  mixed = false;
  readonly byClass: Float64Array;
  readonly weights: Float64Array;

  constructor(weights: Float64Array) {
    this.weights = weights;
    this.byClass = new Float64Array(weights.length);
  }

  count(classOf: Uint8Array, order: Int32Array, copies: Uint8Array, from: number, to: number): void {
    const { byClass, weights } = this;
    byClass.fill(0);
    for (let i = from; i < to; i++) byClass[classOf[order[i]!]!]! += copies[order[i]!]!;
    this.rows = this.weight = this.squares = 0;
    for (let c = 0; c < byClass.length; c++) {
      const weight = byClass[c]! * weights[c]!;
      this.rows += byClass[c]!;
      this.weight += weight;
      this.squares += weight * weight;
      byClass[c] = weight;
    }
    this.mixed = this.squares < this.weight * this.weight;
  }
}

/**
 * Finds the split of a node that leaves the least Gini impurity, among features drawn for it. As in scikit-learn, drawing goes
 * on while all features so far are constant in the node. A score is the sum over both sides of the squared class weights by
 * the side's weight.
 */
class SplitSearch {
  readonly columns: readonly Binned[];
  readonly classOf: Uint8Array;
  readonly order: Int32Array;
  readonly copies: Uint8Array;
  readonly node: NodeTally;
  readonly leaf: number;
  readonly perSplit: number;
  readonly draw: Draw;
  /** Features, in an order that is shuffled as far as they are drawn. */
  readonly deck: Int32Array;
  /** Copies of rows by bin and class, and which of its bins have any, one bit each. */
  readonly histogram: Int32Array;
  readonly occupied = new Int32Array(8);
  readonly left: Float64Array;
  found: Split | undefined;

  constructor(
    { columns, classOf, weights }: BinnedRows,
    order: Int32Array,
    copies: Uint8Array,
    node: NodeTally,
    limits: { leaf: number; perSplit: number },
    draw: Draw,
  ) {
    this.columns = columns;
    this.classOf = classOf;
    this.order = order;
    this.copies = copies;
    this.node = node;
    this.leaf = limits.leaf;
    this.perSplit = limits.perSplit || Math.max(1, Math.floor(Math.sqrt(columns.length)));
    this.draw = draw;
    this.deck = Int32Array.from(columns, (_, i) => i);
    this.histogram = new Int32Array(256 * weights.length);
    this.left = new Float64Array(weights.length);
  }

  best(from: number, to: number): Split | undefined {
    const { deck, columns, draw } = this;
    this.found = undefined;
    for (let at = 0, varies = false; at < deck.length && (at < this.perSplit || !varies); at++) {
      const pick = at + draw(deck.length - at);
      const feature = deck[pick]!;
      deck[pick] = deck[at]!;
      deck[at] = feature;
      this.fill(columns[feature]!.bins, from, to);
      varies = this.scan(feature) || varies;
    }
    return this.found;
  }

  fill(bins: Uint8Array, from: number, to: number): void {
    const { histogram, occupied, order, copies, classOf } = this;
    const count = this.left.length;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      const bin = bins[row]!;
      occupied[bin >> 5]! |= 1 << (bin & 31);
      histogram[bin * count + classOf[row]!]! += copies[row]!;
    }
  }

  /** Tries every cut between two occupied bins, and empties the histogram. Tells whether there was one. */
  scan(feature: number): boolean {
    const { histogram, occupied, left, leaf } = this;
    const { rows, weight, squares, byClass, weights } = this.node;
    const count = left.length;
    let score = this.found?.score ?? 0;
    let cut = -1;
    let leftRows = 0;
    let leftWeight = 0;
    let leftSquares = 0;
    let rightSquares = squares;
    let before = -1;
    let varies = false;
    left.fill(0);
    for (let word = 0; word < 8; word++) {
      for (let bits = occupied[word]!; bits; bits &= bits - 1) {
        const bin = word * 32 + 31 - Math.clz32(bits & -bits);
        varies ||= before >= 0;
        if (leftRows >= leaf && rows - leftRows >= leaf) {
          const here = leftSquares / leftWeight + rightSquares / (weight - leftWeight);
          if (here > score) {
            score = here;
            cut = (before + bin - 1) >> 1;
          }
        }
        before = bin;
        for (let c = 0; c < count; c++) {
          const copies = histogram[bin * count + c]!;
          if (!copies) continue;
          histogram[bin * count + c] = 0;
          const added = copies * weights[c]!;
          leftSquares += added * (2 * left[c]! + added);
          rightSquares -= added * (2 * (byClass[c]! - left[c]!) - added);
          left[c]! += added;
          leftWeight += added;
          leftRows += copies;
        }
      }
      occupied[word] = 0;
    }
    if (cut >= 0) this.found = { feature, cut, score };
    return varies;
  }
}
