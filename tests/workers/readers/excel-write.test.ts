import { expect, test } from 'vitest';
import type { DType } from '../../../src/core/schema.ts';
import type { Cell } from '../../../workers/host.ts';
import { excelCsv } from '../../../workers/readers/excel.ts';
import { workbook } from '../../../workers/readers/excel-write.ts';

/** What comes back when the workbook is read as CSV, without its header. */
async function written(type: DType, ...cells: Cell[]): Promise<string[]> {
  const bytes = await workbook([cells], [{ name: 'x', type }]);
  const { csv } = await excelCsv(new Blob([bytes.slice()]), { skip: 0 });
  return (await csv.text()).trimEnd().split('\n').slice(1);
}

test.each<[string, DType, Cell[], string[]]>([
  ['numbers', 'double', [1.5, -2, 1e-7], ['1.5', '-2', '1e-7']],
  ['yes and no', 'bool', [true, false], ['true', 'false']],
  ['dates', 'date', ['2024-02-29', '1900-03-01'], ['2024-02-29', '1900-03-01']],
  ['times', 'timestamp', ['2024-02-29 23:59:58', '2024-02-29 00:00:00.25'], ['2024-02-29 23:59:58', '2024-02-29 00:00:00.250']],
  ['dates that Excel does not have, as text', 'date', ['1899-12-31', '10000-01-01'], ['1899-12-31', '10000-01-01']],
  ['whole numbers that Excel would round, as text', 'int', ['9007199254740993'], ['9007199254740993']],
  ['text that looks like a number', 'string', ['00501', '1e5', '2024-02-29'], ['00501', '1e5', '2024-02-29']],
  ['text with signs of its own', 'string', ['a <b> & "c", d', '日本 🎉'], ['"a <b> & ""c"", d"', '日本 🎉']],
])('a workbook keeps %s', async (_, type, cells, lines) => {
  expect(await written(type, ...cells)).toEqual(lines);
});

test('a missing value is an empty cell', async () => {
  const bytes = await workbook(
    [
      ['a', null, 'b'],
      [1, 2, Number.NaN],
    ],
    [
      { name: 't', type: 'string' },
      { name: 'n', type: 'double' },
    ],
  );
  const { csv } = await excelCsv(new Blob([bytes.slice()]), {});
  expect(await csv.text()).toBe('t,n\na,1\n,2\nb,\n');
});

test('a table that a sheet cannot hold is refused', async () => {
  const rows = Array.from<Cell>({ length: 1_048_576 }).fill(1);
  await expect(workbook([rows], [{ name: 'n', type: 'int' }])).rejects.toThrow('a sheet of Excel holds 1048575 of them below a header');
  await expect(workbook([['x'.repeat(32_768)]], [{ name: 't', type: 'string' }])).rejects.toThrow('longer than the 32767 characters');
});
