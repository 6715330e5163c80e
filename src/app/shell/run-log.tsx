import './run-log.css';
import { ScrollText } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import type { LogKind, LogLine } from '../store.ts';
import { LinkButton } from '../ui/button.tsx';
import { Empty } from '../ui/feedback.tsx';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const KINDS: Readonly<Record<LogKind, string>> = {
  run: 'Run',
  computed: 'Computed',
  cached: 'Kept',
  fused: 'Together',
  dropped: 'Dropped',
  note: 'Note',
  failed: 'Failed',
  engine: 'Engine',
};

/** What can be asked for alone. */
const FILTERS = {
  all: { label: 'All', has: () => true },
  computed: { label: 'Computed', has: ({ kind }) => kind === 'computed' || kind === 'cached' || kind === 'fused' },
  rows: { label: 'Rows dropped', has: ({ kind }) => kind === 'dropped' },
  notes: { label: 'Notes and warnings', has: ({ kind, level }) => kind === 'note' || level === 'warn' },
  errors: { label: 'Errors', has: ({ level }) => level === 'error' },
} satisfies Record<string, { label: string; has: (line: LogLine) => boolean }>;

type Filter = keyof typeof FILTERS;

/** What was run and found, newest last. It stays at the end unless somebody has scrolled up. */
export function RunLog() {
  const log = useEditorState((s) => s.log);
  const [filter, setFilter] = useState<Filter>('all');
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const lines = useMemo(() => log.filter((line) => FILTERS[filter].has(line)), [log, filter]);

  useLayoutEffect(() => {
    if (lines.length && atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);

  if (!log.length) return <Empty icon={ScrollText} title="Nothing has run yet" text="What a run computes and finds is listed here." />;
  return (
    <div className="run-log-panel">
      <div className="run-log-filters" role="toolbar" aria-label="What the log shows">
        {(Object.keys(FILTERS) as Filter[]).map((name) => {
          const count = log.filter((line) => FILTERS[name].has(line)).length;
          return (
            <button key={name} type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
              {FILTERS[name].label}
              <span className="num">{count}</span>
            </button>
          );
        })}
      </div>
      <ol
        ref={list}
        className="run-log num"
        aria-label="Run log"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {lines.map((line, i) => (
          <Line key={i} line={line} />
        ))}
      </ol>
    </div>
  );
}

function Line({ line: { at, level, kind, node, text } }: { line: LogLine }) {
  const editor = useEditor();
  const label = useEditorState((s) => {
    const found = node === undefined ? undefined : nodeById(s.workflow, node);
    return found && labelOf(found);
  });
  return (
    <li data-level={level} data-kind={kind}>
      <time>{clock.format(at)}</time>
      <span className="run-log-level">{level === 'warn' ? 'Warning' : level === 'error' && kind === 'note' ? 'Error' : KINDS[kind]}</span>
      <span className="run-log-node ellipsis">
        {label !== undefined && <LinkButton onClick={() => editor.select([node!])}>{label}</LinkButton>}
      </span>
      <span className="run-log-text">{text}</span>
    </li>
  );
}
