import { scaleBand, scaleLinear } from 'd3-scale';
import { findColumn } from '../../../core/schema.ts';
import { count, exact } from '../numbers.ts';
import { numberAt, rowsOf, textAt } from '../table.ts';
import { widestOf } from '../text-width.ts';
import { XAxis } from './axes.tsx';
import { ordered } from './cells.ts';
import { titleOf } from './chart-spec.ts';
import { clipped, groupText, remarksOf } from './chart-words.ts';
import type { PictureProps } from './picture.ts';
import { FONT, headOf, Plot, type Mark } from './plot.tsx';

const ROW = 24;

/** The middle half of a group's numbers as a box with its median, its mean as a dot, and 90 % of them as a line. */
export function BoxPicture({ data, width, height, ref }: PictureProps) {
  const { spec, scout, schema, table } = data;
  const boxes = new Map(
    rowsOf(table)
      .map((i) => ({
        group: textAt(table, 'x', i),
        rows: numberAt(table, 'rows', i),
        mean: numberAt(table, 'mean', i),
        q: ['q5', 'q25', 'q50', 'q75', 'q95'].map((name) => numberAt(table, name, i)) as [number, number, number, number, number],
      }))
      .filter((box) => box.rows > 0 && box.q.every(Number.isFinite))
      .sort((a, b) => b.q[2] - a.q[2])
      .map((box) => [box.group, box]),
  );
  const isCounted = ['int', 'bool'].includes(findColumn(schema, spec.x ?? '')?.type ?? '');
  const groups = isCounted ? ordered([...boxes.keys()], spec.x, data) : [...boxes.keys()];
  const names = new Map(groups.map((group) => [group, spec.x === undefined ? '' : clipped(groupText(group, spec.x, schema), 26)]));
  const values = [...boxes.values()].flatMap((b) => b.q);

  const tall = Math.max(height, headOf([]) + 36 + groups.length * ROW);
  const top = headOf([]) + 4;
  const left = Math.min(widestOf(names.values(), FONT) + 10, width / 2);
  const area = { left, right: width - 72, top, bottom: Math.min(tall - 32, top + groups.length * 48) };
  const x = scaleLinear([Math.min(...values, 0), Math.max(...values, 1)], [left, area.right]).nice(5);
  const y = scaleBand(groups, [top, area.bottom]).paddingInner(0.35).paddingOuter(0.15);

  const marks = [...boxes.values()].map(({ group, rows, mean, q }): Mark => {
    const place = y(group)!;
    const tallness = y.bandwidth();
    const middle = place + tallness / 2;
    const [low, from, median, to, high] = q.map((v) => x(v)) as [number, number, number, number, number];
    return {
      key: group,
      words: [
        spec.x === undefined ? spec.y! : groupText(group, spec.x, schema),
        `Median ${exact(q[2])}, mean ${exact(mean)}`,
        `Middle half ${exact(q[1])} to ${exact(q[3])}`,
        `90 % between ${exact(q[0])} and ${exact(q[4])}`,
        `${count(rows)} rows`,
      ],
      at: [median, place],
      shape: (
        <>
          <rect className="plot-hit" x={left} width={area.right - left} y={place} height={tallness} />
          <path
            className="plot-whisker"
            d={`M${low} ${middle}H${from}M${to} ${middle}H${high}M${low} ${middle - 4}v8M${high} ${middle - 4}v8`}
          />
          <rect className="plot-box" x={from} width={Math.max(to - from, 1)} y={place} height={tallness} />
          <path className="plot-median" d={`M${median} ${place}v${tallness}`} />
          {Number.isFinite(mean) && <circle className="plot-mean" cx={x(mean)} cy={middle} r={3} />}
        </>
      ),
    };
  });
  return (
    <Plot
      ref={ref}
      width={width}
      height={tall}
      title={titleOf(spec)}
      text={`${remarksOf(spec, scout)}. Box: middle half, dot: mean, line: 90 %`}
      legend={[]}
      marks={marks}
      front={groups.map((group) => (
        <text key={group} x={width} y={y(group)! + y.bandwidth() / 2} dy="0.35em" textAnchor="end">
          n = {count(boxes.get(group)!.rows)}
        </text>
      ))}
    >
      <XAxis grid x={x} area={area} name={spec.y!} />
      {groups.map((group) => (
        <text key={group} className="label" x={left - 6} y={y(group)! + y.bandwidth() / 2} dy="0.35em" textAnchor="end">
          {names.get(group)}
        </text>
      ))}
    </Plot>
  );
}
