import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { State } from '../store.ts';

/** The k-Means node that is watched at work, over the whole window. */
const watched = createStore<{ readonly node: string | undefined }>()(() => ({ node: undefined }));

export const watchNode = (node: string | undefined): void => watched.setState({ node });
export const watchedNode = (): string | undefined => watched.getState().node;
export const useWatchedNode = (): string | undefined => useStore(watched, (s) => s.node);

/** The node that a command means: what is selected, or the first that can be watched. */
export function watchable({ workflow, selected }: Pick<State, 'workflow' | 'selected'>): string | undefined {
  const all = workflow.nodes.filter((n) => isWatchable(n.type));
  return (all.find((n) => selected.includes(n.id)) ?? all[0])?.id;
}

/** The types of nodes that can be watched. */
export const isWatchable = (type: string | undefined): boolean => type === 'k-means';
