import type { ComputePool, ComputeTask, DataHost, Frame, MadeColumn, Model } from '../../../workers/host.ts';
import { algorithm, analysis } from '../../core/algorithms.ts';
import type { Engine, Inspection, Page, PageRequest, RunEvent, RunRequest } from '../../core/engine.ts';
import { keyOf } from '../../core/key.ts';
import type { NoteLevel } from '../../core/note.ts';
import type { Sink } from '../../core/node.ts';
import {
  inOrder,
  inputsOf,
  isTable,
  scan,
  totalOrder,
  type Analyse,
  type Apply,
  type Fit,
  type ModelOp,
  type Op,
  type Scan,
  type TableOp,
} from '../../core/plan.ts';
import { columnOf, findColumn, type Schema } from '../../core/schema.ts';
import type { FileFormat, ReadOptions, SourceColumn } from '../../core/source.ts';
import { analysisSql } from './analyses.ts';
import { quoteName, sqlType } from './expression.ts';
import { inspect } from './inspect.ts';
import { Stopped } from './pool.ts';
import { scanStatements } from './scan.ts';
import { countsSql, fusedOps, guardedSql, isPrinted, orderBy, sqlOf } from './sql.ts';

/** A failure that a person can act on, as a host reports it: the first line is what happened, the rest what to do. */
export interface Failure {
  readonly message: string;
  readonly fix?: string | undefined;
}

export interface LocalEngine extends Engine {
  attach(name: string, file: Blob, path?: string): Promise<{ readonly fingerprint: string; readonly stamp: string }>;
  inspect(name: string, format: FileFormat, options: ReadOptions, types?: readonly SourceColumn[]): Promise<Inspection>;
  /** Rows of a table that has been computed. */
  page(op: TableOp, request: PageRequest): Promise<Page>;
  /** Whether all that `op` reads is there, so that one query gives its rows. */
  canPeek(op: TableOp): boolean;
  /** The first rows of a table that need not have been computed; nothing is kept of them. */
  peek(op: TableOp, count: number): Promise<Page>;
  model(op: ModelOp): Model | undefined;
  /** Takes a model that was fitted before in place of one that `op` would learn. */
  adopt(op: ModelOp, model: Model): void;
  has(op: Op): boolean;
  rows(op: TableOp): number | undefined;
  write(
    sink: Sink,
    path?: string,
  ): Promise<{ readonly bytes?: Uint8Array; readonly size: number; readonly sha256: string; readonly rows: number }>;
  about(): Promise<{ readonly name: string; readonly version: string; readonly threads: number; readonly workers: number }>;
  /** Lets every table go, because the host lost them; they are computed again when they are asked for. Models stay. */
  forget(): void;
  close(): Promise<void>;
}

/** What the tasks of a run have in common. */
interface Turn {
  readonly signal: AbortSignal;
  /** They come before those of a run that are waiting. */
  readonly isLook: boolean;
}

interface Entry {
  readonly rows: number;
  readonly bytes: number;
  /** Keys of tables that this one is a view over. */
  readonly over: readonly string[];
  readonly drop: readonly string[];
  used: number;
}

/**
 * The engine that runs on this machine: relational runs become one SQL query each, learned steps run in compute workers,
 * and tables stay where DuckDB is, under their content keys, up to a budget.
 * @param budget bytes of tables kept between runs; the least recently used go first
 */
