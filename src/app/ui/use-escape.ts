import { useEffect } from 'react';

/** Hears Escape wherever the focus is, unless something that is open takes it first. `leave` is the same as long as it does the same. */
export function useEscape(leave: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTaken = event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"], [role="listbox"]');
      if (event.key === 'Escape' && !event.defaultPrevented && !isTaken) leave();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [leave]);
}
