import type { InspectionWarning } from '../../src/core/engine.ts';
import { listed } from '../../src/core/schema.ts';
import type { ReadOptions } from '../../src/core/source.ts';
import { readHead, unpackedSize, type Head } from './bytes.ts';
import type { Seen } from './cleaner.ts';
import { guessDecimal } from './decimal.ts';
import { guessDelimiter } from './delimiter.ts';
import { decoding, encodingName, guessEncoding } from './encoding.ts';
import { columnNames, guessHeader } from './header.ts';
import { notText } from './kinds.ts';
import { ReadError } from './read-error.ts';
import { rowsOf, usualWidth, type TextRow } from './records.ts';

/** What the beginning of a file shows. */
export interface Sniffed {
  /** Everything that a reader needs to know: what was given, and guesses for the rest. */
  readonly options: ReadOptions;
  readonly names: readonly string[];
  /** The first rows, as text, without the header. */
  readonly rows: readonly (readonly string[])[];
  readonly warnings: readonly InspectionWarning[];
  /** Of a workbook, visible ones first. */
  readonly sheets?: readonly string[] | undefined;
}

const SAMPLE_ROWS = 2000;

/** Reads at most the first megabyte of a text file and works out how it is written. What is `given` is not guessed. */
export async function sniffText(file: Blob, given: ReadOptions): Promise<Sniffed> {
  const head = await readHead(file);
  const problem = notText(head.bytes);
  if (problem) throw problem;
  const guess = guessEncoding(head.bytes, head.whole);
  const encoding = given.encoding === undefined ? guess.encoding : encodingName(given.encoding);
  const text = textOf(head, encoding);
  if (!text.trim()) throw new ReadError('The file has no data: there is nothing in it but blanks.', 'Choose another file.');

  const layout = layoutOf(text, given, head.whole);
  const { rows, seen } = rowsOf(text, layout, head.whole);
  const table = tableIn(rows, given);
  const begins = table[0]?.line ?? layout.skip + 1;
  const header = given.header ?? guessHeader(table);
  const body = header ? table.slice(1) : table;
  const width = table.length ? usualWidth(table) : headerWidth(text, layout);
  const named = columnNames(header ? (table[0]?.cells ?? []) : [], width);
  const options: Required<Pick<ReadOptions, 'header' | 'skip' | 'encoding'>> & ReadOptions = {
    ...layout,
    skip: begins - 1,
    header,
    encoding,
    ...decimalOf(body, given),
    nulls: given.nulls ?? [],
  };
  const warnings = [
    ...(given.encoding === undefined ? encodingWarnings(guess) : []),
    ...(await sizeWarnings(file, head)),
    ...layoutWarnings(layout, given, options, width, table),
    ...(header ? named.warnings : noHeaderWarnings(given)),
    ...raggedWarnings(body, width),
    ...seenWarnings(seen, head.whole || linesIn(text) - (seen.open ?? Infinity) > LONG_CELL),
  ];
  return {
    options,
    names: named.names,
    rows: body
      .filter((r) => r.cells.length === width)
      .slice(0, SAMPLE_ROWS)
      .map((r) => r.cells),
    warnings,
  };
}

function textOf({ bytes, whole }: Head, encoding: string): string {
  const decode = decoding(encoding);
  return decode(bytes) + (whole ? decode() : '');
}

/** Without what stands before it: the lines to skip, or lines of one cell above wider ones, such as a title. */
function tableIn(rows: readonly TextRow[], { skip }: ReadOptions): readonly TextRow[] {
  if (skip !== undefined) return rows.filter((row) => row.line > skip);
  const wide = usualWidth(rows) > 1 ? rows.findIndex((row) => row.cells.length > 1) : 0;
  return rows.slice(Math.max(0, wide));
}

type Layout = ReadOptions & { readonly delimiter: string; readonly quote: string; readonly skip: number };

function layoutOf(text: string, given: ReadOptions, whole: boolean): Layout {
  const { quote = '"', skip = 0, delimiter, comment = guessComment(text) } = given;
  const known = { ...given, quote, skip, ...(comment ? { comment } : {}) };
  const found = delimiter ?? guessDelimiter(text, known, whole);
  const isHeader = given.comment === undefined && comment !== undefined && heads(text, { ...known, delimiter: found }, whole);
  const { comment: _, ...plain } = known;
  return isHeader ? { ...plain, delimiter: found } : { ...known, delimiter: found };
}

/** `#`, where the first line of text begins with it. */
function guessComment(text: string): string | undefined {
  return text.trimStart().startsWith('#') ? '#' : undefined;
}

/** Whether the line that begins with `#` is as wide as the rows: then it names the columns. */
function heads(text: string, layout: Layout, whole: boolean): boolean {
  const { rows } = rowsOf(text, { ...layout, comment: '' }, whole);
  const [first, second] = rows;
  const width = usualWidth(rows);
  return width > 1 && first?.cells.length === width && !second?.cells[0]?.startsWith('#');
}