export function localEngine(data: DataHost, pool: ComputePool, budget = Infinity): LocalEngine {
  const tables = new Map<string, Entry>();
  const models = new Map<string, Model>();
  /** Which bytes are behind the names of sources. */
  const stamps = new Map<string, string>();
  const oneJob = mutex();
  const oneRun = mutex();
  /** What is being computed, so that two runs do not compute it twice. */
  const underWay = new Map<string, Promise<unknown>>();
  const running = new Set<Turn>();
  /** What the runs that are under way want to keep; nothing is evicted before the last of them ends. */
  const held = new Set<string>();
  let clock = 0;
  let losses = 0;

  /** A job that has DuckDB to itself; a stop makes the host let go of its statements, the one that is running and those to come. */
  const exclusive = <T>(job: Job<T>, { signal, isLook = false }: Partial<Turn> = {}): Promise<T> =>
    oneJob(async () => {
      if (signal?.aborted) throw new Stopped();
      let again: ReturnType<typeof setInterval> | undefined;
      const stop = (): void => {
        void data.stop();
        again = setInterval(() => void data.stop(), STOP_AGAIN_MS);
      };
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return await job();
      } finally {
        signal?.removeEventListener('abort', stop);
        clearInterval(again);
      }
    }, isLook);

  const has = (op: Op): boolean => (isTable(op) ? tables.has(keyOf(op)) : models.has(keyOf(op)));
  function tableName(op: TableOp): string | undefined {
    const entry = tables.get(keyOf(op));
    if (!entry) return undefined;
    entry.used = ++clock;
    return nameOf(keyOf(op));
  }

  async function run(
    { targets, counts = [], findings = [], keep = [], look = false }: RunRequest,
    emit: (event: RunEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const cuts = cutsFor(targets, has);
    const before = losses;
    const turn: Turn = { signal, isLook: look };
    const cutKeys = new Set(cuts.map(keyOf));
    running.add(turn);
    for (const op of [...targets, ...keep, ...cuts]) held.add(keyOf(op));
    for (const op of targets) if (has(op)) emit(doneEvent(op, tables.get(keyOf(op))?.rows, 0, true));
    for (const op of cuts) emit({ kind: 'queued', key: keyOf(op) });

    const finished = new Map<string, Promise<boolean>>();
    try {
      for (const op of cuts) finished.set(keyOf(op), runCut(op));
      await Promise.all(finished.values());
      await aside('The row counts', () => countRows(counts, emit));
      for (const op of sharedIn(findings)) await aside('A note', () => keepFacts(op, turn));
      for (const table of findings) await aside('A note', () => find(table, emit));
    } finally {
      running.delete(turn);
    }
    await evict();

    /** What only tells about a run must not end it. */
    async function aside(what: string, look: Job<void>): Promise<void> {
      if (signal.aborted) return;
      await look().catch((error: unknown) => emit({ kind: 'log', text: `${what} could not be computed: ${failureOf(error).message}` }));
    }

    async function runCut(op: Op): Promise<boolean> {
      const fused = isTable(op) && isPrinted(op) ? fusedOps(op, (o) => (cutKeys.has(keyOf(o)) || has(o) ? '' : undefined)) : [];
      const reads = [op, ...fused]
        .flatMap(inputsOf)
        .map(keyOf)
        .filter((k) => cutKeys.has(k));
      const ready = await Promise.all(reads.map((k) => finished.get(k)!));
      const key = keyOf(op);
      const all = [...fused.map(keyOf), key];
      if (ready.includes(false) || signal.aborted) {
        for (const k of all) emit({ kind: 'skipped', key: k, why: signal.aborted ? 'Stopped.' : 'A step before it failed.' });
        return false;
      }
      let start: number | undefined;
      let ended = false;
      const progress = (share?: number, what?: string): void => {
        if (ended) return;
        start ??= performance.now();
        all.forEach((k) => emit({ kind: 'running', key: k, share, what }));
      };
      try {
        if (losses !== before) throw new Error('The data engine was started again while this ran.\nRun it again.');
        const rows = await once(op, progress, turn);
        const ms = performance.now() - (start ?? performance.now());
        for (const inner of fused) emit({ kind: 'done', key: keyOf(inner), ms, cached: false, within: key });
        emit(doneEvent(op, rows, ms, false));
        return true;
      } catch (error) {
        const stopped = signal.aborted || error instanceof Stopped;
        for (const inner of fused)
          emit({ kind: 'skipped', key: keyOf(inner), why: stopped ? 'Stopped.' : 'The step it was part of failed.' });
        emit(stopped ? { kind: 'skipped', key, why: 'Stopped.' } : { kind: 'failed', key, ...failureOf(error) });
        return false;
      } finally {
        ended = true;
      }
    }
  }

  /** Computes what nobody else is computing; where somebody is, it waits for them, and goes on itself if they are stopped. */
  async function once(op: Op, progress: Progress, turn: Turn): Promise<number | undefined> {
    const key = keyOf(op);
    for (let other = underWay.get(key); other; other = underWay.get(key)) {
      progress();
      await stoppable(other, turn.signal).catch((error: unknown) => {
        if (turn.signal.aborted || !(error instanceof Stopped)) throw error;
      });
    }
    if (has(op)) return tables.get(key)?.rows;
    const computing = compute(op, progress, turn).finally(() => underWay.delete(key));
    underWay.set(key, computing);
    return computing;
  }

  function compute(op: Op, progress: Progress, turn: Turn): Promise<number | undefined> {
    switch (op.kind) {
      case 'scan':
        return exclusive(async () => tables.get(keyOf(op))?.rows ?? readScan(op, progress), turn);
      case 'fit':
        return runFit(op, progress, turn);
      case 'apply':
        return runApply(op, progress, turn);
      case 'analyse':
        return runAnalysis(op, progress, turn);
      default:
        return exclusive(async () => {
          progress();
          const name = nameOf(keyOf(op));
          return stored(op, await createAs(name, sqlOf(op, tableName), progress), [], [`TABLE ${name}`]);
        }, turn);
    }
  }

  async function createAs(name: string, sql: string, progress: (share?: number) => void): Promise<number> {
    await data.run([`CREATE OR REPLACE TABLE ${name} AS ${sql}`], progress);
    return Number((await data.cells(`SELECT count(*) FROM ${name}`)).columns[0]![0]);
  }

  /** One pass over a file gives its rows and what could not be placed. */
  async function readScan(op: Scan, progress: (share?: number) => void): Promise<number> {
    progress();
    const { source } = op;
    const name = nameOf(keyOf(op));
    if (source.kind === 'sample') {
      await data.run([createTable(name, op.schema)]);
      return stored(op, await data.sample(`t_${keyOf(op)}`, source), [], [`TABLE ${name}`]);
    }
    const behind = stamps.get(source.name);
    if (source.stamp !== undefined && behind !== undefined && behind !== source.stamp)
      throw new Error(`Another file was chosen for ${source.name} while this ran.\nRun it again.`);
    const rejects = scan(source, op.schema, { part: 'rejects' });
    const rejectsName = nameOf(keyOf(rejects));
    const file = await data.open(source);
    const rowsName = op.part === 'rows' ? name : quoteName(`rows ${keyOf(op)}`);
    await data.run(scanStatements(source, file, rowsName, rejectsName, op.rowNumber), progress);
    const sizes = await data.cells(`SELECT (SELECT count(*) FROM ${rowsName}), (SELECT count(*) FROM ${rejectsName})`);
    const [rows, bad] = sizes.columns.map((c) => Number(c[0])) as [number, number];
    stored(rejects, bad, [], [`TABLE ${rejectsName}`]);
    if (op.part === 'rows') return stored(op, rows, [], [`TABLE ${name}`]);
    await data.run([`DROP TABLE ${rowsName}`]);
    return bad;
  }

  async function runFit(op: Fit, progress: Progress, turn: Turn): Promise<undefined> {
    const row = algorithm(op.algorithm);
    const frame = await takeFrame(op.input, row.fitColumns(op.spec), row.labels?.(op.spec) ?? [], orderBy(op.order), progress, turn);
    const result = await pool.compute({ kind: 'fit', algorithm: op.algorithm, spec: op.spec, frame }, progress, turn.signal);
    if ('model' in result) models.set(keyOf(op), result.model);
  }

  /** A learned step stores only the columns it adds; its table is a view over its input. */
  async function runApply(op: Apply, progress: Progress, turn: Turn): Promise<number> {
    const { algorithm: name } = op.model;
    const frame = await takeFrame(op.input, algorithm(name).applyColumns(op.model.spec), [], '', progress, turn);
    const made = await pool.compute(
      { kind: 'apply', algorithm: name, spec: op.spec, model: models.get(keyOf(op.model))!, frame },
      progress,
      turn.signal,
    );
    if (!('columns' in made)) throw new Error('A kernel gave a model where columns were wanted.');
    return exclusive(async () => {
      const key = keyOf(op);
      const added = quoteName(`added ${key}`);
      await data.run([createTable(added, op.added)]);
      await data.put(`added ${key}`, named(made.columns, op.added), made.rows);
      const list = [...op.input.schema.map((c) => `i.${quoteName(c.name)}`), ...op.added.map((c) => `a.${quoteName(c.name)}`)];
      await data.run([
        `CREATE OR REPLACE VIEW ${nameOf(key)} AS SELECT ${list.join(', ')} FROM ${tableName(op.input)} i POSITIONAL JOIN ${added} a`,
      ]);
      return stored(op, made.rows, [keyOf(op.input)], [`VIEW ${nameOf(key)}`, `TABLE ${added}`]);
    }, turn);
  }

  async function runAnalysis(op: Analyse, progress: Progress, turn: Turn): Promise<number> {
    const name = nameOf(keyOf(op));
    const row = analysis(op.analysis);
    if (!row.columns) {
      const [table] = op.inputs as readonly TableOp[];
      return exclusive(async () => {
        progress();
        return stored(op, await createAs(name, analysisSql(op, tableName(table!)!), progress), [], [`TABLE ${name}`]);
      }, turn);
    }
    const inputs: ComputeTask & { kind: 'analyse' } = { kind: 'analyse', analysis: op.analysis, spec: op.spec, inputs: [] };
    const frames: (Frame | Model)[] = [];
    for (const [i, input] of op.inputs.entries()) {
      if (!isTable(input)) frames.push(models.get(keyOf(input))!);
      else {
        const columns = row.columns(op.spec, i);
        const order = orderBy((input.key ?? columns).map((column) => ({ column })));
        frames.push(await takeFrame(input, columns, row.labels?.(op.spec) ?? [], order, progress, turn));
      }
    }
    const made = await pool.compute({ ...inputs, inputs: frames }, progress, turn.signal);
    if (!('columns' in made)) throw new Error('A kernel gave a model where columns were wanted.');
    return exclusive(async () => {
      await data.run([createTable(name, op.schema)]);
      await data.put(`t_${keyOf(op)}`, named(made.columns, op.schema), made.rows);
      return stored(op, made.rows, [], [`TABLE ${name}`]);
    }, turn);
  }

  /** Columns for a kernel. Text travels as codes: reading a million strings in JavaScript takes seconds. */
  function takeFrame(
    op: TableOp,
    columns: readonly string[],
    labels: readonly string[],
    order: string,
    progress: Progress,
    turn: Turn,
  ): Promise<Frame> {
    return exclusive(async () => {
      progress(undefined, 'reading columns');
      const from = tableName(op)!;
      const levels = new Map<string, readonly string[]>();
      const list: string[] = [];
      for (const [i, name] of columns.entries()) {
        const type = findColumn(op.schema, name)!.type;
        const value = labels.includes(name) && type === 'bool' ? `${quoteName(name)}::VARCHAR` : quoteName(name);
        if (type !== 'string' && value === quoteName(name)) list.push(type === 'bool' ? `${value}::INTEGER::DOUBLE` : `${value}::DOUBLE`);
        else {
          const found = (await data.cells(`SELECT DISTINCT ${value} AS v FROM ${from} WHERE ${value} IS NOT NULL ORDER BY v`))
            .columns[0] as readonly string[];
          levels.set(name, found);
          const codes = quoteName(`levels ${i}`);
          if (found.length)
            await data.run([
              `DROP TYPE IF EXISTS ${codes}`,
              `CREATE TYPE ${codes} AS ENUM (SELECT DISTINCT ${value} AS v FROM ${from} WHERE ${value} IS NOT NULL ORDER BY v)`,
            ]);
          list.push(found.length ? `enum_code(${value}::${codes})::DOUBLE` : 'NULL::DOUBLE');
        }
      }
      if (!columns.length) return { rows: 0, columns: [] };
      const taken = await data.take(`SELECT ${list.map((e, i) => `${e} AS c${i}`).join(', ')} FROM ${from} ${order}`, progress);
      return {
        rows: taken.rows,
        columns: columns.map((name, i) => {
          const values = taken.columns[i]!;
          const known = levels.get(name);
          return known ? { name, levels: known, values: Int32Array.from(values, (v) => (Number.isNaN(v) ? -1 : v)) } : { name, values };
        }),
      };
    }, turn);
  }

  async function countRows(ops: readonly TableOp[], emit: (event: RunEvent) => void): Promise<void> {
    const open = ops.filter((op) => !tables.has(keyOf(op)) && isPrinted(op) && canPrint(op));
    for (const op of ops) if (tables.has(keyOf(op))) emit(doneEvent(op, tables.get(keyOf(op))!.rows, 0, true));
    if (!open.length) return;
    const start = performance.now();
    const { columns } = await data.peek(countsSql(open, tableName));
    columns[0]!.forEach((position, i) =>
      emit({ ...doneEvent(open[Number(position)]!, Number(columns[1]![i]), performance.now() - start, false), counted: true }),
    );
  }

  /** What several findings read is computed once: they are small tables. */
  async function keepFacts(op: TableOp, turn: Turn): Promise<void> {
    if (has(op) || !canPrint(op)) return;
    const name = nameOf(keyOf(op));
    await exclusive(async () => stored(op, await createAs(name, sqlOf(op, tableName), () => {}), [], [`TABLE ${name}`]), turn);
  }

  /** A finding on steps that failed cannot be looked for; the failure says enough. */
  async function find(table: TableOp, emit: (event: RunEvent) => void): Promise<void> {
    if (!canPrint(table)) return;
    const { columns } = await data.peek(sqlOf(table, tableName));
    columns[0]!.forEach((level, i) =>
      emit({ kind: 'finding', key: keyOf(table), level: level as NoteLevel, message: String(columns[1]![i]) }),
    );
  }

  const canPrint = (op: TableOp): boolean => fusedOps(op, tableName).every(isPrinted);

  function stored(op: Op, rows: number, over: readonly string[], drop: readonly string[]): number {
    tables.set(keyOf(op), {
      rows,
      bytes: isTable(op) ? rows * rowBytes(op.kind === 'apply' ? op.added : op.schema) : 0,
      over,
      drop,
      used: ++clock,
    });
    return rows;
  }

  /** Views and what was asked for keep their tables. */
  async function evict(): Promise<void> {
    let total = [...tables.values()].reduce((sum, e) => sum + e.bytes, 0);
    while (total > budget && !running.size) {
      const under = new Set([...tables.values()].flatMap((e) => e.over));
      const free = [...tables].filter(([key]) => !held.has(key) && !under.has(key));
      const [oldest] = free.sort(([, a], [, b]) => a.used - b.used);
      if (!oldest) break;
      const [key, { bytes, drop }] = oldest;
      tables.delete(key);
      total -= bytes;
      const isBack = (): boolean => tables.has(key);
      await exclusive(async () => isBack() || data.run(drop.map((what) => `DROP ${what.replace(/^(TABLE|VIEW) /, '$1 IF EXISTS ')}`)));
    }
    if (!running.size) held.clear();
  }

  async function page(op: TableOp, { from, count, order = [], columns: chosen }: PageRequest): Promise<Page> {
    const name = tableName(op);
    if (!name) throw new Error('The table is not there; it must be computed first.');
    const sorted = order.length ? orderBy(totalOrder(op, order)) : '';
    const schema = chosen ? chosen.map((column) => columnOf(op.schema, column)) : op.schema;
    const columns = await cellsOf(schema, `SELECT * FROM ${name} ${sorted} LIMIT ${count} OFFSET ${from}`);
    return { from, rows: tables.get(keyOf(op))!.rows, columns };
  }

  async function peek(op: TableOp, count: number): Promise<Page> {
    if (!canPrint(op)) throw new Error('What the table is made of is not there; it must be computed first.');
    const columns = await cellsOf(op.schema, `SELECT * FROM (${sqlOf(op, tableName)}) LIMIT ${count}`);
    return { from: 0, rows: columns[0]?.values.length ?? 0, columns };
  }

  async function cellsOf(schema: Schema, sql: string): Promise<Page['columns']> {
    const list = schema.map(({ name, type }) =>
      type === 'double' || type === 'bool' || type === 'int' ? quoteName(name) : `${quoteName(name)}::VARCHAR AS ${quoteName(name)}`,
    );
    const { columns } = await data.peek(`SELECT ${list.join(', ')} FROM (${sql})`);
    return schema.map(({ name, type }, i) => ({ name, type, values: columns[i]! }));
  }

  return {
    name: 'local',
    refuses: () => undefined,
    run: (request, emit, signal) => (request.look ? run(request, emit, signal) : oneRun(() => run(request, emit, signal))),
    page,
    canPeek: canPrint,
    peek,
    has,
    model: (op) => models.get(keyOf(op)),
    adopt: (op, model) => void models.set(keyOf(op), model),
    rows: (op) => tables.get(keyOf(op))?.rows,
    async attach(name, file, path) {
      const found = await data.attach(name, file, path);
      stamps.set(name, found.stamp);
      return found;
    },
    inspect: (name, format, options, types) => exclusive(() => inspect(data, name, format, options, types)),
    write: ({ table, format, guard }, path) =>
      exclusive(async () => {
        const name = tableName(table);
        if (!name) throw new Error('The table is not there; it must be computed first.');
        const list = table.schema.map((c) =>
          guard && c.type === 'string' ? `${guardedSql(quoteName(c.name))} AS ${quoteName(c.name)}` : quoteName(c.name),
        );
        return data.write(`SELECT ${list.join(', ')} FROM ${name}`, format, table.schema, path);
      }),
    async about() {
      return { ...(await data.about()), workers: pool.size };
    },
    forget() {
      tables.clear();
      losses++;
    },
    async close() {
      await pool.close();
      await data.close();
    },
  };
}

