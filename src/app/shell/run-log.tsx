import './run-log.css';
import { ScrollText } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import type { LogLine } from '../store.ts';
import { LinkButton } from '../ui/button.tsx';
import { Empty } from '../ui/feedback.tsx';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const LEVELS: Readonly<Record<LogLine['level'], string>> = { info: 'Info', warn: 'Warning', error: 'Error' };

/** What was run and found, newest last. It stays at the end unless somebody has scrolled up. */
export function RunLog() {
  const log = useEditorState((s) => s.log);
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);

  useLayoutEffect(() => {
    if (log.length && atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [log]);

  if (!log.length) return <Empty icon={ScrollText} title="Nothing has run yet" text="What a run computes and finds is listed here." />;
  return (
    <ol
      ref={list}
      className="run-log num"
      aria-label="Run log"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {log.map((line, i) => (
        <Line key={i} line={line} />
      ))}
    </ol>
  );
}

function Line({ line: { at, level, node, text } }: { line: LogLine }) {
  const editor = useEditor();
  const label = useEditorState((s) => {
    const found = node === undefined ? undefined : nodeById(s.workflow, node);
    return found && labelOf(found);
  });
  return (
    <li data-level={level}>
      <time>{clock.format(at)}</time>
      <span className="run-log-level">{LEVELS[level]}</span>
      <span className="run-log-node ellipsis">
        {label !== undefined && <LinkButton onClick={() => editor.select([node!])}>{label}</LinkButton>}
      </span>
      <span className="run-log-text">{text}</span>
    </li>
  );
}
