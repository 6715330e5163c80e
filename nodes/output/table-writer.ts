import { call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, sizes, tally, type Tallied } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import type { TableOp } from '../../src/core/plan.ts';
import { PlanError } from '../../src/core/schema.ts';

const ENDINGS = { csv: '.csv', parquet: '.parquet', excel: '.xlsx' } as const;

/** Rows that a sheet can hold below its header. */
const SHEET_ROWS = 1_048_575;

export const tableWriter = defineNode({
  type: 'table-writer',
  version: 1,
  title: 'Table Writer',
  group: 'Output',
  icon: 'file-output',
  doc: `Writes a table to a file: CSV, Parquet or Excel.
CSV opens everywhere. Parquet is smaller and keeps the types, so choose it for other programs. In a CSV a text that begins with =, +,
-, @, a tab or a line break could run as a formula when somebody opens it in a spreadsheet; with the guard on, such a text gets an
apostrophe in front. Numbers are never touched. Sort first if the order of the rows matters.`,
  words: ['export', 'save', 'download', 'file', 'csv', 'xlsx', 'excel', 'parquet', 'output'],
  params: {
    file: p.text({ label: 'File name', default: 'result', doc: 'The name of the file, without folders. The ending follows the format.' }),
    format: p.choice({ of: ['csv', 'parquet', 'excel'], labels: ['CSV', 'Parquet', 'Excel'], doc: 'The kind of file.' }),
    guard: p.bool({
      label: 'Guard against formulas',
      default: true,
      doc: 'Puts an apostrophe before text that a spreadsheet would run. Turn it off only for files that programs read.',
      when: ['format', 'csv'],
    }),
  },
  inputs: { table: 'table' },
  outputs: {},
  compile: () => ({}),
  sink: ({ table }, { file, format, guard }) => ({ table, file: fileName(file, format), format, guard: guard && format === 'csv' }),
  summary: ({ file, format }) => fileName(file, format),
  notes({ table }, { format, guard }) {
    if (format === 'excel') {
      return [
        note(
          'error',
          sizes(['n', table]),
          call('>', col('n'), lit(SHEET_ROWS)),
          `A sheet holds ${SHEET_ROWS} rows below its header, and there are `,
          count(col('n')),
          '. Write CSV or Parquet.',
        ),
      ];
    }
    if (format !== 'csv') return [];
    return tally(
      guard ? 'info' : 'warn',
      table,
      `Texts that a spreadsheet could run as a formula, written ${guard ? 'with an apostrophe in front' : 'as they are'}: `,
      formulas(table),
    );
  },
});

/** A plain file name with the ending of its format. */
function fileName(text: string, format: keyof typeof ENDINGS): string {
  const name = text.trim().replace(/\.(csv|parquet|xlsx)$/i, '');
  if (!name || name.startsWith('.') || name.length > 200)
    throw new PlanError(`"${text}" is not a file name.`, { param: 'file', fix: 'Give a name such as segments.' });
  if (/[\\/:*?"<>|\p{Cc}]/u.test(name))
    throw new PlanError(`"${text}" has characters that a file name cannot have.`, {
      param: 'file',
      fix: 'Leave out folders and \\ / : * ? " < > |.',
    });
  return name + ENDINGS[format];
}

/** Counts by column the texts that a spreadsheet would take for a formula. */
function formulas({ schema }: TableOp): Tallied[] {
  return schema
    .filter((c) => c.type === 'string')
    .map(({ name }) => ({ name, where: call('regexp_matches', col(name), lit('^[=+@\\t\\r-]')) }));
}
