import { openAsBlob } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { nodeTypes } from '../nodes/index.ts';
import { nodeHost } from '../workers/data-node.ts';
import type { Model } from '../workers/host.ts';
import { nodePoolWorker } from '../workers/pool-node.ts';
import { analysis } from './core/algorithms.ts';
import { compiler, type Compiled, type Issue } from './core/compile.ts';
import type { RunEvent } from './core/engine.ts';
import { keyOf } from './core/key.ts';
import { parameterFromText } from './core/params.ts';
import { inOrder, isTable, type Op } from './core/plan.ts';
import { listed, nearestName, PlanError } from './core/schema.ts';
import { changeText, relinked, type FileSource } from './core/source.ts';
import { ancestors, wantedFor, type Wanted } from './core/targets.ts';
import { describeNode, loadWorkflow, type Problem } from './core/workflow-file.ts';
import type { Workflow } from './core/workflow.ts';
import { checkModel, type KnownRows } from './engines/applied.ts';
import { localEngine, type LocalEngine } from './engines/local/local.ts';
import { computePool } from './engines/local/pool.ts';
import { ownersOf } from './engines/script-parts.ts';
import { workflowSql } from './engines/sql/workflow-sql.ts';
import { sparkGaps, workflowScript, type Fitted } from './engines/spark/workflow-script.ts';

const EXIT = { done: 0, failed: 1, usage: 2, check: 3, stopped: 130 } as const;

/** The bundle puts the compute worker next to the command line. */
const computeEntry = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), 'compute-node.mjs'));

/** Ends the program with a message for a person, and no stack. */
class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface RunOptions {
  readonly input: readonly string[];
  readonly param: readonly string[];
  readonly dump: readonly string[];
  readonly models?: string;
  readonly out?: string;
  readonly until?: string;
  readonly memory?: string;
  readonly threads?: string;
  readonly log: 'text' | 'json';
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function program(): Command {
  const clade = new Command('clade')
    .description('Customer segmentation workflows: run, check and describe them.')
    .exitOverride()
    .showHelpAfterError('(clade --help lists the commands)');
  clade
    .command('run')
    .argument('<workflow>', 'a workflow file (JSON)')
    .description('Runs a workflow on native DuckDB and prints a JSON manifest.')
    .option('--input <NAME=PATH>', 'reads a source from another file (repeatable)', collect, [])
    .option('--param <NAME=VALUE>', 'sets a workflow parameter (repeatable)', collect, [])
    .option('--dump <NODE.PORT=FILE>', 'writes any port to a .csv or .parquet file (repeatable)', collect, [])
    .option('--models <DIR>', 'applies these models instead of learning again; a folder models/ of an earlier run')
    .option('--out <DIR>', 'folder for the files of writer nodes and for models/')
    .option('--until <NODE>', 'runs only this node and what it needs')
    .option('--memory <SIZE>', 'memory for tables, such as 4GB; beyond it they go to disk')
    .option('--threads <N>', 'threads to use')
    .addOption(new Option('--log <FORMAT>', 'how progress is written to stderr').choices(['text', 'json']).default('text'))
    .action(run);
  clade
    .command('check')
    .argument('<workflow>')
    .description('Prints what is wrong with a workflow as JSON, by node and field.')
    .addOption(new Option('--engine <ENGINE>', 'also what this engine cannot do').choices(['local', 'spark']).default('local'))
    .action(check);
  clade
    .command('compile')
    .argument('<workflow>', 'a workflow file (JSON)')
    .description('Prints a workflow as one script for another engine.')
    .addOption(new Option('--to <LANGUAGE>', 'what to print').choices(['pyspark', 'sql']).makeOptionMandatory())
    .option('--models <DIR>', 'fitted models, from the folder models/ that a run with --out wrote')
    .addOption(new Option('--fit <ENGINE>', 'learn again there, starting from the models given').choices(['spark']))
    .option('--param <NAME=VALUE>', 'sets a workflow parameter (repeatable)', collect, [])
    .option('--until <NODE>', 'only this node and what it needs')
    .action(compile);
  clade.command('nodes').option('--json', 'as JSON, with params as JSON Schema').description('Lists the node types.').action(nodes);
  return clade;
}

async function main(): Promise<number> {
  try {
    await program().parseAsync(process.argv);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`clade: ${error.message}\n`);
    return error.code;
  }
}

