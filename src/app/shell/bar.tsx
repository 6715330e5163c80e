import './bar.css';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../ui/icons.tsx';

export interface BarProps {
  kind?: 'plain' | 'warn';
  icon: LucideIcon;
  /** How it stands with the workflow. */
  children: ReactNode;
  /** Small Buttons. */
  actions: ReactNode;
}

/** A line about the workflow on show, with what can be done about it. */
export const Bar = ({ kind = 'plain', icon, children, actions }: BarProps) => (
  <div className="bar" data-kind={kind} role="status">
    <Icon of={icon} />
    <p>{children}</p>
    {actions}
  </div>
);
