import type { KMeansStepsSpec } from '../../core/algorithms.ts';
import { count, percent, short } from '../dock/numbers.ts';
import { numberAt, rowsOf, textAt, type Table } from '../dock/table.ts';
import type { TextTable } from '../dock/text-table.ts';

export type Place = readonly [x: number, y: number];

export interface Axis {
  /** The feature; a principal direction has none. */
  readonly name: string | undefined;
  readonly centre: number;
  readonly scale: number;
  /** Its part of the variance of all features. */
  readonly share: number;
}

/** What one round did: points went to centres, and centres to the middle of their points. */
export interface Round {
  /** By point: its segment, from 1. */
  readonly labels: readonly number[];
  /** Points that went to another segment. */
  readonly changed: ReadonlySet<number>;
  /** Inertia once points were assigned, and once centres had moved. */
  readonly assigned: number;
  readonly moved: number;
  readonly centres: readonly Place[];
  /** Points by segment. */
  readonly sizes: readonly number[];
}

/** k-Means from its start to its end, as the analysis "k-means-steps" tells it. */
export interface Watched {
  readonly axes: readonly [Axis, Axis];
  readonly features: readonly { readonly name: string; readonly loadings: Place; readonly share: number }[];
  readonly points: readonly Place[];
  readonly starts: readonly Place[];
  readonly rounds: readonly Round[];
  /** The inertia that other starts end with. */
  readonly others: readonly number[];
  readonly converged: boolean;
  readonly silhouette: number;
  /** Rows that take part, of which the points are a sample. */
  readonly rows: number;
  readonly left: number;
}

export function watchedFrom(table: Table): Watched {
  const parts = grouped(rowsOf(table), (i) => textAt(table, 'part', i));
  const number = (name: string, i: number): number => numberAt(table, name, i);
  const place = (i: number): Place => [number('x', i), number('y', i)];
  const inOrder = (part: string, round = 0): number[] =>
    (parts.get(part) ?? []).filter((i) => number('round', i) === round).sort((a, b) => number('id', a) - number('id', b));
  const value = (part: string, round = 0): number => number('value', inOrder(part, round)[0] ?? -1);
  const axes = inOrder('axis').map((i): Axis => ({
    name: textAt(table, 'name', i) || undefined,
    centre: number('x', i),
    scale: number('y', i),
    share: number('value', i),
  }));
  const points = inOrder('point').map(place);
  return {
    axes: [axes[0]!, axes[1]!],
    features: inOrder('feature').map((i) => ({ name: textAt(table, 'name', i), loadings: place(i), share: number('value', i) })),
    points,
    starts: inOrder('centre').map(place),
    rounds: roundsFrom(points.length),
    others: inOrder('start').map((i) => number('value', i)),
    converged: value('converged') === 1,
    silhouette: value('silhouette'),
    rows: value('rows'),
    left: value('left'),
  };

  function roundsFrom(n: number): Round[] {
    const rounds: Round[] = [];
    const moves = grouped(parts.get('move') ?? [], (i) => number('round', i));
    let labels: readonly number[] = Array.from({ length: n }, () => 0);
    for (let round = 1; round <= (parts.get('moved') ?? []).length; round++) {
      const next = [...labels];
      const changed = new Set<number>();
      for (const i of moves.get(round) ?? []) {
        const point = number('id', i) - 1;
        next[point] = number('segment', i);
        changed.add(point);
      }
      const centres = inOrder('centre', round);
      rounds.push({
        labels: next,
        changed,
        assigned: value('assigned', round),
        moved: value('moved', round),
        centres: centres.map(place),
        sizes: centres.map((i) => number('value', i)),
      });
      labels = next;
    }
    return rounds;
  }
}

