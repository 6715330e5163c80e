import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBTimestampValue,
  TIMESTAMP,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBDoubleVector,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell, Cells, DataHost, MadeColumn, OpenFile } from './host.ts';
import { sqlText } from './literal.ts';
import { fileKind, ipcToParquet, loadParquet } from './readers/arrow.ts';
import { workbook } from './readers/excel-write.ts';
import { excelCsv } from './readers/excel.ts';
import { fingerprintOf } from './readers/fingerprint.ts';
import { look } from './readers/look.ts';
import { plainCsv } from './readers/plain.ts';
import { sampleData } from './sample-data.ts';
import type { FileSource, SampleSource } from '../src/core/source.ts';

/** A path of one file, whatever signs are in its name: to DuckDB some of them stand for any. */
const literalPath = (path: string): string => path.replace(/[*?[]/g, '[$&]');

interface Attached {
  readonly blob: Blob;
  readonly path: string | undefined;
  readonly stamp: string;
}

/**
 * Tables in native DuckDB, in a database file of its own that is removed at the end, so that they may be larger than
 * memory.
 * @param options.memory such as `4GB`; without it DuckDB takes 80 % of the machine's
 */
export async function nodeHost(
  options: { readonly memory?: string | undefined; readonly threads?: number | undefined } = {},
): Promise<DataHost> {
  const folder = await mkdtemp(join(tmpdir(), 'clade-'));
  const threads = options.threads ?? availableParallelism();
  const instance = await DuckDBInstance.create(join(folder, 'tables.duckdb'), {
    threads: String(threads),
    temp_directory: join(folder, 'spill'),
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    ...(options.memory && { memory_limit: options.memory }),
  });
  const connection = await instance.connect();
  const second = await instance.connect();
  const files = new Map<string, Attached>();
  const opened = new Map<string, Promise<OpenFile>>();
  let made = 0;
  const temporary = (ending: string): string => join(folder, `file-${++made}.${ending}`);

  function attachedFile(name: string): Attached {
    const file = files.get(name);
    if (!file) throw new Error(`No file is there for "${name}".\nChoose it again.`);
    return file;
  }

  async function open(source: Pick<FileSource, 'name' | 'format' | 'options'>): Promise<OpenFile> {
    const file = attachedFile(source.name);
    const key = JSON.stringify([source.name, file.stamp, source.format, source.options]);
    const found = opened.get(key) ?? openFile(file, source);
    opened.set(key, found);
    found.catch(() => opened.delete(key));
    return found;
  }

  async function openFile({ blob, path }: Attached, { format, options: read }: Pick<FileSource, 'format' | 'options'>): Promise<OpenFile> {
    if (format === 'parquet') {
      const kind = await fileKind(blob);
      if (kind === 'parquet' && path) return { kind: 'parquet', path: literalPath(path), remarks: [] };
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const target = temporary('parquet');
      if (kind !== 'parquet')
        await loadParquet(await readFile(createRequire(import.meta.url).resolve('parquet-wasm/esm/parquet_wasm_bg.wasm')));
      await writeFile(target, kind === 'parquet' ? bytes : ipcToParquet(bytes));
      return { kind: 'parquet', path: target, remarks: [] };
    }
    const { csv, warnings } = format === 'excel' ? await excelCsv(blob, read) : { csv: blob, warnings: [] };
    const stream = format === 'excel' ? csv.stream() : await plainCsv(blob, read);
    if (!stream && path) return { kind: 'csv', path: literalPath(path), remarks: [] };
    const target = temporary('csv');
    await pipeline(Readable.fromWeb((stream ?? blob.stream()) as WebStream), createWriteStream(target));
    return { kind: 'csv', path: target, remarks: warnings.map((w) => w.message) };
  }

  async function cellsOf(on: DuckDBConnection, sql: string): Promise<Cells> {
    const reader = await on.runAndReadAll(sql);
    const columns = reader.getColumns();
    return { names: reader.columnNames(), columns: reader.columnNames().map((_, i) => (columns[i] ?? []).map(cellOf)) };
  }

  return {
    async about() {
      const { columns } = await cellsOf(connection, 'SELECT version()');
      return { name: 'DuckDB', version: String(columns[0]![0]), threads };
    },
    async attach(name, blob, path) {
      const fingerprint = await fingerprintOf(blob);
      const changed = path ? (await stat(path)).mtimeMs : 0;
      const stamp = `${fingerprint}-${changed}`;
      files.set(name, { blob, path, stamp });
      return { fingerprint, stamp };
    },
    attached: () => Promise.resolve([...files.keys()]),
    sniff: async (name, format, given) => look(attachedFile(name).blob, format, given),
    open,
    async run(statements, onProgress) {
      const timer = onProgress && setInterval(() => onProgress(connection.progress.percentage / 100), 100);
      try {
        for (const sql of statements) await connection.run(sql);
      } finally {
        clearInterval(timer);
      }
    },
    cells: (sql) => cellsOf(connection, sql),
    peek: (sql) => cellsOf(second, sql),
    async take(sql) {
      const result = await connection.stream(sql);
      const chunks: DuckDBDataChunk[] = [];
      let rows = 0;
      for (;;) {
        const chunk = await result.fetchChunk();
        if (!chunk?.rowCount) break;
        chunks.push(chunk);
        rows += chunk.rowCount;
      }
      const columns = Array.from({ length: result.columnCount }, () => new Float64Array(rows));
      let at = 0;
      for (const chunk of chunks) {
        columns.forEach((column, i) => copyDoubles(chunk, i, column, at));
        at += chunk.rowCount;
      }
      return { rows, columns };
    },
    put: (table, columns, rows) => append(connection, table, columns, rows),
    async sample(table: string, source: SampleSource) {
      const { rows, columns } = sampleData(source.table, source.customers, source.seed);
      await append(connection, table, columns, rows);
      return rows;
    },
    async write(sql, format, columns, path) {
      const target = path ?? temporary(format);
      const part = `${target}.part`;
      if (format === 'excel') await writeFile(part, await workbook((await cellsOf(connection, sql)).columns, columns));
      else
        await connection.run(
          `COPY (${sql}) TO ${sqlText(part)} (${format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT parquet, COMPRESSION zstd'})`,
        );
      const { columns: counted } = await cellsOf(connection, `SELECT count(*) FROM (${sql})`);
      const hash = createHash('sha256');
      await pipeline(createReadStream(part), hash);
      const { size } = await stat(part);
      await rename(part, target);
      return { size, sha256: hash.digest('hex'), rows: Number(counted[0]![0]) };
    },
    stop() {
      connection.interrupt();
      return Promise.resolve();
    },
    async close() {
      connection.closeSync();
      second.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whole numbers beyond 2^53 stay text; dates and the rest take DuckDB's own spelling. */
function cellOf(value: DuckDBValue): Cell {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : value.toString();
    case 'undefined':
      return null;
    default:
      return value;
  }
}

function copyDoubles(chunk: DuckDBDataChunk, index: number, into: Float64Array, at: number): void {
  const vector = chunk.getColumnVector(index) as DuckDBDoubleVector;
  const { rowCount } = chunk;
  for (let i = 0; i < rowCount; i++) into[at + i] = vector.getItem(i) ?? Number.NaN;
}

const TYPES: Record<MadeColumn['type'], DuckDBType> = {
  bool: BOOLEAN,
  int: BIGINT,
  double: DOUBLE,
  string: VARCHAR,
  date: DATE,
  timestamp: TIMESTAMP,
};
const CHUNK = 2048;

async function append(connection: DuckDBConnection, table: string, columns: readonly MadeColumn[], rows: number): Promise<void> {
  const appender = await connection.createAppender(table);
  const types = columns.map((c) => TYPES[c.type]);
  for (let from = 0; from < rows; from += CHUNK) {
    const count = Math.min(CHUNK, rows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach((c, i) => {
      const vector = chunk.getColumnVector(i);
      for (let r = 0; r < count; r++) vector.setItem(r, valueAt(c, from + r));
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function valueAt(column: MadeColumn, row: number): DuckDBValue {
  const value = column.values[row]!;
  if (column.type === 'string') return value < 0 ? null : column.levels[value]!;
  if (Number.isNaN(value)) return null;
  switch (column.type) {
    case 'int':
      return BigInt(value);
    case 'bool':
      return value !== 0;
    case 'date':
      return new DuckDBDateValue(value);
    case 'timestamp':
      return new DuckDBTimestampValue(BigInt(value) * 1000n);
    default:
      return value;
  }
}
