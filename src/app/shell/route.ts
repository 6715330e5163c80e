import { useSyncExternalStore } from 'react';

/** The id of the workflow that an address names; without one the start screen is meant. */
export const idIn = (hash: string): string | undefined => /^#\/w\/([A-Za-z0-9-]+)$/.exec(hash)?.[1];

export function goTo(id: string | undefined): void {
  location.hash = id === undefined ? '#/' : `#/w/${id}`;
}

export const useRoute = (): string | undefined => useSyncExternalStore(subscribe, () => idIn(location.hash));

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
