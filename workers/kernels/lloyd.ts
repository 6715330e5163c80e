/** Points in space: one array a feature, all of `rows` finite numbers. */
export interface Points {
  readonly rows: number;
  readonly columns: readonly Float64Array[];
}

/** Centres of clusters, each with one coordinate a feature. */
export type Centres = readonly (readonly number[])[];

export interface LloydLimits {
  readonly maxRounds: number;
  /** The sum of squared movements of all centres at or below which a round is the last. */
  readonly tolerance: number;
  /** A centre that lost all its points moves to the point farthest from its own centre, or stays where it is. */
  readonly emptyCluster: 'relocate' | 'keep';
}

export interface LloydResult {
  readonly centres: Centres;
  /** Passes over the points, including a last one that changed nothing. */
  readonly rounds: number;
  readonly converged: boolean;
}

/** What points and centres are to each other. Of two centres at the same distance the lower is the nearer. */
export interface Assignment {
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** The sum of squared distances to the nearest centres. */
  readonly inertia: number;
}

/** Consecutive points and, once found, the two centres nearest to each. The same arrays are filled for every block. */
interface Block {
  readonly from: number;
  readonly count: number;
  /** The block's points, one after another. */
  readonly values: Float64Array;
  readonly nearest: Int32Array;
  readonly second: Int32Array;
  /** Squared distances to the nearest and to the second nearest. */
  readonly squared: Float64Array;
  readonly secondSquared: Float64Array;
}

const BLOCK_ROWS = 1024;

/** The part of a distance that rounding can't reach, at any number of features that fits in memory. */
const SURE = 1 - 1e-9;

/**
 * Lloyd's k-means over all points in double precision, as scikit-learn's `KMeans(algorithm='lloyd')`: rounds end when no point changes
 * its centre, when the centres move no more than the tolerance, or at `maxRounds`.
 */
export function lloyd(points: Points, start: Centres, limits: LloydLimits, onRound: (round: number) => void): LloydResult {
  const labels = new Int32Array(points.rows);
  const leads = new Float64Array(points.rows);
  let centres = start;
  let shifts = start.map(() => 0);
  for (let round = 1; ; round++) {
    const { changed, sums, sizes } = reassign(points, centres, shifts, labels, leads);
    onRound(round);
    if (round > 1 && changed === 0) return { centres, rounds: round, converged: true };
    if (limits.emptyCluster === 'relocate' && sizes.includes(0)) relocate(points, centres, labels, sums, sizes);
    const moved = centres.map((centre, c) => (sizes[c] ? centre.map((_, f) => sums[c * centre.length + f]! / sizes[c]!) : centre));
    shifts = moved.map((centre, c) => Math.hypot(...centre.map((x, f) => x - centres[c]![f]!)));
    centres = moved;
    if (shifts.reduce((sum, shift) => sum + shift ** 2, 0) <= limits.tolerance) return { centres, rounds: round, converged: true };
    if (round >= limits.maxRounds) return { centres, rounds: round, converged: false };
  }
}

/** Every point with its nearest centre. */
export function assign(points: Points, centres: Centres): Assignment {
  const labels = new Int32Array(points.rows);
  const sizes = new Int32Array(centres.length);
  let inertia = 0;
  for (const { from, count, nearest, squared } of nearestCentres(points, centres)) {
    for (let i = 0; i < count; i++) {
      labels[from + i] = nearest[i]!;
      sizes[nearest[i]!]!++;
      inertia += squared[i]!;
    }
  }
  return { labels, sizes, inertia };
}

/** All points in blocks, with the two centres nearest to each. */
export function* nearestCentres(points: Points, centres: Centres): Generator<Block> {
  const search = searchOf(centres);
  for (const block of blocks(points)) {
    for (let i = 0; i < block.count; i++) findNearest(block, i, search);
    yield block;
  }
}

/**
 * Moves `labels` to the nearest centres and sums up the points of each. A point's lead is by how much, at least, its centre is nearer
 * than any other; it shrinks by what the centres moved (`shifts`), and only a point that may have lost it is measured again
 * (after Hamerly, 2010). Labels are those of a full search.
 */
function reassign(points: Points, centres: Centres, shifts: readonly number[], labels: Int32Array, leads: Float64Array) {
  const widest = Math.max(...shifts);
  const losses = Float64Array.from(shifts, (shift) => shift + widest);
  const sums = new Float64Array(centres.length * points.columns.length);
  const sizes = new Int32Array(centres.length);
  const search = searchOf(centres);
  let changed = 0;
  for (const block of blocks(points)) {
    changed += relabel(block, search, losses, labels, leads);
    addUp(block, points.columns.length, labels, sums, sizes);
  }
  return { changed, sums, sizes };
}

function relabel(block: Block, search: Search, losses: Float64Array, labels: Int32Array, leads: Float64Array): number {
  let changed = 0;
  for (let i = 0; i < block.count; i++) {
    const row = block.from + i;
    const label = labels[row]!;
    leads[row]! -= losses[label]!;
    if (leads[row]! > 0) continue;
    findNearest(block, i, search);
    leads[row] = Math.sqrt(block.secondSquared[i]!) * SURE - Math.sqrt(block.squared[i]!);
    if (block.nearest[i] === label) continue;
    labels[row] = block.nearest[i]!;
    changed++;
  }
  return changed;
}

