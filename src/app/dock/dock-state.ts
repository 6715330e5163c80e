import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

interface DockState {
  readonly open: boolean;
  /** A port's id, or `view`, `profile` or `log`. */
  readonly tab: string;
  /** The port that was last looked at: what `profile` is about. */
  readonly port: string | undefined;
  /** The node that was last selected alone; it stays on show when the selection is let go. */
  readonly node: string | undefined;
}

/** What the dock of this window shows. */
export const dock = createStore<DockState>()(() => ({ open: true, tab: '', port: undefined, node: undefined }));

export const useDock = <T>(select: (state: DockState) => T): T => useStore(dock, select);

export const toggleDock = (): void => dock.setState(({ open }) => ({ open: !open }));

export const openTab = (tab: string): void => dock.setState(isPort(tab) ? { open: true, tab, port: tab } : { open: true, tab });

export const showNode = (node: string): void => dock.setState({ node });

const isPort = (tab: string): boolean => tab.includes(':');
