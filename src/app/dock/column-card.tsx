import './column-card.css';
import type { Column } from '../../core/schema.ts';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { ColumnChart } from './column-chart.tsx';
import { hasFrequent, isHistogram, type ColumnProfile } from './column-profile.ts';
import { endsOf, missingText, valueText } from './column-words.ts';
import { count, percent, short } from './numbers.ts';

export interface ColumnCardProps {
  column: Pick<Column, 'name' | 'type' | 'role'>;
  profile: ColumnProfile;
  /** It is the one that was asked about. */
  chosen?: boolean;
}

/** What is in one column: shape, missing and distinct values, and its quantiles or most frequent values. */
export function ColumnCard({ column, profile, chosen = false }: ColumnCardProps) {
  const ends = isHistogram(profile) ? endsOf(column, profile) : [];
  return (
    <article className="column-card" aria-label={column.name} tabIndex={chosen ? -1 : undefined} data-chosen={chosen || undefined}>
      <header>
        <h3 className="ellipsis" title={column.name}>
          {column.name}
        </h3>
        <span className="mono dim">{TYPE_LABELS[column.type]}</span>
      </header>
      <ColumnChart profile={profile} height={48} />
      {ends.length > 0 && (
        <p className="column-ends num">
          {ends.map((end, i) => (
            <span key={i}>{end}</span>
          ))}
        </p>
      )}
      <dl className="num">
        <Fact name="Missing" value={missingText(profile)?.replace(' missing', '') ?? 'none'} warn={profile.missing > 0} />
        <Fact name="Distinct" value={count(profile.distinct)} />
        {Number.isFinite(profile.median) && <Fact name="Median" value={short(profile.median)} />}
        {Number.isFinite(profile.median) && <Fact name="Middle half" value={`${short(profile.q25)} to ${short(profile.q75)}`} />}
        {Number.isFinite(profile.mean) && column.type !== 'bool' && (
          <Fact name="Mean" value={`${short(profile.mean)} ± ${short(profile.stddev)}`} />
        )}
        {hasFrequent(profile) && <Frequent profile={profile} />}
      </dl>
    </article>
  );
}

function Frequent({ profile }: { profile: ColumnProfile }) {
  const known = Math.max(profile.rows - profile.missing, 1);
  const named = profile.bars.filter((bar) => bar.value !== undefined).slice(0, 4);
  return named.map(({ value, rows }) => <Fact key={value} name={valueText(value!, profile.type)} value={percent(rows / known)} />);
}

function Fact({ name, value, warn = false }: { name: string; value: string; warn?: boolean }) {
  return (
    <div>
      <dt className="ellipsis">{name || 'empty text'}</dt>
      <dd data-warn={warn || undefined}>{value}</dd>
    </div>
  );
}
