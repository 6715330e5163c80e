import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { fileRows, rowNumber } from './file-rows.ts';

export const excelReader = defineNode({
  type: 'excel-reader',
  version: 1,
  title: 'Excel Reader',
  group: 'Input',
  icon: 'file-spreadsheet',
  doc: `Reads one sheet of an Excel workbook (.xlsx).
Choose the sheet and, where the table does not begin at the top left, a range or the number of lines above its header. Cells hold
what was last computed and saved, not the formulas. Look out for totals below the table: they read as one more customer.`,
  words: ['import', 'load', 'open', 'file', 'xlsx', 'spreadsheet', 'workbook', 'sheet'],
  params: {
    source: p.source({ label: 'File', formats: ['excel'], doc: 'The workbook, and which part of it is read.' }),
    rowNumber,
  },
  inputs: {},
  outputs: { table: 'table' },
  compile: (_, { source, rowNumber }) => ({ table: fileRows(source, rowNumber) }),
  summary: ({ source }) => (source.options.sheet ? `${source.path}, ${source.options.sheet}` : source.path),
});
