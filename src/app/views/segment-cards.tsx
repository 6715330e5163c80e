import { count, percent, short } from '../dock/numbers.ts';
import { Swatch } from './panel.tsx';
import { lightsOf, type Lights } from './segment-lights.ts';
import { effectWords, strongest, type Feature, type Segment } from './segments.ts';

const MOST_DIFFERENCES = 3;
/** Standard deviations at which a bar of differences is full. */
const FULL = 2;

/** A card a segment: what it is in a sentence, how large, what it is worth and in what it differs most. */
export function SegmentCards({ all, ...lights }: Lights) {
  const widest = Math.max(...all.segments.flatMap((s) => [s.share, all.isValued ? s.valueShare : 0]).filter(Number.isFinite), 0.01);
  return (
    <div className="segment-cards">
      {all.segments.map((segment) => (
        <article key={segment.key} className="panel segment-card" aria-label={segment.name} {...lightsOf(lights, segment.key)}>
          <h2 title={segment.name}>
            <Swatch colour={segment.colour} />
            <span className="ellipsis">{segment.name}</span>
          </h2>
          <p>{segment.sentence.replaceAll(' %', '\u00a0%')}</p>
          <dl className="segment-bars num">
            <ShareBar
              name="Customers"
              share={segment.share}
              of={widest}
              amount={count(segment.customers)}
              colour="var(--chart-mark-weak)"
            />
            {all.isValued && (
              <ShareBar name="Value" share={segment.valueShare} of={widest} amount={short(segment.value)} colour={segment.colour} />
            )}
          </dl>
          <Differences segment={segment} features={all.features} />
        </article>
      ))}
    </div>
  );
}

function ShareBar({ name, share, of, amount, colour }: { name: string; share: number; of: number; amount: string; colour: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="segment-track" aria-hidden="true">
        <i style={{ width: `${(Math.max(share || 0, 0) / of) * 100}%`, background: colour }} />
      </dd>
      <dd>
        <b>{Number.isFinite(share) ? percent(share) : '—'}</b>
      </dd>
      <dd className="dim">{amount}</dd>
    </div>
  );
}

function Differences({ segment, features }: { segment: Segment; features: readonly Feature[] }) {
  return (
    <table className="segment-differences num">
      <thead>
        <tr>
          <th scope="col">Differs most in</th>
          <th aria-hidden="true" />
          <th scope="col">median</th>
          <th scope="col">all</th>
        </tr>
      </thead>
      <tbody>
        {strongest(segment, features, MOST_DIFFERENCES).map((feature) => {
          const { median, effect } = segment.traits.get(feature.name)!;
          return (
            <tr key={feature.name} title={`${feature.label}: the mean is ${effectWords(effect)}`}>
              <th scope="row" className="ellipsis">
                {feature.label}
              </th>
              <td aria-hidden="true">
                <EffectBar effect={effect} />
              </td>
              <td>
                <b>{feature.text(median)}</b>
              </td>
              <td className="dim">{feature.text(feature.median)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** From the middle to the left for below average, to the right for above. */
function EffectBar({ effect }: { effect: number }) {
  const width = Math.min(Math.abs(effect) / FULL, 1) * 50;
  return (
    <span className="segment-effect">
      <i style={{ width: `${width}%`, left: `${effect < 0 ? 50 - width : 50}%` }} />
    </span>
  );
}
