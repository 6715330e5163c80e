import { generator } from './kernel.ts';
import type { FrameColumn } from './kernel.ts';

type Probabilities = readonly (readonly [className: string, values: Float64Array])[];
type Metric = readonly [name: string, value: number];

export interface Confusion {
  readonly actual: string;
  readonly predicted: string;
  readonly rows: number;
}

/** A metric with its 95 % interval. All three are NaN where the rows do not define it. */
export interface Score {
  readonly metric: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Rows that have both sides, as codes into the classes that either side has, sorted by code point. */
interface Answers {
  readonly classes: readonly string[];
  readonly rows: Int32Array;
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
}

/** Rows in ascending order of a score; `ends` marks the last of those with an equal score. */
interface Ranking {
  readonly order: Int32Array;
  readonly ends: Uint8Array;
  readonly positive: Uint8Array;
}

const RESAMPLES = 200;
const SMALLEST = 1e-15;

/** A column as class labels: codes into levels sorted by code point, -1 for missing. Numbers go by their shortest text. */
export function labelsOf(column: FrameColumn): { readonly levels: readonly string[]; readonly values: Int32Array } {
  if (column.levels) return column;
  const numbers = new Map([...new Set(column.values)].filter((v) => !Number.isNaN(v)).map((v) => [String(v), v]));
  const levels = [...numbers.keys()].sort();
  const codes = new Map(levels.map((l, code) => [numbers.get(l), code]));
  return { levels, values: Int32Array.from(column.values, (v) => codes.get(v) ?? -1) };
}

/** Of one row, from the probability that its actual class was given. */
export const logLoss = (probability: number): number => -Math.log(Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST));

/** The number of rows for every pair of classes, also those that never meet. Rows with a missing side are left out. */
export function confusion(actual: FrameColumn, predicted: FrameColumn): Confusion[] {
  const answers = answersOf(actual, predicted, []);
  const counts = tally(answers, new Uint16Array(answers.rows.length).fill(1));
  return answers.classes.flatMap((a, i) =>
    answers.classes.map((p, j) => ({ actual: a, predicted: p, rows: counts[i * answers.classes.length + j]! })),
  );
}

/**
 * How well `predicted` agrees with `actual`, as scikit-learn's metrics of the same names: accuracy, balanced accuracy and
 * macro F1; given one column of probabilities a class, log loss (clipped at 1e-15) and ROC AUC (one-vs-rest macro above two
 * classes); of two classes, precision, recall and F1 of `positive`, by default the second. Intervals are the 2.5 and 97.5
 * percentiles of 200 bootstrap resamples. Rows that miss a side or a probability are left out.
 */
export function scores(
  actual: FrameColumn,
  predicted: FrameColumn,
  probabilities: Probabilities,
  positive: string | undefined,
  seed: number,
): Score[] {
  const answers = answersOf(actual, predicted, probabilities);
  const count = answers.rows.length;
  if (!count) throw new Error('No row has both an actual and a predicted class.');
  const measure = measures(answers, probabilities, positive);
  const random = generator(seed);
  const drawn = Array.from({ length: RESAMPLES }, () => measure(resample(count, random)));
  return measure(new Uint16Array(count).fill(1)).map(([metric, value], i) => {
    const spread = Float64Array.from(drawn, (d) => d[i]![1])
      .filter((v) => !Number.isNaN(v))
      .sort();
    return { metric, value, low: quantile(spread, 0.025), high: quantile(spread, 0.975) };
  });
}

function answersOf(actual: FrameColumn, predicted: FrameColumn, probabilities: Probabilities): Answers {
  const [a, p] = [labelsOf(actual), labelsOf(predicted)];
  const whole = (row: number) =>
    a.values[row]! >= 0 && p.values[row]! >= 0 && probabilities.every(([, values]) => !Number.isNaN(values[row]));
  const rows = a.values.map((_, row) => row).filter(whole);
  const met = ({ levels, values }: typeof a) => Array.from(new Set(rows.map((row) => values[row]!)), (code) => levels[code]!);
  const classes = [...new Set([...met(a), ...met(p), ...probabilities.map(([name]) => name)])].sort(byCodePoint);
  const codes = new Map(classes.map((c, code) => [c, code]));
  const coded = ({ levels, values }: typeof a) => {
    const to = levels.map((l) => codes.get(l) ?? -1);
    return rows.map((row) => to[values[row]!]!);
  };
  return { classes, rows, actual: coded(a), predicted: coded(p) };
}

