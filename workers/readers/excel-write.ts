import writeExcel, { type Cell as ExcelCell } from 'write-excel-file/universal';
import type { DType } from '../../src/core/schema.ts';
import type { Cell } from '../host.ts';

/** What Excel can hold on one sheet, the header included. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const MOST_TEXT = 32_767;

/** A workbook's bytes, with one sheet whose first row is the header. Times are wall-clock, as in the columns. */
export async function workbook(
  columns: readonly (readonly Cell[])[],
  schema: readonly { readonly name: string; readonly type: DType }[],
): Promise<Uint8Array> {
  const rows = columns[0]?.length ?? 0;
  if (rows >= MOST_ROWS) throw tooLarge(`${rows} rows`, `${MOST_ROWS - 1} of them below a header`);
  if (schema.length > MOST_COLUMNS) throw tooLarge(`${schema.length} columns`, `${MOST_COLUMNS}`);
  const header = schema.map(({ name }): ExcelCell => ({ type: String, value: name, fontWeight: 'bold' }));
  const body = Array.from({ length: rows }, (_, row) => schema.map(({ type }, i) => excelCell(columns[i]![row]!, type)));
  const file = await writeExcel([header, ...body], { sheet: 'Data', stickyRowsCount: 1 }).toBlob();
  return new Uint8Array(await file.arrayBuffer());
}

const tooLarge = (what: string, most: string): Error =>
  new Error(`The table has ${what} and a sheet of Excel holds ${most}.\nWrite CSV or Parquet instead.`);

/** Whole numbers that came as text because a double cannot hold them stay text: Excel has only doubles. */
function excelCell(value: Cell, type: DType): ExcelCell {
  if (value === null) return null;
  switch (typeof value) {
    case 'boolean':
      return { type: Boolean, value };
    case 'number':
      return Number.isFinite(value) ? { type: Number, value } : null;
    default:
      return dateCell(value, type) ?? textCell(value);
  }
}

const FIRST_DATE = '1900-03-01';
const FORMATS: { readonly [T in DType]?: string } = { date: 'yyyy-mm-dd', timestamp: 'yyyy-mm-dd hh:mm:ss' };

/** Excel has no dates before 1900, and a 29 February in that year; such dates stay text, as do those after 9999. */
function dateCell(value: string, type: DType): ExcelCell | undefined {
  const format = FORMATS[type];
  if (!format || !/^\d{4}-\d\d-\d\d( [\d:.]+)?$/.test(value) || value < FIRST_DATE) return undefined;
  const [day, time = '00:00:00'] = value.split(' ');
  return { type: Date, value: new Date(`${day}T${time}Z`), format };
}

function textCell(value: string): ExcelCell {
  if (value.length > MOST_TEXT)
    throw new Error(`A text is longer than the ${MOST_TEXT} characters that a cell of Excel holds.\nWrite CSV or Parquet instead.`);
  return { type: String, value };
}