function grouped<K>(rows: readonly number[], by: (row: number) => K): ReadonlyMap<K, readonly number[]> {
  const groups = new Map<K, number[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}

/** What is to be seen at a half step: 0 is the start, then points are assigned and centres moved in turn. */
export interface Scene {
  readonly phase: 'start' | 'assign' | 'move';
  /** From 1; 0 at the start. */
  readonly round: number;
  readonly labels: readonly number[];
  readonly changed: ReadonlySet<number>;
  readonly centres: readonly Place[];
  /** Where each centre was, from its start to where it is. */
  readonly trails: readonly (readonly Place[])[];
  readonly sizes: readonly number[];
  readonly inertia: number;
}

/** The last half step: where nothing changes any more, centres need not move again. */
export function lastHalf({ rounds }: Watched): number {
  return rounds.length * 2 - (rounds.at(-1)?.changed.size === 0 ? 1 : 0);
}

export function sceneAt({ points, starts, rounds }: Watched, half: number): Scene {
  const round = Math.ceil(half / 2);
  const now = rounds[round - 1];
  if (!now)
    return {
      phase: 'start',
      round: 0,
      labels: points.map(() => 0),
      changed: new Set(),
      centres: starts,
      trails: starts.map((start) => [start]),
      sizes: starts.map(() => 0),
      inertia: NaN,
    };
  const phase = half % 2 ? 'assign' : 'move';
  const path = [starts, ...rounds.slice(0, phase === 'move' ? round : round - 1).map((r) => r.centres)];
  return {
    phase,
    round,
    labels: now.labels,
    changed: phase === 'assign' ? now.changed : new Set(),
    centres: path.at(-1)!,
    trails: starts.map((_, c) => path.map((centres) => centres[c]!)),
    sizes: now.sizes,
    inertia: phase === 'assign' ? now.assigned : now.moved,
  };
}

/** The inertia at every half step from the first on. */
export const inertiaPath = (watched: Watched): number[] => watched.rounds.flatMap((r) => [r.assigned, r.moved]).slice(0, lastHalf(watched));

/** What a half step is called. */
export function titleAt(watched: Watched, half: number): string {
  const { phase, round } = sceneAt(watched, half);
  if (phase === 'start') return 'Start';
  return `Round ${round} of ${watched.rounds.length}, ${phase === 'assign' ? 'assign' : 'move centres'}`;
}

/** What happens at a half step, in plain words. */
export function wordsAt(watched: Watched, half: number, start: KMeansStepsSpec['start']): string {
  const { rounds, points, starts, converged } = watched;
  const scene = sceneAt(watched, half);
  const now = rounds[scene.round - 1];
  if (!now)
    return start === 'random'
      ? `${starts.length} points are drawn at random as starting centres. Nothing belongs to a segment yet.`
      : `${starts.length} points that lie far apart are drawn as starting centres. Nothing belongs to a segment yet.`;
  const end = half === lastHalf(watched) && !converged ? ` It stops here: ${rounds.length} rounds are the most it gets.` : '';
  if (scene.phase === 'assign') {
    if (scene.round === 1) return `Every one of the ${count(points.length)} points goes to the nearest centre.${end}`;
    const { size } = now.changed;
    if (size === 0)
      return `No point changes its segment, so the centres stay where they are. k-Means is done after ${counted(rounds.length, 'round')}.`;
    return `Every point goes to the nearest centre. Points that changed: ${count(size)} (${percent(size / points.length)}).${end}`;
  }
  const farthest = farthestMove(rounds[scene.round - 2]?.centres ?? starts, now.centres);
  const empty = now.sizes.flatMap((size, c) => (size === 0 ? [c + 1] : []));
  return [
    'Every centre moves to the middle of its points.',
    farthest === undefined ? 'None has to move.' : `Centre ${farthest + 1} moves farthest.`,
    now.moved < now.assigned && `Inertia falls from ${short(now.assigned)} to ${short(now.moved)}.`,
    empty.length > 0 && `Segment ${empty.join(', ')} has no points, so its centre stays.`,
    end.trim(),
  ]
    .filter(Boolean)
    .join(' ');
}

export const counted = (n: number, one: string): string => `${count(n)} ${one}${n === 1 ? '' : 's'}`;

function farthestMove(before: readonly Place[], after: readonly Place[]): number | undefined {
  const moves = after.map(([x, y], c) => Math.hypot(x - before[c]![0], y - before[c]![1]));
  const most = Math.max(...moves);
  return most > 0 ? moves.indexOf(most) : undefined;
}

export interface Verdict {
  /** It ended as low as the best of the other starts. */
  readonly isBest: boolean;
  readonly inertia: number;
  readonly best: number;
  /** Other starts that end as low as the best. */
  readonly agree: number;
  readonly text: string;
}

/** Inertias within this share of each other are the same end. */
const SAME = 1e-3;

/** How the end of this start compares with those of other starts. */
export function verdictOn({ rounds, others }: Watched): Verdict {
  const inertia = rounds.at(-1)!.moved;
  const best = Math.min(inertia, ...others);
  const near = (value: number): boolean => value - best <= best * SAME;
  const agree = others.filter(near).length;
  const text = near(inertia)
    ? agree === 0
      ? `None of ${others.length} k-means++ starts ended lower than this one (${short(inertia)}).`
      : `It ended as low as the best of ${others.length} k-means++ starts (${short(best)}); ${agree} of them end there.`
    : `It is stuck in a local optimum: inertia ${short(inertia)}, where the best of ${others.length} k-means++ starts reaches ${short(best)}. ` +
      'No single move makes it better, but another start does. That is why k-Means tries several.';
  return { isBest: near(inertia), inertia, best, agree, text };
}

/** Whether several rows lie in one place. */
export const isStacked = ({ points }: Watched): boolean => new Set(points.map((p) => p.join())).size < points.length;

/** A silhouette in words. */
export function silhouetteWords(value: number): string {
  if (!Number.isFinite(value)) return 'not known';
  if (value >= 0.5) return 'clearly apart';
  if (value >= 0.25) return 'apart, with overlap';
  return 'hardly apart';
}

/** All rounds with their centres, for the clipboard. */
export function roundsTable({ rounds, starts }: Watched): TextTable {
  const row = (round: number, c: number, [x, y]: Place, size: number | null, changed: number | null, inertia: number | null) => [
    round,
    c + 1,
    x,
    y,
    size,
    changed,
    inertia,
  ];
  return {
    names: ['round', 'segment', 'centre_x', 'centre_y', 'points', 'points_changed', 'inertia'],
    rows: [
      ...starts.map((place, c) => row(0, c, place, null, null, null)),
      ...rounds.flatMap(({ centres, sizes, changed, moved }, r) =>
        centres.map((place, c) => row(r + 1, c, place, sizes[c]!, changed.size, moved)),
      ),
    ],
  };
}