const STOP_AGAIN_MS = 100;

const createTable = (name: string, schema: Schema): string =>
  `CREATE OR REPLACE TABLE ${name} (${schema.map((c) => `${quoteName(c.name)} ${sqlType(c.type)}`).join(', ')})`;

const nameOf = (key: string): string => quoteName(`t_${key}`);

/**
 * Where a plan is cut into tasks, inputs first: what was asked for, what has several users, files, learned steps and
 * what they read, and groupings, which are small and dear. Everything between two cuts becomes one query.
 */
export function cutsFor(targets: readonly Op[], has: (op: Op) => boolean): Op[] {
  const needed = new Map<string, Op>();
  const stack = [...targets];
  while (stack.length) {
    const op = stack.pop()!;
    if (needed.has(keyOf(op)) || has(op)) continue;
    needed.set(keyOf(op), op);
    stack.push(...inputsOf(op));
  }
  const cut = new Set(targets.map(keyOf));
  const used = new Set<string>();
  for (const op of needed.values()) {
    if (!isTable(op) || !isPrinted(op) || op.kind === 'aggregate') cut.add(keyOf(op));
    for (const key of new Set(inputsOf(op).map(keyOf))) {
      if (used.has(key) || LEARNED.has(op.kind)) cut.add(key);
      used.add(key);
    }
  }
  const first = new Map<string, Op>();
  for (const op of inOrder(targets)) if (cut.has(keyOf(op)) && !first.has(keyOf(op))) first.set(keyOf(op), op);
  return [...first.values()].filter((op) => needed.has(keyOf(op)));
}

