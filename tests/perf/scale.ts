import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

const WORKFLOW = join('tests', 'perf', 'scale.clade.json');
const CLADE = join('src', 'clade.mjs');
const PYTHON = join('node_modules', '.cache', 'spark', '4', 'bin', 'python');
const VERSIONS = 'import platform, pyspark; print(f"Spark {pyspark.__version__}, Python {platform.python_version()}")';
const KEY = 'customer_id';

const THREADS = 2;
/** Orders in the sample that the segments are learned from. */
const SAMPLE = 300_000;
/** Up to so many orders a measurement is repeated unless a number of runs is given. */
const REPEATED = 3_000_000;
const EVERY_MS = 100;
/** Doubles may differ by this share. */
const TOLERANCE = 1e-9;
/** Below this a double counts as nothing left of amounts that cancel: all that a customer ordered came back. */
const TINY = 1e-12;
/** Customers that are shown where the two sides differ. */
const SHOWN = 10;

interface Settings {
  readonly orders: readonly number[];
  readonly memory: string;
  readonly driverMemory: string;
  readonly python: string;
  /** Of Spark and its Python. */
  readonly versions: string;
  readonly runs: number | undefined;
}

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

interface Side {
  readonly name: string;
  /** The whole process that reads the orders and writes its tables into a folder. */
  command(orders: string, out: string): Command;
  /** Where its customers are then, for DuckDB. */
  customers(out: string): string;
}

interface Cost {
  readonly seconds: number;
  /** Most memory that the process and its children held at once, in MB; nothing where the system does not say. */
  readonly peak: number | undefined;
}

/** What a side took for a number of orders, run by run. */
interface Costs {
  readonly orders: number;
  readonly side: string;
  readonly runs: readonly Cost[];
}

/** Measures both sides on generated orders and prints what they took; the number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const settings = settingsOf(args);
  const folder = await mkdtemp(join(tmpdir(), 'clade-scale-'));
  process.once('SIGINT', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
  const duckdb = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', temp_directory: join(folder, 'spill') });
  const db = await duckdb.connect();
  try {
    print(heading(settings));
    const sides = await bothSides(settings, db, folder);
    const costs: Costs[] = [];
    for (const orders of settings.orders) costs.push(...(await measured(orders, sides, settings, db, folder)));
    print(`\n${table(costs)}\n\n${growth(costs)}${await machine(settings, db)}`);
    return 0;
  } finally {
    db.closeSync();
    duckdb.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

function settingsOf(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      orders: { type: 'string', default: '3000000,30000000' },
      memory: { type: 'string', default: '512MB' },
      'driver-memory': { type: 'string', default: '2g' },
      python: { type: 'string', default: PYTHON },
      runs: { type: 'string' },
    },
  });
  const python = resolve(values.python);
  const missing = [python, sparkSubmit(python)].find((file) => !existsSync(file));
  const versions = missing === undefined ? printedBy(python, ['-c', VERSIONS]) : '';
  if (!versions && values.python === PYTHON) throw new Refusal('run npm run test:spark once, which makes the environment');
  if (!versions) throw new Refusal(`--python takes the python of an environment with pyspark, and ${python} is not one`);
  return {
    orders: values.orders.split(',').map((n) => wholeNumber('--orders', n)),
    memory: values.memory,
    driverMemory: values['driver-memory'],
    python,
    versions,
    runs: values.runs === undefined ? undefined : wholeNumber('--runs', values.runs),
  };
}

/** Ends the program with a message for a person, and no stack. */
class Refusal extends Error {}

function wholeNumber(option: string, given: string): number {
  if (!/^[1-9]\d*$/.test(given)) throw new Refusal(`${option} takes whole numbers of at least 1, not "${given}"`);
  return Number(given);
}

const sparkSubmit = (python: string): string => join(dirname(python), 'spark-submit');

function heading({ memory, driverMemory }: Settings): string {
  return `Orders into RFM with the segments of a fitted model, each run a process of its own with ${THREADS} threads.
Both read the same Parquet file, since the command line reads one file a source, and write Parquet.
command line: clade run --memory ${memory}; it also counts the rows of each step and looks for its notes
Spark: the printed script on local[${THREADS}], spark.driver.memory ${driverMemory}, no UI, all else Spark's defaults\n`;
}

