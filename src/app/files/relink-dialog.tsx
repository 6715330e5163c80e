import './relink-dialog.css';
import { Check, CircleAlert, Equal, FileSearch, FolderOpen, Minus, Plus, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react';
import type { ColumnChange, FileSource } from '../../core/source.ts';
import type { Workflow } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { doing, openSheet, sayError } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty, Note, Spinner } from '../ui/feedback.tsx';
import { Icon } from '../ui/icons.tsx';
import { DATA_ENDINGS } from './formats.ts';
import { attach } from './open.ts';
import { compared, isCalledAs, lookAtAll, matched, type Candidate } from './relink.ts';
import { useAsked } from './relink-state.ts';
import { missingText } from './relink-words.ts';
import { chooseFiles } from './transfer.ts';

const close = (): void => openSheet(undefined);

/** Files for the sources of a workflow: which is for which, and what is different in them, before they are taken. */
export function RelinkDialog() {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const missing = useEditorState((s) => s.missing);
  const asked = useAsked();
  const sources = workflow.sources.filter((s) => (asked.source === undefined ? missing.includes(s.name) : s.name === asked.source));
  const [found, setFound] = useState<ReadonlyMap<string, Candidate>>(new Map());
  const [left, setLeft] = useState<readonly string[]>([]);
  const [looking, setLooking] = useState(asked.files.length > 0);

  function take(candidates: readonly Candidate[], only?: FileSource): void {
    const fits = only
      ? new Map(candidates.filter((c) => c.format === only.format).map((c) => [only.name, c]))
      : matched(sources, candidates);
    const taken = new Set(fits.values());
    setFound((before) => new Map([...before, ...fits]));
    setLeft(candidates.filter((c) => !taken.has(c)).map((c) => c.file.name));
    setLooking(false);
  }
  function fail(error: unknown): void {
    sayError(error);
    setLooking(false);
  }
  const look = (files: readonly File[], only?: FileSource): Promise<void> =>
    lookAtAll(editor.engine, files, (file) => only ?? sources.find((s) => isCalledAs(s, file))).then(
      (candidates) => take(candidates, only),
      fail,
    );
  const begin = useEffectEvent(() =>
    look(
      asked.files,
      sources.find((s) => s.name === asked.source),
    ),
  );
  useEffect(() => {
    if (asked.files.length) void begin();
  }, [asked]);

  const choose = async (only?: FileSource): Promise<void> => {
    const files = await chooseFiles(DATA_ENDINGS, only === undefined);
    if (!files.length) return;
    setLooking(true);
    await look(files, only);
  };

  /** Takes files over one after the other; the dialog closes behind the last. */
  async function use(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const candidate = found.get(name);
      if (!candidate) continue;
      const { file, format } = candidate;
      await doing(`Reading ${file.name}`, () => attach(editor, file, format, name, undefined, candidate.found.options));
    }
    if (sources.every((s) => names.includes(s.name))) close();
    else setFound((before) => new Map([...before].filter(([name]) => !names.includes(name))));
  }

  const ready = sources.filter((s) => found.has(s.name)).map((s) => s.name);
  return (
    <Dialog
      open
      onClose={close}
      title={asked.source === undefined ? missingText(sources.length) : `Another file for ${asked.source}`}
      footer={
        <>
          {looking && <Spinner label="Looking at the files" />}
          <Button
            icon={FolderOpen}
            kind={ready.length ? 'default' : 'primary'}
            disabledReason={looking ? 'The files are still being looked at' : undefined}
            onClick={() => void choose(sources.length === 1 ? sources[0] : undefined)}
          >
            {ready.length ? 'Choose another' : sources.length === 1 ? 'Choose a file' : 'Choose files'}
          </Button>
          {ready.length > 0 && (
            <Button kind="primary" icon={Check} onClick={() => void use(ready)}>
              {ready.length === 1 ? 'Use this file' : `Use ${ready.length} files`}
            </Button>
          )}
        </>
      }
    >
      {sources.length ? (
        <div className="relink">
          {asked.source === undefined && (
            <p className="muted">
              A workflow is passed on without its data. Choose your copies of the files: they are read here and go nowhere.
            </p>
          )}
          {left.map((name) => (
            <Note key={name} kind="warn">{`${name} fits none of them, by its name or its columns.`}</Note>
          ))}
          {sources.map((source) => (
            <Source
              key={source.name}
              source={source}
              candidate={found.get(source.name)}
              workflow={workflow}
              looking={looking}
              onChoose={sources.length > 1 ? () => void choose(source) : undefined}
              onUse={ready.length > 1 ? () => void use([source.name]) : undefined}
            />
          ))}
        </div>
      ) : (
        <Empty icon={Check} title="All files are here" />
      )}
    </Dialog>
  );
}

