import { describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../src/core/source.ts';
import { excelCsv, sheetsOf } from '../../../workers/readers/excel.ts';
import { look } from '../../../workers/readers/look.ts';

/** A workbook as a zip archive without compression. */
function workbook(sheets: readonly { readonly name: string; readonly state?: string; readonly rows: string }[]): Blob {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${sheets.map((s, i) => `<sheet name="${s.name}" sheetId="${i + 1}" state="${s.state ?? 'visible'}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" Type="${relation}/styles" Target="styles.xml"/>${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ],
    ['xl/styles.xml', `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`],
    ...sheets.map((s, i): [string, string] => [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet xmlns="${main}"><dimension ref="A1:Z99"/><sheetData>${s.rows}</sheetData></worksheet>`,
    ]),
  ]);
}

function zip(files: readonly (readonly [string, string])[]): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, text] of files) {
    const [name, data] = [new TextEncoder().encode(path), new TextEncoder().encode(text)];
    const common = [20, 0, 0, 0, crc32(data), data.length, data.length, name.length, 0] as const;
    const local = record(
      [4, 0x04034b50],
      [2, common[0]],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, common[4]],
      [4, data.length],
      [4, data.length],
      [2, name.length],
      [2, 0],
    );
    directory.push(
      record(
        [4, 0x02014b50],
        [2, 20],
        [2, 20],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, common[4]],
        [4, data.length],
        [4, data.length],
        [2, name.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, at],
      ),
      name,
    );
    parts.push(local, name, data);
    at += local.length + name.length + data.length;
  }
  const size = directory.reduce((sum, d) => sum + d.length, 0);
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
  return new Blob([...parts, ...directory, end].map((bytes) => bytes.slice()));
}

function record(...fields: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  return Uint8Array.from(fields.flatMap(([bytes, value]) => Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256)));
}

function crc32(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const text = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (at: string, value: number | string): string => `<c r="${at}"><v>${value}</v></c>`;
const date = (at: string, serial: number): string => `<c r="${at}" s="1"><v>${serial}</v></c>`;
const row = (at: number, ...cells: readonly string[]): string => `<row r="${at}">${cells.join('')}</row>`;

const report = workbook([
  { name: 'Empty', rows: '' },
  { name: 'Secret', state: 'hidden', rows: row(1, text('A1', 'secret')) },
  {
    name: 'R &amp; D',
    rows: [
      row(1, text('A1', 'Customer report')),
      row(3, text('A3', 'id'), text('B3', 'name, full'), text('C3', 'joined'), text('D3', 'spend'), text('E3', 'active')),
      row(4, number('A4', 1), text('B4', 'Ann "A"'), date('C4', 45355), number('D4', '0.1'), '<c r="E4" t="b"><v>1</v></c>'),
      row(
        5,
        number('A5', 2),
        text('B5', '01234'),
        date('C5', 45355.520833333336),
        '<c r="D5"><f>A5/0</f></c>',
        '<c r="E5" t="e"><v>#N/A</v></c>',
      ),
      row(7, number('A7', 3), '<c r="D7"><f>A7*2</f><v>6</v></c>'),
    ].join(''),
  },
]);

const csvOf = async (file: Blob, options: ReadOptions = {}): Promise<string> => (await excelCsv(file, options)).csv.text();

describe('a workbook', () => {
  test('lists its sheets, hidden ones last', async () => {
    expect(await sheetsOf(report)).toEqual([
      { name: 'Empty', visible: true },
      { name: 'R & D', visible: true },
      { name: 'Secret', visible: false },
    ]);
  });

  test('is read from the first visible sheet with data, below its title', async () => {
    const { csv, options } = await excelCsv(report, {});
    expect(options).toEqual({ sheet: 'R & D', skip: 2, header: true });
    expect(await csv.text()).toBe(
      'id,"name, full",joined,spend,active\n1,"Ann ""A""",2024-03-04,0.1,true\n2,01234,2024-03-04 12:30:00,,\n3,,,6,\n',
    );
  });

  test('tells of formulas that were never computed, and of errors', async () => {
    const { warnings } = await excelCsv(report, {});
    expect(warnings.map((w) => w.message).join(' ')).toMatch(
      /formulas without values, never computed: 1 cell is missing.*#N\/A: 1 cell is missing/,
    );
  });

  test('is read from the sheet and the range that are given', async () => {
    expect(await csvOf(report, { sheet: 'Secret' })).toBe('secret\n');
    expect(await csvOf(report, { range: 'B4:C5' })).toBe('"Ann ""A""",2024-03-04\n01234,2024-03-04 12:30:00\n');
    expect(await csvOf(report, { range: 'A3:A', skip: 1 })).toBe('1\n2\n3\n');
  });

  test('without the sheet, the range or any data is refused in words', async () => {
    await expect(csvOf(report, { sheet: 'Nope' })).rejects.toThrow(/no sheet "Nope".\nThere are: Empty, R & D, Secret/);
    await expect(csvOf(report, { range: 'B4' })).rejects.toThrow(/"B4" is not a range/);
    await expect(csvOf(report, { sheet: 'Empty' })).rejects.toThrow(/has no data/);
  });

  test('is sniffed as the CSV that it becomes', async () => {
    const found = await look(report, 'excel', {});
    expect(found).toMatchObject({
      names: ['id', 'name, full', 'joined', 'spend', 'active'],
      sheets: ['Empty', 'R & D', 'Secret'],
      options: { sheet: 'R & D' },
    });
    expect(found.rows[1]).toEqual(['2', '01234', '2024-03-04 12:30:00', '', '']);
  });
});

describe('what is not an .xlsx', () => {
  test.each([
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['XML', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'],
    ['text', 'id,name\n'],
    ['another zip archive', zip([['readme.txt', 'x']])],
  ])('is to be saved as .xlsx or CSV: %s', async (_, content) => {
    await expect(csvOf(new Blob([content]))).rejects.toThrow(/Save it as .xlsx or CSV\./);
  });

  test('is refused where it is cut short', async () => {
    await expect(csvOf(report.slice(0, 400))).rejects.toThrow(/cut short/);
  });
});
