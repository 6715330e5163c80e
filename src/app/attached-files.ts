import type { LocalEngine } from '../engines/local/local.ts';

/** Files by the name of their source. */
export type Files = ReadonlyMap<string, Blob>;

/**
 * Which file is behind which source. The engine knows one file by a name, and two open workflows may call different files
 * the same: the one on show puts its own behind the names again when it comes back.
 */
export function attachedFiles(engine: Pick<LocalEngine, 'attach'>) {
  const behind = new Map<string, Blob>();
  let mine = new Map<string, Blob>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<unknown> | undefined;

  /** One after the other, so that the file that was put last is the one that stays. */
  function put(name: string, file: Blob): ReturnType<LocalEngine['attach']> {
    behind.set(name, file);
    const putting = last.then(() => engine.attach(name, file));
    last = putting.catch(() => {
      if (behind.get(name) === file) behind.delete(name);
    });
    return putting;
  }

  /** Puts back what others have put files of their own in front of. */
  const settle = (): Promise<unknown> =>
    Promise.all([...mine].flatMap(([name, file]) => (behind.get(name) === file ? [] : [put(name, file)])));

  async function ready(): Promise<void> {
    if (!waiting) return;
    await waiting;
    await ready();
  }

  return {
    put,
    settle,
    /** The workflow on show reads this file from now on. */
    keep: (name: string, file: Blob): void => void mine.set(name, file),
    now: (): Files => mine,
    /** Another workflow is on show, with the files that it had. */
    change(files: Files = new Map()): Promise<unknown> {
      mine = new Map(files);
      return settle();
    },
    /** Work after which other files are behind the names: what reads files waits for it, however it ends. */
    waitFor(work: Promise<unknown>): void {
      const all = Promise.allSettled([waiting, work]).then(() => {
        if (waiting === all) waiting = undefined;
      });
      waiting = all;
    },
    /** Until the files of the workflow on show can be read. */
    ready,
  };
}

export type AttachedFiles = ReturnType<typeof attachedFiles>;
