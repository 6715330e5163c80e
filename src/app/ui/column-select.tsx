import './field.css';
import { Combobox } from '@base-ui/react/combobox';
import { ChevronDown, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { findColumn, type DType, type Schema } from '../../core/schema.ts';
import { Button } from './button.tsx';
import { TYPE_LABELS } from './chip.tsx';
import { ColumnList } from './column-list.tsx';
import { Icon } from './icons.tsx';
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
      <Combobox.Trigger {...whyNot(disabledReason)} className="ui-input" aria-label={label} aria-invalid={missing || undefined}>
        {missing && <Icon of={CircleAlert} size={12} />}
        <span className="ui-input-value" data-placeholder={value === undefined ? '' : undefined}>
          {value ?? placeholder}
        </span>
        {chosen && <span className="ui-chip-type">{TYPE_LABELS[chosen.type]}</span>}
        {missing && <span className="ui-chip-type">missing</span>}
        <Icon of={ChevronDown} size={12} />
      </Combobox.Trigger>
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
