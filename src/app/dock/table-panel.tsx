import { CirclePlay, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { FixesOf } from '../fix-buttons.tsx';
import { Button } from '../ui/button.tsx';
import { Empty, Note, Spinner } from '../ui/feedback.tsx';
import type { NodeState } from '../node-state.ts';
import type { DockPort } from './dock-ports.ts';
import { lookOf } from './grid-looks.ts';
import { Grid } from './grid.tsx';
import { usePort } from './use-port.ts';

/** The rows of a port. */
export function TablePanel({ port }: { port: DockPort }) {
  const { op, isPrevious, state } = usePort(port);
  const place = useEditorState((s) => lookOf(s.id, port));
  if (!op) return <NotThere node={port.owner} state={state} what="The rows" />;
  return (
    <Shown node={port.owner} state={state} isPrevious={isPrevious}>
      <Grid op={op} label={`Rows of ${port.label}`} place={place} port={port} />
    </Shown>
  );
}

/** A result, with a line above it where it is no longer what the settings ask for. */
export function Shown({ node, state, isPrevious, children }: { node: string; state: NodeState; isPrevious: boolean; children: ReactNode }) {
  const editor = useEditor();
  const canRun = state.kind === 'stale' || state.kind === 'ready';
  const line = [state.line, state.fix].filter(Boolean).join(' ');
  return (
    <div className="dock-shown">
      {isPrevious && (
        <Note
          kind={state.kind === 'error' ? 'error' : 'stale'}
          action={canRun ? { label: 'Run to here', run: () => void runNodes(editor, [node]) } : undefined}
        >
          Previous result. {line}
        </Note>
      )}
      {state.kind === 'sampled' && !isPrevious && (
        <Note kind="accent" action={{ label: 'Run to here', run: () => void runNodes(editor, [node]) }}>
          {state.aside} of the rows, to see at once what the last edit does.
        </Note>
      )}
      <div className="dock-result" data-previous={isPrevious || undefined}>
        {children}
      </div>
    </div>
  );
}

/** Why there is nothing to show yet, and what would bring it here. */
export function NotThere({ node, state, what }: { node: string; state: NodeState; what: string }) {
  const editor = useEditor();
  switch (state.kind) {
    case 'error':
      return <Empty kind="error" title={state.line} text={state.fix} action={<FixesOf node={node} />} />;
    case 'unconfigured':
      return <Empty icon={Table2} title="Not set up yet" text={state.line} action={<FixesOf node={node} />} />;
    case 'queued':
    case 'running':
    case 'done':
    case 'sampled':
      return (
        <div className="dock-waiting">
          <Spinner label={state.kind === 'done' ? 'Reading the rows' : state.line} />
        </div>
      );
    case 'disabled':
      return <Empty icon={Table2} title="Disabled" text="Rows pass through it unchanged." />;
    case 'ready':
    case 'stale':
      return (
        <Empty
          icon={Table2}
          title="Not computed yet"
          text={`${what} will be here after a run.`}
          action={
            <Button small icon={CirclePlay} shortcut="Shift+Enter" onClick={() => void runNodes(editor, [node])}>
              Run to here
            </Button>
          }
        />
      );
  }
}
