import './field.css';
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { whyNot } from './why-not.ts';

interface ToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  /** A quiet line below the label. */
  description?: string | undefined;
  disabledReason?: string | undefined;
}

export interface CheckboxProps extends ToggleProps {
  /** Some of what it stands for is checked. */
  indeterminate?: boolean;
}

export function Checkbox({ checked, onChange, indeterminate, disabledReason, ...words }: CheckboxProps) {
  return (
    <Labelled readOnly={disabledReason !== undefined} {...words}>
      <BaseCheckbox.Root
        {...whyNot(disabledReason)}
        className="ui-checkbox"
        checked={checked}
        indeterminate={indeterminate}
        onCheckedChange={onChange}
        readOnly={disabledReason !== undefined}
      >
        <BaseCheckbox.Indicator>
          <Icon of={indeterminate ? Minus : Check} size={10} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
    </Labelled>
  );
}

function Labelled({
  label,
  description,
  readOnly,
  children,
}: {
  label: string;
  description?: string | undefined;
  readOnly: boolean;
  children: ReactNode;
}) {
  return (
    <label className="ui-check" data-readonly={readOnly || undefined}>
      {children}
      <span>
        {label}
        {description && <small>{description}</small>}
      </span>
    </label>
  );
}
