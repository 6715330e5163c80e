import './button.css';
import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { Icon } from './icons.tsx';
import { ariaShortcut, Kbd } from './kbd.tsx';
import { Tooltip, type Side } from './tooltip.tsx';

interface Shared extends Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children' | 'className' | 'aria-label'> {
  kind?: 'primary' | 'default' | 'ghost';
  /** 24 px instead of 28, for tight rows. */
  small?: boolean;
  /** Makes it a toggle. */
  pressed?: boolean | undefined;
  shortcut?: string | undefined;
  /** Why it can't be used now. It then looks disabled and says why, and keeps its place in the tab order. */
  disabledReason?: string | undefined;
  tooltipSide?: Side;
}

export interface ButtonProps extends Shared {
  children: string;
  icon?: LucideIcon | undefined;
  tooltip?: string | undefined;
}

export function Button({ children, icon, tooltip, shortcut, ...rest }: ButtonProps) {
  return (
    <Frame tip={tooltip} shortcut={shortcut} {...rest}>
      {icon && <Icon of={icon} size={rest.small ? 14 : 16} />}
      {children}
      {shortcut && <Kbd keys={shortcut} />}
    </Frame>
  );
}

export interface IconButtonProps extends Shared {
  icon: LucideIcon;
  /** Its name, also shown as its tooltip with the shortcut. */
  label: string;
}

export function IconButton({ icon, label, shortcut, kind = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Frame tip={label} tipShortcut={shortcut} shortcut={shortcut} kind={kind} square name={label} {...rest}>
      <Icon of={icon} size={rest.small ? 14 : 16} />
    </Frame>
  );
}

/** A button that reads as a link within a sentence. */
export function LinkButton(props: Omit<ComponentPropsWithRef<'button'>, 'className' | 'disabled'>) {
  return <button type="button" {...props} className="ui-link" />;
}

interface FrameProps extends Shared {
  tip: string | undefined;
  tipShortcut?: string | undefined;
  name?: string;
  square?: boolean;
  children: ComponentPropsWithRef<'button'>['children'];
}

const INERT = { onClick: undefined, onMouseDown: undefined, onPointerDown: undefined, onKeyDown: undefined, onKeyUp: undefined };

function Frame({
  tip,
  tipShortcut,
  name,
  square,
  kind = 'default',
  small,
  pressed,
  shortcut,
  disabledReason,
  tooltipSide,
  ...rest
}: FrameProps) {
  const disabled = disabledReason !== undefined;
  return (
    <Tooltip
      text={disabled ? [name, disabledReason].filter(Boolean).join('\n') : tip}
      shortcut={disabled ? undefined : tipShortcut}
      side={tooltipSide}
    >
      <button
        type="button"
        {...rest}
        {...(disabled && INERT)}
        className="ui-button"
        data-kind={kind}
        data-small={small || undefined}
        data-square={square || undefined}
        aria-label={name}
        aria-pressed={pressed}
        aria-disabled={disabled || undefined}
        aria-description={disabledReason ?? (tip === name ? undefined : tip)}
        aria-keyshortcuts={ariaShortcut(shortcut)}
      />
    </Tooltip>
  );
}
