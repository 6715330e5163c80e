import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import type { WorkflowParam } from '../../core/params.ts';
import type { TableOp } from '../../core/plan.ts';
import { literal, takes, type Rule, type RuleValue } from '../../core/rules.ts';
import { isNumeric, type DType } from '../../core/schema.ts';
import { DateInput } from '../shell/date-input.tsx';
import { Chip } from '../ui/chip.tsx';
import { NumberInput } from '../ui/number-input.tsx';
import { numberValue } from './rule-words.ts';
import { useValues } from './use-values.ts';

export interface ValueInputProps {
  readonly rule: Rule;
  readonly type: DType;
  readonly table: TableOp | undefined;
  readonly days: readonly WorkflowParam[];
  readonly onChange: (values: readonly RuleValue[], burst?: string) => void;
}

/** What a rule compares with, in fields that fit its test and the type of its column. */
export function ValueInput({ rule, type, table, days, onChange }: ValueInputProps) {
  const { test, values } = rule;
  const put = (i: number) => (value: RuleValue | undefined, burst?: string) => {
    const rest = Array.from({ length: takes(test) }, (_, j) => (j === i ? value : values[j]));
    const end = rest.findIndex((one) => one === undefined);
    onChange((end < 0 ? rest : rest.slice(0, end)) as readonly RuleValue[], burst);
  };
  switch (takes(test)) {
    case 0:
      return null;
    case Infinity:
      return <ManyValues rule={rule} type={type} table={table} onChange={onChange} />;
    case 1:
      return <OneValue label="Value" value={values[0]} type={type} column={rule.column} table={table} onChange={put(0)} />;
  }
  if (test === 'last-days')
    return (
      <div className="rule-pair">
        <OneValue
          label="Days"
          unit="days"
          value={values[0]}
          type="int"
          column=""
          table={undefined}
          onChange={(next) => next?.kind === 'lit' && put(0)(literal(Math.max(0, Math.round(Number(next.value))), 'int'))}
        />
        <span>to</span>
        <Day value={values[1]} days={days} onChange={put(1)} />
      </div>
    );
  return <Pair rule={rule} type={type} onChange={onChange} />;
}

/** Both ends of a range; one that stands alone is remembered until the other is there. */
function Pair({ rule: { values }, type, onChange }: Pick<ValueInputProps, 'rule' | 'type' | 'onChange'>) {
  const [high, setHigh] = useState<RuleValue>();
  const [low, upper] = [values[0], values[1] ?? high];
  const put = (from: RuleValue | undefined, to: RuleValue | undefined, burst?: string): void => {
    setHigh(to);
    onChange(from ? (to ? [from, to] : [from]) : [], burst);
  };
  const same = { type, column: '', table: undefined };
  return (
    <div className="rule-pair">
      <OneValue {...same} label="Smallest value" value={low} onChange={(next, burst) => put(next, upper, burst)} />
      <span>and</span>
      <OneValue {...same} label="Largest value" value={upper} onChange={(next, burst) => put(low, next, burst)} />
    </div>
  );
}

interface OneValueProps {
  readonly label: string;
  readonly value: RuleValue | undefined;
  readonly type: DType;
  readonly column: string;
  readonly table: TableOp | undefined;
  readonly unit?: string;
  readonly onChange: (value: RuleValue | undefined, burst?: string) => void;
}

function OneValue({ label, value, type, column, table, unit, onChange }: OneValueProps) {
  if (value?.kind === 'parameter') return <Chip onRemove={() => onChange(undefined)}>{`$${value.name}`}</Chip>;
  const held = value?.value;
  if (isNumeric(type))
    return (
      <NumberInput
        label={label}
        value={typeof held === 'number' ? held : undefined}
        onChange={(next) => onChange(numberValue(next), 'step')}
        onClear={() => onChange(undefined)}
        {...(unit !== undefined && { unit, min: 0 })}
      />
    );
  if (type === 'date' || type === 'timestamp')
    return (
      <DateInput
        label={label}
        value={typeof held === 'string' ? held.slice(0, 10) : ''}
        onChange={(next) => onChange(next === '' ? undefined : literal(next, 'date'), 'type')}
      />
    );
  return (
    <TextValue
      label={label}
      value={typeof held === 'string' ? held : ''}
      column={column}
      table={table}
      onChange={(next) => onChange(next === '' ? undefined : literal(next, 'string'), 'type')}
    />
  );
}

