import './dialog.css';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { IconButton } from './button.tsx';

export interface DialogProps {
  open: boolean;
  /** Esc, the cross and a click beside it. */
  onClose: () => void;
  title: string;
  /** 400, 640 or 1080 px wide at most. */
  size?: 'small' | 'medium' | 'large';
  /** Buttons at the right of the lower edge, the primary one last. */
  footer?: ReactNode;
  children: ReactNode;
}

/** It begins at its text, which arrow keys scroll: the cross would show its tooltip, and Escape would close only that. */
export function Dialog({ open, onClose, title, size = 'medium', footer, children }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="ui-scrim" />
        <Base.Viewport className="ui-dialog-frame">
          <Base.Popup className="ui-dialog" data-size={size} initialFocus={body}>
            <header className="ui-dialog-head">
              <Base.Title>{title}</Base.Title>
              <Base.Close render={<IconButton icon={X} label="Close" shortcut="Esc" />} />
            </header>
            <div className="ui-dialog-body" tabIndex={-1} ref={body}>
              {children}
            </div>
            {footer && <footer className="ui-dialog-foot">{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Gives the focus to what comes later into a dialog, unless something in the dialog has it by then. */
export function useLateFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const now = document.activeElement;
    if (now === document.body || now?.contains(element.current)) element.current?.focus({ preventScroll: true });
  }, [element]);
}
