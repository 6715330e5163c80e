import {
  Ban,
  CirclePlay,
  Copy,
  Download,
  FileCode,
  FileDown,
  FilePlus,
  FolderOpen,
  Keyboard,
  LayoutGrid,
  Maximize,
  PanelBottom,
  Pencil,
  Play,
  Plus,
  Redo2,
  Search,
  Square,
  SquareTerminal,
  SunMoon,
  Trash2,
  Undo2,
  Zap,
  Workflow as WorkflowIcon,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react';
import { useEffect } from 'react';
import { EMPTY, nodeById } from '../core/workflow.ts';
import { canvasView, rename } from './canvas/canvas-view.ts';
import { around } from './canvas/place.ts';
import { toggleDock } from './dock/dock-state.ts';
import { duplicated } from './edits.ts';
import { toggleSparkCheck } from './export/spark-check.tsx';
import { chooseData, openNew, takeFiles } from './files/open.ts';
import { exportFiles, saveAsFile } from './files/save.ts';
import { openAddNode } from './palette/add-node-state.ts';
import { goTo } from './shell/route.ts';
import { doing, isSparkChecked, openSheet } from './shell/shell-state.ts';
import type { Editor, State } from './store.ts';
import { cycleTheme } from './ui/theme.ts';

export const COMMAND_GROUPS = ['Run', 'Node', 'Edit', 'View', 'File', 'Help'] as const;

/** Something a person can tell the editor to do. Menus, tooltips, the palette of commands and the sheet of keys read this list. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** As they are pressed: "Ctrl+Shift+Z". A single key works only while the canvas has the focus. */
  readonly keys?: string;
  /** Other keys that do the same. */
  readonly also?: readonly string[];
  readonly group: (typeof COMMAND_GROUPS)[number];
  readonly icon?: LucideIcon;
  /** Its keys also work while a text is being written. */
  readonly inText?: boolean;
  when?(state: State): boolean;
  /** Whether it is on, where it turns something on and off. */
  isOn?(): boolean;
  run(editor: Editor): void;
}

const some = ({ selected }: State): boolean => selected.length > 0;
const one = ({ selected }: State): boolean => selected.length === 1;
const filled = ({ workflow }: State): boolean => workflow.nodes.length > 0;

export const commands: readonly Command[] = [
  {
    id: 'run',
    title: 'Run',
    keys: 'Ctrl+Enter',
    group: 'Run',
    icon: Play,
    inText: true,
    when: filled,
    run: (editor) => void runNodes(editor),
  },
  {
    id: 'run-to-here',
    title: 'Run to here',
    keys: 'Shift+Enter',
    group: 'Run',
    icon: CirclePlay,
    when: some,
    run: (editor) => void runNodes(editor, editor.getState().selected),
  },
  {
    id: 'stop',
    title: 'Stop',
    keys: 'Ctrl+.',
    group: 'Run',
    icon: Square,
    inText: true,
    when: ({ running }) => running,
    run: (editor) => editor.stop(),
  },

  {
    id: 'add-node',
    title: 'Add a node',
    keys: 'N',
    group: 'Node',
    icon: Plus,
    run: () => openAddNode({ at: around(canvasView()?.aim() ?? [160, 120]) }),
  },
  {
    id: 'find-node',
    title: 'Find a node',
    keys: 'Ctrl+F',
    group: 'Node',
    icon: Search,
    inText: true,
    when: filled,
    run: () => openSheet('nodes'),
  },
  {
    id: 'rename',
    title: 'Rename',
    keys: 'F2',
    group: 'Node',
    icon: Pencil,
    when: one,
    run: (editor) => rename(editor.getState().selected[0]),
  },
  { id: 'disable', title: 'Disable or enable', keys: 'D', group: 'Node', icon: Ban, when: some, run: toggleDisabled },
  { id: 'duplicate', title: 'Duplicate', keys: 'Ctrl+D', group: 'Node', icon: Copy, when: some, run: duplicate },
  {
    id: 'delete',
    title: 'Delete',
    keys: 'Del',
    group: 'Node',
    icon: Trash2,
    when: some,
    run: (editor) => editor.removeNodes(editor.getState().selected),
  },

  {
    id: 'undo',
    title: 'Undo',
    keys: 'Ctrl+Z',
    group: 'Edit',
    icon: Undo2,
    when: ({ past }) => past.length > 0,
    run: (editor) => editor.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    keys: 'Ctrl+Shift+Z',
    also: ['Ctrl+Y'],
    group: 'Edit',
    icon: Redo2,
    when: ({ future }) => future.length > 0,
    run: (editor) => editor.redo(),
  },
  { id: 'tidy', title: 'Tidy up', keys: 'Shift+Alt+T', group: 'Edit', icon: LayoutGrid, when: filled, run: () => canvasView()?.tidy() },

  {
    id: 'commands',
    title: 'Find a command',
    keys: 'Ctrl+K',
    group: 'View',
    icon: SquareTerminal,
    inText: true,
    run: () => openSheet('commands'),
  },
  {
    id: 'fit',
    title: 'Show the whole workflow',
    keys: 'Shift+1',
    group: 'View',
    icon: Maximize,
    when: filled,
    run: () => canvasView()?.fit(),
  },
  {
    id: 'fit-selection',
    title: 'Show the selection',
    keys: 'Shift+2',
    group: 'View',
    when: some,
    run: (editor) => canvasView()?.fit(editor.getState().selected),
  },
  { id: 'zoom', title: 'Zoom to 100 %', keys: '0', group: 'View', icon: ZoomIn, run: () => canvasView()?.zoomTo(1) },
  { id: 'toggle-dock', title: 'Open or shut the dock', keys: 'O', group: 'View', icon: PanelBottom, run: toggleDock },
  {
    id: 'check-spark',
    title: 'Check for Spark',
    group: 'View',
    icon: Zap,
    isOn: isSparkChecked,
    run: (editor) => void doing(undefined, () => toggleSparkCheck(editor)),
  },
  { id: 'theme', title: 'Change the theme', group: 'View', icon: SunMoon, run: () => void cycleTheme() },

  { id: 'new', title: 'New workflow', group: 'File', icon: FilePlus, run: (editor) => void openNew(editor, EMPTY) },
  {
    id: 'open',
    title: 'Open a file',
    keys: 'Ctrl+O',
    group: 'File',
    icon: FolderOpen,
    inText: true,
    run: (editor) => void doing(undefined, async () => takeFiles(editor, await chooseData())),
  },
  { id: 'save', title: 'Save as file', keys: 'Ctrl+S', group: 'File', icon: FileDown, inText: true, run: saveAsFile },
  {
    id: 'export',
    title: 'Export the results',
    group: 'File',
    icon: Download,
    when: ({ compiled }) => [...compiled.nodes.values()].some((node) => node.sink),
    run: (editor) => void doing(undefined, () => exportFiles(editor)),
  },
  {
    id: 'export-pyspark',
    title: 'Export as PySpark script',
    group: 'File',
    icon: FileCode,
    when: filled,
    run: () => openSheet('pyspark'),
  },
  { id: 'export-sql', title: 'Export as SQL', group: 'File', icon: FileCode, when: filled, run: () => openSheet('sql') },
  { id: 'workflows', title: 'All workflows', group: 'File', icon: WorkflowIcon, run: () => goTo(undefined) },

  { id: 'shortcuts', title: 'Keyboard shortcuts', keys: '?', group: 'Help', icon: Keyboard, run: () => openSheet('shortcuts') },
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandNamed(id: string): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`There is no command "${id}".`);
  return command;
}

