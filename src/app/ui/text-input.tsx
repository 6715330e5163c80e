import './field.css';
import { Field } from '@base-ui/react/field';
import type { LucideIcon } from 'lucide-react';
import type { KeyboardEventHandler, Ref } from 'react';
import { Icon } from './icons.tsx';
import { whyNot, type ControlProps } from './why-not.ts';

export interface TextInputProps extends ControlProps {
  value: string;
  /** Called on each key: bursts are the caller's to merge. */
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  icon?: LucideIcon;
  /** More than one line of text, in an area this high. */
  rows?: number;
  invalid?: boolean;
  onKeyDown?: KeyboardEventHandler;
  onBlur?: () => void;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextInput({ value, onChange, label, placeholder, icon, rows, invalid, disabledReason, ref, ...rest }: TextInputProps) {
  const control = (
    <Field.Control
      {...rest}
      {...whyNot(disabledReason)}
      ref={ref}
      render={rows === undefined ? undefined : <textarea rows={rows} />}
      className={icon ? undefined : 'ui-input'}
      value={value}
      onValueChange={onChange}
      placeholder={placeholder}
      readOnly={disabledReason !== undefined}
      aria-label={label}
      aria-invalid={invalid || undefined}
      spellCheck={rows !== undefined}
      autoComplete="off"
    />
  );
  return icon ? (
    <span className="ui-input">
      <Icon of={icon} />
      {control}
    </span>
  ) : (
    control
  );
}
