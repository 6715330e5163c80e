import type { Analyse } from '../../core/plan.ts';
import type { Frames } from './frame.ts';
import type { Doc } from './layout.ts';

/** An analysis as a DataFrame. */
export function analysisFrame(op: Analyse, _frames: Frames): Doc {
  throw new Error(`The analysis "${op.analysis}" has no script.`);
}
