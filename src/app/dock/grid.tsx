import './grid.css';
import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { Cell } from '../../core/engine.ts';
import type { SortKey, TableOp } from '../../core/plan.ts';
import { useEditor } from '../editor.ts';
import { sayError } from '../shell/shell-state.ts';
import { Note } from '../ui/feedback.tsx';
import { MenuAt } from '../ui/menu-at.tsx';
import type { MenuEntry } from '../ui/menu.tsx';
import { PopoverAt } from '../ui/popover-at.tsx';
import { cellFormat } from './cell-format.ts';
import { groupsBetween } from './column-profile.ts';
import { copyColumn, copyRange } from './copy-cells.ts';
import { copyText } from '../copy-text.ts';
import type { DockPort } from './dock-ports.ts';
import { openProfile } from './dock-state.ts';
import { FilterForm } from './filter-form.tsx';
import { GridFoot } from './grid-foot.tsx';
import { GridHead, type ColumnMark, type Sorted } from './grid-head.tsx';
import { hideColumns, setLook, setPeek, useLook } from './grid-looks.ts';
import { cellMenu, columnMenu } from './grid-menu.ts';
import { GridRows } from './grid-rows.tsx';
import { at, inRange, moved, rangeOf, type At, type Range, type Selection } from './grid-selection.ts';
import { PeekBar } from './peek-bar.tsx';
import { fitting, withFilter, withOrder, withoutFilter, withoutOrder } from './peek.ts';
import type { ScrollLink } from './scroll-link.ts';
import { widestOf } from './text-width.ts';
import { useGridColumns } from './use-grid-columns.ts';
import { usePages } from './use-pages.ts';
import { usePeek } from './use-peek.ts';
import { useProfiles } from './use-profiles.ts';
import { useRowScroll } from './use-row-scroll.ts';
import { useSelectionSums } from './use-selection-sums.ts';
import { useSize } from './use-size.ts';

const ROW = 24;
const HEAD = 80;
/** Rows drawn above and below what is in sight. */
const OVERSCAN = 8;
const STEP = 16;
/** As many selected values of a column can be filtered by at once. */
const MOST_FILTERED = 100;

export interface GridProps {
  /** A table that is there. */
  op: TableOp;
  label: string;
  /** Where the look at it is kept. */
  place: string;
  port: Pick<DockPort, 'owner' | 'output'>;
  marks?: ReadonlyMap<string, ColumnMark> | undefined;
  link?: ScrollLink | undefined;
}

