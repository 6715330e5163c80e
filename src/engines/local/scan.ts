import type { OpenFile } from '../../../workers/host.ts';
import { dialectOf } from '../../core/dialect.ts';
import { call, col, lit, or, when, type Expr } from '../../core/expr.ts';
import type { Named } from '../../core/plan.ts';
import { column, type Schema } from '../../core/schema.ts';
import type { FileSource, ReadOptions, SourceColumn } from '../../core/source.ts';
import { quoteName, quoteText, sqlType, sqlValue } from './expression.ts';

/** What of a source decides how its rows are read. */
export type Readable = Pick<FileSource, 'format' | 'options' | 'columns'>;

const LONGEST_LINE = 16 << 20;
const BUFFER = 32 << 20;

/**
 * Statements that fill two new tables in one pass over a file: its rows, in file order, with the columns of the source
 * (and the rows' numbers from 0, if wanted), and the lines that are no rows, as REJECTS describes them. A cell that does
 * not fit its column's type is a missing value, never a reject. `rowsTable` and `rejectsTable` are quoted names.
 */
export function scanStatements(source: Readable, file: OpenFile, rowsTable: string, rejectsTable: string, rowNumber?: string): string[] {
  const name = rejectsTable.replace(/\W/g, '');
  const temporary = rejectTables(name);
  const select = `SELECT ${columnList(source, file).join(', ')} FROM ${scanRelation(source, file, temporary)}`;
  const rows =
    rowNumber === undefined
      ? [`CREATE OR REPLACE TABLE ${rowsTable} AS ${select}`]
      : numbered(select, rowsTable, quoteName(`${name}_plain`), quoteName(rowNumber));
  if (file.kind !== 'csv') return [...rows, `CREATE OR REPLACE TABLE ${rejectsTable} (line BIGINT, reason VARCHAR, text VARCHAR)`];
  return [
    ...dropRejects(temporary),
    ...rows,
    `CREATE OR REPLACE TABLE ${rejectsTable} AS ${rejectsQuery(temporary)}`,
    ...dropRejects(temporary),
  ];
}

/** Numbering rows takes one thread, and reading them beside it too: twice as fast in two steps. */
function numbered(select: string, table: string, plain: string, number: string): string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE ${plain} AS ${select}`,
    `CREATE OR REPLACE TABLE ${table} AS SELECT *, row_number() OVER () - 1 AS ${number} FROM ${plain}`,
    `DROP TABLE ${plain}`,
  ];
}

/** DuckDB's own tables of what it could not read; they are temporary and grow with each scan. */
export interface RejectTables {
  readonly errors: string;
  readonly scans: string;
}

export const rejectTables = (name: string): RejectTables => ({ errors: `${name}_errors`, scans: `${name}_scans` });
export const dropRejects = ({ errors, scans }: RejectTables): string[] =>
  [errors, scans].map((name) => `DROP TABLE IF EXISTS ${quoteName(name)}`);

/** The file as what follows FROM: text columns under the source's names, or Parquet's own. */
export function scanRelation({ format, options, columns }: Readable, file: OpenFile, rejects: RejectTables): string {
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
    ['store_rejects', 'true'],
    ['rejects_limit', '0'],
    ['rejects_table', quoteText(rejects.errors)],
    ['rejects_scan', quoteText(rejects.scans)],
  ];
  const read = `read_csv(${[quoteText(file.path), ...settings.map(([name, value]) => `${name} = ${value}`)].join(', ')})`;
  const [only] = columns;
  return columns.length === 1 ? `(FROM ${read} WHERE ${quoteName(only!.name)} IS NOT NULL)` : read;
}

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

/** Every column of a text source, computed from text columns of the same names. */
function scanColumns({ columns, options }: Pick<Readable, 'columns' | 'options'>): readonly Named[] {
  return columns.map((c) => ({ name: c.name, expr: cellValue(c, options), role: c.role }));
}

/** What the text columns of a source are before `scanColumns`. */
export const textSchema = (columns: readonly Pick<SourceColumn, 'name'>[]): Schema => columns.map((c) => column(c.name, 'string'));

/** The value of a cell that is text; missing where the text does not fit the column's type. */
export function cellValue({ name, type, format }: SourceColumn, { decimal = '.', thousands = false, nulls = [] }: ReadOptions): Expr {
  const text = nulls.length
    ? when(call('in', call('trim', col(name)), ...nulls.map((n) => lit(n.trim()))), lit(null), col(name))
    : col(name);
  const formats = format === undefined ? [] : [lit(format)];
  switch (type) {
    case 'string':
      return text;
    case 'bool':
      return call('to_bool', text);
    case 'int':
      return call('to_int', pointed(text, decimal, thousands));
    case 'double':
      return call('to_double', pointed(text, decimal, thousands));
    case 'date':
      return call('to_date', text, ...formats);
    case 'timestamp':
      return call('to_timestamp', text, ...formats);
  }
}

/**
 * A number as `to_double` reads it: no sign between thousands, a point before decimals. Text in which the signs stand
 * elsewhere than where numbers have them is missing, not a number ten or a thousand times too large.
 */
function pointed(text: Expr, decimal: '.' | ',', thousands: boolean): Expr {
  if (decimal === '.' && !thousands) return text;
  const group = decimal === '.' ? ',' : '.';
  const decimals = `([${decimal}][0-9]*)?([eE][+-]?[0-9]+)?`;
  const plain = or(
    ...(thousands ? [call('regexp_matches', call('trim', text), lit(`^[+-]?[0-9]{1,3}([${group}][0-9]{3})+${decimals}$`))] : []),
    call('not', call('contains', text, lit(group))),
  );
  const ungrouped = thousands ? call('replace', text, lit(group), lit('')) : text;
  return when(plain, decimal === ',' ? call('replace', ungrouped, lit(','), lit('.')) : ungrouped, lit(null));
}

function columnList(source: Readable, file: OpenFile): string[] {
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
