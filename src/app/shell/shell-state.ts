import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Problem } from '../../core/workflow-file.ts';
import { notify } from '../ui/toasts.tsx';

/** What was wrong with a workflow that was opened. */
export interface LoadReport {
  readonly from: 'file' | 'link' | 'text';
  /** What it was opened from, as a sentence begins with it. */
  readonly name: string;
  readonly problems: readonly Problem[];
  readonly newer: boolean;
  /** Nodes that were read, or nothing where the file could not be opened. */
  readonly nodes: number | undefined;
}

/** The lists and sheets that can open over the window. */
export type SheetName = 'commands' | 'nodes' | 'shortcuts' | 'pyspark' | 'sql' | 'share' | 'history' | 'relink';

interface Shell {
  readonly open: SheetName | undefined;
  readonly report: LoadReport | undefined;
  /** Something under way that has no place of its own, such as "Reading orders.csv". */
  readonly busy: string | undefined;
  /** Whether cards say what of them cannot run on Spark. */
  readonly sparkCheck: boolean;
  /** Nothing but the canvas is on show. */
  readonly zen: boolean;
  /** The workflow can be looked at and run, and not changed. */
  readonly viewOnly: boolean;
  /** Another tab has the workflow, so that it is view-only here whatever a person wants. */
  readonly locked: boolean;
  /** The step that is being presented, counted from 0. */
  readonly step: number | undefined;
}

const shell = createStore<Shell>()(() => ({
  open: undefined,
  report: undefined,
  busy: undefined,
  sparkCheck: false,
  zen: false,
  viewOnly: false,
  locked: false,
  step: undefined,
}));

export const useShell = <T>(select: (state: Shell) => T): T => useStore(shell, select);

export const openSheet = (open: SheetName | undefined): void => shell.setState({ open });
export const isSparkChecked = (): boolean => shell.getState().sparkCheck;
export const viewOnly = (): boolean => shell.getState().viewOnly;
export const isZen = (): boolean => shell.getState().zen;
export const setZen = (on: boolean): void => shell.setState(({ step }) => ({ zen: on && step === undefined }));
/** What is presented or held by another tab stays view-only. */
export const setViewOnly = (on: boolean): void => shell.setState(({ locked, step }) => ({ viewOnly: on || locked || step !== undefined }));
export const isLocked = (): boolean => shell.getState().locked;
export const setLocked = (locked: boolean): void =>
  shell.setState((now) => (now.locked === locked ? now : { locked, viewOnly: locked || now.step !== undefined }));
export const presentedStep = (): number | undefined => shell.getState().step;
export const presentStep = (step: number | undefined): void => shell.setState({ step });
export const setSparkCheck = (sparkCheck: boolean): void => shell.setState({ sparkCheck });
export const showReport = (report: LoadReport | undefined): void => shell.setState({ report });

/** Does a thing that may fail: says meanwhile that it is under way, and then what went wrong and what to do. */
export async function doing(what: string | undefined, work: () => Promise<unknown>): Promise<void> {
  if (what !== undefined) shell.setState({ busy: what });
  try {
    await work();
  } catch (error) {
    sayError(error);
  } finally {
    if (shell.getState().busy === what) shell.setState({ busy: undefined });
  }
}

/** Shows an error until it is closed. The first line of its message says what is wrong, the others what to do. */
export function sayError(error: unknown, text?: string): void {
  const [first = '', ...more] = (error instanceof Error ? error.message : String(error)).split('\n');
  const rest = more.join(' ');
  notify(
    text === undefined
      ? { kind: 'error', text: first, detail: rest || undefined }
      : { kind: 'error', text, detail: [first, rest].filter(Boolean).join(' ') },
  );
}
