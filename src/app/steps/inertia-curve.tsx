import { scaleLinear } from 'd3-scale';
import { short } from '../dock/numbers.ts';
import { Drawing } from '../views/drawing.tsx';

const HEIGHT = 124;
const LEFT = 56;
const RIGHT = 64;
const TOP = 24;
const BOTTOM = 20;

/** Inertia at every half step so far, and the lowest that other starts reached. */
export function InertiaCurve({ path, half, best }: { path: readonly number[]; half: number; best: number }) {
  const seen = path.slice(0, half);
  const [now] = seen.slice(-1);
  const label =
    now === undefined ? 'Inertia: nothing is assigned yet' : `Inertia ${seen.map(short).join(', ')}; best of other starts ${short(best)}`;
  return (
    <Drawing height={HEIGHT} label={label}>
      {(width) => {
        const x = scaleLinear([1, Math.max(path.length, 2)], [LEFT, width - RIGHT]);
        const y = scaleLinear([0, Math.max(...path)], [HEIGHT - BOTTOM, TOP]).nice(3);
        const every = Math.max(1, Math.ceil(24 / (x(3) - x(1))));
        const at = (value: number, i: number): string => `${x(i + 1)} ${y(value)}`;
        return (
          <>
            {y.ticks(3).map((tick) => (
              <g key={tick}>
                <line className="gridline" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
                <text x={LEFT - 8} y={y(tick)} dy="0.35em" textAnchor="end">
                  {short(tick)}
                </text>
              </g>
            ))}
            {path.map((_, i) =>
              i % (2 * every) === 0 ? (
                <text key={`round ${i / 2 + 1}`} x={x(i + 1)} y={HEIGHT - 4} textAnchor="middle">
                  {i / 2 + 1}
                </text>
              ) : null,
            )}
            <line className="reference" x1={LEFT} x2={width - RIGHT} y1={y(best)} y2={y(best)} />
            <text x={width - RIGHT + 8} y={y(best)} dy="0.35em">
              best {short(best)}
            </text>
            {seen.length > 1 && <path className="steps-curve" d={`M${seen.map(at).join('L')}`} />}
            {seen.map((value, i) => (
              <circle
                key={`half ${i + 1}`}
                className="steps-curve-mark"
                data-now={i === half - 1 || undefined}
                cx={x(i + 1)}
                cy={y(value)}
                r={i === half - 1 ? 4.5 : 3}
              />
            ))}
            {now !== undefined && (
              <text className="strong" x={x(half)} y={y(now) - 9} textAnchor="middle">
                {short(now)}
              </text>
            )}
          </>
        );
      }}
    </Drawing>
  );
}
