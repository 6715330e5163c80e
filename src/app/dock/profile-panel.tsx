import { useMemo } from 'react';
import type { TableOp } from '../../core/plan.ts';
import { Note, Spinner } from '../ui/feedback.tsx';
import { ColumnCard } from './column-card.tsx';
import { groupsBetween } from './column-profile.ts';
import type { DockPort } from './dock-ports.ts';
import { NotThere, Shown } from './table-panel.tsx';
import { usePort } from './use-port.ts';
import { useProfiles } from './use-profiles.ts';

/** What is in each column of a port's table. */
export function ProfilePanel({ port }: { port: DockPort }) {
  const { op, isPrevious, state } = usePort(port);
  if (!op) return <NotThere node={port.owner} state={state} what="What is in the columns" />;
  return (
    <Shown node={port.owner} state={state} isPrevious={isPrevious}>
      <Profiles op={op} />
    </Shown>
  );
}

function Profiles({ op }: { op: TableOp }) {
  const groups = useMemo(() => groupsBetween(0, op.schema.length - 1), [op]);
  const { profiles, problem } = useProfiles(op, groups);
  const there = op.schema.filter((c) => profiles.has(c.name));
  return (
    <div className="dock-profiles">
      {problem && <Note kind="error">{problem}</Note>}
      <div className="column-cards">
        {there.map((column) => (
          <ColumnCard key={column.name} column={column} profile={profiles.get(column.name)!} />
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
