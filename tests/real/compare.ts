/** One value of an oracle. */
export type Scalar = string | number | boolean | null;

/** Results of a right pipeline, as JSON nests them. */
export type Expected = Scalar | readonly Expected[] | { readonly [name: string]: Expected };

/**
 * What the product answers, nested like the results it is held against. Numbers may stand as the text that a CSV file
 * has of them; a Map holds what is named by data.
 */
export type Answer = string | number | Bound | readonly Answer[] | ReadonlyMap<string, Answer> | { readonly [name: string]: Answer };

/** A figure that is held against the expected one by another rule than being equal. */
export class Bound {
  readonly got: number;
  readonly holds: (expected: number) => boolean;

  constructor(got: number, holds: (expected: number) => boolean) {
    this.got = got;
    this.holds = holds;
  }
}

/** Equal to `share` of the expected figure. */
export const within = (got: number, share: number): Bound => new Bound(got, (expected) => isNear(got, expected, share));

export const atLeast = (got: number, slack: number): Bound => new Bound(got, (expected) => got >= expected - slack);

export const atMost = (got: number, slack: number): Bound => new Bound(got, (expected) => got <= expected + slack);

/** Leaves that are not compared: steps of their path, `*` for any one step. What lies below is left out with them. */
export interface Exclusion {
  readonly pattern: string;
  readonly reason: string;
}

/** The exclusions of a text: its lines of the form "- `case.path.to.leaf`: reason". */
export const exclusionsIn = (text: string): Exclusion[] =>
  [...text.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, pattern = '', reason = '']) => ({ pattern, reason }));

export interface Mismatch {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

export interface Comparison {
  readonly compared: number;
  readonly mismatches: readonly Mismatch[];
  /** Patterns that left out at least one leaf. */
  readonly used: ReadonlySet<string>;
}

const NOTHING = 'nothing';

/**
 * Every leaf of `expected` against the leaf of `answer` with the same path. A leaf that only one side has is a mismatch,
 * and so is an answer to a leaf that is excluded. Paths begin with `name`; their steps are joined by dots.
 */
export function compare(name: string, expected: Expected, answer: Answer, exclusions: readonly Exclusion[]): Comparison {
  const answers = new Map(leavesOf(answer, [name]));
  const mismatches: Mismatch[] = [];
  const used = new Set<string>();
  let compared = 0;
  for (const [path, leaf] of leavesOf(expected, [name])) {
    const exclusion = exclusions.find(({ pattern }) => covers(pattern, path));
    if (exclusion) {
      used.add(exclusion.pattern);
      continue;
    }
    const got = answers.get(path);
    answers.delete(path);
    compared++;
    if (got === undefined || !agrees(leaf, got)) mismatches.push({ path, expected: shown(leaf), got: shown(got) });
  }
  for (const [path, got] of answers) mismatches.push({ path, expected: NOTHING, got: shown(got) });
  return { compared: compared + answers.size, mismatches, used };
}

function leavesOf(value: Expected, steps: readonly string[]): Generator<[path: string, leaf: Scalar]>;
function leavesOf(value: Answer, steps: readonly string[]): Generator<[path: string, leaf: Scalar | Bound]>;
function* leavesOf(value: Expected | Answer, steps: readonly string[]): Generator<[path: string, leaf: Scalar | Bound]> {
  if (isLeaf(value)) yield [steps.join('.'), value];
  else for (const [step, item] of membersOf(value)) yield* leavesOf(item as Answer, [...steps, step]);
}

const isLeaf = (value: Expected | Answer): value is Scalar | Bound => typeof value !== 'object' || value === null || value instanceof Bound;

const membersOf = (value: Exclude<Expected | Answer, Scalar | Bound>): Iterable<[string, Expected | Answer]> =>
  value instanceof Map ? (value as ReadonlyMap<string, Answer>) : Object.entries(value);

function covers(pattern: string, path: string): boolean {
  const steps = path.split('.');
  return pattern.split('.').every((step, i) => step === '*' || step === steps[i]);
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/** Sums and means are equal to nine digits, which for counts means the same count. Ids with leading zeros are no numbers. */
const DIGITS = 1e-9;

function agrees(expected: Scalar, got: Scalar | Bound): boolean {
  if (got instanceof Bound) return typeof expected === 'number' && got.holds(expected);
  const [a, b] = [String(expected), String(got)];
  return a === b || (NUMBER.test(a) && NUMBER.test(b) && isNear(Number(b), Number(a), DIGITS));
}

const isNear = (got: number, expected: number, share: number): boolean => Math.abs(got - expected) <= share * Math.abs(expected);

function shown(value: Scalar | Bound | undefined): string {
  if (value === undefined) return NOTHING;
  return JSON.stringify(value instanceof Bound ? value.got : value);
}
