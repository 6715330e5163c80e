import {
  BROWSER_RUNTIME,
  createDuckDB,
  DuckDBDataProtocol,
  getPlatformFeatures,
  VoidLogger,
  type DuckDBBindings,
  type DuckDBRuntime,
} from '@duckdb/duckdb-wasm/blocking';
import duckdbWasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expose, proxy, transfer } from 'comlink';
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm/esm';
import parquetWasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { cellsOf, changedRows, doublesOf, ipcOf, rowsOf, wholeStream } from './arrow-columns.ts';
import { connectionOf, SLICE_MS, type Turn } from './connection-tab.ts';
import type { DataHost, OnProgress, OpenFile } from './host.ts';
import type { MadeColumn } from './kernels/kernel.ts';
import { sqlText } from './literal.ts';
import { outFile } from './out-file-tab.ts';
import { fileKind, loadParquet, parquetToIpc, streamIn } from './readers/arrow.ts';
import { workbook } from './readers/excel-write.ts';
import { excelCsv } from './readers/excel.ts';
import { fingerprintOf } from './readers/fingerprint.ts';
import { look } from './readers/look.ts';
import { plainCsv } from './readers/plain.ts';
import { sampleData } from './sample-data.ts';
import type { FileSource, ReadOptions } from '../src/core/source.ts';

declare module '@duckdb/duckdb-wasm/blocking' {
  /** In the build for browsers; the types of the package name only the one for Node. */
  export const BROWSER_RUNTIME: DuckDBRuntime;
}

/** The entry of the worker that holds a tab's tables. */
const start = async () => proxy(await tabHost(await openDatabase()));
export type StartTab = typeof start;

expose(start);

/** @throws where the browser is too old, or DuckDB's WebAssembly file cannot be fetched */
async function openDatabase(): Promise<DuckDBBindings> {
  const { wasmExceptions } = await getPlatformFeatures();
  if (!wasmExceptions) throw new Error('This browser is too old to run DuckDB.\nUse a current Chrome, Edge, Firefox or Safari.');
  const bundle = { mainModule: duckdbWasm, mainWorker: '' };
  const database = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await Promise.race([database.instantiate(), unhandledRejection()]);
  database.open({ path: ':memory:', query: { queryPollingInterval: SLICE_MS } });
  return database;
}

/** DuckDB's loader does not pass the failure of a download on. */
const unhandledRejection = (): Promise<never> =>
  new Promise((_, reject) => addEventListener('unhandledrejection', ({ reason }) => reject(reason), { once: true }));

/** Passes a stream on, with a breath at each of its chunks. */
const breathing = ({ breathe }: Turn): TransformStream<Uint8Array, Uint8Array> =>
  new TransformStream({
    async transform(chunk, controller) {
      await breathe();
      controller.enqueue(chunk);
    },
  });

interface Attached {
  readonly file: Blob;
  readonly stamp: string;
}

type Opening = Pick<FileSource, 'name' | 'format' | 'options'>;
type WriteFormat = Parameters<DataHost['write']>[1];
type Named = Parameters<DataHost['write']>[2];

