import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

interface Offline {
  /** All of the app is kept in this browser. */
  readonly ready: boolean;
  readonly connected: boolean;
}

export const offline = createStore<Offline>()(() => ({ ready: false, connected: navigator.onLine }));

export const useOffline = <T>(select: (state: Offline) => T): T => useStore(offline, select);
