import type { ComputePool, ComputeResult, ComputeTask } from '../../../workers/host.ts';

/** One worker as the pool sees it. */
export interface PoolWorker {
  run(task: ComputeTask, onProgress: (share: number, what?: string) => void): Promise<ComputeResult>;
  end(): void;
}

/** A stop asked for by a person. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor() {
    super('Stopped.');
  }
}

/** A pool that starts workers as they are needed, up to `size`, and ends a worker whose task is stopped. */
export function computePool(size: number, spawn: () => PoolWorker): ComputePool {
  const idle: PoolWorker[] = [];
  const waiting: ((worker: PoolWorker) => void)[] = [];
  let started = 0;

  function take(): Promise<PoolWorker> {
    const worker = idle.pop();
    if (worker) return Promise.resolve(worker);
    if (started < size) {
      started++;
      return Promise.resolve(spawn());
    }
    return new Promise((resolve) => waiting.push(resolve));
  }
  function give(worker: PoolWorker): void {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  }
  function end(worker: PoolWorker): void {
    worker.end();
    const next = waiting.shift();
    if (next) next(spawn());
    else started--;
  }

  return {
    size,
    async compute(task, onProgress, signal) {
      if (signal.aborted) throw new Stopped();
      const worker = await take();
      if (signal.aborted) {
        give(worker);
        throw new Stopped();
      }
      let stop = (): void => undefined;
      const stopped = new Promise<never>((_, reject) => (stop = () => reject(new Stopped())));
      signal.addEventListener('abort', stop, { once: true });
      try {
        const result = await Promise.race([worker.run(task, onProgress), stopped]);
        give(worker);
        return result;
      } catch (error) {
        end(worker);
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      idle.splice(0).forEach((worker) => worker.end());
      started = 0;
    },
  };
}
