import { useSyncExternalStore } from 'react';

/** `system` follows the operating system; the others override it through `data-theme` on the root element. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'clade.theme';
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const listeners = new Set<() => void>();
let current: Theme = 'system';

const getTheme = (): Theme => current;

/** Shows `theme` and remembers it. Where storage is refused it lasts as long as the tab. */
export function setTheme(theme: Theme): void {
  show(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

/** system → light → dark → system. */
export function cycleTheme(): Theme {
  setTheme(NEXT[current]);
  return current;
}

/** Shows the theme of the last visit. Call it once, before the first paint. */
export function restoreTheme(): void {
  show(stored());
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, getTheme);

function show(theme: Theme): void {
  current = theme;
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', theme);
  for (const listener of listeners) listener();
}

function stored(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
