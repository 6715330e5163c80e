import { nodeTypes } from '../../../nodes/index.ts';
import { hashText } from '../../core/key.ts';
import { saveWorkflow } from '../../core/workflow-file.ts';
import { labelsSince } from '../files/history.ts';
import { keepVersion } from '../files/history-kept.ts';
import type { Editor, State } from '../store.ts';

/** Keeps each saved state of the workflows that are edited, so that there is a way back to it. */
export function recordHistory(editor: Editor, mayWrite: (id: string) => boolean, keep = keepVersion): () => void {
  let last: Pick<State, 'id' | 'workflow' | 'past'> | undefined;
  let keeping = Promise.resolve();

  return editor.subscribe(({ id, saved, savedAt, workflow, past }) => {
    if (saved !== 'saved' || savedAt === undefined || !mayWrite(id)) return;
    if (last?.id === id && last.workflow === workflow) return;
    const labels = last?.id === id ? labelsSince(last.past, past) : [past.at(-1)?.label ?? 'Opened'];
    last = { id, workflow, past };
    if (!workflow.nodes.length && !past.length) return;
    const text = saveWorkflow(workflow, nodeTypes);
    const version = { at: savedAt, hash: hashText(text), nodes: workflow.nodes.length, labels };
    keeping = keeping.then(() => keep(id, text, version)).catch(() => undefined);
  });
}
