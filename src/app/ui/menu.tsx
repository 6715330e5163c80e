import './menu.css';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactElement, RefObject } from 'react';
import { Icon } from './icons.tsx';
import { ariaShortcut } from './kbd.tsx';

export interface MenuAction {
  label: string;
  onSelect: () => void;
  icon?: LucideIcon | undefined;
  shortcut?: string | undefined;
  /** A quiet word at the right where there is no shortcut. */
  detail?: string | undefined;
  danger?: boolean;
  /** Makes it a toggle. */
  checked?: boolean | undefined;
  /** Keeps the menu open. */
  stays?: boolean;
  /** Why it can't be chosen now, shown in place of the shortcut. */
  disabledReason?: string | undefined;
}

export type MenuEntry = MenuAction | { heading: string } | 'separator';

export interface MenuProps {
  /** A Button or IconButton. */
  trigger: ReactElement;
  /** A function is asked each time the menu opens. */
  items: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'start' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="ui-layer" align={align} sideOffset={4} collisionPadding={8}>
          <Entries items={typeof items === 'function' ? items : () => items} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface EntriesProps {
  items: () => readonly MenuEntry[];
  finalFocus?: RefObject<HTMLElement | null> | undefined;
}

/** The popup of a menu. */
export function Entries({ items, finalFocus }: EntriesProps) {
  return (
    <Base.Popup className="ui-menu" finalFocus={finalFocus}>
      {items().map((entry, i) => {
        if (entry === 'separator') return <Base.Separator key={i} className="ui-menu-separator" />;
        if ('heading' in entry)
          return (
            <div key={i} className="ui-menu-heading" role="presentation">
              {entry.heading}
            </div>
          );
        return <Action key={i} action={entry} />;
      })}
    </Base.Popup>
  );
}

function Action({ action }: { action: MenuAction }) {
  const { label, onSelect, icon, shortcut, detail, danger, checked, disabledReason, stays } = action;
  const shared = {
    className: 'ui-menu-item',
    'data-danger': danger || undefined,
    'aria-keyshortcuts': ariaShortcut(shortcut),
    disabled: disabledReason !== undefined,
    label,
  };
  const aside = disabledReason ?? shortcut ?? detail;
  const words = (
    <>
      <span className="ellipsis">{label}</span>
      {aside && (
        <span className="ui-menu-aside" aria-hidden={aside === shortcut || undefined}>
          {aside}
        </span>
      )}
    </>
  );
  if (checked === undefined) {
    return (
      <Base.Item {...shared} onClick={onSelect}>
        {icon && <Icon of={icon} size={14} />}
        {words}
      </Base.Item>
    );
  }
  return (
    <Base.CheckboxItem {...shared} checked={checked} onCheckedChange={onSelect} closeOnClick={!stays}>
      <span className="ui-menu-check">
        <Base.CheckboxItemIndicator>
          <Icon of={Check} size={14} />
        </Base.CheckboxItemIndicator>
      </span>
      {words}
    </Base.CheckboxItem>
  );
}
