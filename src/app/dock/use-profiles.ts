import { useEffect, useMemo, useState } from 'react';
import type { TableOp } from '../../core/plan.ts';
import { useEditor } from '../editor.ts';
import { columnGroup, profileOps, profilesFrom, type ColumnProfile } from './column-profile.ts';
import { loadTables } from './use-tables.ts';

interface Found {
  readonly op: TableOp | undefined;
  readonly groups: ReadonlySet<number>;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly problem?: string | undefined;
}

const NOTHING: Found = { op: undefined, groups: new Set(), profiles: new Map() };

/**
 * What is in the columns of a table, by column name, computed a group of neighbours at a time.
 * @param groups positions of the groups' first columns, those that are wanted first in front
 */
export function useProfiles(op: TableOp | undefined, groups: readonly number[]): Omit<Found, 'op' | 'groups'> {
  const editor = useEditor();
  const [kept, setKept] = useState(NOTHING);
  const found = kept.op === op ? kept : NOTHING;
  const next = groups.find((group) => !found.groups.has(group));
  const wanted = useMemo(() => (op && next !== undefined ? profileOps(op, columnGroup(op.schema, next)) : undefined), [op, next]);

  useEffect(() => {
    if (!wanted || next === undefined) return undefined;
    const waiting = new AbortController();
    void loadTables(editor, wanted, waiting.signal).then(({ tables, problem }) => {
      if (waiting.signal.aborted) return;
      const more = tables ? profilesFrom(tables.get('profile')!, tables.get('distribution')!) : [];
      setKept((before) => {
        const { groups: had, profiles } = before.op === op ? before : NOTHING;
        return { op, groups: new Set([...had, next]), profiles: new Map([...profiles, ...more]), problem };
      });
    });
    return () => waiting.abort();
  }, [editor, op, wanted, next]);

  return found;
}
