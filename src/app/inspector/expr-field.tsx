import { useEffect, useId, useMemo, useState } from 'react';
import type { Param } from '../../core/params.ts';
import { readRules, showRules, type Rules } from '../../core/rules.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { ExpressionField, loadEditor } from '../expression/expression-field.tsx';
import { mistakeText, type Mistake } from '../expression/mistake.ts';
import { Preview } from '../expression/preview.tsx';
import { RulesField } from '../expression/rules-field.tsx';
import { useShell } from '../shell/shell-state.ts';
import { Note } from '../ui/feedback.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Labelled, notConnected, type ParamFieldProps } from './fields.tsx';
import { useScope, useTableInto } from './scope.ts';

type ExprFieldProps = ParamFieldProps<Extract<Param, { kind: 'expr' }>>;

/** An expression as a text or, where it is a condition that is simple enough, as rules; with what it gives on the first rows. */
export function ExprField(props: ExprFieldProps) {
  const { node } = useScope();
  useEffect(() => void loadEditor(), []);
  return <OfNode key={node} {...props} />;
}

function OfNode({ param, name, value, set, label, error }: ExprFieldProps) {
  const id = useId();
  const editor = useEditor();
  const { node, issue, isRecord } = useScope();
  const frozen = useShell((s) => s.viewOnly);
  const table = useTableInto(param.from);
  const parameters = useEditorState((s) => s.workflow.params);
  const columns = table?.schema;
  const names = useMemo(() => ({ columns: columns ?? [], parameters }), [columns, parameters]);
  const text = typeof value === 'string' ? value : '';
  const mistake = useMistake(issue?.param === name ? issue : undefined);
  const rules = useRules(text);
  const [asRules, setAsRules] = useState(rules.readable && param.condition === true);
  const [refused, setRefused] = useState<string>();
  const showsRules = asRules && rules.readable;
  const problem = refused === text ? rules.problem : undefined;

  const choose = (way: 'rules' | 'text'): void => {
    setAsRules(way === 'rules' && rules.readable);
    setRefused(way === 'rules' && !rules.readable ? text : undefined);
  };
  const change = (next: Rules, burst?: string): void => {
    const written = rules.write(next);
    if (written !== text) set(written, burst);
  };
  const run = (): void => {
    const { workflow, compiled } = editor.getState();
    const before = workflow.edges.find(({ to }) => to[0] === node && to[1] === param.from)?.from[0];
    void runNodes(editor, compiled.nodes.has(node) || before === undefined ? [node] : [before]);
  };

  return (
    <>
      <Labelled
        label={label}
        description={table ? (showsRules ? param.doc : undefined) : notConnected(param.from)}
        error={mistake ? undefined : error}
      >
        {param.condition && (
          <div className="condition-ways">
            <Segmented
              label={`${label}, written as`}
              value={showsRules ? 'rules' : 'text'}
              onChange={choose}
              options={[
                { value: 'rules', label: 'Rules' },
                { value: 'text', label: 'Expression' },
              ]}
            />
          </div>
        )}
        {problem !== undefined && (
          <div id={`${id}-refused`} role="status" className="condition-refused">
            <Note>{`It stays an expression: ${problem}`}</Note>
          </div>
        )}
        {showsRules ? (
          <>
            <RulesField label={label} rules={rules.rules} onChange={change} columns={names.columns} parameters={parameters} table={table} />
            {mistake && (
              <p className="ui-help" data-kind="error">
                {mistakeText(mistake)}
              </p>
            )}
          </>
        ) : (
          <ExpressionField
            label={label}
            value={text}
            onChange={(next) => set(next, 'type')}
            names={names}
            mistake={mistake}
            description={table && param.doc}
            disabledReason={frozen ? 'View only' : undefined}
          />
        )}
      </Labelled>
      <Preview label={label} table={table} text={text} condition={param.condition === true} startsOpen={!isRecord} onRun={run} />
    </>
  );
}

/** What is wrong with the text, where the place is known; the same object while that is the same. */
function useMistake(issue: ReturnType<typeof useScope>['issue']): Mistake | undefined {
  const { message, fix, at, meant } = issue ?? {};
  const [from, to] = at ?? [];
  return useMemo(
    () =>
      message === undefined || from === undefined || to === undefined
        ? undefined
        : { message, fix: meant === undefined ? fix : undefined, meant, from, to },
    [message, fix, meant, from, to],
  );
}

interface Held {
  readonly rules: Rules;
  /** Whether the text can be shown as rules. */
  readonly readable: boolean;
  readonly problem: string | undefined;
  /** Keeps rules, those that are not finished too, and gives the text of the others. */
  readonly write: (rules: Rules) => string;
}

const NO_RULES: Rules = { all: true, rules: [] };

/** The rules of a text; those that somebody is at work on stay as they are while the text is what they say. */
function useRules(text: string): Held {
  const [draft, setDraft] = useState<{ readonly text: string; readonly rules: Rules }>();
  const read = useMemo(() => readRules(text), [text]);
  const held = draft?.text === text ? draft.rules : undefined;
  const problem = 'problem' in read ? read.problem : undefined;
  return {
    rules: held ?? ('problem' in read ? NO_RULES : read),
    readable: held !== undefined || problem === undefined,
    problem,
    write(rules) {
      const written = showRules(rules);
      setDraft({ text: written, rules });
      return written;
    },
  };
}
