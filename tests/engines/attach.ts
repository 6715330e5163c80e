import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAsBlob } from 'node:fs';
import { scanFile } from '../../src/core/plan.ts';
import { relinked, type FileFormat, type FileSource } from '../../src/core/source.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { allNodesFiles } from './all-nodes.ts';

async function attach(engine: LocalEngine, folder: string, name: string, format: FileFormat): Promise<FileSource> {
  const path = join(folder, name);
  const { fingerprint, stamp } = await engine.attach(name, await openAsBlob(path), path);
  const found = await engine.inspect(name, format, {});
  return { ...relinked({ kind: 'file', name, path: name, format, options: {}, columns: [] }, found, fingerprint).source, stamp };
}

/** Writes the files of the all-nodes workflow, the Parquet one by the engine itself, and puts them behind its sources. */
export async function attachAll(engine: LocalEngine, folder: string): Promise<FileSource[]> {
  const sources: FileSource[] = [];
  for (const { name, format, bytes } of await allNodesFiles()) {
    await writeFile(join(folder, name), bytes);
    sources.push(await attach(engine, folder, name, format));
  }
  const table = scanFile(sources.find((s) => s.name === 'usage')!);
  await engine.run({ targets: [table] }, () => {}, new AbortController().signal);
  await engine.write({ table, file: 'columns', format: 'parquet', guard: false }, join(folder, 'columns'));
  sources.push(await attach(engine, folder, 'columns', 'parquet'));
  return sources;
}

/** The same files for a page, as base64. */
export async function filesForPage(engine: LocalEngine, folder: string): Promise<{ name: string; format: FileFormat; base64: string }[]> {
  const sources = await attachAll(engine, folder);
  return Promise.all(
    sources.map(async ({ name, format }) => ({ name, format, base64: (await readFile(join(folder, name))).toString('base64') })),
  );
}
