import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { KMeansModel } from '../../workers/kernels/kmeans.ts';
import { parseCsv, Table } from './table.ts';

/** What a run is given: files by source name, workflow parameters, and the ports whose tables or models it hands over. */
export interface Given<Port extends string> {
  readonly input: Readonly<Record<string, string>>;
  readonly param?: Readonly<Record<string, string | number>>;
  readonly dump: readonly Port[];
}

/** The part of a run's manifest that is read here. */
interface Manifest {
  readonly nodes: readonly { readonly id: string; readonly ports: readonly { readonly port: string; readonly rows?: number }[] }[];
}

interface Dump {
  readonly path: string;
  readonly text: string;
}

/** What a run left behind. */
export class Results<Port extends string> {
  readonly #rows: ReadonlyMap<string, number | undefined>;
  readonly #dumps: ReadonlyMap<string, Dump>;

  constructor({ nodes }: Manifest, dumps: ReadonlyMap<string, Dump>) {
    this.#rows = new Map(nodes.flatMap(({ id, ports }) => ports.map(({ port, rows }) => [`${id}.${port}`, rows])));
    this.#dumps = dumps;
  }

  /** The number of rows of any port, as the manifest has it. */
  count(port: string): number {
    const rows = this.#rows.get(port);
    if (rows === undefined) throw new Error(`The manifest has no count of rows for ${port}.`);
    return rows;
  }

  table(port: Port): Table {
    return new Table(parseCsv(this.#dumped(port).text));
  }

  kMeans(port: Port): KMeansModel {
    return JSON.parse(this.#dumped(port).text) as KMeansModel;
  }

  /** Where the dump lies, for a run that reads it. */
  path(port: Port): string {
    return this.#dumped(port).path;
  }

  #dumped(port: Port): Dump {
    const dump = this.#dumps.get(port);
    if (!dump) throw new Error(`${port} was not dumped.`);
    return dump;
  }
}

/** Runs a workflow of this folder on the command line, as a process of its own. `folder` takes its dumps. */
export async function clade<const Port extends string>(
  workflow: string,
  folder: string,
  { input, param = {}, dump }: Given<Port>,
): Promise<Results<Port>> {
  const files = dump.map((port) => [port, join(folder, `${port}.${port.endsWith('.model') ? 'json' : 'csv'}`)] as const);
  const manifest = await output('src/clade.mjs', [
    'run',
    join('tests', 'real', `${workflow}.clade.json`),
    ...Object.entries(input).flatMap(([name, path]) => ['--input', `${name}=${path}`]),
    ...Object.entries(param).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    ...files.flatMap(([port, path]) => ['--dump', `${port}=${path}`]),
  ]);
  const dumps = await Promise.all(files.map(async ([port, path]) => [port, { path, text: await readFile(path, 'utf8') }] as const));
  return new Results(JSON.parse(manifest) as Manifest, new Map(dumps));
}

/** What a script prints; where it fails, an Error with the end of what it complained of. */
async function output(script: string, args: readonly string[]): Promise<string> {
  const run = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done, failed) => run.on('close', done).on('error', failed));
  const [printed, complaints, code] = await Promise.all([text(run.stdout), text(run.stderr), ended]);
  if (code !== 0) throw new Error(`clade ${args.slice(0, 2).join(' ')} ended with ${code}:\n${complaints.slice(-2000)}`);
  return printed;
}
