import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { algorithm, analysis } from './algorithms.ts';
import type { Expr } from './expr.ts';
import { FUNCTIONS } from './functions.ts';
import { inOrder, inputsOf, type Op } from './plan.ts';

const keys = new WeakMap<Op, string>();

/** Raised when the meaning of an op changes. */
const PLAN_VERSION = 1;

/**
 * A name for what `op` computes, 128 bits in hex: equal ops have equal keys, whoever built them and when. Results are
 * cached by key, so an edit reruns only what it changed and undo finds what was there.
 */
export function keyOf(op: Op): string {
  const known = keys.get(op);
  if (known) return known;
  for (const step of inOrder([op])) {
    if (!keys.has(step)) keys.set(step, hashText(ownText(step)));
  }
  return keys.get(op)!;
}

/** A name for a text, 128 bits in hex. */
export const hashText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16));

/** Everything that decides the rows of `op` but its inputs' own content, which their keys stand for. */
function ownText(op: Op): string {
  const inputs = new Set<unknown>(inputsOf(op));
  return JSON.stringify([PLAN_VERSION, versionOf(op), op, inputsOf(op).map((input) => keys.get(input))], (name, value: unknown) => {
    if (NOT_CONTENT.has(name) || (name === 'schema' && op.kind !== 'scan') || inputs.has(value)) return undefined;
    return isCall(value) ? { ...value, version: FUNCTIONS[value.fn].version } : value;
  });
}

/** Where text stood, where a file lies, and what follows from the rest. */
const NOT_CONTENT = new Set(['at', 'path', 'fingerprint', 'added', 'key']);

function isCall(value: unknown): value is Extract<Expr, { kind: 'call' }> {
  return typeof value === 'object' && value !== null && 'fn' in value && 'kind' in value && value.kind === 'call';
}

function versionOf(op: Op): number {
  switch (op.kind) {
    case 'fit':
      return algorithm(op.algorithm).version;
    case 'apply':
      return algorithm(op.model.algorithm).version;
    case 'analyse':
      return analysis(op.analysis).version;
    default:
      return 0;
  }
}
