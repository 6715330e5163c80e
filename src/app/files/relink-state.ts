import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { openSheet } from '../shell/shell-state.ts';

interface Asked {
  /** What was chosen already. */
  readonly files: readonly File[];
  /** The source that they are for; without one they are matched with those that miss their files. */
  readonly source: string | undefined;
}

const asked = createStore<Asked>()(() => ({ files: [], source: undefined }));

export const useAsked = (): Asked => useStore(asked);

/** Opens the dialog that compares files with what the workflow knows of them. */
export function askRelink(files: readonly File[], source?: string): void {
  asked.setState({ files, source });
  openSheet('relink');
}