/** Groupings that more than one of `findings` reads. */
function sharedIn(findings: readonly TableOp[]): TableOp[] {
  const found = new Map<string, TableOp>();
  const seen = new Set<string>();
  for (const finding of findings) {
    const own = new Set<string>();
    const stack: Op[] = [finding];
    for (let op = stack.pop(); op; op = stack.pop()) {
      if (op.kind === 'aggregate') {
        if (own.has(keyOf(op))) continue;
        own.add(keyOf(op));
        if (seen.has(keyOf(op))) found.set(keyOf(op), op);
        seen.add(keyOf(op));
      } else if (isTable(op) && isPrinted(op)) stack.push(...inputsOf(op));
    }
  }
  return [...found.values()];
}

const LEARNED = new Set<Op['kind']>(['fit', 'apply', 'analyse']);

function named(columns: readonly MadeColumn[], schema: Schema): MadeColumn[] {
  if (columns.length !== schema.length) throw new Error(`A kernel made ${columns.length} columns where ${schema.length} were planned.`);
  return columns.map((c, i) => ({ ...c, name: schema[i]!.name }));
}

function doneEvent(op: Op, rows: number | undefined, ms: number, cached: boolean): Extract<RunEvent, { kind: 'done' }> {
  return { kind: 'done', key: keyOf(op), rows, ms, cached };
}

