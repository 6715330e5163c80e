import { analysis, type ScoreSpec } from '../../core/algorithms.ts';
import type { Sink } from '../../core/node.ts';
import { inputsOf, isTable, type Analyse, type Apply, type Op, type Scan, type TableOp } from '../../core/plan.ts';
import { columnOf } from '../../core/schema.ts';
import type { FileSource } from '../../core/source.ts';
import type { Gap } from '../script-parts.ts';

/** Why no SQL script can compute `op`, if none can. */
export function gapOf(op: Op): Gap | undefined {
  switch (op.kind) {
    case 'scan':
      return scanGap(op);
    case 'apply':
      return applyGap(op);
    case 'analyse':
      return analysisGap(op);
    default:
      return undefined;
  }
}

function scanGap({ source }: Scan): Gap | undefined {
  if (source.kind === 'sample')
    return { message: 'SQL cannot make up sample data.', fix: 'Write it to a file with a Table Writer, and read that file.' };
  if (source.format === 'csv') return textGap(source);
  if (source.format === 'excel')
    return {
      message: `DuckDB does not read a workbook such as ${source.path} as it is read here.`,
      fix: 'Save the sheet as CSV or Parquet.',
    };
  if (/\.(arrow|feather|ipc|arrows)$/i.test(source.path))
    return { message: `DuckDB does not read Arrow files such as ${source.path}.`, fix: 'Save it as Parquet.' };
  return undefined;
}

function textGap({ path, options: { delimiter = ',', encoding = 'utf-8', comment } }: FileSource): Gap | undefined {
  if (!ENCODINGS.has(encoding.toLowerCase()))
    return { message: `DuckDB cannot read the encoding ${encoding} of ${path}.`, fix: 'Save the file as UTF-8.' };
  if (delimiter === 'spaces')
    return { message: `DuckDB cannot read ${path}, whose cells stand between runs of blanks.`, fix: 'Save it with commas or tabs.' };
  if (delimiter.length !== 1)
    return { message: `DuckDB cannot read ${path}, whose delimiter has several characters.`, fix: 'Save it with commas or tabs.' };
  if (comment) return { message: `DuckDB cannot leave out the comment lines of ${path}.`, fix: 'Save the file without them.' };
  return undefined;
}

/** What DuckDB calls the encodings that it can read by itself; nothing for UTF-8. */
const ENCODINGS: ReadonlyMap<string, string | undefined> = new Map([
  ['utf-8', undefined],
  ['utf8', undefined],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16'],
  ['iso-8859-1', 'latin-1'],
  ['latin1', 'latin-1'],
]);

export const encodingOf = ({ options: { encoding = 'utf-8' } }: FileSource): string | undefined => ENCODINGS.get(encoding.toLowerCase());

function applyGap({ model }: Apply): Gap | undefined {
  if (model.algorithm !== 'random-forest') return undefined;
  return {
    message: 'A random forest is too large for SQL.',
    fix: 'Print the workflow as PySpark, or as SQL up to a node before it.',
  };
}

function analysisGap({ analysis: name, inputs, spec }: Analyse): Gap | undefined {
  const fix = 'Print the workflow as PySpark, or as SQL up to a node before it.';
  if (name === 'k-means-steps')
    return { message: 'The rounds of k-Means are for looking at, and no script computes them.', fix: 'Watch them in the editor.' };
  if (name === 'scores') return { message: 'Scores and their intervals are not computed in SQL.', fix };
  if (name === 'confusion' && hasDecimals(inputs, spec as ScoreSpec))
    return { message: 'Classes with decimals are not compared in SQL.', fix };
  return undefined;
}

const hasDecimals = ([table]: readonly Op[], { actual, predicted }: Pick<ScoreSpec, 'actual' | 'predicted'>): boolean =>
  !!table && isTable(table) && [actual, predicted].some((name) => columnOf(table.schema, name).type === 'double');

/** Why a file cannot be written, if it cannot. */
export function sinkGap({ format, file }: Sink): Gap | undefined {
  if (format !== 'excel') return undefined;
  return { message: `DuckDB does not write Excel files such as ${file}.`, fix: 'Choose CSV or Parquet in the Table Writer.' };
}

/** Whether the rows of an analysis are settled by what was fitted. */
export const isKnown = (op: Op): op is Analyse =>
  op.kind === 'analyse' && (op.analysis === 'importance' || analysis(op.analysis).settled === true);

/** The tables that computing `op` reads, each once: a fitted model needs none. */
export function readsOf(op: TableOp): readonly TableOp[] {
  return isKnown(op) ? [] : [...new Set(inputsOf(op).filter(isTable))];
}

/** Every table that computing `tables` takes, each once, inputs first. */
export function needed(tables: readonly TableOp[]): TableOp[] {
  const done = new Set<TableOp>();
  const stack = tables.toReversed();
  while (stack.length) {
    const op = stack.at(-1)!;
    const waiting = done.has(op) ? [] : readsOf(op).filter((input) => !done.has(input));
    if (waiting.length) stack.push(...waiting.toReversed());
    else {
      done.add(op);
      stack.pop();
    }
  }
  return [...done];
}
