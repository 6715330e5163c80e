import { FUNCTIONS } from '../../core/functions.ts';
import { CALLED, CASTS, tokens, type Token } from '../../core/parse-expr.ts';

/** A call whose brackets a place in a text lies in. */
export interface CallAt {
  /** As it is written. */
  readonly name: string;
  /** Where its name begins. */
  readonly from: number;
  /** The number of the value that is being written, from 0. */
  readonly index: number;
}

/** The innermost call around a place, if a bracket that is open there belongs to one. */
export function callAt(text: string, caret: number): CallAt | undefined {
  return callIn(tokens(text).filter(({ to }) => to <= caret));
}

/** The call that is open at the end of some tokens. */
export function callIn(before: readonly Token[]): CallAt | undefined {
  let depth = 0;
  let index = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const { kind, text } = before[i]!;
    if (kind !== 'mark') continue;
    if (text === ')') depth++;
    else if (text === ',' && depth === 0) index++;
    else if (text === '(' && depth > 0) depth--;
    else if (text === '(') {
      const name = before[i - 1];
      return name?.kind === 'function' ? { name: name.text, from: name.from, index } : undefined;
    }
  }
  return undefined;
}

/** How a function is called and what it does. */
export interface Described {
  readonly name: string;
  readonly signature: string;
  readonly doc: string;
}

const FORMS: readonly Described[] = [
  { name: 'if', signature: 'if(condition, a, b)', doc: 'a where the condition is true, else b.' },
  { name: 'cast', signature: 'cast(x as int)', doc: 'As another type: int, double, text, bool, date or timestamp.' },
];

/** The second names of casts. */
const OTHER_NAMES: ReadonlySet<string> = new Set(
  CASTS.filter(([, fn], i) => CASTS.findIndex((cast) => cast[1] === fn) < i).map(([name]) => name),
);

const CALLS: readonly Described[] = [...CALLED].map(([name, fn]) => {
  const { signature, doc } = FUNCTIONS[fn];
  const values = /\(.*\)$/.exec(signature)?.[0] ?? '(a, b, …)';
  return { name, signature: `${name}${values}`, doc };
});

const DESCRIBED: ReadonlyMap<string, Described> = new Map([...CALLS, ...FORMS].map((one) => [one.name, one]));

/** Everything that can be called, under its usual name. */
export const CALLABLE: readonly Described[] = [...DESCRIBED.values()].filter(({ name }) => !OTHER_NAMES.has(name));

/** The parts of a call's signature, with the one that is being written. */
export interface Signature {
  readonly name: string;
  readonly values: readonly string[];
  readonly active: number;
  readonly doc: string;
}

export function signatureOf({ name, index }: CallAt): Signature | undefined {
  const row = DESCRIBED.get(name.toLowerCase());
  if (!row) return undefined;
  const values = row.signature.slice(row.name.length + 1, -1).split(', ');
  return { name: row.name, values, active: Math.min(index, values.length - 1), doc: row.doc };
}
