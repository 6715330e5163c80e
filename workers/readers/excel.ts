import { readSheet } from 'read-excel-file/universal';
import type { InspectionWarning } from '../../src/core/engine.ts';
import { listed } from '../../src/core/schema.ts';
import type { ReadOptions } from '../../src/core/source.ts';
import { starts } from './kinds.ts';
import { ReadError } from './read-error.ts';
import { openZip, type ZipText } from './zip.ts';

/** What read-excel-file gives for a cell; its own type says `typeof Date`. */
type Cell = string | number | boolean | Date | null;

export interface Sheet {
  readonly name: string;
  readonly visible: boolean;
}

/** Sheets of a workbook, visible ones first. */
export async function sheetsOf(file: Blob): Promise<Sheet[]> {
  return sheetsIn(await openWorkbook(file));
}

/** A sheet as CSV, with the options that say how it was cut out. */
export interface SheetText {
  readonly csv: Blob;
  readonly options: ReadOptions;
  readonly warnings: readonly InspectionWarning[];
}

/**
 * One sheet as CSV (comma, double quotes, LF): dates the ISO way, numbers as short as they go, an empty cell for what is
 * missing. Without `sheet` it is the first visible one that has rows; without `skip` the table begins with the first row
 * of more than one cell. Rows and columns around it that are empty are left out.
 */
export async function excelCsv(file: Blob, given: ReadOptions): Promise<SheetText> {
  const zip = await openWorkbook(file);
  const sheets = await sheetsIn(zip);
  const { sheet, cells } = await chosenSheet(file, sheets, given.sheet);
  const ranged = given.range === undefined ? cells : cut(cells, given.range);
  const skip = given.skip ?? titleRows(ranged);
  const table = trimmed(ranged.slice(skip), given.range === undefined);
  if (!table.length)
    throw new ReadError(`The sheet "${sheet}" has no data${given.range ? ` in ${given.range}` : ''}.`, 'Choose another sheet or range.');
  const warnings = [...sheetWarnings(sheet, sheets, given), ...skipWarnings(skip, given), ...(await cellWarnings(zip, sheet))];
  const options: ReadOptions = { sheet, skip, header: given.header ?? true, ...(given.range !== undefined && { range: given.range }) };
  return { csv: new Blob([table.map((row) => `${row.map(csvCell).join(',')}\n`).join('')]), options, warnings };
}

async function openWorkbook(file: Blob): Promise<ZipText> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const fix = 'Save it as .xlsx or CSV.';
  if (starts(head, '\u00d0\u00cf\u0011\u00e0')) throw new ReadError('This is an old Excel workbook (.xls) or one with a password.', fix);
  if (starts(head, 'PK\u0003\u0004')) return openZip(file);
  if (/^\s*(<\?xml|<html|<!doctype|<table)/i.test(new TextDecoder().decode(head)))
    throw new ReadError('This is XML or HTML that calls itself Excel (.xls).', fix);
  throw new ReadError('This is not an Excel workbook.', fix);
}

async function sheetsIn(zip: ZipText): Promise<Sheet[]> {
  const workbook = await zip('xl/workbook.xml');
  if (workbook === undefined) throw new ReadError('This is a zip archive without a workbook in it.', 'Save it as .xlsx or CSV.');
  const sheets = tags(workbook, 'sheet').map((attributes): Sheet => ({
    name: attributes.get('name') ?? '',
    visible: (attributes.get('state') ?? 'visible') === 'visible',
  }));
  return [...sheets.filter((s) => s.visible), ...sheets.filter((s) => !s.visible)];
}

async function chosenSheet(file: Blob, sheets: readonly Sheet[], wanted: string | undefined): Promise<{ sheet: string; cells: Cell[][] }> {
  if (wanted !== undefined) {
    const names = sheets.map((s) => s.name);
    if (!names.includes(wanted)) throw new ReadError(`The workbook has no sheet "${wanted}".`, `There are: ${listed(names)}.`);
    return { sheet: wanted, cells: await cellsOf(file, wanted) };
  }
  for (const { name } of sheets.filter((s) => s.visible)) {
    const cells = await cellsOf(file, name);
    if (cells.some((row) => row.some((cell) => cell !== null))) return { sheet: name, cells };
  }
  throw new ReadError('No visible sheet of the workbook has data.', 'Choose another file, or name a hidden sheet.');
}

