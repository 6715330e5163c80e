import type { Cell, Page } from '../../core/engine.ts';
import type { TableOp } from '../../core/plan.ts';
import type { LocalEngine } from '../../engines/local/local.ts';
import type { TextTable } from './text-table.ts';

/** A small table, whole. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly Cell[]>;
}

/** Far more than a view can draw. */
const MOST_ROWS = 50_000;

export async function readTable(engine: LocalEngine, op: TableOp): Promise<Table> {
  return tableFrom(await engine.page(op, { from: 0, count: MOST_ROWS }));
}

export function tableFrom({ columns }: Pick<Page, 'columns'>): Table {
  return { rows: columns[0]?.values.length ?? 0, columns: new Map(columns.map((c) => [c.name, c.values])) };
}

export const cellAt = ({ columns }: Table, name: string, row: number): Cell => columns.get(name)?.[row] ?? null;

/** A number, NaN where it is missing. */
export function numberAt(table: Table, name: string, row: number): number {
  const value = cellAt(table, name, row);
  return typeof value === 'number' ? value : NaN;
}

export function textAt(table: Table, name: string, row: number): string {
  const value = cellAt(table, name, row);
  return value === null ? '' : String(value);
}

export const rowsOf = (table: Table): number[] => Array.from({ length: table.rows }, (_, i) => i);

export const textTableOf = (table: Table): TextTable => ({
  names: [...table.columns.keys()],
  rows: rowsOf(table).map((i) => [...table.columns.values()].map((values) => values[i] ?? null)),
});
