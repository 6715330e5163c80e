import { Field } from '@base-ui/react/field';
import { whyNot, type ControlProps } from '../ui/why-not.ts';

export interface DateInputProps extends ControlProps {
  /** `yyyy-MM-dd`, or empty for none. */
  value: string;
  /** Called when a whole date, or none, stands in the field. */
  onChange: (value: string) => void;
}

/** A day, chosen or typed in the browser's own field. */
export function DateInput({ value, onChange, label, disabledReason }: DateInputProps) {
  return (
    <Field.Control
      {...whyNot(disabledReason)}
      type="date"
      className="ui-input num"
      max="9999-12-31"
      value={value}
      aria-label={label}
      readOnly={disabledReason !== undefined}
      onValueChange={(next) => next !== value && onChange(next)}
    />
  );
}
