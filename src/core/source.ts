import type { DType, Role, Schema } from './schema.ts';

export type FileFormat = 'csv' | 'excel' | 'parquet';

/**
 * Where rows come from. A file is known by its name in the workflow, its reading options and its columns as last
 * seen; which bytes are behind the name is decided outside, and `stamp` tells one set of bytes from another.
 */
export type Source = FileSource | SampleSource;

export interface FileSource {
  readonly kind: 'file';
  readonly name: string;
  /** Relative to the workflow's folder. */
  readonly path: string;
  readonly format: FileFormat;
  readonly options: ReadOptions;
  readonly columns: readonly SourceColumn[];
  /** Size and a hash of blocks, as last seen; rewritten only by an explicit relink. */
  readonly fingerprint?: string | undefined;
  /** Which bytes are read now: part of content keys, never saved. */
  readonly stamp?: string | undefined;
}

/** Seeded synthetic data, made where it is needed. */
export interface SampleSource {
  readonly kind: 'sample';
  readonly table: 'customers' | 'orders' | 'web' | 'product';
  readonly customers: number;
  readonly seed: number;
}

/** One column of a file, by position. */
export interface SourceColumn {
  readonly name: string;
  readonly type: DType;
  readonly role?: Role | undefined;
  /** How dates are written, where it is not the ISO way. */
  readonly format?: string | undefined;
}

/** How a file is read. What a format does not use is absent. `auto` never occurs here: a guess is written down. */
export interface ReadOptions {
  /** CSV: one or more characters, or `spaces` for runs of blanks. */
  readonly delimiter?: string;
  readonly quote?: string;
  /** CSV: `utf-8`, `windows-1252`, `utf-16le`, … as the Encoding Standard names them. */
  readonly encoding?: string;
  readonly header?: boolean;
  /** CSV and Excel: lines before the header, or before the first row. */
  readonly skip?: number;
  readonly comment?: string;
  /** CSV: `.` or `,`; the other one then separates thousands. */
  readonly decimal?: '.' | ',';
  /** CSV: thousands are separated by the sign that `decimal` is not. */
  readonly thousands?: boolean;
  /** CSV: texts that stand for a missing value, besides the empty cell. */
  readonly nulls?: readonly string[];
  /** Excel: the sheet's name, and a range such as `B3:H200`. */
  readonly sheet?: string;
  readonly range?: string;
}

export const schemaOfColumns = (columns: readonly SourceColumn[]): Schema =>
  columns.map(({ name, type, role }) => ({ name, type, nullable: true, ...(role && { role }) }));

/** Rows that a reader could not place, in file order. */
export const REJECTS: Schema = [
  { name: 'line', type: 'int', nullable: true },
  { name: 'reason', type: 'string', nullable: false },
  { name: 'text', type: 'string', nullable: true },
];

/** How the columns of a file differ from those that a source had. */
export type ColumnChange =
  | { readonly kind: 'missing'; readonly name: string; readonly type: DType }
  | { readonly kind: 'added'; readonly name: string; readonly type: DType }
  | { readonly kind: 'retyped'; readonly name: string; readonly was: DType; readonly type: DType };

export const changeText = (change: ColumnChange): string => {
  switch (change.kind) {
    case 'missing':
      return `The column "${change.name}" is gone.`;
    case 'added':
      return `The column "${change.name}" is new.`;
    case 'retyped':
      return `"${change.name}" was ${change.was} and looks like ${change.type} now.`;
  }
};

/** What is different in the columns found; nothing for a source that had none. A text column takes any values, so it is never retyped. */
export function columnChanges(before: readonly SourceColumn[], found: readonly SourceColumn[]): ColumnChange[] {
  if (!before.length) return [];
  const old = new Map(before.map((c) => [c.name, c]));
  const now = new Set(found.map((c) => c.name));
  return [
    ...before.flatMap(({ name, type }): ColumnChange[] => (now.has(name) ? [] : [{ kind: 'missing', name, type }])),
    ...found.flatMap(({ name, type }): ColumnChange[] => (old.has(name) ? [] : [{ kind: 'added', name, type }])),
    ...found.flatMap(({ name, type }): ColumnChange[] => {
      const was = old.get(name)?.type;
      return was && was !== type && was !== 'string' ? [{ kind: 'retyped', name, was, type }] : [];
    }),
  ];
}

/** A source with what is in the file now, and what changed: columns that were there keep the type and format chosen for them. */
export function relinked(
  source: FileSource,
  found: { readonly columns: readonly SourceColumn[]; readonly options: ReadOptions },
  fingerprint: string,
): { readonly source: FileSource; readonly changes: readonly ColumnChange[] } {
  const before = new Map(source.columns.map((c) => [c.name, c]));
  const columns = found.columns.map((c) => before.get(c.name) ?? c);
  return { source: { ...source, options: found.options, columns, fingerprint }, changes: columnChanges(source.columns, found.columns) };
}
