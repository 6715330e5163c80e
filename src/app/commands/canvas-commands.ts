import { canvasView, rename } from '../canvas/canvas-view.ts';
import { noteById, shownItems } from '../frames.ts';
import { focusInspector } from '../shell/regions.ts';
import { viewOnly } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import type { Command } from './command.ts';
import { selectedNodes, some, someNode } from './command.ts';

/** Moving about on the canvas by keyboard. */
export const canvasCommands: readonly Command[] = [
  {
    id: 'walk-left',
    title: 'Walk to the node on the left',
    keys: 'Left',
    group: 'Canvas',
    onCanvas: true,
    run: () => canvasView()?.walk('left'),
  },
  {
    id: 'walk-right',
    title: 'Walk to the node on the right',
    keys: 'Right',
    group: 'Canvas',
    onCanvas: true,
    run: () => canvasView()?.walk('right'),
  },
  { id: 'walk-up', title: 'Walk to the node above', keys: 'Up', group: 'Canvas', onCanvas: true, run: () => canvasView()?.walk('up') },
  {
    id: 'walk-down',
    title: 'Walk to the node below',
    keys: 'Down',
    group: 'Canvas',
    onCanvas: true,
    run: () => canvasView()?.walk('down'),
  },
  {
    id: 'settings',
    title: 'Go to the settings',
    keys: 'Enter',
    group: 'Canvas',
    onCanvas: true,
    when: some,
    run: settings,
  },
  {
    id: 'select-all',
    title: 'Select all',
    keys: 'Ctrl+A',
    group: 'Canvas',
    onCanvas: true,
    run: (editor) => editor.select(shownItems(editor.getState().workflow).map((item) => item.id)),
  },
  { id: 'select-none', title: 'Select nothing', keys: 'Esc', group: 'Canvas', onCanvas: true, run: (editor) => editor.select([]) },
  {
    id: 'add-next',
    title: 'Add the next node',
    keys: 'Ctrl+Right',
    group: 'Canvas',
    onCanvas: true,
    edits: true,
    when: someNode,
    run: (editor) => canvasView()?.addAfter(selectedNodes(editor.getState())[0]!),
  },
];

/** A note has its text on itself. */
function settings(editor: Editor): void {
  const { workflow, selected } = editor.getState();
  if (selected.length === 1 && noteById(workflow, selected[0]!) && !viewOnly()) rename(selected[0]);
  else focusInspector();
}
