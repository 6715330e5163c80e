import { kmeans, kmeansGenerator } from 'ml-kmeans';
import type { KMeansStepsSpec } from '../../src/core/algorithms.ts';
import { generator, numberColumn, textColumn, type Frame, type MadeColumn } from './kernel.ts';
import { measured, pick, type KMeansFeature } from './kmeans.ts';
import { assign, type Points } from './lloyd.ts';
import { principalDirections } from './principal.ts';
import { meanOf, varianceOf } from './scale.ts';
import { sampleRows, silhouette } from './silhouette.ts';

/** Rounds after which it ends in any case. */
const MOST_ROUNDS = 100;
/** Starts that the one on show is compared with. */
const OTHER_STARTS = 10;

/** One row of the table; see the analysis "k-means-steps" for what the parts are. */
interface Fact {
  readonly part: string;
  readonly round?: number;
  readonly id?: number;
  readonly name?: string;
  readonly segment?: number;
  readonly x?: number;
  readonly y?: number;
  readonly value?: number;
}

interface Axis {
  readonly name?: string | undefined;
  /** How a place on the axis reads in the feature's own units: place * scale + centre, before the logarithm is undone. */
  readonly centre: number;
  readonly scale: number;
  readonly variance: number;
}

interface Plane {
  readonly axes: readonly [Axis, Axis];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What each feature adds to the axes. */
  readonly loadings: readonly (readonly [x: number, y: number])[];
}

/**
 * k-Means by ml-kmeans on two axes, round by round, on a seeded sample of rows. Distances are those on the axes alone, so that
 * every point can be seen to go to the nearest centre.
 * @throws Error with what to change, where there are fewer different points than segments.
 */
export function kMeansSteps(frame: Frame, spec: KMeansStepsSpec): { columns: MadeColumn[]; rows: number } {
  const { features, points: all, rows } = measured(frame, spec, spec.k);
  const sample = pick(all, sampleRows(all.rows, spec.most, spec.sampleSeed));
  const plane = planeOf(sample, features, spec.plane);
  const places: number[][] = Array.from(plane.x, (x, i) => [x, plane.y[i]!]);
  const starts = startsOf(places, spec);
  const points: Points = { rows: places.length, columns: [plane.x, plane.y] };
  const facts: Fact[] = [...planeFacts(sample, features, plane)];
  starts.forEach(([x, y], c) => facts.push({ part: 'centre', round: 0, id: c + 1, segment: c + 1, x: x!, y: y! }));

  let labels = new Int32Array(places.length).fill(-1);
  let [converged, inertia, centres] = [false, 0, starts];
  for (const round of kmeansGenerator(places, spec.k, { initialization: starts, tolerance: 0, maxIterations: MOST_ROUNDS })) {
    const next = Int32Array.from(round.clusters);
    const sizes = new Int32Array(spec.k);
    for (const label of next) sizes[label]!++;
    facts.push({ part: 'assigned', round: round.iterations, value: squares(places, next, centres) });
    next.forEach((label, i) => {
      if (label !== labels[i]) facts.push({ part: 'move', round: round.iterations, id: i + 1, segment: label + 1 });
    });
    round.centroids.forEach(([x, y], c) =>
      facts.push({ part: 'centre', round: round.iterations, id: c + 1, segment: c + 1, x: x!, y: y!, value: sizes[c]! }),
    );
    inertia = squares(places, next, round.centroids);
    facts.push({ part: 'moved', round: round.iterations, value: inertia });
    [labels, centres, converged] = [next, round.centroids, round.converged];
  }
  places.forEach(([x, y], i) => facts.push({ part: 'point', id: i + 1, segment: labels[i]! + 1, x: x!, y: y! }));
  otherStarts(places, points, spec).forEach((value, i) => facts.push({ part: 'start', id: i + 1, value }));
  facts.push(
    { part: 'converged', value: converged ? 1 : 0 },
    { part: 'silhouette', value: silhouette(points.columns, labels, { seed: spec.sampleSeed }) },
    { part: 'rows', value: rows.length },
    { part: 'left', value: frame.rows - rows.length },
  );
  return tableOf(facts);
}

function planeOf(points: Points, features: readonly KMeansFeature[], plane: KMeansStepsSpec['plane']): Plane {
  const variances = points.columns.map((column) => varianceOf(column, meanOf(column)));
  if (plane === 'principal' && features.length > 1) {
    const [first, second] = principalDirections(points.columns);
    return {
      axes: [
        { centre: 0, scale: 1, variance: first!.variance },
        { centre: 0, scale: 1, variance: second!.variance },
      ],
      x: first!.scores,
      y: second!.scores,
      loadings: features.map((_, f) => [first!.loadings[f]!, second!.loadings[f]!]),
    };
  }
  const [fx, fy] = typeof plane === 'string' ? widest(variances) : plane.map((name) => features.findIndex((f) => f.name === name));
  if (fx === undefined || fx < 0 || (fy !== undefined && fy < 0)) throw new Error('The axes are not among the features.');
  return {
    axes: [axisOf(features[fx]!, variances[fx]!), fy === undefined ? NO_AXIS : axisOf(features[fy]!, variances[fy]!)],
    x: points.columns[fx]!,
    y: fy === undefined ? new Float64Array(points.rows) : points.columns[fy]!,
    loadings: features.map((_, f) => [f === fx ? 1 : 0, f === fy ? 1 : 0]),
  };
}

