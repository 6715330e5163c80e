import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { fileRows, rowNumber } from './file-rows.ts';

export const parquetReader = defineNode({
  type: 'parquet-reader',
  version: 1,
  title: 'Parquet/Arrow Reader',
  group: 'Input',
  icon: 'database',
  doc: `Reads a Parquet or Arrow file, as data warehouses and notebooks write them.
Names and types come from the file itself, so there is nothing to guess and nothing to misread. Prefer it to CSV where you can choose.`,
  words: ['import', 'load', 'open', 'file', 'arrow', 'feather', 'columnar', 'warehouse'],
  params: {
    source: p.source({ label: 'File', formats: ['parquet'], doc: 'The file.' }),
    rowNumber,
  },
  inputs: {},
  outputs: { table: 'table' },
  compile: (_, { source, rowNumber }) => ({ table: fileRows(source, rowNumber) }),
  summary: ({ source }) => source.path,
});
