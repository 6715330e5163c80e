import './tooltip.css';
import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

export type Side = 'top' | 'right' | 'bottom' | 'left';

export interface TooltipProps {
  /** Without a text the child stands alone. */
  text: string | undefined;
  shortcut?: string | undefined;
  side?: Side;
  /** One focusable element that passes its props and ref on. It needs a name or description of its own: a tooltip is for the eye alone. */
  children: ReactElement;
}

export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root disabled={!text}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="ui-layer" side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className="ui-tooltip" aria-hidden="true">
            <span>{text}</span>
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Once one tooltip has shown, its neighbours show at once. Wrap the app in it. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Base.Provider delay={500}>{children}</Base.Provider>;
}
