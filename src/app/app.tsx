import './app.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import { EditorContext, useEditorState } from './editor.ts';
import { openKept } from './files/open.ts';
import { goTo, useRoute } from './shell/route.ts';
import { LoadReport } from './shell/load-report.tsx';
import { sayError } from './shell/shell-state.ts';
import { Start } from './start/start.tsx';
import type { Editor } from './store.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Spinner } from './ui/feedback.tsx';
import { notify, Toasts } from './ui/toasts.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

/** The start screen needs none of it. */
const Workspace = lazy(async () => ({ default: (await import('./shell/workspace.tsx')).Workspace }));

/** The window: the start screen, or the workflow that the address names. */
export function App({ begin }: { begin: () => Promise<Editor> }) {
  const id = useRoute();
  return (
    <TooltipProvider>
      <ErrorBoundary what="The app" resetKey={id}>
        {id === undefined ? <Start begin={begin} /> : <Edited id={id} begin={begin} />}
        <LoadReport />
      </ErrorBoundary>
      <Toasts />
    </TooltipProvider>
  );
}

function Edited({ id, begin }: { id: string; begin: () => Promise<Editor> }) {
  const [editor, setEditor] = useState<Editor>();
  useEffect(() => {
    let current = true;
    const open = async (): Promise<void> => {
      const made = await begin();
      if (made.getState().id === id || (await openKept(made, id, () => current))) {
        if (current) setEditor(made);
        return;
      }
      notify({ kind: 'error', text: 'This workflow is not in this browser', detail: 'Open it from its file (.clade.json).' });
      goTo(undefined);
    };
    open().catch((error: unknown) => sayError(error, 'The workflow could not be opened'));
    return () => {
      current = false;
    };
  }, [id, begin]);

  return editor ? (
    <EditorContext value={editor}>
      <Opened id={id} />
    </EditorContext>
  ) : (
    <Opening />
  );
}

function Opened({ id }: { id: string }) {
  const shown = useEditorState((s) => s.id);
  const title = useEditorState((s) => s.workflow.title);
  useEffect(() => {
    document.title = `${title} – Clade`;
    return () => {
      document.title = 'Clade';
    };
  }, [title]);
  return shown === id ? (
    <Suspense fallback={<Opening />}>
      <Workspace key={id} />
    </Suspense>
  ) : (
    <Opening />
  );
}

const Opening = () => (
  <main className="app-opening">
    <Spinner label="Opening the workflow" />
  </main>
);
