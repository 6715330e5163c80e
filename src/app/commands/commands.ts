import type { Editor } from '../store.ts';
import { viewOnly } from '../shell/shell-state.ts';
import { canvasCommands } from './canvas-commands.ts';
import type { Command } from './command.ts';
import { dockCommands } from './dock-commands.ts';
import { editCommands } from './edit-commands.ts';
import { fileCommands } from './file-commands.ts';
import { frameCommands } from './frame-commands.ts';
import { helpCommands } from './help-commands.ts';
import { nodeCommands } from './node-commands.ts';
import { runCommands } from './run-commands.ts';
import { sharingCommands } from './sharing-commands.ts';
import { tabCommands } from './tab-commands.ts';
import { viewCommands } from './view-commands.ts';

export const commands: readonly Command[] = [
  ...runCommands,
  ...nodeCommands,
  ...editCommands,
  ...frameCommands,
  ...canvasCommands,
  ...viewCommands,
  ...dockCommands,
  ...fileCommands,
  ...sharingCommands,
  ...tabCommands,
  ...helpCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandNamed(id: string): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`There is no command "${id}".`);
  return command;
}

/** Whether a command can be done now. */
export const isPossible = (command: Command, editor: Editor): boolean =>
  (command.when?.(editor.getState()) ?? true) && !(command.edits && viewOnly());

/** Does what a command says, if it can be done now. */
export function perform(id: string, editor: Editor): void {
  const command = commandNamed(id);
  if (isPossible(command, editor)) command.run(editor);
}
