import './field.css';
import { Combobox } from '@base-ui/react/combobox';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { findColumn, type DType, type Schema } from '../../core/schema.ts';
import { Button } from './button.tsx';
import { ColumnChip, TYPE_LABELS } from './chip.tsx';
import { ColumnList } from './column-list.tsx';
import { Icon } from './icons.tsx';
import { MapTo, type Mapping } from './map-to.tsx';
import { whyNot, type ControlProps } from './why-not.ts';

export interface ColumnSelectProps extends ControlProps {
  value: string | undefined;
  onChange: (name: string) => void;
  /** Makes "None" a choice. */
  onClear?: (() => void) | undefined;
  columns: Schema;
  /** Only columns of these types are offered. */
  types?: readonly DType[] | undefined;
  placeholder?: string;
  /** What can be done about a chosen name that is not there, besides putting another here. */
  mapping?: Mapping | undefined;
}

/** One column, chosen from a searchable list. A name that is not among the columns shows as missing. */
export function ColumnSelect({
  value,
  onChange,
  onClear,
  columns,
  types,
  placeholder = 'Choose a column',
  label,
  mapping,
  disabledReason,
}: ColumnSelectProps) {
  const [open, setOpen] = useState(false);
  const fitting = columns.filter((column) => types === undefined || types.includes(column.type));
  const chosen = value === undefined ? undefined : findColumn(columns, value);
  const missing = value !== undefined && chosen === undefined;
  return (
    <Combobox.Root
      items={fitting.map((column) => column.name)}
      value={value ?? null}
      onValueChange={(name: string | null) => name !== null && onChange(name)}
      open={open && disabledReason === undefined}
      onOpenChange={setOpen}
      readOnly={disabledReason !== undefined}
    >
      {missing ? (
        <div className="ui-columns ui-column-missing" role="group" aria-label={label} data-invalid="">
          <ColumnChip
            name={value}
            problem="missing"
            fix={
              disabledReason === undefined && <MapTo name={value} columns={fitting} mapping={mapping} onMap={onChange} onRemove={onClear} />
            }
          />
          <Combobox.Trigger {...whyNot(disabledReason)} className="ui-columns-add" aria-label={label} aria-invalid="true">
            <Icon of={ChevronDown} size={12} />
          </Combobox.Trigger>
        </div>
      ) : (
        <Combobox.Trigger {...whyNot(disabledReason)} className="ui-input" aria-label={label}>
          <span className="ui-input-value" data-placeholder={value === undefined ? '' : undefined}>
            {value ?? placeholder}
          </span>
          {chosen && <span className="ui-chip-type">{TYPE_LABELS[chosen.type]}</span>}
          <Icon of={ChevronDown} size={12} />
        </Combobox.Trigger>
      )}
      <ColumnList
        columns={fitting}
        label={label ?? placeholder}
        footer={
          onClear && (
            <Button small kind="ghost" onClick={onClear}>
              None
            </Button>
          )
        }
      />
    </Combobox.Root>
  );
}
