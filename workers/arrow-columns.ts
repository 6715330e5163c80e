import {
  Bool,
  DateDay,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  RecordBatch,
  RecordBatchReader,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  Type,
  Utf8,
  makeData,
  makeVector,
  tableToIPC,
  type Data,
  type DataType,
  type Decimal,
  type Vector,
} from 'apache-arrow';
import type { Cell, Cells, MadeColumn } from './host.ts';

/**
 * Columns as an Arrow IPC stream, in one batch: `int` as 64 bits, dates as days, timestamps in microseconds, text as
 * codes with a dictionary. Built from buffers: Arrow's builders compile code, which the page's policy forbids.
 */
export function ipcOf(columns: readonly MadeColumn[], rows: number): Uint8Array {
  const children = columns.map((column) => dataOf(column, rows));
  const schema = new Schema(columns.map((column, i) => new Field(column.name, children[i]!.type, true)));
  const data = makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, data)]), 'stream');
}

function dataOf(column: MadeColumn, rows: number): Data {
  if (column.type === 'string') {
    const { values, levels } = column;
    const type = new Dictionary(new Utf8(), new Int32());
    return makeData({ type, length: rows, data: values, dictionary: textVector(levels), ...validity(rows, (i) => values[i]! >= 0) });
  }
  const { values } = column;
  const base = { length: rows, ...validity(rows, (i) => !Number.isNaN(values[i]!)) };
  switch (column.type) {
    case 'bool':
      return makeData({ type: new Bool(), data: bits(rows, (i) => values[i] === 1), ...base });
    case 'int':
      return makeData({ type: new Int64(), data: longs(values), ...base });
    case 'double':
      return makeData({ type: new Float64(), data: values, ...base });
    case 'date':
      return makeData({ type: new DateDay(), data: Int32Array.from(values), ...base });
    case 'timestamp':
      return makeData({ type: new TimestampMicrosecond(), data: longs(values, 1000), ...base });
  }
}

function bits(rows: number, isSet: (row: number) => boolean): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(rows / 64) * 8);
  for (let i = 0; i < rows; i++) if (isSet(i)) bitmap[i >> 3]! |= 1 << (i & 7);
  return bitmap;
}

function validity(rows: number, isThere: (row: number) => boolean): { readonly nullCount: number; readonly nullBitmap?: Uint8Array } {
  let nullCount = 0;
  for (let i = 0; i < rows; i++) if (!isThere(i)) nullCount++;
  return nullCount ? { nullCount, nullBitmap: bits(rows, isThere) } : { nullCount };
}

/** Whole numbers as 64 bits, written in halves: a million BigInts take ten times as long. */
function longs(values: Float64Array, times = 1): BigInt64Array {
  const halves = new Int32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! * times;
    halves[2 * i] = value;
    halves[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return new BigInt64Array(halves.buffer);
}

function textVector(texts: readonly string[]): Vector<Utf8> {
  const valueOffsets = new Int32Array(texts.length + 1);
  const bytes = new Uint8Array(3 * texts.reduce((sum, t) => sum + t.length, 0));
  const encoder = new TextEncoder();
  texts.forEach((text, i) => (valueOffsets[i + 1] = valueOffsets[i]! + encoder.encodeInto(text, bytes.subarray(valueOffsets[i])).written));
  const data = bytes.subarray(0, valueOffsets[texts.length]);
  return makeVector(makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data }));
}

/** An IPC stream that came in messages, the schema first. */
export type Messages = readonly Uint8Array[];

export const rowsOf = (messages: Messages): number => batchesOf(messages).batches.reduce((sum, b) => sum + b.numRows, 0);

/** The rows that a statement made or changed, which DuckDB gives as its result. */
export function changedRows(messages: Messages): number {
  const { fields, batches } = batchesOf(messages);
  const [count] = fields;
  return fields.length === 1 && count?.name === 'Count' ? Number(batches[0]?.getChildAt(0)?.get(0) ?? 0) : 0;
}

