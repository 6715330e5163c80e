import { useState } from 'react';
import type { FileSource, ReadOptions } from '../../core/source.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Field } from '../ui/field.tsx';
import { NumberInput } from '../ui/number-input.tsx';
import { Select, type SelectOption } from '../ui/select.tsx';
import { TextInput } from '../ui/text-input.tsx';

interface SourceOptionsProps {
  source: FileSource;
  sheets: readonly string[] | undefined;
  disabledReason: string | undefined;
  onChange: (options: ReadOptions) => void;
}

/** How a file is read. Each change has the file looked at again. */
export function SourceOptions({ source: { format, options }, sheets, disabledReason, onChange }: SourceOptionsProps) {
  const shared = { options, disabledReason, change: (next: ReadOptions) => onChange({ ...options, ...next }) };
  if (format === 'csv') return <TextOptions {...shared} />;
  return format === 'excel' ? <SheetOptions {...shared} sheets={sheets} /> : null;
}

interface OptionsProps {
  options: ReadOptions;
  disabledReason: string | undefined;
  change: (options: ReadOptions) => void;
}

const DELIMITERS: readonly SelectOption<string>[] = [
  { value: ',', label: 'Comma', detail: ',' },
  { value: ';', label: 'Semicolon', detail: ';' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar', detail: '|' },
  { value: 'spaces', label: 'Blanks' },
];
const ENCODINGS: readonly SelectOption<string>[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Windows-1252', detail: 'Western Europe' },
  { value: 'iso-8859-2', label: 'ISO 8859-2', detail: 'Central Europe' },
  { value: 'windows-1251', label: 'Windows-1251', detail: 'Cyrillic' },
  { value: 'utf-16le', label: 'UTF-16' },
];
const DECIMALS: readonly SelectOption<'.' | ','>[] = [
  { value: '.', label: 'Point', detail: '1,240.50' },
  { value: ',', label: 'Comma', detail: '1.240,50' },
];
const QUOTES: readonly SelectOption<string>[] = [
  { value: '"', label: 'Double', detail: '"' },
  { value: "'", label: 'Single', detail: "'" },
  { value: '', label: 'None' },
];

function TextOptions({ options, disabledReason, change }: OptionsProps) {
  return (
    <div className="settings-grid">
      <Choice
        label="Separated by"
        value={options.delimiter}
        choices={DELIMITERS}
        disabledReason={disabledReason}
        onChange={(delimiter) => change({ delimiter })}
      />
      <Choice
        label="Encoding"
        value={options.encoding}
        choices={ENCODINGS}
        disabledReason={disabledReason}
        onChange={(encoding) => change({ encoding })}
      />
      <Choice
        label="Decimal sign"
        value={options.decimal}
        choices={DECIMALS}
        disabledReason={disabledReason}
        onChange={(decimal) => change({ decimal })}
      />
      <Choice
        label="Text is quoted by"
        value={options.quote}
        choices={QUOTES}
        disabledReason={disabledReason}
        onChange={(quote) => change({ quote })}
      />
      <div className="setting" data-compact>
        <Field label="Lines to skip">
          <NumberInput value={options.skip ?? 0} min={0} disabledReason={disabledReason} onChange={(skip) => change({ skip })} />
        </Field>
      </div>
      <div className="setting" data-compact>
        <Typed
          label="Comment sign"
          value={options.comment ?? ''}
          disabledReason={disabledReason}
          onChange={(comment) => change({ comment })}
        />
      </div>
      <div className="setting">
        <Typed
          label="Stands for missing"
          value={(options.nulls ?? []).join(', ')}
          placeholder="NA, -, #N/A"
          disabledReason={disabledReason}
          onChange={(text) => change({ nulls: namesIn(text) })}
        />
        <Checkbox
          label="The first line has the column names"
          checked={options.header ?? true}
          disabledReason={disabledReason}
          onChange={(header) => change({ header })}
        />
        <Checkbox
          label="Thousands are separated"
          checked={options.thousands ?? false}
          disabledReason={disabledReason}
          onChange={(thousands) => change({ thousands })}
        />
      </div>
    </div>
  );
}

function SheetOptions({ options, sheets, disabledReason, change }: OptionsProps & { sheets: readonly string[] | undefined }) {
  const names = sheets ?? (options.sheet === undefined ? [] : [options.sheet]);
  return (
    <div className="settings-grid">
      <div className="setting">
        <Field label="Sheet">
          <Select
            value={options.sheet}
            options={names.map((name) => ({ value: name, label: name }))}
            disabledReason={disabledReason}
            onChange={(sheet) => change({ sheet, range: undefined, skip: undefined, header: undefined })}
          />
        </Field>
      </div>
      <div className="setting" data-compact>
        <Typed
          label="Range"
          value={options.range ?? ''}
          placeholder="B3:H200"
          disabledReason={disabledReason}
          onChange={(range) => change({ range: range || undefined })}
        />
      </div>
      <div className="setting" data-compact>
        <Field label="Lines to skip">
          <NumberInput value={options.skip ?? 0} min={0} disabledReason={disabledReason} onChange={(skip) => change({ skip })} />
        </Field>
      </div>
      <div className="setting">
        <Checkbox
          label="The first line has the column names"
          checked={options.header ?? true}
          disabledReason={disabledReason}
          onChange={(header) => change({ header })}
        />
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T | undefined;
  choices: readonly SelectOption<T>[];
  disabledReason: string | undefined;
  onChange: (value: T) => void;
}

/** One of the usual values, or the one that was found in the file. */
function Choice<T extends string>({ label, value, choices, disabledReason, onChange }: ChoiceProps<T>) {
  const options = value === undefined || choices.some((c) => c.value === value) ? choices : [...choices, { value, label: value }];
  return (
    <div className="setting" data-compact>
      <Field label={label}>
        <Select value={value} options={options} disabledReason={disabledReason} onChange={onChange} />
      </Field>
    </div>
  );
}

interface TypedProps {
  label: string;
  value: string;
  placeholder?: string;
  disabledReason?: string | undefined;
  onChange: (value: string) => void;
}

/** A text that takes effect when it is whole: on Enter, or when the focus leaves. */
export function Typed({ label, value, placeholder, disabledReason, onChange }: TypedProps) {
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    if (draft !== undefined && draft !== value) onChange(draft);
    setDraft(undefined);
  };
  return (
    <Field label={label}>
      <TextInput
        value={draft ?? value}
        placeholder={placeholder}
        disabledReason={disabledReason}
        onChange={setDraft}
        onBlur={commit}
        onKeyDown={({ key }) => key === 'Enter' && commit()}
      />
    </Field>
  );
}

const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((t) => t.trim())
      .filter(Boolean),
  ),
];
