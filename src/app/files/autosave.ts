import { nodeTypes } from '../../../nodes/index.ts';
import { saveWorkflow } from '../../core/workflow-file.ts';
import type { Workflow } from '../../core/workflow.ts';
import { nodeState } from '../node-state.ts';
import type { Editor, State } from '../store.ts';
import { forgetLate, lateOf, writeLate } from './journal.ts';
import type { Kept } from './kept.ts';

const DELAY_MS = 300;
/** What a tab that dies can lose, in milliseconds, while somebody drags or types. */
const LATE_MS = 100;

export interface Autosave {
  /** Saves at once what has not been saved, and waits for what is being saved. */
  flush(): Promise<void>;
  end(): void;
}

/**
 * Saves the workflow a moment after each edit, and what its nodes came to after each run; until then the journal has it.
 * `keep` writes it down; `failed` hears why that did not work. What this tab may not write is left alone.
 */
export function autosave(
  editor: Editor,
  keep: (id: string, kept: Kept) => Promise<void>,
  failed: (error: unknown) => void,
  mayWrite: (id: string) => boolean = () => true,
): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<void> = Promise.resolve();
  let written: Workflow | undefined;

  function journal(): void {
    const write = (): void => {
      const { id, workflow, saved } = editor.getState();
      if (saved === 'saved' || workflow === written || !mayWrite(id)) return;
      written = workflow;
      writeLate(id, { text: saveWorkflow(workflow, nodeTypes), at: Date.now() });
    };
    if (late !== undefined) return;
    write();
    late = setTimeout(() => {
      late = undefined;
      write();
    }, LATE_MS);
  }

  function save(state: State): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return mayWrite(state.id) ? (last = write(state)) : Promise.resolve();
  }

  async function write(state: State): Promise<void> {
    const mark = (saved: State['saved'], at?: number): void => markSaved(editor, state, saved, at);
    mark('saving');
    try {
      const kept = keptOf(state, Date.now());
      await keep(state.id, kept);
      mark('saved', kept.savedAt);
      if (lateOf(state.id)?.text === kept.text) forgetLate(state.id);
    } catch (error) {
      mark('unsaved');
      failed(error);
    }
  }

  const unsubscribe = editor.subscribe((now, before) => {
    if (now.id !== before.id) {
      if (timer !== undefined) void save(before);
      if (now.saved !== 'saved') timer = setTimeout(() => void save(editor.getState()), DELAY_MS);
      return;
    }
    if (now.workflow !== before.workflow && now.saved === 'unsaved') journal();
    if (now.saved === 'saved' && now.workflow !== before.workflow) return;
    const ran = before.running && !now.running && now.workflow.nodes.length > 0;
    if (now.workflow === before.workflow && !ran) return;
    clearTimeout(timer);
    timer = setTimeout(() => void save(editor.getState()), DELAY_MS);
  });

  return {
    flush: () => (timer === undefined ? last : save(editor.getState())),
    end() {
      clearTimeout(timer);
      clearTimeout(late);
      unsubscribe();
    },
  };
}

/** Says how far a state has been saved, unless it has been changed since, or another workflow is on show. */
export function markSaved(editor: Editor, { id, workflow }: Pick<State, 'id' | 'workflow'>, saved: State['saved'], at?: number): void {
  const now = editor.getState();
  if (now.id === id && now.workflow === workflow) editor.markSaved(saved, at);
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
