import { kmeans } from 'ml-kmeans';
import { describe, expect, test } from 'vitest';
import type { KMeansStepsSpec } from '../../../src/core/algorithms.ts';
import { analyse, scan } from '../../../src/core/plan.ts';
import { column } from '../../../src/core/schema.ts';
import { gapOf } from '../../../src/engines/spark/gaps.ts';
import { gapOf as sqlGapOf } from '../../../src/engines/sql/gaps.ts';
import { generator, type Frame } from '../../../workers/kernels/kernel.ts';
import { kMeansSteps } from '../../../workers/kernels/kmeans-steps.ts';
import { principalDirections } from '../../../workers/kernels/principal.ts';

const usual: KMeansStepsSpec = {
  features: ['a', 'b'],
  scale: 'standard',
  log: [],
  weights: [],
  missing: 'leave',
  k: 4,
  plane: 'widest',
  start: 'random',
  seed: 3,
  most: 2000,
  sampleSeed: 42,
};

/** Six hundred rows around five centres, with a third feature that is mostly the first. */
function customers(rows = 600): Frame {
  const next = generator(5);
  const noise = (): number => (next() % 1000) / 100 + (next() % 1000) / 100;
  const centres = [
    [10, 40],
    [30, 10],
    [60, 60],
    [80, 20],
    [45, 35],
  ] as const;
  const at = Array.from({ length: rows }, (_, i) => centres[i % 5]!.map((c) => c + noise()));
  return {
    rows,
    columns: [
      { name: 'a', values: Float64Array.from(at, ([a]) => a!) },
      { name: 'b', values: Float64Array.from(at, ([, b]) => b!) },
      { name: 'c', values: Float64Array.from(at, ([a]) => a! * 2 + noise()) },
    ],
  };
}