const NO_AXIS: Axis = { centre: 0, scale: 1, variance: 0 };

const axisOf = ({ name, centre, scale, weight }: KMeansFeature, variance: number): Axis => ({
  name,
  centre,
  scale: scale / weight,
  variance,
});

/** The two features that vary most, the first ones where several vary alike. */
function widest(variances: readonly number[]): number[] {
  const rounded = variances.map((v) => Number(v.toPrecision(6)));
  return rounded
    .map((_, f) => f)
    .sort((a, b) => rounded[b]! - rounded[a]! || a - b)
    .slice(0, 2)
    .sort((a, b) => a - b);
}

function planeFacts(points: Points, features: readonly KMeansFeature[], { axes, loadings }: Plane): Fact[] {
  const variances = points.columns.map((column) => varianceOf(column, meanOf(column)));
  const total = variances.reduce((sum, v) => sum + v, 0) || 1;
  return [
    ...axes.map(({ name, centre, scale, variance }, i): Fact => ({
      part: 'axis',
      id: i + 1,
      x: centre,
      y: scale,
      value: variance / total,
      ...(name !== undefined && { name }),
    })),
    ...features.map(({ name }, f): Fact => ({
      part: 'feature',
      id: f + 1,
      name,
      x: loadings[f]![0],
      y: loadings[f]![1],
      value: variances[f]! / total,
    })),
  ];
}

/** The starting centres: different points, drawn at random or far from those drawn before. */
function startsOf(places: readonly number[][], { k, start, seed }: KMeansStepsSpec): number[][] {
  const next = generator(seed);
  const chance = (): number => next() / 2 ** 32;
  const nearest = places.map(() => Infinity);
  const starts: number[][] = [];
  while (starts.length < k) {
    const weights = nearest.map((far) => (starts.length && start === 'k-means++' ? far : far > 0 ? 1 : 0));
    const total = weights.reduce((sum, w) => sum + w, 0);
    if (!(total > 0))
      throw new Error(
        `There are only ${starts.length} different points on these axes, and ${k} segments need ${k}. Choose fewer segments or other axes.`,
      );
    const chosen = places[drawn(weights, chance() * total)]!;
    starts.push(chosen);
    places.forEach((place, i) => (nearest[i] = Math.min(nearest[i]!, squared(place, chosen))));
  }
  return starts;
}

function drawn(weights: readonly number[], at: number): number {
  let last = 0;
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    if (weight > 0) last = i;
    sum += weight;
    if (weight > 0 && at < sum) return i;
  }
  return last;
}

/** The inertia that each of several starts by k-means++ ends with. */
function otherStarts(places: number[][], points: Points, { k, sampleSeed }: KMeansStepsSpec): number[] {
  const next = generator(sampleSeed);
  return Array.from({ length: OTHER_STARTS }, () => {
    const { centroids } = kmeans(places, k, { seed: next(), maxIterations: MOST_ROUNDS, tolerance: 0 });
    return assign(points, centroids).inertia;
  });
}

const squared = ([a, b]: readonly number[], [x, y]: readonly number[]): number => (a! - x!) ** 2 + (b! - y!) ** 2;

const squares = (places: readonly number[][], labels: Int32Array, centres: readonly number[][]): number =>
  places.reduce((sum, place, i) => sum + squared(place, centres[labels[i]!]!), 0);

function tableOf(facts: readonly Fact[]): { columns: MadeColumn[]; rows: number } {
  const numbers = (name: 'round' | 'id' | 'segment' | 'x' | 'y' | 'value', type: 'int' | 'double', missing: number | null = null) =>
    numberColumn(
      name,
      type,
      facts.map((fact) => fact[name] ?? missing),
    );
  return {
    rows: facts.length,
    columns: [
      textColumn(
        'part',
        facts.map((fact) => fact.part),
      ),
      numbers('round', 'int', 0),
      numbers('id', 'int', 0),
      textColumn(
        'name',
        facts.map((fact) => fact.name ?? null),
      ),
      numbers('segment', 'int'),
      numbers('x', 'double'),
      numbers('y', 'double'),
      numbers('value', 'double'),
    ],
  };
}
