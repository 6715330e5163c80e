import './chip.css';
import { Combobox } from '@base-ui/react/combobox';
import { Plus } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { findColumn, isNumeric, type Column, type DType, type Schema } from '../../core/schema.ts';
import { Button } from './button.tsx';
import { ColumnChip, TYPE_LABELS } from './chip.tsx';
import { ColumnList } from './column-list.tsx';
import { Icon } from './icons.tsx';
import { MapTo, type Mapping } from './map-to.tsx';
import { whyNot, type ControlProps } from './why-not.ts';

export interface ColumnPickerProps extends ControlProps {
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
  /** What there is to choose from. A chosen name that is not there shows as missing. */
  columns: Schema;
  /** Only columns of these types are offered; a chosen one of another type shows as wrong. */
  types?: readonly DType[] | undefined;
  /** What stands on a chip in place of the type: a weight. */
  detail?: (name: string) => string | undefined;
  invalid?: boolean;
  /** What can be done about a chosen name that is not there, besides putting another here. */
  mapping?: Mapping | undefined;
}

/**
 * Several columns as chips with a searchable list behind "Add". It is one tab stop: the arrow keys walk over the chips,
 * Delete removes one.
 */
export function ColumnPicker({ value, onChange, columns, types, detail, label, invalid, mapping, disabledReason }: ColumnPickerProps) {
  const box = useRef<HTMLDivElement>(null);
  const focusNext = useRef<number>(undefined);
  const [open, setOpen] = useState(false);
  const fitting = columns.filter((column) => fits(column, types));
  const readOnly = disabledReason !== undefined;

  useLayoutEffect(() => {
    if (focusNext.current === undefined) return;
    const chips = box.current?.querySelectorAll<HTMLElement>('.ui-chip-remove');
    const next = chips?.[Math.min(focusNext.current, chips.length - 1)] ?? box.current?.querySelector<HTMLElement>('.ui-columns-add');
    focusNext.current = undefined;
    next?.focus();
  });

  const remove = (name: string) => {
    focusNext.current = value.indexOf(name);
    onChange(value.filter((other) => other !== name));
  };
  const replace = (name: string, by: string) => onChange([...new Set(value.map((other) => (other === name ? by : other)))]);

  return (
    <Combobox.Root
      multiple
      items={fitting.map((column) => column.name)}
      value={[...value]}
      onValueChange={(names) => onChange(names)}
      open={open && !readOnly}
      onOpenChange={setOpen}
      readOnly={readOnly}
    >
      <div
        ref={box}
        className="ui-columns"
        role="group"
        aria-label={label ?? 'Columns'}
        data-invalid={invalid || undefined}
        data-readonly={readOnly || undefined}
        onKeyDown={walkButtons}
      >
        {value.map((name) => {
          const column = findColumn(columns, name);
          const missing = column === undefined;
          return (
            <ColumnChip
              key={name}
              name={name}
              type={column?.type}
              detail={detail?.(name)}
              problem={missing ? 'missing' : fits(column, types) ? undefined : `${TYPE_LABELS[column.type]} does not fit`}
              tabStop={false}
              onRemove={readOnly ? undefined : () => remove(name)}
              fix={
                missing &&
                !readOnly && (
                  <MapTo
                    name={name}
                    columns={fitting.filter((one) => !value.includes(one.name))}
                    mapping={mapping}
                    tabStop={false}
                    onMap={(by) => replace(name, by)}
                    onRemove={() => remove(name)}
                  />
                )
              }
            />
          );
        })}
        <Combobox.Trigger {...whyNot(disabledReason)} className="ui-columns-add" aria-label={label}>
          <Icon of={Plus} size={12} />
          Add
        </Combobox.Trigger>
      </div>
      <ColumnList
        columns={fitting}
        label={label ?? 'Columns'}
        footer={<QuickActions value={value} onChange={onChange} columns={fitting} />}
      />
    </Combobox.Root>
  );
}

function QuickActions({ value, onChange, columns }: Pick<ColumnPickerProps, 'value' | 'onChange' | 'columns'>) {
  const numeric = columns.filter((column) => isNumeric(column.type) && column.role !== 'id').map((column) => column.name);
  return (
    <>
      {numeric.length > 0 && (
        <Button
          small
          kind="ghost"
          onClick={() => onChange([...new Set([...value, ...numeric])])}
        >{`All numeric (${numeric.length})`}</Button>
      )}
      <Button small kind="ghost" onClick={() => onChange(columns.map((column) => column.name))}>{`All (${columns.length})`}</Button>
      <Button small kind="ghost" onClick={() => onChange([])}>
        None
      </Button>
    </>
  );
}

const fits = (column: Column, types: readonly DType[] | undefined): boolean => types === undefined || types.includes(column.type);

/** Left and Right move between the buttons in a box of chips, Delete and Backspace remove the chip in focus. */
function walkButtons(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === event.target);
  if (at < 0) return;
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    event.preventDefault();
    buttons[at + (event.key === 'ArrowLeft' ? -1 : 1)]?.focus();
  } else if (event.key === 'Delete' || event.key === 'Backspace') {
    buttons[at]?.closest('.ui-chip')?.querySelector<HTMLElement>('.ui-chip-remove')?.click();
  }
}