interface Written {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

async function tabHost(database: DuckDBBindings): Promise<DataHost> {
  const main = connectionOf(database);
  const second = connectionOf(database);
  const files = new Map<string, Attached>();
  const opened = new Map<string, OpenFile>();
  const sizes = new Map<string, number>();
  let made = 0;
  let progress: OnProgress | undefined;
  let reading = 0;
  await main.job(({ query }) => query('SET autoload_known_extensions = false'));

  /** DuckDB's own progress bar compiles code, which the page's policy forbids; how much of a file is read tells enough. */
  const readFile = BROWSER_RUNTIME.readFile.bind(BROWSER_RUNTIME);
  BROWSER_RUNTIME.readFile = (module, file, buffer, bytes, location) => {
    progress?.(Math.min((location + bytes) / reading, 1));
    return readFile(module, file, buffer, bytes, location);
  };

  function attached(name: string): Attached {
    const found = files.get(name);
    if (!found) throw new Error(`No file is there for "${name}".\nChoose it again.`);
    return found;
  }

  const watched = <T>(onProgress: OnProgress | undefined, work: (turn: Turn) => Promise<T>): Promise<T> =>
    main.job(async (turn) => {
      progress = onProgress;
      try {
        return await work(turn);
      } finally {
        progress = undefined;
      }
    });

  async function openFile({ name, format, options }: Opening, turn: Turn): Promise<OpenFile> {
    const { file, stamp } = attached(name);
    const key = JSON.stringify([name, stamp, format, options]);
    const found = opened.get(key) ?? (format === 'parquet' ? await openColumnar(file, turn) : await openText(file, format, options, turn));
    opened.set(key, found);
    reading = sizes.get(found.path) ?? 0;
    return found;
  }

  /** This build of DuckDB reads no Parquet, so the rows become a table; only the last such table is kept. */
  async function openColumnar(file: Blob, { id, query, breathe }: Turn): Promise<OpenFile> {
    const kind = await fileKind(file);
    if (kind === 'parquet') await loadParquet(parquetWasm);
    for (const [key, { kind: other, path }] of opened) {
      if (other !== 'table') continue;
      await query(`DROP TABLE ${path}`);
      opened.delete(key);
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const stream = kind === 'parquet' ? parquetToIpc(bytes) : streamIn(bytes);
    await breathe();
    const path = `file_${++made}`;
    database.insertArrowFromIPCStream(id, stream, { name: path, create: true });
    return { kind: 'table', path, remarks: [] };
  }

  async function openText(file: Blob, format: 'csv' | 'excel', options: ReadOptions, turn: Turn): Promise<OpenFile> {
    const { csv, warnings } = format === 'excel' ? await excelCsv(file, options) : { csv: file, warnings: [] };
    const plain = format === 'excel' ? undefined : await plainCsv(file, options);
    const text = plain ? await new Response(plain.pipeThrough(breathing(turn))).blob() : csv;
    const path = `file-${++made}.csv`;
    database.registerFileHandle(path, text, DuckDBDataProtocol.BROWSER_FILEREADER, true);
    sizes.set(path, text.size);
    return { kind: 'csv', path, remarks: warnings.map((w) => w.message) };
  }

  const insert = (table: string, columns: readonly MadeColumn[], rows: number): Promise<void> =>
    main.job(async ({ id }) => database.insertArrowFromIPCStream(id, ipcOf(columns, rows), { name: table, create: false }));

  const WRITERS: { readonly [F in WriteFormat]: (sql: string, columns: Named, turn: Turn) => Promise<Written> } = {
    async csv(sql, _columns, { query }) {
      const path = `out-${++made}.csv`;
      const file = outFile();
      database.registerFileHandle(path, file.handle, DuckDBDataProtocol.BROWSER_FSACCESS, true);
      try {
        const rows = changedRows(await query(`COPY (${sql}) TO ${sqlText(path)} (FORMAT csv, HEADER true, USE_TMP_FILE false)`));
        return { bytes: await file.bytes(), rows };
      } finally {
        database.dropFile(path);
      }
    },
    async parquet(sql, _columns, { query }) {
      const messages = await query(sql);
      await loadParquet(parquetWasm);
      const zstd = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).build();
      return { bytes: writeParquet(Table.fromIPCStream(wholeStream(messages)), zstd), rows: rowsOf(messages) };
    },
    async excel(sql, columns, { query }) {
      const messages = await query(sql);
      return { bytes: await workbook(cellsOf(messages).columns, columns), rows: rowsOf(messages) };
    },
  };

  return {
    about: () => Promise.resolve({ name: 'DuckDB', version: database.getVersion(), threads: 1 }),
    async attach(name, file) {
      const fingerprint = await fingerprintOf(file);
      const stamp = `${fingerprint}-${file instanceof File ? file.lastModified : 0}`;
      files.set(name, { file, stamp });
      return { fingerprint, stamp };
    },
    attached: () => Promise.resolve([...files.keys()]),
    sniff: async (name, format, given) => look(attached(name).file, format, given),
    open: (source) => main.job((turn) => openFile(source, turn)),
    run: (statements, onProgress) =>
      watched(onProgress, async ({ query }) => {
        for (const sql of statements) await query(sql);
      }),
    cells: (sql) => main.job(async ({ query }) => cellsOf(await query(sql))),
    peek: (sql) => second.job(async ({ query }) => cellsOf(await query(sql))),
    take: (sql, onProgress) =>
      watched(onProgress, async ({ query }) => {
        const taken = doublesOf(await query(sql));
        const buffers = taken.columns.map((c) => c.buffer);
        return transfer(taken, buffers);
      }),
    put: insert,
    async sample(table, source) {
      const { rows, columns } = sampleData(source.table, source.customers, source.seed);
      await insert(table, columns, rows);
      return rows;
    },
    write: (sql, format, columns) =>
      main.job(async (turn) => {
        const { bytes, rows } = await WRITERS[format](sql, columns, turn);
        return transfer({ bytes, size: bytes.length, sha256: bytesToHex(sha256(bytes)), rows }, [bytes.buffer as ArrayBuffer]);
      }),
    stop: async () => main.stop(),
    close: async () => {
      await Promise.all([main.job(async ({ id }) => database.disconnect(id)), second.job(async ({ id }) => database.disconnect(id))]);
    },
  };
}
