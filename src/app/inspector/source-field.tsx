import { Columns3, FolderOpen, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Param } from '../../core/params.ts';
import type { FileSource, ReadOptions, SourceColumn } from '../../core/source.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { chooseSource } from '../files/choose-source.ts';
import { looked, useLook } from '../files/looks.ts';
import { doing } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/feedback.tsx';
import { Labelled, type ParamFieldProps } from './fields.tsx';
import { useScope } from './scope.ts';
import { SourceColumns } from './source-columns.tsx';
import { SourceOptions } from './source-options.tsx';

/** A file: which one, how it is read, what its columns are, and what was noticed when it was looked at. */
export function SourceField({ param, value, label, error }: ParamFieldProps<Extract<Param, { kind: 'source' }>>) {
  const editor = useEditor();
  const { node } = useScope();
  const source = useEditorState((s) => s.workflow.sources.find((one) => one.name === value));
  const attached = useEditorState((s) => typeof value === 'string' && s.stamps.has(value));

  return (
    <>
      <Labelled label={label} description={source ? `${source.columns.length} columns` : param.doc} error={error}>
        <div className="source-file">
          {source && (
            <span className="ellipsis" title={source.path}>
              {source.path}
            </span>
          )}
          <Button small icon={source ? RefreshCw : FolderOpen} onClick={() => void chooseSource(editor, node)}>
            {source ? 'Choose another file' : 'Choose a file'}
          </Button>
        </div>
      </Labelled>
      {source && !attached && <Note kind="warn">The file is not in this browser. Choose it again to run this node.</Note>}
      {source && <Reading source={source} attached={attached} />}
    </>
  );
}

function Reading({ source, attached }: { source: FileSource; attached: boolean }) {
  const editor = useEditor();
  const look = useLook(source.name);
  const [columnsOpen, setColumnsOpen] = useState(false);
  const reason = attached ? undefined : 'Choose the file again first';

  const reread = (options: ReadOptions, told: ReadonlyMap<string, SourceColumn>): Promise<void> =>
    doing(`Reading ${source.path}`, async () =>
      looked(source.name, await editor.reread(source.name, options, [...told.values()]), new Set(told.keys())),
    );
  const toldNow = (): Map<string, SourceColumn> =>
    new Map(source.columns.flatMap((c) => (look?.told.has(c.name) ? [[c.name, c] as const] : [])));

  return (
    <>
      <SourceOptions
        source={source}
        sheets={look?.found.sheets}
        disabledReason={reason}
        onChange={(options) => void reread(options, toldNow())}
      />
      <div className="ui-field source-types">
        <Button small icon={Columns3} onClick={() => setColumnsOpen(true)}>{`Types of ${source.columns.length} columns`}</Button>
      </div>
      {look && look.found.warnings.length > 0 && (
        <ul className="source-warnings" aria-label="Noticed while reading">
          {look.found.warnings.map((warning, i) => (
            <li key={i}>
              <Note kind="warn">{warning.message}</Note>
            </li>
          ))}
        </ul>
      )}
      <SourceColumns
        open={columnsOpen}
        onClose={() => setColumnsOpen(false)}
        source={source}
        warnings={look?.found.warnings ?? []}
        disabledReason={reason}
        onChange={(column) => void reread(source.options, toldNow().set(column.name, column))}
      />
    </>
  );
}
