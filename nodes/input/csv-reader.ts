import { call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, scanFile } from '../../src/core/plan.ts';
import { fileRows, rowNumber } from './file-rows.ts';

export const csvReader = defineNode({
  type: 'csv-reader',
  version: 1,
  title: 'CSV Reader',
  group: 'Input',
  icon: 'file-text',
  doc: `Reads a text file with a row on each line, such as a CSV or TSV export.
The delimiter, the encoding, the decimal sign and the types are guessed from the file, written down where you can see them, and
checked against every row. Numbers with leading zeros, such as postcodes, and ids too long for a number stay text. A cell that does
not fit its column's type becomes missing and is counted; a line with too many or too few cells leaves by the second port, with its
line number and the reason: look there before you trust the totals.`,
  words: ['import', 'load', 'open', 'file', 'text', 'tsv', 'delimited', 'upload'],
  params: {
    source: p.source({ label: 'File', formats: ['csv'], doc: 'The file, and how it is read.' }),
    rowNumber,
  },
  inputs: {},
  outputs: { table: 'table', rejects: 'table' },
  compile: (_, { source, rowNumber }) => ({ table: fileRows(source, rowNumber), rejects: scanFile(source, { part: 'rejects' }) }),
  summary: ({ source }) => source.path,
  notes(_, __, { rejects }) {
    const order = [{ column: 'line' }];
    const found = aggregate(
      rejects,
      [],
      [
        { name: 'n', fn: 'count' },
        { name: 'line', fn: 'first', of: col('line'), order },
        { name: 'reason', fn: 'first', of: col('reason'), order },
      ],
    );
    return [
      note(
        'warn',
        found,
        call('>', col('n'), lit(0)),
        'Lines that could not be read: ',
        count(col('n')),
        '. The first is line ',
        count(col('line')),
        ': ',
        col('reason'),
      ),
    ];
  },
});
