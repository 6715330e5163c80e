import { cellAt, numberAt, rowsOf, textAt, type Table } from '../dock/table.ts';
import { decimalsFor, fixed, labelFor } from '../dock/numbers.ts';
import { effectStep } from './ramp.ts';

/** A segment and what is known of it. Value is NaN where no column says what customers are worth. */
export interface Segment {
  /** Its value in the segment column, as text; empty for customers without one. */
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly customers: number;
  readonly share: number;
  readonly value: number;
  readonly valueShare: number;
  readonly perCustomer: number;
  readonly sentence: string;
  readonly traits: ReadonlyMap<string, Trait>;
}

/** How a segment is in a feature. `effect` is the distance of its mean from that of all, in standard deviations. */
export interface Trait {
  readonly rank: number;
  readonly mean: number;
  readonly median: number;
  readonly q25: number;
  readonly q75: number;
  readonly effect: number;
}

/** A feature over all customers, with one precision for all its figures. */
export interface Feature {
  readonly name: string;
  readonly label: string;
  readonly median: number;
  text(value: number): string;
}

export interface Segments {
  /** The largest first. */
  readonly segments: readonly Segment[];
  readonly features: readonly Feature[];
  readonly customers: number;
  readonly value: number;
  readonly isValued: boolean;
}

const COLOURS = 12;

/** A colour by its number from 1; there are twelve. */
export const segmentColour = (number: number): string => (number >= 1 && number <= COLOURS ? `var(--seg-${number})` : 'var(--seg-rest)');

/**
 * Segments of a profile and its cards, called as `names` says or by their number.
 * @param order names of columns, in the order in which features are shown
 */
export function segmentsFrom(profile: Table, cards: Table, names: Table | undefined, order: readonly string[]): Segments {
  const traits = traitsBySegment(profile);
  const called = new Map(
    (names ? rowsOf(names) : []).map((i) => [
      textAt(names!, 'segment', i),
      { name: textAt(names!, 'name', i), colour: numberAt(names!, 'colour', i) },
    ]),
  );
  const segments = rowsOf(cards).map((i): Segment => {
    const value = cellAt(cards, 'segment', i);
    const key = textAt(cards, 'segment', i);
    const named = called.get(key);
    return {
      key,
      name: named?.name ?? nameOf(value),
      colour: segmentColour(value === null ? 0 : (named?.colour ?? i + 1)),
      customers: numberAt(cards, 'customers', i),
      share: numberAt(cards, 'share', i),
      value: numberAt(cards, 'value', i),
      valueShare: numberAt(cards, 'value_share', i),
      perCustomer: numberAt(cards, 'value_per_customer', i),
      sentence: textAt(cards, 'sentence', i),
      traits: traits.get(key) ?? new Map(),
    };
  });
  const sum = (of: (s: Segment) => number): number => segments.reduce((total, s) => total + (Number.isFinite(of(s)) ? of(s) : 0), 0);
  return {
    segments,
    features: featuresOf(profile, order),
    customers: sum((s) => s.customers),
    value: sum((s) => s.value),
    isValued: cards.columns.has('value'),
  };
}

const nameOf = (value: string | number | boolean | null): string =>
  value === null ? 'Not assigned' : typeof value === 'number' ? `Segment ${value}` : String(value);

function traitsBySegment(profile: Table): ReadonlyMap<string, ReadonlyMap<string, Trait>> {
  const found = new Map<string, Map<string, Trait>>();
  for (const i of rowsOf(profile)) {
    const key = textAt(profile, 'segment', i);
    const traits = found.get(key) ?? new Map<string, Trait>();
    found.set(key, traits);
    const number = (name: string): number => numberAt(profile, name, i);
    traits.set(textAt(profile, 'feature', i), {
      rank: number('rank'),
      mean: number('mean'),
      median: number('median'),
      q25: number('q25'),
      q75: number('q75'),
      effect: number('effect'),
    });
  }
  return found;
}

function featuresOf(profile: Table, order: readonly string[]): Feature[] {
  const medians = new Map<string, { readonly all: number; readonly each: number[] }>();
  for (const i of rowsOf(profile)) {
    const name = textAt(profile, 'feature', i);
    const known = medians.get(name) ?? { all: numberAt(profile, 'all_median', i), each: [numberAt(profile, 'all_median', i)] };
    known.each.push(numberAt(profile, 'median', i));
    medians.set(name, known);
  }
  const inOrder = [...medians].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return inOrder.map(([name, { all, each }]) => {
    const decimals = decimalsFor(each.filter(Number.isFinite));
    return { name, label: labelFor(name), median: all, text: (v: number) => (Number.isFinite(v) ? fixed(v, Math.min(decimals, 2)) : '—') };
  });
}

/** Features that segments hardly differ in: no mean is a tenth of a standard deviation away. */
export function flatFeatures({ segments, features }: Segments): readonly Feature[] {
  return features.filter(({ name }) => segments.every((s) => !(Math.abs(s.traits.get(name)?.effect ?? 0) >= 0.1)));
}

/** The features in which a segment differs most, the strongest first. */
export function strongest({ traits }: Segment, features: readonly Feature[], most: number): readonly Feature[] {
  return features
    .filter((f) => Number.isFinite(traits.get(f.name)?.effect))
    .sort((a, b) => traits.get(a.name)!.rank - traits.get(b.name)!.rank)
    .slice(0, most);
}

const FAR = ['about average', 'a little', 'clearly', 'far'];

/** An effect in words: "clearly above average". */
export function effectWords(effect: number): string {
  const step = effectStep(effect);
  return step === 0 ? FAR[0]! : `${FAR[Math.abs(step)]} ${step < 0 ? 'below' : 'above'} average`;
}
