import { NumberInput } from '../ui/number-input.tsx';
import type { Range } from './grid-selection.ts';
import { count, exact } from './numbers.ts';
import type { Sums } from './selection-sums.ts';
import { cellsIn } from './use-selection-sums.ts';

export interface GridFootProps {
  rows: number;
  /** The row with the focus, from 0. */
  row: number | undefined;
  range: Range | undefined;
  sums: Sums | undefined;
  onGo: (row: number) => void;
}

/** Which row the focus is in, a way to another, and what the selected numbers come to. */
export function GridFoot({ rows, row, range, sums, onGo }: GridFootProps) {
  const cells = range && range.top >= 0 ? cellsIn(range) : 0;
  return (
    <div className="grid-foot num">
      <span>Row</span>
      <NumberInput
        label="Go to row"
        placeholder="number"
        min={1}
        max={Math.max(rows, 1)}
        value={row === undefined || row < 0 ? undefined : row + 1}
        onChange={(to) => onGo(Math.min(Math.max(Math.round(to), 1), Math.max(rows, 1)) - 1)}
      />
      <span>of {count(rows)}</span>
      <output className="grid-sums">
        {cells > 1 && (
          <span>
            {count(range!.bottom - range!.top + 1)} × {count(range!.right - range!.left + 1)} cells
          </span>
        )}
        {sums && cells > 1 && <Figures sums={sums} />}
      </output>
    </div>
  );
}

function Figures({ sums: { numbers, sum, min, max } }: { sums: Sums }) {
  return (
    <>
      <Figure name="Numbers" value={count(numbers)} />
      <Figure name="Sum" value={exact(sum)} />
      <Figure name="Mean" value={exact(sum / numbers)} />
      <Figure name="Min" value={exact(min)} />
      <Figure name="Max" value={exact(max)} />
    </>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <span>
    {name} <b>{value}</b>
  </span>
);
