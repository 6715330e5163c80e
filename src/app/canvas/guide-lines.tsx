import './guide-lines.css';
import { ViewportPortal } from '@xyflow/react';
import type { Guide } from './guides.ts';

/** What a card that is being dragged stands in line with. */
export function GuideLines({ guides }: { guides: readonly Guide[] }) {
  if (!guides.length) return null;
  return (
    <ViewportPortal>
      <svg className="guide-lines" aria-hidden="true">
        {guides.map(({ runs, at, from, to, gap }) => {
          const d = runs === 'down' ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`;
          return <path key={`${d}${gap ? ' gap' : ''}`} d={gap ? d + caps(runs, at, from, to) : d} />;
        })}
      </svg>
    </ViewportPortal>
  );
}

const CAP = 4;

/** The cross strokes at both ends of a gap. */
const caps = (runs: Guide['runs'], at: number, from: number, to: number): string =>
  [from, to].map((end) => (runs === 'down' ? `M${at - CAP} ${end}h${2 * CAP}` : `M${end} ${at - CAP}v${2 * CAP}`)).join('');
