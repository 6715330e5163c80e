import { describe, expect, test } from 'vitest';
import { tableFrom, type Table } from '../../src/app/dock/table.ts';
import { cellsOf, extentOf, ticksOf } from '../../src/app/steps/plane.ts';
import {
  inertiaPath,
  lastHalf,
  roundsTable,
  sceneAt,
  silhouetteWords,
  titleAt,
  verdictOn,
  watchedFrom,
  wordsAt,
} from '../../src/app/steps/rounds.ts';
import { watchable } from '../../src/app/steps/watched-node.ts';
import { EMPTY } from '../../src/core/workflow.ts';

type Fact = readonly [
  part: string,
  round: number,
  id: number,
  segment: number | null,
  x: number | null,
  y: number | null,
  value: number | null,
  name?: string,
];

/** Four points on a line, two centres, three rounds: the second moves one point, the third nothing. */
const facts: readonly Fact[] = [
  ['axis', 0, 1, null, 50, 10, 0.7, 'recency'],
  ['axis', 0, 2, null, 0, 1, 0.3, 'orders'],
  ['feature', 0, 1, null, 1, 0, 0.7, 'recency'],
  ['feature', 0, 2, null, 0, 1, 0.3, 'orders'],
  ['centre', 0, 1, 1, 0, 0, null],
  ['centre', 0, 2, 2, 1, 0, null],
  ['assigned', 1, 0, null, null, null, 14],
  ['move', 1, 1, 1, null, null, null],
  ['move', 1, 2, 2, null, null, null],
  ['move', 1, 3, 2, null, null, null],
  ['move', 1, 4, 2, null, null, null],
  ['centre', 1, 1, 1, 0, 0, 1],
  ['centre', 1, 2, 2, 3, 0, 3],
  ['moved', 1, 0, null, null, null, 8],
  ['assigned', 2, 0, null, null, null, 5],
  ['move', 2, 2, 1, null, null, null],
  ['centre', 2, 1, 1, 0.5, 0, 2],
  ['centre', 2, 2, 2, 4, 0, 2],
  ['moved', 2, 0, null, null, null, 2.5],
  ['assigned', 3, 0, null, null, null, 2.5],
  ['centre', 3, 1, 1, 0.5, 0, 2],
  ['centre', 3, 2, 2, 4, 0, 2],
  ['moved', 3, 0, null, null, null, 2.5],
  ['point', 0, 2, 1, 1, 0, null],
  ['point', 0, 1, 1, 0, 0, null],
  ['point', 0, 3, 2, 3, 0, null],
  ['point', 0, 4, 2, 5, 0, null],
  ['start', 0, 1, null, null, null, 2.5],
  ['start', 0, 2, null, null, null, 7],
  ['converged', 0, 0, null, null, null, 1],
  ['silhouette', 0, 0, null, null, null, 0.61],
  ['rows', 0, 0, null, null, null, 900],
  ['left', 0, 0, null, null, null, 3],
];

function tableOf(rows: readonly Fact[]): Table {
  const column = (name: string, at: number) => ({ name, type: 'string' as const, values: rows.map((row) => row[at] ?? null) });
  return tableFrom({ columns: ['part', 'round', 'id', 'segment', 'x', 'y', 'value', 'name'].map(column) });
}
const watched = watchedFrom(tableOf(facts));

