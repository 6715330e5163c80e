import { useEffect, useMemo, useState } from 'react';
import { call, col } from '../../core/expr.ts';
import { aggregate, filter, sort, type TableOp } from '../../core/plan.ts';
import { findColumn } from '../../core/schema.ts';
import { useEditor } from '../editor.ts';

const MOST = 200;

/** The texts in a column, the most frequent first, once somebody wants them and if the rows are there. */
export function useValues(table: TableOp | undefined, column: string, wanted: boolean): readonly string[] {
  const editor = useEditor();
  const op = useMemo(() => (wanted && table ? valuesOp(table, column) : undefined), [wanted, table, column]);
  const [found, setFound] = useState<{ readonly op: TableOp; readonly values: readonly string[] }>();

  useEffect(() => {
    if (!op || !editor.engine.canPeek(op)) return undefined;
    let isStale = false;
    const take = (values: readonly string[]): void => {
      if (!isStale) setFound({ op, values });
    };
    editor.engine.peek(op, MOST).then(
      (page) => take(page.columns[0]!.values.map(String)),
      () => take([]),
    );
    return () => {
      isStale = true;
    };
  }, [editor, op]);

  return found && found.op === op ? found.values : NONE;
}

const NONE: readonly string[] = [];

function valuesOp(table: TableOp, name: string): TableOp | undefined {
  if (findColumn(table.schema, name)?.type !== 'string') return undefined;
  const known = filter(table, call('not', call('is_null', col(name))));
  const counted = aggregate(known, [name], [{ name: name === 'rows' ? 'rows_2' : 'rows', fn: 'count' }]);
  return sort(counted, [{ column: counted.schema[1]!.name, desc: true }], { limit: MOST });
}
