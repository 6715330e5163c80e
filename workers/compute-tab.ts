import { expose, transfer } from 'comlink';
import { buffersOf, compute } from './compute.ts';
import type { ComputeTask } from './host.ts';
import type { Progress } from './kernels/kernel.ts';

/** The entry of a compute worker in the browser. */
const computeApi = {
  compute(task: ComputeTask, progress: Progress) {
    const result = compute(task, progress);
    return transfer(result, buffersOf(result));
  },
};
export type ComputeApi = typeof computeApi;

expose(computeApi);
