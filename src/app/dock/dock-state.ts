import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

interface DockState {
  readonly open: boolean;
  /** A port's id, or `view`, `profile` or `log`. */
  readonly tab: string;
  /** The port that was last looked at: what `profile` is about. */
  readonly port: string | undefined;
  /** The input that was last looked at: what stands beside an output. */
  readonly input: string | undefined;
  /** An input's rows stand beside an output's. */
  readonly beside: boolean;
  /** The column that the profile begins with. */
  readonly column: string | undefined;
  /** The node that was last selected alone; it stays on show when the selection is let go. */
  readonly node: string | undefined;
}

/** What the dock of this window shows. */
export const dock = createStore<DockState>()(() => ({
  open: true,
  tab: '',
  port: undefined,
  input: undefined,
  beside: false,
  column: undefined,
  node: undefined,
}));

export const useDock = <T>(select: (state: DockState) => T): T => useStore(dock, select);

export const toggleDock = (): void => dock.setState(({ open }) => ({ open: !open }));

export const openTab = (tab: string): void =>
  dock.setState({ open: true, tab, column: undefined, ...(isPort(tab) && { port: tab }), ...(tab.startsWith('in:') && { input: tab }) });

export const toggleBeside = (): void => dock.setState(({ beside }) => ({ open: true, beside: !beside }));

/** Shows what is in a column of the port on show. */
export const openProfile = (column: string): void => dock.setState({ open: true, tab: 'profile', column });

export const showNode = (node: string): void => dock.setState({ node });

const isPort = (tab: string): boolean => tab.includes(':');
