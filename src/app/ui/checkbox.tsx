import './field.css';
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
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

/** For what takes effect at once, such as a setting of the app; inside a form a Checkbox reads better. */
export function Switch({ checked, onChange, disabledReason, ...words }: ToggleProps) {
  return (
    <Labelled readOnly={disabledReason !== undefined} {...words}>
      <BaseSwitch.Root
        {...whyNot(disabledReason)}
        className="ui-switch"
        checked={checked}
        onCheckedChange={onChange}
        readOnly={disabledReason !== undefined}
      >
        <BaseSwitch.Thumb className="ui-switch-thumb" />
      </BaseSwitch.Root>
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
