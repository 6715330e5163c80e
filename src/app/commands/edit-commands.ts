import { LayoutGrid, Redo2, Undo2 } from 'lucide-react';
import { canvasView } from '../canvas/canvas-view.ts';
import { filled, type Command } from './command.ts';

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    edits: true,
    title: 'Undo',
    keys: 'Ctrl+Z',
    group: 'Edit',
    icon: Undo2,
    when: ({ past }) => past.length > 0,
    run: (editor) => editor.undo(),
  },
  {
    id: 'redo',
    edits: true,
    title: 'Redo',
    keys: 'Ctrl+Shift+Z',
    also: ['Ctrl+Y'],
    group: 'Edit',
    icon: Redo2,
    when: ({ future }) => future.length > 0,
    run: (editor) => editor.redo(),
  },
  {
    id: 'tidy',
    edits: true,
    title: 'Tidy up',
    keys: 'Shift+Alt+T',
    group: 'Edit',
    icon: LayoutGrid,
    when: filled,
    run: () => canvasView()?.tidy(),
  },
];
