import type { Compiled } from '../core/compile.ts';
import { preferences } from './preferences.ts';
import type { Editor } from './store.ts';

/** Edits that follow each other this fast are run once, in milliseconds. */
const PAUSE_MS = 400;

/**
 * Runs a preview a moment after each edit that changes what is computed, while a person likes that. A run that they
 * asked for is left to end first. `failed` hears of what a preview could not do.
 */
export function autoRun(editor: Editor, failed: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waits = false;
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    waits = false;
  };
  const unsubscribe = editor.subscribe((now, before) => {
    if (now.id !== before.id) return forget();
    const edited = now.workflow !== before.workflow && computesOther(before.compiled, now.compiled);
    const freed = before.running && !now.running && timer === undefined && waits;
    if (!edited && !freed) return;
    waits = true;
    if (!preferences.getState().autoRun || now.running) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      forget();
      editor.preview().catch(failed);
    }, PAUSE_MS);
  });
  return () => {
    forget();
    unsubscribe();
  };
}

function computesOther(before: Compiled, now: Compiled): boolean {
  return [...now.nodes].some(([id, node]) => before.nodes.get(id) !== node);
}
