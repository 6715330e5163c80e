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
  const { delimiter = ',', quote = '"', encoding = 'utf-8', header = true, comment } = source.options;
  const names = list('[', source.columns.map((c) => quoteText(c.name)), ']');
  const isSheet = source.format === 'excel';
  const number = rowNumber === undefined ? [] : [`row_number=${quoteText(rowNumber)}`];
  const read =
    delimiter === 'spaces' && !isSheet
      ? called(scope.use('read_spaced'), 'spark', 'path', names, ...(header ? [] : ['header=False']), ...number)
      : called(
          scope.use('read_csv'),
          'spark',
          'path',
          names,
          ...(delimiter === ',' || isSheet ? [] : [`sep=${quoteText(delimiter)}`]),
          ...(quote === '"' || isSheet ? [] : [`quote=${quoteText(quote)}`]),
          ...(header ? [] : ['header=False']),
          ...number,
          ...(encoding.toLowerCase() === 'utf-8' || isSheet ? [] : [`encoding=${quoteText(encoding)}`]),
          ...(comment && !isSheet ? [`comment=${quoteText(comment)}`] : []),
        );
  const schema = textSchema(source.columns);
  const cells = scanColumns(source).map(({ name, expr }) =>
    expr.kind === 'col' ? columnNamed(name) : aliased(sparkValue(expr, schema, scope), name),
  );
  if (source.columns.every((c) => c.type === 'string') && !source.options.nulls?.length) return read;
  return chained(read, called('.select', ...cells, ...(rowNumber === undefined ? [] : [columnNamed(rowNumber)])));
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
