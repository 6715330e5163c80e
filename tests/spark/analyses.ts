import { openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForestApply, ForestSpec, ScoreSpec } from '../../src/core/algorithms.ts';
import { analyse, apply, fit, scanFile, type ModelOp, type TableOp } from '../../src/core/plan.ts';
import { column, type DType, type Schema } from '../../src/core/schema.ts';
import { relinked } from '../../src/core/source.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { quoteText } from '../../src/engines/local/expression.ts';
import { sparkScript } from '../../src/engines/spark/script.ts';
import { generator } from '../../workers/kernels/kernel.ts';
import { connect, createTable } from '../engines/duckdb.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { seed } from '../setup/seed.ts';
import type { Cell, Expected, Row, SparkCase } from './case.ts';

/** Spark's copies of a table lie in so many files. */
const FILES = 3;

interface Table {
  readonly schema: Schema;
  readonly rows: readonly Row[];
}

/** Every analysis that a script computes itself, and forests that were fitted before. */
export async function analysisCases(folder: string): Promise<SparkCase[]> {
  const engine = await nodeEngine();
  try {
    const cases: SparkCase[] = [];
    for (const [name, table] of [...PROFILED, ...JUDGED]) {
      const rows = await attached(engine, folder, name, table);
      const plans = PROFILED.has(name) ? profiles(rows) : judged(rows);
      cases.push(await caseOf(engine, folder, name, plans));
    }
    const customers = await attached(engine, folder, 'customers', CUSTOMERS);
    const strangers = await attached(engine, folder, 'strangers', STRANGERS);
    const nobody = await attached(engine, folder, 'nobody', { ...STRANGERS, rows: [] });
    cases.push(await caseOf(engine, folder, 'forests', forests(customers, strangers, nobody)));
    return cases;
  } finally {
    await engine.close();
  }
}

/** A script of several plans, with what the local engine has for them. */
async function caseOf(engine: LocalEngine, folder: string, name: string, plans: ReadonlyMap<string, TableOp>): Promise<SparkCase> {
  const outputs = [...plans].map(([title, table]) => ({ name: title, table }));
  await engine.run({ targets: outputs.map((o) => o.table) }, failing(name), new AbortController().signal);
  const script = sparkScript({
    title: name,
    description: '',
    origin: 'tests',
    frames: [{ steps: outputs.map((o) => ({ label: o.name, ports: [['table', o.table]] })) }],
    params: [],
    literals: new Map(),
    outputs,
    models: (op) => engine.model(op),
    known: () => undefined,
  });
  const expected: (readonly [string, Expected])[] = [];
  for (const [i, { table }] of outputs.entries())
    expected.push([script.outputs[i]!, { schema: table.schema, rows: await rowsOf(engine, table) }]);
  const paths = script.inputs.map(({ scan }) => join(folder, `${scan.source.kind === 'file' ? scan.source.name : ''}.parquet`));
  return { name, script, paths, outputs: new Map(expected) };
}

const failing = (name: string) => (event: { readonly kind: string; readonly message?: string }) => {
  if (event.kind === 'failed') throw new Error(`${name}: ${event.message}`);
};

async function rowsOf(engine: LocalEngine, table: TableOp): Promise<Row[]> {
  const { columns } = await engine.page(table, { from: 0, count: 1_000_000 });
  const count = columns[0]?.values.length ?? 0;
  const cell = (value: null | boolean | number | string, type: DType): Cell => (type === 'int' && value !== null ? BigInt(value) : value);
  return Array.from({ length: count }, (_, i) => columns.map(({ type, values }) => cell(values[i]!, type)));
}

/** A table as one file for the local engine and as several for Spark; its first column is its key. */
async function attached(engine: LocalEngine, folder: string, name: string, { schema, rows }: Table): Promise<TableOp> {
  const whole = join(folder, `${name}-whole.parquet`);
  const connection = await connect();
  try {
    await createTable(connection, 'rows', schema, rows);
    await connection.run(`COPY rows TO ${quoteText(whole)} (FORMAT parquet)`);
    await mkdir(join(folder, `${name}.parquet`), { recursive: true });
    const pieces = rows.length ? FILES : 1;
    for (let i = 0; i < pieces; i++)
      await connection.run(
        `COPY (SELECT * EXCLUDE n FROM (SELECT *, row_number() OVER () AS n FROM rows) WHERE n % ${pieces} = ${i}) TO ${quoteText(join(folder, `${name}.parquet`, `part-${i}.parquet`))} (FORMAT parquet)`,
      );
  } finally {
    connection.closeSync();
  }
  const { fingerprint, stamp } = await engine.attach(name, await openAsBlob(whole), whole);
  const found = await engine.inspect(name, 'parquet', {});
  const { source } = relinked(
    { kind: 'file', name, path: `${name}.parquet`, format: 'parquet', options: {}, columns: [] },
    found,
    fingerprint,
  );
  return { ...scanFile({ ...source, stamp }), key: [schema[0]!.name] };
}

