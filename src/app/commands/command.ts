import type { LucideIcon } from 'lucide-react';
import { nodeById } from '../../core/workflow.ts';
import type { Editor, State } from '../store.ts';

export const COMMAND_GROUPS = ['Run', 'Node', 'Edit', 'Canvas', 'View', 'File', 'Help'] as const;

/** Something a person can tell the editor to do. Menus, tooltips, the palette of commands and the sheet of keys read this list. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** As they are pressed: "Ctrl+Shift+Z". A single key works only while the canvas has the focus, and can be turned off. */
  readonly keys?: string;
  /** Other keys that do the same. */
  readonly also?: readonly string[];
  readonly group: (typeof COMMAND_GROUPS)[number];
  readonly icon?: LucideIcon;
  /** Its keys also work while a text is being written. */
  readonly inText?: boolean;
  /** Its keys work only while the canvas has the focus, and are part of moving about in it: they cannot be turned off. */
  readonly onCanvas?: boolean;
  /** The browser takes its keys for the clipboard and answers with an event; only what is chosen from a list is run. */
  readonly native?: boolean;
  /** It changes the workflow, so that it cannot be done while the workflow is only looked at. */
  readonly edits?: boolean;
  when?(state: State): boolean;
  /** What is missing where it cannot be done: "needs a node". */
  readonly needs?: string;
  /** Whether it is on, where it turns something on and off. */
  isOn?(): boolean;
  run(editor: Editor): void;
}

/** The selected nodes; notes and frames can be selected too. */
export const selectedNodes = ({ selected, workflow }: State): string[] => selected.filter((id) => nodeById(workflow, id) !== undefined);

export const some = ({ selected }: State): boolean => selected.length > 0;
export const someNode = (state: State): boolean => selectedNodes(state).length > 0;
export const filled = ({ workflow }: State): boolean => workflow.nodes.length > 0;
