import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { autosave } from './files/autosave.ts';
import { keepWorkflow } from './files/kept.ts';
import { sayError } from './shell/shell-state.ts';
import { createEditor, type Editor } from './store.ts';
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
  );
  editor.subscribe((now, before) => {
    if (now.id !== before.id) for (const text of remarks) editor.log('info', text);
  });
  const saving = autosave(editor, keepWorkflow, (error) => sayError(error, 'The workflow could not be saved in this browser'));
  addEventListener('pagehide', () => void saving.flush());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void saving.flush());
  return editor;
}

restoreTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App begin={begin} />
  </StrictMode>,
);
requestAnimationFrame(() => setTimeout(() => void begin().catch(sayError)));
