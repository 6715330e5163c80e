import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import type { Cell } from '../../core/engine.ts';
import type { CellFormat } from './cell-format.ts';
import { inRange, type At, type Range, type Selection } from './grid-selection.ts';
import type { Paged } from './use-pages.ts';

const ROW = 24;

export interface GridRowsProps {
  cellId: (at: At) => string;
  paged: Paged;
  /** By place in the schema, as are the cells of a page. */
  formats: readonly CellFormat[];
  /** The grid's columns by their places in the schema. */
  places: readonly number[];
  frozen: number;
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
  range: Range | undefined;
}

/** The rows that are in sight. One that is not loaded yet has its number already. */
export function GridRows({ cellId, paged, formats, places, frozen, columns, first, last, shift, ...rest }: GridRowsProps) {
  const { height, width, numbers, selection, range } = rest;
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
              value={paged.pages.cell(row, places[index]!)}
              format={formats[places[index]!]!}
              frozen={index < frozen}
              selected={range !== undefined && inRange(range, row, index)}
              active={selection !== undefined && selection.focus.row === row && selection.focus.column === index}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface GridCellProps {
  id: string;
  column: number;
  left: number;
  width: number;
  value: Cell | undefined;
  format: CellFormat;
  frozen: boolean;
  selected: boolean;
  active: boolean;
}

const GridCell = memo(function GridCell({ id, column, left, width, value, format, frozen, selected, active }: GridCellProps) {
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
      data-frozen={frozen || undefined}
      data-active={active || undefined}
      style={{ left, width }}
    >
      {value === null ? <span className="grid-missing" role="img" aria-label="missing" /> : value !== undefined && format.text(value)}
    </div>
  );
});
