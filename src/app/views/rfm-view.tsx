import { scaleLinear } from 'd3-scale';
import { useState } from 'react';
import { col } from '../../core/expr.ts';
import { aggregate, analyse, type TableOp } from '../../core/plan.ts';
import { findColumn } from '../../core/schema.ts';
import { profilesFrom, type ColumnProfile } from '../dock/column-profile.ts';
import { count, labelFor, percent, short } from '../dock/numbers.ts';
import { numberAt, rowsOf, textAt, textTableOf, type Table } from '../dock/table.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Drawing } from './drawing.tsx';
import { Panel, Swatch, ViewTitle } from './panel.tsx';
import { seqStep } from './ramp.ts';
import { segmentColour } from './segments.ts';
import { tableOutput, type Drawn, type View } from './view.ts';

interface RfmTables {
  /** A row for each pair of recency and frequency score. */
  readonly scores: Table;
  readonly segments?: Table;
  readonly profile: Table;
  readonly distribution: Table;
}

const MEASURES = ['recency', 'frequency', 'monetary'] as const;
const UNITS: Readonly<Record<string, string>> = { recency: 'days since the last order', frequency: 'orders', monetary: 'total amount' };
const SEGMENT = 'rfm_segment';

/** How customers are spread over the scores, how large the named segments are and what they are worth. */
export const rfmView: View<RfmTables> = {
  data(node) {
    const customers = tableOutput(node, 'customers');
    return {
      scores: sizes(customers, ['r_score', 'f_score']),
      ...(findColumn(customers.schema, SEGMENT) && { segments: sizes(customers, [SEGMENT]) }),
      profile: analyse('profile', [customers], { columns: MEASURES }),
      distribution: analyse('distribution', [customers], { columns: MEASURES, bins: 40, top: 1 }),
    };
  },
  Draw: RfmDrawing,
};

const sizes = (customers: TableOp, by: readonly string[]): TableOp =>
  aggregate(customers, by, [
    { name: 'customers', fn: 'count' },
    { name: 'value', fn: 'sum', of: col('monetary') },
  ]);

function RfmDrawing({ tables: { scores, segments, profile, distribution } }: Drawn<RfmTables>) {
  const customers = total(scores, 'customers');
  const profiles = profilesFrom(profile, distribution);
  const recency = profiles.get('recency');
  return (
    <>
      <ViewTitle
        title={`${count(customers)} customers by recency, frequency and value`}
        text={`Total value ${short(total(scores, 'value'))}.${recency ? ` Half of them ordered in the last ${short(recency.median)} days.` : ''}`}
      />
      <div className="rfm-panels">
        <ScoreGrid scores={scores} />
        {segments && <SegmentBars segments={segments} />}
      </div>
      <Panel title="Distributions" text="Customers by value of each measure. Dashed: the median." table={() => textTableOf(distribution)}>
        <div className="rfm-distributions">
          {MEASURES.map((name) => {
            const of = profiles.get(name);
            return of && <Distribution key={name} profile={of} />;
          })}
        </div>
      </Panel>
    </>
  );
}

type What = 'customers' | 'value';

