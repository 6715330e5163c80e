import './dialog.css';
import './menu.css';
import { Popover as Base } from '@base-ui/react/popover';
import { useMemo, useRef, type ReactNode, type RefObject } from 'react';

export interface PopoverAtProps {
  /** Where it opens; shut while there is no place. */
  at: DOMRect | undefined;
  title: string;
  onClose: () => void;
  /** What gets the focus back. */
  from: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/** A popover about what is at a place, such as the head of a column. The focus goes to its first text field. */
export function PopoverAt({ at, title, onClose, from, children }: PopoverAtProps) {
  const anchor = useMemo(() => ({ getBoundingClientRect: () => at ?? new DOMRect() }), [at]);
  const popup = useRef<HTMLDivElement>(null);
  const first = (): HTMLElement | true => popup.current?.querySelector<HTMLElement>('.ui-input > input, input.ui-input') ?? true;
  return (
    <Base.Root open={at !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner className="ui-layer" anchor={anchor} align="start" sideOffset={4} collisionPadding={8}>
          <Base.Popup ref={popup} className="ui-popover" initialFocus={first} finalFocus={from}>
            <Base.Title className="ellipsis">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
