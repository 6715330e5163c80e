import { closeTab, moveTab, openTabs, stepTab } from '../tabs/open-tabs.ts';
import type { Editor } from '../store.ts';
import type { Command } from './command.ts';

const several = (): boolean => openTabs().length > 1;
const needs = 'needs another open workflow';

export const tabCommands: readonly Command[] = [
  {
    id: 'next-workflow',
    title: 'Show the next open workflow',
    keys: 'Alt+PageDown',
    group: 'View',
    inText: true,
    when: several,
    needs,
    run: (editor) => stepTab(editor, 1),
  },
  {
    id: 'previous-workflow',
    title: 'Show the previous open workflow',
    keys: 'Alt+PageUp',
    group: 'View',
    inText: true,
    when: several,
    needs,
    run: (editor) => stepTab(editor, -1),
  },
  {
    id: 'move-workflow-right',
    title: 'Move the workflow right',
    keys: 'Shift+Alt+PageDown',
    group: 'View',
    when: several,
    needs,
    run: (editor) => moveBy(editor, 1),
  },
  {
    id: 'move-workflow-left',
    title: 'Move the workflow left',
    keys: 'Shift+Alt+PageUp',
    group: 'View',
    when: several,
    needs,
    run: (editor) => moveBy(editor, -1),
  },
  {
    id: 'close-workflow',
    title: 'Close the workflow',
    keys: 'Alt+W',
    group: 'File',
    run: (editor) => void closeTab(editor, editor.getState().id),
  },
];

function moveBy(editor: Editor, step: 1 | -1): void {
  const { id } = editor.getState();
  moveTab(id, openTabs().findIndex((tab) => tab.id === id) + step);
}
