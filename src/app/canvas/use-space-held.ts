import { useEffect, useState, type RefObject } from 'react';

/** Whether the space bar is down to pan: pressed on the canvas, or where nothing has the focus. */
export function useSpaceHeld(root: RefObject<HTMLElement | null>): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { target } = event;
      const isFree =
        target === document.body ||
        (target instanceof HTMLElement && root.current?.contains(target) && !target.matches('input, textarea, button'));
      if (event.code !== 'Space' || !isFree) return;
      event.preventDefault();
      setHeld(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === 'Space') setHeld(false);
    };
    const leave = (): void => setHeld(false);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', leave);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', leave);
    };
  }, [root]);
  return held;
}