interface Row {
  readonly part: string;
  readonly round: number;
  readonly id: number;
  readonly name: string | undefined;
  readonly segment: number;
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

function stepsOf(frame: Frame, change: Partial<KMeansStepsSpec> = {}) {
  const { columns, rows } = kMeansSteps(frame, { ...usual, ...change });
  const all = Array.from(
    { length: rows },
    (_, i) =>
      Object.fromEntries(columns.map((c) => [c.name, c.type === 'string' ? c.levels[c.values[i]!] : c.values[i]!])) as unknown as Row,
  );
  const of = (part: string, round?: number): Row[] => all.filter((r) => r.part === part && (round === undefined || r.round === round));
  const points = of('point').map(({ x, y }) => [x, y]);
  const rounds = Math.max(...of('moved').map((r) => r.round));
  const labels: number[][] = [points.map(() => 0)];
  for (let round = 1; round <= rounds; round++) {
    const next = [...labels.at(-1)!];
    for (const { id, segment } of of('move', round)) next[id - 1] = segment;
    labels.push(next);
  }
  const centres = (round: number): number[][] => of('centre', round).map(({ x, y }) => [x, y]);
  return { of, points, rounds, labels, centres };
}

const far = ([a, b]: readonly number[], [x, y]: readonly number[]): number => (a! - x!) ** 2 + (b! - y!) ** 2;

describe.each([['random'], ['k-means++']] as const)('k-Means from %s starts', (start) => {
  const { of, points, rounds, labels, centres } = stepsOf(customers(), { start });

  test('gives every point to the nearest of the centres before', () => {
    expect(rounds).toBeGreaterThan(2);
    for (let round = 1; round <= rounds; round++) {
      const before = centres(round - 1);
      const nearest = points.map((p) => 1 + before.reduce((best, c, i) => (far(p, c) < far(p, before[best]!) ? i : best), 0));
      expect(labels[round]).toEqual(nearest);
    }
  });

  test('moves every centre to the mean of its points and counts them', () => {
    for (let round = 1; round <= rounds; round++) {
      for (const { segment, x, y, value } of of('centre', round)) {
        const own = points.filter((_, i) => labels[round]![i] === segment);
        expect(value).toBe(own.length);
        expect(x).toBeCloseTo(own.reduce((sum, p) => sum + p[0]!, 0) / own.length, 9);
        expect(y).toBeCloseTo(own.reduce((sum, p) => sum + p[1]!, 0) / own.length, 9);
      }
    }
  });

  test('never has more inertia after a half step than before it', () => {
    const path = Array.from({ length: rounds }, (_, i) => [of('assigned', i + 1)[0]!.value, of('moved', i + 1)[0]!.value]).flat();
    for (let i = 1; i < path.length; i++) expect(path[i]!).toBeLessThanOrEqual(path[i - 1]! + 1e-9);
    expect(path.at(-1)!).toBeLessThan(path[0]!);
  });

  test('ends where ml-kmeans ends from the same starts, with nothing left to change', () => {
    const { clusters, centroids, iterations } = kmeans(points, 4, {
      initialization: centres(0),
      tolerance: 0,
      maxIterations: 100,
    });
    expect(rounds).toBe(iterations);
    expect(labels[rounds]).toEqual(clusters.map((c) => c + 1));
    expect(centres(rounds)).toEqual(centroids);
    expect(of('point').map((p) => p.segment)).toEqual(labels[rounds]);
    expect(of('move', rounds)).toEqual([]);
    expect(of('converged')[0]!.value).toBe(1);
  });
});

describe('the axes', () => {
  test('are two features in the units of the data once scale and centre are undone', () => {
    const frame = customers();
    const { of, points } = stepsOf(frame);
    const [x, y] = of('axis');
    expect([x!.name, y!.name]).toEqual(['a', 'b']);
    expect(points[7]![0]! * x!.y + x!.x).toBeCloseTo(frame.columns[0]!.values[7]!, 9);
    expect(points[7]![1]! * y!.y + y!.x).toBeCloseTo(frame.columns[1]!.values[7]!, 9);
  });

  test('are those that vary most after weighting, or those that were chosen', () => {
    const features = ['a', 'b', 'c'];
    const names = (change: Partial<KMeansStepsSpec>) =>
      stepsOf(customers(), { features, ...change })
        .of('axis')
        .map((a) => a.name);
    expect(names({ weights: [['b', 0.5]] })).toEqual(['a', 'c']);
    expect(names({ plane: ['c', 'b'] })).toEqual(['c', 'b']);
  });

  test('are the directions of most variance of all features, of length 1 and at right angles', () => {
    const columns = [
      [2, 0, 1, 4, 3],
      [1, 3, 2, 0, 5],
      [0, 1, 5, 2, 2],
    ].map((c) => Float64Array.from(c));
    const [first, second] = principalDirections(columns);
    const along = (d: typeof first): number => d!.scores.reduce((sum, s) => sum + s * s, 0) / 5;
    expect(along(first)).toBeCloseTo(first!.variance, 12);
    expect(along(second)).toBeCloseTo(second!.variance, 12);
    expect(first!.variance).toBeGreaterThan(second!.variance);
    expect(first!.loadings.reduce((sum, l, f) => sum + l * second!.loadings[f]!, 0)).toBeCloseTo(0, 12);
    expect(first!.loadings.reduce((sum, l) => sum + l * l, 0)).toBeCloseTo(1, 12);
  });

  test('of one feature are that feature and nothing', () => {
    const { of, points } = stepsOf(customers(), { features: ['a'] });
    expect(of('axis').map((a) => a.name)).toEqual(['a', undefined]);
    expect(points.every(([, y]) => y === 0)).toBe(true);
  });
});

test('the same seed starts at the same points, another one elsewhere', () => {
  const start = (seed: number) => stepsOf(customers(), { seed }).centres(0);
  expect(start(3)).toEqual(start(3));
  expect(start(4)).not.toEqual(start(3));
});

test('a large table is sampled, and says how many rows it has', () => {
  const { of, points } = stepsOf(customers(900), { most: 200 });
  expect(points).toHaveLength(200);
  expect(of('rows')[0]!.value).toBe(900);
});

test('ten other starts show whether this one ended in a local optimum', () => {
  const { of, rounds } = stepsOf(customers(), { k: 5 });
  const starts = of('start').map((s) => s.value);
  expect(starts).toHaveLength(10);
  expect(of('moved', rounds)[0]!.value).toBeGreaterThanOrEqual(Math.min(...starts) - 1e-9);
});

test('fewer different points than segments are refused with what to do', () => {
  const frame: Frame = {
    rows: 40,
    columns: ['a', 'b'].map((name) => ({ name, values: Float64Array.from({ length: 40 }, (_, i) => i % 3) })),
  };
  expect(() => kMeansSteps(frame, usual)).toThrow(
    'There are only 3 different points on these axes, and 4 segments need 4. Choose fewer segments or other axes.',
  );
});

test('no script prints it, and says so', () => {
  const table = scan({ kind: 'sample', table: 'customers', customers: 10, seed: 1 }, [column('a', 'double'), column('b', 'double')]);
  const op = analyse('k-means-steps', [table], usual);
  expect([gapOf(op)?.fix, sqlGapOf(op)?.fix]).toEqual(['Watch them in the editor.', 'Watch them in the editor.']);
});
