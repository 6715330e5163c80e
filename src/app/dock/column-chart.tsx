import './column-chart.css';
import { hasFrequent, isHistogram, type Bar, type ColumnProfile } from './column-profile.ts';
import { count, percent } from './numbers.ts';

/** The shape of a column in a strip: a histogram of numbers and dates, the most frequent values of the rest. */
export function ColumnChart({ profile, height = 24 }: { profile: ColumnProfile; height?: number }) {
  return isHistogram(profile) ? <Histogram bars={profile.bars} height={height} /> : <TopValues profile={profile} />;
}

function Histogram({ bars, height }: { bars: readonly Bar[]; height: number }) {
  const most = Math.max(...bars.map((b) => b.rows), 1);
  return (
    <svg
      className="column-histogram"
      viewBox={`0 0 ${bars.length} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      aria-hidden="true"
    >
      {bars.map(({ rows }, i) => {
        const tall = rows ? Math.max((rows / most) * height, 1) : 0;
        return <rect key={i} x={i + 0.06} width={0.88} y={height - tall} height={tall} />;
      })}
    </svg>
  );
}

/** One bar of all values, cut by value: the most frequent first, all others in the palest part. Ids are not cut. */
function TopValues({ profile }: { profile: ColumnProfile }) {
  if (!hasFrequent(profile))
    return (
      <div className="column-top" aria-hidden="true">
        {profile.bars.length > 0 && <i style={{ flexGrow: 1 }} />}
      </div>
    );
  const known = Math.max(profile.rows - profile.missing, 1);
  const named = profile.bars.filter((b) => b.value !== undefined);
  return (
    <div className="column-top" aria-hidden="true">
      {profile.bars.map(({ value, rows }, i) => (
        <i
          key={i}
          title={`${value ?? 'Other values'}: ${count(rows)}, ${percent(rows / known)}`}
          style={{ flexGrow: rows, opacity: value === undefined ? 0.3 : 1 - (0.6 * i) / Math.max(named.length, 1) }}
        />
      ))}
    </div>
  );
}
