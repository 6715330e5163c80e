import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import type { Cell } from '../../core/engine.ts';
import type { CellFormat } from './cell-format.ts';
import { inRange, rangeOf, type At, type Range, type Selection } from './grid-selection.ts';
import type { Paged } from './use-pages.ts';

const ROW = 24;

export interface GridRowsProps {
  cellId: (at: At) => string;
  paged: Paged;
  formats: readonly CellFormat[];
  columns: readonly VirtualItem[];
  first: number;
  last: number;
  /** What rows are moved by in a list that is too tall to draw. */
  shift: number;
  height: number;
  width: number;
  /** Width of the column with the row numbers. */
  numbers: number;
  selection: Selection | undefined;
}

/** The rows that are in sight. One that is not loaded yet has its number already. */
export function GridRows({ cellId, paged, formats, columns, first, last, shift, height, width, numbers, selection }: GridRowsProps) {
  const range = selection && rangeOf(selection);
  const rows = Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => first + i);
  return (
    <div className="grid-body" role="rowgroup" style={{ height, width }}>
      {rows.map((row) => (
        <div key={row} className="grid-row" role="row" aria-rowindex={row + 2} data-row={row} style={{ top: row * ROW + shift, width }}>
          <div className="grid-number num" role="rowheader" aria-colindex={1} data-number style={{ width: numbers }}>
            {(row + 1).toLocaleString('en')}
          </div>
          {columns.map(({ index, start, size }) => (
            <GridCell
              key={index}
              id={cellId({ row, column: index })}
              column={index}
              left={start}
              width={size}
              value={paged.pages.cell(row, index)}
              format={formats[index]!}
              selected={isSelected(range, row, index)}
              active={selection !== undefined && selection.focus.row === row && selection.focus.column === index}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

const isSelected = (range: Range | undefined, row: number, column: number): boolean => range !== undefined && inRange(range, row, column);

interface GridCellProps {
  id: string;
  column: number;
  left: number;
  width: number;
  value: Cell | undefined;
  format: CellFormat;
  selected: boolean;
  active: boolean;
}

const GridCell = memo(function GridCell({ id, column, left, width, value, format, selected, active }: GridCellProps) {
  return (
    <div
      id={id}
      className="grid-cell num"
      role="gridcell"
      aria-colindex={column + 2}
      aria-selected={selected}
      data-column={column}
      data-right={format.right || undefined}
      data-mono={format.mono || undefined}
      data-active={active || undefined}
      style={{ left, width }}
    >
      {value === null ? <span className="grid-missing" role="img" aria-label="missing" /> : value !== undefined && format.text(value)}
    </div>
  );
});
