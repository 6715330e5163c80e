import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Page } from '../../core/engine.ts';
import { totalOrder, type SortKey, type TableOp } from '../../core/plan.ts';
import { useEditor } from '../editor.ts';
import { tablePages, type Pages } from './pages.ts';

/** A table in an order, with its rows as far as they have been looked at. */
export interface Paged {
  readonly op: TableOp;
  readonly rows: number;
  readonly order: readonly SortKey[];
  readonly pages: Pages;
  /** Rows of some columns, however many: those that are not asked for stay where they are. */
  read(from: number, count: number, columns: readonly string[]): Promise<Page>;
}

/**
 * The pages of a table that is there. After a change `paged` is what was there before until a page of `next` has come.
 * @param order columns of the table, the same list as long as the order is the same
 */
export function usePages(op: TableOp, order: readonly SortKey[]): { readonly paged: Paged; readonly next: Paged } {
  const { engine } = useEditor();
  const next = useMemo((): Paged => {
    const keys = order.length ? totalOrder(op, order) : undefined;
    const read = (from: number, count: number, columns?: readonly string[]): Promise<Page> =>
      engine.page(op, { from, count, order: keys, columns });
    return { op, order, rows: engine.rows(op) ?? 0, pages: tablePages(read), read };
  }, [engine, op, order]);
  const [shown, setShown] = useState(next);
  useEffect(() => next.pages.subscribe(() => setShown(next)), [next]);
  useSyncExternalStore(shown.pages.subscribe, shown.pages.version);
  return { paged: shown, next };
}
