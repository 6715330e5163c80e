import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Inspection } from '../../core/engine.ts';

/** The last look at a file of the open workflow: its warnings, sheets and counts, which the workflow does not store. */
export interface Look {
  readonly found: Inspection;
  /** Columns whose type or meaning a person has chosen: another look leaves them as they are. */
  readonly told: ReadonlySet<string>;
}

const looks = createStore<{ readonly bySource: ReadonlyMap<string, Look> }>()(() => ({ bySource: new Map() }));

export function looked(source: string, found: Inspection, told: ReadonlySet<string> = new Set()): void {
  looks.setState(({ bySource }) => ({ bySource: new Map(bySource).set(source, { found, told }) }));
}

const aside = new Map<string, ReadonlyMap<string, Look>>();

/** Another workflow is on show, with the looks at its own files. */
export function changeLooks(from: string, to: string): void {
  aside.set(from, looks.getState().bySource);
  looks.setState({ bySource: aside.get(to) ?? new Map() });
}

export const lookOf = (source: string): Look | undefined => looks.getState().bySource.get(source);
export const useLook = (source: string): Look | undefined => useStore(looks, ({ bySource }) => bySource.get(source));
