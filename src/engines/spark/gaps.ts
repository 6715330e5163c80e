import type { Sink } from '../../core/node.ts';
import type { Op } from '../../core/plan.ts';
import type { FileSource, ReadOptions } from '../../core/source.ts';
import type { Gap } from '../script-parts.ts';

/** Why no script can compute `op`, if none can. */
export function gapOf(op: Op): Gap | undefined {
  if (op.kind === 'analyse' && op.analysis === 'k-means-steps')
    return { message: 'The rounds of k-Means are for looking at, and no script computes them.', fix: 'Watch them in the editor.' };
  if (op.kind !== 'scan') return undefined;
  if (op.source.kind === 'sample')
    return { message: 'Spark cannot make up sample data.', fix: 'Write it to a file with a Table Writer, and read that file.' };
  if (op.part === 'rejects')
    return {
      message: 'Spark leaves out lines that it cannot read, and does not know which they were.',
      fix: 'Look at them here or on the command line, and leave this port out of the script.',
    };
  return fileGap(op.source);
}

function fileGap({ format, path, options }: FileSource): Gap | undefined {
  if (format === 'parquet' && /\.(arrow|feather|ipc|arrows)$/i.test(path))
    return { message: `Spark does not read Arrow files such as ${path}.`, fix: 'Save it as Parquet.' };
  if (format !== 'csv' || !isLined(options)) return undefined;
  const { encoding = 'utf-8' } = options;
  if (encoding.toLowerCase() !== 'utf-8')
    return { message: `Spark reads ${path} line by line, and for that it must be UTF-8, not ${encoding}.`, fix: 'Save the file as UTF-8.' };
  return undefined;
}

/** Whether a file is read line by line: cells between runs of blanks, or lines before the header. */
const isLined = ({ delimiter, skip }: ReadOptions): boolean => delimiter === 'spaces' || (skip ?? 0) > 0;

/** Why a file cannot be written, if it cannot. */
export function sinkGap({ format, file }: Sink): Gap | undefined {
  if (format !== 'excel') return undefined;
  return { message: `Spark does not write Excel files such as ${file}.`, fix: 'Choose CSV or Parquet in the Table Writer.' };
}
