import { ClipboardPaste, Copy, CopyPlus, LayoutGrid, Redo2, Scissors, Undo2, Unlink } from 'lucide-react';
import { canvasView } from '../canvas/canvas-view.ts';
import { copiedText, pasteText, readClipboard, removeCopied, writeClipboard } from '../clipboard.ts';
import { duplicated } from '../piece.ts';
import { withoutJoined, withRelatives } from '../reconnect.ts';
import { doing } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { filled, selectedNodes, some, someNode, type Command } from './command.ts';

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
    id: 'copy',
    title: 'Copy',
    keys: 'Ctrl+C',
    native: true,
    group: 'Edit',
    icon: Copy,
    when: some,
    run: (editor) => void doing(undefined, () => copy(editor)),
  },
  {
    id: 'cut',
    edits: true,
    title: 'Cut',
    keys: 'Ctrl+X',
    native: true,
    group: 'Edit',
    icon: Scissors,
    when: some,
    run: (editor) => void doing(undefined, async () => copy(editor).then(() => removeCopied(editor))),
  },
  {
    id: 'paste',
    edits: true,
    title: 'Paste',
    keys: 'Ctrl+V',
    native: true,
    group: 'Edit',
    icon: ClipboardPaste,
    run: (editor) => void doing(undefined, async () => pasteText(editor, await readClipboard())),
  },
  {
    id: 'paste-wired',
    edits: true,
    title: 'Paste with the wires from outside',
    keys: 'Ctrl+Shift+V',
    native: true,
    group: 'Edit',
    run: (editor) => void doing(undefined, async () => pasteText(editor, await readClipboard(), true)),
  },
  { id: 'duplicate', edits: true, title: 'Duplicate', keys: 'Ctrl+D', group: 'Edit', icon: CopyPlus, when: some, run: duplicate },
  {
    id: 'delete-reconnect',
    edits: true,
    title: 'Delete and reconnect',
    keys: 'Ctrl+Backspace',
    also: ['Ctrl+Del'],
    group: 'Edit',
    icon: Unlink,
    when: someNode,
    run: deleteJoined,
  },
  {
    id: 'select-upstream',
    title: 'Select all that it reads from',
    keys: 'Shift+Left',
    group: 'Canvas',
    onCanvas: true,
    when: someNode,
    run: (editor) => selectRelatives(editor, 'upstream'),
  },
  {
    id: 'select-downstream',
    title: 'Select all that reads from it',
    keys: 'Shift+Right',
    group: 'Canvas',
    onCanvas: true,
    when: someNode,
    run: (editor) => selectRelatives(editor, 'downstream'),
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

async function copy(editor: Editor): Promise<void> {
  const text = copiedText(editor);
  if (text === undefined) return;
  await writeClipboard(text);
  notify({ text: 'Copied as text', detail: 'Paste it on a canvas, into a chat or a file.' });
}

function duplicate(editor: Editor): void {
  const { workflow, selected } = editor.getState();
  const copies = duplicated(workflow, selected);
  editor.edit('Duplicate', () => copies.workflow);
  editor.select(copies.ids);
  canvasView()?.show(copies.ids[0]!);
}

function deleteJoined(editor: Editor): void {
  const { selected } = editor.getState();
  editor.edit('Delete and reconnect', (w) => withoutJoined(w, selected));
  editor.select([]);
  canvasView()?.takeFocus();
}

function selectRelatives(editor: Editor, side: 'upstream' | 'downstream'): void {
  const state = editor.getState();
  editor.select([...new Set([...state.selected, ...withRelatives(state.workflow, selectedNodes(state), side)])]);
}
