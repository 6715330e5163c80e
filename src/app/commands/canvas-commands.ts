import { canvasView } from '../canvas/canvas-view.ts';
import { focusInspector } from '../shell/regions.ts';
import type { Command } from './command.ts';
import { some } from './command.ts';

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
    run: focusInspector,
  },
  {
    id: 'select-all',
    title: 'Select all',
    keys: 'Ctrl+A',
    group: 'Canvas',
    onCanvas: true,
    run: (editor) => editor.select(editor.getState().workflow.nodes.map((n) => n.id)),
  },
  { id: 'select-none', title: 'Select nothing', keys: 'Esc', group: 'Canvas', onCanvas: true, run: (editor) => editor.select([]) },
  {
    id: 'add-next',
    title: 'Add the next node',
    keys: 'Ctrl+Right',
    group: 'Canvas',
    onCanvas: true,
    edits: true,
    when: some,
    run: (editor) => canvasView()?.addAfter(editor.getState().selected[0]!),
  },
];
