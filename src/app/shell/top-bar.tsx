import './top-bar.css';
import { ChevronRight, CloudOff, Eye, Redo2, Share2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useEditor, useEditorState } from '../editor.ts';
import { PresentButton } from '../present/present-button.tsx';
import { Button, IconButton, LinkButton } from '../ui/button.tsx';
import { useOffline } from '../offline/offline-state.ts';
import { Badge } from '../ui/chip.tsx';
import { Spinner } from '../ui/feedback.tsx';
import { BrandMark, Icon } from '../ui/icons.tsx';
import { AsOf } from './as-of.tsx';
import { MainMenu } from './main-menu.tsx';
import { goTo } from './route.ts';
import { RunControl } from './run-control.tsx';
import { openSheet, setViewOnly, useShell } from './shell-state.ts';
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
      <ViewOnly />
      <span className="topbar-space" />
      <History />
      <span className="topbar-line" />
      <AsOf />
      <RunControl />
      <span className="topbar-line" />
      <Button kind="ghost" icon={Share2} tooltip="A link with the workflow in it, without its data" onClick={() => openSheet('share')}>
        Share
      </Button>
      <ThemeToggle />
      <PresentButton />
      <MainMenu />
    </header>
  );
}

function Title() {
  const editor = useEditor();
  const title = useEditorState((s) => s.workflow.title);
  const frozen = useShell((s) => s.viewOnly);
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
        readOnly={frozen}
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
  const ready = useOffline((s) => s.ready);
  const connected = useOffline((s) => s.connected);
  if (busy) return <Spinner label={busy} />;
  const words =
    saved === 'saved' ? (at === undefined ? '' : `Saved ${clock.format(at)}`) : saved === 'saving' ? 'Saving…' : 'Not saved yet';
  return (
    <>
      <span
        className="topbar-saved num"
        aria-live="off"
        title={ready ? 'In this browser, which opens Clade without a connection too' : 'In this browser'}
      >
        {words}
      </span>
      {!connected && <Badge icon={CloudOff}>Offline</Badge>}
    </>
  );
}

/** Says that nothing can be changed, and lets go of it. */
function ViewOnly() {
  const on = useShell((s) => s.viewOnly && !s.locked);
  return (
    on && (
      <Button small icon={Eye} pressed tooltip="Nothing can be changed. Choose to edit again" onClick={() => setViewOnly(false)}>
        View only
      </Button>
    )
  );
}

function History() {
  const editor = useEditor();
  const frozen = useShell((s) => s.viewOnly);
  const undo = useEditorState((s) => s.past.at(-1)?.label);
  const redo = useEditorState((s) => s.future.at(-1)?.label);
  return (
    <>
      <IconButton
        icon={Undo2}
        label={undo ? `Undo: ${undo}` : 'Undo'}
        shortcut="Ctrl+Z"
        disabledReason={frozen ? 'View only' : undo ? undefined : 'Nothing to undo'}
        onClick={() => editor.undo()}
      />
      <IconButton
        icon={Redo2}
        label={redo ? `Redo: ${redo}` : 'Redo'}
        shortcut="Ctrl+Shift+Z"
        disabledReason={frozen ? 'View only' : redo ? undefined : 'Nothing to redo'}
        onClick={() => editor.redo()}
      />
    </>
  );
}
