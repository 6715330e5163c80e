import './tabs.css';
import { Tabs as Base } from '@base-ui/react/tabs';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

export interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { id: T; label: string; icon?: LucideIcon; badge?: ReactNode }[];
  value: T;
  onChange: (id: T) => void;
  /** Buttons at the right end of the bar. */
  aside?: ReactNode;
  /** The panel of the tab that is open. */
  children: ReactNode;
}

export function Tabs<T extends string>({ label, tabs, value, onChange, aside, children }: TabsProps<T>) {
  return (
    <Base.Root className="ui-tabs" value={value} onValueChange={(next: T) => onChange(next)}>
      <div className="ui-tabs-bar">
        <Base.List className="ui-tabs-list" aria-label={label} activateOnFocus>
          {tabs.map((tab) => (
            <Base.Tab key={tab.id} className="ui-tab" value={tab.id}>
              {tab.icon && <Icon of={tab.icon} size={14} />}
              {tab.label}
              {tab.badge}
            </Base.Tab>
          ))}
        </Base.List>
        {aside && <div className="ui-tabs-aside">{aside}</div>}
      </div>
      <Base.Panel className="ui-tab-panel" value={value}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
