import type { NoteLevel } from './note.ts';
import type { Op, SortKey, TableOp } from './plan.ts';
import type { DType } from './schema.ts';
import type { FileFormat, ReadOptions, SourceColumn } from './source.ts';

/** Where plans run. The local engine and Spark are two of these; nodes know neither. */
export interface Engine {
  readonly name: string;
  /** Why this engine cannot run `op`, or nothing: shown before a run, not after. */
  refuses(op: Op): string | undefined;
  /**
   * Computes `targets`, so that their rows (or model) can be read by key, and counts the rows of `counts`. What is there
   * already under its key is not computed again. A step that fails does not stop the others; the events tell.
   */
  run(request: RunRequest, emit: (event: RunEvent) => void, signal: AbortSignal): Promise<void>;
}

export interface RunRequest {
  readonly targets: readonly Op[];
  readonly counts?: readonly TableOp[];
  /** Tables of `level` and `message`, read once the rest is there; see `note`. */
  readonly findings?: readonly TableOp[];
  /** Never evicted while they stay in this list. */
  readonly keep?: readonly Op[];
  /** Somebody looks at something: it need not wait for the end of a run that is under way. */
  readonly look?: boolean;
}

/** What happens to an op, by content key. */
export type RunEvent =
  | { readonly kind: 'queued'; readonly key: string }
  | {
      readonly kind: 'running';
      readonly key: string;
      /** 0 to 1, where it is known. */ readonly share?: number | undefined;
      readonly what?: string | undefined;
    }
  | {
      readonly kind: 'done';
      readonly key: string;
      /** Absent while a fused step has not been counted. */ readonly rows?: number | undefined;
      readonly ms: number;
      readonly cached: boolean;
      /** Computed inside the step with this key. */ readonly within?: string | undefined;
      /** Only its rows were counted, which took `ms`. */ readonly counted?: boolean | undefined;
    }
  | { readonly kind: 'failed'; readonly key: string; readonly message: string; readonly fix?: string | undefined }
  /** Stopped, or behind a step that failed. */
  | { readonly kind: 'skipped'; readonly key: string; readonly why: string }
  /** A row of one of the findings. */
  | { readonly kind: 'finding'; readonly key: string; readonly level: NoteLevel; readonly message: string }
  | { readonly kind: 'log'; readonly text: string };

export type Cell = null | boolean | number | string;

export interface Page {
  readonly columns: readonly { readonly name: string; readonly type: DType; readonly values: readonly Cell[] }[];
  readonly from: number;
  /** Rows of the whole table. */
  readonly rows: number;
}

export interface PageRequest {
  readonly from: number;
  readonly count: number;
  readonly order?: readonly SortKey[] | undefined;
  /** Only these, in this order. */
  readonly columns?: readonly string[] | undefined;
}

/** What a look at a file found: the guesses, written down, and what a person should know about them. */
export interface Inspection {
  readonly format: FileFormat;
  readonly options: ReadOptions;
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
  readonly rejects: number;
  readonly warnings: readonly InspectionWarning[];
  /** Sheets of a workbook, visible ones first. */
  readonly sheets?: readonly string[] | undefined;
}
export interface InspectionWarning {
  readonly about: string;
  readonly message: string;
  readonly column?: string | undefined;
  readonly line?: number | undefined;
}
