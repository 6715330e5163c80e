import './top-bar.css';
import { ChevronRight, Play, Redo2, Square, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import type { State } from '../store.ts';
import { labelOf, nodeState } from '../node-state.ts';
import { Button, IconButton, LinkButton } from '../ui/button.tsx';
import { Spinner } from '../ui/feedback.tsx';
import { BrandMark, Icon } from '../ui/icons.tsx';
import { AsOf } from './as-of.tsx';
import { MainMenu } from './main-menu.tsx';
import { goTo } from './route.ts';
import { useShell } from './shell-state.ts';
import { ThemeToggle } from './theme-toggle.tsx';

export function TopBar() {
  return (
    <header className="topbar" data-region="Top bar">
      <span className="topbar-brand">
        <BrandMark />
      </span>
      <nav className="topbar-crumb" aria-label="Breadcrumb">
        <LinkButton onClick={() => goTo(undefined)}>Workflows</LinkButton>
        <Icon of={ChevronRight} size={14} />
      </nav>
      <Title />
      <Saved />
      <span className="topbar-space" />
      <History />
      <span className="topbar-line" />
      <AsOf />
      <RunControl />
      <span className="topbar-line" />
      <ThemeToggle />
      <MainMenu />
    </header>
  );
}

function Title() {
  const editor = useEditor();
  const title = useEditorState((s) => s.workflow.title);
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    const text = draft?.trim();
    if (text && text !== title) editor.edit('Rename workflow', (w) => ({ ...w, title: text }));
    setDraft(undefined);
  };
  return (
    <h1 className="topbar-title">
      <span className="topbar-title-size" aria-hidden="true">
        {(draft ?? title) || ' '}
      </span>
      <input
        aria-label="Workflow title"
        value={draft ?? title}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(undefined);
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </h1>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

function Saved() {
  const saved = useEditorState((s) => s.saved);
  const at = useEditorState((s) => s.savedAt);
  const busy = useShell((s) => s.busy);
  if (busy) return <Spinner label={busy} />;
  const words =
    saved === 'saved' ? (at === undefined ? '' : `Saved ${clock.format(at)}`) : saved === 'saving' ? 'Saving…' : 'Not saved yet';
  return (
    <span className="topbar-saved num" aria-live="off">
      {words}
    </span>
  );
}

function History() {
  const editor = useEditor();
  const undo = useEditorState((s) => s.past.at(-1)?.label);
  const redo = useEditorState((s) => s.future.at(-1)?.label);
  return (
    <>
      <IconButton
        icon={Undo2}
        label={undo ? `Undo: ${undo}` : 'Undo'}
        shortcut="Ctrl+Z"
        disabledReason={undo ? undefined : 'Nothing to undo'}
        onClick={() => editor.undo()}
      />
      <IconButton
        icon={Redo2}
        label={redo ? `Redo: ${redo}` : 'Redo'}
        shortcut="Ctrl+Shift+Z"
        disabledReason={redo ? undefined : 'Nothing to redo'}
        onClick={() => editor.redo()}
      />
    </>
  );
}

function RunControl() {
  const editor = useEditor();
  const running = useEditorState((s) => s.running);
  const empty = useEditorState((s) => s.workflow.nodes.length === 0);
  const progress = useEditorState(runningText);
  if (!running) {
    return (
      <Button
        kind="primary"
        icon={Play}
        shortcut="Ctrl+Enter"
        disabledReason={empty ? 'There is no node to run' : undefined}
        onClick={() => perform('run', editor)}
      >
        Run
      </Button>
    );
  }
  return (
    <>
      <span className="topbar-progress num" role="status">
        {progress}
      </span>
      <Button icon={Square} shortcut="Ctrl+." onClick={() => editor.stop()}>
        Stop
      </Button>
    </>
  );
}

/** Which node is being computed and how far it is: "k-Means 62 %". */
export function runningText(state: State): string {
  for (const node of state.workflow.nodes) {
    const { kind, share } = nodeState(state, node.id);
    if (kind === 'running') return share === undefined ? labelOf(node) : `${labelOf(node)} ${Math.round(share * 100)} %`;
  }
  return '';
}
