import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { cellsOf, changedRows, doublesOf, ipcOf, rowsOf, wholeStream } from '../../workers/arrow-columns.ts';
import type { MadeColumn } from '../../workers/host.ts';

/** Spellings of dates and times are those of DuckDB 1.4.3, cast to VARCHAR. */
const { NaN: missing } = Number;
const numbers = (type: Exclude<MadeColumn['type'], 'string'>, ...values: number[]): MadeColumn => ({
  name: type,
  type,
  values: Float64Array.from(values),
});
const text = (levels: string[], ...codes: number[]): MadeColumn => ({
  name: 'string',
  type: 'string',
  levels,
  values: Int32Array.from(codes),
});

/** A stream as DuckDB gives it: one message at a time. */
const sent = (...columns: MadeColumn[]): Uint8Array[] => [ipcOf(columns, columns[0]!.values.length)];

describe('columns as Arrow', () => {
  const columns = [
    numbers('bool', 1, 0, missing),
    numbers('int', -1, 2 ** 52 + 1, missing),
    numbers('double', 0.1, -0, missing),
    text(['é', '日本', ''], 1, 2, -1),
    numbers('date', 0, -1, missing),
    numbers('timestamp', 1.6e12 + 123, -1, missing),
  ];

  test('have the types that DuckDB takes for the columns of a table', () => {
    const { schema } = tableFromIPC(ipcOf(columns, 3));
    expect(schema.fields.map((f) => String(f.type))).toEqual([
      'Bool',
      'Int64',
      'Float64',
      'Dictionary<Int32, Utf8>',
      'Date32<DAY>',
      'Timestamp<MICROSECOND>',
    ]);
  });

  test('keep every value, missing ones and whole numbers beyond 32 bits too', () => {
    const table = tableFromIPC(ipcOf(columns, 3));
    expect(table.schema.fields.map((_, i) => Array.from<unknown>(table.getChildAt(i)!))).toEqual([
      [true, false, null],
      [-1n, 4503599627370497n, null],
      [0.1, -0, null],
      ['日本', '', null],
      [0, -86_400_000, null],
      [1_600_000_000_123, -1, null],
    ]);
  });

  test('may have no rows', () => {
    expect(tableFromIPC(ipcOf([numbers('int'), text([])], 0)).numRows).toBe(0);
  });

  test('may be missing throughout', () => {
    expect([...tableFromIPC(ipcOf([text([], -1, -1)], 2)).getChildAt(0)!]).toEqual([null, null]);
  });
});

describe('a result', () => {
  test('gives doubles with NaN for missing', () => {
    expect(doublesOf(sent(numbers('double', 1.5, missing, -2)))).toEqual({ rows: 3, columns: [Float64Array.of(1.5, Number.NaN, -2)] });
  });

  test('of another type is refused where doubles are wanted', () => {
    expect(() => doublesOf(sent(numbers('int', 1)))).toThrow('The column "int" was taken as Int where a double was planned.');
  });

  test('shows dates and times as DuckDB spells them', () => {
    const day = 86_400_000;
    expect(cellsOf(sent(numbers('date', 20_000, -719_163, 4_000_000, missing))).columns).toEqual([
      ['2024-10-04', '0001-12-31 (BC)', '12921-08-18', null],
    ]);
    expect(cellsOf(sent(numbers('timestamp', day, -500, 1.5, missing))).columns).toEqual([
      ['1970-01-02 00:00:00', '1969-12-31 23:59:59.5', '1970-01-01 00:00:00.0015', null],
    ]);
  });

  test('shows whole numbers as numbers, and beyond 2^53 as text', () => {
    expect(cellsOf(sent(numbers('int', 5, -(2 ** 53 - 1), 2 ** 53, missing)))).toEqual({
      names: ['int'],
      columns: [[5, -9007199254740991, '9007199254740992', null]],
    });
  });

  test('of codes is refused, because DuckDB sends no dictionary with them', () => {
    expect(() => cellsOf(sent(text(['a'], 0)))).toThrow('Cast it in the query.');
  });

  test('of a statement that changes rows is their number', () => {
    expect(changedRows(sent({ ...numbers('int', 42), name: 'Count' }))).toBe(42);
    expect(changedRows(sent(numbers('int', 42)))).toBe(0);
  });

  test('is one stream again, whatever its messages', () => {
    const messages = sent(numbers('double', 1, 2, 3));
    expect(rowsOf(messages)).toBe(3);
    expect(tableFromIPC(wholeStream(messages)).numRows).toBe(3);
  });
});
