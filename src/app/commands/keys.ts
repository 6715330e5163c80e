import { useEffect } from 'react';
import { preferences } from '../preferences.ts';
import type { Editor } from '../store.ts';
import type { Command } from './command.ts';
import { commands, perform } from './commands.ts';

/** What the keys are looked up by; a part of a KeyboardEvent. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const NAMES: ReadonlyMap<string, string> = new Map([
  ['Delete', 'Del'],
  ['Escape', 'Esc'],
  [' ', 'Space'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
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
  if (!command || command.native || focus === 'dialog') return undefined;
  if (focus === 'text') return command.inText ? command : undefined;
  if (command.onCanvas) return focus === 'canvas' ? command : undefined;
  return isSingle(keys) && (focus !== 'canvas' || !preferences.getState().singleKeys) ? undefined : command;
}

/** A key that would write a character. */
const isSingle = (keys: string): boolean => /^(Shift\+)?.$/u.test(keys) || /^(Del|Space|Backspace)$/.test(keys);

function isCanvasOnShow(): boolean {
  const canvas = document.querySelector('[data-canvas]');
  return canvas !== null && canvas.closest('[inert]') === null;
}

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
