import type { StoreApi } from 'zustand/vanilla';
import type { Inspection } from '../core/engine.ts';
import { changeText, relinked, type FileFormat, type FileSource, type ReadOptions, type SourceColumn } from '../core/source.ts';
import type { Workflow } from '../core/workflow.ts';
import type { LocalEngine } from '../engines/local/local.ts';
import type { AttachedFiles } from './attached-files.ts';
import type { LogLine, State } from './store.ts';

interface Attaching {
  readonly options?: ReadOptions | undefined;
  readonly also?: ((workflow: Workflow) => Workflow) | undefined;
  /** An edit with the same one that follows belongs to the same undo step. */
  readonly burst?: string | undefined;
}

interface Document {
  readonly store: Pick<StoreApi<State>, 'getState' | 'setState'>;
  readonly engine: LocalEngine;
  readonly files: AttachedFiles;
  edit(label: string, change: (workflow: Workflow) => Workflow, burst?: string): void;
  /** Compiles the workflow again, with these stamps of its files. */
  restamp(stamps: ReadonlyMap<string, string>): void;
  log(level: LogLine['level'], text: string): void;
}

/** The part of an editor that puts files behind the sources of its workflow. */
export function fileSources({ store: { getState, setState }, engine, files, edit, restamp, log }: Document) {
  const stampsWith = (name: string, stamp: string): ReadonlyMap<string, string> => new Map(getState().stamps).set(name, stamp);
  const isHere = (name: string): void => setState({ missing: getState().missing.filter((s) => s !== name) });

  /** Tries a file: what could not be read is taken away from the name again. */
  async function tried(file: File, format: FileFormat, name: string, options: ReadOptions) {
    try {
      const { fingerprint, stamp } = await files.put(name, file);
      return { fingerprint, stamp, found: await engine.inspect(name, format, options) };
    } catch (error) {
      await files.settle().catch(() => undefined);
      throw error;
    }
  }

  async function take(file: File, format: FileFormat, name: string, how: Attaching): Promise<Inspection> {
    const { options = {}, also = (w: Workflow) => w, burst } = how;
    const { id } = getState();
    const { fingerprint, stamp, found } = await tried(file, format, name, options);
    if (getState().id !== id) {
      await files.settle();
      return found;
    }
    files.keep(name, file);
    isHere(name);
    const { workflow: before } = getState();
    const known = before.sources.find((s) => s.name === name) ?? newSource(name, file, format, options);
    const { source, changes } = relinked({ ...known, path: file.name, format }, found, fingerprint);
    const stamps = stampsWith(name, stamp);
    setState({ stamps });
    edit(`Read ${file.name}`, (w) => also(withSource(w, source)), burst);
    if (getState().workflow === before) restamp(stamps);
    for (const { message } of found.warnings) log('warn', `${file.name}: ${message}`);
    for (const change of changes) log('warn', `${file.name}: ${changeText(change)}`);
    return found;
  }

  return {
    /**
     * Puts a file behind a source, looks at it, and writes down what was found. A new source gets a free name; what
     * `also` changes belongs to the same undo step.
     */
    attach(file: File, format: FileFormat, name: string, how: Attaching = {}): Promise<Inspection> {
      const taking = take(file, format, name, how);
      files.waitFor(taking);
      return taking;
    },
    /** Looks at an attached file again, read in another way; `types` are the columns that a person has decided on. */
    async reread(name: string, options: ReadOptions, types: readonly SourceColumn[]): Promise<Inspection> {
      const { id, workflow: w } = getState();
      const { format } = w.sources.find((s) => s.name === name)!;
      const found = await engine.inspect(name, format, options, types);
      if (getState().id === id) {
        edit(`Read ${name} anew`, (now) => ({
          ...now,
          sources: now.sources.map((s) => (s.name === name ? { ...s, options: found.options, columns: found.columns } : s)),
        }));
      }
      return found;
    },
    /** Puts a file that was there before behind its source again, without changing the document. */
    reattach(file: File | Blob, name: string): Promise<void> {
      const { id } = getState();
      files.keep(name, file);
      const attached = files.put(name, file).then(({ stamp }) => {
        if (getState().id !== id) return;
        isHere(name);
        restamp(stampsWith(name, stamp));
      });
      files.waitFor(attached);
      return attached;
    },
    /** Says which sources wait for somebody to choose their files. */
    miss: (missing: readonly string[]): void => setState({ missing }),
  };
}

const newSource = (name: string, file: File, format: FileFormat, options: ReadOptions): FileSource => ({
  kind: 'file',
  name,
  path: file.name,
  format,
  options,
  columns: [],
});

const withSource = (w: Workflow, source: FileSource): Workflow => ({
  ...w,
  sources: w.sources.some((s) => s.name === source.name)
    ? w.sources.map((s) => (s.name === source.name ? source : s))
    : [...w.sources, source],
});
