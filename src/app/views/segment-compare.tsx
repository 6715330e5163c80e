import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { useState } from 'react';
import { short } from '../dock/numbers.ts';
import { Note } from '../ui/feedback.tsx';
import { Select } from '../ui/select.tsx';
import { Panel } from './panel.tsx';
import { flatFeatures, type Feature, type Segment, type Segments } from './segments.ts';

const WIDTH = 112;

/** Two segments side by side: the middle half of their customers in every feature. */
export function SegmentCompare({ all }: { all: Segments }) {
  const [first, setFirst] = useState<string>();
  const [second, setSecond] = useState<string>();
  const { segments, features } = all;
  const a = segments.find((s) => s.key === first) ?? segments[0];
  const b = segments.find((s) => s.key === second) ?? segments.find((s) => s !== a);
  if (!a || !b) return null;
  const options = segments.map((s) => ({ value: s.key, label: s.name }));
  const flat = flatFeatures(all);
  return (
    <Panel title="Compare" table={() => compareTable(a, b, features)}>
      <div className="segment-choices">
        <Choice segment={a} options={options} label="First segment" onChange={setFirst} />
        <Choice segment={b} options={options} label="Second segment" onChange={setSecond} />
      </div>
      <table className="segment-compare num">
        <tbody>
          {features.map((f) => (
            <tr key={f.name}>
              <th scope="row" className="ellipsis">
                {f.label}
              </th>
              <td aria-hidden="true">
                <Ranges feature={f} a={a} b={b} all={segments} />
              </td>
              <td>{f.text(a.traits.get(f.name)?.median ?? NaN)}</td>
              <td>{f.text(b.traits.get(f.name)?.median ?? NaN)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-note num">
        Dot: median. Bar: the middle half.{all.isValued && ` Value per customer: ${short(a.perCustomer)} against ${short(b.perCustomer)}.`}
      </p>
      {flat.length > 0 && (
        <Note>
          <b>{flat.map((f) => f.label).join(', ')}</b> {flat.length === 1 ? 'is' : 'are'} nearly the same everywhere: nothing that tells
          segments apart.
        </Note>
      )}
    </Panel>
  );
}

function Choice({
  segment,
  options,
  label,
  onChange,
}: {
  segment: Segment;
  options: readonly { value: string; label: string }[];
  label: string;
  onChange: (key: string) => void;
}) {
  return (
    <span className="segment-choice">
      <i style={{ background: segment.colour }} aria-hidden="true" />
      <Select label={label} value={segment.key} onChange={onChange} options={options} />
    </span>
  );
}

function Ranges({ feature: { name }, a, b, all }: { feature: Feature; a: Segment; b: Segment; all: readonly Segment[] }) {
  const ends = all.flatMap((s) => [s.traits.get(name)?.q25 ?? NaN, s.traits.get(name)?.q75 ?? NaN]).filter(Number.isFinite);
  const x = scaleLinear([Math.min(...ends), Math.max(...ends)], [5, WIDTH - 5]);
  return (
    <svg width={WIDTH} height={28}>
      <RangeMark x={x} y={9} segment={a} name={name} />
      <RangeMark x={x} y={19} segment={b} name={name} />
    </svg>
  );
}

function RangeMark({ x, y, segment, name }: { x: ScaleLinear<number, number>; y: number; segment: Segment; name: string }) {
  const trait = segment.traits.get(name);
  if (!trait || !Number.isFinite(trait.median)) return null;
  const [from, to] = [x(trait.q25), x(trait.q75)];
  return (
    <g fill={segment.colour}>
      <rect x={from} y={y - 2} width={Math.max(to - from, 1)} height={4} opacity={0.4} />
      <circle cx={x(trait.median)} cy={y} r={4} />
    </g>
  );
}

const compareTable = (a: Segment, b: Segment, features: readonly Feature[]) => ({
  names: ['feature', ...[a, b].flatMap((s) => [`${s.name} q25`, `${s.name} median`, `${s.name} q75`])],
  rows: features.map((f) => [
    f.name,
    ...[a, b].flatMap((s) => {
      const trait = s.traits.get(f.name);
      return [trait?.q25 ?? null, trait?.median ?? null, trait?.q75 ?? null];
    }),
  ]),
});