/** The rows of a table, however many. Filters and sorting are for the eye alone: they change nothing in the workflow. */
export function Grid({ op, label, place, port, marks, link }: GridProps) {
  const id = useId();
  const editor = useEditor();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const [selection, setSelection] = useState<Selection>();
  const [menu, setMenu] = useState<{ readonly at: DOMRect; readonly items: readonly MenuEntry[] }>();
  const [filtering, setFiltering] = useState<{ readonly at: DOMRect; readonly column: string }>();
  const look = useLook(place);
  const peek = useMemo(() => fitting(look.peek, op.schema), [look.peek, op.schema]);
  const { op: peeked, busy, problem: failure } = usePeek(op, peek);
  const { paged, next } = usePages(peeked, peek.order);
  const { schema } = paged.op;

  const view = Math.max(size.height - HEAD, ROW);
  const scroll = useRowScroll(scroller, paged.rows * ROW, view);
  const { offset, scrollTo } = scroll;
  const first = Math.max(Math.floor(offset / ROW) - OVERSCAN, 0);
  const last = Math.min(Math.ceil((offset + view) / ROW) + OVERSCAN, paged.rows) - 1;
  useEffect(() => {
    const most = Math.max(next.rows - 1, 0);
    next.pages.want(Math.min(first, most), Math.min(Math.max(last, 0), most));
  }, [next, first, last]);
  useLinked(link, id, offset, paged.rows, scrollTo);

  const numbers = Math.max(String(paged.rows).length * 7 + 20, 40);
  const grid = useGridColumns(scroller, place, schema, look, numbers, size.width);
  const { places, frozen, drawn, across } = grid;
  const columnAt = (column: number) => schema[places[column]!]!;

  const isThere = paged.pages.version() > 0;
  const inSight = drawn.map((item) => places[item.index]!);
  const groups = isThere ? [...new Set(inSight.flatMap((i) => groupsBetween(i, i)))] : [];
  const { profiles } = useProfiles(isThere ? paged.op : undefined, groups);
  const formats = useMemo(() => schema.map((c, i) => cellFormat(c, isThere ? paged.pages.sample(i) : [])), [schema, paged, isThere]);
  const range = useMemo(() => kept(selection && rangeOf(selection), paged.rows, places.length), [selection, paged.rows, places.length]);
  const sums = useSelectionSums(paged, places, range);

  const focusGrid = useCallback(() => scroller.current?.focus(), []);

  function select(to: Selection): void {
    setSelection(to);
    reveal(to.focus);
  }

  function reveal({ row, column }: At): void {
    if (row >= 0 && row * ROW < offset) scrollTo(row * ROW);
    if ((row + 1) * ROW > offset + view) scrollTo((row + 1) * ROW - view);
    if (column >= frozen) across.scrollToIndex(column);
  }

  function order(key: SortKey, add: boolean): void {
    scrollTo(0);
    setPeek(place, (p) => withOrder(p, key, add));
  }

  /** Ascending first, then descending, then as the rows are. */
  function sortBy(column: number, add: boolean): void {
    const { name } = columnAt(column);
    const now = peek.order.find((key) => key.column === name);
    const isOnly = add || peek.order.length === 1;
    if (now?.desc && isOnly) setPeek(place, (p) => withoutOrder(p, name));
    else order(now && isOnly ? { column: name, desc: true } : { column: name }, add);
  }

  function fit(column: number): void {
    const i = places[column]!;
    const { text, mono } = formats[i]!;
    const style = getComputedStyle(scroller.current!);
    const values = paged.pages.sample(i).filter((value) => value !== null);
    const cells = widestOf(
      values.map((value) => text(value)),
      mono ? `11px ${style.getPropertyValue('--mono')}` : `12px ${style.fontFamily}`,
    );
    const name = widestOf([schema[i]!.name], `500 12px ${style.fontFamily}`);
    grid.resize(column, Math.max(cells + 20, name + 44));
  }

  function filterFrom(column: number): void {
    setFiltering({ at: rectOf(-1, column), column: columnAt(column).name });
  }

  /** Where a cell is on the screen, or else where the grid begins. */
  function rectOf(row: number, column: number): DOMRect {
    const cell = document.getElementById(cellId(id, { row, column })) ?? scroller.current!;
    return cell.getBoundingClientRect();
  }

  /** The menu of a column or of the selected cells; it is opened in an event, with what is known then. */
  function openMenu({ row, column }: At, selected: Range, point?: DOMRect): void {
    setMenu({ at: point ?? rectOf(row, column), items: row < 0 ? headItems(column) : cellItems({ row, column }, selected) });
  }

  function headItems(index: number): MenuEntry[] {
    const column = columnAt(index);
    const { name } = column;
    const isLastFrozen = frozen > 0 && index === frozen - 1;
    return columnMenu(
      { column, peek, isLastFrozen, isOnly: places.length === 1 },
      {
        sort: order,
        unsort: () => setPeek(place, (p) => withoutOrder(p, name)),
        filter: () => filterFrom(index),
        unfilter: () => setPeek(place, (p) => withoutFilter(p, name)),
        hide: () => hideColumns(place, [name], true),
        freeze: (on) => setLook(place, () => ({ frozen: on ? name : undefined })),
        fit: () => fit(index),
        copyName: () => void copyText(name, 'a column name'),
        copyValues: () => void copyColumn(paged, name).catch(sayError),
        profile: () => openProfile(name),
      },
    );
  }

  function cellItems({ row, column }: At, selected: Range): MenuEntry[] {
    return cellMenu(columnAt(column), valuesIn(column, row, selected), {
      copy: (withNames) => void copyRange(paged, places, selected, withNames).catch(sayError),
      filter: (filter) => {
        scrollTo(0);
        setPeek(place, (p) => withFilter(p, filter));
      },
      filterColumn: () => filterFrom(column),
    });
  }

  /** The different values that are selected in a column, or that of a row where more than the column is selected; none that are still to come. */
  function valuesIn(column: number, row: number, { top, bottom, left, right }: Range): readonly Cell[] {
    const isOne = left !== right || bottom - top >= MOST_FILTERED;
    const rows = isOne ? [row] : Array.from({ length: bottom - top + 1 }, (_, i) => top + i);
    const cells = rows.map((at) => paged.pages.cell(at, places[column]!));
    return [...new Set(cells.filter((value) => value !== undefined))];
  }

  function onKeyDown(event: KeyboardEvent): void {
    const now = selection ?? at(0, 0);
    const { row, column } = now.focus;
    const ctrl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const done = (): void => event.preventDefault();
    if (ctrl && key === 'c' && row >= 0) {
      done();
      void copyRange(paged, places, range ?? rangeOf(now)).catch(sayError);
    } else if (ctrl && key === 'f') {
      done();
      setLook(place, () => ({ finding: true }));
    } else if (key === 'contextmenu' || (key === 'f10' && event.shiftKey) || (row < 0 && event.altKey && key === 'arrowdown')) {
      done();
      setSelection(now);
      openMenu(now.focus, rangeOf(now));
    } else if (row < 0 && (key === 'enter' || key === ' ')) {
      done();
      sortBy(column, event.shiftKey);
    } else if (row < 0 && event.altKey && (key === 'arrowleft' || key === 'arrowright')) {
      done();
      grid.resize(column, grid.widthOf(column) + (key === 'arrowleft' ? -STEP : STEP));
    } else {
      const then = moved(now, event, { rows: paged.rows, columns: places.length, page: Math.max(Math.floor(view / ROW) - 1, 1) });
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
      setSelection({ anchor: { row: anchor, column: 0 }, focus: { row: target.row, column: places.length - 1 } });
    } else if (event.shiftKey && selection && target.row >= 0) {
      setSelection({ anchor: selection.anchor, focus: { row: target.row, column: target.column } });
    } else {
      setSelection(at(target.row, target.column));
      if (target.row < 0) sortBy(target.column, event.shiftKey);
    }
  }

  function onPointerOver(event: PointerEvent): void {
    const target = pointedAt(event.target);
    if (!(event.buttons & 1) || !selection || selection.anchor.row < 0 || target?.column === undefined || target.row < 0) return;
    setSelection({ anchor: selection.anchor, focus: { row: target.row, column: target.column } });
  }

  function onContextMenu(event: MouseEvent): void {
    const target = pointedAt(event.target);
    if (!target) return;
    event.preventDefault();
    const column = target.column ?? selection?.focus.column ?? 0;
    const here = at(target.row, column);
    const isSelected = range !== undefined && inRange(range, target.row, column);
    if (!isSelected) setSelection(here);
    openMenu(here.focus, isSelected ? range : rangeOf(here), new DOMRect(event.clientX, event.clientY, 0, 0));
  }

  const focus = selection?.focus;
  const problem = failure ?? paged.pages.problem();
  const all = editor.engine.rows(op) ?? 0;
  const isLate = busy || paged !== next;
  return (
    <div className="grid-frame">
      <PeekBar place={place} port={port} schema={op.schema} rows={paged.rows} all={all} busy={isLate} onLeave={focusGrid} />
      {problem && <Note kind="error">{problem}</Note>}
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={paged.rows + 1}
        aria-colcount={places.length + 1}
        aria-multiselectable="true"
        aria-busy={isLate || !isThere}
        aria-activedescendant={focus && cellId(id, focus)}
        data-late={busy || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
        onContextMenu={onContextMenu}
      >
        <div className="grid-head" role="row" aria-rowindex={1} style={{ width: grid.total }}>
          <div className="grid-corner" role="columnheader" aria-colindex={1} style={{ width: numbers }}>
            <span className="sr-only">Row</span>
          </div>
          {drawn.map(({ index, start, size: wide }) => {
            const column = columnAt(index);
            const rank = peek.order.findIndex((key) => key.column === column.name);
            return (
              <GridHead
                key={column.name}
                id={cellId(id, { row: -1, column: index })}
                column={column}
                index={index}
                left={start}
                width={wide}
                right={formats[places[index]!]!.right}
                frozen={index < frozen}
                profile={profiles.get(column.name)}
                sorted={sortedBy(paged.order, column.name)}
                rank={peek.order.length > 1 && rank >= 0 ? rank + 1 : undefined}
                filtered={peek.filters.some((f) => f.column === column.name)}
                mark={marks?.get(column.name)}
                active={focus?.row === -1 && focus.column === index}
                onResize={(to) => grid.resize(index, to)}
                onFit={() => fit(index)}
                onMenu={(rect) => openMenu({ row: -1, column: index }, rangeOf(at(-1, index)), rect)}
              />
            );
          })}
        </div>
        <GridRows
          cellId={(cell) => cellId(id, cell)}
          paged={paged}
          formats={formats}
          places={places}
          frozen={frozen}
          columns={drawn}
          first={first}
          last={last}
          shift={scroll.top - offset}
          height={scroll.drawn}
          width={grid.total}
          numbers={numbers}
          selection={selection}
          range={range}
        />
        {isThere && paged.rows === 0 && <p className="grid-none">{all ? 'No rows match' : 'No rows'}</p>}
      </div>
      <GridFoot
        rows={paged.rows}
        row={focus?.row}
        range={range}
        sums={sums}
        onGo={(row) => select(at(row, Math.min(focus?.column ?? 0, places.length - 1)))}
      />
      <MenuAt at={menu?.at} items={menu?.items ?? []} onClose={() => setMenu(undefined)} from={scroller} />
      <PopoverAt
        at={filtering?.at}
        title={filtering ? `Filter ${filtering.column}` : ''}
        onClose={() => setFiltering(undefined)}
        from={scroller}
      >
        {filtering && op.schema.some((c) => c.name === filtering.column) && (
          <FilterForm
            table={op}
            column={filtering.column}
            filter={peek.filters.find((f) => f.column === filtering.column)}
            onApply={(filter) => {
              scrollTo(0);
              setPeek(place, (p) => (filter ? withFilter(withoutFilter(p, filter.column), filter) : withoutFilter(p, filtering.column)));
              setFiltering(undefined);
            }}
          />
        )}
      </PopoverAt>
    </div>
  );
}

/** Goes where a grid beside it goes that has as many rows, and takes that one along. */
function useLinked(link: ScrollLink | undefined, id: string, offset: number, rows: number, scrollTo: (offset: number) => void): void {
  const told = useRef(0);
  useEffect(
    () =>
      link?.follow(id, (to, others) => {
        if (others !== rows) return;
        told.current = to;
        scrollTo(to);
      }),
    [link, id, rows, scrollTo],
  );
  useEffect(() => {
    if (!link || Math.abs(offset - told.current) < 1) return;
    told.current = offset;
    link.tell(id, offset, rows);
  }, [link, id, offset, rows]);
}

/** The part of a range that is in the table. */
function kept(range: Range | undefined, rows: number, columns: number): Range | undefined {
  if (!range || range.top >= rows || range.left >= columns) return undefined;
  return { ...range, bottom: Math.min(range.bottom, rows - 1), right: Math.min(range.right, columns - 1) };
}

const cellId = (grid: string, { row, column }: At): string => `${grid}-${row}-${column}`;

function sortedBy(order: readonly SortKey[], name: string): Sorted {
  const key = order.find((k) => k.column === name);
  return key ? (key.desc ? 'descending' : 'ascending') : 'none';
}

/** The place under the pointer; a row's number has no column. */
function pointedAt(target: EventTarget): { readonly row: number; readonly column: number | undefined } | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-head], [data-column], [data-number]') : null;
  if (!cell) return undefined;
  const { head, column, number } = cell.dataset;
  if (head !== undefined) return { row: -1, column: Number(head) };
  const row = Number(cell.parentElement!.dataset['row']);
  return { row, column: number === undefined ? Number(column) : undefined };
}
