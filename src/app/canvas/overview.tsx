import { useReactFlow, useStore, type ReactFlowState } from '@xyflow/react';
import { memo, useEffect, useMemo, useRef, type PointerEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import type { Position } from '../../core/workflow.ts';
import { boxAround, type Box } from '../frames.ts';
import { familyOf } from '../palette/families.ts';
import type { ItemNode } from './frame-graph.ts';

const SIZE = { width: 160, height: 84 } as const;
/** Around all that is on the canvas, as a share of it. */
const MARGIN = 0.05;
const ZOOM_STEP = 1.2;

/**
 * All of the canvas in small, with what is in sight: a press goes there, a drag moves along, the wheel zooms. All items of
 * a colour are one shape, so that it costs little however many there are.
 */
export function Overview({ items }: { items: readonly ItemNode[] }) {
  const flow = useReactFlow();
  const view = useStore(useShallow(inSight));
  const shapes = useMemo(() => shapesOf(items), [items]);
  const all = useMemo(() => boxAround(items.map(boxOfItem)), [items]);
  const map = useRef<HTMLDivElement>(null);
  const held = useRef<Position>(undefined);
  const sight: Box = { at: [view.x, view.y], size: [view.width, view.height] };
  const whole = fitted(boxAround(all ? [all, sight] : [sight])!);

  useEffect(() => {
    const zoom = (event: WheelEvent): void => {
      event.preventDefault();
      void flow.zoomTo(flow.getZoom() * (event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP));
    };
    const area = map.current!;
    area.addEventListener('wheel', zoom, { passive: false });
    return () => area.removeEventListener('wheel', zoom);
  }, [flow]);

  const placeOf = ({ clientX, clientY }: PointerEvent): Position => {
    const { left, top, width, height } = map.current!.getBoundingClientRect();
    return [whole.at[0] + ((clientX - left) / width) * whole.size[0], whole.at[1] + ((clientY - top) / height) * whole.size[1]];
  };
  const goTo = (event: PointerEvent): void => {
    if (!held.current) return;
    const [x, y] = placeOf(event);
    void flow.setCenter(x + held.current[0], y + held.current[1], { zoom: flow.getZoom() });
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const [x, y] = placeOf(event);
    const [left, top] = [x - view.x, y - view.y];
    const inside = left >= 0 && top >= 0 && left <= view.width && top <= view.height;
    held.current = inside ? [view.width / 2 - left, view.height / 2 - top] : [0, 0];
    event.currentTarget.setPointerCapture(event.pointerId);
    goTo(event);
  };

  const scale = SIZE.width / whole.size[0];
  return (
    <div
      ref={map}
      className="canvas-map"
      role="img"
      aria-label="Overview"
      style={SIZE}
      onPointerDown={onPointerDown}
      onPointerMove={goTo}
      onPointerUp={() => (held.current = undefined)}
      onPointerCancel={() => (held.current = undefined)}
    >
      <Shapes shapes={shapes} viewBox={`${whole.at.join(' ')} ${whole.size.join(' ')}`} />
      <div
        className="canvas-map-sight"
        style={{
          width: view.width * scale,
          height: view.height * scale,
          translate: `${(view.x - whole.at[0]) * scale}px ${(view.y - whole.at[1]) * scale}px`,
        }}
      />
    </div>
  );
}

/** Painted anew only when something on the canvas has moved, and not with each step of a pan. */
const Shapes = memo(function Shapes({ shapes, viewBox }: { shapes: ReturnType<typeof shapesOf>; viewBox: string }) {
  return (
    <svg viewBox={viewBox} {...SIZE} aria-hidden="true">
      {shapes.map(([look, path]) => (
        <path key={look} data-look={look} d={path} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  );
});

/** The part of the canvas that the window shows. */
const inSight = ({ transform: [x, y, zoom], width, height }: ReactFlowState) => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

const boxOfItem = ({ position: { x, y }, width = 0, height = 0 }: ItemNode): Box => ({ at: [x, y], size: [width, height] });

/** A path through all items of each colour. */
function shapesOf(items: readonly ItemNode[]): (readonly [look: string, path: string])[] {
  const paths = new Map<string, string[]>([['frame', []]]);
  for (const item of items) {
    const look = item.type === 'card' ? familyOf(nodeTypes.get(item.data.node.type)) : item.type;
    const { at, size } = boxOfItem(item);
    const rect = `M${at.join(' ')}h${size[0]}v${size[1]}h${-size[0]}z`;
    const known = paths.get(look);
    if (known) known.push(rect);
    else paths.set(look, [rect]);
  }
  return [...paths].map(([look, rects]) => [look, rects.join('')]);
}

/** The smallest area in the shape of the overview that holds `box`, with a margin around it. */
function fitted({ at, size }: Box): Box {
  const scale = Math.max(size[0] / SIZE.width, size[1] / SIZE.height) * (1 + 2 * MARGIN);
  const [width, height] = [scale * SIZE.width, scale * SIZE.height];
  return { at: [at[0] - (width - size[0]) / 2, at[1] - (height - size[1]) / 2], size: [width, height] };
}
