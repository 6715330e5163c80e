import { describe, expect, test } from 'vitest';
import { generator, type Frame } from '../../../workers/kernels/kernel.ts';
import { applyKMeans, fitKMeans, type KMeansModel, type KMeansSpec } from '../../../workers/kernels/kmeans.ts';

/** Reference numbers are those of scikit-learn 1.9.1: the same starting centres, `n_init=1`, `algorithm='lloyd'`. */
const fixedStart: KMeansSpec = {
  features: ['a', 'b', 'c'],
  k: 8,
  scale: 'standard',
  log: [],
  init: 'spread',
  restarts: 1,
  maxRounds: 1000,
  tolerance: 0,
  seed: 1,
  numbering: 'start',
  missing: 'leave',
};

const automatic: KMeansSpec = { ...fixedStart, init: 'k-means++', restarts: 10, tolerance: 1e-4, numbering: 'size' };

const silent = () => {};
const fit = (frame: Frame, spec: Partial<KMeansSpec>, base = fixedStart) => fitKMeans(frame, { ...base, ...spec }, silent);
const segmentsOf = (model: KMeansModel, frame: Frame) => [...applyKMeans(model, frame, silent).segment];

const frameOf = (...columns: (readonly [name: string, values: ArrayLike<number>])[]): Frame => ({
  rows: columns[0]![1].length,
  columns: columns.map(([name, values]) => ({ name, values: Float64Array.from(values) })),
});

function fromRows(names: readonly string[], rows: readonly (readonly number[])[]): Frame {
  return frameOf(...names.map((name, f) => [name, rows.map((row) => row[f]!)] as const));
}

/** Three features of 2,500 rows without any structure: 0.0 to 99.9. */
function noise(): Frame {
  const next = generator(7);
  return fromRows(
    ['a', 'b', 'c'],
    Array.from({ length: 2500 }, () => [0, 1, 2].map(() => (next() % 1000) / 10)),
  );
}

/** Fifty rows around each of three centres, in turn. */
function blobs(): Frame {
  const next = generator(11);
  const centres = [
    [10, 200],
    [60, 900],
    [90, 100],
  ] as const;
  return fromRows(
    ['a', 'b'],
    Array.from({ length: 150 }, (_, i) => [centres[i % 3]![0] + (next() % 100) / 10, centres[i % 3]![1] + (next() % 100)]),
  );
}

const shifted = (frame: Frame, by: number): Frame =>
  frameOf(...frame.columns.map(({ name, values }) => [name, values.map((x: number) => x + by)] as const));

describe('from a fixed start, k-means agrees with scikit-learn', () => {
  test('on unscaled features', () => {
    const model = fit(noise(), { scale: 'none' });
    expect(model.inertia).toBeCloseTo(1548073.236211097, 5);
    expect(model.sizes).toEqual([353, 317, 346, 294, 300, 278, 312, 300]);
    expect(model.rounds).toBe(29);
  });

  test('on standardised features', () => {
    const model = fit(noise(), {});
    expect(model.inertia).toBeCloseTo(1877.4768566513444, 8);
    expect(model.sizes).toEqual([348, 300, 346, 294, 317, 275, 311, 309]);
    expect(model.rounds).toBe(32);
    expect(model.silhouette).toBeCloseTo(0.2816850441152588, 12);
  });

  test('on robustly scaled logarithms that keep their sign', () => {
    const model = fit(shifted(noise(), -30), { k: 5, scale: 'robust', log: ['a', 'b', 'c'] });
    expect(model.inertia).toBeCloseTo(465.1012221058861, 8);
    expect(model.sizes).toEqual([865, 527, 513, 395, 200]);
    expect(model.rounds).toBe(17);
  });

  test('on weighted features', () => {
    const model = fit(noise(), {
      k: 5,
      weights: [
        ['a', 3],
        ['c', 0.5],
      ],
    });
    expect(model.inertia).toBeCloseTo(3960.4982377272845, 8);
    expect(model.sizes).toEqual([570, 389, 361, 630, 550]);
    expect(model.rounds).toBe(56);
  });

  test('when the tolerance ends it early', () => {
    const model = fit(noise(), { tolerance: 1e-4 });
    expect(model).toMatchObject({ rounds: 30, converged: true });
    expect(model.inertia).toBeCloseTo(1877.5430556867484, 8);
  });

  test('when the rounds run out, with labels that belong to the last centres', () => {
    const frame = noise();
    const model = fit(frame, { maxRounds: 5 });
    expect(model).toMatchObject({ rounds: 5, converged: false, sizes: [388, 329, 299, 289, 245, 345, 275, 330] });
    expect(model.inertia).toBeCloseTo(2121.328197190216, 8);
    const { distance } = applyKMeans(model, frame, silent);
    expect(distance.reduce((sum, d) => sum + d * d, 0)).toBeCloseTo(model.inertia, 8);
  });

  test('when a centre loses all its rows and moves to the farthest one', () => {
    const model = fit(frameOf(['a', [1, 2, 1, 8, 9, 30]]), { features: ['a'], k: 3, scale: 'none' });
    expect(model.centres.flat()).toEqual([expect.closeTo(4 / 3, 12), 30, 8.5]);
    expect(model).toMatchObject({ sizes: [3, 1, 2], inertia: expect.closeTo(7 / 6, 12), rounds: 2 });
  });
});

