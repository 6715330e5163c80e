import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openAsBlob } from 'node:fs';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler, type Compiled } from '../../src/core/compile.ts';
import { keyOf } from '../../src/core/key.ts';
import { paramUses } from '../../src/core/param-uses.ts';
import { parameterFromText } from '../../src/core/params.ts';
import { inOrder, isTable, type Op, type TableOp } from '../../src/core/plan.ts';
import type { DType } from '../../src/core/schema.ts';
import { relinked, type FileSource } from '../../src/core/source.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import type { Workflow } from '../../src/core/workflow.ts';
import type { KnownRows } from '../../src/engines/applied.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { gapOf } from '../../src/engines/spark/gaps.ts';
import { sparkScript } from '../../src/engines/spark/script.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import type { Cell, Expected, Judge, Row, SparkCase } from './case.ts';

/** A workflow file with the files and parameters that it is run on. */
export interface Run {
  readonly name: string;
  readonly path: string;
  readonly input?: Readonly<Record<string, string>>;
  readonly param?: Readonly<Record<string, string | number>>;
}

/** A run with all that its nodes give, and what it could not be compared in. */
export interface WorkflowCase {
  readonly case: SparkCase;
  readonly ops: readonly Op[];
  readonly gaps: readonly string[];
}

interface Manner {
  /** In how many files Spark gets each source. */
  readonly pieces?: number;
  /** Spark learns again, from the models of the local engine unless `start` is false. */
  readonly refit?: boolean;
  readonly start?: boolean;
  /** Only these ports. */
  readonly only?: readonly string[];
  readonly judge?: Judge;
}

/**
 * Runs a workflow on the local engine and prints it with what it learned: every table of every node is an output, but
 * those that Spark cannot give. Files that are split lie in several pieces for Spark.
 */
export async function workflowCase(
  run: Run,
  folder: string,
  { pieces = 1, refit = false, start = true, only, judge }: Manner = {},
): Promise<WorkflowCase> {
  const engine = await nodeEngine();
  try {
    const { workflow, paths } = await linked(run, engine);
    const compiled = compiler(nodeTypes)(workflow);
    if (compiled.issues.length) throw new Error(`${run.name}: ${compiled.issues.map((i) => `${i.node}: ${i.message}`).join('\n')}`);
    const all = portsOf(compiled);
    const open = all.filter(({ name, table }) => (only?.includes(name) ?? true) && !inOrder([table]).some(gapOf));
    const named = all.filter(({ table }) => table.kind === 'analyse' && table.analysis === 'segment-names');
    const gaps = all.filter(({ table }) => gapOf(table)).map(({ table }) => gapOf(table)!.message);
    await engine.run(
      { targets: [...open, ...named].map((p): Op => p.table).concat(modelsOf(compiled)) },
      failing(run.name),
      new AbortController().signal,
    );
    const settled = new Map<string, KnownRows>();
    const outputs = new Map<string, Expected>();
    for (const { name, table } of open) {
      const rows = await rowsOf(engine, table);
      outputs.set(name, { schema: table.schema, rows });
    }
    for (const { table } of named) {
      const rows = await rowsOf(engine, table);
      settled.set(
        keyOf(table),
        rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))),
      );
    }
    const script = sparkScript({
      title: workflow.title,
      description: workflow.description,
      origin: run.name,
      frames: [{ steps: [...compiled.nodes].map(([id, node]) => ({ label: id, summary: node.summary, ports: [...node.outputs] })) }],
      params: workflow.params,
      literals: paramUses(workflow, compiled, nodeTypes).literals,
      outputs: open,
      models: (op) => (start ? engine.model(op) : undefined),
      refit,
      known: (op) => settled.get(keyOf(op)),
    });
    const given = [];
    for (const { name, scan } of script.inputs)
      given.push(await inputFile(engine, scan, paths, join(folder, `${slug(run.name)}-${name}`), pieces));
    const values = new Map(workflow.params.map((p) => [p.name, p]));
    const args = Object.fromEntries(
      script.args.map(([param, argument]) => {
        const { type, value } = values.get(param)!;
        return [argument, type === 'date' ? { date: value } : value];
      }),
    );
    return {
      case: {
        name: run.name,
        script,
        paths: given,
        arguments: args,
        judge,
        outputs: new Map([...outputs.values()].map((expected, i) => [script.outputs[i]!, expected])),
      },
      ops: inOrder(open.map((p) => p.table)),
      gaps,
    };
  } finally {
    await engine.close();
  }
}