/** `<` compares UTF-16 units, which is another order beyond the basic plane. */
function byCodePoint(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => Array.from(text, (c) => c.codePointAt(0)!)) as [number[], number[]];
  const at = x.findIndex((c, i) => c !== y[i]);
  return at < 0 ? x.length - y.length : x[at]! - (y[at] ?? -1);
}

/** Rows by actual and predicted class, row-major, each row counted `copies` times. */
function tally({ classes, actual, predicted }: Answers, copies: Uint16Array): Float64Array {
  const counts = new Float64Array(classes.length ** 2);
  for (let i = 0; i < copies.length; i++) counts[actual[i]! * classes.length + predicted[i]!]! += copies[i]!;
  return counts;
}

function measures(answers: Answers, probabilities: Probabilities, positive: string | undefined): (copies: Uint16Array) => Metric[] {
  const { classes } = answers;
  const two = classes.length === 2;
  const target = positive ? classes.indexOf(positive) : 1;
  if (two && target < 0) throw new Error(`The positive class "${positive}" is neither "${classes[0]}" nor "${classes[1]}".`);
  const perRow = probabilities.length ? classes.map((name) => probabilityOf(name, answers, probabilities)) : undefined;
  const losses = perRow && Float64Array.from(answers.actual, (code, i) => logLoss(perRow[code]![i]!));
  const rankings = perRow?.flatMap((values, code) => (two && code !== target ? [] : [rank(values, answers.actual, code)]));
  return (copies) => {
    const byClass = agreement(tally(answers, copies), classes.length);
    const metrics: Metric[] = [
      ['accuracy', sum(byClass.map((c) => c.hits)) / copies.length],
      ['balanced accuracy', mean(byClass.filter((c) => c.actual).map(recall))],
      ['macro F1', mean(byClass.filter((c) => c.actual + c.predicted).map(f1))],
    ];
    if (losses && rankings) {
      metrics.push(['log loss', losses.reduce((total, l, i) => total + l * copies[i]!, 0) / copies.length]);
      metrics.push(['ROC AUC', mean(rankings.map((r) => areaUnderCurve(r, copies)).filter((v) => !Number.isNaN(v)))]);
    }
    if (two) metrics.push(['precision', precision(byClass[target]!)], ['recall', recall(byClass[target]!)], ['F1', f1(byClass[target]!)]);
    return metrics;
  };
}

/** Rows of one class: rightly predicted, actual and predicted. */
interface Agreement {
  readonly hits: number;
  readonly actual: number;
  readonly predicted: number;
}

function agreement(counts: Float64Array, n: number): Agreement[] {
  const each = Array.from({ length: n }, (_, i) => i);
  return each.map((c) => ({
    hits: counts[c * n + c]!,
    actual: sum(each.map((p) => counts[c * n + p]!)),
    predicted: sum(each.map((a) => counts[a * n + c]!)),
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const precision = ({ hits, predicted }: Agreement): number => (predicted ? hits / predicted : 0);
const recall = ({ hits, actual }: Agreement): number => (actual ? hits / actual : 0);
const f1 = ({ hits, actual, predicted }: Agreement): number => (actual + predicted ? (2 * hits) / (actual + predicted) : 0);

/** Of the answered rows; a class without a column was never thought possible. */
function probabilityOf(name: string, { rows }: Answers, probabilities: Probabilities): Float64Array {
  const given = probabilities.find(([className]) => className === name)?.[1];
  return Float64Array.from(rows, (row) => given?.[row] ?? 0);
}

function rank(values: Float64Array, actual: Int32Array, code: number): Ranking {
  const order = actual.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  return {
    order,
    ends: Uint8Array.from(order, (row, at) => Number(values[row] !== values[order[at + 1]!])),
    positive: Uint8Array.from(order, (row) => Number(actual[row] === code)),
  };
}

/** The Mann-Whitney statistic: the share of pairs that are ranked rightly, a tie counting half. NaN if a side is empty. */
function areaUnderCurve({ order, ends, positive }: Ranking, copies: Uint16Array): number {
  let [right, positives, negatives, tiedPositives, tiedNegatives] = [0, 0, 0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    if (positive[i]) tiedPositives += copies[order[i]!]!;
    else tiedNegatives += copies[order[i]!]!;
    if (!ends[i]) continue;
    right += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    tiedPositives = tiedNegatives = 0;
  }
  return right / (positives * negatives);
}

function resample(count: number, random: () => number): Uint16Array {
  const copies = new Uint16Array(count);
  for (let i = 0; i < count; i++) copies[Math.floor((random() / 2 ** 32) * count)]!++;
  return copies;
}

/** By linear interpolation between the values, which are sorted. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  return below + (at % 1) * ((sorted[Math.ceil(at)] ?? Number.NaN) - below);
}
