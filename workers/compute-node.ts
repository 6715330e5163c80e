import { parentPort } from 'node:worker_threads';
import { buffersOf, compute } from './compute.ts';
import type { ComputeTask } from './host.ts';

/** The entry of a compute thread in Node: a task comes in, progress and one result or failure go out. */
parentPort!.on('message', (task: ComputeTask) => {
  try {
    const result = compute(task, (share, what) => parentPort!.postMessage({ share, what }));
    parentPort!.postMessage({ result }, buffersOf(result));
  } catch (error) {
    parentPort!.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
});
