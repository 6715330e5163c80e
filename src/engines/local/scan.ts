import type { OpenFile } from '../../../workers/host.ts';
import { dialectOf } from '../../core/dialect.ts';
import type { FileSource, SourceColumn } from '../../core/source.ts';
import { scanColumns, textSchema } from '../cells.ts';
import { quoteName, quoteText, sqlType, sqlValue } from './expression.ts';

/** What of a source decides how its rows are read. */
export type Readable = Pick<FileSource, 'format' | 'options' | 'columns'>;

const LONGEST_LINE = 16 << 20;
const BUFFER = 32 << 20;

/** A file that SQL can read; what is not in UTF-8, DuckDB decodes by the name it has for the encoding. */
export type PlainFile = Pick<OpenFile, 'kind' | 'path'> & { readonly encoding?: string | undefined };

/**
 * Statements that fill two new tables in one pass over a file: its rows, in file order, with the columns of the source
 * (and the rows' numbers from 0, if wanted), and the lines that are no rows, as REJECTS describes them. A cell that does
 * not fit its column's type is a missing value, never a reject. `rowsTable` and `rejectsTable` are quoted names.
 */
export function scanStatements(
  source: Readable,
  file: PlainFile,
  rowsTable: string,
  rejectsTable: string,
  rowNumber?: string,
  table: 'TABLE' | 'TEMP TABLE' = 'TABLE',
): string[] {
  const name = rejectsTable.replace(/\W/g, '');
  const temporary = rejectTables(name);
  const select = selectFrom(source, file, temporary);
  const rows =
    rowNumber === undefined
      ? [`CREATE OR REPLACE ${table} ${rowsTable} AS ${select}`]
      : [
          `CREATE OR REPLACE TEMP TABLE ${quoteName(`${name}_plain`)} AS ${select}`,
          `CREATE OR REPLACE ${table} ${rowsTable} AS ${numbered(quoteName(`${name}_plain`), rowNumber)}`,
          `DROP TABLE ${quoteName(`${name}_plain`)}`,
        ];
  if (file.kind !== 'csv') return [...rows, `CREATE OR REPLACE ${table} ${rejectsTable} (line BIGINT, reason VARCHAR, text VARCHAR)`];
  return [
    ...dropRejects(temporary),
    ...rows,
    `CREATE OR REPLACE ${table} ${rejectsTable} AS ${rejectsQuery(temporary)}`,
    ...dropRejects(temporary),
  ];
}

/** One query for the rows that `scanStatements` gives; lines that are no rows are left out. */
export function scanQuery(source: Readable, file: PlainFile, rowNumber?: string): string {
  const select = selectFrom(source, file);
  return rowNumber === undefined ? select : numbered(`(${select})`, rowNumber);
}

const selectFrom = (source: Readable, file: PlainFile, rejects?: RejectTables): string =>
  `SELECT ${columnList(source, file).join(', ')} FROM ${scanRelation(source, file, rejects)}`;

/** Numbering rows takes one thread, and reading them beside it too: from a table it is twice as fast. */
const numbered = (from: string, number: string): string => `SELECT *, row_number() OVER () - 1 AS ${quoteName(number)} FROM ${from}`;

/** DuckDB's own tables of what it could not read; they are temporary and grow with each scan. */
export interface RejectTables {
  readonly errors: string;
  readonly scans: string;
}

export const rejectTables = (name: string): RejectTables => ({ errors: `${name}_errors`, scans: `${name}_scans` });
export const dropRejects = ({ errors, scans }: RejectTables): string[] =>
  [errors, scans].map((name) => `DROP TABLE IF EXISTS ${quoteName(name)}`);

/**
 * The file as what follows FROM: text columns under the source's names, or Parquet's own. Lines that are no rows go to
 * `rejects`, or nowhere.
 */
export function scanRelation({ format, options, columns }: Readable, file: PlainFile, rejects?: RejectTables): string {
  if (file.kind === 'parquet') return `read_parquet(${quoteText(file.path)})`;
  if (file.kind === 'table') return quoteName(file.path);
  const { delimiter, quote, header, skip } = dialectOf(format, options);
  const settings: readonly (readonly [string, string])[] = [
    ['auto_detect', 'false'],
    ['columns', `{${columns.map((c) => `${quoteText(c.name)}: 'VARCHAR'`).join(', ')}}`],
    ['delim', quoteText(delimiter)],
    ['quote', quoteText(quote)],
    ['escape', quoteText(quote)],
    ['header', String(header)],
    ['skip', String(skip)],
    ['nullstr', quoteText('')],
    ['null_padding', 'false'],
    ['strict_mode', 'true'],
    ['max_line_size', String(LONGEST_LINE)],
    ['buffer_size', String(BUFFER)],
    ...(file.encoding === undefined ? [] : ([['encoding', quoteText(file.encoding)]] as const)),
    ...(rejects ? storing(rejects) : ([['ignore_errors', 'true']] as const)),
  ];
  const read = `read_csv(${[quoteText(file.path), ...settings.map(([name, value]) => `${name} = ${value}`)].join(', ')})`;
  const [only] = columns;
  return columns.length === 1 ? `(FROM ${read} WHERE ${quoteName(only!.name)} IS NOT NULL)` : read;
}

const storing = ({ errors, scans }: RejectTables): readonly (readonly [string, string])[] => [
  ['store_rejects', 'true'],
  ['rejects_limit', '0'],
  ['rejects_table', quoteText(errors)],
  ['rejects_scan', quoteText(scans)],
];

/**
 * Rejected lines as REJECTS. One line may have several errors: an open quote explains the others, and of cells too many
 * the last error knows the count.
 */
export function rejectsQuery({ errors }: RejectTables): string {
  const found = `regexp_extract(error_message, 'Expected Number of Columns: (\\d+) Found: (\\d+)', ['expected', 'found'])`;
  return `SELECT line, CASE kind
  WHEN 'UNQUOTED VALUE' THEN 'A quote is opened or closed in the wrong place, or never closed.'
  WHEN 'MISSING COLUMNS' THEN 'The row has too few cells: ' || n.found || ', not ' || n.expected || '.'
  WHEN 'TOO MANY COLUMNS' THEN 'The row has too many cells: ' || n.found || ', not ' || n.expected || '.'
  WHEN 'INVALID ENCODING' THEN 'The row has bytes that are not UTF-8.'
  WHEN 'LINE SIZE OVER MAXIMUM' THEN 'The row is longer than 16 MB.'
  ELSE message END AS reason, text
FROM (
  SELECT line::BIGINT AS line, error_type::VARCHAR AS kind, error_message AS message, trim(csv_line, E'\\r\\n') AS text, ${found} AS n,
    row_number() OVER (PARTITION BY line ORDER BY error_type::VARCHAR <> 'UNQUOTED VALUE', column_idx DESC) AS place
  FROM ${quoteName(errors)})
WHERE place = 1 ORDER BY line`;
}

function columnList(source: Readable, file: PlainFile): string[] {
  if (file.kind !== 'csv') return source.columns.map((c) => `${typedValue(c)} AS ${quoteName(c.name)}`);
  const schema = textSchema(source.columns);
  return scanColumns(source).map(({ name, expr }) => `${sqlValue(expr, schema)} AS ${quoteName(name)}`);
}

/** A column that has a type already, as the type that is recorded for it. */
function typedValue({ name, type }: SourceColumn): string {
  const value = quoteName(name);
  const cast = `TRY_CAST(${value} AS ${sqlType(type)})`;
  if (type === 'double') return `CASE WHEN isfinite(${cast}) THEN ${cast} END`;
  return cast;
}
