import './grid.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Cell } from '../../core/engine.ts';
import type { SortKey, TableOp } from '../../core/plan.ts';
import type { Column } from '../../core/schema.ts';
import { Note } from '../ui/feedback.tsx';
import { notify } from '../ui/toasts.tsx';
import { cellFormat } from './cell-format.ts';
import { groupsBetween } from './column-profile.ts';
import { copyText } from './copy.ts';
import { GridHead, type Sorted } from './grid-head.tsx';
import { GridRows } from './grid-rows.tsx';
import { at, moved, rangeOf, type At, type Range, type Selection } from './grid-selection.ts';
import { count } from './numbers.ts';
import { tsv } from './text-table.ts';
import { usePages, type Paged } from './use-pages.ts';
import { useProfiles } from './use-profiles.ts';
import { useRowScroll } from './use-row-scroll.ts';
import { useSize } from './use-size.ts';

const ROW = 24;
const HEAD = 80;
/** Rows drawn above and below what is in sight. */
const OVERSCAN = 8;
/** From this many columns on only those in sight are drawn. */
const MANY_COLUMNS = 30;
const NARROWEST = 56;
const WIDEST = 800;
const STEP = 16;
const MOST_COPIED = 1_000_000;

export interface GridProps {
  /** A table that is there. */
  op: TableOp;
  label: string;
}

/** The rows of a table, however many. Sorting is for the eye alone: it changes nothing in the workflow. */
export function Grid({ op, label }: GridProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const [wish, setOrder] = useState<SortKey>();
  const [widths, setWidths] = useState<ReadonlyMap<string, number>>(new Map());
  const [selection, setSelection] = useState<Selection>();
  const order = wish && op.schema.some((c) => c.name === wish.column) ? wish : undefined;
  const { paged, next } = usePages(op, order);
  const { schema } = paged.op;

  const view = Math.max(size.height - HEAD, ROW);
  const scroll = useRowScroll(scroller, paged.rows * ROW, view);
  const first = Math.max(Math.floor(scroll.offset / ROW) - OVERSCAN, 0);
  const last = Math.min(Math.ceil((scroll.offset + view) / ROW) + OVERSCAN, paged.rows) - 1;
  useEffect(() => {
    const most = Math.max(next.rows - 1, 0);
    next.pages.want(Math.min(first, most), Math.min(Math.max(last, 0), most));
  }, [next, first, last]);

  const numbers = Math.max(String(paged.rows).length * 7 + 20, 40);
  const across = useVirtualizer({
    horizontal: true,
    count: schema.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => widths.get(schema[i]!.name) ?? widthFor(schema[i]!),
    overscan: schema.length <= MANY_COLUMNS ? schema.length : 3,
    paddingStart: numbers,
    scrollPaddingStart: numbers,
  });
  useEffect(() => across.measure(), [across, widths, schema, numbers]);
  const columns = across.getVirtualItems();
  const width = across.getTotalSize();

  const isThere = paged.pages.version() > 0;
  const groups = columns.length && isThere ? groupsBetween(columns[0]!.index, columns.at(-1)!.index) : [];
  const { profiles } = useProfiles(isThere ? paged.op : undefined, groups);
  const formats = useMemo(() => schema.map((c, i) => cellFormat(c, isThere ? paged.pages.sample(i) : [])), [schema, paged, isThere]);

  function select(to: Selection): void {
    setSelection(to);
    reveal(to.focus);
  }

  function reveal({ row, column }: At): void {
    if (row >= 0 && row * ROW < scroll.offset) scroll.scrollTo(row * ROW);
    if ((row + 1) * ROW > scroll.offset + view) scroll.scrollTo((row + 1) * ROW - view);
    across.scrollToIndex(column);
  }

  function sortBy(column: number): void {
    const { name } = schema[column]!;
    scroll.scrollTo(0);
    if (order?.column !== name) setOrder({ column: name });
    else setOrder(order.desc ? undefined : { column: name, desc: true });
  }

  const resize = (column: number, to: number): void =>
    setWidths((before) => new Map(before).set(schema[column]!.name, Math.min(Math.max(to, NARROWEST), WIDEST)));

  function onKeyDown(event: KeyboardEvent): void {
    const now = selection ?? at(0, 0);
    const { row, column } = now.focus;
    const done = (): void => event.preventDefault();
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && row >= 0) {
      done();
      void copyRange(paged, rangeOf(now));
    } else if (row < 0 && (event.key === 'Enter' || event.key === ' ')) {
      done();
      sortBy(column);
    } else if (row < 0 && event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      done();
      resize(column, across.measurementsCache[column]!.size + (event.key === 'ArrowLeft' ? -STEP : STEP));
    } else {
      const then = moved(now, event, { rows: paged.rows, columns: schema.length, page: Math.max(Math.floor(view / ROW) - 1, 1) });
      if (!then) return;
      done();
      select(then);
    }
  }

  function onPointerDown(event: PointerEvent): void {
    const target = pointedAt(event.target);
    if (!target || event.button !== 0) return;
    if (target.column === undefined) {
      const anchor = event.shiftKey && selection ? selection.anchor.row : target.row;
      setSelection({ anchor: { row: anchor, column: 0 }, focus: { row: target.row, column: schema.length - 1 } });
    } else if (event.shiftKey && selection && target.row >= 0) {
      setSelection({ anchor: selection.anchor, focus: { row: target.row, column: target.column } });
    } else {
      setSelection(at(target.row, target.column));
      if (target.row < 0) sortBy(target.column);
    }
  }

  function onPointerOver(event: PointerEvent): void {
    const target = pointedAt(event.target);
    if (!(event.buttons & 1) || !selection || selection.anchor.row < 0 || target?.column === undefined || target.row < 0) return;
    setSelection({ anchor: selection.anchor, focus: { row: target.row, column: target.column } });
  }

  const focus = selection?.focus;
  const problem = paged.pages.problem();
  return (
    <>
      {problem && <Note kind="error">{problem}</Note>}
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={paged.rows + 1}
        aria-colcount={schema.length + 1}
        aria-multiselectable="true"
        aria-busy={paged !== next || !isThere}
        aria-activedescendant={focus && cellId(id, focus)}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
      >
        <div className="grid-head" role="row" aria-rowindex={1} style={{ width }}>
          <div className="grid-corner" role="columnheader" aria-colindex={1} style={{ width: numbers }}>
            <span className="sr-only">Row</span>
          </div>
          {columns.map(({ index, start, size: wide }) => (
            <GridHead
              key={schema[index]!.name}
              id={cellId(id, { row: -1, column: index })}
              column={schema[index]!}
              index={index}
              left={start}
              width={wide}
              right={formats[index]!.right}
              profile={profiles.get(schema[index]!.name)}
              sorted={sortedBy(paged.order, schema[index]!.name)}
              active={focus?.row === -1 && focus.column === index}
              onResize={(to) => resize(index, to)}
            />
          ))}
        </div>
        <GridRows
          cellId={(place) => cellId(id, place)}
          paged={paged}
          formats={formats}
          columns={columns}
          first={first}
          last={last}
          shift={scroll.top - scroll.offset}
          height={scroll.drawn}
          width={width}
          numbers={numbers}
          selection={selection}
        />
      </div>
    </>
  );
}

