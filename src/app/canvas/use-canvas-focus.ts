import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { useEditor } from '../editor.ts';
import { shownItems } from '../frames.ts';
import { QUIET, type CanvasView } from './canvas-view.ts';

/**
 * The focus on the canvas, which is one tab stop: a focus that comes by keyboard goes on to the card that had it last,
 * and Shift+Tab leaves from there. A workflow that opens while the focus is nowhere gives it to the canvas.
 */
export function useCanvasFocus(root: RefObject<HTMLDivElement | null>, view: CanvasView) {
  const editor = useEditor();
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (document.activeElement === document.body) view.takeFocus();
  }, [view]);

  const here = (): string | undefined => {
    const { workflow, selected } = editor.getState();
    const items = shownItems(workflow);
    return [last.current, ...selected].find((id) => items.some((item) => item.id === id)) ?? items[0]?.id;
  };

  return {
    tabIndex: 0,
    onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
      const target = event.target as HTMLElement;
      if (!event.defaultPrevented && event.key === 'Tab' && event.shiftKey && target.closest('.card, .note, .frame, .wire-actions'))
        leaveBackwards(root.current!);
    },
    onFocus(event: FocusEvent<HTMLDivElement>): void {
      const card = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      if (card !== undefined) last.current = card;
      const id = here();
      const byKeyboard = event.target === root.current && root.current.matches(':focus-visible') && !root.current.hasAttribute(QUIET);
      if (byKeyboard && id !== undefined) view.focus(id);
    },
  };
}

/** Takes the canvas itself out of the way of a Shift+Tab from what is in it. */
function leaveBackwards(root: HTMLElement): void {
  root.tabIndex = -1;
  requestAnimationFrame(() => {
    root.tabIndex = 0;
  });
}
