import { useEffect, useMemo, useRef } from 'react';
import type { TableOp } from '../../core/plan.ts';
import { Note, Spinner } from '../ui/feedback.tsx';
import { ColumnCard } from './column-card.tsx';
import { groupsBetween } from './column-profile.ts';
import type { DockPort } from './dock-ports.ts';
import { useDock } from './dock-state.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { lookOf, useLook } from './grid-looks.ts';
import { PeekBar } from './peek-bar.tsx';
import { NotThere, Shown } from './table-panel.tsx';
import { usePort } from './use-port.ts';
import { usePeek } from './use-peek.ts';
import { useProfiles } from './use-profiles.ts';

/** What scrolls has the focus, so that the arrow keys scroll it. */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** What is in each column of a port's table. */
export function ProfilePanel({ port }: { port: DockPort }) {
  const { op, isPrevious, state } = usePort(port);
  if (!op) return <NotThere node={port.owner} state={state} what="What is in the columns" />;
  return (
    <Shown node={port.owner} state={state} isPrevious={isPrevious}>
      <Profiles op={op} port={port} />
    </Shown>
  );
}

function Profiles({ op: table, port }: { op: TableOp; port: DockPort }) {
  const { engine } = useEditor();
  const place = useEditorState((s) => lookOf(s.id, port));
  const { peek } = useLook(place);
  const { op, busy, problem: failure } = usePeek(table, peek);
  const column = useDock((s) => s.column);
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => groupsFor(op, column), [op, column]);
  const { profiles, problem = failure } = useProfiles(op, groups);
  const there = op.schema.filter((c) => profiles.has(c.name));
  const isThere = column !== undefined && profiles.has(column);

  useEffect(() => {
    if (!isThere) return;
    const cards = list.current?.querySelectorAll<HTMLElement>('.column-card') ?? [];
    const card = [...cards].find((c) => c.getAttribute('aria-label') === column);
    card?.scrollIntoView({ block: 'nearest' });
    card?.focus();
  }, [column, isThere]);

  return (
    <div className="dock-profiles" role="group" aria-label="Columns" {...SCROLLED_BY_KEYS}>
      <PeekBar
        onlyRows
        place={place}
        port={port}
        schema={table.schema}
        rows={engine.rows(op) ?? 0}
        all={engine.rows(table) ?? 0}
        busy={busy}
      />
      {problem && <Note kind="error">{problem}</Note>}
      <div ref={list} className="column-cards">
        {there.map((c) => (
          <ColumnCard key={c.name} column={c} profile={profiles.get(c.name)!} chosen={c.name === column} />
        ))}
      </div>
      {there.length < op.schema.length && !problem && (
        <div className="dock-waiting">
          <Spinner label="Looking at the columns" />
        </div>
      )}
    </div>
  );
}

/** All groups of columns, first the one that a person asked about. */
function groupsFor({ schema }: TableOp, column: string | undefined): number[] {
  const all = groupsBetween(0, schema.length - 1);
  const place = schema.findIndex((c) => c.name === column);
  return place < 0 ? [...all] : [...groupsBetween(place, place), ...all];
}
