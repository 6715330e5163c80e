import { describe, expect, test } from 'vitest';
import { parseCsv, Table } from './table.ts';

describe('a CSV file', () => {
  test('has quoted, empty and last cells', () => {
    expect(parseCsv('a,b\n"x, ""y""\n z",\n,2\n')).toEqual([
      ['a', 'b'],
      ['x, "y"\n z', ''],
      ['', '2'],
    ]);
  });

  test('may have other line ends, and none at its end', () => {
    expect(parseCsv('a\r\n\r\n""\r\n3')).toEqual([['a'], [''], [''], ['3']]);
    expect(parseCsv('a,b\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
    expect(parseCsv('')).toEqual([]);
  });
});

describe('a table', () => {
  const table = new Table([
    ['country', 'rows', '__proto__'],
    ['UK', '3', 'x'],
    ['DE', '1', 'y'],
  ]);

  test('gives columns, rows of columns and columns by the first one', () => {
    expect(table.column('__proto__')).toEqual(['x', 'y']);
    expect(table.rows('rows', 'country')).toEqual([
      ['3', 'UK'],
      ['1', 'DE'],
    ]);
    expect(table.by('rows')).toEqual(
      new Map([
        ['UK', '3'],
        ['DE', '1'],
      ]),
    );
  });

  test('gives the cell of one row, and no other', () => {
    expect(table.cell('rows', 'DE')).toBe('1');
    expect(() => table.cell('rows', 'FR')).toThrow('0 rows begin with "FR"');
    expect(() => table.cell('rows')).toThrow('2 rows');
    expect(() => table.cell('row', 'UK')).toThrow('no column "row"');
  });
});