/** Learns the segments from a sample and prints the script; both sides then apply the same model. */
async function bothSides({ memory, driverMemory, python }: Settings, db: DuckDBConnection, folder: string): Promise<Side[]> {
  const sample = join(folder, 'sample.parquet');
  const fitted = join(folder, 'fitted');
  const models = join(fitted, 'models');
  const script = join(folder, 'script.py');
  const clade = (...args: string[]): Command => ({ file: process.execPath, args: [CLADE, ...args] });
  const run = (orders: string, out: string, ...more: string[]): Command =>
    clade('run', WORKFLOW, '--input', `orders=${orders}`, '--memory', memory, '--threads', String(THREADS), '--out', out, ...more);
  await generate(db, SAMPLE, sample);
  await ran(run(sample, fitted));
  const { printed } = await ran(clade('compile', WORKFLOW, '--to', 'pyspark', '--models', models));
  await writeFile(script, printed);
  return [
    {
      name: 'command line',
      command: (orders, out) => run(orders, out, '--models', models),
      customers: (out) => join(out, 'customers.parquet'),
    },
    {
      name: 'Spark',
      command: (orders, out) => ({
        file: sparkSubmit(python),
        args: `--master local[${THREADS}] --driver-memory ${driverMemory} --conf spark.ui.enabled=false`
          .split(' ')
          .concat(script, '--orders', orders, '--out', out),
        env: {
          PATH: `${dirname(python)}:${process.env.PATH ?? ''}`,
          PYSPARK_PYTHON: python,
          PYSPARK_DRIVER_PYTHON: python,
          SPARK_LOCAL_IP: '127.0.0.1',
          SPARK_LOCAL_DIRS: join(folder, 'spark'),
        },
      }),
      customers: (out) => join(out, 'customers.parquet', '*.parquet'),
    },
  ];
}

/** Runs the sides in turn on so many orders, and compares what they give each time. */
async function measured(
  orders: number,
  sides: readonly Side[],
  settings: Settings,
  db: DuckDBConnection,
  folder: string,
): Promise<Costs[]> {
  const file = join(folder, 'orders.parquet');
  await generate(db, orders, file);
  print(`\n${count(orders)} orders, ${count(statSync(file).size / 1e6)} MB\n`);
  const costs = sides.map(({ name }) => ({ orders, side: name, runs: [] as Cost[] }));
  const runs = settings.runs ?? (orders <= REPEATED ? 3 : 1);
  for (let run = 1; run <= runs; run++) {
    const outs = sides.map((_, i) => join(folder, `out-${i}`));
    for (const [i, side] of sides.entries()) {
      const cost = await ran(side.command(file, outs[i]!));
      costs[i]!.runs.push(cost);
      print(`  ${run} of ${runs}, ${side.name}: ${cost.seconds.toFixed(1)} s, ${megabytes(cost.peak)} MB\n`);
    }
    const customers = await compared(
      db,
      sides.map((side, i) => side.customers(outs[i]!)),
    );
    print(`  ${run} of ${runs}, both: ${count(customers)} customers, equal in every column\n`);
    for (const out of outs) await rm(out, { recursive: true });
  }
  await rm(file);
  return costs;
}

/**
 * Writes orders in no order of customers, the same every time: a tenth as many customers, who order between twice and
 * two hundred times in two years; 2 % refunds, which carry the id of the order before them; a few missing cells.
 */
async function generate(db: DuckDBConnection, orders: number, file: string): Promise<void> {
  const share = (draw: number, of = 'id'): string => `((hash(${of} * 16 + ${draw}) >> 11)::DOUBLE / 9007199254740992)`;
  const mostly = (draw: number, missing: number, value: string): string =>
    `CASE WHEN ${share(draw, 'row')} >= ${missing} THEN ${value} END`;
  const sql = `
    WITH draws AS (SELECT range AS row, ${share(0, 'range')} < 0.02 AS refund FROM range(1, ${orders + 1})),
    ids AS (SELECT row, refund, CASE WHEN refund THEN row - 1 ELSE row END AS id FROM draws),
    drawn AS (
      SELECT row, refund, id,
        floor(${orders / 1000} * (pow(101, ${share(1)}) - 1))::BIGINT AS place,
        TIMESTAMP '2024-01-01' + to_seconds(floor(${share(2)} * 63158400)::BIGINT) AS placed,
        round(exp(3.5 + 0.9 * sqrt(-2 * ln(1 - ${share(3)})) * cos(2 * pi() * ${share(4)})), 2) AS price,
        ${share(5)} AS channel
      FROM ids)
    SELECT ${mostly(6, 0.001, 'id')} AS order_id,
      ${mostly(7, 0.002, `'C' || place * 48271 % 2147483647`)} AS customer_id,
      ${mostly(8, 0.001, `CASE WHEN refund THEN placed + to_days(1 + (id % 30)::INTEGER) ELSE placed END`)} AS ordered_at,
      ${mostly(9, 0.001, 'CASE WHEN refund THEN -price ELSE price END')} AS amount,
      CASE WHEN channel < 0.01 THEN 'test' WHEN channel < 0.5 THEN 'web' WHEN channel < 0.8 THEN 'app' ELSE 'shop' END AS channel
    FROM drawn`;
  await db.run(`COPY (${sql}) TO ${quoted(file)} (FORMAT parquet)`);
}

