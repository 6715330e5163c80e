import { Worker } from 'node:worker_threads';
import { buffersOfTask } from './compute.ts';
import type { ComputeResult, ComputeTask } from './host.ts';

type Message = { readonly share: number; readonly what?: string } | { readonly result: ComputeResult } | { readonly failed: string };

/**
 * A compute thread for the pool of the command line. It keeps the program alive only while it has a task.
 * @param entry the bundled compute-node module
 */
export function nodePoolWorker(entry: URL): {
  run(task: ComputeTask, onProgress: (share: number, what?: string) => void): Promise<ComputeResult>;
  end(): void;
} {
  const worker = new Worker(entry);
  worker.unref();
  return {
    run: (task, onProgress) =>
      new Promise((resolve, reject) => {
        const settle = (): void => worker.off('message', hear).off('error', fail).unref();
        const fail = (error: Error): void => {
          settle();
          reject(error);
        };
        const hear = (message: Message): void => {
          if ('share' in message) return onProgress(message.share, message.what);
          settle();
          if ('failed' in message) reject(new Error(message.failed));
          else resolve(message.result);
        };
        worker.on('message', hear).on('error', fail).ref();
        worker.postMessage(task, buffersOfTask(task));
      }),
    end: () => void worker.terminate(),
  };
}
