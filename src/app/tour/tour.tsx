import './tour.css';
import { Check, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useEditor, useEditorState } from '../editor.ts';
import type { State } from '../store.ts';
import { watchedNode } from '../steps/watched-node.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { besideRect, rectAround, type Rect } from './tour-place.ts';
import { endTour, goToStop } from './tour-state.ts';
import { TOUR_STOPS, type TourStop } from './tour-stops.ts';

/**
 * A walk over the real screen: a ring around one thing at a time, and beside it what that is for. Everything can be used
 * meanwhile; nothing waits for it.
 */
export default function Tour({ at }: { at: number }) {
  const stop = TOUR_STOPS[Math.min(at, TOUR_STOPS.length - 1)]!;
  return <Stop key={at} stop={stop} at={at} />;
}

function Stop({ stop, at }: { stop: TourStop; at: number }) {
  const editor = useEditor();
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [before] = useState(() => editor.getState());
  const isLast = at === TOUR_STOPS.length - 1;
  const done = useDone(stop, before);
  const target = useTarget(stop);
  const place = usePlace(box, target);
  useEffect(() => {
    stop.prepare?.(editor);
    next.current?.focus({ preventScroll: true });
  }, [stop, editor]);
  useTourKeys(at, box);
  return (
    <>
      {target && <div className="tour-ring" style={ringAround(target)} aria-hidden="true" />}
      <aside
        ref={box}
        className="tour"
        data-region="Tour"
        aria-label={`Tour, ${at + 1} of ${TOUR_STOPS.length}`}
        style={place && { left: place.left, top: place.top, opacity: 1 }}
      >
        <header className="tour-head">
          <h2 id={`${id}title`}>{stop.title}</h2>
          <IconButton small icon={X} label="Leave the tour" shortcut="Esc" onClick={leave} />
        </header>
        <p id={`${id}text`}>{stop.text}</p>
        {stop.todo && (
          <p id={`${id}todo`} className="tour-todo" data-done={done || undefined}>
            <span className="tour-check">{done && <Icon of={Check} size={14} />}</span>
            <b>{done ? 'Done' : 'Try it'}</b>
            <span>{stop.todo}</span>
          </p>
        )}
        <footer className="tour-foot">
          <span className="num">{`${at + 1} of ${TOUR_STOPS.length}`}</span>
          {at > 0 && (
            <Button small onClick={() => goToStop(at - 1)}>
              Back
            </Button>
          )}
          <Button
            small
            kind="primary"
            ref={next}
            aria-describedby={`${id}title ${id}text ${id}todo`}
            onClick={() => (isLast ? leave() : goToStop(at + 1))}
          >
            {isLast ? 'Finish' : 'Next'}
          </Button>
        </footer>
        <p className="sr-only" role="status">
          {done ? `Done: ${stop.todo}` : ''}
        </p>
      </aside>
    </>
  );
}

/** The focus goes back to the canvas where it would be lost with the tour. */
function leave(): void {
  const isHere = document.activeElement?.closest('.tour') !== null;
  endTour();
  if (isHere) document.querySelector<HTMLElement>('[data-canvas]')?.focus();
}

/** Whether what is to be tried was done at any time since. */
function useDone({ done }: TourStop, before: State): boolean {
  const now = useEditorState((s) => done?.(s, before) ?? false);
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return now || was;
}

/** Where the thing is on the screen; it is followed while cards move and panels open. */
function useTarget(stop: TourStop): Rect | undefined {
  const editor = useEditor();
  const [rect, setRect] = useState<Rect>();
  useLayoutEffect(() => {
    let frame = 0;
    const follow = (): void => {
      const found = rectAround(stop.targets(editor.getState()).flatMap((element) => element?.getBoundingClientRect() ?? []));
      setRect((known) => (sameRect(known, found) ? known : found));
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [stop, editor]);
  return rect;
}

const sameRect = (a: Rect | undefined, b: Rect | undefined): boolean =>
  a === b || (!!a && !!b && a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height);

function usePlace(box: { readonly current: HTMLElement | null }, target: Rect | undefined) {
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>();
  useLayoutEffect(() => {
    const put = (): void => {
      const { current } = box;
      if (!current) return;
      const next = besideRect(
        target,
        { width: current.offsetWidth, height: current.offsetHeight },
        { width: innerWidth, height: innerHeight },
      );
      setPlace((known) => (known?.left === next.left && known.top === next.top ? known : next));
    };
    put();
    addEventListener('resize', put);
    return () => removeEventListener('resize', put);
  }, [box, target]);
  return place;
}

const RING = 4;

const ringAround = ({ left, top, width, height }: Rect) => {
  const [x, y] = [Math.max(left - RING, 2), Math.max(top - RING, 2)];
  return {
    left: x,
    top: y,
    width: Math.min(left + width + RING, innerWidth - 2) - x,
    height: Math.min(top + height + RING, innerHeight - 2) - y,
  };
};

/** Escape leaves, unless something else on the screen takes it; arrows go on while the tour has the focus. */
function useTourKeys(at: number, box: { readonly current: HTMLElement | null }): void {
  const editor = useEditor();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(target instanceof Element))
        return;
      const isInside = box.current?.contains(target) ?? false;
      if (isInside && key === 'ArrowRight' && at < TOUR_STOPS.length - 1) goToStop(at + 1);
      else if (isInside && key === 'ArrowLeft' && at > 0) goToStop(at - 1);
      else if (key === 'Escape' && editor.getState().view === undefined && watchedNode() === undefined && !target.closest(TAKES_ESCAPE))
        leave();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, [at, box, editor]);
}

const TAKES_ESCAPE = '[role="dialog"], [role="menu"], [role="listbox"], input:not([type="range"]), textarea, [contenteditable="true"]';
