import { scaleLinear } from 'd3-scale';
import { labelFor, percent, short } from '../dock/numbers.ts';
import type { Axis, Place, Watched } from './rounds.ts';

export interface Tick {
  /** On the axis, as points are placed. */
  readonly at: number;
  readonly text: string;
}

const TICKS = 6;
const DECADES = Array.from({ length: 13 }, (_, i) => 10 ** i);
const HALF_DECADES = DECADES.flatMap((d) => [d, d * 3]);

/** Ticks at round numbers of the feature's own units. `log` says that the feature is taken as its logarithm. */
export function ticksOf({ name, centre, scale }: Axis, log: boolean, [low, high]: Place): readonly Tick[] {
  const onAxis = (value: number): number => ((log ? Math.sign(value) * Math.log1p(Math.abs(value)) : value) - centre) / scale;
  if (name === undefined) return [];
  if (!log)
    return scaleLinear([low * scale + centre, high * scale + centre], [low, high])
      .ticks(TICKS)
      .map((value) => ({ at: onAxis(value), text: short(value) }));
  const inside = (values: readonly number[]): number[] =>
    [...values.map((v) => -v).reverse(), 0, ...values].filter((v) => onAxis(v) >= low && onAxis(v) <= high);
  const fine = inside(HALF_DECADES);
  const candidates = fine.length > TICKS + 2 ? inside(DECADES) : fine.length > 2 ? fine : linearTicks(low, high, centre, scale);
  return candidates.map((value) => ({ at: onAxis(value), text: short(value) })).filter(({ at }) => at >= low && at <= high);
}

/** Round numbers within a narrow stretch of a logarithm. */
function linearTicks(low: number, high: number, centre: number, scale: number): number[] {
  const value = (at: number): number => {
    const y = at * scale + centre;
    return Math.sign(y) * Math.expm1(Math.abs(y));
  };
  return scaleLinear([value(low), value(high)], [0, 1]).ticks(TICKS);
}

/** What an axis shows: its feature, or what makes up a direction and how much of all it holds. */
export function axisLabel({ axes, features }: Pick<Watched, 'axes' | 'features'>, at: 0 | 1, log: boolean): string {
  const { name, share } = axes[at];
  if (name !== undefined) return log ? `${labelFor(name)}, logarithmic` : labelFor(name);
  if (share === 0) return '';
  const parts = features
    .map((f) => ({ name: labelFor(f.name).toLowerCase(), loading: f.loadings[at] }))
    .sort((a, b) => Math.abs(b.loading) - Math.abs(a.loading))
    .slice(0, MOST_PARTS)
    .filter(({ loading }) => Math.abs(loading) >= LEAST_LOADING)
    .map(({ name: feature, loading }) => `${loading < 0 ? 'less' : 'more'} ${feature}`);
  return `${at === 0 ? 'First' : 'Second'} direction (${percent(share)} of the variance): ${parts.join(', ')}`;
}

const MOST_PARTS = 3;
/** What adds less than this to a direction is not worth a word. */
const LEAST_LOADING = 0.3;

/** The least and the greatest of some numbers, with some room around them. */
export function extentOf(values: readonly number[]): Place {
  const low = values.reduce((least, v) => Math.min(least, v), Infinity);
  const high = values.reduce((most, v) => Math.max(most, v), -Infinity);
  const room = (high - low) * 0.05 || 1;
  return [low - room, high + room];
}

/** For each centre the corner points of the part of a rectangle that is nearer to it than to any other. */
export function cellsOf(centres: readonly Place[], [left, right]: Place, [bottom, top]: Place): readonly (readonly Place[])[] {
  const whole: Place[] = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
  return centres.map((own, c) => centres.reduce((cell, other, o) => (o === c ? cell : nearerTo(own, other, cell)), whole));
}

/** The part of a convex area that is nearer to one point than to another. */
function nearerTo(own: Place, other: Place, area: readonly Place[]): Place[] {
  const lead = ([x, y]: Place): number => (x - other[0]) ** 2 + (y - other[1]) ** 2 - (x - own[0]) ** 2 - (y - own[1]) ** 2;
  return area.flatMap((a, i) => {
    const b = area[(i + 1) % area.length]!;
    const [la, lb] = [lead(a), lead(b)];
    const kept: Place[] = la >= 0 ? [a] : [];
    if (la >= 0 === lb >= 0) return kept;
    const t = la / (la - lb);
    return [...kept, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]];
  });
}
