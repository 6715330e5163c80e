import { viewOnly } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import type { MenuAction } from '../ui/menu.tsx';
import { commandNamed, isPossible, perform } from './commands.ts';

/** A command as an entry of a menu that is about to open, with why it cannot be done now. */
export function commandEntry(id: string, editor: Editor, more: Partial<MenuAction> = {}): MenuAction {
  const command = commandNamed(id);
  const { title, keys, icon, needs, edits } = command;
  const why = edits && viewOnly() ? 'View only' : (needs ?? 'Not now');
  return {
    label: title,
    icon,
    shortcut: keys,
    checked: command.isOn?.(),
    disabledReason: isPossible(command, editor) ? undefined : why,
    onSelect: () => perform(id, editor),
    ...more,
  };
}