/** The day up to which days are counted: a parameter of the workflow, or one that is written out. */
function Day({ value, days, onChange }: Pick<OneValueProps, 'value' | 'onChange'> & { readonly days: readonly WorkflowParam[] }) {
  if (value?.kind === 'parameter') {
    const meant = days.find(({ name }) => name === value.name)?.value;
    return <Chip detail={typeof meant === 'string' ? meant : 'not set'}>{`$${value.name}`}</Chip>;
  }
  return <OneValue label="Day" value={value} type="date" column="" table={undefined} onChange={(next) => next && onChange(next)} />;
}

interface TextValueProps {
  readonly label: string;
  readonly value: string;
  readonly column: string;
  readonly table: TableOp | undefined;
  readonly onChange: (value: string) => void;
  /** Called with a value that is chosen whole, by Enter or from the list. */
  readonly onEnter?: (value: string) => void;
  readonly without?: readonly string[];
}

/** A text, with those that are in the column offered. */
function TextValue({ label, value, column, table, onChange, onEnter, without = [] }: TextValueProps) {
  const [asked, setAsked] = useState(false);
  const values = useValues(table, column, asked);
  const items = without.length ? values.filter((one) => !without.includes(one)) : values;
  return (
    <Autocomplete.Root
      items={items}
      value={value}
      openOnInputClick
      limit={40}
      onValueChange={(next, { reason }) => (reason === 'item-press' && onEnter ? onEnter(next) : onChange(next))}
    >
      <Autocomplete.Input
        className="ui-input"
        aria-label={label}
        placeholder="Value"
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setAsked(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && onEnter && !event.currentTarget.getAttribute('aria-activedescendant')) {
            event.preventDefault();
            onEnter(event.currentTarget.value);
          }
        }}
        onBlur={(event) => onEnter?.(event.currentTarget.value)}
      />
      {items.length > 0 && (
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="ui-layer" sideOffset={4} collisionPadding={8}>
            <Autocomplete.Popup className="ui-menu rule-values" data-fit="anchor">
              <Autocomplete.List>
                {(item: string) => (
                  <Autocomplete.Item key={item} className="ui-menu-item" value={item}>
                    <span className="ellipsis">{item === '' ? 'empty text' : item}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      )}
    </Autocomplete.Root>
  );
}

function ManyValues({ rule, type, table, onChange }: Omit<ValueInputProps, 'days'>) {
  const [draft, setDraft] = useState('');
  const { values } = rule;
  const add = (value: RuleValue): void => {
    setDraft('');
    if (!values.some((one) => wordOf(one) === wordOf(value))) onChange([...values, value]);
  };
  return (
    <div className="rule-many">
      {values.map((value, i) => (
        <Chip key={wordOf(value)} onRemove={() => onChange(values.toSpliced(i, 1))}>
          {wordOf(value)}
        </Chip>
      ))}
      {isNumeric(type) ? (
        <NumberInput label="Add a value" value={undefined} placeholder="Add a number" onChange={(next) => add(numberValue(next))} />
      ) : (
        <TextValue
          label="Add a value"
          value={draft}
          column={rule.column}
          table={table}
          without={values.map(wordOf)}
          onChange={setDraft}
          onEnter={(next) => next !== '' && add(literal(next, 'string'))}
        />
      )}
    </div>
  );
}

const wordOf = (value: RuleValue): string => (value.kind === 'parameter' ? `$${value.name}` : String(value.value));
