import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { createPortal } from 'react-dom';
import type { AnyNodeType } from '../../core/node.ts';
import { canvasView, type ClientPoint } from '../canvas/canvas-view.ts';
import { aimType, goalEnds, takeGoal } from '../canvas/drop-on-wire.ts';
import { around } from '../canvas/place.ts';
import { useEditor } from '../editor.ts';
import { FamilyIcon } from '../ui/icons.tsx';
import { familyOf } from './families.ts';

interface Drag {
  readonly type: AnyNodeType;
  readonly at: ClientPoint;
}

/** Pixels before a press becomes a drag. */
const THRESHOLD = 4;
/** From the middle of a card up to its first ports. */
const PORT_RISE = 16;

/** Drags a node type out of the palette by pointer, which works with mouse, pen and touch alike; Esc lets go of it. */
export function useDragOut(): [Drag | undefined, (event: ReactPointerEvent, type: AnyNodeType) => void] {
  const editor = useEditor();
  const [drag, setDrag] = useState<Drag>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  function start(event: ReactPointerEvent, type: AnyNodeType): void {
    if (event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY };
    let moved = false;
    stop.current?.abort();
    const ending = (stop.current = new AbortController());
    const { signal } = ending;
    const end = (): void => {
      ending.abort();
      setDrag(undefined);
      takeGoal();
    };
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      moved ||= Math.hypot(x - from.x, y - from.y) > THRESHOLD;
      if (!moved) return;
      setDrag({ type, at: { x, y } });
      aimType(editor, type.type, [
        { x, y },
        { x, y: y - PORT_RISE },
      ]);
    };
    const up = ({ clientX: x, clientY: y }: PointerEvent): void => {
      const ends = goalEnds(editor.getState().workflow);
      end();
      const view = canvasView();
      if (moved && view && document.elementFromPoint(x, y)?.closest('[data-canvas]'))
        editor.addNode(type.type, around(view.toFlow({ x, y })), ends);
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', up, { signal });
    window.addEventListener('pointercancel', end, { signal });
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal });
  }
  return [drag, start];
}

/** The card to be, under the pointer. */
export function DragGhost({ type, at }: Drag) {
  return createPortal(
    <div className="palette-ghost" style={{ translate: `calc(${at.x}px - 50%) calc(${at.y}px - 50%)` }} aria-hidden="true">
      <FamilyIcon family={familyOf(type)} icon={type.icon} />
      <b className="ellipsis">{type.title}</b>
    </div>,
    document.body,
  );
}
