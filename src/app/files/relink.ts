import { nodeTypes } from '../../../nodes/index.ts';
import { usesOf } from '../../core/column-uses.ts';
import type { Inspection } from '../../core/engine.ts';
import { columnChanges, type ColumnChange, type FileFormat, type FileSource } from '../../core/source.ts';
import type { Workflow } from '../../core/workflow.ts';
import type { LocalEngine } from '../../engines/local/local.ts';
import { fileReaders } from '../first/readers.ts';
import { labelOf } from '../node-state.ts';
import { takenAs } from './formats.ts';

/** A file that was looked at, for a source that could read it. */
export interface Candidate {
  readonly file: File;
  readonly format: FileFormat;
  readonly found: Inspection;
  readonly fingerprint: string;
}

/** The name under which a file is looked at before it is anybody's: no file that is dropped can give it to a source. */
const LOOKED_AT = '\u0000looked at';

/**
 * Looks at a file without taking it. It is read as the source says; where hardly any column is found that way, as the file
 * itself suggests.
 */
export async function lookAt(engine: Pick<LocalEngine, 'attach' | 'inspect'>, file: File, source?: FileSource): Promise<Candidate> {
  const taken = takenAs(file.name);
  if (taken.kind !== 'data') throw new Error(`${file.name} is no file with data.\nChoose a CSV, Excel, Parquet or Arrow file.`);
  const { format } = taken;
  const { fingerprint } = await engine.attach(LOOKED_AT, file);
  const guessed = await engine.inspect(LOOKED_AT, format, {});
  if (!source || source.format !== format) return { file, format, found: guessed, fingerprint };
  const told = await engine.inspect(LOOKED_AT, format, source.options).catch(() => guessed);
  const found = missingIn(source, told) <= missingIn(source, guessed) ? told : guessed;
  return { file, format, found, fingerprint };
}

/** Looks at files one after the other: they share a name while they are looked at. */
export async function lookAtAll(
  engine: Pick<LocalEngine, 'attach' | 'inspect'>,
  files: readonly File[],
  sourceOf: (file: File) => FileSource | undefined,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const file of files) candidates.push(await lookAt(engine, file, sourceOf(file)));
  return candidates;
}

const missingIn = ({ columns }: FileSource, found: Inspection): number =>
  columnChanges(columns, found.columns).filter((change) => change.kind === 'missing').length;

/** Whether a file is called as that of a source was. */
export const isCalledAs = ({ path }: FileSource, { name }: Pick<File, 'name'>): boolean =>
  path.slice(path.lastIndexOf('/') + 1).toLowerCase() === name.toLowerCase();

/** The share of a source's columns that a file must have to be taken for it by its columns alone. */
const ENOUGH = 0.5;

/** Which file is for which source: by its name, and what is left by the columns that they share. */
export function matched(sources: readonly FileSource[], candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> {
  const found = new Map<string, Candidate>();
  const left = new Set(candidates);
  const take = (source: FileSource, candidate: Candidate): void => {
    found.set(source.name, candidate);
    left.delete(candidate);
  };
  for (const source of sources) {
    const same = [...left].find((c) => isCalledAs(source, c.file) && c.format === source.format);
    if (same) take(source, same);
  }
  const pairs = sources
    .filter((s) => !found.has(s.name))
    .flatMap((source) => [...left].map((candidate) => ({ source, candidate, share: sharedColumns(source, candidate) })))
    .filter(({ share }) => share >= ENOUGH)
    .toSorted((a, b) => b.share - a.share);
  for (const { source, candidate } of pairs) if (!found.has(source.name) && left.has(candidate)) take(source, candidate);
  return found;
}

function sharedColumns({ columns, format }: FileSource, candidate: Candidate): number {
  if (format !== candidate.format || !columns.length) return 0;
  const there = new Set(candidate.found.columns.map((c) => c.name));
  return columns.filter((c) => there.has(c.name)).length / columns.length;
}

/** What is different about a file, before it is taken. */
interface Comparison {
  readonly changes: readonly ColumnChange[];
  /** Whether these are the bytes that were there before; undefined where nobody knows. */
  readonly same: boolean | undefined;
  /** Nodes that read a column that is gone, by its name. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

export function compared(workflow: Workflow, source: FileSource, { found, fingerprint }: Candidate): Comparison {
  const changes = columnChanges(source.columns, found.columns);
  const gone = changes.flatMap((change) => (change.kind === 'missing' ? [change.name] : []));
  return {
    changes,
    same: source.fingerprint === undefined ? undefined : source.fingerprint === fingerprint,
    users: usersOf(workflow, source, gone),
  };
}

/** What the nodes are called that come after a source and name columns, by column. */
function usersOf(workflow: Workflow, source: FileSource, columns: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map(columns.map((column): [string, string[]] => [column, []]));
  const behind = nodesBehind(workflow, source);
  for (const node of workflow.nodes) {
    const type = nodeTypes.get(node.type);
    if (!type || !behind.has(node.id)) continue;
    for (const column of new Set(usesOf(type.params, node.params).map((use) => use.column))) users.get(column)?.push(labelOf(node));
  }
  return users;
}

function nodesBehind(workflow: Workflow, source: FileSource): ReadonlySet<string> {
  const behind = new Set<string>();
  const queue = fileReaders({ workflow }).flatMap((reader) => (reader.source === source.name ? [reader.node] : []));
  for (const at of queue)
    for (const { from, to } of workflow.edges)
      if (from[0] === at && !behind.has(to[0])) {
        behind.add(to[0]);
        queue.push(to[0]);
      }
  return behind;
}
