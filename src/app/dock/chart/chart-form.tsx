import { findColumn, type Schema } from '../../../core/schema.ts';
import { ColumnSelect } from '../../ui/column-select.tsx';
import { Field } from '../../ui/field.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { isDay } from '../peek.ts';
import { CHART_TYPES, fitted, MEASURES, placeOf, UNITS, withType, type ChartSpec } from './chart-spec.ts';

export interface ChartFormProps {
  spec: ChartSpec;
  schema: Schema;
  onChange: (spec: ChartSpec) => void;
}

/** The settings of a chart: those that its type has. */
export function ChartForm({ spec, schema, onChange }: ChartFormProps) {
  const set = (change: Partial<ChartSpec>): void => onChange(fitted({ ...spec, ...change }, schema));
  const days = [spec.x, spec.type === 'heat' ? spec.split : undefined].some((name) => {
    const column = findColumn(schema, name ?? '');
    return column !== undefined && isDay(column);
  });
  const isMeasured = spec.type === 'bars' || spec.type === 'line' || spec.type === 'heat';
  return (
    <div className="chart-form" role="group" aria-label="Chart settings">
      <Field label="Chart">
        <Select value={spec.type} options={CHART_TYPES} onChange={(type) => onChange(withType(spec, type, schema))} />
      </Field>
      <Place place="x" spec={spec} schema={schema} set={set} />
      {days && isMeasured && (
        <Field label="By">
          <Select
            value={spec.unit}
            options={UNITS.map((value) => ({ value, label: value === 'auto' ? 'A fitting unit' : capital(value) }))}
            onChange={(unit) => set({ unit })}
          />
        </Field>
      )}
      {isMeasured && (
        <Field label="Measure">
          <Select value={spec.measure} options={MEASURES} onChange={(measure) => set({ measure })} />
        </Field>
      )}
      <Place place="y" spec={spec} schema={schema} set={set} />
      <Place place="split" spec={spec} schema={schema} set={set} />
      {spec.type === 'histogram' && (
        <Field label="About as many bars">
          <NumberInput
            value={spec.bins}
            min={2}
            max={100}
            onChange={(bins) => set({ bins: Math.min(Math.max(Math.round(bins), 2), 100) })}
          />
        </Field>
      )}
    </div>
  );
}

interface PlaceProps {
  place: 'x' | 'y' | 'split';
  spec: ChartSpec;
  schema: Schema;
  set: (change: Partial<ChartSpec>) => void;
}

function Place({ place, spec, schema, set }: PlaceProps) {
  const rule = placeOf(spec, place);
  if (!rule) return null;
  return (
    <Field label={rule.label}>
      <ColumnSelect
        value={spec[place]}
        columns={schema.filter(rule.takes)}
        placeholder={rule.optional ? 'None' : 'Choose a column'}
        onChange={(name) => set({ [place]: name })}
        onClear={rule.optional ? () => set({ [place]: undefined }) : undefined}
      />
    </Field>
  );
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
