import type { AlgorithmName, AnalysisName, AnalysisSpec, ApplySpec, FitSpec } from '../src/core/algorithms.ts';
import type { DType } from '../src/core/schema.ts';
import type { FileFormat, FileSource, ReadOptions, SampleSource } from '../src/core/source.ts';
import type { Frame, MadeColumn, Model } from './kernels/kernel.ts';
import type { Sniffed } from './readers/sniff.ts';

export type { Frame, FrameColumn, MadeColumn, Model } from './kernels/kernel.ts';

/** A value as a view shows it. Whole numbers beyond 2^53 come as text. */
export type Cell = null | boolean | number | string;

/** A small result, column by column. */
export interface Cells {
  readonly names: readonly string[];
  readonly columns: readonly (readonly Cell[])[];
}

/** A file made readable for SQL: text as CSV in UTF-8, Parquet, or a table that the reader filled. */
export interface OpenFile {
  readonly kind: 'csv' | 'parquet' | 'table';
  /** What SQL calls it. */
  readonly path: string;
  /** Things that were mended on the way ("decoded from windows-1252"). */
  readonly remarks: readonly string[];
}

/** How far a statement is, from 0 to 1; -1 where that is not known. */
export type OnProgress = (share: number) => void;

/**
 * What the local engine asks of the place where tables live: DuckDB in a worker of the tab, or native DuckDB in Node.
 * SQL comes printed; a host only executes it. One call at a time changes tables; `peek` may come in between.
 */
export interface DataHost {
  about(): Promise<{ readonly name: string; readonly version: string; readonly threads: number }>;
  /** Says which bytes are behind a source's name, and gives their stamp: fingerprint and time of change. */
  attach(name: string, file: Blob, path?: string): Promise<{ readonly fingerprint: string; readonly stamp: string }>;
  attached(): Promise<readonly string[]>;
  /** What the beginning of an attached file shows. */
  sniff(name: string, format: FileFormat, given: ReadOptions): Promise<Sniffed>;
  open(source: Pick<FileSource, 'name' | 'format' | 'options'>): Promise<OpenFile>;
  /** Executes statements, in order. */
  run(statements: readonly string[], onProgress?: OnProgress): Promise<void>;
  /** A small result. */
  cells(sql: string): Promise<Cells>;
  /** The same through a second connection, while `run` is busy. */
  peek(sql: string): Promise<Cells>;
  /** Columns for a kernel: the SQL gives doubles only, and missing comes as NaN. */
  take(sql: string, onProgress?: OnProgress): Promise<{ readonly rows: number; readonly columns: readonly Float64Array[] }>;
  /** Adds what a kernel made to a table that is there; its name comes unquoted. */
  put(table: string, columns: readonly MadeColumn[], rows: number): Promise<void>;
  /** The same with generated rows; gives their number. */
  sample(table: string, source: SampleSource): Promise<number>;
  /** Rows as a file's bytes; in Node written to `path`, under a temporary name until it is whole. */
  write(
    sql: string,
    format: 'csv' | 'parquet' | 'excel',
    columns: readonly { readonly name: string; readonly type: DType }[],
    path?: string,
  ): Promise<{ readonly bytes?: Uint8Array; readonly size: number; readonly sha256: string; readonly rows: number }>;
  /** Ends the statement that is running, as soon as the engine lets go. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export type ComputeTask =
  | { readonly kind: 'fit'; readonly algorithm: AlgorithmName; readonly spec: FitSpec; readonly frame: Frame }
  | { readonly kind: 'apply'; readonly algorithm: AlgorithmName; readonly spec: ApplySpec; readonly model: Model; readonly frame: Frame }
  | { readonly kind: 'analyse'; readonly analysis: AnalysisName; readonly spec: AnalysisSpec; readonly inputs: readonly (Frame | Model)[] };

export type ComputeResult = { readonly model: Model } | { readonly columns: readonly MadeColumn[]; readonly rows: number };

/** Workers that run kernels. A stop ends the worker at once and starts another: kernels keep nothing. */
export interface ComputePool {
  readonly size: number;
  compute(task: ComputeTask, onProgress: (share: number, what?: string) => void, signal: AbortSignal): Promise<ComputeResult>;
  close(): Promise<void>;
}
