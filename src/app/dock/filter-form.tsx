import './filter-form.css';
import { useMemo, useState, type SyntheticEvent } from 'react';
import type { Cell } from '../../core/engine.ts';
import { analyse, type TableOp } from '../../core/plan.ts';
import { findColumn, isNumeric, type Column } from '../../core/schema.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Note, Spinner } from '../ui/feedback.tsx';
import { NumberInput } from '../ui/number-input.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { Histogram } from './column-chart.tsx';
import { profilesFrom, type Bar, type ColumnProfile } from './column-profile.ts';
import { barWords, dayText, valueText } from './column-words.ts';
import { count, percent } from './numbers.ts';
import { isDay, type Bound, type ColumnFilter } from './peek.ts';
import { useTables } from './use-tables.ts';

const MOST_VALUES = 200;
const SHOWN_VALUES = 50;
const BARS = 40;

type Kind = 'is' | 'contains' | 'range' | 'missing' | 'present';

const KINDS: Readonly<Record<Kind, string>> = {
  is: 'One of',
  contains: 'Contains',
  range: 'Range',
  missing: 'Missing',
  present: 'Not missing',
};

export interface FilterFormProps {
  /** All rows of the port. */
  table: TableOp;
  column: string;
  filter: ColumnFilter | undefined;
  onApply: (filter: ColumnFilter | undefined) => void;
}

/** What to see of a column: some of its values, a range, a text, or the rows where it is missing. */
export function FilterForm({ table, column: name, filter, onApply }: FilterFormProps) {
  const column = findColumn(table.schema, name)!;
  const { profile, problem } = useValues(table, name);
  const kinds = kindsFor(column);
  const [kind, setKind] = useState<Kind>(filter && filter.kind !== 'not' ? filter.kind : kinds[0]!);
  const [text, setText] = useState(filter?.kind === 'contains' ? filter.text : '');
  const [values, setValues] = useState<readonly Cell[]>(filter?.kind === 'is' ? filter.values : []);
  const [from, setFrom] = useState<Bound | undefined>(filter?.kind === 'range' ? filter.from : undefined);
  const [to, setTo] = useState<Bound | undefined>(filter?.kind === 'range' ? filter.to : undefined);

  const wish = wishOf(name, { kind, text, values, from, to });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wish) onApply(wish);
  };
  return (
    <form className="filter-form" onSubmit={submit} noValidate>
      <Segmented label="Filter by" value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: KINDS[value] }))} />
      {problem && <Note kind="error">{problem}</Note>}
      {kind === 'contains' && <TextInput label="Text" placeholder="Text, in any case" value={text} onChange={setText} />}
      {kind === 'is' && <Values column={column} profile={profile} chosen={values} onChange={setValues} />}
      {kind === 'range' && (
        <Range
          column={column}
          profile={profile}
          from={from}
          to={to}
          onChange={(a, b) => {
            setFrom(a);
            setTo(b);
          }}
        />
      )}
      {(kind === 'missing' || kind === 'present') && <Missing kind={kind} profile={profile} />}
      <footer>
        {filter && (
          <Button kind="ghost" onClick={() => onApply(undefined)}>
            Remove filter
          </Button>
        )}
        <Button kind="primary" type="submit" disabledReason={wish ? undefined : 'Nothing is chosen yet'}>
          Filter
        </Button>
      </footer>
    </form>
  );
}

function kindsFor(column: Column): Kind[] {
  const first: Kind[] =
    column.type === 'string' ? ['is', 'contains'] : column.type === 'bool' ? ['is'] : column.role === 'id' ? ['range', 'is'] : ['range'];
  return [...first, 'missing', 'present'];
}

interface Draft {
  readonly kind: Kind;
  readonly text: string;
  readonly values: readonly Cell[];
  readonly from: Bound | undefined;
  readonly to: Bound | undefined;
}

function wishOf(column: string, { kind, text, values, from, to }: Draft): ColumnFilter | undefined {
  switch (kind) {
    case 'contains':
      return text ? { column, kind, text } : undefined;
    case 'is':
      return values.length ? { column, kind, values } : undefined;
    case 'range':
      return from === undefined && to === undefined ? undefined : { column, kind, from, to };
    case 'missing':
    case 'present':
      return { column, kind };
  }
}

/** What is in a column, in more detail than its head shows. */
function useValues(table: TableOp, name: string): { readonly profile: ColumnProfile | undefined; readonly problem: string | undefined } {
  const wanted = useMemo(() => {
    const columns = [name];
    return new Map([
      ['profile', analyse('profile', [table], { columns })],
      ['distribution', analyse('distribution', [table], { columns, bins: BARS, top: MOST_VALUES })],
    ] as const);
  }, [table, name]);
  const { tables, problem } = useTables(wanted);
  const profile = tables && profilesFrom(tables.get('profile')!, tables.get('distribution')!).get(name);
  return { profile, problem };
}

interface ValuesProps {
  column: Column;
  profile: ColumnProfile | undefined;
  chosen: readonly Cell[];
  onChange: (values: readonly Cell[]) => void;
}

