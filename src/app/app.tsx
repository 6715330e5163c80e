import './app.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import { EditorContext, useEditorState } from './editor.ts';
import { openKept, openLink, resume } from './files/open.ts';
import { sharedIn } from './files/share-link.ts';
import { goInstead, goTo, idIn, useHash } from './shell/route.ts';
import { LoadReport } from './shell/load-report.tsx';
import { sayError } from './shell/shell-state.ts';
import { drop } from './tabs/open-tabs.ts';
import { Start } from './start/start.tsx';
import type { Editor } from './store.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Spinner } from './ui/feedback.tsx';
import { notify, Toasts } from './ui/toasts.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

/** The start screen needs none of it. */
const Workspace = lazy(async () => ({ default: (await import('./shell/workspace.tsx')).Workspace }));

/** The window: the start screen, or the workflow that the address names or holds. */
export function App({ begin }: { begin: () => Promise<Editor> }) {
  const hash = useHash();
  const id = idIn(hash);
  return (
    <TooltipProvider>
      <ErrorBoundary what="The app" resetKey={id}>
        <Shown hash={hash} begin={begin} />
        <LoadReport />
      </ErrorBoundary>
      <Toasts />
    </TooltipProvider>
  );
}

function Shown({ hash, begin }: { hash: string; begin: () => Promise<Editor> }) {
  const id = idIn(hash);
  if (id !== undefined) return <Edited id={id} begin={begin} />;
  return sharedIn(hash) ? <Linked key={hash} hash={hash} begin={begin} /> : <Start begin={begin} />;
}

/** A link with a workflow in it, while that is opened. */
function Linked({ hash, begin }: { hash: string; begin: () => Promise<Editor> }) {
  useEffect(() => {
    let current = true;
    const open = async (): Promise<void> => {
      const editor = await begin();
      if (current) await openLink(editor, sharedIn(hash)!);
    };
    open().catch((error: unknown) => {
      sayError(error);
      if (current) goInstead(undefined);
    });
    return () => {
      current = false;
    };
  }, [hash, begin]);
  return <Opening />;
}

function Edited({ id, begin }: { id: string; begin: () => Promise<Editor> }) {
  const [editor, setEditor] = useState<Editor>();
  useEffect(() => {
    let current = true;
    const open = async (): Promise<void> => {
      const made = await begin();
      if (resume(made, id) || (await openKept(made, id, () => current))) {
        if (current) setEditor(made);
        return;
      }
      notify({ kind: 'error', text: 'This workflow is not in this browser', detail: 'Open it from its file (.clade.json).' });
      drop(made, id);
      goTo(undefined);
    };
    open().catch((error: unknown) => {
      sayError(error, 'The workflow could not be opened');
      if (current) goTo(undefined);
    });
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