/** Runs a process to its end, watched from outside; where it fails, a Refusal with the end of what it said. */
async function ran({ file, args, env }: Command): Promise<Cost & { readonly printed: string }> {
  const start = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const look = memoryOf(child.pid ?? -1);
  let peak: number | undefined;
  const timer = setInterval(() => {
    const now = look();
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  }, EVERY_MS);
  try {
    const ended = new Promise<number | string | null>((done, failed) =>
      child.on('close', (code, signal) => done(code ?? signal)).on('error', failed),
    );
    const [printed, complaints, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (end !== 0) throw new Refusal(`${file} ${args.join(' ')} ended with ${end}:\n${(printed + complaints).slice(-3000)}`);
    return { seconds: (performance.now() - start) / 1000, peak, printed };
  } finally {
    clearInterval(timer);
  }
}

interface Process {
  readonly parent: number;
  /** Kilobytes of its address space, what of it is in memory, and the most that ever was. */
  readonly size: number;
  readonly now: number;
  readonly most: number;
}

/**
 * Looks at the megabytes that a process and its children hold, or, where that is more, at the most that one of them held
 * before: what came and went between two looks. Nothing where there is no /proc. Until a child runs a program of its own,
 * its memory is its parent's and would count twice: one that is new or has just the size of its parent is left out.
 */
function memoryOf(root: number): () => number | undefined {
  let known = new Set<number>();
  return () => {
    const all = processes();
    if (!all.size) return undefined;
    const isInTree = (pid: number): boolean => pid === root || (all.has(pid) && isInTree(all.get(pid)!.parent));
    const isItsOwn = (pid: number, { parent, size }: Process): boolean =>
      pid === root || (known.has(pid) && all.get(parent)?.size !== size);
    const tree = [...all].filter(([pid]) => isInTree(pid));
    const counted = tree.filter(([pid, one]) => isItsOwn(pid, one)).map(([, one]) => one);
    known = new Set(tree.map(([pid]) => pid));
    const now = counted.reduce((sum, one) => sum + one.now, 0);
    return (Math.max(now, ...counted.map((one) => one.most)) * 1024) / 1e6;
  };
}

function processes(): Map<number, Process> {
  const found = new Map<number, Process>();
  if (!existsSync('/proc/self/status')) return found;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = statusOf(pid);
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    found.set(Number(pid), { parent: field('PPid'), size: field('VmSize'), now: field('VmRSS'), most: field('VmHWM') });
  }
  return found;
}

/** Empty for a process that has ended meanwhile. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** The number of customers in two tables that are equal; a Refusal that says in what they differ. */
async function compared(db: DuckDBConnection, files: readonly string[]): Promise<number> {
  for (const [i, name] of ['a', 'b'].entries())
    await db.run(`CREATE OR REPLACE TEMP VIEW ${name} AS FROM read_parquet(${quoted(files[i]!)})`);
  const [columns, others] = [await columnsOf(db, 'a'), await columnsOf(db, 'b')];
  if (columns.join() !== others.join()) throw new Refusal(`The columns differ: ${columns.join(', ')}; on Spark ${others.join(', ')}`);
  const [[size, keys, size2, keys2]] = (await rowsOf(
    db,
    `SELECT * FROM (SELECT count(*), count(DISTINCT ${KEY}) FROM a), (SELECT count(*), count(DISTINCT ${KEY}) FROM b)`,
  )) as [number[]];
  if (size !== size2 || size !== keys || size2 !== keys2)
    throw new Refusal(`The command line gives ${size} rows of ${keys} customers, Spark ${size2} of ${keys2}`);
  const differences = await rowsOf(db, differing(columns.map((c) => c.split(' ') as [string, string])));
  if (differences.length)
    throw new Refusal(`The customers differ: ${differences.length} or more\n${differences.map((row) => `  ${row.join(': ')}`).join('\n')}`);
  return size!;
}

