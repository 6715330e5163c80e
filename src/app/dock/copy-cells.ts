import type { Cell } from '../../core/engine.ts';
import { notify } from '../ui/toasts.tsx';
import { copyText } from '../copy-text.ts';
import type { Range } from './grid-selection.ts';
import { count } from './numbers.ts';
import { tsv } from './text-table.ts';
import type { Paged } from './use-pages.ts';

const MOST_COPIED = 1_000_000;

/**
 * Puts the cells of a range on the clipboard.
 * @param places the grid's columns by their places in the schema
 */
export async function copyRange({ op, read }: Paged, places: readonly number[], range: Range, withNames = false): Promise<void> {
  const { top, bottom, left, right } = range;
  const chosen = places.slice(left, right + 1);
  const height = bottom - top + 1;
  if (height * chosen.length > MOST_COPIED) return tooMany(height);
  const names = chosen.map((place) => op.schema[place]!.name);
  const { columns } = await read(top, height, names);
  const rows = Array.from({ length: height }, (_, i): Cell[] => columns.map(({ values }) => values[i] ?? null));
  await copyText(
    tsv(withNames ? [names, ...rows] : rows),
    height * chosen.length === 1 ? 'a cell' : `${count(height)} × ${count(chosen.length)} cells`,
  );
}

/** Puts all values of a column on the clipboard, in the order of the rows on show. */
export async function copyColumn({ rows, read }: Paged, name: string): Promise<void> {
  if (rows > MOST_COPIED) return tooMany(rows);
  const { columns } = await read(0, rows, [name]);
  await copyText(tsv(columns[0]!.values.map((value) => [value])), `${count(rows)} values of ${name}`);
}

function tooMany(rows: number): void {
  notify({
    kind: 'error',
    text: `${count(rows)} rows are too many to copy`,
    detail: 'Select fewer, or write them to a file with a Table Writer.',
  });
}
