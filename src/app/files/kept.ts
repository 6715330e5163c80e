import { createStore, del, entries, get, keys, promisifyRequest, set, setMany } from 'idb-keyval';
import { forgetVersions } from './history-kept.ts';
import { forgetLate } from './journal.ts';

/** A workflow as this browser keeps it: its canonical text, and what a list of workflows says of it. */
export interface Kept {
  readonly text: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly nodes: number;
  readonly errors: number;
  readonly stale: number;
}

/** A file larger than this is not copied into the browser; after a reload it has to be chosen again. */
export const MOST_KEPT_BYTES = 500 * 1024 * 1024;

const workflows = createStore('clade-workflows', 'workflows');
const files = createStore('clade-files', 'files');

/** Keys are pairs, so that no name of a source can be mistaken for the id of another workflow. */
type FileKey = [id: string, source: string];

/** Commits without waiting for an answer: a page that is being left does not live to hear one. */
export function keepWorkflow(id: string, kept: Kept): Promise<void> {
  return workflows('readwrite', (store) => {
    store.put(kept, id);
    store.transaction.commit();
    return promisifyRequest(store.transaction);
  });
}

export const keptWorkflow = (id: string): Promise<Kept | undefined> => get<Kept>(id, workflows);

export interface Recent extends Kept {
  readonly id: string;
}

/** All that are kept, the last saved first. */
export async function recentWorkflows(): Promise<Recent[]> {
  const all = await entries<string, Kept>(workflows);
  return all.map(([id, kept]) => ({ ...kept, id })).sort((a, b) => b.savedAt - a.savedAt);
}

export const keepFile = (id: string, source: string, file: Blob): Promise<void> => set([id, source], file, files);
export const keptFile = (id: string, source: string): Promise<Blob | undefined> => get<Blob>([id, source], files);

/** Hears of workflows that are forgotten. */
export const forgetting = new EventTarget();

/** Forgets a workflow, its files and its versions; what comes back puts them there again. */
export async function forgetWorkflow(id: string): Promise<() => Promise<void>> {
  const kept = await keptWorkflow(id);
  const mine = (await keys<FileKey>(files)).filter(([owner]) => owner === id);
  const blobs = await Promise.all(mine.map(async (key): Promise<[FileKey, Blob | undefined]> => [key, await get<Blob>(key, files)]));
  await del(id, workflows);
  await Promise.all(mine.map((key) => del(key, files)));
  const putVersionsBack = await forgetVersions(id);
  forgetLate(id);
  forgetting.dispatchEvent(new CustomEvent('forget', { detail: id }));
  return async () => {
    await putVersionsBack();
    await setMany(blobs, files);
    if (kept) await keepWorkflow(id, kept);
  };
}
