import { useId, type ComponentType, type ReactNode } from 'react';
import { RotateCcw } from 'lucide-react';
import type { Issue } from '../../core/compile.ts';
import { isParamRef, type Json, type Param } from '../../core/params.ts';
import type { Schema } from '../../core/schema.ts';
import { useEditorState } from '../editor.ts';
import { Fixes } from '../fix-buttons.tsx';
import { asOfParam, dayText } from '../shell/as-of.tsx';
import { DateInput } from '../shell/date-input.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Chip } from '../ui/chip.tsx';
import { Coded } from '../ui/coded.tsx';
import { ColumnPicker } from '../ui/column-picker.tsx';
import { ColumnSelect } from '../ui/column-select.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { NumberInput } from '../ui/number-input.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { ExprField } from './expr-field.tsx';
import { defaultWords, isChanged, issueText, labelOfParam, recordOf } from './form.ts';
import { LevelsField } from './levels-field.tsx';
import { ListField } from './list-field.tsx';
import { useColumns, useScope } from './scope.ts';
import { SourceField } from './source-field.tsx';
import { useBurst } from './use-burst.ts';
import { useMapping } from './use-mapping.ts';

/** A setting in a form. `set` with a burst merges into the undo step of the last call with the same one. */
export interface ParamFieldProps<P extends Param = Param> {
  readonly name: string;
  readonly param: P;
  readonly value: Json;
  readonly set: (value: Json | undefined, burst?: string) => void;
  readonly label: string;
  readonly error: string | undefined;
}

/** The field of each kind of setting. */
const FIELDS: { readonly [K in Param['kind']]: ComponentType<ParamFieldProps<Extract<Param, { kind: K }>>> } = {
  int: IntField,
  number: NumberField,
  text: TextField,
  bool: BoolField,
  choice: ChoiceField,
  date: DateField,
  column: ColumnField,
  columns: ColumnsField,
  expr: ExprField,
  source: SourceField,
  levels: LevelsField,
  list: ListField,
};

/** A setting with its label, its mistake, and the way back to its default. */
export function ParamField({ name, param, value, set }: Omit<ParamFieldProps, 'label' | 'error'>) {
  const { issue } = useScope();
  const burst = useBurst();
  const label = labelOfParam(name, param);
  const error = issue?.param === name ? issueText(issue) : undefined;
  const own = useOwnIssue(name, param);
  const Shape = FIELDS[param.kind] as ComponentType<ParamFieldProps>;
  return (
    <div
      className="setting"
      data-compact={isCompact(param) || undefined}
      title={isCompact(param) ? param.doc : undefined}
      onBlur={burst.end}
    >
      {isChanged(param, value) && <Reset label={label} to={defaultWords(param)} onReset={() => set(undefined)} />}
      {isParamRef(value) && param.kind !== 'date' ? (
        <ReferenceField label={label} reference={value.param} error={error} onRemove={() => set(undefined)} />
      ) : (
        <Shape name={name} param={param} value={value} label={label} error={error} set={(next, of) => set(next, of && burst.name(of))} />
      )}
      {own && <Fixes issue={own} />}
    </div>
  );
}

/** The node's issue where it is to be put right at this field: not one that a record or the text of an expression shows itself. */
function useOwnIssue(name: string, param: Param): Issue | undefined {
  const { issue } = useScope();
  const isOfNode = useEditorState((s) => issue !== undefined && s.compiled.issues.includes(issue));
  if (!issue || !isOfNode || issue.param !== name || (issue.at && issue.meant !== undefined)) return undefined;
  return param.kind === 'list' && recordOf(issue, param.one) ? undefined : issue;
}

/** Plain numbers stand two in a row, with their doc in a tooltip. */
const isCompact = (param: Param): boolean => param.kind === 'number' || (param.kind === 'int' && !param.slider);

const doc = (param: Param): ReactNode => (isCompact(param) ? <span className="sr-only">{param.doc}</span> : param.doc);

function Reset({ label, to, onReset }: { label: string; to: string; onReset: () => void }) {
  return (
    <button
      type="button"
      className="setting-reset"
      title={`Back to the default: ${to}`}
      aria-label={`Reset ${label} to ${to}`}
      onClick={onReset}
    >
      changed
      <Icon of={RotateCcw} size={12} />
    </button>
  );
}

function ReferenceField({
  label,
  reference,
  error,
  onRemove,
}: {
  label: string;
  reference: string;
  error: string | undefined;
  onRemove: () => void;
}) {
  return (
    <Labelled label={label} description="A parameter of the workflow." error={error}>
      <Chip kind={error === undefined ? 'plain' : 'error'} onRemove={onRemove}>{`$${reference}`}</Chip>
    </Labelled>
  );
}

function IntField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'int' }>>) {
  const { slider, min, max } = param;
  const number = typeof value === 'number' ? value : undefined;
  return (
    <Field label={label} description={doc(param)} error={error}>
      <div className={slider && 'setting-slider'}>
        <NumberInput value={number} onChange={(next) => set(next, 'step')} min={min} max={max} />
        {slider && (
          <Slider
            label={`${label}, slider`}
            value={Math.min(slider[1], Math.max(slider[0], number ?? slider[0]))}
            min={slider[0]}
            max={slider[1]}
            onChange={(next) => set(next, 'slide')}
          />
        )}
      </div>
    </Field>
  );
}

