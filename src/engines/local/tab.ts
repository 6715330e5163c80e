import { proxy, transfer, wrap, type Remote } from 'comlink';
import type { ComputeApi } from '../../../workers/compute-tab.ts';
import type { StartTab } from '../../../workers/data-tab.ts';
import type { ComputeTask, DataHost, Frame, MadeColumn, OnProgress } from '../../../workers/host.ts';
import { localEngine, type LocalEngine } from './local.ts';
import { computePool, Stopped, type PoolWorker } from './pool.ts';

export interface TabOptions {
  /** Bytes of tables kept between runs. */
  readonly budget?: number;
  /** Hears what a person should know about the engine, for the run log. */
  readonly onRemark?: (text: string) => void;
  /** Hears that all tables are lost and will be computed again when they are needed. */
  readonly onRestart?: () => void;
}

/** The local engine in a tab: DuckDB in one Web Worker and kernels in others. */
export function tabEngine({ budget = BUDGET, onRemark = () => undefined, onRestart = () => undefined }: TabOptions = {}): LocalEngine {
  const size = crossOriginIsolated ? Math.min(Math.max(navigator.hardwareConcurrency - 1, 1), MOST_WORKERS) : 1;
  if (!crossOriginIsolated) onRemark('The page is not cross-origin isolated, so learned steps share one worker.');
  const data = restartingHost((why) => {
    engine.forget();
    onRemark(`The data engine was started again: ${why} Tables are computed again when they are needed.`);
    onRestart();
  });
  const engine = localEngine(data, computePool(size, computeWorker), budget);
  return engine;
}

const MOST_WORKERS = 4;

/** DuckDB-WASM can address 4 GB; what a query needs while it runs comes on top of the tables that are kept. */
const BUDGET = 1.5e9;

/** After a stop DuckDB gets this long to let go of its statement. */
const PATIENCE_MS = 2000;

/** One worker with DuckDB, from its start to its end. */
interface Life {
  readonly host: Promise<Remote<DataHost>>;
  /** Rejects when the worker is ended. */
  readonly ended: Promise<never>;
  end(why: string): void;
}

/**
 * A data host in a worker that is replaced when it crashes, or still hangs two seconds after a stop. The next one gets
 * the same files and no tables; what was under way fails.
 */
function restartingHost(onRestart: (why: string) => void): DataHost {
  const files = new Map<string, Blob>();
  const busy = new Set<Promise<unknown>>();
  let life = begin();
  let stops = 0;

  function begin(): Life {
    const worker = new Worker(new URL('../../../workers/data-tab.ts', import.meta.url), { type: 'module', name: 'data' });
    let reject: (error: Error) => void;
    const ended = new Promise<never>((_, no) => (reject = no));
    ended.catch(() => undefined);
    const mine: Life = {
      host: start(worker),
      ended,
      end(why) {
        worker.terminate();
        reject(new Error(why));
      },
    };
    worker.addEventListener('error', ({ message }) => restart(mine, `It crashed (${message || 'no reason given'}).`));
    return mine;
  }

  async function start(worker: Worker): Promise<Remote<DataHost>> {
    const host = (await wrap<StartTab>(worker)()) as unknown as Remote<DataHost>;
    for (const [name, file] of files) await host.attach(name, file);
    return host;
  }

  function restart(which: Life, why: string): void {
    if (which !== life) return;
    life = begin();
    which.end(why);
    onRestart(why);
  }

  /** @param stoppable whether a stop is meant for this question */
  async function ask<T>(question: (host: Remote<DataHost>) => Promise<T>, stoppable = false): Promise<T> {
    const mine = life;
    const before = stops;
    const host = await Promise.race([mine.host, mine.ended]);
    if (stoppable && stops !== before) throw new Stopped();
    const answer = question(host);
    if (stoppable) busy.add(answer);
    try {
      return await Promise.race([answer, mine.ended]);
    } catch (error) {
      if (error instanceof Error && error.name === 'RuntimeError') restart(mine, `It crashed (${error.message}).`);
      throw error;
    } finally {
      busy.delete(answer);
    }
  }
  const work = <T>(question: (host: Remote<DataHost>) => Promise<T>): Promise<T> => ask(question, true);

  return {
    about: () => ask((host) => host.about()),
    async attach(name, file) {
      const found = await ask((host) => host.attach(name, file));
      files.set(name, file);
      return found;
    },
    attached: () => Promise.resolve([...files.keys()]),
    sniff: (name, format, given) => ask((host) => host.sniff(name, format, given)),
    open: (source) => work((host) => host.open(source)),
    run: (statements, onProgress) => work((host) => host.run(statements, heard(onProgress))),
    cells: (sql) => work((host) => host.cells(sql)),
    peek: (sql) => ask((host) => host.peek(sql)),
    take: (sql, onProgress) => work((host) => host.take(sql, heard(onProgress))),
    put: (table, columns, rows) => work((host) => host.put(table, transfer(columns, buffersOf(columns)), rows)),
    sample: (table, source) => work((host) => host.sample(table, source)),
    write: (sql, format, columns) => work((host) => host.write(sql, format, columns)),
    async stop() {
      stops++;
      const mine = life;
      const left = [...busy];
      if (!left.length) return;
      void mine.host.then((host) => host.stop());
      const settled = Promise.allSettled(left).then(() => true);
      if (await Promise.race([settled, later(PATIENCE_MS, false)])) return;
      restart(mine, 'It did not stop in time.');
    },
    close: () => Promise.resolve(life.end('The engine was closed.')),
  };
}

const heard = (onProgress: OnProgress | undefined): OnProgress | undefined => onProgress && proxy(onProgress);

const later = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));

function computeWorker(): PoolWorker {
  const worker = new Worker(new URL('../../../workers/compute-tab.ts', import.meta.url), { type: 'module', name: 'compute' });
  const api = wrap<ComputeApi>(worker);
  const crashed = new Promise<never>((_, reject) =>
    worker.addEventListener('error', ({ message }) => reject(new Error(`The compute worker crashed: ${message || 'no reason given'}.`))),
  );
  crashed.catch(() => undefined);
  return {
    run: (task, onProgress) => Promise.race([api.compute(transfer(task, buffersIn(task)), proxy(onProgress)), crashed]),
    end: () => worker.terminate(),
  };
}

/** The columns of a task move to the kernel: nobody reads them again. */
function buffersIn(task: ComputeTask): Transferable[] {
  const frames = task.kind === 'analyse' ? task.inputs.filter((i): i is Frame => 'columns' in i) : [task.frame];
  return [...new Set(frames.flatMap((f) => buffersOf(f.columns)))];
}

const buffersOf = (columns: Frame['columns'] | readonly MadeColumn[]): Transferable[] => columns.map((c) => c.values.buffer);