function addUp({ from, count, values }: Block, width: number, labels: Int32Array, sums: Float64Array, sizes: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const label = labels[from + i]!;
    sizes[label]!++;
    for (let f = 0; f < width; f++) sums[label * width + f]! += values[i * width + f]!;
  }
}

function* blocks(points: Points): Generator<Block> {
  const arrays = {
    values: new Float64Array(BLOCK_ROWS * points.columns.length),
    nearest: new Int32Array(BLOCK_ROWS),
    second: new Int32Array(BLOCK_ROWS),
    squared: new Float64Array(BLOCK_ROWS),
    secondSquared: new Float64Array(BLOCK_ROWS),
  };
  for (let from = 0; from < points.rows; from += BLOCK_ROWS) {
    const block = { from, count: Math.min(BLOCK_ROWS, points.rows - from), ...arrays };
    transpose(points, block);
    yield block;
  }
}

function transpose(points: Points, { from, count, values }: Block): void {
  const width = points.columns.length;
  for (let f = 0; f < width; f++) {
    const column = points.columns[f]!;
    for (let i = 0; i < count; i++) values[i * width + f] = column[from + i]!;
  }
}

/**
 * Centres four by four and, in each four, feature by feature: four running sums a feature are the fastest loop that V8 makes of this.
 * `distances` takes the squared distances of one point.
 */
interface Search {
  readonly width: number;
  readonly tiles: Float64Array;
  readonly distances: Float64Array;
}

function searchOf(centres: Centres): Search {
  const width = centres[0]!.length;
  const padded = Math.ceil(centres.length / 4) * 4;
  const tiles = new Float64Array(padded * width).fill(Infinity);
  centres.forEach((centre, c) => centre.forEach((x, f) => (tiles[((c >> 2) * width + f) * 4 + (c & 3)] = x)));
  return { width, tiles, distances: new Float64Array(padded) };
}

function findNearest(block: Block, i: number, { width, tiles, distances }: Search): void {
  squaredDistances(block.values, i * width, width, tiles, distances);
  let first = Infinity;
  let firstAt = 0;
  let second = Infinity;
  let secondAt = 1;
  for (let c = 0; c < distances.length; c++) {
    const far = distances[c]!;
    if (far < first) {
      second = first;
      secondAt = firstAt;
      first = far;
      firstAt = c;
    } else if (far < second) {
      second = far;
      secondAt = c;
    }
  }
  block.nearest[i] = firstAt;
  block.second[i] = secondAt;
  block.squared[i] = first;
  block.secondSquared[i] = second;
}

function squaredDistances(values: Float64Array, at: number, width: number, tiles: Float64Array, distances: Float64Array): void {
  let t = 0;
  for (let c = 0; c < distances.length; c += 4) {
    let a = 0;
    let b = 0;
    let d = 0;
    let e = 0;
    for (let f = at; f < at + width; f++, t += 4) {
      const x = values[f]!;
      let apart = x - tiles[t]!;
      a += apart * apart;
      apart = x - tiles[t + 1]!;
      b += apart * apart;
      apart = x - tiles[t + 2]!;
      d += apart * apart;
      apart = x - tiles[t + 3]!;
      e += apart * apart;
    }
    distances[c] = a;
    distances[c + 1] = b;
    distances[c + 2] = d;
    distances[c + 3] = e;
  }
}

/**
 * Gives each empty cluster the point that is farthest from its own centre (the first of equals) and takes that point from its old
 * cluster. A cluster keeps its last point, and a point that lies on its centre stays.
 */
function relocate(points: Points, centres: Centres, labels: Int32Array, sums: Float64Array, sizes: Int32Array): void {
  const squared = squaredToNearest(points, centres);
  const width = points.columns.length;
  for (let empty = sizes.indexOf(0); empty >= 0; empty = sizes.indexOf(0, empty + 1)) {
    const far = farthest(squared, (row) => sizes[labels[row]!]! > 1);
    if (far === undefined) return;
    squared[far] = 0;
    sizes[labels[far]!]!--;
    sizes[empty] = 1;
    points.columns.forEach((column, f) => {
      sums[labels[far]! * width + f]! -= column[far]!;
      sums[empty * width + f] = column[far]!;
    });
  }
}

function squaredToNearest(points: Points, centres: Centres): Float64Array {
  const all = new Float64Array(points.rows);
  for (const { from, count, squared } of nearestCentres(points, centres)) all.set(squared.subarray(0, count), from);
  return all;
}

function farthest(squared: Float64Array, allowed: (row: number) => boolean): number | undefined {
  let far: number | undefined;
  let most = 0;
  for (let row = 0; row < squared.length; row++) {
    if (squared[row]! > most && allowed(row)) [far, most] = [row, squared[row]!];
  }
  return far;
}
