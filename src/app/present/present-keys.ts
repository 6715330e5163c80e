import { keysOf, type Pressed } from '../commands/pressed.ts';

/** What a key does while a workflow is presented. */
export type PresentAction =
  | { readonly does: 'go'; readonly to: number }
  | { readonly does: 'run' | 'view' | 'larger' | 'stop' | 'nothing' }
  /** A number is being written; Enter goes to the step with it. */
  | { readonly does: 'write'; readonly number: string };

export interface Presented {
  readonly step: number;
  readonly steps: number;
  /** What has been written of a number. */
  readonly number: string;
}

/** Keys that the presentation leaves to the window and the commands. */
const passes = (keys: string): boolean =>
  /^(Shift\+)?(Tab|F\d+)$|^(Ctrl|Alt|Shift)\+/.test(keys) && keys !== 'Shift+P' && keys !== 'Shift+Space';

/** What pressed keys do; undefined for those that it leaves to others. */
export function presentAction(pressed: Pressed, { step, steps, number }: Presented): PresentAction | undefined {
  const keys = keysOf(pressed);
  const go = (to: number): PresentAction => ({ does: 'go', to: Math.min(Math.max(to, 0), steps - 1) });
  if (/^\d$/.test(keys)) return { does: 'write', number: (number + keys).replace(/^0+/, '').slice(-3) };
  switch (keys) {
    case 'Right':
    case 'PageDown':
    case 'Space':
      return go(step + 1);
    case 'Left':
    case 'PageUp':
    case 'Shift+Space':
      return go(step - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(steps - 1);
    case 'Enter':
      return number ? go(Number(number) - 1) : { does: 'run' };
    case 'Backspace':
      return { does: 'write', number: number.slice(0, -1) };
    case 'V':
      return { does: 'view' };
    case 'T':
      return { does: 'larger' };
    case 'Esc':
      return number ? { does: 'write', number: '' } : { does: 'stop' };
    case 'Shift+P':
      return { does: 'stop' };
    default:
      return passes(keys) ? undefined : { does: 'nothing' };
  }
}
