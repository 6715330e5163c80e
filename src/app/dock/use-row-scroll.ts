import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { scrollScale, type Scrolled } from './scroll-scale.ts';

const LINE = 24;

export interface RowScroll extends Scrolled {
  /** Pixels that the rows take up in the page. */
  readonly drawn: number;
  scrollTo(offset: number): void;
}

/**
 * Where a scroller is in a list of `total` pixels of which `view` are in sight. In a list that is too tall to draw the
 * scrollbar goes in large steps; wheel and keys still move by pixels.
 */
export function useRowScroll(scroller: RefObject<HTMLElement | null>, total: number, view: number): RowScroll {
  const scale = useMemo(() => scrollScale(total, view), [total, view]);
  const [place, setPlace] = useState<Scrolled>({ offset: 0, top: 0 });
  const latest = useRef(place);

  const go = useCallback((next: Scrolled): void => {
    latest.current = next;
    setPlace(next);
  }, []);
  const scrollTo = useCallback(
    (offset: number): void => {
      const next = scale.fromOffset(offset);
      go(next);
      scroller.current?.scrollTo({ top: next.top });
    },
    [scale, go, scroller],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = (): void => {
      const isOurs = scale.scaled && Math.abs(element.scrollTop - latest.current.top) < 1;
      if (!isOurs) go(scale.fromTop(element.scrollTop));
    };
    const onWheel = (event: WheelEvent): void => {
      if (!scale.scaled || event.ctrlKey || event.shiftKey || !event.deltaY) return;
      event.preventDefault();
      scrollTo(latest.current.offset + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1));
      element.scrollLeft += event.deltaX;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, scale, go, scrollTo]);

  return { ...place, drawn: scale.drawn, scrollTo };
}
