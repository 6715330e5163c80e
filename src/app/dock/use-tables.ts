import { useEffect, useState } from 'react';
import type { TableOp } from '../../core/plan.ts';
import { useEditor } from '../editor.ts';
import type { Editor } from '../store.ts';
import { computed } from './computed.ts';
import { readTable, type Table } from './table.ts';

export type Wanted<N extends string> = ReadonlyMap<N, TableOp>;

export interface Tables<N extends string> {
  /** By the names that were asked for; the last ones stay until the next are there. */
  readonly tables: ReadonlyMap<N, Table> | undefined;
  /** These are not yet what was asked for. */
  readonly busy: boolean;
  readonly problem: string | undefined;
}

interface Loaded<N extends string> {
  readonly wanted: Wanted<N>;
  readonly tables?: ReadonlyMap<N, Table> | undefined;
  readonly problem?: string | undefined;
}

/**
 * Small tables, whole, computed where they are not there. What nobody waits for any more is stopped.
 * @param wanted the same map as long as the same is wanted
 */
export function useTables<N extends string>(wanted: Wanted<N> | undefined): Tables<N> {
  const editor = useEditor();
  const [loaded, setLoaded] = useState<Loaded<N>>();

  useEffect(() => {
    if (!wanted) return undefined;
    const waiting = new AbortController();
    void loadTables(editor, wanted, waiting.signal).then((found) => {
      if (!waiting.signal.aborted) setLoaded((before) => ({ tables: before?.tables, ...found }));
    });
    return () => waiting.abort();
  }, [editor, wanted]);

  const current = loaded !== undefined && loaded.wanted === wanted;
  return { tables: loaded?.tables, busy: wanted !== undefined && !current, problem: current ? loaded.problem : undefined };
}

/** Tables, or why there are none. */
export async function loadTables<N extends string>(editor: Editor, wanted: Wanted<N>, signal: AbortSignal): Promise<Loaded<N>> {
  try {
    const problem = await computed(editor, [...wanted.values()], signal);
    if (signal.aborted) return { wanted };
    if (problem !== undefined) return { wanted, problem };
    const tables = new Map<N, Table>();
    for (const [name, op] of wanted) tables.set(name, await readTable(editor.engine, op));
    return { wanted, tables };
  } catch (error) {
    return { wanted, problem: error instanceof Error ? error.message : String(error) };
  }
}