/** Does what a command says, if it can be done now. */
export function perform(id: string, editor: Editor): void {
  const command = commandNamed(id);
  if (command.when?.(editor.getState()) ?? true) command.run(editor);
}

export const runNodes = (editor: Editor, nodes?: readonly string[]): Promise<void> => doing(undefined, () => editor.run(nodes));

function toggleDisabled(editor: Editor): void {
  const { selected, workflow } = editor.getState();
  const disabled = selected.some((id) => !nodeById(workflow, id)?.disabled);
  const chosen = new Set(selected);
  editor.edit(disabled ? 'Disable' : 'Enable', (w) => ({
    ...w,
    nodes: w.nodes.map((n) => (chosen.has(n.id) ? { ...n, disabled: disabled || undefined } : n)),
  }));
}

function duplicate(editor: Editor): void {
  const { workflow, ids } = duplicated(editor.getState().workflow, editor.getState().selected);
  editor.edit('Duplicate', () => workflow);
  editor.select(ids);
}

/** What the keys are looked up by; a part of a KeyboardEvent. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const NAMES: ReadonlyMap<string, string> = new Map([
  ['Delete', 'Del'],
  ['Escape', 'Esc'],
  [' ', 'Space'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
]);

/**
 * Keys as a command writes them. Digits go by their place on the keyboard, and so do letters with Alt, since Shift and
 * Alt change what they give; other signs, such as "?", come as they are.
 */
export function keysOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  const letter = altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  const main = digit ?? letter ?? NAMES.get(key) ?? (key.length === 1 ? key.toUpperCase() : key);
  const isSign = digit === undefined && letter === undefined && key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' ';
  return [(ctrlKey || metaKey) && 'Ctrl', shiftKey && !isSign && 'Shift', altKey && 'Alt', main].filter(Boolean).join('+');
}

const byKeys = new Map(
  commands.flatMap((command) => [...(command.keys ? [command.keys] : []), ...(command.also ?? [])].map((keys) => [keys, command] as const)),
);

/** Where the focus is, as far as keys are concerned. */
export type Focus = 'canvas' | 'text' | 'dialog' | 'elsewhere';

/** The command that keys stand for at a place. */
export function commandFor(keys: string, focus: Focus): Command | undefined {
  const command = byKeys.get(keys);
  if (!command || focus === 'dialog') return undefined;
  if (focus === 'text') return command.inText ? command : undefined;
  return isSingle(keys) && focus !== 'canvas' ? undefined : command;
}

const isSingle = (keys: string): boolean => !/^(Ctrl|Shift|Alt)\+/.test(keys) && !/^F\d/.test(keys);

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement) || target === document.body) return 'canvas';
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return 'dialog';
  if (target.closest('input:not([type="checkbox"]), textarea, [contenteditable="true"]')) return 'text';
  return target.closest('[data-canvas]') ? 'canvas' : 'elsewhere';
}

/** Listens for the keys of all commands while the editor is on show. */
export function useShortcuts(editor: Editor): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandFor(keysOf(event), focusOf(event.target));
      if (!command) return;
      event.preventDefault();
      perform(command.id, editor);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [editor]);
}
