import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { autoRun } from './auto-run.ts';
import { autosave } from './files/autosave.ts';
import { keepWorkflow, type Kept } from './files/kept.ts';
import { isHeld, startLocks, tellSaved } from './files/lock.ts';
import { follow, NOT_SAVED, openKept } from './files/open.ts';
import { recordHistory } from './history/record.ts';
import { startOffline } from './offline/offline.ts';
import { sayError, viewOnly } from './shell/shell-state.ts';
import { createEditor, type Editor } from './store.ts';
import { flushWith, followTabs } from './tabs/open-tabs.ts';
import { restoreTheme } from './ui/theme.ts';

let beginning: Promise<Editor> | undefined;

/** The editor of this window with its engine, made when it is first asked for: neither they nor the workspace are part of the first paint. */
function begin(): Promise<Editor> {
  beginning ??= makeEditor().catch((error: unknown) => {
    beginning = undefined;
    throw error;
  });
  return beginning;
}

async function makeEditor(): Promise<Editor> {
  const [{ tabEngine }] = await Promise.all([import('../engines/local/tab.ts'), import('./shell/workspace.tsx')]);
  const remarks: string[] = [];
  const editor = createEditor(
    tabEngine({
      onRemark: (text) => void remarks.push(text),
      onRestart: () => {
        editor.forgetResults();
        editor.log('warn', remarks.pop() ?? 'The data engine was started again.');
      },
    }),
    undefined,
    undefined,
    () => !viewOnly(),
  );
  editor.subscribe((now, before) => {
    if (now.id !== before.id) for (const text of remarks) editor.log('info', text);
  });
  autoRun(editor, sayError);
  followTabs(editor);
  const failed = (error: unknown): void => sayError(error, NOT_SAVED);
  const saving = autosave(editor, keepAndTell, failed, isHeld);
  recordHistory(editor, isHeld);
  flushWith(saving.flush);
  shareWithTabs(editor, saving.flush);
  addEventListener('pagehide', () => void saving.flush());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void saving.flush());
  return editor;
}

async function keepAndTell(id: string, kept: Kept): Promise<void> {
  await keepWorkflow(id, kept);
  tellSaved(id);
}

/** Other tabs of this browser may have the same workflows open: one of them writes, the others look on. */
function shareWithTabs(editor: Editor, flush: () => Promise<void>): void {
  const isShown = (id: string): boolean => editor.getState().id === id;
  startLocks({
    give: (id) => (isShown(id) ? flush() : Promise.resolve()),
    gained(id, left) {
      if (!isShown(id)) return editor.close(id);
      openKept(editor, id, () => isShown(id), left).catch(sayError);
    },
    saved: (id) => (isShown(id) ? void follow(editor, id).catch(sayError) : editor.close(id)),
  });
}

/** Does a thing once something is on the screen; a tab in the background paints nothing. */
function afterFirstPaint(work: () => void): void {
  new PerformanceObserver((_, observer) => {
    observer.disconnect();
    work();
  }).observe({ type: 'paint', buffered: true });
}

restoreTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App begin={begin} />
  </StrictMode>,
);
afterFirstPaint(() => void begin().then(startOffline).catch(sayError));
