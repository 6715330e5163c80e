import type { AcceptedName, SegmentNamesSpec } from '../../src/core/algorithms.ts';
import { columnNamed, numberColumn, numbersOf, textColumn, type Frame, type MadeColumn } from './kernel.ts';

/** A segment as its profile tells it, with features in order of name. */
interface Segment {
  readonly text: string;
  readonly rows: number;
  readonly features: readonly Feature[];
}

interface Feature {
  readonly name: string;
  readonly mean: number;
  /** Of all customers. */
  readonly deviation: number;
  /** The segment's mean, in standard deviations from all. */
  readonly effect: number;
}

interface Named {
  name: string;
  colour: number;
}

type Concept = 'recency' | 'frequency' | 'monetary' | 'basket' | 'discount' | 'returns' | 'tenure';

/** What a feature is about, by its name; the first that fits. */
const CONCEPTS: readonly (readonly [concept: Concept, name: RegExp])[] = [
  ['discount', /discount|coupon|promo|voucher|rebate|reduced/],
  ['returns', /returned|returns|refund/],
  ['basket', /basket|average.?order|order.?value|\baov\b|ticket/],
  ['tenure', /tenure|since.?(signup|sign.?up|join|first)|membership/],
  ['recency', /recency|since.?last|last.?(order|purchase|visit|seen|active)|inactiv/],
  ['frequency', /frequency|\borders|purchases|transactions|visits|sessions|active.?days/],
  ['monetary', /monetary|spend|spent|revenue|turnover|sales|amount|lifetime.?value|\bclv\b|\bltv\b/],
];

type Side = 'high' | 'low';

/** Names by what is high or low. Where several fit, the one whose differences add up to most is taken. */
const NAMES: readonly (readonly [name: string, ...conditions: (readonly [concept: Concept, side: Side])[]])[] = [
  ['Champions', ['frequency', 'high'], ['monetary', 'high'], ['recency', 'low']],
  ['Big spenders gone quiet', ['monetary', 'high'], ['recency', 'high']],
  ['Loyal regulars', ['frequency', 'high']],
  ['Big baskets, rare', ['monetary', 'high'], ['frequency', 'low']],
  ['Big baskets', ['basket', 'high']],
  ['High spenders', ['monetary', 'high']],
  ['Discount hunters', ['discount', 'high']],
  ['Frequent returners', ['returns', 'high']],
  ['Gone quiet', ['recency', 'high']],
  ['New customers', ['recency', 'low'], ['frequency', 'low']],
  ['New customers', ['tenure', 'low']],
  ['Recently active', ['recency', 'low']],
  ['Small spenders', ['frequency', 'low'], ['monetary', 'low']],
  ['Rare buyers', ['frequency', 'low']],
];

/** In standard deviations. Counts and amounts have a floor near their mean, so low shows sooner than high. */
const HIGH = 0.5;
const LOW = -0.25;
/** An accepted name does not follow to a centre that is farther than this, in standard deviations a feature. */
const REACH = 1;
const COLOURS = 12;

/**
 * Names and colours for the segments of a profile (a row a segment and feature: segment, feature, rows, mean, all_stddev,
 * effect), the largest first. Overrides go by the segment's value, accepted names to the nearest centre; of the rest, segments
 * that are text are called what they are, and numbers are named by what sets them apart. No name occurs twice.
 */
export function segmentNames(profile: Frame, spec: SegmentNamesSpec): { columns: MadeColumn[]; rows: number } {
  const segments = segmentsOf(profile, spec.segment);
  const named = new Map<Segment, Named>();
  for (const [text, name, colour] of spec.overrides) {
    const segment = segments.find((s) => s.text === text && !named.has(s));
    if (segment) named.set(segment, { name, colour });
  }
  acceptedNames(segments, spec.accepted, named);
  const isText = columnNamed(profile, spec.segment).levels !== undefined;
  if (!isText) automaticNames(segments, named);
  const all = segments.map((s) => named.get(s) ?? { name: s.text, colour: 0 });
  colour(all);
  const texts = segments.map((s) => s.text);
  return {
    rows: segments.length,
    columns: [
      isText ? textColumn('segment', texts) : numberColumn('segment', 'int', texts.map(Number)),
      textColumn('name', unique(all.map((n) => n.name))),
      numberColumn(
        'colour',
        'int',
        all.map((n) => n.colour),
      ),
    ],
  };
}

