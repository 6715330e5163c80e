import { scaleLinear } from 'd3-scale';
import { columnOf } from '../../../core/schema.ts';
import { count, percent, short } from '../numbers.ts';
import { numberAt, rowsOf, textAt } from '../table.ts';
import { tickWidth, XAxis, YAxis } from './axes.tsx';
import { binsFor } from './chart-ops.ts';
import { titleOf } from './chart-spec.ts';
import { binEdge, binText, remarksOf } from './chart-words.ts';
import { legendOf, seriesOf } from './colours.ts';
import type { PictureProps } from './picture.ts';
import { headOf, Plot, type Mark } from './plot.tsx';

/** How many rows lie between two numbers each; colours are stacked. */
export function HistogramPicture({ data: { spec, scout, table, schema }, width, height, ref }: PictureProps) {
  const series = seriesOf(spec, scout, schema);
  const legend = legendOf(series);
  const bins = binsFor(spec.bins, scout.low, scout.high, columnOf(schema, spec.x!).type === 'int');
  const rows = new Map(rowsOf(table).map((i) => [`${numberAt(table, 'bin', i)} ${textAt(table, 'split', i)}`, numberAt(table, 'rows', i)]));
  const at = (bin: number, group: string): number => rows.get(`${bin} ${group}`) ?? 0;
  const every = Array.from({ length: bins.count }, (_, bin) => ({ bin, total: series.reduce((sum, s) => sum + at(bin, s.group), 0) }));
  const most = Math.max(...every.map((b) => b.total), 1);

  const top = headOf(legend) + 24;
  const bottom = height - 32;
  const y = scaleLinear([0, most], [bottom, top]).nice(4);
  const left = tickWidth(y.ticks(4).map(short));
  const area = { left, right: width - 20, top, bottom };
  const x = scaleLinear([bins.start, binEdge(bins.start, bins.step, bins.count)], [left, area.right]);
  const wide = (area.right - left) / bins.count;
  const gap = wide > 6 ? 1 : 0;

  const marks = every.flatMap(({ bin, total }): Mark[] => {
    let below = 0;
    return series.flatMap(({ group, name, colour }): Mark[] => {
      const rowsHere = at(bin, group);
      if (!rowsHere && (series.length > 1 || total)) return [];
      const from = y(below);
      below += rowsHere;
      const place = x(binEdge(bins.start, bins.step, bin));
      const tall = rowsHere ? Math.max(from - y(below), 1) : 0;
      return [
        {
          key: `${bin} ${group}`,
          words: [
            binText(bins, bin),
            `${name ? `${name}: ` : ''}${count(rowsHere)} rows`,
            `${percent(rowsHere / Math.max(scout.drawn, 1))} of all`,
          ],
          at: [place + wide / 2, y(below)],
          shape: (
            <>
              <rect x={place + gap / 2} width={Math.max(wide - gap, 1)} y={from - tall} height={tall} style={{ fill: colour }} />
              {series.length === 1 && <rect className="plot-hit" x={place} width={wide} y={top} height={bottom - top} />}
            </>
          ),
        },
      ];
    });
  });
  return (
    <Plot ref={ref} width={width} height={height} title={titleOf(spec)} text={remarksOf(spec, scout)} legend={legend} marks={marks}>
      <YAxis y={y} area={area} name="Rows" />
      <XAxis x={x} area={area} name={spec.x!} />
    </Plot>
  );
}
