import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DockPort } from './dock-ports.ts';
import { NO_PEEK, type Peek } from './peek.ts';

/** How somebody looks at the table of a port, by the names of its columns; kept while the workflow is open, and never saved. */
export interface Look {
  readonly peek: Peek;
  readonly widths: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
  /** The last of the columns that stay in sight at the left. */
  readonly frozen: string | undefined;
  /** A text is being looked for. */
  readonly finding: boolean;
}

const PLAIN: Look = { peek: NO_PEEK, widths: new Map(), hidden: new Set(), frozen: undefined, finding: false };

const looks = createStore<ReadonlyMap<string, Look>>()(() => new Map());

/** The place of a look: what a port's owner is called in the workflow that is open. */
export const lookOf = (workflow: string, { owner, output }: Pick<DockPort, 'owner' | 'output'>): string => `${workflow} ${owner} ${output}`;

export const useLook = (place: string): Look => useStore(looks, (all) => all.get(place) ?? PLAIN);

export const lookAt = (place: string): Look => looks.getState().get(place) ?? PLAIN;

export function setLook(place: string, change: (before: Look) => Partial<Look>): void {
  const before = lookAt(place);
  looks.setState((all) => new Map(all).set(place, { ...before, ...change(before) }), true);
}

export const setPeek = (place: string, change: (before: Peek) => Peek): void => setLook(place, ({ peek }) => ({ peek: change(peek) }));

export const hideColumns = (place: string, names: readonly string[], hide: boolean): void =>
  setLook(place, ({ hidden }) => {
    const next = new Set(hidden);
    for (const name of names) {
      if (hide) next.add(name);
      else next.delete(name);
    }
    return { hidden: next };
  });
