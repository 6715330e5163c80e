import './column-chart.css';
import { hasFrequent, isHistogram, type Bar, type ColumnProfile } from './column-profile.ts';
import { barWords } from './column-words.ts';
import { count, percent } from './numbers.ts';

/** The shape of a column in a strip: a histogram of numbers and dates, the most frequent values of the rest. */
export function ColumnChart({ profile, height = 24 }: { profile: ColumnProfile; height?: number }) {
  return isHistogram(profile) ? (
    <Histogram bars={profile.bars} height={height} words={(bar) => barWords(bar, profile)} />
  ) : (
    <TopValues profile={profile} />
  );
}

export interface HistogramProps {
  bars: readonly Bar[];
  height: number;
  /** What a bar says when it is pointed at. */
  words: (bar: Bar) => string;
  chosen?: (bar: Bar) => boolean;
  onPick?: (bar: Bar) => void;
}

export function Histogram({ bars, height, words, chosen, onPick }: HistogramProps) {
  const most = Math.max(...bars.map((b) => b.rows), 1);
  return (
    <svg
      className="column-histogram"
      viewBox={`0 0 ${bars.length} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      aria-hidden="true"
    >
      {bars.map((bar, i) => {
        const tall = bar.rows ? Math.max((bar.rows / most) * height, 1) : 0;
        return (
          <g key={i} data-faded={(chosen && !chosen(bar)) || undefined} onClick={onPick && (() => onPick(bar))}>
            <rect x={i + 0.06} width={0.88} y={height - tall} height={tall} />
            <rect className="column-hit" x={i} width={1} y={0} height={height}>
              <title>{words(bar)}</title>
            </rect>
          </g>
        );
      })}
    </svg>
  );
}

/** One bar of all values, cut by value: the most frequent first, all others in the palest part. Ids are not cut. */
function TopValues({ profile }: { profile: ColumnProfile }) {
  if (!hasFrequent(profile))
    return (
      <div className="column-top" aria-hidden="true">
        {profile.bars.length > 0 && <i style={{ flexGrow: 1 }} title={`${count(profile.distinct)} distinct values`} />}
      </div>
    );
  const known = Math.max(profile.rows - profile.missing, 1);
  const named = profile.bars.filter((b) => b.value !== undefined);
  return (
    <div className="column-top" aria-hidden="true">
      {profile.bars.map(({ value, rows }, i) => (
        <i
          key={i}
          title={`${value === '' ? 'Empty text' : (value ?? 'Other values')}: ${count(rows)} rows, ${percent(rows / known)}`}
          style={{ flexGrow: rows, opacity: value === undefined ? 0.3 : 1 - (0.6 * i) / Math.max(named.length, 1) }}
        />
      ))}
    </div>
  );
}
