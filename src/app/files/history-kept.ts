import { createStore, del, delMany, get, promisifyRequest, setMany, update } from 'idb-keyval';
import { pack, unpack } from './pack.ts';
import { withName, withSaved, type Version } from './history.ts';

/** The versions of each workflow, and their texts, deflated, each once. */
const lists = createStore('clade-versions', 'versions');
const texts = createStore('clade-version-texts', 'texts');

type TextKey = [id: string, hash: string];

export const versionsOf = async (id: string): Promise<readonly Version[]> => (await get<readonly Version[]>(id, lists)) ?? [];

export async function versionText(id: string, hash: string): Promise<string | undefined> {
  const packed = await get<Uint8Array<ArrayBuffer>>([id, hash], texts);
  return packed && unpack(packed);
}

/** Keeps a state that was saved as a version, or as what the last version came to. */
export async function keepVersion(id: string, text: string, saved: Omit<Version, 'from' | 'name'>): Promise<void> {
  await setMany([[[id, saved.hash], await pack(text)]], texts);
  await change(id, (versions) => withSaved(versions, saved));
}

/** Gives a version a name, so that it stays; or takes the name away. */
export const nameVersion = (id: string, at: number, name: string): Promise<void> => change(id, (versions) => withName(versions, at, name));

async function change(id: string, next: (versions: readonly Version[]) => readonly Version[]): Promise<void> {
  let now: readonly Version[] = [];
  await update<readonly Version[]>(id, (versions = []) => (now = next(versions)), lists);
  const needed = new Set(now.map((version) => version.hash));
  await delMany(
    (await textKeys(id)).filter(([, hash]) => !needed.has(hash)),
    texts,
  );
}

/** Keys that begin with the id: an array comes behind every text. */
const textKeys = (id: string): Promise<TextKey[]> =>
  texts('readonly', async (store) => {
    const found = await promisifyRequest(store.getAllKeys(IDBKeyRange.bound([id], [id, []])));
    return found.flatMap((key): TextKey[] => {
      const hash = Array.isArray(key) ? key[1] : undefined;
      return typeof hash === 'string' ? [[id, hash]] : [];
    });
  });

/** Forgets the versions of a workflow; what comes back puts them there again. */
export async function forgetVersions(id: string): Promise<() => Promise<void>> {
  const list = await versionsOf(id);
  const mine = await textKeys(id);
  const packed = await Promise.all(mine.map(async (key): Promise<[TextKey, unknown]> => [key, await get(key, texts)]));
  await del(id, lists);
  await delMany(mine, texts);
  return async () => {
    await setMany(packed, texts);
    if (list.length) await setMany([[id, list]], lists);
  };
}
