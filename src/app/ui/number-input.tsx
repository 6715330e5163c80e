import './field.css';
import { Field } from '@base-ui/react/field';
import { useState, type KeyboardEvent } from 'react';
import { whyNot, type ControlProps } from './why-not.ts';

export interface NumberInputProps extends ControlProps {
  value: number | undefined;
  /** Called on blur, Enter and the arrow keys. A typed number may lie outside min and max: its check belongs to whoever holds it. */
  onChange: (value: number) => void;
  /** Called when the text is emptied. Without it an empty text goes back to the value. */
  onClear?: () => void;
  min?: number;
  max?: number;
  /** What an arrow key adds; Shift or a page key adds ten of them. */
  step?: number;
  unit?: string;
  placeholder?: string;
}

export function NumberInput({ value, onChange, onClear, min, max, step = 1, unit, placeholder, label, disabledReason }: NumberInputProps) {
  const [draft, setDraft] = useState<string>();

  const commit = () => {
    if (draft === undefined) return;
    setDraft(undefined);
    const typed = parseNumber(draft);
    if (typed !== undefined && typed !== value) onChange(typed);
    else if (draft.trim() === '' && value !== undefined) onClear?.();
  };

  const move = (steps: number) => {
    const from = parseNumber(draft ?? '') ?? value;
    const to = clamp(from === undefined ? (min ?? 0) : add(from, steps * step), min, max);
    setDraft(undefined);
    if (to !== value) onChange(to);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps = disabledReason === undefined ? stepsOf(event) : 0;
    if (steps !== 0) {
      event.preventDefault();
      move(steps);
    } else if (event.key === 'Enter') {
      commit();
    } else if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation();
      setDraft(undefined);
    }
  };

  return (
    <span className="ui-input num">
      <Field.Control
        {...whyNot(disabledReason)}
        role="spinbutton"
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuetext={value === undefined ? 'empty' : unit && `${value} ${unit}`}
        readOnly={disabledReason !== undefined}
        placeholder={placeholder}
        value={draft ?? (value === undefined ? '' : String(value))}
        onValueChange={setDraft}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {unit && (
        <span className="ui-input-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  );
}

/** The number that `text` spells: decimal point or comma, thousands by comma or space, exponent, any minus sign. */
function parseNumber(text: string): number | undefined {
  const plain = text.replace(/[\s_\u00a0\u202f]/g, '').replace(/^\u2212/, '-');
  const dotted = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replace(/,/g, '') : plain.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted) ? finite(Number(dotted)) : undefined;
}

const finite = (n: number): number | undefined => (Number.isFinite(n) ? n : undefined);

function stepsOf({ key, shiftKey }: KeyboardEvent): number {
  if (key === 'ArrowUp') return shiftKey ? 10 : 1;
  if (key === 'ArrowDown') return shiftKey ? -10 : -1;
  if (key === 'PageUp') return 10;
  return key === 'PageDown' ? -10 : 0;
}

const clamp = (n: number, min = -Infinity, max = Infinity): number => Math.min(max, Math.max(min, n));

/** `a + b` with the decimals of whichever has more, so that 0.1 + 0.2 is 0.3. */
const add = (a: number, b: number): number => Number((a + b).toFixed(Math.min(20, Math.max(decimals(a), decimals(b)))));

function decimals(n: number): number {
  const [digits = '', exponent = '0'] = String(n).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
