import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { spread } from '../../views/spread.ts';
import { exact, short } from '../numbers.ts';
import { widestOf } from '../text-width.ts';
import { BandAxis, tickWidth, YAxis } from './axes.tsx';
import { addsUp, cellsOf, timeSteps } from './cells.ts';
import { timeOf, unitFor } from './chart-ops.ts';
import { measureWords, titleOf } from './chart-spec.ts';
import { clipped, remarksOf, timeText } from './chart-words.ts';
import { seriesOf } from './colours.ts';
import type { PictureProps } from './picture.ts';
import { FONT, headOf, Plot, type Mark } from './plot.tsx';

/** A line for each group, with its name at its end. Where a step has no rows, counts and sums are 0 and the rest has a gap. */
export function LinePicture({ data, width, height, ref }: PictureProps) {
  const { spec, scout, schema, table } = data;
  const unit = unitFor(spec, scout);
  const series = seriesOf(spec, scout, schema);
  const cells = cellsOf(table);
  const steps = timeSteps(table, 'x', unit);
  const fill = addsUp(data) || spec.measure === 'distinct' ? 0 : undefined;
  const lines = series.map((one) => ({
    ...one,
    points: steps.map((step) => ({ step, value: cells.at(step, one.group) ?? fill })),
  }));
  const values = lines.flatMap((l) => l.points.flatMap((p) => (p.value === undefined ? [] : [p.value])));

  const named = series.length > 1;
  const top = headOf([]) + 24;
  const bottom = height - 32;
  const y = scaleLinear([Math.min(0, ...values), Math.max(0, ...values) || 1], [bottom, top]).nice(4);
  const left = tickWidth(y.ticks(4).map(short));
  const labels = named
    ? Math.min(
        widestOf(
          series.map((s) => clipped(s.name, 22)),
          FONT,
        ) + 36,
        width / 3,
      )
    : 12;
  const area = { left, right: width - labels, top, bottom };
  const x = scalePoint(steps, [left + 4, area.right]);
  const path = line<{ readonly step: string; readonly value: number | undefined }>()
    .defined((p) => p.value !== undefined)
    .x((p) => x(p.step)!)
    .y((p) => y(p.value!));
  const ends = lines.map((l) => {
    const last = l.points.findLast((p) => p.value !== undefined);
    return last ? y(last.value!) : bottom;
  });
  const places = spread(ends, 14, top, bottom);
  const r = steps.length > 80 ? 1.5 : 2.5;

  const marks = lines.flatMap(({ group, name, colour, points }) =>
    points.flatMap(({ step, value }): Mark[] =>
      value === undefined
        ? []
        : [
            {
              key: `${step} ${group}`,
              words: [timeText(timeOf(step), unit), `${name ? `${name}: ` : ''}${exact(value)}${spec.measure === 'count' ? ' rows' : ''}`],
              at: [x(step)!, y(value)],
              shape: (
                <>
                  <circle className="plot-hit" cx={x(step)} cy={y(value)} r={8} />
                  <circle cx={x(step)} cy={y(value)} r={r} style={{ fill: colour }} />
                </>
              ),
            },
          ],
    ),
  );
  return (
    <Plot
      ref={ref}
      width={width}
      height={height}
      title={titleOf(spec)}
      text={remarksOf(spec, scout)}
      legend={[]}
      marks={marks}
      front={
        named &&
        lines.map((l, i) => (
          <g key={l.group}>
            <path className="plot-leader" d={`M${area.right + 3} ${ends[i]!}L${area.right + 12} ${places[i]!}`} />
            <rect x={area.right + 14} y={places[i]! - 5} width={10} height={10} rx={2} style={{ fill: l.colour }} />
            <text className="label" x={area.right + 28} y={places[i]} dy="0.35em">
              {clipped(l.name, 22)}
            </text>
          </g>
        ))
      }
    >
      <YAxis y={y} area={area} name={measureWords(spec)} />
      <BandAxis
        area={area}
        name={`${spec.x} by ${unit}`}
        ticks={steps.map((step) => ({ at: x(step)!, text: timeText(timeOf(step), unit) }))}
      />
      {lines.map((l) => (
        <path key={l.group} className="plot-line" d={path(l.points) ?? ''} style={{ stroke: l.colour }} />
      ))}
    </Plot>
  );
}
