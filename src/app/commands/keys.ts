import { useEffect } from 'react';
import { isCanvasOnShow } from '../canvas/canvas-view.ts';
import { preferences } from '../preferences.ts';
import type { Editor } from '../store.ts';
import type { Command } from './command.ts';
import { commands, perform } from './commands.ts';
import { keysOf } from './pressed.ts';

const byKeys = new Map(
  commands.flatMap((command) => [...(command.keys ? [command.keys] : []), ...(command.also ?? [])].map((keys) => [keys, command] as const)),
);

/** Where the focus is, as far as keys are concerned. */
export type Focus = 'canvas' | 'text' | 'dialog' | 'elsewhere';

/** The command that keys stand for at a place. */
export function commandFor(keys: string, focus: Focus): Command | undefined {
  const command = byKeys.get(keys);
  if (!command || command.native || focus === 'dialog') return undefined;
  if (focus === 'text') return command.inText ? command : undefined;
  if (command.onCanvas) return focus === 'canvas' ? command : undefined;
  return isSingle(keys) && (focus !== 'canvas' || !preferences.getState().singleKeys) ? undefined : command;
}

/** A key that would write a character. */
const isSingle = (keys: string): boolean => /^(Shift\+)?.$/u.test(keys) || /^(Del|Space|Backspace)$/.test(keys);

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement) || target === document.body) return isCanvasOnShow() ? 'canvas' : 'elsewhere';
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return 'dialog';
  if (target.closest('input:not([type="checkbox"]), textarea, [contenteditable="true"]')) return 'text';
  return target.closest('[data-canvas]') && !target.closest('button, a') ? 'canvas' : 'elsewhere';
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
