import type { FileFormat, ReadOptions } from './source.ts';

/** How the text of a file is laid out for SQL, once a reader has made it plain. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string;
  /** One character, or none. */
  readonly quote: string;
  readonly header: boolean;
  /** Lines before the header, or before the first row. */
  readonly skip: number;
}

/** What a reader writes between cells where the file's own delimiter is not one character: U+001F, the unit separator. */
export const UNIT = '\u001f';

/**
 * A reader keeps the lines of a text file where they are, so that line numbers stay true, and its delimiter if SQL can
 * use it. A sheet becomes a CSV of its own.
 */
export function dialectOf(format: FileFormat, { delimiter = ',', quote = '"', header = true, skip = 0 }: ReadOptions): Dialect {
  if (format === 'excel') return { delimiter: ',', quote: '"', header, skip: 0 };
  return { delimiter: delimiter.length === 1 ? delimiter : UNIT, quote, header, skip };
}