const WIDTHS = { bool: 1, int: 8, double: 8, string: 24, date: 4, timestamp: 8 } as const;
const rowBytes = (schema: Schema): number => schema.reduce((sum, c) => sum + WIDTHS[c.type], 0);

function failureOf(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  if (/out of memory|memory access out of bounds|bad_alloc|Array buffer allocation/i.test(text)) {
    return {
      message: 'Out of memory.',
      fix: 'Keep fewer columns or rows before this step, or run the workflow with the clade command, which uses the disk.',
    };
  }
  const [message = text, ...rest] = text.split('\n');
  return { message, fix: rest.join(' ') || undefined };
}

type Job<T> = () => Promise<T>;
type Progress = (share?: number, what?: string) => void;

/** Lets one job at a time through: those that come first before the others, else in the order they came. */
function mutex(): <T>(job: Job<T>, isFirst?: boolean) => Promise<T> {
  const first: Job<void>[] = [];
  const others: Job<void>[] = [];
  let isBusy = false;
  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let job = first.shift() ?? others.shift(); job; job = first.shift() ?? others.shift()) await job();
    isBusy = false;
  }
  return (job, isFirst = false) =>
    new Promise((resolve, reject) => {
      (isFirst ? first : others).push(() => Promise.resolve().then(job).then(resolve, reject));
      void work();
    });
}

/** Waits for the work of others as long as nobody says stop. */
function stoppable(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Stopped());
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(() => resolve(), reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
