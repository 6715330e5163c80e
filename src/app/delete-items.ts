import { itemName } from './outline/item-name.ts';
import type { Editor } from './store.ts';
import { notify } from './ui/toasts.tsx';

/** Removes nodes, notes and frames, and offers to put them back: nobody is asked before. */
export function deleteItems(editor: Editor, ids: readonly string[]): void {
  const { workflow } = editor.getState();
  const [first = '', ...more] = ids;
  const name = more.length ? `${ids.length} items` : itemName(workflow, first);
  editor.remove(ids);
  const after = editor.getState().workflow;
  if (after === workflow) return;
  const putBack = (): void => {
    if (editor.getState().workflow === after) editor.undo();
    else notify({ text: 'The workflow has changed since', detail: 'Ctrl+Z takes back one step after the other.' });
  };
  notify({ text: more.length ? `${name} were deleted` : `${name} was deleted`, action: { label: 'Undo', run: putBack } });
}
