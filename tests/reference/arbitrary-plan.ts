import * as fc from 'fast-check';
import { call, col, lit, when, type Expr } from '../../src/core/expr.ts';
import * as ops from '../../src/core/plan.ts';
import type { Join, Measure, MeasureFn, TableOp, WindowFn } from '../../src/core/plan.ts';
import { column, isNumeric, type DType, type Schema } from '../../src/core/schema.ts';
import { seed } from '../setup/seed.ts';
import type { Cell, Row } from './expr.ts';

/** Three tables with the same columns: ties, missing values, names that need care, and one without rows. */
export const SCHEMA: Schema = [
  column('id', 'int', { nullable: false }),
  column('k', 'int'),
  column('Group "A"', 'string'),
  column('x', 'double'),
  column('flag', 'bool'),
  column('d', 'date'),
  column('ts', 'timestamp'),
];

const maybe = (cells: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.option(cells, { freq: 6 });
const row = (id: number): fc.Arbitrary<Row> =>
  fc.tuple(
    fc.constant(BigInt(id)),
    maybe(fc.bigInt({ min: -2n, max: 3n })),
    maybe(fc.constantFrom('', 'a', 'A', 'b', 'ä', '😀')),
    maybe(fc.integer({ min: -500, max: 500 }).map((n) => n / 100 || 0)),
    maybe(fc.boolean()),
    maybe(fc.constantFrom('2024-01-31', '2024-02-29', '2023-12-31')),
    maybe(fc.constantFrom('2024-01-31 00:00:00', '2024-01-31 10:30:00')),
  );

export const TABLES = new Map<string, readonly Row[]>(
  ['first', 'second', 'none'].map((name, i) => [
    name,
    fc.sample(fc.tuple(...Array.from({ length: [24, 9, 0][i]! }, (_, id) => row(id))), { seed: seed + i, numRuns: 1 })[0] as Row[],
  ]),
);

const scanOf = (name: string): TableOp => ({
  ...ops.scan({ kind: 'file', name, path: `${name}.parquet`, format: 'parquet', options: {}, columns: SCHEMA }, SCHEMA),
  key: ['id'],
});
const SCANS = new Map([...TABLES.keys()].map((name) => [name, scanOf(name)]));
export const nameOf = (op: TableOp): string => (op.kind === 'scan' && op.source.kind === 'file' ? op.source.name : '');

/** Builds a plan out of choices, each a number: any numbers make a plan. */
class Builder {
  private readonly choices: readonly number[];
  private at = 0;

  constructor(choices: readonly number[]) {
    this.choices = choices;
  }

  plan(steps: number): TableOp {
    let op = SCANS.get(this.one(['first', 'first', 'second', 'none']))!;
    for (let i = 0; i < steps; i++) op = this.step(op);
    return op;
  }

  private number(most: number): number {
    return this.choices[this.at++ % this.choices.length]! % most;
  }

  private one<T>(list: readonly T[]): T {
    return list[this.number(list.length)]!;
  }

  private some<T>(list: readonly T[], least = 1): readonly T[] {
    const found = list.filter(() => this.number(2) === 0);
    return found.length < least ? list.slice(0, least) : found;
  }

  private step(op: TableOp): TableOp {
    switch (this.number(10)) {
      case 0:
        return ops.filter(op, this.condition(op.schema), this.number(3) === 0);
      case 1:
        return this.project(op);
      case 2:
        return this.join(op);
      case 3:
        return ops.aggregate(op, this.number(4) ? this.some(names(op.schema)).slice(0, 3) : [], this.measures(op.schema));
      case 4:
        return ops.window(op, this.windows(op.schema, op.key ? 2 : 1));
      case 5:
        return ops.dedupe(op, this.some(names(op.schema)).slice(0, 2), this.order(op.schema), this.one(['kept', 'dropped']));
      case 6:
        return this.union(op);
      case 7:
        return this.unpivot(op);
      case 8:
        return ops.sort(op, this.order(op.schema), this.one([{}, { limit: 5 }, { limit: 4, offset: 3 }, { limit: 0 }]));
      default:
        return ops.derive(op, [{ name: fresh(op.schema, 'made'), expr: this.value(op.schema) }]);
    }
  }

  private project(op: TableOp): TableOp {
    const kept = this.some(op.schema).map(({ name }) => ({ name, expr: col(name) }));
    const [first, ...rest] = kept;
    const renamed = first && this.number(2) ? [{ ...first, name: fresh(op.schema, 'renamed') }, ...rest] : kept;
    return ops.project(op, [...renamed, { name: fresh(op.schema, 'computed'), expr: this.value(op.schema) }]);
  }

  private join(op: TableOp): TableOp {
    const taken = names(op.schema);
    const other = ops.project(
      SCANS.get('second')!,
      SCHEMA.map(({ name }) => ({ name: fresh([...op.schema, ...SCHEMA], `right ${name}`), expr: col(name) })),
    );
    if (this.number(6) === 0) return ops.join(op, ops.aggregate(other, [], [{ name: fresh(op.schema, 'all'), fn: 'count' }]), 'cross', []);
    const pairs = taken.flatMap((left) =>
      other.schema
        .filter((c) => c.type === typeIn(op.schema, left) || (isNumeric(c.type) && isNumeric(typeIn(op.schema, left))))
        .map((c) => [left, c.name] as const),
    );
    if (!pairs.length) return op;
    const [first, second] = [this.one(pairs), this.one(pairs)];
    const on = this.number(3) || second[0] === first[0] || second[1] === first[1] ? [first] : [first, second];
    return ops.join(op, other, this.one<Join['how']>(['inner', 'left', 'full', 'semi', 'anti']), on);
  }

  private union(op: TableOp): TableOp {
    const wider = op.schema.map(({ name, type }) => ({
      name,
      expr: type === 'int' && this.number(2) ? call('/', col(name), lit(2)) : col(name),
    }));
    return ops.union([op, ops.filter(ops.project(op, wider), this.condition(op.schema))]);
  }

  private unpivot(op: TableOp): TableOp {
    const type = this.one(op.schema).type;
    const columns = op.schema.filter((c) => c.type === type || (isNumeric(c.type) && isNumeric(type)));
    const keep = names(op.schema).filter((name) => !columns.some((c) => c.name === name));
    return ops.unpivot(op, keep, names(columns), fresh(op.schema, 'name'), fresh(op.schema, 'value'));
  }

  private order(schema: Schema): ops.SortKey[] {
    return this.some(names(schema))
      .slice(0, 2)
      .map((column) => ({ column, desc: this.number(2) === 0 }));
  }

  private condition(schema: Schema): Expr {
    const { name, type } = this.one(schema);
    if (type === 'bool') return col(name);
    return this.one([
      call('is_null', col(name)),
      call('>=', col(name), SOME[type]),
      call('or', call('<', col(name), SOME[type]), call('is_null', col(this.one(schema).name))),
    ]);
  }

  private value(schema: Schema): Expr {
    const { name, type } = this.one(schema);
    const same = col(this.one(schema.filter((c) => c.type === type)).name);
    if (isNumeric(type))
      return this.one([call('*', col(name), lit(2)), call('/', col(name), same), call('coalesce', same, lit(0.5)), lit(null)]);
    return this.one([call('coalesce', col(name), SOME[type]), when(this.condition(schema), col(name)), this.condition(schema)]);
  }

  private measures(schema: Schema): Measure[] {
    const numbers = schema.filter((c) => isNumeric(c.type));
    const bools = schema.filter((c) => c.type === 'bool');
    return Array.from({ length: 3 }, (_, i): Measure => {
      const fn = this.one(MEASURES);
      const columns = NUMERIC.has(fn) ? numbers : fn === 'any' || fn === 'all' ? bools : schema;
      const name = fresh(schema, `measure ${i}`);
      if (!columns.length || (fn === 'count' && this.number(2))) return { name, fn: 'count' };
      const of = col(this.one(columns).name);
      return {
        name,
        fn,
        of,
        ...(this.number(4) === 0 && { where: this.condition(schema) }),
        ...(fn === 'quantile' && { q: this.one([0, 0.1, 0.75, 1]) }),
        ...(fn === 'first' && { order: this.order(schema) }),
      };
    });
  }

  /** Without a key, equal rows may come in one order for one column and in another for the next. */
  private windows(schema: Schema, count: number): ops.WindowColumn[] {
    const numbers = schema.filter((c) => isNumeric(c.type));
    return Array.from({ length: count }, (_, i) => {
      const fn = this.one(numbers.length ? WINDOWS : WINDOWS.slice(0, 7));
      const columns = fn === 'running_sum' || fn === 'sum' || fn === 'mean' ? numbers : schema;
      const by = this.number(2) ? this.some(names(schema)).slice(0, 2) : [];
      return {
        name: fresh(schema, `window ${i}`),
        fn,
        by,
        order: this.order(schema),
        ...(!['row_number', 'rank', 'dense_rank'].includes(fn) && { of: col(this.one(columns).name) }),
      };
    });
  }
}

export const MEASURES: readonly MeasureFn[] = [
  'count',
  'distinct',
  'sum',
  'mean',
  'median',
  'min',
  'max',
  'stddev',
  'stddev_pop',
  'quantile',
  'first',
  'last',
  'mode',
  'any',
  'all',
];
const NUMERIC: ReadonlySet<MeasureFn> = new Set<MeasureFn>(['sum', 'mean', 'median', 'stddev', 'stddev_pop', 'quantile']);
export const WINDOWS: readonly WindowFn[] = [
  'row_number',
  'rank',
  'dense_rank',
  'lag',
  'lead',
  'running_count',
  'count',
  'min',
  'max',
  'running_sum',
  'sum',
  'mean',
];
const SOME: { readonly [T in DType]: Expr } = {
  bool: lit(true),
  int: lit(1),
  double: lit(0.5),
  string: lit('a'),
  date: lit('2024-01-31', 'date'),
  timestamp: lit('2024-01-31 00:00:00', 'timestamp'),
};

const names = (schema: Schema): string[] => schema.map((c) => c.name);
const typeIn = (schema: Schema, name: string): DType => schema.find((c) => c.name === name)!.type;

function fresh(schema: Schema, name: string): string {
  const taken = new Set(names(schema));
  for (let i = 0; ; i++) if (!taken.has(`${name} ${i}`)) return `${name} ${i}`;
}

/** Random plans over the tables, of one to five steps. */
export const randomPlans = (count: number): readonly TableOp[] =>
  fc
    .sample(fc.tuple(fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }), fc.integer({ min: 1, max: 5 })), {
      seed,
      numRuns: count,
    })
    .map(([choices, steps]) => new Builder(choices).plan(steps));

/** The names of the ops, measures, window functions and joins that plans use. */
export const usedIn = (plans: readonly ops.Op[]): Set<string> =>
  new Set(
    ops.inOrder(plans).flatMap((op): string[] => {
      if (op.kind === 'aggregate') return [op.kind, ...op.measures.map((m) => m.fn)];
      if (op.kind === 'window') return [op.kind, ...op.columns.map((c) => c.fn)];
      return op.kind === 'join' ? [op.how] : [op.kind];
    }),
  );

/** All that `usedIn` can find in relational plans. */
export const RELATIONAL = [
  'scan',
  'project',
  'filter',
  'aggregate',
  'window',
  'dedupe',
  'union',
  'unpivot',
  'sort',
  'inner',
  'left',
  'full',
  'semi',
  'anti',
  'cross',
  ...MEASURES,
  ...WINDOWS,
] as const;
