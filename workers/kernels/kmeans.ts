import { kmeans as mlKMeans } from 'ml-kmeans';
import { generator, numbersOf, type Frame, type Model, type Progress } from './kernel.ts';
import { assign, lloyd, nearestCentres, type Centres, type LloydResult, type Points } from './lloyd.ts';
import { meanOf, scaleOf, signedExp, signedLog, varianceOf, type Scaling } from './scale.ts';
import { SILHOUETTE_ROWS, sampleRows, silhouette } from './silhouette.ts';

export interface KMeansSpec {
  readonly features: readonly string[];
  /** Segments, from 2; 0 takes the number from 2 to 10 that has the best silhouette on a sample. */
  readonly k: number;
  readonly scale: Scaling;
  /** Features that are put through sign(x) ln(1 + |x|) before anything else. */
  readonly log: readonly string[];
  /** Factors on scaled features, above 0; a feature that is not named has 1. */
  readonly weights?: readonly (readonly [feature: string, factor: number])[];
  /** `spread` starts at rows floor(i n / k) in the order of the frame, counted without the rows that are left out. */
  readonly init: 'k-means++' | 'spread';
  /** Starts that `k-means++` tries; the one with the lowest inertia is refined. */
  readonly restarts: number;
  readonly maxRounds: number;
  /** As a share of the mean variance of the scaled features, as in scikit-learn. */
  readonly tolerance: number;
  readonly seed: number;
  /** Segment 1 is the largest (of equals the one whose centre sorts first), or the one of the first starting centre. */
  readonly numbering: 'size' | 'start';
  readonly emptyCluster?: 'relocate' | 'keep';
  readonly missing: Missing;
}

/** A row with a missing feature gets no segment, or is taken at that feature's mean. */
type Missing = 'leave' | 'mean';

export interface KMeansFeature {
  readonly name: string;
  readonly log: boolean;
  readonly centre: number;
  readonly scale: number;
  readonly weight: number;
  /** The mean after the logarithm, before scaling. */
  readonly mean: number;
}

export interface KMeansModel extends Model {
  readonly kind: 'k-means';
  readonly version: 1;
  readonly features: readonly KMeansFeature[];
  readonly missing: Missing;
  /** Scaled and weighted, in the order of segment numbers. */
  readonly centres: Centres;
  /** The same centres in the units of the input. */
  readonly original: Centres;
  readonly sizes: readonly number[];
  /** The sum of squared distances to the centres, scaled and weighted. */
  readonly inertia: number;
  readonly rounds: number;
  readonly converged: boolean;
  /** On a seeded sample of at most 3,000 rows; absent where all of it lies in one segment. */
  readonly silhouette?: number;
  readonly seed: number;
  /** Rows that have a segment. */
  readonly rows: number;
  /** Rows without one. */
  readonly left: number;
}

export interface Segments {
  /** 1 to k, NaN for a row that is left out. */
  readonly segment: Float64Array;
  /** Euclidean distance to the segment's centre, scaled and weighted. */
  readonly distance: Float64Array;
  /** The segment with the next nearest centre. */
  readonly runnerUp: Float64Array;
}

/** ml-kmeans needs boxed rows, so it looks for starting centres on a sample of this many. */
const SEEDING_ROWS = 10_000;
const SEEDING_ROUNDS = 100;
const APPLY_ROWS = 65_536;
const MOST_AUTOMATIC = 10;

/**
 * k-means on all rows: starting centres by ml-kmeans on a seeded sample, then exact rounds of Lloyd's algorithm. The same frame and
 * spec give the same model to the last bit.
 * @throws Error with what to change, where the rows or values allow no segments.
 */
export function fitKMeans(frame: Frame, spec: KMeansSpec, progress: Progress): KMeansModel {
  checkSpec(frame, spec);
  const { features, points, rows } = measured(frame, spec, Math.max(spec.k, 2));
  const k = spec.k || bestK(points, spec, part(progress, 0, 0.4));
  const fitted = cluster(points, k, spec, part(progress, spec.k ? 0 : 0.4, 0.95));
  const centres = spec.numbering === 'size' ? bySize(points, fitted.centres) : fitted.centres;
  const { labels, sizes, inertia } = assign(points, centres);
  const score = silhouette(points.columns, labels, { seed: spec.seed });
  progress(1);
  return {
    kind: 'k-means',
    version: 1,
    features,
    missing: spec.missing,
    centres,
    original: centres.map((centre) => centre.map((x, f) => inInputUnits(features[f]!, x))),
    sizes: [...sizes],
    inertia,
    rounds: fitted.rounds,
    converged: fitted.converged,
    ...(!Number.isNaN(score) && { silhouette: score }),
    seed: spec.seed,
    rows: rows.length,
    left: frame.rows - rows.length,
  };
}