/** Dice of a fixed seed. */
class Dice {
  private readonly random: () => number;

  constructor(at: number) {
    this.random = generator(seed + at);
  }

  /** From 0 up to 1. */
  share(): number {
    return this.random() / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.share() * limit);
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  maybe(cell: Cell): Cell {
    return this.below(6) ? cell : null;
  }
}

const table = (schema: Schema, count: number, at: number, row: (id: number, dice: Dice) => readonly Cell[]): Table => {
  const dice = new Dice(at);
  return { schema, rows: Array.from({ length: count }, (_, id) => [BigInt(id), ...row(id, dice)]) };
};

const id = column('id', 'int', { nullable: false });

/** Between milliseconds, on both sides of where time starts. */
const MOMENTS = ['1969-12-31 23:59:59.991001', '1969-12-31 23:59:59.9995', '1970-01-01 00:00:00.000999', '1970-01-01 00:00:00.006'];

/** Columns whose extremes have an unusual text. */
const SPELLED: readonly (readonly [name: string, numbers: readonly number[]])[] = [
  ['sixteen digits', [1e16, 1e15]],
  ['small', [1e-5, 1e-4]],
  ['sum', [0.1 + 0.2, -1.5e-7]],
  ['ends', [5e-324, 1.7976931348623157e308]],
  ['digits', [-123_456_789_012_345_680, 2e23]],
];

const MIXED: Schema = [
  id,
  column('a.b', 'int'),
  column('`tick` "q" {x}', 'double'),
  column('Größe 日', 'string'),
  column("it's", 'bool'),
  column('day', 'date'),
  column('at', 'timestamp'),
  column('seven', 'int'),
  column('tenth', 'double'),
  column('yes', 'bool'),
  column('nothing', 'double'),
  column('no whole', 'int'),
  column('no text', 'string'),
  column('no flag', 'bool'),
  column('no day', 'date'),
  column('no time', 'timestamp'),
  column('large', 'int'),
  column('beyond', 'double'),
  column('few', 'int'),
  column('about 1970', 'timestamp'),
  column('half known', 'double'),
  ...SPELLED.map(([name]) => column(name, 'double')),
];

const MOST = 2n ** 63n - 1n;
const LARGE = [MOST, -MOST - 1n, 2n ** 53n + 1n, 0n, -5n, 1234567890123456789n];
const TEXTS = ['', ' ', 'a', 'A', 'b', 'ä', '😀', '\uffee', "it's", '"', '`', 'a.b', 'NaN', 'null', '10', '9'];
const DAYS = ['0001-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31'];
const TIMES = [
  '1969-12-31 23:59:59.9995',
  '1970-01-01 00:00:00',
  '2024-02-29 23:59:59.999999',
  '2024-02-29 10:30:00.5',
  '1900-01-01 00:00:00.000001',
];

const mixed = (row: number, dice: Dice): readonly Cell[] => [
  dice.maybe(BigInt(dice.below(40) - 20)),
  dice.maybe((dice.below(2001) - 1000) / 8),
  dice.maybe(dice.one(TEXTS)),
  dice.maybe(dice.below(3) === 0),
  dice.maybe(dice.one(DAYS)),
  dice.maybe(dice.one(TIMES)),
  7n,
  dice.maybe(0.1),
  dice.maybe(true),
  null,
  null,
  null,
  null,
  null,
  null,
  dice.maybe(dice.one(LARGE)),
  dice.one([1e95, -1e100, 2.5, 0]),
  dice.maybe(BigInt(dice.below(4))),
  dice.maybe(dice.one(MOMENTS)),
  row % 2 ? null : 0.1 + (row % 3 ? 0 : dice.share()),
  ...SPELLED.map(([, numbers]) => dice.one(numbers)),
];

