import { dialectOf } from '../../src/core/dialect.ts';
import type { ReadOptions } from '../../src/core/source.ts';
import { cleaner, type Seen } from './cleaner.ts';

/** One row of a text file as it stands there. */
export interface TextRow {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows at the beginning of a text, read as they will be read later: cleaned, then by the strict rules. Empty lines
 * are no rows. `whole` says that the text does not break off; where it does, its last row is left out.
 */
export function rowsOf(text: string, options: ReadOptions, whole: boolean): { readonly rows: TextRow[]; readonly seen: Seen } {
  const cleaning = cleaner(options);
  const cleaned = cleaning.push(text);
  const rest = cleaning.end();
  const { delimiter, quote } = dialectOf('csv', options);
  const rows = splitRows(cleaned + rest, delimiter, quote);
  if (!whole) rows.pop();
  return { rows, seen: cleaning.seen };
}

function splitRows(text: string, delimiter: string, quote: string): TextRow[] {
  const rows: TextRow[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const begins = line;
    const cells: string[] = [];
    let ended = false;
    while (!ended) {
      const quoted = quote !== '' && text[at] === quote;
      const to = quoted ? closingQuote(text, at, quote) + 1 : at;
      const next = nextOf(text, to, delimiter);
      cells.push(quoted ? text.slice(at + 1, to - 1).replaceAll(quote + quote, quote) : text.slice(at, next));
      if (quoted) line += linesIn(text.slice(at, to));
      ended = text[next] !== delimiter;
      at = next + 1;
    }
    line++;
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: begins, cells });
  }
  return rows;
}

/** Where the quote that opens at `at` is closed, or the text's end. */
function closingQuote(text: string, at: number, quote: string): number {
  for (let i = text.indexOf(quote, at + 1); i !== -1; i = text.indexOf(quote, i + 2)) {
    if (text[i + 1] !== quote) return i;
  }
  return text.length;
}

function nextOf(text: string, from: number, delimiter: string): number {
  for (let i = from; i < text.length; i++) if (text[i] === delimiter || text[i] === '\n') return i;
  return text.length;
}

const linesIn = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;

/** The number of cells that most rows have. */
export function usualWidth(rows: readonly TextRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0])[0];
}
