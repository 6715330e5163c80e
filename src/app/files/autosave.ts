import { nodeTypes } from '../../../nodes/index.ts';
import { saveWorkflow } from '../../core/workflow-file.ts';
import { nodeState } from '../node-state.ts';
import type { Editor, State } from '../store.ts';
import type { Kept } from './kept.ts';

const DELAY_MS = 300;

export interface Autosave {
  /** Saves at once what has not been saved. */
  flush(): Promise<void>;
  end(): void;
}

/**
 * Saves the workflow a moment after each edit, and what its nodes came to after each run. `keep` writes it down;
 * `failed` hears why that did not work.
 */
export function autosave(editor: Editor, keep: (id: string, kept: Kept) => Promise<void>, failed: (error: unknown) => void): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function save(state: State): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const mark = (saved: State['saved'], at?: number): void => {
      const now = editor.getState();
      if (now.id === state.id && now.workflow === state.workflow) editor.markSaved(saved, at);
    };
    mark('saving');
    try {
      const kept = keptOf(state, Date.now());
      await keep(state.id, kept);
      mark('saved', kept.savedAt);
    } catch (error) {
      mark('unsaved');
      failed(error);
    }
  }

  const unsubscribe = editor.subscribe((now, before) => {
    if (now.id !== before.id) {
      if (timer !== undefined) void save(before);
      return;
    }
    const ran = before.running && !now.running && now.workflow.nodes.length > 0;
    if (now.workflow === before.workflow && !ran) return;
    clearTimeout(timer);
    timer = setTimeout(() => void save(editor.getState()), DELAY_MS);
  });

  return {
    flush: () => (timer === undefined ? Promise.resolve() : save(editor.getState())),
    end() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** What is kept of the workflow on show. */
export function keptOf(state: State, savedAt: number): Kept {
  const { workflow } = state;
  const kinds = workflow.nodes.map((n) => nodeState(state, n.id).kind);
  return {
    text: saveWorkflow(workflow, nodeTypes),
    title: workflow.title,
    savedAt,
    nodes: workflow.nodes.length,
    errors: kinds.filter((kind) => kind === 'error').length,
    stale: kinds.filter((kind) => kind === 'stale').length,
  };
}