const PROFILED: ReadonlyMap<string, Table> = new Map([
  ['many', table(MIXED, 900, 10, mixed)],
  ['one row', table(MIXED, 1, 11, mixed)],
  ['two rows', table(MIXED, 2, 12, mixed)],
  ['no rows', table(MIXED, 0, 13, mixed)],
]);

function profiles(rows: TableOp): Map<string, TableOp> {
  const columns = rows.schema.map((c) => c.name);
  const numbers = rows.schema.filter((c) => c.type !== 'string').map((c) => c.name);
  return new Map([
    ['all of profile', analyse('profile', [rows], { columns })],
    ['some of profile', analyse('profile', [rows], { columns: ['Größe 日', 'a.b'] })],
    ['none of profile', analyse('profile', [rows], { columns: [] })],
    ['all of distribution', analyse('distribution', [rows], { columns, bins: 20, top: 10 })],
    ['coarse', analyse('distribution', [rows], { columns: columns.toReversed(), bins: 3, top: 2 })],
    ['only texts', analyse('distribution', [rows], { columns: ["it's", 'Größe 日'], bins: 3, top: 1 })],
    ['only numbers', analyse('distribution', [rows], { columns: ['few'], bins: 200, top: 1 })],
    ['none of distribution', analyse('distribution', [rows], { columns: [], bins: 3, top: 1 })],
    ['all of correlation', analyse('correlation', [rows], { columns: numbers })],
    ['no pair', analyse('correlation', [rows], { columns: ['few'] })],
  ]);
}

const JUDGEMENTS: Schema = [
  id,
  column('act.ual', 'string'),
  column('said `so`', 'string'),
  column('P(no)', 'double'),
  column('P(yes)', 'double'),
  column('is', 'bool'),
  column('should be', 'bool'),
  column('level', 'int'),
  column('guess', 'int'),
  column('kind', 'string'),
  column('kind "guess"', 'string'),
  column('P(😀)', 'double'),
  column('P(\uffee)', 'double'),
  column('P(never)', 'double'),
  column('same', 'string'),
];

const KINDS = ['😀', '\uffee', 'b', 'B', ''];

const judgement = (_: number, dice: Dice): readonly Cell[] => {
  const yes = dice.below(3) === 0;
  const chance = Math.min(1, Math.max(0, (dice.below(11) + (yes ? 4 : -1)) / 12));
  const is = dice.below(2) === 0;
  const level = dice.below(3);
  const kind = dice.one(KINDS);
  return [
    dice.maybe(yes ? 'yes' : 'no'),
    dice.maybe(chance > 0.5 ? 'yes' : 'no'),
    dice.maybe(1 - chance),
    chance,
    is,
    dice.maybe(dice.below(4) ? is : !is),
    BigInt([-1, 10, 2][level]!),
    dice.maybe(BigInt([-1, 10, 2, 33][dice.below(3) ? level : dice.below(4)]!)),
    kind,
    dice.below(3) ? kind : dice.one(KINDS),
    dice.share() / 2 + (kind === '😀' ? 0.4 : 0),
    dice.below(5) / 4,
    dice.share() * 1e-12,
    'same',
  ];
};

const JUDGED: ReadonlyMap<string, Table> = new Map([
  ['judged', table(JUDGEMENTS, 400, 20, judgement)],
  ['hardly judged', table(JUDGEMENTS, 25, 21, judgement)],
]);

function judged(rows: TableOp): Map<string, TableOp> {
  const unordered = { ...rows, key: undefined };
  const scores = (from: TableOp, actual: string, predicted: string, more: Partial<ScoreSpec> = {}): TableOp =>
    analyse('scores', [from], { actual, predicted, probabilities: [], positive: '', seed: 42, ...more });
  const both = [
    ['no', 'P(no)'],
    ['yes', 'P(yes)'],
  ] as const;
  const some = [
    ['😀', 'P(😀)'],
    ['\uffee', 'P(\uffee)'],
    ['never', 'P(never)'],
  ] as const;
  return new Map([
    ['two classes', scores(rows, 'act.ual', 'said `so`', { probabilities: both })],
    ['the other class', scores(rows, 'act.ual', 'said `so`', { probabilities: both, positive: 'no', seed: 2 ** 31 })],
    ['one probability', scores(unordered, 'act.ual', 'said `so`', { probabilities: [both[1]], positive: 'yes', seed: 0 })],
    ['twice the same class', scores(rows, 'act.ual', 'said `so`', { probabilities: [both[1], ['yes', 'P(no)']] })],
    ['yes and no', scores(unordered, 'is', 'should be', { positive: 'false', seed: 7 })],
    ['whole numbers', scores(unordered, 'level', 'guess')],
    ['many classes', scores(rows, 'kind', 'kind "guess"', { probabilities: some })],
    ['many classes without order', scores(unordered, 'kind', 'kind "guess"', { probabilities: some, seed: 99 })],
    ['one class', scores(rows, 'same', 'same', { probabilities: [['same', 'P(yes)']] })],
    ['of two kinds', scores(rows, 'is', 'said `so`')],
  ]);
}

