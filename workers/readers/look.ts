import type { FileFormat, ReadOptions } from '../../src/core/source.ts';
import { fileKind } from './arrow.ts';
import { excelCsv, sheetsOf } from './excel.ts';
import { sniffText, type Sniffed } from './sniff.ts';

/** What a file's beginning shows, whatever its format. A Parquet file's own schema says the rest. */
export async function look(file: Blob, format: FileFormat, given: ReadOptions): Promise<Sniffed> {
  switch (format) {
    case 'csv':
      return sniffText(file, given);
    case 'excel':
      return lookAtSheet(file, given);
    case 'parquet':
      await fileKind(file);
      return { options: {}, names: [], rows: [], warnings: [] };
  }
}

/** A sheet is read as the CSV that it becomes. */
async function lookAtSheet(file: Blob, given: ReadOptions): Promise<Sniffed> {
  const { csv, options, warnings } = await excelCsv(file, given);
  const written: ReadOptions = {
    delimiter: ',',
    quote: '"',
    encoding: 'utf-8',
    comment: '',
    skip: 0,
    decimal: '.',
    thousands: false,
    nulls: [],
  };
  const sniffed = await sniffText(csv, { ...written, header: options.header });
  const sheets = await sheetsOf(file);
  return { ...sniffed, options, warnings: [...warnings, ...sniffed.warnings], sheets: sheets.map((s) => s.name) };
}
