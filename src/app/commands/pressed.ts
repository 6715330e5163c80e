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