/** The same stream in one piece, with the mark of its end. */
export function wholeStream(messages: Messages): Uint8Array {
  const all = new Uint8Array(messages.reduce((sum, m) => sum + m.length, END.length));
  let at = 0;
  for (const message of [...messages, END]) {
    all.set(message, at);
    at += message.length;
  }
  return all;
}

const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

function batchesOf(messages: Messages): { readonly fields: readonly Field<DataType>[]; readonly batches: readonly RecordBatch[] } {
  const reader = RecordBatchReader.from(messages).open();
  return { fields: reader.schema.fields, batches: [...reader] };
}

/** Columns of doubles, each in one piece, with NaN for missing. */
export function doublesOf(messages: Messages): { readonly rows: number; readonly columns: Float64Array[] } {
  const { fields, batches } = batchesOf(messages);
  const rows = batches.reduce((sum, b) => sum + b.numRows, 0);
  const columns = fields.map(({ type, name }) => {
    if (type.typeId !== Type.Float) throw new Error(`The column "${name}" was taken as ${Type[type.typeId]} where a double was planned.`);
    return new Float64Array(rows);
  });
  let at = 0;
  for (const { data, numRows } of batches) {
    columns.forEach((column, i) => copyDoubles(data.children[i] as Data<Float64>, column, at));
    at += numRows;
  }
  return { rows, columns };
}

function copyDoubles(from: Data<Float64>, into: Float64Array, at: number): void {
  into.set(from.values.subarray(0, from.length), at);
  if (from.nullCount) for (let i = 0; i < from.length; i++) if (!from.getValid(i)) into[at + i] = Number.NaN;
}

/** A small result as plain values: whole numbers beyond 2^53, decimals, dates and times in DuckDB's own spelling. */
export function cellsOf(messages: Messages): Cells {
  const { fields, batches } = batchesOf(messages);
  const columns = fields.map(({ type, name }, i) => {
    const cell = cellFor(type);
    if (!cell) throw new Error(`A value of type ${Type[type.typeId]} ("${name}") cannot be shown. Cast it in the query.`);
    return batches.flatMap((batch) => Array.from(batch.getChildAt(i)!, (value) => (value === null ? null : cell(value))));
  });
  return { names: fields.map((f) => f.name), columns };
}

type ToCell = (value: unknown) => Cell;

function cellFor(type: DataType): ToCell | undefined {
  switch (type.typeId) {
    case Type.Null:
    case Type.Bool:
    case Type.Utf8:
    case Type.Float:
      return (value) => value as Cell;
    case Type.Int:
      return (value) => whole(String(value));
    case Type.Date:
      return (value) => dateText(value as number);
    case Type.Timestamp:
      return (value) => timestampText(value as number);
    case Type.Decimal:
      return (value) => decimalCell(String(value), (type as Decimal).scale);
    default:
      return undefined;
  }
}

const whole = (digits: string): Cell => (Number.isSafeInteger(Number(digits)) ? Number(digits) : digits);

/** DuckDB sends a huge integer as a decimal without a fraction. */
function decimalCell(digits: string, scale: number): Cell {
  if (scale === 0) return whole(digits);
  const [, sign, all] = /^(-?)(.*)$/.exec(digits)!;
  const padded = all!.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

const DAY_MS = 86_400_000;
const MOST_MS = 8.64e15;

function dateText(ms: number): string {
  if (Math.abs(ms) > MOST_MS) return ms < 0 ? '-infinity' : 'infinity';
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  const monthAndDay = date.toISOString().slice(-20, -14);
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}${monthAndDay}${year > 0 ? '' : ' (BC)'}`;
}

function timestampText(ms: number): string {
  if (Math.abs(ms) > MOST_MS) return dateText(ms);
  const day = Math.floor(ms / DAY_MS) * DAY_MS;
  const micros = Math.round((ms - day) * 1000);
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${dateText(day)} ${new Date(Math.floor(micros / 1000)).toISOString().slice(11, 19)}${fraction && `.${fraction}`}`;
}
