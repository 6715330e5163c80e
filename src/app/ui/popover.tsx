import './dialog.css';
import './menu.css';
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import type { Side } from './tooltip.tsx';

export interface PopoverProps {
  /** A Button or IconButton. */
  trigger: ReactElement;
  title: string;
  side?: Side;
  align?: 'start' | 'center' | 'end';
  /** With `onOpenChange`, who uses it decides when it is open. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

export function Popover({ trigger, title, side = 'bottom', align = 'start', open, onOpenChange, children }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="ui-layer" side={side} align={align} sideOffset={4} collisionPadding={8}>
          <Base.Popup className="ui-popover">
            <Base.Title>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