/** Recency score by frequency score: the best customers are at the top right. */
function ScoreGrid({ scores }: { scores: Table }) {
  const [what, setWhat] = useState<What>('customers');
  const cells = new Map(
    rowsOf(scores).map((i) => [`${numberAt(scores, 'r_score', i)} ${numberAt(scores, 'f_score', i)}`, numberAt(scores, what, i)]),
  );
  const bins = Math.max(...rowsOf(scores).flatMap((i) => [numberAt(scores, 'r_score', i), numberAt(scores, 'f_score', i)]), 1);
  const all = total(scores, what) || 1;
  const most = Math.max(...cells.values(), 0) / all;
  const from1 = Array.from({ length: bins }, (_, i) => i + 1);
  return (
    <Panel
      title="Recency and frequency"
      text="Each score runs from 1 to the best. Shares of the whole."
      table={() => textTableOf(scores)}
      aside={
        <Segmented
          label="Cells show"
          value={what}
          onChange={setWhat}
          options={[
            { value: 'customers', label: 'Customers' },
            { value: 'value', label: 'Value' },
          ]}
        />
      }
    >
      <table className="rfm-grid num">
        <tbody>
          {from1.toReversed().map((r) => (
            <tr key={r}>
              <th scope="row">{r === bins ? `Recency ${r}` : r}</th>
              {from1.map((f) => {
                const share = (cells.get(`${r} ${f}`) ?? 0) / all;
                return (
                  <td
                    key={f}
                    data-seq={share > 0 ? seqStep(share / most) : 0}
                    title={`Recency ${r}, frequency ${f}: ${count(cells.get(`${r} ${f}`) ?? 0)}`}
                  >
                    {share > 0 ? percent(share) : ''}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {from1.map((f) => (
              <th key={f} scope="col">
                {f === 1 ? 'Frequency 1' : f}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}

/** Customers and value of each named segment; those with the most value first. */
function SegmentBars({ segments }: { segments: Table }) {
  const order = rowsOf(segments).sort((a, b) => numberAt(segments, 'value', b) - numberAt(segments, 'value', a));
  const [customers, value] = [total(segments, 'customers') || 1, total(segments, 'value') || 1];
  const share = (i: number, of: What): number => numberAt(segments, of, i) / (of === 'customers' ? customers : value);
  const widest = Math.max(...order.flatMap((i) => [share(i, 'customers'), share(i, 'value')]), 0.01);
  const bar = (part: number): string => `${(Math.max(part, 0) / widest) * 100}%`;
  return (
    <Panel title="Named segments" text="Above: share of customers. Below: share of value." table={() => textTableOf(segments)}>
      <table className="rfm-segments num">
        <thead>
          <tr>
            <td />
            <td />
            <th scope="col">customers</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {order.map((i, place) => (
            <tr key={textAt(segments, SEGMENT, i)}>
              <th scope="row">
                <span>
                  <Swatch colour={segmentColour(place + 1)} />
                  <span className="ellipsis">{textAt(segments, SEGMENT, i) || 'Not assigned'}</span>
                </span>
              </th>
              <td aria-hidden="true">
                <i style={{ width: bar(share(i, 'customers')), background: 'var(--chart-mark-weak)' }} />
                <i style={{ width: bar(share(i, 'value')), background: segmentColour(place + 1) }} />
              </td>
              <td>
                <b>{percent(share(i, 'customers'))}</b> <span className="dim">{count(numberAt(segments, 'customers', i))}</span>
              </td>
              <td>
                <b>{percent(share(i, 'value'))}</b> <span className="dim">{short(numberAt(segments, 'value', i))}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

const HEIGHT = 148;
const AXIS = 24;
const TOP = 28;

function Distribution({ profile: { column, bars, median } }: { profile: ColumnProfile }) {
  const least = bars[0]?.from ?? 0;
  const largest = bars.at(-1)?.to ?? 1;
  return (
    <figure>
      <figcaption>
        <b>{labelFor(column)}</b> <span className="dim">{UNITS[column]}</span>
      </figcaption>
      <Drawing height={HEIGHT} label={`${labelFor(column)} from ${short(least)} to ${short(largest)}, median ${short(median)}`}>
        {(width) => {
          const x = scaleLinear([least, largest > least ? largest : least + 1], [1, width - 1]);
          const y = scaleLinear([0, Math.max(...bars.map((b) => b.rows), 1)], [HEIGHT - AXIS, TOP]);
          return (
            <>
              {bars.map((b) => (
                <rect
                  key={b.from}
                  className="mark"
                  x={x(b.from!) + 0.5}
                  width={Math.max(x(b.to!) - x(b.from!) - 1, 1)}
                  y={y(b.rows)}
                  height={HEIGHT - AXIS - y(b.rows)}
                >
                  <title>{`${short(b.from!)} to ${short(b.to!)}: ${count(b.rows)} customers`}</title>
                </rect>
              ))}
              <line className="axis" x1={0} x2={width} y1={HEIGHT - AXIS} y2={HEIGHT - AXIS} />
              {x.ticks(4).map((tick) => (
                <text
                  key={tick}
                  x={x(tick)}
                  y={HEIGHT - AXIS + 16}
                  textAnchor={x(tick) < 12 ? 'start' : x(tick) > width - 16 ? 'end' : 'middle'}
                >
                  {short(tick)}
                </text>
              ))}
              <line className="reference" x1={x(median)} x2={x(median)} y1={14} y2={HEIGHT - AXIS} />
              <text
                x={x(median)}
                dx={x(median) > width - 80 ? -4 : 4}
                y={20}
                textAnchor={x(median) > width - 80 ? 'end' : 'start'}
                className="label"
              >
                median {short(median)}
              </text>
            </>
          );
        }}
      </Drawing>
    </figure>
  );
}

const total = (table: Table, name: string): number => rowsOf(table).reduce((sum, i) => sum + (numberAt(table, name, i) || 0), 0);