async function load(file: string): Promise<{ workflow: Workflow; problems: readonly Problem[] }> {
  try {
    return loadWorkflow(new Uint8Array(await readFile(file)), nodeTypes);
  } catch (error) {
    if (isSystemError(error))
      throw new Refusal(EXIT.usage, `Cannot read ${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`);
    throw error;
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;

async function check(file: string, { engine }: { readonly engine: 'local' | 'spark' }): Promise<void> {
  const { workflow, problems } = await load(file);
  const compiled = compiler(nodeTypes)(workflow);
  const gaps = engine === 'spark' ? sparkGaps(workflow, compiled, nodeTypes) : [];
  const all = [...problems, ...compiled.issues.map(asProblem), ...gaps.map((gap): Problem => ({ level: 'error', ...gap }))];
  process.stdout.write(`${JSON.stringify({ workflow: file, nodes: workflow.nodes.length, issues: all }, null, 2)}\n`);
  for (const problem of all) process.stderr.write(`${problemText(problem)}\n`);
  process.exitCode = all.some((p) => p.level === 'error') ? EXIT.usage : EXIT.done;
}

interface CompileOptions {
  readonly to: 'pyspark' | 'sql';
  readonly models?: string;
  readonly fit?: 'spark';
  readonly param: readonly string[];
  readonly until?: string;
}

async function compile(file: string, { to, models, fit, param, until }: CompileOptions): Promise<void> {
  const { workflow: saved, problems } = await load(file);
  const workflow = withParams(saved, param);
  const compiled = compiler(nodeTypes)(workflow);
  const ids = workflow.nodes.map((n) => n.id);
  if (until !== undefined && !ids.includes(until)) throw noSuch('--until: the workflow has no node', until, ids);
  const inside = until === undefined ? undefined : ancestors(workflow, [until]);
  refuseOn([
    ...problems.filter((p) => p.level === 'error'),
    ...compiled.issues.filter((i) => !inside || inside.has(i.node)).map(asProblem),
  ]);
  if (fit && to === 'sql') throw new Refusal(EXIT.usage, '--fit spark goes with --to pyspark.');
  const fitted = await fittedIn(models, compiled, fit === 'spark');
  const request = { workflow, compiled, types: nodeTypes, file: basename(file), fitted, refit: fit === 'spark', until };
  process.stdout.write(refusingPlans(() => (to === 'sql' ? workflowSql(request) : workflowScript(request).text)));
}

/** A plan that cannot be printed is a matter of its workflow or of the arguments. */
function refusingPlans<T>(print: () => T): T {
  try {
    return print();
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new Refusal(EXIT.usage, `${error.message}${error.fix ? ` ${error.fix}` : ''}`);
  }
}

/** Hands an engine the models of a folder, so that nothing that a run needs is learned again. */
async function adopt(engine: LocalEngine, compiled: Compiled, folder: string, { targets }: Wanted): Promise<void> {
  const fitted = await fittedIn(folder, compiled);
  for (const op of inOrder(targets))
    if (!isTable(op))
      engine.adopt(
        op,
        refusingPlans(() => fitted.model(op)!),
      );
}

/** The models of a folder that a run wrote, by the ports that they come from; one that is missing is refused once it is needed. */
async function fittedIn(folder: string | undefined, compiled: Compiled, refit = false): Promise<Fitted> {
  const models = new Map<string, Model>();
  const tables = new Map<string, KnownRows>();
  const sought = new Map<string, string>();
  for (const [id, { outputs }] of compiled.nodes) {
    for (const [port, op] of outputs) {
      if (!isKept(op)) continue;
      const name = keptName(id, port);
      sought.set(keyOf(op), id);
      const text = folder === undefined ? undefined : await readFile(join(folder, name), 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const value = refusingPlans(() => parsedModel(text, name));
      if (isTable(op)) tables.set(keyOf(op), (value as unknown as SettledTable).rows);
      else {
        refusingPlans(() => checkModel(op, value, name));
        models.set(keyOf(op), value);
      }
    }
  }
  const needed = (): never => {
    const missing = [...sought].filter(([key]) => !models.has(key) && !tables.has(key)).map(([, node]) => node);
    const message =
      folder === undefined
        ? `A script needs what was learned from data, by ${listed(missing)}.`
        : `${folder} lacks what was learned by ${listed(missing)}.`;
    throw new PlanError(message, { fix: 'Run the workflow with "clade run … --out DIR", and give --models DIR/models.' });
  };
  return {
    model: (op) => models.get(keyOf(op)) ?? (refit ? undefined : needed()),
    rows: (op) => tables.get(keyOf(op)) ?? (isKept(op) ? needed() : undefined),
  };
}

function parsedModel(text: string, name: string): Model {
  try {
    const value = JSON.parse(text) as Model;
    if (typeof value === 'object' && value !== null && typeof value.kind === 'string') return value;
  } catch {
    // Said below, as for any other file that holds no model.
  }
  throw new PlanError(`${name} is not a model.`, { fix: 'Give the folder models/ that a run with --out wrote.' });
}

/** What is kept beside the results of a run: models, and what was settled with them. */
const isKept = (op: Op): boolean => !isTable(op) || (op.kind === 'analyse' && analysis(op.analysis).settled === true);
const keptName = (node: string, port: string): string => `${node}.${port}.json`;

/** A table that was settled when a model was fitted. */
interface SettledTable {
  readonly kind: string;
  readonly version: number;
  readonly rows: KnownRows;
}

function asProblem({ node, level, message, fix, param }: Issue): Problem {
  return { level: level === 'error' ? 'error' : 'warning', node, message, ...(param && { field: `params.${param}` }), ...(fix && { fix }) };
}

function problemText({ level, node, field, message, fix }: Problem): string {
  return `${level}${node ? ` in ${node}` : ''}${field ? ` (${field})` : ''}: ${message}${fix ? ` ${fix}` : ''}`;
}

function nodes({ json }: { json?: boolean }): void {
  const all = [...nodeTypes.values()];
  if (json) process.stdout.write(`${JSON.stringify(all.map(describeNode), null, 2)}\n`);
  else
    for (const { type, title, group, doc } of all)
      process.stdout.write(`${group.padEnd(9)} ${type.padEnd(18)} ${title}: ${doc.split('\n')[0]}\n`);
}

async function run(file: string, options: RunOptions): Promise<void> {
  const { workflow: saved, problems } = await load(file);
  refuseOn(problems.filter((p) => p.level === 'error'));
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);

  const threads = options.threads === undefined ? undefined : wholeNumber(options.threads, '--threads');
  const host = await nodeHost({ memory: options.memory, threads }).catch((error: Error) => {
    throw new Refusal(EXIT.usage, `DuckDB cannot start: ${error.message}`);
  });
  const engine = localEngine(
    host,
    computePool(threads ?? availableParallelism(), () => nodePoolWorker(computeEntry)),
  );
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const logged = logger(options.log);
    const workflow = await linked(withParams(saved, options.param), file, options.input, engine, logged);
    const compiled = compiler(nodeTypes)(workflow);
    await runCompiled(workflow, compiled, file, options, engine, logged, stop.signal);
  } finally {
    await engine.close();
  }
}

async function runCompiled(
  workflow: Workflow,
  compiled: Compiled,
  file: string,
  options: RunOptions,
  engine: LocalEngine,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const ids = workflow.nodes.map((n) => n.id);
  if (options.until !== undefined && !ids.includes(options.until)) throw noSuch('--until: the workflow has no node', options.until, ids);
  const inside = options.until === undefined ? undefined : ancestors(workflow, [options.until]);
  refuseOn(
    compiled.issues
      .filter((i) => !inside || inside.has(i.node))
      .map(asProblem)
      .map((p) => ({ ...p, level: 'error' as const })),
  );
  const dumps = options.dump.map((text) => dumpOf(text, compiled, ids));
  const wanted = wantedFor(workflow, compiled, {
    until: options.until === undefined ? undefined : [options.until],
    also: dumps.map((d) => d.op),
  });
  if (options.models !== undefined) await adopt(engine, compiled, options.models, wanted);
  const record = new RunRecord(workflow, compiled, wanted, log);
  const start = performance.now();
  await engine.run(wanted, (event) => record.take(event), signal);

  const manifest = {
    clade: 1,
    workflow: file,
    params: Object.fromEntries(workflow.params.map((p) => [p.name, p.value])),
    engine: await engine.about().catch(() => ({})),
    ms: 0,
    nodes: record.nodes(engine),
    outputs: [] as Record<string, unknown>[],
    status: signal.aborted ? 'stopped' : record.failed.length ? 'failed' : record.checksFailed ? 'check failed' : 'done',
  };
  if (manifest.status === 'done' || manifest.status === 'check failed') {
    manifest.outputs.push(...(await writeSinks(compiled, options.out, engine, inside)));
    manifest.outputs.push(...(await writeModels(compiled, options.out, engine)));
    for (const { op, node, port, path, format } of dumps) {
      if (!isTable(op)) {
        await put(path, JSON.stringify(engine.model(op)));
        continue;
      }
      await mkdir(dirname(resolve(path)), { recursive: true });
      const { bytes: _, ...written } = await engine.write({ table: op, file: path, format, guard: false }, path);
      manifest.outputs.push({ node, port, file: path, ...written });
    }
  }
  manifest.ms = Math.round(performance.now() - start);
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  for (const { node, message, fix } of record.failed) process.stderr.write(`error in ${node}: ${message}${fix ? ` ${fix}` : ''}\n`);
  process.exitCode = { done: EXIT.done, failed: EXIT.failed, 'check failed': EXIT.check, stopped: EXIT.stopped }[manifest.status];
}

function refuseOn(problems: readonly Problem[]): void {
  if (problems.length) throw new Refusal(EXIT.usage, problems.map(problemText).join('\nclade: '));
}

/** `NAME=VALUE`, as the command line has it. */
function pairOf(text: string, option: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new Refusal(EXIT.usage, `${option} ${text}: write it as NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A refusal that names what there is in place of `name`; `problem` is what comes before the name. */
function noSuch(problem: string, name: string, names: readonly string[]): Refusal {
  const near = nearestName(name, names);
  const hint = near ? `Did you mean "${near}"?` : names.length ? `There are: ${names.join(', ')}.` : 'It has none.';
  return new Refusal(EXIT.usage, `${problem} "${name}". ${hint}`);
}

function withParams(workflow: Workflow, texts: readonly string[]): Workflow {
  const given = new Map(texts.map((text) => pairOf(text, '--param')));
  const names = workflow.params.map((p) => p.name);
  for (const name of given.keys()) if (!names.includes(name)) throw noSuch('--param: the workflow has no parameter', name, names);
  const params = workflow.params.map((p) => {
    const text = given.get(p.name);
    if (text === undefined) return p;
    const value = parameterFromText(p.type, text);
    if (value === undefined)
      throw new Refusal(EXIT.usage, `--param ${p.name}: "${text}" is not ${p.type === 'date' ? 'a date such as 2026-10-31' : p.type}.`);
    return { ...p, value };
  });
  return { ...workflow, params };
}

/** Puts files behind the sources that the nodes read, and brings their columns up to what is in them. */
async function linked(workflow: Workflow, file: string, inputs: readonly string[], engine: LocalEngine, log: Log): Promise<Workflow> {
  const given = new Map(inputs.map((text) => pairOf(text, '--input')));
  const names = workflow.sources.map((s) => s.name);
  for (const name of given.keys()) if (!names.includes(name)) throw noSuch('--input: the workflow has no source', name, names);
  const sources: FileSource[] = [];
  for (const source of workflow.sources) {
    const path = given.get(source.name) ?? join(dirname(file), source.path);
    sources.push(await linkedSource(source, path, engine, log));
  }
  return { ...workflow, sources };
}

async function linkedSource(source: FileSource, path: string, engine: LocalEngine, log: Log): Promise<FileSource> {
  let blob: Blob;
  try {
    blob = await openAsBlob(path);
  } catch {
    throw new Refusal(EXIT.usage, `There is no file ${path} for the source "${source.name}". Give it with --input ${source.name}=PATH.`);
  }
  try {
    const { fingerprint, stamp } = await engine.attach(source.name, blob, path);
    if (source.columns.length && source.fingerprint === fingerprint) return { ...source, stamp };
    const found = await engine.inspect(source.name, source.format, source.options);
    for (const { message } of found.warnings) log.line(`${source.name}: ${message}`);
    const { source: now, changes } = relinked(source, found, fingerprint);
    changes.forEach((change) => log.line(`${source.name}: ${changeText(change)}`));
    return { ...now, stamp };
  } catch (error) {
    throw new Refusal(
      EXIT.failed,
      `${path} cannot be read for the source "${source.name}": ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`,
    );
  }
}

interface Dump {
  readonly node: string;
  readonly port: string;
  readonly op: Op;
  readonly path: string;
  readonly format: 'csv' | 'parquet';
}

function dumpOf(text: string, compiled: Compiled, ids: readonly string[]): Dump {
  const [place, path] = pairOf(text, '--dump');
  const [node = '', port = ''] = place.split('.');
  const found = compiled.nodes.get(node);
  if (!found) throw noSuch('--dump: the workflow has no node', node, ids);
  const op = found.outputs.get(port);
  if (!op) throw noSuch(`--dump: ${node} has no port`, port, [...found.outputs.keys()]);
  const format = path.endsWith('.parquet')
    ? 'parquet'
    : path.endsWith('.csv') || (!isTable(op) && path.endsWith('.json'))
      ? 'csv'
      : undefined;
  if (!format)
    throw new Refusal(
      EXIT.usage,
      `--dump ${text}: the file must end in .csv or .parquet${isTable(op) ? '' : ', or in .json for a model'}.`,
    );
  return { node, port, op, path, format };
}

async function writeSinks(
  compiled: Compiled,
  out: string | undefined,
  engine: LocalEngine,
  inside: ReadonlySet<string> | undefined,
): Promise<Record<string, unknown>[]> {
  const written: Record<string, unknown>[] = [];
  for (const [id, { sink }] of compiled.nodes) {
    if (!sink || (inside && !inside.has(id))) continue;
    if (out === undefined) {
      process.stderr.write(`${id}: ${sink.file} is not written; give a folder with --out.\n`);
      continue;
    }
    const path = join(out, sink.file);
    if (relative(out, path).startsWith('..')) throw new Refusal(EXIT.usage, `${id}: ${sink.file} lies outside the output folder.`);
    await mkdir(dirname(path), { recursive: true });
    const { bytes: _, ...result } = await engine.write(sink, path);
    written.push({ node: id, file: path, ...result });
  }
  return written;
}

async function writeModels(compiled: Compiled, out: string | undefined, engine: LocalEngine): Promise<Record<string, unknown>[]> {
  if (out === undefined) return [];
  const written: Record<string, unknown>[] = [];
  for (const [id, { outputs }] of compiled.nodes) {
    for (const [port, op] of outputs) {
      const model = await keptIn(engine, op);
      if (!model) continue;
      const path = join(out, 'models', keptName(id, port));
      await put(path, JSON.stringify(model));
      written.push({ node: id, port, file: path, model: model.kind, version: model.version });
    }
  }
  return written;
}

async function keptIn(engine: LocalEngine, op: Op): Promise<Model | SettledTable | undefined> {
  if (!isTable(op)) return engine.model(op);
  if (!isKept(op) || op.kind !== 'analyse' || !engine.has(op)) return undefined;
  const { columns, rows } = await engine.page(op, { from: 0, count: engine.rows(op) ?? 0 });
  return {
    kind: op.analysis,
    version: analysis(op.analysis).version,
    rows: Array.from({ length: rows }, (_, i) => columns.map((c) => c.values[i]!)),
  };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  await writeFile(path, `${text}\n`);
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Refusal(EXIT.usage, `${option}: "${text}" is not a whole number of at least 1.`);
  return value;
}

interface Log {
  line(text: string, more?: Readonly<Record<string, unknown>>): void;
}

const logger = (format: 'text' | 'json'): Log => ({
  line: (text, more = {}) => void process.stderr.write(`${format === 'json' ? JSON.stringify({ text, ...more }) : text}\n`),
});

/** What happened in a run, by node. */
class RunRecord {
  readonly failed: { node: string; message: string; fix?: string | undefined }[] = [];
  checksFailed = false;
  readonly #events = new Map<string, RunEvent>();
  readonly #findings = new Map<string, { level: string; message: string }[]>();
  readonly #nodesByKey = new Map<string, string[]>();
  /** The node of each step inside. */
  readonly #owners: ReadonlyMap<string, string>;
  readonly #notesByKey = new Map<string, string>();
  readonly #workflow: Workflow;
  readonly #compiled: Compiled;
  readonly #log: Log;

  constructor(workflow: Workflow, compiled: Compiled, wanted: Wanted, log: Log) {
    this.#workflow = workflow;
    this.#compiled = compiled;
    this.#log = log;
    this.#owners = ownersOf(compiled);
    for (const [id, node] of compiled.nodes) {
      for (const op of node.outputs.values()) this.#nodesByKey.set(keyOf(op), [...(this.#nodesByKey.get(keyOf(op)) ?? []), id]);
    }
    for (const { node, table } of wanted.notes) this.#notesByKey.set(keyOf(table), node);
  }

  take(event: RunEvent): void {
    if (event.kind === 'log') return this.#log.line(event.text);
    if (event.kind === 'finding') return this.#find(event);
    this.#events.set(event.key, event);
    const [node] = this.#nodesByKey.get(event.key) ?? [];
    if (event.kind === 'failed')
      this.failed.push({ node: node ?? this.#owners.get(event.key) ?? 'a step', message: event.message, fix: event.fix });
    if (event.kind === 'done' && !event.cached && event.within === undefined && node) {
      this.#log.line(`${node}: ${event.rows === undefined ? 'model' : `${event.rows} rows`}, ${Math.round(event.ms)} ms`, {
        node,
        rows: event.rows,
        ms: event.ms,
      });
    }
  }

  #find({ key, level, message }: Extract<RunEvent, { kind: 'finding' }>): void {
    const node = this.#notesByKey.get(key) ?? 'workflow';
    if (level === 'error') this.checksFailed = true;
    this.#findings.set(node, [...(this.#findings.get(node) ?? []), { level, message }]);
    this.#log.line(`${level} in ${node}: ${message}`, { node, level, message });
  }

  nodes(engine: LocalEngine): Record<string, unknown>[] {
    return this.#workflow.nodes.flatMap(({ id, type, version }) => {
      const node = this.#compiled.nodes.get(id);
      if (!node) return [];
      const ports = [...node.outputs].map(([port, op]) => this.#portOf(port, op, engine));
      const notes = this.#findings.get(id);
      return [{ id, type: `${type}@${version}`, ports, ...(notes && { notes }) }];
    });
  }

  #portOf(port: string, op: Op, engine: LocalEngine): Record<string, unknown> {
    const event = this.#events.get(keyOf(op));
    const rows = isTable(op) ? (engine.rows(op) ?? (event?.kind === 'done' ? event.rows : undefined)) : undefined;
    const columns = isTable(op) ? op.schema.length : undefined;
    const adopted = !isTable(op) && event === undefined && engine.model(op) !== undefined;
    const done =
      event?.kind === 'done'
        ? { ms: Math.round(event.ms), cached: event.cached }
        : adopted
          ? { ms: 0, cached: true }
          : { state: event?.kind ?? 'not run' };
    return { port, ...(rows !== undefined && { rows }), ...(columns !== undefined && { columns }), ...done };
  }
}

process.exitCode = await main();