/** What distances are measured in: the rows that take part, `least` of them at least, with features as the spec has them scaled. */
export function measured(
  frame: Frame,
  spec: Pick<KMeansSpec, 'features' | 'scale' | 'log' | 'weights' | 'missing'>,
  least: number,
): { readonly features: readonly KMeansFeature[]; readonly points: Points; readonly rows: Int32Array } {
  const inputs = spec.features.map((name) => presentNumbers(frame, name));
  const rows = usableRows(inputs, spec.missing, 0, frame.rows);
  if (rows.length < least) throw new Error(tooFewRows(rows.length, least, spec.missing));
  const logged = spec.features.map((name, f) => gather(inputs[f]!, rows, spec.log.includes(name)));
  const weights = new Map(spec.weights);
  const features = spec.features.map((name, f): KMeansFeature => ({
    name,
    log: spec.log.includes(name),
    ...scaleOf(logged[f]!, spec.scale),
    weight: weights.get(name) ?? 1,
  }));
  return { features, points: scaled(features, logged), rows };
}

/** The segment of every row of `frame`, which has the model's features among its columns. */
export function applyKMeans(model: KMeansModel, frame: Frame, progress: Progress): Segments {
  const inputs = model.features.map(({ name }) => numbersOf(frame, name));
  const segment = new Float64Array(frame.rows).fill(Number.NaN);
  const distance = segment.slice();
  const runnerUp = segment.slice();
  for (let from = 0; from < frame.rows; from += APPLY_ROWS) {
    const rows = usableRows(inputs, model.missing, from, Math.min(from + APPLY_ROWS, frame.rows));
    const points = scaled(
      model.features,
      model.features.map(({ log }, f) => gather(inputs[f]!, rows, log)),
    );
    for (const block of nearestCentres(points, model.centres)) {
      for (let i = 0; i < block.count; i++) {
        const row = rows[block.from + i]!;
        segment[row] = block.nearest[i]! + 1;
        distance[row] = Math.sqrt(block.squared[i]!);
        runnerUp[row] = block.second[i]! + 1;
      }
    }
    progress(Math.min(1, (from + APPLY_ROWS) / frame.rows));
  }
  return { segment, distance, runnerUp };
}

function checkSpec(frame: Frame, { features, k, restarts, maxRounds, weights = [] }: KMeansSpec): void {
  if (features.length === 0) throw new Error('k-Means has no features. Choose at least one column of numbers.');
  if (k !== 0 && !(Number.isInteger(k) && k >= 2))
    throw new Error(`k-Means can't make ${k} segments. Ask for 2 or more, or 0 to choose automatically.`);
  if (!(restarts >= 1 && maxRounds >= 1)) throw new Error('k-Means needs at least one restart and one round.');
  for (const [name, weight] of weights) {
    if (!(weight > 0 && weight < Infinity))
      throw new Error(`The weight of "${name}" is ${weight}. Give a weight above 0, or leave out the feature.`);
  }
  if (frame.rows === 0) throw new Error('There are no rows to segment. Check the steps before k-Means.');
}

function presentNumbers(frame: Frame, name: string): Float64Array {
  const values = numbersOf(frame, name);
  if (values.every(Number.isNaN))
    throw new Error(`The feature "${name}" has no values at all. Leave it out, or check the steps that make it.`);
  return values;
}

function tooFewRows(rows: number, least: number, missing: Missing): string {
  const which = missing === 'leave' ? 'rows with a value in every feature' : 'rows';
  const fix = missing === 'leave' ? 'Ask for fewer segments, leave out features, or fill in missing values.' : 'Ask for fewer segments.';
  return `${least} segments need at least ${least} ${which}, and there are ${rows}. ${fix}`;
}

/** The rows from `from` to before `to` that take part. */
function usableRows(inputs: readonly Float64Array[], missing: Missing, from: number, to: number): Int32Array {
  const rows = new Int32Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) {
    if (missing === 'mean' || inputs.every((values) => !Number.isNaN(values[row]!))) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function gather(values: Float64Array, rows: Int32Array, log = false): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = log ? signedLog(values[rows[i]!]!) : values[rows[i]!]!;
  return gathered;
}