function NumberField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'number' }>>) {
  const range = param.max !== undefined && param.min !== undefined ? param.max - param.min : undefined;
  return (
    <Field label={label} description={doc(param)} error={error}>
      <NumberInput
        value={typeof value === 'number' ? value : undefined}
        onChange={(next) => set(next, 'step')}
        min={param.min}
        max={param.max}
        step={range !== undefined && range <= 1 ? 0.01 : 1}
      />
    </Field>
  );
}

function TextField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'text' }>>) {
  return (
    <Field label={label} description={doc(param)} error={error}>
      <TextInput value={typeof value === 'string' ? value : ''} onChange={(next) => set(next, 'type')} rows={param.lines} />
    </Field>
  );
}

function BoolField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'bool' }>>) {
  return (
    <div className="ui-field">
      <Checkbox checked={value === true} onChange={(next) => set(next)} label={label} description={param.doc} />
      {error !== undefined && (
        <p className="ui-help" data-kind="error">
          {error}
        </p>
      )}
    </div>
  );
}

function ChoiceField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'choice' }>>) {
  const options = param.of.map((one, i) => ({ value: one, label: param.labels?.[i] ?? one }));
  return (
    <Field label={label} description={doc(param)} error={error}>
      <Select value={typeof value === 'string' ? value : undefined} onChange={(next) => set(next)} options={options} />
    </Field>
  );
}

function DateField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'date' }>>) {
  const asOf = useEditorState((s) => asOfParam(s.workflow)?.value);
  const refers = isParamRef(value);
  const day = typeof value === 'string' ? value : '';
  const meant = typeof asOf === 'string' ? dayText(asOf) : 'not set, so the day after the last one in the data';
  return (
    <>
      <Labelled label={label} description={refers ? `The workflow's as-of day: ${meant}.` : param.doc} error={refers ? error : undefined}>
        <Segmented
          label={label}
          value={refers ? 'workflow' : 'own'}
          onChange={(next) => set(next === 'workflow' ? { param: 'asOf' } : typeof asOf === 'string' ? asOf : '')}
          options={[
            { value: 'workflow', label: 'As-of day' },
            { value: 'own', label: 'Another day' },
          ]}
        />
      </Labelled>
      {!refers && (
        <Field label={`${label}, day`} error={error}>
          <DateInput value={day} onChange={(next) => set(next, 'type')} />
        </Field>
      )}
    </>
  );
}

function ColumnField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'column' }>>) {
  const columns = useColumns(param.from);
  const name = typeof value === 'string' && value !== '' ? value : undefined;
  const mapping = useMapping(param.from);
  return (
    <Field label={label} hint={param.optional ? 'optional' : undefined} description={doc(param)} error={error}>
      <ColumnSelect
        value={name}
        onChange={(next) => set(next)}
        onClear={param.optional ? () => set('') : undefined}
        columns={columns ?? known(name)}
        types={columns && param.types}
        mapping={mapping}
        disabledReason={columns ? undefined : notConnected(param.from)}
      />
    </Field>
  );
}

function ColumnsField({ param, value, set, label, error }: ParamFieldProps<Extract<Param, { kind: 'columns' }>>) {
  const columns = useColumns(param.from);
  const names = textsOf(value);
  const mapping = useMapping(param.from);
  const offered = columns?.filter((c) => !param.types || param.types.includes(c.type)) ?? [];
  const chosen = offered.filter((c) => names.includes(c.name));
  return (
    <Labelled
      label={label}
      hint={columns && `${chosen.length} of ${offered.length} columns`}
      description={columns ? doc(param) : notConnected(param.from)}
      error={error}
    >
      {columns ? (
        <ColumnPicker
          value={names}
          onChange={(next) => set(next)}
          columns={columns}
          types={param.types}
          mapping={mapping}
          label={label}
          invalid={error !== undefined}
        />
      ) : (
        <div className="ui-columns" data-readonly="">
          {names.map((name) => (
            <Chip key={name}>{name}</Chip>
          ))}
        </div>
      )}
    </Labelled>
  );
}

/** The looks of a Field around something that is a group of controls and names itself. */
export function Labelled({
  label,
  hint,
  description,
  error,
  children,
}: {
  label: string;
  hint?: string | undefined;
  description?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="ui-field" role="group" aria-labelledby={`${id}-label`} aria-describedby={`${id}-help`}>
      <div className="ui-field-head">
        <span id={`${id}-label`}>{label}</span>
        {hint && <span className="ui-field-hint">{hint}</span>}
      </div>
      {children}
      <p id={`${id}-help`} className="ui-help" data-kind={error === undefined ? undefined : 'error'}>
        {error ?? <Coded text={description} />}
      </p>
    </div>
  );
}

/** Stands in for columns that are not known, so that a chosen one does not look missing. */
const known = (name: string | undefined): Schema => (name === undefined ? [] : [{ name, type: 'string', nullable: true }]);

export const textsOf = (value: Json): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

export const notConnected = (port: string): string => `Connect a table to "${port}" to choose from its columns.`;