/** Each column as `name TYPE`. */
const columnsOf = async (db: DuckDBConnection, name: string): Promise<string[]> =>
  (await rowsOf(db, `SELECT column_name || ' ' || column_type FROM (DESCRIBE ${name})`)).map(([column]) => String(column));

/** Customers that are not on both sides with the same values, with those in which they differ. */
function differing(columns: readonly (readonly [name: string, type: string])[]): string {
  const said = columns.map(([name, type]) => {
    const [a, b] = [`a.${name}`, `b.${name}`];
    const most = `greatest(abs(${a}), abs(${b}))`;
    const near = type === 'DOUBLE' ? ` OR abs(${a} - ${b}) <= ${TOLERANCE} * ${most} OR ${most} < ${TINY}` : '';
    const alike = `coalesce(${a} = ${b}${near}, ${a} IS NULL AND ${b} IS NULL)`;
    return `CASE WHEN NOT ${alike} THEN '${name} is ' || coalesce(${a}::VARCHAR, 'missing') || ', on Spark ' || coalesce(${b}::VARCHAR, 'missing') END`;
  });
  return `SELECT * FROM (
    SELECT coalesce(a.${KEY}, b.${KEY}) AS customer, concat_ws('; ', ${said.join(', ')}) AS what FROM a FULL JOIN b ON a.${KEY} = b.${KEY})
  WHERE what <> '' ORDER BY customer LIMIT ${SHOWN}`;
}

/** Whole numbers as numbers. */
async function rowsOf(db: DuckDBConnection, sql: string): Promise<unknown[][]> {
  const rows = (await db.runAndReadAll(sql)).getRows();
  return rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function table(costs: readonly Costs[]): string {
  const head = ['orders', 'side', 's min', 'median', 'max', 'MB min', 'median', 'max'];
  const rows = costs.map(({ orders, side, runs }) => {
    const seconds = spread(runs.map((r) => r.seconds)).map((s) => s!.toFixed(1));
    return [count(orders), side, ...seconds, ...spread(runs.map((r) => r.peak)).map(megabytes)];
  });
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows].map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join('  ')).join('\n');
}

/** Least, median and most; of two medians the lower. */
function spread(values: readonly (number | undefined)[]): (number | undefined)[] {
  const sorted = values.toSorted((a = 0, b = 0) => a - b);
  return [sorted[0], sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
}

/** How medians grow from the first number of orders to the last. */
function growth(costs: readonly Costs[]): string {
  const [first, last] = [costs[0]!.orders, costs.at(-1)!.orders];
  if (first === last) return '';
  const times = (from: number | undefined, to: number | undefined): string =>
    from === undefined || to === undefined ? NOT_MEASURED : `${(to / from).toFixed(1)} times`;
  const of = (orders: number, side: string, cost: keyof Cost): number | undefined =>
    spread(costs.find((c) => c.orders === orders && c.side === side)!.runs.map((r) => r[cost]))[1];
  const lines = [...new Set(costs.map((c) => c.side))].map(
    (side) =>
      `${side}: time ${times(of(first, side, 'seconds'), of(last, side, 'seconds'))}, peak memory ${times(of(first, side, 'peak'), of(last, side, 'peak'))}\n`,
  );
  return `From ${count(first)} to ${count(last)} orders, ${times(first, last)} as many:\n${lines.join('')}\n`;
}

async function machine({ versions }: Settings, db: DuckDBConnection): Promise<string> {
  const [[duckdb]] = (await rowsOf(db, 'SELECT version()')) as [[string]];
  const { JAVA_HOME: home } = process.env;
  const java = printedBy(home ? join(home, 'bin', 'java') : 'java', ['--version']).split('\n')[0];
  return `${platform()} ${arch()}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${count(totalmem() / 1e6)} MB
Node ${process.versions.node}, DuckDB ${duckdb}, ${versions}, ${java}\n`;
}

/** Nothing where it fails. */
function printedBy(file: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

const NOT_MEASURED = 'not measured';

const megabytes = (value: number | undefined): string => (value === undefined ? NOT_MEASURED : value.toFixed(0));
const count = (value: number): string => Math.round(value).toLocaleString('en');
const print = (words: string): void => void process.stdout.write(words);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`bench:scale: ${error.message}\n`);
  process.exitCode = 1;
}
