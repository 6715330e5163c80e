import { nodeTypes } from '../../nodes/index.ts';
import { compiler } from '../../src/core/compile.ts';
import { isTable, sort } from '../../src/core/plan.ts';
import { relinked, type FileFormat, type FileSource } from '../../src/core/source.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import { wantedFor } from '../../src/core/targets.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { allNodes } from './all-nodes.ts';

const bytesOf = (base64: string): Blob => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]);

/** The hash of the RFM example's segment table, sorted by customer, as CSV. */
export async function segmentsHash(engine: LocalEngine, workflowText: string, orders: NamedFile, asOf: string): Promise<string> {
  const { workflow } = loadWorkflow(workflowText, nodeTypes);
  const { stamp } = await engine.attach('orders', bytesOf(orders.base64));
  const sources = workflow.sources.map((s) => ({ ...s, stamp }));
  const params = workflow.params.map((p) => (p.name === 'asOf' ? { ...p, value: asOf } : p));
  const named = compiler(nodeTypes)({ ...workflow, sources, params })
    .nodes.get('names')!
    .outputs.get('table')!;
  if (!isTable(named)) throw new Error('The segment table is not a table.');
  const table = sort(named, [{ column: 'shop_id' }]);
  await engine.run({ targets: [table] }, () => {}, new AbortController().signal);
  return (await engine.write({ table, file: 'segments', format: 'csv', guard: false })).sha256;
}

export interface NamedFile {
  readonly name: string;
  readonly format: FileFormat;
  readonly base64: string;
}

/**
 * Runs the workflow of all nodes on `engine` and gives, for each table port, the hash of its rows as CSV, and for each
 * node the findings about its data.
 */
export async function portHashes(
  engine: LocalEngine,
  files: readonly NamedFile[],
): Promise<{ ports: [string, string][]; findings: string[]; failed: string[] }> {
  const sources: FileSource[] = [];
  for (const { name, format, base64 } of files) {
    const { fingerprint, stamp } = await engine.attach(name, bytesOf(base64));
    const found = await engine.inspect(name, format, {});
    sources.push({ ...relinked({ kind: 'file', name, path: name, format, options: {}, columns: [] }, found, fingerprint).source, stamp });
  }
  const workflow = allNodes(sources);
  const compiled = compiler(nodeTypes)(workflow);
  const failed = compiled.issues.map((i) => `${i.node}: ${i.message}`);
  const findings: string[] = [];
  const { signal } = new AbortController();
  await engine.run(
    wantedFor(workflow, compiled),
    (event) => {
      if (event.kind === 'failed') failed.push(event.message);
      if (event.kind === 'finding') findings.push(`${event.level}: ${event.message}`);
      if (event.kind === 'log') failed.push(event.text);
    },
    signal,
  );
  const ports: [string, string][] = [];
  for (const [id, { outputs }] of compiled.nodes) {
    for (const [port, table] of outputs) {
      if (!isTable(table)) continue;
      await engine.run({ targets: [table] }, () => {}, signal);
      ports.push([`${id}.${port}`, (await engine.write({ table, file: 'port', format: 'csv', guard: false })).sha256]);
    }
  }
  return { ports, findings: findings.sort(), failed };
}
