import './segments-view.css';
import { useState } from 'react';
import { count, short } from '../dock/numbers.ts';
import type { Table } from '../dock/table.ts';
import { Segmented } from '../ui/segmented.tsx';
import { ViewTitle } from './panel.tsx';
import { SegmentCards } from './segment-cards.tsx';
import { SegmentCompare } from './segment-compare.tsx';
import { SegmentHeat } from './segment-heat.tsx';
import { SegmentLines } from './segment-lines.tsx';
import { SegmentShares } from './segment-shares.tsx';
import { segmentsFrom, type Segment } from './segments.ts';
import { tableOutput, type Drawn, type View } from './view.ts';

interface SegmentTables {
  readonly profile: Table;
  readonly cards: Table;
  readonly names?: Table;
}

const ORDERS = {
  value: { label: 'Value', compare: (a: Segment, b: Segment) => b.value - a.value },
  size: { label: 'Size', compare: (a: Segment, b: Segment) => b.customers - a.customers },
  name: { label: 'Name', compare: (a: Segment, b: Segment) => a.name.localeCompare(b.name, 'en', { numeric: true }) },
} as const;
type Order = keyof typeof ORDERS;

/** Who is in each segment, and in what they differ. */
export const segmentsView: View<SegmentTables> = {
  data: (node, names) => ({ profile: tableOutput(node, 'profile'), cards: tableOutput(node, 'cards'), ...(names && { names }) }),
  Draw: SegmentsDrawing,
};

function SegmentsDrawing({ node, tables: { profile, cards, names } }: Drawn<SegmentTables>) {
  const [table] = node.inputs.get('table') ?? [];
  const columns = table && table.kind !== 'fit' ? table.schema.map((c) => c.name) : [];
  const all = segmentsFrom(profile, cards, names, columns);
  const [wish, setOrder] = useState<Order>('value');
  const [lit, setLit] = useState<string>();
  const order = wish === 'value' && !all.isValued ? 'size' : wish;
  const sorted = { ...all, segments: [...all.segments].sort(ORDERS[order].compare) };
  const choices = (Object.keys(ORDERS) as Order[]).filter((o) => o !== 'value' || all.isValued);
  const known = all.segments.filter((s) => s.key !== '').length;
  return (
    <>
      <ViewTitle
        title={`${known} ${known === 1 ? 'segment' : 'segments'} of ${count(all.customers)} customers`}
        text={subtitle(all.features.length, all.isValued ? all.value : undefined)}
      >
        <div className="view-choice">
          <span aria-hidden="true">Order by</span>
          <Segmented
            label="Order segments by"
            value={order}
            onChange={setOrder}
            options={choices.map((value) => ({ value, label: ORDERS[value].label }))}
          />
        </div>
      </ViewTitle>
      <SegmentCards all={sorted} lit={lit} onLight={setLit} />
      <div className="segments-below">
        <div className="segments-column">
          <SegmentHeat all={sorted} lit={lit} onLight={setLit} />
          {all.isValued && <SegmentShares all={sorted} lit={lit} onLight={setLit} />}
        </div>
        <SegmentLines all={sorted} lit={lit} onLight={setLit} />
        <SegmentCompare all={sorted} />
      </div>
    </>
  );
}

const subtitle = (features: number, value: number | undefined): string =>
  [`Compared by ${features} ${features === 1 ? 'feature' : 'features'}.`, value !== undefined && `Total value ${short(value)}.`]
    .filter(Boolean)
    .join(' ');
