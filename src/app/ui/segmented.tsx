import './field.css';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { LucideIcon } from 'lucide-react';
import { Icon } from './icons.tsx';
import { whyNot, type ControlProps } from './why-not.ts';

export interface SegmentedProps<T extends string> extends ControlProps {
  value: T;
  onChange: (value: T) => void;
  /** Two to five choices that fit in a row. */
  options: readonly { value: T; label: string; icon?: LucideIcon }[];
}

export function Segmented<T extends string>({ value, onChange, options, label, disabledReason }: SegmentedProps<T>) {
  return (
    <RadioGroup
      {...whyNot(disabledReason)}
      className="ui-segmented"
      aria-label={label}
      value={value}
      onValueChange={onChange}
      readOnly={disabledReason !== undefined}
    >
      {options.map((option) => (
        <Radio.Root key={option.value} className="ui-segment" value={option.value} aria-label={option.label}>
          {option.icon && <Icon of={option.icon} size={14} />}
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
