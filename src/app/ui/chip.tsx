import './chip.css';
import { CircleAlert, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DType } from '../../core/schema.ts';
import { Icon } from './icons.tsx';

/** A column's type in an analyst's words. */
export const TYPE_LABELS: Readonly<Record<DType, string>> = {
  bool: 'yes/no',
  int: 'int',
  double: 'num',
  string: 'text',
  date: 'date',
  timestamp: 'time',
};

export interface ChipProps {
  children: string;
  kind?: 'plain' | 'error';
  icon?: LucideIcon | undefined;
  /** A second, quiet word in mono. */
  detail?: string | undefined;
  /** Shows a cross. */
  onRemove?: (() => void) | undefined;
  /** False where arrow keys lead to the cross instead of Tab. */
  tabStop?: boolean;
  /** A button or a menu that puts right what is wrong with it. */
  fix?: ReactNode;
}

export function Chip({ children, kind = 'plain', icon, detail, onRemove, tabStop = true, fix }: ChipProps) {
  return (
    <span className="ui-chip" data-kind={kind}>
      {icon && <Icon of={icon} size={12} />}
      <span className="ellipsis">{children}</span>
      {detail && <span className="ui-chip-type">{detail}</span>}
      {fix}
      {onRemove && (
        <button
          type="button"
          className="ui-chip-remove"
          aria-label={`Remove ${children}`}
          tabIndex={tabStop ? undefined : -1}
          onClick={onRemove}
        >
          <Icon of={X} size={12} />
        </button>
      )}
    </span>
  );
}

export interface ColumnChipProps extends Pick<ChipProps, 'onRemove' | 'tabStop' | 'fix'> {
  name: string;
  type?: DType | undefined;
  /** Stands in place of the type: a weight, a role. */
  detail?: string | undefined;
  /** What is wrong with it, in a word or two: "missing", "not a number". */
  problem?: string | undefined;
}

export function ColumnChip({ name, type, detail, problem, ...rest }: ColumnChipProps) {
  return (
    <Chip
      {...rest}
      kind={problem ? 'error' : 'plain'}
      icon={problem ? CircleAlert : undefined}
      detail={problem ?? detail ?? (type && TYPE_LABELS[type])}
    >
      {name}
    </Chip>
  );
}

export interface BadgeProps {
  kind?: 'plain' | 'ok' | 'warn' | 'error' | 'accent';
  icon?: LucideIcon;
  children: ReactNode;
}

export function Badge({ kind = 'plain', icon, children }: BadgeProps) {
  return (
    <span className="ui-badge" data-kind={kind}>
      {icon && <Icon of={icon} size={12} />}
      {children}
    </span>
  );
}
