import { percent } from '../dock/numbers.ts';
import { Drawing } from './drawing.tsx';
import { Panel } from './panel.tsx';
import { lightsOf, type Lights } from './segment-lights.ts';
import type { Segments } from './segments.ts';

const HEIGHT = 112;
const LEFT = 72;
const BAR = 20;
const UPPER = 18;
const LOWER = 72;
/** A label needs this many pixels. */
const LABEL = 30;

/** Two bars of the whole, by customers and by value, with bands that lead from one to the other. */
export function SegmentShares({ all, lit, onLight }: Lights) {
  return (
    <Panel title="From share of customers to share of value" table={() => sharesTable(all)}>
      <Drawing
        height={HEIGHT}
        label={all.segments.map((s) => `${s.name}: ${percent(s.share)} of customers, ${percent(s.valueShare || 0)} of value`).join('; ')}
      >
        {(width) => <Bars all={all} lit={lit} onLight={onLight} width={width} />}
      </Drawing>
    </Panel>
  );
}

function Bars({ all: { segments }, width, ...lights }: Lights & { width: number }) {
  const room = Math.max(width - LEFT, 0);
  const customers = stacked(
    segments.map((s) => s.share),
    room,
  );
  const values = stacked(
    segments.map((s) => s.valueShare),
    room,
  );
  return (
    <>
      <text x={0} y={UPPER + BAR / 2} dy="0.35em">
        Customers
      </text>
      <text x={0} y={LOWER + BAR / 2} dy="0.35em">
        Value
      </text>
      {segments.map((s, i) => {
        const [a, b] = [customers[i]!, values[i]!];
        const band = `M${a.from} ${UPPER + BAR}L${a.to} ${UPPER + BAR}L${b.to} ${LOWER}L${b.from} ${LOWER}Z`;
        return (
          <g key={s.key} {...lightsOf(lights, s.key)}>
            <title>{s.name}</title>
            <path d={band} fill={s.colour} opacity={0.16} />
            <rect x={a.from} y={UPPER} width={Math.max(a.to - a.from - 1, 0)} height={BAR} fill={s.colour} />
            <rect x={b.from} y={LOWER} width={Math.max(b.to - b.from - 1, 0)} height={BAR} fill={s.colour} />
            {a.to - a.from >= LABEL && (
              <text x={a.from + 2} y={UPPER - 6}>
                {percent(s.share)}
              </text>
            )}
            {b.to - b.from >= LABEL && (
              <text x={b.from + 2} y={LOWER + BAR + 14}>
                {percent(s.valueShare)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** Shares laid end to end. Those below nothing, from refunds, take no room. */
function stacked(shares: readonly number[], room: number): { readonly from: number; readonly to: number }[] {
  const sizes = shares.map((share) => Math.max(share || 0, 0));
  const total = sizes.reduce((a, b) => a + b, 0) || 1;
  let at = LEFT;
  return sizes.map((size) => {
    const from = at;
    at += (size / total) * room;
    return { from, to: at };
  });
}

const sharesTable = ({ segments }: Segments) => ({
  names: ['segment', 'customers', 'share of customers', 'value', 'share of value'],
  rows: segments.map((s) => [s.name, s.customers, s.share, s.value, s.valueShare]),
});
