import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How a person likes the app, on this machine. */
export interface Preferences {
  /** Whether single letters do something while the canvas has the focus. */
  readonly singleKeys: boolean;
  /** Whether an edit is followed by a run of a sample. */
  readonly autoRun: boolean;
  /** Whether the tour was taken or declined. */
  readonly toured: boolean;
}

const USUAL: Preferences = { singleKeys: true, autoRun: true, toured: false };
const KEY = 'clade.preferences';

export const preferences = createStore<Preferences>()(() => ({ ...USUAL, ...stored() }));

export const usePreference = <K extends keyof Preferences>(name: K): Preferences[K] => useStore(preferences, (s) => s[name]);

/** Changes a preference and remembers it; where storage is refused it lasts as long as the tab. */
export function prefer(change: Partial<Preferences>): void {
  preferences.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.getState()));
  } catch {
    return;
  }
}

function stored(): Partial<Preferences> {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const known = new Map(Object.entries(saved ?? {}));
    const flags = Object.keys(USUAL).flatMap((name) => (typeof known.get(name) === 'boolean' ? [[name, known.get(name) as boolean]] : []));
    return Object.fromEntries(flags) as Partial<Preferences>;
  } catch {
    return {};
  }
}
