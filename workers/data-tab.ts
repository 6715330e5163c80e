import { BROWSER_RUNTIME, createDuckDB, DuckDBDataProtocol, getPlatformFeatures, VoidLogger, type DuckDBBindings, type DuckDBRuntime } from '@duckdb/duckdb-wasm/blocking';
import duckdbWasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expose, proxy, transfer } from 'comlink';
import parquetWasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm/esm';
import { cellsOf, doublesOf, ipcOf } from './arrow-columns.ts';
import { connectionOf, type Connection } from './connection-tab.ts';
import type { DataHost, OpenFile } from './host.ts';
import { sqlText } from './literal.ts';
import { columnarKind, loadParquet, parquetToIpc, streamIn } from './readers/arrow.ts';
import { workbook } from './readers/excel-write.ts';
import { excelCsv } from './readers/excel.ts';
import { fingerprintOf } from './readers/fingerprint.ts';
import { plainCsv } from './readers/plain.ts';
import { sampleData } from './sample-data.ts';
import type { FileSource } from '../src/core/source.ts';

declare module '@duckdb/duckdb-wasm/blocking' {
  /** In the build for browsers, whose types the package does not name. */
  const BROWSER_RUNTIME: DuckDBRuntime;
}

/** The entry of the worker that holds the tables of a tab. */
async function start() {
  return proxy(tabHost(await openDatabase()));
}
export type StartTab = typeof start;

expose(start);

/** @throws where the browser is too old, or DuckDB's WebAssembly file cannot be loaded */
async function openDatabase(): Promise<DuckDBBindings> {
  const { wasmExceptions } = await getPlatformFeatures();
  if (!wasmExceptions) throw new Error('This browser is too old to run DuckDB.\nUse a current Chrome, Edge, Firefox or Safari.');
  const bundle = { mainModule: duckdbWasm, mainWorker: '' };
  const database = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await Promise.race([database.instantiate(() => undefined), unhandledRejection()]);
  database.open({ path: ':memory:', query: { queryPollingInterval: SLICE_MS } });
  return database;
}

/** DuckDB's loader throws a failed download away. */
const unhandledRejection = (): Promise<never> =>
  new Promise((_, reject) => addEventListener('unhandledrejection', ({ reason }) => reject(reason), { once: true }));

const SLICE_MS = 50;

interface Attached { readonly file: File; readonly stamp: string }

function tabHost(database: DuckDBBindings): DataHost {
  const main = connectionOf(database);
  const second = connectionOf(database);
  const files = new Map<string, Attached>();
  const opened = new Map<string, Promise<OpenFile>>();
  let made = 0;

  database.registerFileHandle
}