/** The width of a header whose row breaks off within the sample, or has nothing below it. */
const headerWidth = (text: string, layout: Layout): number => rowsOf(text, layout, true).rows[0]?.cells.length ?? 1;

function decimalOf(rows: readonly TextRow[], given: ReadOptions): Pick<ReadOptions, 'decimal' | 'thousands'> {
  const { decimal, thousands } = given;
  if (decimal !== undefined && thousands !== undefined) return { decimal, thousands };
  const guess = guessDecimal(rows);
  return {
    decimal: decimal ?? guess.decimal,
    thousands: thousands ?? (decimal === undefined || decimal === guess.decimal ? guess.thousands : false),
  };
}

function encodingWarnings({ encoding, line }: { encoding: string; line?: number }): InspectionWarning[] {
  if (line === undefined) return [];
  return [
    {
      about: 'encoding',
      line,
      message: `Line ${line} is invalid UTF-8, so the encoding was guessed: ${encoding}. Check the letters with accents.`,
    },
  ];
}

const LARGE = 100_000_000;

async function sizeWarnings(file: Blob, { gzip }: Head): Promise<InspectionWarning[]> {
  const size = gzip ? await unpackedSize(file) : 0;
  if (size < LARGE) return [];
  return [{ about: 'size', message: `The file expands to ${Math.round(size / 1e6)} MB.` }];
}

function layoutWarnings(
  layout: Layout,
  given: ReadOptions,
  { skip = 0 }: ReadOptions,
  width: number,
  table: readonly TextRow[],
): InspectionWarning[] {
  const warnings: InspectionWarning[] = [];
  if (given.delimiter === undefined && width === 1 && table.length > 0) {
    warnings.push({ about: 'delimiter', message: 'There is a single column. If there should be more, say what is between the cells.' });
  }
  if (given.delimiter === undefined && layout.delimiter.length > 1) {
    const what = layout.delimiter === 'spaces' ? 'runs of blanks' : layout.delimiter;
    warnings.push({ about: 'delimiter', message: `The cells are separated by ${what}.` });
  }
  if (given.comment === undefined && layout.comment) {
    warnings.push({ about: 'comment', message: `Lines that begin with ${layout.comment} are taken as comments and left out.` });
  }
  if (skip > (given.skip ?? 0) && !layout.comment) {
    warnings.push({ about: 'skip', line: skip + 1, message: `The table begins on line ${skip + 1}; the lines before it are skipped.` });
  }
  return warnings;
}

function noHeaderWarnings(given: ReadOptions): InspectionWarning[] {
  if (given.header !== undefined) return [];
  return [
    {
      about: 'header',
      line: 1,
      message: 'The first line looks like data: maybe there is no header. If it names the columns, switch the header on.',
    },
  ];
}

function raggedWarnings(rows: readonly TextRow[], width: number): InspectionWarning[] {
  const ragged = rows.filter((row) => row.cells.length !== width);
  const [first] = ragged;
  if (!first) return [];
  const apostrophes = rows.some((row) => row.cells.some((cell) => cell.startsWith("'"))) ? " Cells may be quoted by ': if so, say so." : '';
  const where = `${plural(ragged.length, 'row')} at the beginning of the file ${ragged.length === 1 ? 'is' : 'are'} ragged`;
  return [
    {
      about: 'ragged',
      line: first.line,
      message: `${where}: line ${first.line} has ${plural(first.cells.length, 'cell')}, not ${width}.${apostrophes}`,
    },
  ];
}

/** Lines that no cell has: a quote that is open for longer was never meant to be one. */
const LONG_CELL = 500;
const linesIn = (text: string): number => text.split('\n').length;

function seenWarnings(seen: Seen, neverClosed: boolean): InspectionWarning[] {
  const warnings: InspectionWarning[] = [];
  const [stray] = seen.stray;
  const [nul] = seen.nul;
  if (stray !== undefined)
    warnings.push({
      about: 'quote',
      line: stray,
      message: `There is a stray quote on ${lines(seen.stray)}: text goes on after the end of a quoted cell. It is kept as it stands.`,
    });
  if (nul !== undefined)
    warnings.push({ about: 'nul', line: nul, message: `There is a NUL byte on ${lines(seen.nul)}. NULs are left out.` });
  if (seen.ends.size > 1)
    warnings.push({ about: 'line ends', message: 'Lines end in different ways (CR, LF, CRLF). All of them count as line ends.' });
  if (seen.open !== undefined && neverClosed) {
    warnings.push({
      about: 'quote',
      line: seen.open,
      message: `An unclosed quote begins on line ${seen.open}: everything after it is one cell. If quotes are ordinary text here, choose no quote sign.`,
    });
  }
  return warnings;
}

const lines = (numbers: readonly number[]): string => `${numbers.length === 1 ? 'line' : 'lines'} ${listed(numbers.map(String), 5)}`;
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