async function cellsOf(file: Blob, sheet: string): Promise<Cell[][]> {
  try {
    return (await readSheet(file, sheet, { trim: false })) as unknown as Cell[][];
  } catch (error) {
    throw new ReadError(
      `The sheet "${sheet}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Open it in a spreadsheet and save it again.',
    );
  }
}

/** The cells of a range such as `B3:H200`; without a row number it goes to the end. */
function cut(cells: readonly Cell[][], range: string): Cell[][] {
  const parts = /^\s*\$?([A-Z]{1,3})\$?(\d*)\s*:\s*\$?([A-Z]{1,3})\$?(\d*)\s*$/i.exec(range);
  if (!parts) throw new ReadError(`"${range}" is not a range.`, 'Write it like B3:H200 or A:F.');
  const [, left = '', top, right = '', bottom] = parts;
  const rows = cells.slice(top ? Number(top) - 1 : 0, bottom ? Number(bottom) : undefined);
  const [from, to] = [columnNumber(left), columnNumber(right)];
  return rows.map((row) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => row[from + i] ?? null));
}

const columnNumber = (letters: string): number => Array.from(letters.toUpperCase()).reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

const filled = (row: readonly Cell[]): number => row.filter((cell) => cell !== null && cell !== '').length;

/** Rows above a table that have at most one cell: a title, a date, nothing. */
function titleRows(cells: readonly Cell[][]): number {
  const wide = cells.findIndex((row) => filled(row) > 1);
  return wide === -1
    ? Math.max(
        0,
        cells.findIndex((row) => filled(row) > 0),
      )
    : wide;
}

function trimmed(cells: readonly Cell[][], columnsToo: boolean): Cell[][] {
  const rows = cells.filter((row) => filled(row) > 0);
  const used = rows.flatMap((row) => row.flatMap((cell, i) => (cell !== null && cell !== '' ? [i] : [])));
  const from = columnsToo ? used.reduce((a, b) => Math.min(a, b), Infinity) : 0;
  const to = columnsToo ? used.reduce((a, b) => Math.max(a, b), -1) + 1 : (rows[0]?.length ?? 0);
  return rows.map((row) => Array.from({ length: Math.max(0, to - from) }, (_, i) => row[from + i] ?? null));
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = cell instanceof Date ? dateText(cell) : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** To the hundredth of a second: a workbook keeps a day as a fraction, which is a little off. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = new Date(Math.round(date.getTime() / 10) * 10).toISOString().replace('T', ' ').slice(0, -1);
  return text.replace(/\.000$/, '').replace(/ 00:00:00$/, '');
}

function sheetWarnings(sheet: string, sheets: readonly Sheet[], given: ReadOptions): InspectionWarning[] {
  if (given.sheet !== undefined || sheets.length < 2) return [];
  const hidden = sheets.filter((s) => !s.visible).map((s) => s.name);
  return [
    {
      about: 'sheet',
      message: `The workbook has ${sheets.length} sheets; this is "${sheet}".${hidden.length ? ` Hidden: ${listed(hidden)}.` : ''}`,
    },
  ];
}

function skipWarnings(skip: number, given: ReadOptions): InspectionWarning[] {
  if (given.skip !== undefined || !skip) return [];
  return [{ about: 'skip', line: skip + 1, message: `The table begins in row ${skip + 1}; what stands above it is skipped.` }];
}

/** What a workbook keeps beside values: formulas never computed, and errors. Both are missing values here. */
async function cellWarnings(zip: ZipText, sheet: string): Promise<InspectionWarning[]> {
  const xml = (await sheetXml(zip, sheet)) ?? '';
  let [formulas, errors] = [0, 0];
  for (const [, attributes = '', inside = ''] of xml.matchAll(/<c\s([^>]*)(?<!\/)>(.*?)<\/c>/gs)) {
    if (/\bt="e"/.test(attributes)) errors++;
    else if (inside.includes('<f') && !/<v>[^<]/.test(inside) && !/\bt="str"/.test(attributes)) formulas++;
  }
  const warnings: InspectionWarning[] = [];
  if (formulas)
    warnings.push({
      about: 'formula',
      message: `There are formulas without values, never computed: ${cells(formulas)} missing. Open the workbook in a spreadsheet and save it.`,
    });
  if (errors) warnings.push({ about: 'error', message: `There are errors such as #N/A: ${cells(errors)} missing.` });
  return warnings;
}

const cells = (count: number): string => (count === 1 ? '1 cell is' : `${count} cells are`);

async function sheetXml(zip: ZipText, sheet: string): Promise<string | undefined> {
  const workbook = (await zip('xl/workbook.xml')) ?? '';
  const relations = (await zip('xl/_rels/workbook.xml.rels')) ?? '';
  const id = tags(workbook, 'sheet')
    .find((attributes) => attributes.get('name') === sheet)
    ?.get('id');
  const target = tags(relations, 'Relationship')
    .find((attributes) => attributes.get('Id') === id)
    ?.get('Target');
  return target === undefined ? undefined : zip(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
}

/** The attributes of every element called `name`, by their names without a prefix. */
function tags(xml: string, name: string): Map<string, string>[] {
  return Array.from(
    xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`, 'g')),
    ([, attributes = '']) =>
      new Map(
        Array.from(attributes.matchAll(/(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g), ([, key = '', double, single]) => [
          key,
          plainText(double ?? single ?? ''),
        ]),
      ),
  );
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function plainText(xml: string): string {
  return xml.replace(/&(#x?)?(\w+);/gi, (whole, number: string | undefined, code: string) =>
    number ? String.fromCodePoint(Number.parseInt(code, number.length > 1 ? 16 : 10)) : (ENTITIES.get(code) ?? whole),
  );
}
