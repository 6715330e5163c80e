import { readFile } from 'node:fs/promises';
import { Field, Float64, makeData, RecordBatch, Schema, Struct, Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKind, ipcToParquet, loadParquet, parquetToIpc } from '../../../workers/readers/arrow.ts';

const schema = new Schema([new Field('spend', new Float64(), true)]);
const spend = makeData({ type: new Float64(), length: 3, data: new Float64Array([1.5, 0, -2]), nullCount: 0 });
const table = new Table(schema, [new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 3, children: [spend] }))]);
const file = tableToIPC(table, 'file');
const stream = tableToIPC(table, 'stream');
const kindOf = (bytes: Uint8Array | string): Promise<string> => fileKind(new Blob([typeof bytes === 'string' ? bytes : bytes.slice()]));

beforeAll(async () => {
  await loadParquet(await readFile(new URL('../../../node_modules/parquet-wasm/esm/parquet_wasm_bg.wasm', import.meta.url)));
});

test('a table goes to Parquet and back, from an Arrow file and from a stream', () => {
  for (const bytes of [file, stream]) {
    const back = tableFromIPC(parquetToIpc(ipcToParquet(bytes)));
    expect(Array.from(back.getChild('spend') ?? [])).toEqual([1.5, 0, -2]);
  }
});

describe('the kind of a file', () => {
  test('is known by its first and last bytes', async () => {
    expect(await kindOf(file)).toBe('arrow-file');
    expect(await kindOf(stream)).toBe('arrow-stream');
    expect(await kindOf(ipcToParquet(stream))).toBe('parquet');
  });

  test('is refused in words where the file is cut short or something else', async () => {
    await expect(kindOf(ipcToParquet(stream).subarray(0, -20))).rejects.toThrow(/Parquet file is cut short: its footer is missing/);
    await expect(kindOf(file.subarray(0, -20))).rejects.toThrow(/Arrow file is cut short/);
    await expect(kindOf('BADMAG\0\0\xff\xff\xff\xff')).rejects.toThrow(/neither a Parquet nor an Arrow file/);
    await expect(kindOf('')).rejects.toThrow(/neither/);
  });
});

test('damaged bytes between sound ends are a mistake in words', () => {
  const broken = ipcToParquet(stream).slice().fill(0, 4, -8);
  expect(() => parquetToIpc(broken)).toThrow(/The Parquet file cannot be read/);
  expect(() => ipcToParquet(new Uint8Array([1, 2, 3, 4]))).toThrow(/The Arrow file cannot be read/);
});
