import { scaleLinear } from 'd3-scale';
import { count, exact, short } from '../numbers.ts';
import { numberAt, rowsOf, textAt } from '../table.ts';
import { tickWidth, XAxis, YAxis } from './axes.tsx';
import { titleOf } from './chart-spec.ts';
import { remarksOf } from './chart-words.ts';
import { legendOf, MARK, seriesOf } from './colours.ts';
import type { PictureProps } from './picture.ts';
import { headOf, Plot, type Mark } from './plot.tsx';

/** A point for each row, or for one row in so many. */
export function ScatterPicture({ data: { spec, scout, schema, table }, width, height, ref }: PictureProps) {
  const series = new Map(seriesOf(spec, scout, schema).map((s) => [s.group, s]));
  const legend = legendOf([...series.values()]);
  const points = rowsOf(table)
    .map((i) => ({ x: numberAt(table, 'x', i), y: numberAt(table, 'y', i), group: textAt(table, 'split', i) }))
    .filter((p) => Number.isFinite(p.x) && Number.isFinite(p.y));
  const lost = table.rows - points.length;
  const text = `${remarksOf(spec, scout)}${lost ? `, ${count(lost)} beyond all numbers left out` : ''}`;
  const top = headOf(legend) + 24;
  const bottom = height - 32;
  const y = scaleLinear(endsOf(points.map((p) => p.y)), [bottom, top]).nice(4);
  const left = tickWidth(y.ticks(4).map(short));
  const area = { left, right: width - 12, top, bottom };
  const x = scaleLinear(endsOf(points.map((p) => p.x)), [left + 4, area.right]).nice(6);
  const r = points.length > 1500 ? 2 : 3;

  const marks = points.map((p, i): Mark => {
    const one = series.get(p.group);
    return {
      key: String(i),
      words: [...(one?.name ? [one.name] : []), `${spec.x}: ${exact(p.x)}`, `${spec.y}: ${exact(p.y)}`],
      at: [x(p.x), y(p.y)],
      shape: <circle className="plot-point" cx={x(p.x)} cy={y(p.y)} r={r} style={{ fill: one?.colour ?? MARK }} />,
    };
  });
  return (
    <Plot ref={ref} width={width} height={height} title={titleOf(spec)} text={text} legend={legend} marks={marks}>
      <YAxis y={y} area={area} name={spec.y!} />
      <XAxis x={x} area={area} name={spec.x!} />
    </Plot>
  );
}

/** Not from zero: a point is a place, not a length. */
function endsOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high >= low)) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}