test('a centre that lost all its rows can be told to stay', () => {
  const frame = frameOf(['a', [1, 1, 1, 9, 9, 12]]);
  expect(fit(frame, { features: ['a'], k: 3, scale: 'none', emptyCluster: 'keep' })).toMatchObject({
    centres: [[1], [1], [10]],
    sizes: [3, 0, 3],
  });
  expect(fit(frame, { features: ['a'], k: 3, scale: 'none' })).toMatchObject({
    centres: [[1], [12], [9]],
    sizes: [3, 1, 2],
  });
});

test('k-means++ on a sample with restarts finds what sixty restarts of scikit-learn find', () => {
  const model = fit(noise(), { tolerance: 0 }, automatic);
  expect(model.inertia / 1877.4017621356102).toBeLessThan(1.01);
});

test('the same rows and seed give the same model, and the rows are left as they were', () => {
  const frame = noise();
  const before = structuredClone(frame);
  const model = fit(frame, { log: ['b'], scale: 'robust' }, automatic);
  expect(JSON.stringify(fit(frame, { log: ['b'], scale: 'robust' }, automatic))).toBe(JSON.stringify(model));
  applyKMeans(model, frame, silent);
  expect(frame).toEqual(before);
});

test('the number of segments is chosen by the best silhouette', () => {
  const model = fit(blobs(), { features: ['a', 'b'], k: 0 }, automatic);
  expect(model.sizes).toEqual([50, 50, 50]);
  expect(model.inertia).toBeCloseTo(2.0786822378293737, 10);
  expect(model.silhouette).toBeCloseTo(0.936767362658952, 12);
});

test('a model gives new rows their segment, distance and runner-up', () => {
  const model = fit(blobs(), { features: ['a', 'b'], k: 3 });
  const { segment, distance, runnerUp } = applyKMeans(
    model,
    fromRows(
      ['b', 'a'],
      [
        [240, 12],
        [800, 55],
        [150, 70],
      ],
    ),
    silent,
  );
  expect([...segment]).toEqual([1, 3, 2]);
  expect([...runnerUp]).toEqual([2, 1, 1]);
  [0.11512673991669214, 0.5124995950993215, 0.7607280974005833].forEach((d, i) => expect(distance[i]).toBeCloseTo(d, 12));
});

test('the segments of a model and its sizes agree, also after it was saved', () => {
  const frame = noise();
  const model = fit(frame, {}, automatic);
  const segments = segmentsOf(JSON.parse(JSON.stringify(model)) as KMeansModel, frame);
  expect(model.sizes.map((_, i) => segments.filter((s) => s === i + 1).length)).toEqual(model.sizes);
});

test('segments are numbered from the largest, and equal ones by their centres', () => {
  const values = [90, 91, 50, 51, 52, 10, 11];
  const model = fit(frameOf(['a', values]), { features: ['a'], k: 3, scale: 'none', numbering: 'size' });
  expect(model.original).toEqual([[51], [10.5], [90.5]]);
  expect(segmentsOf(model, frameOf(['a', values]))).toEqual([3, 3, 1, 1, 1, 2, 2]);
});

test('a row as near to one centre as to another goes to the lower number', () => {
  const model = fit(frameOf(['a', [0, 4]]), { features: ['a'], k: 2, scale: 'none' });
  const { segment, runnerUp } = applyKMeans(model, frameOf(['a', [2]]), silent);
  expect([segment[0], runnerUp[0]]).toEqual([1, 2]);
});

test('centres are also told in the units of the input', () => {
  const model = fit(frameOf(['money', [0, Math.E ** 2 - 1, 999, 999]], ['visits', [1, 3, 10, 20]]), {
    features: ['money', 'visits'],
    k: 2,
    log: ['money'],
    weights: [['visits', 2]],
  });
  expect(model.original).toEqual([
    [expect.closeTo(Math.E - 1, 10), expect.closeTo(2, 10)],
    [expect.closeTo(999, 8), expect.closeTo(15, 10)],
  ]);
});

