import type { Cell } from '../../core/engine.ts';

/** A table as it goes to the clipboard. */
export interface TextTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Tab-separated text as spreadsheets read it: a cell with a tab, quote or line break stands in quotes, missing is empty. */
export function tsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cellText).join('\t')).join('\n');
}

export const tableText = ({ names, rows }: TextTable): string => tsv([names, ...rows]);

function cellText(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