export const slug = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '_');

const failing = (name: string) => (event: { readonly kind: string; readonly message?: string }) => {
  if (event.kind === 'failed') throw new Error(`${name}: ${event.message}`);
};

async function linked(
  { path, input = {}, param = {} }: Run,
  engine: LocalEngine,
): Promise<{ workflow: Workflow; paths: Map<string, string> }> {
  const { workflow: saved, problems } = loadWorkflow(await readFile(path), nodeTypes);
  if (problems.length) throw new Error(problems.map((p) => p.message).join('\n'));
  const paths = new Map<string, string>();
  const sources: FileSource[] = [];
  for (const source of saved.sources) {
    const file = input[source.name] ?? join(dirname(path), source.path);
    paths.set(source.name, file);
    const { fingerprint, stamp } = await engine.attach(source.name, await openAsBlob(file), file);
    const now =
      source.columns.length && source.fingerprint === fingerprint
        ? source
        : relinked(source, await engine.inspect(source.name, source.format, source.options), fingerprint).source;
    sources.push({ ...now, stamp });
  }
  const params = saved.params.map((p) =>
    param[p.name] === undefined ? p : { ...p, value: parameterFromText(p.type, String(param[p.name])) ?? null },
  );
  return { workflow: { ...saved, sources, params }, paths };
}

const portsOf = ({ nodes }: Compiled): { name: string; table: TableOp }[] => {
  const found = new Map<string, { name: string; table: TableOp }>();
  for (const [id, { outputs }] of nodes)
    for (const [port, op] of outputs) if (isTable(op) && !found.has(keyOf(op))) found.set(keyOf(op), { name: `${id} ${port}`, table: op });
  return [...found.values()];
};

const modelsOf = ({ nodes }: Compiled): Op[] =>
  [...nodes.values()].flatMap(({ outputs }) => [...outputs.values()].filter((op) => !isTable(op)));

async function rowsOf(engine: LocalEngine, table: TableOp): Promise<Row[]> {
  const { columns } = await engine.page(table, { from: 0, count: 10_000_000 });
  const count = columns[0]?.values.length ?? 0;
  return Array.from({ length: count }, (_, i) => columns.map(({ type, values }) => cellOf(values[i]!, type)));
}

function cellOf(value: null | boolean | number | string, type: DType): Cell {
  if (value === null) return null;
  return type === 'int' ? BigInt(value) : value;
}

/** The file of an input as Spark reads it: the same, or pieces of it; a sheet as CSV. */
async function inputFile(
  engine: LocalEngine,
  scan: TableOp & { kind: 'scan' },
  paths: ReadonlyMap<string, string>,
  to: string,
  pieces: number,
): Promise<string> {
  if (scan.source.kind !== 'file') throw new Error('Only files are read.');
  const path = paths.get(scan.source.name)!;
  if (scan.source.format === 'excel') {
    await engine.write({ table: scan, file: 'sheet.csv', format: 'csv', guard: false }, `${to}.csv`);
    return `${to}.csv`;
  }
  if (pieces === 1 || scan.source.format !== 'csv' || path.endsWith('.gz')) return path;
  await mkdir(to, { recursive: true });
  const text = await readFile(path, 'utf8');
  if (scan.source.options.delimiter === 'spaces' || /"[^"\n]*\n/.test(text)) {
    await copyFile(path, join(to, basename(path)));
    return to;
  }
  const [header = '', ...lines] = text.split(/(?<=\n)/);
  const first = scan.source.options.header === false ? '' : header;
  const body = first ? lines : [header, ...lines];
  for (let i = 0; i < pieces; i++) {
    const part = body.slice(Math.floor((i * body.length) / pieces), Math.floor(((i + 1) * body.length) / pieces));
    await writeFile(join(to, `part-${i}.csv`), first + part.join(''));
  }
  return to;
}
