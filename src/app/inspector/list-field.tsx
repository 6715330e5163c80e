import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { Issue } from '../../core/compile.ts';
import { readExpr, type Json, type ListParam, type Named, type Param, type SavedParams } from '../../core/params.ts';
import { derive, type TableOp } from '../../core/plan.ts';
import { PlanError } from '../../core/schema.ts';
import { useEditorState } from '../editor.ts';
import { Fixes } from '../fix-buttons.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Labelled, ParamField, type ParamFieldProps } from './fields.tsx';
import { isShown, recordOf, valueIn } from './form.ts';
import { ScopeProvider, useScope } from './scope.ts';

/** Records of settings: each can be changed, moved and removed, and new ones come at the end. */
export function ListField({ param, name, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'list' }>>) {
  const { issue } = useScope();
  const records = recordsOf(value);
  const params = useEditorState((s) => s.workflow.params);
  const sources = useEditorState((s) => s.workflow.sources);
  const views = useMemo(() => viewsOf(param, recordsOf(value), { params, sources }), [param, value, params, sources]);
  const wrong = issue?.param === name ? recordOf(issue, param.one) : undefined;
  const title = capital(param.one);
  const put = (next: readonly SavedParams[], burst?: string): void =>
    set(
      next.map((record) => Object.fromEntries(record)),
      burst,
    );
  return (
    <Labelled
      label={label}
      hint={records.length ? `${records.length}` : undefined}
      description={records.length ? undefined : param.doc}
      error={wrong ? undefined : error}
    >
      <ol className="setting-list">
        {records.map((record, i) => (
          <li key={i} aria-label={`${title} ${i + 1}`}>
            <header>
              <span>
                {title} {i + 1}
              </span>
              <IconButton
                small
                icon={ArrowUp}
                label={`Move ${param.one} ${i + 1} up`}
                disabledReason={i ? undefined : 'It is the first'}
                onClick={() => put(swapped(records, i - 1))}
              />
              <IconButton
                small
                icon={ArrowDown}
                label={`Move ${param.one} ${i + 1} down`}
                disabledReason={i < records.length - 1 ? undefined : 'It is the last'}
                onClick={() => put(swapped(records, i))}
              />
              <IconButton small icon={X} label={`Remove ${param.one} ${i + 1}`} onClick={() => put(records.filter((_, j) => j !== i))} />
            </header>
            <Record
              param={param}
              record={record}
              seen={views?.[i]}
              issue={wrong?.index === i ? wrong.issue : undefined}
              ofNode={wrong?.index === i ? issue : undefined}
              set={(next, burst) => put(records.with(i, next), burst)}
            />
          </li>
        ))}
      </ol>
      <Button small icon={Plus} onClick={() => put([...records, []])}>{`Add ${param.one}`}</Button>
    </Labelled>
  );
}

interface RecordProps {
  readonly param: ListParam;
  readonly record: SavedParams;
  readonly issue: Issue | undefined;
  /** The same issue as the node has it. */
  readonly ofNode: Issue | undefined;
  readonly seen: ((table: TableOp) => TableOp) | undefined;
  readonly set: (record: SavedParams, burst?: string) => void;
}

function Record({ param, record, issue, ofNode, seen, set }: RecordProps) {
  const { node } = useScope();
  const items = Object.entries(param.item);
  const culprit = issue?.at && culpritOf(items, record, issue);
  const scope = {
    node,
    read: (name: string): Json | undefined => (param.item[name] ? valueIn(record, name, param.item[name]) : undefined),
    issue: issue && { ...issue, param: culprit },
    seen,
    isRecord: true,
  };
  const put = (name: string, value: Json | undefined, burst?: string): void => {
    const rest = record.filter(([other]) => other !== name);
    set(value === undefined ? rest : [...rest, [name, value]], burst);
  };
  return (
    <ScopeProvider value={scope}>
      <div className="settings-grid">
        {items
          .filter(([, item]) => isShown(item, param.item, record))
          .map(([name, item]) => (
            <ParamField
              key={name}
              name={name}
              param={item}
              value={valueIn(record, name, item)}
              set={(value, burst) => put(name, value, burst)}
            />
          ))}
      </div>
      {issue && !culprit && (
        <p className="ui-help" data-kind="error">
          {issue.message} {issue.fix}
        </p>
      )}
      {ofNode && !culprit && <Fixes issue={ofNode} />}
    </ScopeProvider>
  );
}

function recordsOf(value: Json): SavedParams[] {
  return Array.isArray(value)
    ? value.map((one: Json) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.entries(one) : []))
    : [];
}

/** The expression of a record that a mistake is in: the only one that is filled, or the one that has such a place. */
function culpritOf(items: readonly (readonly [string, Param])[], record: SavedParams, { at, message }: Issue): string | undefined {
  const texts = items.flatMap(([name, item]) => {
    const text = item.kind === 'expr' ? valueIn(record, name, item) : undefined;
    return typeof text === 'string' && text !== '' && at![1] <= text.length ? [{ name, part: text.slice(...at!) }] : [];
  });
  return (texts.find(({ part }) => part !== '' && message.includes(part)) ?? texts[0])?.name;
}

/** For each record, its table with the columns of the records before it, where they add any. One that is not right adds none. */
function viewsOf({ adds }: ListParam, records: readonly SavedParams[], named: Named): ((table: TableOp) => TableOp)[] | undefined {
  if (!adds) return undefined;
  return records.map(
    (_, i) => (table: TableOp) => records.slice(0, i).reduce((before, record) => withColumn(before, record, adds, named), table),
  );
}

function withColumn(table: TableOp, record: SavedParams, [name, expression]: NonNullable<ListParam['adds']>, named: Named): TableOp {
  const [as, text] = [name, expression].map((one) => record.find(([other]) => other === one)?.[1]);
  if (typeof as !== 'string' || as === '' || typeof text !== 'string' || text.trim() === '') return table;
  try {
    return derive(table, [{ name: as, expr: readExpr(text, named) }]);
  } catch (error) {
    if (error instanceof PlanError) return table;
    throw error;
  }
}

/** The records with the one at `i` and the next changed over. */
function swapped(records: readonly SavedParams[], i: number): SavedParams[] {
  return records.with(i, records[i + 1]!).with(i + 1, records[i]!);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
