import './feedback.css';
import { Progress as Base } from '@base-ui/react/progress';
import { CircleAlert, History, Info, Loader, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkButton } from './button.tsx';
import { Icon } from './icons.tsx';

const NOTE_ICONS = { info: Info, warn: TriangleAlert, error: CircleAlert, accent: Info, stale: History } as const;

export interface NoteProps {
  /** `stale` is a warning about a result that no longer holds. */
  kind?: keyof typeof NOTE_ICONS;
  children: ReactNode;
  action?: { label: string; run: () => void } | undefined;
}

/** A remark that stands where its subject is. LinkButtons may be part of its sentence; `action` comes after it. */
export function Note({ kind = 'info', children, action }: NoteProps) {
  return (
    <div className="ui-note" data-kind={kind === 'stale' ? 'warn' : kind}>
      <Icon of={NOTE_ICONS[kind]} />
      <div>
        {children}
        {action && (
          <>
            {' '}
            <LinkButton onClick={action.run}>{action.label}</LinkButton>
          </>
        )}
      </div>
    </div>
  );
}

export interface EmptyProps {
  icon?: LucideIcon;
  kind?: 'plain' | 'error';
  /** What will be here, or what went wrong. */
  title: string;
  /** How it comes here. */
  text?: string | undefined;
  /** One small Button. */
  action?: ReactNode;
}

export function Empty({ icon, kind = 'plain', title, text, action }: EmptyProps) {
  const shape = icon ?? (kind === 'error' ? CircleAlert : undefined);
  return (
    <div className="ui-empty" data-kind={kind}>
      {shape && <Icon of={shape} />}
      <strong>{title}</strong>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

export interface ProgressProps {
  label: string;
  /** 0 to 1, or undefined while the share is unknown. */
  value: number | undefined;
  /** Progress in units: "3.1 of 4.2 MB". */
  detail?: string | undefined;
}

export function Progress({ label, value, detail }: ProgressProps) {
  const share = value === undefined ? null : Math.round(value * 100);
  return (
    <Base.Root className="ui-progress" value={share} getAriaValueText={() => detail ?? (share === null ? 'Working' : `${share} %`)}>
      <Base.Label>{label}</Base.Label>
      <span className="num">{detail ?? (share === null ? '' : `${share} %`)}</span>
      <Base.Track className="ui-progress-track">
        <Base.Indicator className="ui-progress-fill" />
      </Base.Track>
    </Base.Root>
  );
}

/** Work without a known end. It shows after 150 ms, so that what is quick does not flicker. */
export function Spinner({ label, showLabel = true }: { label: string; showLabel?: boolean }) {
  return (
    <output className="ui-spinner">
      <Icon of={Loader} size={14} />
      <span className={showLabel ? undefined : 'sr-only'}>{label}</span>
    </output>
  );
}