interface SourceProps {
  source: FileSource;
  candidate: Candidate | undefined;
  workflow: Workflow;
  /** Files are being looked at, one after the other. */
  looking: boolean;
  onChoose: (() => void) | undefined;
  onUse: (() => void) | undefined;
}

function Source({ source, candidate, workflow, looking, onChoose, onUse }: SourceProps) {
  const { name, path, columns } = source;
  const comparison = useMemo(() => candidate && compared(workflow, source, candidate), [workflow, source, candidate]);
  return (
    <section className="relink-source" aria-label={path}>
      <header>
        <Icon of={candidate ? Check : FileSearch} />
        <h3 className="ellipsis">{path}</h3>
        <span className="muted num">
          {candidate ? `${candidate.file.name}, ${rowsText(candidate)}` : `${name}, ${columnsText(columns.length)}`}
        </span>
        {onChoose && (
          <Button small disabledReason={looking ? 'The files are still being looked at' : undefined} onClick={onChoose}>
            {candidate ? 'Choose another' : 'Choose a file'}
          </Button>
        )}
        {onUse && candidate && (
          <Button small kind="primary" onClick={onUse}>
            Use this file
          </Button>
        )}
      </header>
      {comparison && <Changes comparison={comparison} columns={columns.length} />}
    </section>
  );
}

const rowsText = ({ found: { rows, columns } }: Candidate): string =>
  `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} × ${columns.length}`;
const columnsText = (count: number): string => (count === 1 ? '1 column' : `${count} columns`);

function Changes({ comparison: { changes, same, users }, columns }: { comparison: ReturnType<typeof compared>; columns: number }) {
  return (
    <ul className="relink-changes">
      <Fact icon={same ? Equal : changes.some(({ kind }) => kind !== 'added') ? TriangleAlert : Check} kind={same ? 'ok' : 'plain'}>
        {same
          ? 'The same content as before'
          : `${same === false ? 'Other content than before, ' : ''}${changes.length ? 'with other columns' : `the same ${columnsText(columns)}`}`}
      </Fact>
      {changes.map((change) => (
        <Fact key={change.kind + change.name} {...looks[change.kind]}>
          <ChangeWords change={change} users={users.get(change.name) ?? []} />
        </Fact>
      ))}
    </ul>
  );
}

const looks: Readonly<Record<ColumnChange['kind'], { icon: LucideIcon; kind: FactKind }>> = {
  missing: { icon: Minus, kind: 'error' },
  added: { icon: Plus, kind: 'plain' },
  retyped: { icon: CircleAlert, kind: 'warn' },
};

type FactKind = 'plain' | 'ok' | 'warn' | 'error';

const Fact = ({ icon, kind, children }: { icon: LucideIcon; kind: FactKind; children: ReactNode }) => (
  <li data-kind={kind}>
    <Icon of={icon} size={14} />
    <span>{children}</span>
  </li>
);

function ChangeWords({ change, users }: { change: ColumnChange; users: readonly string[] }) {
  const name = <strong>{change.name}</strong>;
  if (change.kind === 'added')
    return (
      <>
        New column {name}, {TYPE_LABELS[change.type]}
      </>
    );
  if (change.kind === 'retyped')
    return (
      <>
        {name} was {TYPE_LABELS[change.was]} and looks like {TYPE_LABELS[change.type]}. It is read as {TYPE_LABELS[change.was]}
      </>
    );
  return (
    <>
      No column {name}
      {users.length ? `, which ${users.join(', ')} ${users.length === 1 ? 'needs' : 'need'}` : ', which no node needs'}
    </>
  );
}
