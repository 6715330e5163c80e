import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanFile, type TableOp } from '../../src/core/plan.ts';
import { relinked, type SourceColumn } from '../../src/core/source.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { openAsBlob } from 'node:fs';
import { tableFrom, type Table } from '../../src/app/dock/table.ts';

/** A table of the lines of a CSV file that is there. */
export async function smallTable(
  engine: LocalEngine,
  name: string,
  lines: readonly string[],
  types: readonly SourceColumn[] = [],
): Promise<TableOp> {
  const folder = await mkdtemp(join(tmpdir(), 'small-'));
  try {
    const path = join(folder, `${name}.csv`);
    await writeFile(path, `${lines.join('\n')}\n`);
    const { fingerprint } = await engine.attach(name, await openAsBlob(path), path);
    const found = await engine.inspect(name, 'csv', {}, types);
    const { source } = relinked({ kind: 'file', name, path: `${name}.csv`, format: 'csv', options: {}, columns: [] }, found, fingerprint);
    const table = scanFile(source);
    await computed(engine, table);
    return table;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A table as the engine computes it, whole. */
export async function computed(engine: LocalEngine, op: TableOp): Promise<Table> {
  const problems: string[] = [];
  await engine.run({ targets: [op] }, (event) => event.kind === 'failed' && problems.push(event.message), new AbortController().signal);
  if (problems.length) throw new Error(problems.join('\n'));
  return tableFrom(await engine.page(op, { from: 0, count: 10_000 }));
}