/** Points from features after their logarithm, which are overwritten. */
function scaled(features: readonly KMeansFeature[], logged: readonly Float64Array[]): Points {
  features.forEach(({ centre, scale, weight, mean }, f) => {
    const column = logged[f]!;
    for (let i = 0; i < column.length; i++) {
      const x = column[i]!;
      column[i] = (((Number.isNaN(x) ? mean : x) - centre) / scale) * weight;
    }
  });
  return { rows: logged[0]!.length, columns: logged };
}

function inInputUnits({ log, centre, scale, weight }: KMeansFeature, x: number): number {
  const unscaled = (x / weight) * scale + centre;
  return log ? signedExp(unscaled) : unscaled;
}

function cluster(points: Points, k: number, spec: KMeansSpec, progress: Progress): LloydResult {
  const variance = meanOf(Float64Array.from(points.columns, (column) => varianceOf(column, meanOf(column))));
  if (!Number.isFinite(variance))
    throw new Error('Some feature values are too large for k-Means. Use the log option, or remove the extreme rows.');
  const tolerance = spec.tolerance * variance;
  const start = spec.init === 'spread' ? spread(points, k) : seeded(points, k, tolerance, spec, part(progress, 0, 0.4));
  const limits = { maxRounds: spec.maxRounds, tolerance, emptyCluster: spec.emptyCluster ?? 'relocate' };
  return lloyd(points, start, limits, (round) => part(progress, 0.4, 1)(round / (round + 10), `round ${round}`));
}

const spread = (points: Points, k: number): Centres =>
  Array.from({ length: k }, (_, i) => points.columns.map((column) => column[Math.floor((i * points.rows) / k)]!));

/**
 * The best of several k-means++ runs of ml-kmeans on a seeded sample. Its labels belong to the centres before its last, it knows no
 * inertia and its tolerance is absolute for each centre, so runs are compared by assigning the sample anew.
 */
function seeded(points: Points, k: number, tolerance: number, { seed, restarts }: KMeansSpec, progress: Progress): Centres {
  const sample = pick(points, sampleRows(points.rows, SEEDING_ROWS, seed));
  const rows = Array.from({ length: sample.rows }, (_, i) => sample.columns.map((column) => column[i]!));
  const next = generator(seed);
  let best: Centres = [];
  let lowest = Infinity;
  for (let restart = 1; restart <= restarts; restart++) {
    progress((restart - 1) / restarts, `restart ${restart} of ${restarts}`);
    const { centroids } = mlKMeans(rows, k, { seed: next(), maxIterations: SEEDING_ROUNDS, tolerance: tolerance / k });
    const { inertia } = assign(sample, centroids);
    if (inertia < lowest) [best, lowest] = [centroids, inertia];
  }
  return best;
}

/** The number of segments whose silhouette is best on a seeded sample; of equals the lowest. */
function bestK(points: Points, spec: KMeansSpec, progress: Progress): number {
  const sample = pick(points, sampleRows(points.rows, SILHOUETTE_ROWS, spec.seed));
  const most = Math.min(MOST_AUTOMATIC, sample.rows - 1);
  let best = 2;
  let highest = -Infinity;
  for (let k = 2; k <= most; k++) {
    const { centres } = cluster(sample, k, spec, (share) => progress((k - 2 + share) / (most - 1), `trying ${k} segments`));
    const score = silhouette(sample.columns, assign(sample, centres).labels, { seed: spec.seed });
    if (score > highest) [best, highest] = [k, score];
  }
  return best;
}

/** Some of the points, by their rows. */
export const pick = (points: Points, rows: Int32Array): Points => ({
  rows: rows.length,
  columns: points.columns.map((column) => gather(column, rows)),
});

function bySize(points: Points, centres: Centres): Centres {
  const { sizes } = assign(points, centres);
  const order = centres.map((_, c) => c).sort((a, b) => sizes[b]! - sizes[a]! || lexicographic(centres[a]!, centres[b]!));
  return order.map((c) => centres[c]!);
}

function lexicographic(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((x, f) => x !== b[f]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** Progress within the stretch `from` to `to` of a longer task. */
const part =
  (progress: Progress, from: number, to: number): Progress =>
  (share, what) =>
    progress(from + share * (to - from), what);
