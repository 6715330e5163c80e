import { nodeTypes } from '../../../nodes/index.ts';
import type { FileFormat } from '../../core/source.ts';

/** How a file is taken in, by the ending of its name. */
export type Taken =
  | { readonly kind: 'data'; readonly format: FileFormat }
  | { readonly kind: 'workflow' }
  | { readonly kind: 'refused'; readonly message: string; readonly fix: string };

const ENDINGS: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.(csv|tsv|tab|txt)(\.gz)?$/i, 'csv'],
  [/\.xls[xm]$/i, 'excel'],
  [/\.(parquet|pq|arrow|feather|ipc)$/i, 'parquet'],
  [/\.gz$/i, 'csv'],
];

/** What a chooser of files offers. */
export const DATA_ENDINGS = '.csv,.tsv,.tab,.txt,.gz,.xlsx,.xlsm,.parquet,.pq,.arrow,.feather,.ipc';
export const WORKFLOW_ENDINGS = '.json';

export function takenAs(name: string): Taken {
  if (/\.json$/i.test(name)) return { kind: 'workflow' };
  const format = ENDINGS.find(([ending]) => ending.test(name))?.[1];
  if (format) return { kind: 'data', format };
  const old = /\.xls$/i.test(name);
  return {
    kind: 'refused',
    message: old ? `${name} is an old Excel workbook, which cannot be read.` : `${name} is no file that can be read.`,
    fix: old
      ? 'Open it in Excel and save it as .xlsx or CSV.'
      : 'Choose a CSV, Excel (.xlsx), Parquet or Arrow file, or a workflow (.clade.json).',
  };
}

/** The node type that reads a format, and the setting that holds its file. */
export function readerOf(format: FileFormat): { readonly type: string; readonly param: string } {
  for (const { type, params } of nodeTypes.values()) {
    for (const [param, described] of Object.entries(params)) {
      if (described.kind === 'source' && described.formats.includes(format)) return { type, param };
    }
  }
  throw new Error(`No node reads ${format}.`);
}

/** A file's name without its endings: `orders` for `orders.csv.gz`. */
export const stemOf = (name: string): string => name.replace(/(\.[a-z]{1,7}){1,2}$/i, '') || name;

/** A file name made of a title: small letters, digits and hyphens. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '') || 'workflow';
