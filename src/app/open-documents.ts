import type { StoreApi } from 'zustand/vanilla';
import { EMPTY, type Workflow } from '../core/workflow.ts';
import type { AttachedFiles, Files } from './attached-files.ts';
import type { State } from './store.ts';

/** The id of what is on show while nothing is open. */
export const NOTHING = 'untitled';

/** A document that has just been opened, without its workflow. */
export const blank: Omit<State, 'workflow' | 'compiled' | 'id' | 'statuses'> = {
  saved: 'saved',
  savedAt: undefined,
  past: [],
  future: [],
  findings: new Map(),
  ran: new Map(),
  sample: undefined,
  running: false,
  previewing: false,
  log: [],
  selected: [],
  wire: undefined,
  shown: undefined,
  view: undefined,
  stamps: new Map(),
  missing: [],
};

/** What belongs to one workflow: all but results, which go by content. */
type Document = Omit<State, 'statuses' | 'running' | 'previewing'>;

interface Window {
  readonly store: Pick<StoreApi<State>, 'getState' | 'setState'>;
  readonly files: AttachedFiles;
  /** The id of what is on show while nobody has opened anything. */
  readonly nothing: string;
  /** The document that is on show, when it has just been opened. */
  opened(workflow: Workflow): Pick<State, 'workflow' | 'compiled'>;
  /** Ends what runs; it says so where somebody asked for it. */
  leave(): void;
}

/** The part of an editor that shows one of several open workflows. */
export function openDocuments({ store: { getState, setState }, files, nothing, opened, leave }: Window) {
  /** Workflows that are open and not on show. */
  const parked = new Map<string, { readonly document: Document; readonly files: Files }>();

  function park(): void {
    leave();
    const { statuses: _, running: __, previewing: ___, ...document } = getState();
    if (document.id !== nothing) parked.set(document.id, { document, files: files.now() });
  }

  function open(workflow: Workflow, id: string): void {
    if (id === getState().id) leave();
    else park();
    parked.delete(id);
    files.waitFor(files.change());
    setState({ ...blank, ...opened(workflow), id });
  }

  return {
    /** Shows another document; this one is put aside. Results stay, since they go by content. */
    open,
    /** Shows a document that was put aside, as it was; whether there is one. */
    resume(id: string): boolean {
      const found = parked.get(id);
      if (!found) return false;
      park();
      parked.delete(id);
      files.waitFor(files.change(found.files));
      setState({ ...found.document, running: false, previewing: false });
      return true;
    },
    /** Lets go of an open document. Where it is on show, nothing is then. */
    close(id: string): void {
      if (id === getState().id) open(EMPTY, nothing);
      parked.delete(id);
    },
  };
}
