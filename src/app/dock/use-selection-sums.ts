import { useEffect, useState } from 'react';
import { useEditor } from '../editor.ts';
import type { Editor } from '../store.ts';
import type { Range } from './grid-selection.ts';
import { columnSums, columnSumsOp, quantitiesOf, sumsOf, type Sums } from './selection-sums.ts';
import type { Paged } from './use-pages.ts';
import { loadTables } from './use-tables.ts';

/** More cells than this are summed up only as whole columns, by the engine. */
const MOST_READ = 200_000;
const SETTLE_MS = 120;

export const cellsIn = ({ top, bottom, left, right }: Range): number => (bottom - top + 1) * (right - left + 1);

/**
 * What the numbers of a selection come to, once it has settled; nothing where there are none, or too many to read.
 * @param places the grid's columns by their places in the schema
 * @param range the same object as long as the same is selected
 */
export function useSelectionSums(paged: Paged, places: readonly number[], range: Range | undefined): Sums | undefined {
  const editor = useEditor();
  const [found, setFound] = useState<{ readonly range: Range; readonly sums: Sums | undefined }>();

  useEffect(() => {
    if (!range || range.top < 0 || cellsIn(range) < 2) return undefined;
    const waiting = new AbortController();
    const timer = setTimeout(() => {
      void look(editor, paged, places, range, waiting.signal).then(
        (sums) => !waiting.signal.aborted && setFound({ range, sums: sums?.numbers ? sums : undefined }),
        () => undefined,
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      waiting.abort();
    };
  }, [editor, paged, places, range]);

  return found && found.range === range ? found.sums : undefined;
}

async function look(
  editor: Editor,
  { op, rows, read }: Paged,
  places: readonly number[],
  range: Range,
  signal: AbortSignal,
): Promise<Sums | undefined> {
  const columns = quantitiesOf(places.slice(range.left, range.right + 1).map((place) => op.schema[place]!));
  if (!columns.length) return undefined;
  if (cellsIn(range) > MOST_READ) {
    if (range.top > 0 || range.bottom < rows - 1) return undefined;
    const { tables } = await loadTables(editor, new Map([['sums', columnSumsOp(op, columns)]]), signal);
    return tables && columnSums(tables.get('sums')!, columns);
  }
  const page = await read(
    range.top,
    range.bottom - range.top + 1,
    columns.map((c) => c.name),
  );
  return sumsOf(page.columns.flatMap((c) => c.values));
}
