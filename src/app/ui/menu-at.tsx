import './menu.css';
import { Menu as Base } from '@base-ui/react/menu';
import { useMemo, type RefObject } from 'react';
import { Entries, type MenuEntry } from './menu.tsx';

export interface MenuAtProps {
  /** Where it opens; shut while there is no place. */
  at: DOMRect | undefined;
  items: readonly MenuEntry[];
  onClose: () => void;
  /** What gets the focus back. */
  from: RefObject<HTMLElement | null>;
}

/** A menu about what is at a place, such as the cell under the pointer. */
export function MenuAt({ at, items, onClose, from }: MenuAtProps) {
  const anchor = useMemo(() => ({ getBoundingClientRect: () => at ?? new DOMRect() }), [at]);
  return (
    <Base.Root open={at !== undefined} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner className="ui-layer" anchor={anchor} align="start" sideOffset={2} collisionPadding={8}>
          <Entries items={() => items} finalFocus={from} />
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
