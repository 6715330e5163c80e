import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { fixed } from '../dock/numbers.ts';
import { Drawing } from './drawing.tsx';
import { Panel } from './panel.tsx';
import { lightsOf, type Lights } from './segment-lights.ts';
import type { Segments } from './segments.ts';
import { spread } from './spread.ts';

const HEIGHT = 368;
const TOP = 12;
const BOTTOM = 64;
const LEFT = 28;
const LABELS = 132;
/** Narrower than this, names of features stand aslant. */
const ROOMY = 76;

/** A line a segment through the means of all features, with its name at the end. */
export function SegmentLines({ all, lit, onLight }: Lights) {
  return (
    <Panel title="Profile lines" text="Mean of each segment, in standard deviations from all customers." table={() => linesTable(all)}>
      <Drawing height={HEIGHT} label={`A line for each of ${all.segments.length} segments through ${all.features.length} features`}>
        {(width) => <Lines all={all} lit={lit} onLight={onLight} width={width} />}
      </Drawing>
    </Panel>
  );
}

function Lines({ all: { segments, features }, width, ...lights }: Lights & { width: number }) {
  const effect = (key: string, s: Segments['segments'][number]): number => s.traits.get(key)?.effect ?? NaN;
  const effects = segments.flatMap((s) => features.map((f) => effect(f.name, s))).filter(Number.isFinite);
  const x = scalePoint(
    features.map((f) => f.name),
    [LEFT + 8, width - LABELS],
  );
  const y = scaleLinear([Math.min(...effects, -1), Math.max(...effects, 1)], [HEIGHT - BOTTOM, TOP]).nice(5);
  const last = features.at(-1);
  const ends = segments.map((s) => (last ? y(effect(last.name, s)) : 0)).map((end) => (Number.isFinite(end) ? end : y(0)));
  const labels = spread(ends, 16, TOP, HEIGHT - BOTTOM);
  const isRoomy = x.step() >= ROOMY;
  return (
    <>
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'axis' : 'gridline'} x1={LEFT} x2={width - LABELS + 8} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick)} dy="0.35em" textAnchor="end">
            {fixed(tick, Number.isInteger(tick) ? 0 : 1)}
          </text>
        </g>
      ))}
      {features.map((f) => {
        const at = x(f.name)!;
        return (
          <text
            key={f.name}
            transform={`translate(${at} ${HEIGHT - BOTTOM + 16})${isRoomy ? '' : ' rotate(-35)'}`}
            textAnchor={isRoomy ? 'middle' : 'end'}
          >
            {clipped(f.label)}
          </text>
        );
      })}
      {segments.map((s, i) => {
        const points = features.map((f): [number, number] => [x(f.name)!, y(effect(f.name, s))]).filter(([, at]) => Number.isFinite(at));
        return (
          <g key={s.key} className="segment-line" {...lightsOf(lights, s.key)}>
            <path d={line()(points) ?? ''} className="segment-line-hit" />
            <path d={line()(points) ?? ''} stroke={s.colour} />
            {points.map(([px, py]) => (
              <circle key={px} cx={px} cy={py} r={2.5} fill={s.colour} />
            ))}
            <path d={`M${width - LABELS + 6} ${ends[i]!}L${width - LABELS + 16} ${labels[i]!}`} className="leader" />
            <rect x={width - LABELS + 18} y={labels[i]! - 5} width={10} height={10} rx={2} fill={s.colour} />
            <text className="label" x={width - LABELS + 32} y={labels[i]} dy="0.35em">
              <title>{s.name}</title>
              {clipped(s.name)}
            </text>
          </g>
        );
      })}
    </>
  );
}

const clipped = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

const linesTable = ({ segments, features }: Segments) => ({
  names: ['segment', 'feature', 'effect'],
  rows: segments.flatMap((s) => features.map((f) => [s.name, f.name, s.traits.get(f.name)?.effect ?? null])),
});
