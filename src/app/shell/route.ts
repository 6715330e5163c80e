import { useSyncExternalStore } from 'react';

/** The id of the workflow that an address names; without one the start screen is meant, or a shared link is opened. */
export const idIn = (hash: string): string | undefined => /^#\/w\/([A-Za-z0-9-]+)$/.exec(hash)?.[1];

const hashOf = (id: string | undefined): string => (id === undefined ? '#/' : `#/w/${id}`);

export function goTo(id: string | undefined): void {
  location.hash = hashOf(id);
}

/** Goes there in place of where the window is: the way back leads to what was before. */
export const goInstead = (id: string | undefined): void => location.replace(hashOf(id));

export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