/** The most frequent values with their rows, to pick from; any other by writing it. */
function Values({ column, profile, chosen, onChange }: ValuesProps) {
  const [search, setSearch] = useState('');
  if (!profile) return <Spinner label="Looking at the values" />;
  const named = profile.bars.flatMap(({ value, rows }) =>
    value === undefined ? [] : [{ value: cellOf(value, column), text: value, rows }],
  );
  const others = profile.distinct - named.length;
  const part = search.trim().toLowerCase();
  const matching = named.filter(({ text }) => text.toLowerCase().includes(part)).slice(0, SHOWN_VALUES);
  const written = part && column.type !== 'bool' && !named.some(({ text }) => text === search) ? cellOf(search, column) : undefined;
  const gone = chosen.filter((v) => v !== null && !matching.some((m) => m.value === v));
  const toggle = (value: Cell, on: boolean): void => onChange(on ? [...chosen, value] : chosen.filter((v) => v !== value));
  return (
    <>
      {named.length > 8 && <TextInput label="Find a value" placeholder="Find a value" value={search} onChange={setSearch} />}
      <div className="filter-values num">
        {written !== undefined && <Choice text={`"${search}"`} checked={chosen.includes(written)} onChange={(on) => toggle(written, on)} />}
        {gone.map((value) => (
          <Choice key={String(value)} text={String(value)} checked onChange={(on) => toggle(value, on)} />
        ))}
        {matching.map(({ value, text, rows }) => (
          <Choice
            key={text}
            text={text === '' ? 'empty text' : valueText(text, column.type)}
            rows={rows}
            checked={chosen.includes(value)}
            onChange={(on) => toggle(value, on)}
          />
        ))}
        {profile.missing > 0 && !part && (
          <Choice text="missing" rows={profile.missing} checked={chosen.includes(null)} onChange={(on) => toggle(null, on)} />
        )}
      </div>
      {others > 0 && <p className="filter-note num">{count(others)} rarer values: write one to pick it</p>}
    </>
  );
}

const cellOf = (text: string, { type }: Column): NonNullable<Cell> => {
  if (type === 'bool') return text === 'true';
  const number = Number(text);
  return type === 'int' && Number.isSafeInteger(number) && text.trim() !== '' ? number : text;
};

function Choice({ text, rows, checked, onChange }: { text: string; rows?: number; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <div className="filter-value" title={text}>
      <Checkbox label={text} checked={checked} onChange={onChange} />
      {rows !== undefined && <span className="dim">{count(rows)}</span>}
    </div>
  );
}

interface RangeProps {
  column: Column;
  profile: ColumnProfile | undefined;
  from: Bound | undefined;
  to: Bound | undefined;
  onChange: (from: Bound | undefined, to: Bound | undefined) => void;
}

/** From and to, both included, below the shape of the column; a bar can be picked by a click. */
function Range({ column, profile, from, to, onChange }: RangeProps) {
  return (
    <>
      {profile ? (
        <Histogram
          bars={profile.bars}
          height={48}
          words={(bar) => barWords(bar, profile)}
          chosen={(bar) => overlaps(bar, from, to)}
          onPick={(bar) => onChange(...boundsOf(bar, column, bar === profile.bars.at(-1)))}
        />
      ) : (
        <Spinner label="Looking at the values" />
      )}
      <div className="filter-range">
        <End column={column} label="From" value={from} hint={profile?.min} onChange={(next) => onChange(next, to)} />
        <span>to</span>
        <End column={column} label="To" value={to} hint={profile?.max} onChange={(next) => onChange(from, next)} />
      </div>
    </>
  );
}

interface EndProps {
  column: Column;
  label: string;
  value: Bound | undefined;
  hint: string | undefined;
  onChange: (value: Bound | undefined) => void;
}

function End({ column, label, value, hint = '', onChange }: EndProps) {
  if (isNumeric(column.type))
    return (
      <NumberInput
        label={label}
        placeholder={shortened(hint)}
        value={typeof value === 'number' ? value : undefined}
        onChange={onChange}
        onClear={() => onChange(undefined)}
      />
    );
  return (
    <input
      className="ui-input"
      type="date"
      aria-label={label}
      min={hint.slice(0, 10)}
      value={String(value ?? '').slice(0, 10)}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  );
}

const shortened = (text: string): string => (text.length > 12 ? String(Number(Number(text).toPrecision(6))) : text);

/** The values of a bar: its upper edge belongs to the next one, which whole numbers can leave out. */
function boundsOf({ from = 0, to = 0 }: Bar, column: Column, isLast: boolean): [Bound, Bound] {
  if (isDay(column)) return [dayText(from), dayText(to)];
  if (column.type === 'int') return [Math.ceil(from), isLast ? Math.floor(to) : Math.max(Math.ceil(to) - 1, Math.ceil(from))];
  return [Number(from.toPrecision(12)), Number(to.toPrecision(12))];
}

function overlaps({ from: low = 0, to: high = 0 }: Bar, from: Bound | undefined, to: Bound | undefined): boolean {
  const number = (end: Bound): number => (typeof end === 'number' ? end : Date.parse(`${end.slice(0, 10)}T00:00:00Z`));
  if (from === undefined && to === undefined) return true;
  return (from === undefined || high >= number(from)) && (to === undefined || low <= number(to));
}

function Missing({ kind, profile }: { kind: 'missing' | 'present'; profile: ColumnProfile | undefined }) {
  if (!profile) return <Spinner label="Looking at the values" />;
  const rows = kind === 'missing' ? profile.missing : profile.rows - profile.missing;
  return (
    <p className="filter-note num">
      {count(rows)} of {count(profile.rows)} rows, {percent(rows / Math.max(profile.rows, 1))}
    </p>
  );
}
