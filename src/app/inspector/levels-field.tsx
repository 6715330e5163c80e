import { useState } from 'react';
import type { Param } from '../../core/params.ts';
import { call, col, textOf } from '../../core/expr.ts';
import { keyOf } from '../../core/key.ts';
import { aggregate, filter, project, sort, type TableOp } from '../../core/plan.ts';
import { findColumn } from '../../core/schema.ts';
import { useEditor, useEditorState } from '../editor.ts';
import type { Editor } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Labelled, notConnected, textsOf, type ParamFieldProps } from './fields.tsx';
import { tableInto } from './form.ts';
import { useScope } from './scope.ts';

const MOST_LEVELS = 1000;

/** Distinct values of a column, read from the data when somebody asks for them. */
export function LevelsField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'levels' }>>) {
  const editor = useEditor();
  const { node, read } = useScope();
  const table = useEditorState((s) => tableInto(s, node, param.from));
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string>();
  const levels = textsOf(value);
  const column = read(param.of);
  const op = table && typeof column === 'string' && findColumn(table.schema, column) ? levelsOp(table, column) : undefined;
  const reason = loading ? 'The values are being read' : table ? (op ? undefined : 'Choose a column first') : notConnected(param.from);

  async function load(): Promise<void> {
    setLoading(true);
    setFailure(undefined);
    try {
      set(await levelsOf(editor, op!));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setLoading(false);
    }
  }

  return (
    <Labelled label={label} hint={levels.length ? `${levels.length}` : undefined} description={param.doc} error={failure ?? error}>
      <div className="setting-levels">
        {levels.map((level) => (
          <Chip key={level} onRemove={() => set(levels.filter((other) => other !== level))}>
            {level}
          </Chip>
        ))}
        <Button small disabledReason={reason} onClick={() => void load()}>
          {levels.length ? 'Load levels again' : 'Load levels'}
        </Button>
      </div>
    </Labelled>
  );
}

/** The distinct values of a column as text, in order, without missing ones. */
function levelsOp(table: TableOp, name: string): TableOp {
  const column = findColumn(table.schema, name)!;
  const texts = project(filter(table, call('not', call('is_null', col(name)))), [{ name: 'level', expr: textOf(column) }]);
  return sort(aggregate(texts, ['level'], []), [{ column: 'level' }], { limit: MOST_LEVELS });
}

async function levelsOf(editor: Editor, op: TableOp): Promise<string[]> {
  await editor.compute([op]);
  const status = editor.getState().statuses.get(keyOf(op));
  if (status?.kind === 'failed') throw new Error(status.fix ? `${status.message} ${status.fix}` : status.message);
  const page = await editor.engine.page(op, { from: 0, count: MOST_LEVELS });
  return (page.columns[0]?.values ?? []).map(String);
}
