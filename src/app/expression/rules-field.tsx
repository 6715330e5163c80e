import './rules.css';
import { Plus, X } from 'lucide-react';
import { useId, useRef } from 'react';
import type { WorkflowParam } from '../../core/params.ts';
import type { TableOp } from '../../core/plan.ts';
import { isFinished, type Rule, type Rules } from '../../core/rules.ts';
import { findColumn, type Schema } from '../../core/schema.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ColumnSelect } from '../ui/column-select.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { dayParams, likelyType, offeredTests, withColumn, withTest, wordsOf } from './rule-words.ts';
import { ValueInput } from './value-input.tsx';

export interface RulesFieldProps {
  readonly label: string;
  readonly rules: Rules;
  readonly onChange: (rules: Rules, burst?: string) => void;
  readonly columns: Schema;
  readonly parameters: readonly WorkflowParam[];
  /** Where values that are offered come from. */
  readonly table: TableOp | undefined;
}

/** A condition as rows of column, test and value. */
export function RulesField({ label, rules: { all, rules }, onChange, columns, parameters, table }: RulesFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const put = (next: readonly Rule[], burst?: string): void => onChange({ all, rules: next }, burst);
  const remove = (i: number): void => {
    put(rules.toSpliced(i, 1));
    box.current?.querySelector<HTMLElement>(':scope > .ui-button')?.focus();
  };
  return (
    <div ref={box} className="rules" role="group" aria-label={`${label}, rules`}>
      {rules.length > 1 && (
        <Segmented
          label="Rules that must hold"
          value={all ? 'all' : 'any'}
          onChange={(next) => onChange({ all: next === 'all', rules })}
          options={[
            { value: 'all', label: 'All of these' },
            { value: 'any', label: 'Any of these' },
          ]}
        />
      )}
      {rules.map((rule, i) => (
        <RuleRow
          key={i}
          number={i + 1}
          rule={rule}
          columns={columns}
          parameters={parameters}
          table={table}
          onChange={(next, burst) => put(rules.with(i, next), burst && `${burst}${i}`)}
          onRemove={() => remove(i)}
        />
      ))}
      <Button
        small
        icon={Plus}
        disabledReason={columns.length ? undefined : 'No columns are known yet'}
        onClick={() => put([...rules, { column: '', test: 'is', values: [] }])}
      >
        Add rule
      </Button>
    </div>
  );
}

interface RuleRowProps extends Pick<RulesFieldProps, 'columns' | 'parameters' | 'table'> {
  readonly number: number;
  readonly rule: Rule;
  readonly onChange: (rule: Rule, burst?: string) => void;
  readonly onRemove: () => void;
}

function RuleRow({ number, rule, columns, parameters, table, onChange, onRemove }: RuleRowProps) {
  const id = useId();
  const column = findColumn(columns, rule.column);
  const type = column?.type ?? likelyType(rule);
  const days = dayParams(parameters);
  const finished = isFinished(rule);
  return (
    <div className="rule" role="group" aria-label={`Rule ${number}`} aria-describedby={finished ? undefined : `${id}-open`}>
      <div className="rule-head">
        <ColumnSelect
          label="Column"
          value={rule.column || undefined}
          columns={columns}
          onChange={(name) => onChange(withColumn(rule, column?.type, findColumn(columns, name)!))}
        />
        <IconButton small icon={X} label={`Remove rule ${number}`} onClick={onRemove} />
      </div>
      {rule.column !== '' && (
        <div
          className="rule-test"
          data-many={rule.test.endsWith('-of') || undefined}
          data-pair={rule.values.length > 1 || rule.test === 'between' || undefined}
        >
          <Select
            label="Test"
            value={rule.test}
            onChange={(test) => onChange(withTest(rule, test, days))}
            options={offeredTests(type, rule.test, days).map((test) => ({ value: test, label: wordsOf(test, type) }))}
          />
          <ValueInput
            key={`${rule.column} ${rule.test}`}
            rule={rule}
            type={type}
            table={table}
            days={days}
            onChange={(values, burst) => onChange({ ...rule, values }, burst)}
          />
        </div>
      )}
      {!finished && (
        <p id={`${id}-open`} className="ui-help">
          {rule.column === '' ? 'Left out until a column is chosen' : 'Left out until it has a value'}
        </p>
      )}
    </div>
  );
}
