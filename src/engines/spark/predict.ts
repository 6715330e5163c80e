import type { Apply } from '../../core/plan.ts';
import type { Frames } from './frame.ts';
import type { Doc } from './layout.ts';

/** What a model adds, where it takes more than arithmetic over columns. */
export function predicted(op: Apply, _frames: Frames): Doc {
  throw new Error(`${op.model.algorithm} has no script.`);
}
