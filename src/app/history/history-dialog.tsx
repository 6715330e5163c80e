import './history-dialog.css';
import { ArrowRight, Bookmark, BookmarkX, CopyPlus, History, Minus, PencilLine, Plus, RotateCcw, type LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { hashText } from '../../core/key.ts';
import { loadWorkflow, saveWorkflow } from '../../core/workflow-file.ts';
import type { Workflow } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { RESTORED, type Version } from '../files/history.ts';
import { nameVersion, versionsOf, versionText } from '../files/history-kept.ts';
import { openCopy } from '../files/open.ts';
import { doing, openSheet, sayError, useShell } from '../shell/shell-state.ts';
import { savedText } from '../start/words.ts';
import { WorkflowPicture } from '../start/workflow-picture.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty } from '../ui/feedback.tsx';
import { Icon } from '../ui/icons.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { differences, type Difference } from './differences.ts';

const close = (): void => openSheet(undefined);

interface Listed {
  readonly versions: readonly Version[];
  /** When they were looked up, in milliseconds since 1970. */
  readonly now: number;
}

/** The states of the workflow that were saved, the last first: what each was, how it differs from now, and a way back. */
export function HistoryDialog() {
  const editor = useEditor();
  const id = useEditorState((s) => s.id);
  const now = useEditorState((s) => s.workflow);
  const mayEdit = !useShell((s) => s.viewOnly);
  const [listed, setListed] = useState<Listed>();
  const [chosen, setChosen] = useState<string>();
  const hash = useMemo(() => hashText(saveWorkflow(now, nodeTypes)), [now]);
  const list = (): Promise<void> =>
    versionsOf(id).then((versions) => setListed({ versions: versions.toReversed(), now: Date.now() }), sayError);
  const begin = useEffectEvent(list);
  useEffect(() => void begin(), []);

  const versions = listed?.versions ?? [];
  const version = versions.find((v) => keyOf(v) === chosen) ?? versions.find((v) => v.hash !== hash) ?? versions[0];
  const workflow = useVersion(id, version);
  const isNow = version?.hash === hash;

  const restore = (): void => {
    if (!workflow || !version) return;
    editor.edit(`${RESTORED} the version of ${savedText(version.at, Date.now())}`, () => workflow);
    close();
  };
  const open = (): void => {
    if (!workflow) return;
    close();
    void doing(undefined, () => openCopy(editor, workflow));
  };

  return (
    <Dialog
      open
      onClose={close}
      title="History"
      size="large"
      footer={
        version && (
          <>
            <Button icon={CopyPlus} onClick={open}>
              Open as a copy
            </Button>
            <Button
              kind="primary"
              icon={RotateCcw}
              disabledReason={isNow ? 'This is how it is now' : mayEdit ? undefined : 'The workflow is view-only'}
              onClick={restore}
            >
              Restore
            </Button>
          </>
        )
      }
    >
      {listed && !version ? (
        <Empty icon={History} title="Nothing has been saved yet" text="Each state that is saved while you work can be gone back to here." />
      ) : (
        listed && (
          <div className="history">
            <ul className="history-list" aria-label="Versions">
              {versions.map((v) => (
                <li key={keyOf(v)}>
                  <button type="button" aria-current={v === version || undefined} onClick={() => setChosen(keyOf(v))}>
                    <strong className="num">
                      {v.name && <Icon of={Bookmark} size={12} />}
                      <span className="ellipsis">{v.name ?? timeText(v.at, listed.now)}</span>
                      {v.hash === hash && <small>now</small>}
                    </strong>
                    <span className="ellipsis">{v.labels.toReversed().join(', ')}</span>
                    <small className="num">
                      {[v.name && timeText(v.at, listed.now), v.nodes === 1 ? '1 node' : `${v.nodes} nodes`].filter(Boolean).join(', ')}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
            {version && workflow && (
              <section className="history-version" aria-label="The chosen version">
                <div className="history-picture">{workflow.nodes.length > 0 && <WorkflowPicture workflow={workflow} />}</div>
                <Keep
                  key={keyOf(version)}
                  version={version}
                  onName={(name) => void nameVersion(id, version.at, name).then(list, sayError)}
                />
                <Differences version={workflow} now={now} />
              </section>
            )}
          </div>
        )
      )}
    </Dialog>
  );
}

const keyOf = ({ at, hash }: Version): string => `${at} ${hash}`;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** "14:02 today", or the day and the time. */
function timeText(at: number, now: number): string {
  const text = savedText(at, now);
  return text.endsWith('today') ? text : `${text}, ${clock.format(at)}`;
}

function useVersion(id: string, version: Version | undefined): Workflow | undefined {
  const [read, setRead] = useState<{ readonly hash: string; readonly workflow: Workflow }>();
  const hash = version?.hash;
  useEffect(() => {
    let current = true;
    if (hash === undefined) return undefined;
    versionText(id, hash).then((text) => {
      if (current && text !== undefined) setRead({ hash, workflow: loadWorkflow(text, nodeTypes).workflow });
    }, sayError);
    return () => {
      current = false;
    };
  }, [id, hash]);
  return read && read.hash === hash ? read.workflow : undefined;
}

/** A name keeps a version for good. */
function Keep({ version: { name }, onName }: { version: Version; onName: (name: string) => void }) {
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    const text = draft?.trim();
    if (text) onName(text);
    setDraft(undefined);
  };
  if (draft !== undefined) return <NameForm draft={draft} onChange={setDraft} onCommit={commit} />;
  return (
    <div className="history-keep">
      {name ? (
        <>
          <Icon of={Bookmark} size={14} />
          <span>{`Kept as “${name}”`}</span>
          <IconButton small icon={BookmarkX} label="Let it go with the others" onClick={() => onName('')} />
        </>
      ) : (
        <Button small icon={Bookmark} onClick={() => setDraft('')}>
          Keep this version
        </Button>
      )}
    </div>
  );
}

function NameForm({ draft, onChange, onCommit }: { draft: string; onChange: (draft: string) => void; onCommit: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="history-keep">
      <TextInput
        ref={field}
        label="Name of the version"
        placeholder="Before the autumn campaign"
        value={draft}
        onChange={onChange}
        onKeyDown={(event) => event.key === 'Enter' && onCommit()}
      />
      <Button onClick={onCommit}>Keep</Button>
    </div>
  );
}

const LOOKS: Readonly<Record<Difference['kind'], { icon: LucideIcon; words: string }>> = {
  added: { icon: Plus, words: 'Added' },
  removed: { icon: Minus, words: 'Removed' },
  changed: { icon: PencilLine, words: 'Changed' },
};

function Differences({ version, now }: { version: Workflow; now: Workflow }) {
  const found = useMemo(() => differences(version, now), [version, now]);
  if (!found.length) return <p className="muted">This is how it is now</p>;
  return (
    <>
      <h3>Since then</h3>
      <ul className="history-differences">
        {found.map(({ kind, what, details }, i) => (
          <li key={i} data-kind={kind}>
            <Icon of={LOOKS[kind].icon} size={14} />
            <div>
              <p>
                <span className="history-kind">{LOOKS[kind].words}</span> {what}
              </p>
              {details.map(({ name, before, after }) => (
                <p key={name} className="history-detail">
                  <span>{name}</span>
                  <del>{before}</del>
                  <Icon of={ArrowRight} size={12} />
                  <ins>{after}</ins>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
