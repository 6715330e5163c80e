import { scanColumns, textSchema } from '../cells.ts';
import type { Scan } from '../../core/plan.ts';
import type { FileSource } from '../../core/source.ts';
import { columnNamed, sparkValue, type Scope } from './column.ts';
import { aliased } from './frame.ts';
import { LEVEL } from './functions.ts';
import { called, chained, list, statement, type Doc } from './layout.ts';
import { inComment, quoteText, sparkType } from './spelling.ts';

/** A function `read_name` that gives the rows of a file with the types that the workflow has for them. */
export function readFunction(name: string, scan: Scan, scope: Scope): string {
  const { source } = scan;
  if (source.kind !== 'file') throw new Error('Only files are read.');
  const rows = source.format === 'parquet' ? parquet(scan, source, scope) : text(scan, source, scope);
  return [
    `def read_${name}(spark: SparkSession, path: str) -> DataFrame:`,
    `    """${inComment(source.path)}, with the types that the workflow has for its columns."""`,
    statement('return', rows),
  ].join('\n');
}

function text({ rowNumber }: Scan, source: FileSource, scope: Scope): Doc {
  const names = list(
    '[',
    source.columns.map((c) => quoteText(c.name)),
    ']',
  );
  const read = called(...reading(source, scope, names), ...(rowNumber === undefined ? [] : [`row_number=${quoteText(rowNumber)}`]));
  const schema = textSchema(source.columns);
  const cells = scanColumns(source).map(({ name, expr }) =>
    expr.kind === 'col' ? columnNamed(name) : aliased(sparkValue(expr, schema, scope), name),
  );
  if (source.columns.every((c) => c.type === 'string') && !source.options.nulls?.length) return read;
  return chained(read, called('.select', ...cells, ...(rowNumber === undefined ? [] : [columnNamed(rowNumber)])));
}

/** The function that reads a text file, and its arguments. */
function reading({ format, options }: FileSource, scope: Scope, names: Doc): [string, ...Doc[]] {
  if (format === 'excel') return [scope.use('read_csv'), 'spark', 'path', names, ...(options.header === false ? ['header=False'] : [])];
  const { delimiter = ',', quote = '"', encoding = 'utf-8', header = true, skip = 0, comment } = options;
  const lines = [...(skip || header ? [`skip=${skip + Number(header)}`] : []), ...(comment ? [`comment=${quoteText(comment)}`] : [])];
  if (delimiter === 'spaces') return [scope.use('read_spaced'), 'spark', 'path', names, ...lines];
  const signs = [...(delimiter === ',' ? [] : [`sep=${quoteText(delimiter)}`]), ...(quote === '"' ? [] : [`quote=${quoteText(quote)}`])];
  if (skip) return [scope.use('read_lines'), 'spark', 'path', names, ...lines, ...signs];
  return [
    scope.use('read_csv'),
    'spark',
    'path',
    names,
    ...signs,
    ...(header ? [] : ['header=False']),
    ...(encoding.toLowerCase() === 'utf-8' ? [] : [`encoding=${quoteText(encoding)}`]),
    ...(comment ? [`comment=${quoteText(comment)}`] : []),
  ];
}

function parquet({ rowNumber }: Scan, source: FileSource, scope: Scope): Doc {
  const read = called('spark.read.parquet', 'path');
  const rows = rowNumber === undefined ? read : called(scope.use('numbered'), read, quoteText(rowNumber));
  const cells = source.columns.map(({ name, type }) => {
    const cast = chained(columnNamed(name), `.cast("${sparkType(type)}")`);
    return aliased({ doc: type === 'double' ? called(scope.use('finite'), cast) : cast, level: LEVEL.whole }, name);
  });
  return chained(rows, called('.select', ...cells, ...(rowNumber === undefined ? [] : [columnNamed(rowNumber)])));
}

const KNOWN = /^(utf-8|iso-8859-1|us-ascii|utf-16|utf-16be|utf-16le|utf-32)$/i;

/** Whether a file has an encoding that Spark 4 has to be allowed. */
export const isOddlyEncoded = ({ source }: Scan): boolean =>
  source.kind === 'file' && source.format === 'csv' && !KNOWN.test(source.options.encoding ?? 'utf-8');