const FEATURES: Schema = [
  id,
  column('in.come', 'double'),
  column('age', 'int'),
  column('member?', 'bool'),
  column('`channel`', 'string'),
  column('city "日"', 'string'),
  column('nothing', 'double'),
  column('no text', 'string'),
  column('left', 'bool'),
  column('segment', 'string'),
];

const CHANNELS = ['shop', 'web', "post 'n' go", '', '😀'];

const customer =
  (channels: readonly string[], cities: number, step: number) =>
  (row: number, dice: Dice): readonly Cell[] => {
    const income = dice.below(5000 / step) * step - 1000;
    const age = 18 + dice.below(60);
    const channel = dice.one(channels);
    const segment = `${income > 1500 ? 'rich' : 'poor'}${age > 40 ? ' old' : ''}${channel === 'web' ? '' : ' 日'}`;
    return [
      dice.maybe(income),
      dice.maybe(BigInt(age)),
      dice.maybe(dice.below(2) === 0),
      dice.maybe(channel),
      dice.maybe(`city ${Math.floor(dice.share() ** 2 * cities)}`),
      null,
      null,
      dice.maybe(age < 30 === dice.below(8) > 0),
      row % 40 ? segment : null,
    ];
  };

const CUSTOMERS = table(FEATURES, 600, 30, customer(CHANNELS, 90, 100));
/** With channels and cities that no forest has seen, and incomes that are its thresholds. */
const STRANGERS = table(FEATURES, 500, 31, customer([...CHANNELS, 'never seen', 'SHOP'], 140, 50));

function forests(customers: TableOp, strangers: TableOp, nobody: TableOp): Map<string, TableOp> {
  const grown = (target: string, features: readonly string[], more: Partial<ForestSpec> = {}): ModelOp =>
    fit('random-forest', customers, {
      features,
      target,
      trees: 25,
      depth: 8,
      leaf: 2,
      perSplit: 0,
      classWeight: 'none',
      seed: 3,
      engine: 'histogram',
      classes: [],
      ...more,
    });
  const all = ['in.come', 'age', 'member?', '`channel`', 'city "日"', 'nothing', 'no text'];
  const two = grown('left', all);
  const many = grown('segment', all, { classWeight: 'balanced' });
  const plain = grown('segment', ['in.come', 'age'], { depth: 30, leaf: 1, trees: 5 });
  const other = grown('left', ['age', '`channel`'], { engine: 'ml-random-forest', trees: 4 });
  const names = (mark: string, classes: ForestApply['classes'] = []): ForestApply => ({
    prediction: `predicted.${mark}`,
    probability: `\`chance\` ${mark}`,
    margin: `margin "${mark}"`,
    classes,
  });
  const classes = [
    ['rich', 'P(rich)'],
    ['gone', 'P(gone)'],
    ['poor old 日', 'P(poor.old `日`)'],
  ] as const;
  const once = apply(two, strangers, names('a', [['true', 'P(true)']]));
  const twice = apply(many, once, names('b', classes));
  return new Map<string, TableOp>([
    ['two classes', once],
    ['many classes after two', twice],
    ['learned from', apply(many, customers, names('c'))],
    ['only numbers', apply(plain, strangers, names('d', classes))],
    ['second opinion', apply(other, { ...strangers, key: ['id'] }, names('e', [['false', 'P(false)']]))],
    ['nobody', apply(many, nobody, names('f', classes))],
    [
      'judged',
      analyse('scores', [twice], { actual: 'left', predicted: 'predicted.a', probabilities: [['true', 'P(true)']], positive: '', seed: 1 }),
    ],
  ]);
}
