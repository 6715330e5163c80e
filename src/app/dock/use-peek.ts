import { useEffect, useMemo, useState } from 'react';
import type { TableOp } from '../../core/plan.ts';
import { useEditor } from '../editor.ts';
import { computed } from './computed.ts';
import { peekOp, type Peek } from './peek.ts';

export interface Peeked {
  /** The rows on show: those that are wanted, or, until they are there, those that were. */
  readonly op: TableOp;
  readonly busy: boolean;
  readonly problem: string | undefined;
}

/**
 * The rows of a table that a peek asks for. They are computed when they are not there; what is asked for in place of
 * others stops them.
 * @param table a table that is there
 */
export function usePeek(table: TableOp, peek: Peek): Peeked {
  const editor = useEditor();
  const { filters, find } = peek;
  const wanted = useMemo(() => peekOp(table, { filters, find, order: [] }), [table, filters, find]);
  const [found, setFound] = useState<{ readonly op: TableOp; readonly shown: TableOp; readonly problem?: string | undefined }>();
  const isThere = wanted === table || editor.engine.has(wanted);

  if (isThere && found?.shown !== wanted) setFound({ op: wanted, shown: wanted });

  useEffect(() => {
    if (isThere) return undefined;
    const waiting = new AbortController();
    const settle = (problem?: string): void => {
      if (waiting.signal.aborted) return;
      setFound((before) => ({ op: wanted, shown: problem === undefined ? wanted : (before?.shown ?? table), problem }));
    };
    computed(editor, [wanted], waiting.signal).then(settle, (error: unknown) =>
      settle(error instanceof Error ? error.message : String(error)),
    );
    return () => waiting.abort();
  }, [editor, table, wanted, isThere]);

  if (isThere) return { op: wanted, busy: false, problem: undefined };
  const problem = found?.op === wanted ? found.problem : undefined;
  const shown = found && editor.engine.has(found.shown) ? found.shown : table;
  return { op: shown, busy: problem === undefined, problem };
}
