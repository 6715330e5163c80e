import { useEffect, useMemo, useRef, useState } from 'react';
import type { Expr } from '../../core/expr.ts';
import { readExpr } from '../../core/params.ts';
import type { TableOp } from '../../core/plan.ts';
import { PlanError, type Column } from '../../core/schema.ts';
import type { Workflow } from '../../core/workflow.ts';
import { cellAt, tableFrom, type Table } from '../dock/table.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { previewed, probeOf, type Previewed } from './preview-ops.ts';

const ROWS = 5;
const CALM_MS = 150;

export interface Preview {
  /** Whether the rows that the expression reads can be looked at. */
  readonly ready: boolean;
  /** The last rows that could be computed, with their columns, the value last. */
  readonly rows: { readonly table: Table; readonly columns: readonly Column[]; readonly result: string } | undefined;
  readonly counts: { readonly pass: number; readonly all: number } | undefined;
  /** The rows are those of an earlier text. */
  readonly isOld: boolean;
  /** They stay for now, since there is a mistake in the text. */
  readonly isStuck: boolean;
  readonly problem: string | undefined;
}

interface Found extends Pick<Preview, 'rows' | 'counts' | 'problem'> {
  readonly of: Previewed;
}

/** What an expression gives on the first rows of its table, looked up while it is typed. Nothing is kept of it in the engine. */
export function usePreview(table: TableOp | undefined, text: string, condition: boolean, open: boolean): Preview {
  const editor = useEditor();
  const params = useEditorState((s) => s.workflow.params);
  const sources = useEditorState((s) => s.workflow.sources);
  const probe = useMemo(() => (open && table?.schema.length ? probeOf(table) : undefined), [open, table]);
  const ready = useEditorState(() => probe !== undefined && editor.engine.canPeek(probe));
  const calm = useCalm(text);
  const [found, setFound] = useState<Found>();
  const line = useRef<Promise<void>>(Promise.resolve());

  const wanted = useMemo(() => {
    const expr = exprIn(calm, { params, sources });
    return table && open && expr ? previewed(table, expr, condition) : undefined;
  }, [table, open, calm, condition, params, sources]);

  useEffect(() => {
    if (!wanted || !ready) return undefined;
    let isStale = false;
    const look = async (): Promise<void> => {
      if (isStale) return;
      try {
        const rows = { table: tableFrom(await editor.engine.peek(wanted.op, ROWS)), columns: wanted.op.schema, result: wanted.result };
        if (isStale) return;
        setFound({ of: wanted, rows, counts: undefined, problem: undefined });
        const counted = wanted.counts && tableFrom(await editor.engine.peek(wanted.counts, 1));
        if (isStale || !counted) return;
        const counts = { pass: Number(cellAt(counted, 'pass', 0)), all: Number(cellAt(counted, 'all', 0)) };
        setFound({ of: wanted, rows, counts, problem: undefined });
      } catch (error) {
        const problem = (error instanceof Error ? error.message : String(error)).split('\n')[0];
        if (!isStale) setFound((before) => ({ of: wanted, rows: before?.rows, counts: undefined, problem }));
      }
    };
    line.current = line.current.then(look);
    return () => {
      isStale = true;
    };
  }, [editor, wanted, ready]);

  const isOld = found !== undefined && (found.of !== wanted || calm !== text);
  return {
    ready,
    rows: found?.rows,
    counts: isOld ? undefined : found?.counts,
    isOld,
    isStuck: isOld && !wanted && text.trim() !== '',
    problem: isOld ? undefined : found?.problem,
  };
}

function exprIn(text: string, named: Pick<Workflow, 'params' | 'sources'>): Expr | undefined {
  if (text.trim() === '') return undefined;
  try {
    return readExpr(text, named);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

/** A text once it has stood for a moment. */
function useCalm(text: string): string {
  const [calm, setCalm] = useState(text);
  useEffect(() => {
    const wait = setTimeout(() => setCalm(text), CALM_MS);
    return () => clearTimeout(wait);
  }, [text]);
  return calm;
}