const cellId = (grid: string, { row, column }: At): string => `${grid}-${row}-${column}`;

const sortedBy = (order: SortKey | undefined, name: string): Sorted =>
  order?.column !== name ? 'none' : order.desc ? 'descending' : 'ascending';

/** The place under the pointer; a row's number has no column. */
function pointedAt(target: EventTarget): { readonly row: number; readonly column: number | undefined } | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-head], [data-column], [data-number]') : null;
  if (!cell) return undefined;
  const { head, column, number } = cell.dataset;
  if (head !== undefined) return { row: -1, column: Number(head) };
  const row = Number(cell.parentElement!.dataset['row']);
  return { row, column: number === undefined ? Number(column) : undefined };
}

const WIDTHS: Readonly<Record<Column['type'], number>> = { bool: 80, int: 104, double: 104, string: 136, date: 116, timestamp: 152 };

/** Wide enough for the values of its type and most of its name. */
const widthFor = ({ name, type, role }: Column): number =>
  Math.max(role === 'email' ? 200 : WIDTHS[type], Math.min(name.length * 7 + 36, 200));

async function copyRange({ read }: Paged, { top, bottom, left, right }: Range): Promise<void> {
  const height = bottom - top + 1;
  const width = right - left + 1;
  if (height * width > MOST_COPIED) {
    notify({
      kind: 'error',
      text: `${count(height)} rows are too many to copy.`,
      detail: 'Select fewer, or write them to a file with a Table Writer.',
    });
    return;
  }
  const chosen = (await read(top, height)).columns.slice(left, right + 1);
  const rows = Array.from({ length: height }, (_, i): Cell[] => chosen.map((c) => c.values[i] ?? null));
  await copyText(tsv(rows), height * width === 1 ? 'a cell' : `${count(height)} × ${count(width)} cells`);
}
