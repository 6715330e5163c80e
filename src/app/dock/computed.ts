import { keyOf } from '../../core/key.ts';
import type { TableOp } from '../../core/plan.ts';
import type { Editor } from '../store.ts';

/** Computes the tables that are not there; why one of them is still not there then, or nothing. */
export async function computed(editor: Editor, ops: readonly TableOp[], signal: AbortSignal): Promise<string | undefined> {
  const missing = ops.filter((op) => !editor.engine.has(op));
  if (!missing.length) return undefined;
  await editor.compute(missing, signal);
  const { statuses } = editor.getState();
  const failed = missing.map((op) => statuses.get(keyOf(op))).find((status) => status?.kind === 'failed');
  if (failed?.kind === 'failed') return [failed.message, failed.fix].filter(Boolean).join(' ');
  return missing.every((op) => editor.engine.has(op)) ? undefined : 'A step that this needs could not be computed.';
}
