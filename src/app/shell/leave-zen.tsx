import './leave-zen.css';
import { Shrink } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '../ui/button.tsx';
import { setZen } from './shell-state.ts';

const OWN_ESC = '[role="dialog"], [role="menu"], [role="listbox"], input, textarea, [contenteditable="true"]';

/** The way back from a window with nothing but the canvas; Esc does the same where nothing else takes it. */
export function LeaveZen() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || (event.target instanceof Element && event.target.closest(OWN_ESC))) return;
      event.preventDefault();
      event.stopPropagation();
      setZen(false);
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  return (
    <div className="leave-zen">
      <IconButton icon={Shrink} label="Show everything again" shortcut="Esc" tooltipSide="left" onClick={() => setZen(false)} />
    </div>
  );
}