describe('the rounds of k-Means', () => {
  test('are read from the table in any order of its rows', () => {
    expect(watched.points.map(([x]) => x)).toEqual([0, 1, 3, 5]);
    expect(watched.rounds.map((r) => [...r.labels])).toEqual([
      [1, 2, 2, 2],
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ]);
    expect(watched.rounds.map((r) => [...r.changed])).toEqual([[0, 1, 2, 3], [1], []]);
    expect([watched.rows, watched.left, watched.converged, watched.silhouette]).toEqual([900, 3, true, 0.61]);
    expect(watchedFrom(tableOf(facts.toReversed()))).toEqual(watched);
  });

  test('go by half steps and end where nothing changes', () => {
    expect(lastHalf(watched)).toBe(5);
    expect([0, 1, 2, 3, 4, 5].map((half) => sceneAt(watched, half).phase)).toEqual(['start', 'assign', 'move', 'assign', 'move', 'assign']);
    expect(inertiaPath(watched)).toEqual([14, 8, 5, 2.5, 2.5]);
  });

  test('colour points first, and then move the centres along their trails', () => {
    expect(sceneAt(watched, 0).labels).toEqual([0, 0, 0, 0]);
    const assigned = sceneAt(watched, 3);
    expect([[...assigned.labels], [...assigned.changed], assigned.centres[0]]).toEqual([[1, 1, 2, 2], [1], [0, 0]]);
    const moved = sceneAt(watched, 4);
    expect([[...moved.changed], moved.centres[0], moved.trails[1]]).toEqual([
      [],
      [0.5, 0],
      [
        [1, 0],
        [3, 0],
        [4, 0],
      ],
    ]);
  });

  test('are told in plain words', () => {
    expect([0, 1, 2, 3, 5].map((half) => wordsAt(watched, half, 'random'))).toEqual([
      '2 points are drawn at random as starting centres. Nothing belongs to a segment yet.',
      'Every one of the 4 points goes to the nearest centre.',
      'Every centre moves to the middle of its points. Centre 2 moves farthest. Inertia falls from 14 to 8.',
      'Every point goes to the nearest centre. Points that changed: 1 (25 %).',
      'No point changes its segment, so the centres stay where they are. k-Means is done after 3 rounds.',
    ]);
    expect(titleAt(watched, 4)).toBe('Round 2 of 3, move centres');
  });

  test('that run out say so', () => {
    const cut = { ...watched, rounds: watched.rounds.slice(0, 2), converged: false };
    expect(wordsAt(cut, lastHalf(cut), 'random')).toContain('It stops here: 2 rounds are the most it gets.');
  });

  test('go to the clipboard with every centre', () => {
    const { names, rows } = roundsTable(watched);
    expect(names).toEqual(['round', 'segment', 'centre_x', 'centre_y', 'points', 'points_changed', 'inertia']);
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)).toEqual([3, 2, 4, 0, 2, 0, 2.5]);
  });
});

describe('the end', () => {
  test('that is as low as the best start is called so', () => {
    expect(verdictOn(watched)).toMatchObject({ isBest: true, agree: 1, best: 2.5 });
  });

  test('that is higher is a local optimum', () => {
    const verdict = verdictOn({ ...watched, others: [1.5, 2.5] });
    expect(verdict.isBest).toBe(false);
    expect(verdict.text).toContain('local optimum: inertia 2.5, where the best of 2 k-means++ starts reaches 1.5');
  });

  test('has words for its silhouette', () => {
    expect([0.6, 0.3, 0.1, NaN].map(silhouetteWords)).toEqual(['clearly apart', 'apart, with overlap', 'hardly apart', 'not known']);
  });
});

describe('the plane', () => {
  test('gives every place to the nearest centre', () => {
    const [left, right] = cellsOf(
      [
        [0, 0],
        [4, 0],
      ],
      [-1, 5],
      [-2, 2],
    );
    expect(Math.max(...left!.map(([x]) => x))).toBe(2);
    expect(Math.min(...right!.map(([x]) => x))).toBe(2);
  });

  test('has ticks at round numbers of the feature itself', () => {
    expect(ticksOf(watched.axes[0], false, [-5, 5]).map((t) => t.text)).toEqual(['0', '20', '40', '60', '80', '100']);
    const logged = { name: 'monetary', centre: 5, scale: 2, share: 1 };
    const ticks = ticksOf(logged, true, [-2, 2]);
    expect(ticks.map((t) => t.text)).toEqual(['3', '10', '30', '100', '300', '1,000', '3,000']);
    expect(ticks[3]!.at).toBeCloseTo((Math.log1p(100) - 5) / 2, 12);
  });

  test('has room around its points, also around a single one', () => {
    expect(extentOf([0, 10])).toEqual([-0.5, 10.5]);
    expect(extentOf([3, 3])).toEqual([2, 4]);
  });
});

test('the command watches the k-Means node that is selected, or the first', () => {
  const node = (id: string, type: string) => ({ id, type, version: 1, params: [], at: [0, 0] as const });
  const workflow = { ...EMPTY, nodes: [node('sort', 'sort'), node('a', 'k-means'), node('b', 'k-means')] };
  expect(watchable({ workflow, selected: [] })).toBe('a');
  expect(watchable({ workflow, selected: ['b'] })).toBe('b');
  expect(watchable({ workflow: EMPTY, selected: [] })).toBeUndefined();
});