function segmentsOf(profile: Frame, column: string): Segment[] {
  const [segment, feature] = [columnNamed(profile, column), columnNamed(profile, 'feature')];
  const [rows, mean, deviation, effect] = ['rows', 'mean', 'all_stddev', 'effect'].map((name) => numbersOf(profile, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const found = new Map<string, { rows: number; features: Feature[] }>();
  for (let i = 0; i < profile.rows; i++) {
    const value = segment.levels
      ? segment.levels[segment.values[i]!]
      : Number.isNaN(segment.values[i])
        ? undefined
        : String(segment.values[i]);
    const name = feature.levels?.[feature.values[i]!];
    if (value === undefined || name === undefined) continue;
    const entry = found.get(value) ?? { rows: rows[i]!, features: [] };
    entry.features.push({ name, mean: mean[i]!, deviation: deviation[i]!, effect: effect[i]! || 0 });
    found.set(value, entry);
  }
  return [...found]
    .map(([text, entry]): Segment => ({ text, rows: entry.rows, features: entry.features.sort((a, b) => compare(a.name, b.name)) }))
    .sort((a, b) => b.rows - a.rows || (segment.levels ? compare(a.text, b.text) : Number(a.text) - Number(b.text)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Nearest pairs first, each name and each segment once. */
function acceptedNames(segments: readonly Segment[], accepted: readonly AcceptedName[], named: Map<Segment, Named>): void {
  const used = new Set([...named.values()].map((n) => n.name));
  const pairs = segments
    .filter((s) => !named.has(s))
    .flatMap((segment) => accepted.map((a) => ({ segment, name: a.name, colour: a.colour, distance: distanceTo(segment, a) })))
    .filter((pair) => pair.distance <= REACH)
    .sort((a, b) => a.distance - b.distance);
  for (const { segment, name, colour } of pairs) {
    if (named.has(segment) || used.has(name)) continue;
    named.set(segment, { name, colour });
    used.add(name);
  }
}

/** The root mean square over the features that both have, in standard deviations of all customers; infinite if they share none. */
function distanceTo({ features }: Segment, { centre }: AcceptedName): number {
  const now = new Map(features.filter((f) => f.deviation > 0).map((f) => [f.name, f]));
  const squares = centre.flatMap(([name, value]) => {
    const feature = now.get(name);
    return feature ? [((feature.mean - value) / feature.deviation) ** 2] : [];
  });
  return squares.length ? Math.sqrt(squares.reduce((sum, s) => sum + s, 0) / squares.length) : Infinity;
}

/** Strongest fits first, each name and each segment once; then what is left, in the words of its features. */
function automaticNames(segments: readonly Segment[], named: Map<Segment, Named>): void {
  const used = new Set([...named.values()].map((n) => n.name));
  const take = (segment: Segment, name: string): void => {
    if (named.has(segment) || used.has(name)) return;
    named.set(segment, { name, colour: 0 });
    used.add(name);
  };
  const left = segments.filter((s) => !named.has(s));
  const fits = left.flatMap((segment) => fittingNames(segment).map((fit) => ({ segment, ...fit }))).sort((a, b) => b.strength - a.strength);
  for (const { segment, name } of fits) take(segment, name);
  for (const segment of left) if (!named.has(segment)) named.set(segment, { name: plainName(segment), colour: 0 });
}

/** Names whose conditions hold, unless one feature that they leave out says more than they do. */
function fittingNames({ features }: Segment): { name: string; strength: number }[] {
  const known = new Map<Concept, number>();
  for (const { name, effect } of features) {
    const concept = conceptOf(name);
    if (concept && Math.abs(effect) > Math.abs(known.get(concept) ?? 0)) known.set(concept, effect);
  }
  const strongest = Math.max(0, ...features.map((f) => Math.abs(f.effect)));
  return NAMES.flatMap(([name, ...conditions]) => {
    const effects = conditions.map(([concept, side]) => [known.get(concept) ?? 0, side] as const);
    const strength = effects.reduce((sum, [effect]) => sum + Math.abs(effect), 0);
    return strength >= strongest && effects.every(([effect, side]) => (side === 'high' ? effect >= HIGH : effect <= LOW))
      ? [{ name, strength }]
      : [];
  });
}

const conceptOf = (name: string): Concept | undefined => {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return CONCEPTS.find(([, pattern]) => pattern.test(words))?.[0];
};

/** Such as "High income, low age": the two strongest differences. */
function plainName({ features }: Segment): string {
  const strongest = features
    .filter((f) => f.effect >= HIGH || f.effect <= LOW)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, 2);
  if (!strongest.length) return 'Average customers';
  const text = strongest.map((f) => `${f.effect > 0 ? 'high' : 'low'} ${f.name.replaceAll('_', ' ')}`).join(', ');
  return text[0]!.toUpperCase() + text.slice(1);
}

/** Gives colours 1 to 12 to those that have none, in order, free ones first. */
function colour(all: readonly Named[]): void {
  const taken = new Set(all.map((n) => n.colour));
  const free = Array.from({ length: COLOURS }, (_, i) => i + 1).filter((c) => !taken.has(c));
  all.filter((n) => !n.colour).forEach((n, i) => (n.colour = free[i] ?? (i % COLOURS) + 1));
}

/** Later ones of the same name get a number. */
function unique(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let i = 2; used.has(free); i++) free = `${name} ${i}`;
    used.add(free);
    return free;
  });
}
