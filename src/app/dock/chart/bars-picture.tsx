import { scaleBand, scaleLinear } from 'd3-scale';
import { exact, percent, short } from '../numbers.ts';
import { widestOf } from '../text-width.ts';
import { BandAxis, tickWidth, XAxis, YAxis } from './axes.tsx';
import { addsUp, cellsOf, isTime, ordered, timeSteps, type Cells } from './cells.ts';
import { timeOf, unitFor } from './chart-ops.ts';
import { measureWords, titleOf, type ChartSpec } from './chart-spec.ts';
import { clipped, groupText, remarksOf, timeText } from './chart-words.ts';
import { legendOf, seriesOf, type Series } from './colours.ts';
import type { PictureProps } from './picture.ts';
import { FONT, headOf, Plot, type Mark } from './plot.tsx';

const BAR = 20;

/** A bar lies down where it has a name, and stands where it is a step of time. Colours that add up are stacked. */
export function BarsPicture(props: PictureProps) {
  return isTime(props.data, props.data.spec.x) ? <Standing {...props} /> : <Lying {...props} />;
}

/** One part of a bar, from where it begins to where it ends. */
interface Part {
  readonly group: string;
  readonly series: Series;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  /** Its place among bars beside each other. */
  readonly lane: number;
}

function partsOf(groups: readonly string[], series: readonly Series[], cells: Cells, stacked: boolean): Part[] {
  return groups.flatMap((group) => {
    let [up, down] = [0, 0];
    return series.flatMap((one, i): Part[] => {
      const value = cells.at(group, one.group);
      if (value === undefined) return [];
      const from = !stacked ? 0 : value < 0 ? down : up;
      if (value < 0) down += value;
      else up += value;
      return [{ group, series: one, value, from, to: from + value, lane: stacked ? 0 : i }];
    });
  });
}

const domainOf = (parts: readonly Part[]): [number, number] => [
  Math.min(0, ...parts.map((p) => p.to)),
  Math.max(0, ...parts.map((p) => p.to)) || 1,
];

function wordsOf({ spec }: { spec: ChartSpec }, name: string, { series, value }: Part, total: number): string[] {
  const share = spec.measure === 'count' && total > 0 ? [`${percent(value / total)} of all`] : [];
  return [name, `${series.name ? `${series.name}: ` : ''}${exact(value)}${spec.measure === 'count' ? ' rows' : ''}`, ...share];
}

function Lying({ data, width, height, ref }: PictureProps) {
  const { spec, scout, schema, table } = data;
  const series = seriesOf(spec, scout, schema);
  const legend = legendOf(series);
  const groups = ordered(scout.groups, spec.x, data);
  const stacked = addsUp(data) || series.length === 1;
  const parts = partsOf(groups, series, cellsOf(table), stacked);
  const names = new Map(groups.map((group) => [group, clipped(groupText(group, spec.x, schema), 26)]));

  const lanes = stacked ? 1 : series.length;
  const least = headOf(legend) + 36 + groups.length * Math.max(lanes * 10 + 4, BAR);
  const tall = Math.max(height, least);
  const top = headOf(legend) + 4;
  const left = Math.min(widestOf(names.values(), FONT) + 10, width / 2);
  const area = { left, right: width - 56, top, bottom: Math.min(tall - 32, top + groups.length * 40) };
  const x = scaleLinear(domainOf(parts), [left, area.right]).nice(5);
  const y = scaleBand(groups, [top, area.bottom]).paddingInner(0.25).paddingOuter(0.1);
  const lane = y.bandwidth() / lanes;

  const marks = parts.map((part): Mark => {
    const [a, b] = [x(part.from), x(part.to)].sort((m, n) => m - n) as [number, number];
    const place = y(part.group)! + part.lane * lane;
    return {
      key: `${part.group} ${part.series.group}`,
      words: wordsOf(data, groupText(part.group, spec.x, schema), part, scout.drawn),
      at: [(a + b) / 2, place],
      shape: (
        <rect
          x={a}
          width={Math.max(b - a, 1)}
          y={place}
          height={Math.max(lane - (lanes > 1 ? 1 : 0), 1)}
          style={{ fill: part.series.colour }}
        />
      ),
    };
  });
  return (
    <Plot
      ref={ref}
      width={width}
      height={tall}
      title={titleOf(spec)}
      text={remarksOf(spec, scout)}
      legend={legend}
      marks={marks}
      front={endsOf(parts).map(({ part, value }) => (
        <text
          key={`${part.group} ${part.lane}`}
          className="label"
          x={x(part.to) + (value < 0 ? -4 : 4)}
          y={y(part.group)! + part.lane * lane + lane / 2}
          dy="0.35em"
          textAnchor={value < 0 ? 'end' : 'start'}
        >
          {lane >= 9 ? short(value) : ''}
        </text>
      ))}
    >
      <XAxis grid x={x} area={area} name={measureWords(spec)} />
      {groups.map((group) => (
        <text key={group} className="label" x={left - 6} y={y(group)! + y.bandwidth() / 2} dy="0.35em" textAnchor="end">
          <title>{groupText(group, spec.x, schema)}</title>
          {names.get(group)}
        </text>
      ))}
    </Plot>
  );
}

/** The last part of each bar with what the bar comes to. */
function endsOf(parts: readonly Part[]): { readonly part: Part; readonly value: number }[] {
  const bars = new Map<string, { part: Part; value: number }>();
  for (const part of parts) {
    const key = `${part.lane} ${part.group}`;
    const before = bars.get(key);
    const isFarther = !before || part.to >= before.part.to;
    bars.set(key, { part: isFarther ? part : before.part, value: (before?.value ?? 0) + part.value });
  }
  return [...bars.values()];
}

function Standing({ data, width, height, ref }: PictureProps) {
  const { spec, scout, schema, table } = data;
  const unit = unitFor(spec, scout);
  const series = seriesOf(spec, scout, schema);
  const legend = legendOf(series);
  const groups = timeSteps(table, 'x', unit);
  const stacked = addsUp(data) || series.length === 1;
  const parts = partsOf(groups, series, cellsOf(table), stacked);
  const lanes = stacked ? 1 : series.length;

  const top = headOf(legend) + 24;
  const bottom = height - 32;
  const y = scaleLinear(domainOf(parts), [bottom, top]).nice(4);
  const left = tickWidth(y.ticks(4).map(short));
  const area = { left, right: width - 8, top, bottom };
  const x = scaleBand(groups, [left, area.right]).paddingInner(groups.length > 60 ? 0 : 0.15);
  const lane = x.bandwidth() / lanes;

  const marks = parts.map((part): Mark => {
    const [a, b] = [y(part.from), y(part.to)].sort((m, n) => m - n) as [number, number];
    const place = x(part.group)! + part.lane * lane;
    return {
      key: `${part.group} ${part.series.group}`,
      words: wordsOf(data, timeText(timeOf(part.group), unit), part, scout.drawn),
      at: [place + lane / 2, a],
      shape: <rect x={place} width={Math.max(lane, 0.5)} y={a} height={Math.max(b - a, 1)} style={{ fill: part.series.colour }} />,
    };
  });
  return (
    <Plot ref={ref} width={width} height={height} title={titleOf(spec)} text={remarksOf(spec, scout)} legend={legend} marks={marks}>
      <YAxis y={y} area={area} name={measureWords(spec)} />
      <BandAxis
        area={area}
        name={`${spec.x} by ${unit}`}
        ticks={groups.map((group) => ({ at: x(group)! + x.bandwidth() / 2, text: timeText(timeOf(group), unit) }))}
      />
    </Plot>
  );
}