describe('rows with a missing feature', () => {
  const rows = [
    [0, 0],
    [NaN, 50],
    [2, 0],
    [100, 100],
    [102, NaN],
    [102, 100],
  ];
  const frame = fromRows(['a', 'b'], rows);

  test('get no segment and do not count', () => {
    const model = fit(frame, { features: ['a', 'b'], k: 2 });
    const without = fit(fromRows(['a', 'b'], [rows[0]!, rows[2]!, rows[3]!, rows[5]!]), { features: ['a', 'b'], k: 2 });
    expect(model).toEqual({ ...without, left: 2 });
    const { segment, distance, runnerUp } = applyKMeans(model, frame, silent);
    expect([...segment]).toEqual([1, NaN, 1, 2, NaN, 2]);
    expect([distance[1], runnerUp[1]]).toEqual([NaN, NaN]);
  });

  test('are taken at the mean of what is there, where that is asked for', () => {
    const model = fit(frame, { features: ['a', 'b'], k: 2, missing: 'mean', scale: 'none' });
    expect(model.features.map(({ mean }) => mean)).toEqual([306 / 5, 50]);
    expect(model).toMatchObject({ rows: 6, left: 0 });
    const filled = fromRows(
      ['a', 'b'],
      rows.map(([a, b]) => [Number.isNaN(a!) ? 306 / 5 : a!, Number.isNaN(b!) ? 50 : b!]),
    );
    expect(segmentsOf(model, frame)).toEqual(segmentsOf(model, filled));
    expect(model.inertia).toBe(fit(filled, { features: ['a', 'b'], k: 2, scale: 'none' }).inertia);
  });
});

test('a constant feature changes nothing', () => {
  const { columns, rows } = noise();
  const constant = { name: 'd', values: new Float64Array(rows).fill(0.1) };
  const model = fit({ rows, columns: [...columns, constant] }, { features: ['a', 'b', 'c', 'd'] });
  expect(model.inertia).toBe(fit({ rows, columns }, {}).inertia);
  expect(model.centres.map((centre) => centre[3])).toEqual(Array.from({ length: 8 }, () => 0));
});

test('a column may be called __proto__', () => {
  const frame = frameOf(['__proto__', [1, 2, 8, 9]]);
  const model = fit(frame, { features: ['__proto__'], k: 2, scale: 'none', log: [], weights: [['__proto__', 2]] });
  expect(model.original).toEqual([[1.5], [8.5]]);
  expect(segmentsOf(model, frame)).toEqual([1, 1, 2, 2]);
});

test('more segments than there are different rows leave some of them empty', () => {
  const model = fit(frameOf(['a', [5, 5, 5, 7]]), { features: ['a'], k: 3 }, automatic);
  expect(model.sizes).toEqual([3, 1, 0]);
});

test('progress only goes forward, from 0 to 1', () => {
  const shares: number[] = [];
  fitKMeans(blobs(), { ...automatic, features: ['a', 'b'], k: 0, restarts: 2 }, (share) => shares.push(share));
  expect(shares.at(-1)).toBe(1);
  expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
});

test.each<[what: string, message: RegExp, frame: Frame, spec: Partial<KMeansSpec>]>([
  ['no rows', /no rows to segment/, frameOf(['a', []]), {}],
  [
    'fewer complete rows than segments',
    /3 segments need at least 3 rows with a value in every feature, and there are 2/,
    frameOf(['a', [1, NaN, 2]]),
    { k: 3 },
  ],
  ['fewer rows than segments', /3 segments need at least 3 rows, and there are 2/, frameOf(['a', [1, 2]]), { k: 3, missing: 'mean' }],
  ['one row for an automatic number', /2 segments need at least 2 rows/, frameOf(['a', [1]]), { k: 0 }],
  ['a single segment', /can't make 1 segments/, frameOf(['a', [1, 2]]), { k: 1 }],
  ['half a segment', /can't make 2.5 segments/, frameOf(['a', [1, 2]]), { k: 2.5 }],
  ['a feature without values', /"a" has no values at all/, frameOf(['a', [NaN, NaN]]), { k: 2, missing: 'mean' }],
  ['no features', /has no features/, frameOf(['a', [1, 2]]), { k: 2, features: [] }],
  ['a weight of 0', /weight of "a" is 0/, frameOf(['a', [1, 2]]), { k: 2, weights: [['a', 0]] }],
  ['numbers beyond squaring', /too large/, frameOf(['a', [1e300, -1e300, 0]]), { k: 2, scale: 'none' }],
])('%s is refused in words', (_what, message, frame, spec) => {
  expect(() => fit(frame, { features: ['a'], ...spec })).toThrow(message);
});
