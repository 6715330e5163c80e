import { createStore } from 'zustand/vanilla';

interface PaletteState {
  /** Shut to a rail of icons. */
  readonly rail: boolean;
  /** Open over the canvas, where the window is too narrow for it to stand beside. */
  readonly over: boolean;
  readonly closed: ReadonlySet<string>;
  /** The outline of the workflow stands in its place. */
  readonly outline: boolean;
}

/** How the palette stands in this window. */
export const palette = createStore<PaletteState>()(() => ({ rail: false, over: false, closed: new Set(), outline: false }));

export const toggleSection = (family: string): void =>
  palette.setState(({ closed }) => ({
    closed: closed.has(family) ? new Set([...closed].filter((f) => f !== family)) : new Set([...closed, family]),
  }));
