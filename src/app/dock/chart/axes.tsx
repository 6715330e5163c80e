import type { ScaleLinear } from 'd3-scale';
import { short } from '../numbers.ts';
import { widestOf } from '../text-width.ts';
import { FONT } from './plot.tsx';

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const tickWidth = (texts: readonly string[]): number => widestOf(texts, FONT) + 10;

type Numbers = ScaleLinear<number, number>;

/** Gridlines across with their numbers at the left, and what they count above them. */
export function YAxis({ y, area, name, ticks = 4 }: { y: Numbers; area: Area; name: string; ticks?: number }) {
  return (
    <>
      <text x={0} y={area.top - 11}>
        {name}
      </text>
      {wholeTicks(y, ticks).map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'axis' : 'gridline'} x1={area.left} x2={area.right} y1={y(tick)} y2={y(tick)} />
          <text x={area.left - 6} y={y(tick)} dy="0.35em" textAnchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

/** Numbers below, with what they are of at the right. Gridlines go up where the marks lie on their sides. */
export function XAxis({ x, area, name, grid = false }: { x: Numbers; area: Area; name: string; grid?: boolean }) {
  return (
    <>
      {!grid && <line className="axis" x1={area.left} x2={area.right} y1={area.bottom} y2={area.bottom} />}
      {wholeTicks(x, Math.max(Math.floor((area.right - area.left) / 80), 2)).map((tick) => (
        <g key={tick}>
          {grid && <line className={tick === 0 ? 'axis' : 'gridline'} x1={x(tick)} x2={x(tick)} y1={area.top} y2={area.bottom} />}
          <text x={x(tick)} y={area.bottom + 14} textAnchor="middle">
            {short(tick)}
          </text>
        </g>
      ))}
      <text x={area.right} y={area.bottom + 28} textAnchor="end">
        {name}
      </text>
    </>
  );
}

/** Round ticks; of small whole numbers no halves. */
function wholeTicks(scale: Numbers, count: number): number[] {
  const ticks = scale.ticks(count);
  const [low = 0, high = 0] = scale.domain();
  return high - low >= 2 && high - low <= count ? ticks.filter(Number.isInteger) : ticks;
}

export interface TimeTick {
  readonly at: number;
  readonly text: string;
}

/** As many of the steps' names as find room. */
export function BandAxis({ ticks, area, name }: { ticks: readonly TimeTick[]; area: Area; name: string }) {
  const room = widestOf(
    ticks.map((t) => t.text),
    FONT,
  );
  const every = Math.max(Math.ceil((ticks.length * (room + 16)) / Math.max(area.right - area.left, 1)), 1);
  return (
    <>
      <line className="axis" x1={area.left} x2={area.right} y1={area.bottom} y2={area.bottom} />
      {ticks.map(
        ({ at, text }, i) =>
          i % every === 0 && (
            <text key={at} x={at} y={area.bottom + 14} textAnchor="middle">
              {text}
            </text>
          ),
      )}
      <text x={area.right} y={area.bottom + 28} textAnchor="end">
        {name}
      </text>
    </>
  );
}
