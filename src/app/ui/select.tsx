import './field.css';
import './menu.css';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Icon } from './icons.tsx';
import { whyNot, type ControlProps } from './why-not.ts';

export interface SelectOption<T extends string> {
  value: T;
  label: string;
  /** A quiet second part at the right: "k-means++" … "spreads the first centres". */
  detail?: string;
}

export interface SelectProps<T extends string> extends ControlProps {
  value: T | undefined;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
}

export function Select<T extends string>({ value, onChange, options, placeholder = 'Choose', label, disabledReason }: SelectProps<T>) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root<T>
      value={value ?? null}
      onValueChange={(next) => next !== null && onChange(next)}
      open={open && disabledReason === undefined}
      onOpenChange={setOpen}
      readOnly={disabledReason !== undefined}
    >
      <Base.Trigger {...whyNot(disabledReason)} className="ui-input" aria-label={label}>
        <span className="ui-input-value" data-placeholder={chosen ? undefined : ''}>
          {chosen?.label ?? value ?? placeholder}
        </span>
        <Icon of={ChevronDown} size={12} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="ui-layer" sideOffset={4} collisionPadding={8} alignItemWithTrigger={false}>
          <Base.Popup className="ui-menu" data-fit="anchor">
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} className="ui-menu-item" value={option.value} label={option.label}>
                  <span className="ui-menu-check">
                    <Base.ItemIndicator>
                      <Icon of={Check} size={14} />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText className="ellipsis">{option.label}</Base.ItemText>
                  {option.detail && <span className="ui-menu-aside">{option.detail}</span>}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
