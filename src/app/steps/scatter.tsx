import { scaleLinear } from 'd3-scale';
import { useMemo, useRef } from 'react';
import { useSize } from '../dock/use-size.ts';
import { segmentColour } from '../views/segments.ts';
import { axisLabel, cellsOf, extentOf, ticksOf, type Tick } from './plane.ts';
import type { Place, Scene, Watched } from './rounds.ts';

const MARGIN = { left: 56, right: 16, top: 12, bottom: 44 };

/** Points in the colour of their segment, areas of what is nearest to each centre, and centres with the way they came. */
export function Scatter({ watched, scene, log, label }: { watched: Watched; scene: Scene; log: readonly string[]; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(place);
  return (
    <div className="steps-scatter" ref={place}>
      {width > 0 && height > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <Picture watched={watched} scene={scene} log={log} width={width} height={height} />
        </svg>
      )}
    </div>
  );
}

interface PictureProps {
  watched: Watched;
  scene: Scene;
  log: readonly string[];
  width: number;
  height: number;
}

function Picture({ watched, scene, log, width, height }: PictureProps) {
  const { axes, points } = watched;
  const [across, up] = useMemo(() => [extentOf(points.map((p) => p[0])), extentOf(points.map((p) => p[1]))] as const, [points]);
  const x = scaleLinear(across, [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear(up, [height - MARGIN.bottom, MARGIN.top]);
  const at = ([a, b]: Place): string => `${x(a).toFixed(1)} ${y(b).toFixed(1)}`;
  const stacks = useMemo(() => stacked(points), [points]);
  const dots = (segment: number, size: number): string =>
    stacks.reduce(
      (path, { place, point, size: own }) => (own === size && scene.labels[point] === segment ? `${path}M${at(place)}h0` : path),
      '',
    );
  const isLog = (axis: 0 | 1): boolean => log.includes(axes[axis].name ?? '');
  const segments = scene.centres.map((_, c) => c + 1);
  const bottom = height - MARGIN.bottom;
  return (
    <>
      {scene.phase !== 'start' &&
        cellsOf(scene.phase === 'move' ? scene.trails.map((t) => t.at(-2) ?? t[0]!) : scene.centres, across, up).map((cell, c) => (
          <path
            key={segments[c]}
            className="steps-cell"
            d={cell.length ? `M${cell.map(at).join('L')}Z` : ''}
            style={{ fill: segmentColour(c + 1) }}
          />
        ))}
      <Ticks ticks={ticksOf(axes[0], isLog(0), across)} side="bottom" at={(v) => x(v)} from={MARGIN.top} to={bottom} />
      <Ticks ticks={ticksOf(axes[1], isLog(1), up)} side="left" at={(v) => y(v)} from={MARGIN.left} to={width - MARGIN.right} />
      <text className="label" x={(MARGIN.left + width - MARGIN.right) / 2} y={height - 8} textAnchor="middle">
        {axisLabel(watched, 0, isLog(0))}
      </text>
      <text className="label" transform={`translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {axisLabel(watched, 1, isLog(1))}
      </text>
      {SIZES.map((width, size) => (
        <path
          key={width}
          className="steps-changed"
          d={stacks.reduce(
            (path, { place, point, size: own }) => (own === size && isMarked(scene, point) ? `${path}M${at(place)}h0` : path),
            '',
          )}
          style={{ strokeWidth: width + 4 }}
        />
      ))}
      {[0, ...segments].flatMap((segment) =>
        SIZES.map((width, size) => (
          <path
            key={`${segment} ${width}`}
            className="steps-points"
            d={dots(segment, size)}
            style={{ stroke: segmentColour(segment), strokeWidth: width }}
          />
        )),
      )}
      {scene.trails.map((trail, c) => (
        <g key={segments[c]} className="steps-trail">
          <path d={`M${trail.map(at).join('L')}`} />
          {trail.slice(0, -1).map((step, i) => (
            <circle key={`${c + 1}.${i + 1}`} cx={x(step[0])} cy={y(step[1])} r={2.5} />
          ))}
        </g>
      ))}
      {scene.centres.map(([cx, cy], c) => (
        <g key={segments[c]} className="steps-centre" style={{ transform: `translate(${x(cx)}px, ${y(cy)}px)` }}>
          <circle className="steps-centre-ring" r={9} />
          <circle r={6} style={{ fill: segmentColour(c + 1) }} />
          <text x={13} dy="0.35em">
            {c + 1}
          </text>
        </g>
      ))}
    </>
  );
}

/** How wide the dots are: of one row, of up to 4 in the same place, of up to 15, and of more. */
const SIZES = [5, 7, 9, 12];
const MOST_IN = [1, 4, 15];

interface Stack {
  readonly place: Place;
  /** The first of its points: all have the same segment. */
  readonly point: number;
  readonly size: number;
}

/** Points in the same place as one, so that it can be seen how many they are. */
function stacked(points: readonly Place[]): readonly Stack[] {
  const found = new Map<string, { place: Place; point: number; rows: number }>();
  points.forEach((place, point) => {
    const known = found.get(place.join());
    if (known) known.rows++;
    else found.set(place.join(), { place, point, rows: 1 });
  });
  return [...found.values()].map(({ place, point, rows }) => ({ place, point, size: sizeFor(rows) }));
}

function sizeFor(rows: number): number {
  const size = MOST_IN.findIndex((most) => rows <= most);
  return size < 0 ? MOST_IN.length : size;
}

/** The first time every point gets a segment, so that none stands out. */
const isMarked = ({ round, changed }: Scene, point: number): boolean => round > 1 && changed.has(point);

interface TicksProps {
  ticks: readonly Tick[];
  side: 'bottom' | 'left';
  at: (value: number) => number;
  from: number;
  to: number;
}

const Ticks = ({ ticks, side, at, from, to }: TicksProps) =>
  ticks.map((tick) => {
    const place = at(tick.at);
    return side === 'bottom' ? (
      <g key={tick.text}>
        <line className="gridline" x1={place} x2={place} y1={from} y2={to} />
        <text x={place} y={to + 16} textAnchor="middle">
          {tick.text}
        </text>
      </g>
    ) : (
      <g key={tick.text}>
        <line className="gridline" x1={from} x2={to} y1={place} y2={place} />
        <text x={from - 8} y={place} dy="0.35em" textAnchor="end">
          {tick.text}
        </text>
      </g>
    );
  });
