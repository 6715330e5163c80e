import { defaultRangeExtractor, useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, type RefObject } from 'react';
import type { Column, Schema } from '../../core/schema.ts';
import { setLook, type Look } from './grid-looks.ts';
import { roomFor, shownColumns } from './shown-columns.ts';

/** From this many columns on only those in sight are drawn. */
const MANY_COLUMNS = 30;
const NARROWEST = 56;
const WIDEST = 800;
/** What the columns that scroll keep for themselves. */
const LEAST_ROOM = 160;

export interface GridColumns {
  /** The columns that are shown, by their places in the schema. */
  readonly places: readonly number[];
  readonly frozen: number;
  /** Those that are drawn, by their places in the grid. */
  readonly drawn: readonly VirtualItem[];
  readonly total: number;
  readonly across: Virtualizer<HTMLDivElement, Element>;
  widthOf(column: number): number;
  resize(column: number, to: number): void;
}

/**
 * The columns of a grid with their widths.
 * @param numbers width of the column with the row numbers
 */
export function useGridColumns(
  scroller: RefObject<HTMLDivElement | null>,
  place: string,
  schema: Schema,
  { hidden, frozen: last, widths }: Look,
  numbers: number,
  view: number,
): GridColumns {
  const { places, frozen: wanted } = useMemo(() => shownColumns(schema, hidden, last), [schema, hidden, last]);
  const sizes = useMemo(() => places.map((i) => widths.get(schema[i]!.name) ?? widthFor(schema[i]!)), [places, schema, widths]);
  const frozen = roomFor(wanted, sizes, view - numbers - LEAST_ROOM);
  const kept = numbers + sizes.slice(0, frozen).reduce((sum, w) => sum + w, 0);
  const across = useVirtualizer({
    horizontal: true,
    count: places.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => sizes[i]!,
    overscan: places.length <= MANY_COLUMNS ? places.length : 3,
    paddingStart: numbers,
    scrollPaddingStart: kept,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return frozen ? [...new Set([...Array.from({ length: frozen }, (_, i) => i), ...inSight])].sort((a, b) => a - b) : inSight;
    },
  });
  useEffect(() => across.measure(), [across, sizes, numbers]);
  return {
    places,
    frozen,
    drawn: across.getVirtualItems(),
    total: across.getTotalSize(),
    across,
    widthOf: (column) => sizes[column] ?? 0,
    resize(column, to) {
      const name = schema[places[column]!]!.name;
      setLook(place, (look) => ({ widths: new Map(look.widths).set(name, Math.min(Math.max(to, NARROWEST), WIDEST)) }));
    },
  };
}

const WIDTHS: Readonly<Record<Column['type'], number>> = { bool: 80, int: 104, double: 104, string: 136, date: 116, timestamp: 152 };

/** Wide enough for the values of its type and most of its name. */
const widthFor = ({ name, type, role }: Column): number =>
  Math.max(role === 'email' ? 200 : WIDTHS[type], Math.min(name.length * 7 + 36, 200));
