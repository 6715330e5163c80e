import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeTypes } from '../../nodes/index.ts';
import { bundle, bundled } from '../../src/checkout.mjs';
import { compiler, type Compiled } from '../../src/core/compile.ts';
import type { Page, RunEvent } from '../../src/core/engine.ts';
import type { Json } from '../../src/core/params.ts';
import { isTable, type TableOp } from '../../src/core/plan.ts';
import type { FileSource } from '../../src/core/source.ts';
import { relinked } from '../../src/core/source.ts';
import { wantedFor } from '../../src/core/targets.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import type { Workflow } from '../../src/core/workflow.ts';
import { localEngine, type LocalEngine } from '../../src/engines/local/local.ts';
import { computePool } from '../../src/engines/local/pool.ts';
import { nodeHost } from '../../workers/data-node.ts';
import type { DataHost } from '../../workers/host.ts';
import { nodePoolWorker } from '../../workers/pool-node.ts';

/** The local engine as the command line has it, for tests. `around` may listen in on the host. */
export async function nodeEngine({
  budget,
  around = (host) => host,
}: { readonly budget?: number; readonly around?: (host: DataHost) => DataHost } = {}): Promise<LocalEngine> {
  await bundle();
  const entry = pathToFileURL(join(bundled, 'compute-node.mjs'));
  return localEngine(
    around(await nodeHost()),
    computePool(2, () => nodePoolWorker(entry)),
    budget,
  );
}

export interface Ran {
  readonly workflow: Workflow;
  readonly compiled: Compiled;
  readonly events: readonly RunEvent[];
  table(node: string, port: string): TableOp;
}

/** Loads a workflow file, puts its files behind its sources, and runs all of it. */
export async function runFile(engine: LocalEngine, path: string, change: (workflow: Workflow) => Workflow = (w) => w): Promise<Ran> {
  const { workflow: saved, problems } = loadWorkflow(await readFile(path), nodeTypes);
  if (problems.length) throw new Error(problems.map((p) => p.message).join('\n'));
  const sources: FileSource[] = [];
  for (const source of saved.sources) {
    const file = join(dirname(path), source.path);
    const { fingerprint, stamp } = await engine.attach(source.name, await openAsBlob(file), file);
    const found = source.columns.length
      ? source
      : relinked(source, await engine.inspect(source.name, source.format, source.options), fingerprint).source;
    sources.push({ ...found, stamp });
  }
  return runWorkflow(engine, change({ ...saved, sources }));
}

export async function runWorkflow(engine: LocalEngine, workflow: Workflow): Promise<Ran> {
  const compiled = compiler(nodeTypes)(workflow);
  if (compiled.issues.length) throw new Error(compiled.issues.map((i) => `${i.node}: ${i.message}`).join('\n'));
  const events: RunEvent[] = [];
  await engine.run(wantedFor(workflow, compiled), (event) => events.push(event), new AbortController().signal);
  const failed = events.find((e) => e.kind === 'failed');
  if (failed) throw new Error(failed.message);
  return {
    workflow,
    compiled,
    events,
    table(node, port) {
      const op = compiled.nodes.get(node)?.outputs.get(port);
      if (!op || !isTable(op)) throw new Error(`There is no table ${node}.${port}.`);
      return op;
    },
  };
}

/** All rows of a table, computing it if it was fused away. */
export async function allRows(engine: LocalEngine, table: TableOp): Promise<Page> {
  await engine.run({ targets: [table] }, () => {}, new AbortController().signal);
  return engine.page(table, { from: 0, count: 1_000_000 });
}

export function valuesOf(page: Page, name: string): readonly Json[] {
  const found = page.columns.find((c) => c.name === name);
  if (!found) throw new Error(`There is no column ${name}.`);
  return found.values;
}

export const withParam = (workflow: Workflow, name: string, value: Json): Workflow => ({
  ...workflow,
  params: workflow.params.map((p) => (p.name === name ? { ...p, value } : p)),
});
