import { scaleBand } from 'd3-scale';
import { seqStep } from '../../views/ramp.ts';
import { exact, short } from '../numbers.ts';
import { widestOf } from '../text-width.ts';
import { cellsOf, isTime, ordered, timeSteps } from './cells.ts';
import { timeOf, timedColumn, unitFor } from './chart-ops.ts';
import { measureWords, titleOf } from './chart-spec.ts';
import { clipped, groupText, remarksOf, timeText } from './chart-words.ts';
import type { PictureProps } from './picture.ts';
import { FONT, headOf, Plot, type Mark } from './plot.tsx';

const ROW = 22;
const RAMP = 16;

/** A cell for each pair of groups: the deeper its colour, the more it measures. */
export function HeatPicture({ data, width, height, ref }: PictureProps) {
  const { spec, scout, schema, table } = data;
  const unit = timedColumn(spec, schema) ? unitFor(spec, scout) : 'day';
  const places = (place: 'x' | 'split', found: readonly string[]): readonly string[] =>
    isTime(data, spec[place]) ? timeSteps(table, place, unit) : ordered(found, spec[place], data);
  const nameOf = (place: 'x' | 'split', group: string): string =>
    isTime(data, spec[place]) ? timeText(timeOf(group), unit) : groupText(group, spec[place], schema);
  const cells = cellsOf(table);
  const [across, down] = [places('x', scout.groups), places('split', scout.colours)];
  const values = across.flatMap((a) => down.flatMap((d) => cells.at(a, d) ?? []));
  const [low, high] = values.length ? [Math.min(0, ...values), Math.max(...values)] : [0, 1];

  const names = down.map((group) => clipped(nameOf('split', group), 24));
  const heads = across.map((group) => clipped(nameOf('x', group), 16));
  const left = Math.min(widestOf(names, FONT) + 10, width / 3);
  const room = widestOf(heads, FONT) + 8;
  const top = headOf([]) + RAMP + 20;
  const tall = Math.max(height, top + down.length * ROW + 8);
  const x = scaleBand(across, [left, width - 4]).paddingInner(0.04);
  const y = scaleBand(down, [top, Math.min(tall - 8, top + down.length * 40)]).paddingInner(0.06);
  const every = Math.max(Math.ceil(room / Math.max(x.step(), 1)), 1);
  const widest = widestOf(values.map(short), FONT);
  const hasText = x.bandwidth() >= widest + 6 && y.bandwidth() >= 14;

  const marks = down.flatMap((d) =>
    across.flatMap((a): Mark[] => {
      const value = cells.at(a, d);
      if (value === undefined) return [];
      const step = seqStep(high > low ? (value - low) / (high - low) : 1);
      return [
        {
          key: `${a} ${d}`,
          words: [`${nameOf('x', a)}, ${nameOf('split', d)}`, `${measureWords(spec)}: ${exact(value)}`],
          at: [x(a)! + x.bandwidth() / 2, y(d)!],
          shape: (
            <>
              <rect x={x(a)} width={x.bandwidth()} y={y(d)} height={y.bandwidth()} style={{ fill: `var(--seq-${step})` }} />
              {hasText && (
                <text
                  className="plot-cell"
                  data-deep={step >= 6 || undefined}
                  x={x(a)! + x.bandwidth() / 2}
                  y={y(d)! + y.bandwidth() / 2}
                  dy="0.35em"
                  textAnchor="middle"
                >
                  {short(value)}
                </text>
              )}
            </>
          ),
        },
      ];
    }),
  );
  return (
    <Plot ref={ref} width={width} height={tall} title={titleOf(spec)} text={remarksOf(spec, scout)} legend={[]} marks={marks}>
      <Ramp low={low} high={high} name={measureWords(spec)} />
      {across.map(
        (group, i) =>
          i % every === 0 && (
            <text key={group} className="label" x={x(group)! + x.bandwidth() / 2} y={top - 6} textAnchor="middle">
              {heads[i]}
            </text>
          ),
      )}
      {down.map((group, i) => (
        <text key={group} className="label" x={left - 6} y={y(group)! + y.bandwidth() / 2} dy="0.35em" textAnchor="end">
          {names[i]}
        </text>
      ))}
    </Plot>
  );
}

function Ramp({ low, high, name }: { low: number; high: number; name: string }) {
  const from = `${name}: ${short(low)}`;
  const start = widestOf([from], FONT) + 8;
  return (
    <g transform={`translate(0 ${headOf([]) - 2})`}>
      <text y={9}>{from}</text>
      {Array.from({ length: 8 }, (_, i) => (
        <rect key={i} x={start + i * 18} width={16} height={10} style={{ fill: `var(--seq-${i + 1})` }} />
      ))}
      <text x={start + 8 * 18 + 4} y={9}>
        {short(high)}
      </text>
    </g>
  );
}
