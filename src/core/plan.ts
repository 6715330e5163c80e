import {
  algorithm,
  analysis,
  type AlgorithmName,
  type AnalysisName,
  type AnalysisSpec,
  type ApplySpec,
  type FitSpec,
} from './algorithms.ts';
import { requireCondition, typeOf, type Expr } from './expr.ts';
import {
  column,
  columnOf,
  findColumn,
  isNumeric,
  PlanError,
  uniqueNames,
  type Column,
  type DType,
  type Role,
  type Schema,
} from './schema.ts';
import { REJECTS, schemaOfColumns, type Source } from './source.ts';

/**
 * A plan says what to compute, not how. It is a DAG of immutable ops; each op knows its schema from the moment it is
 * built, so a plan that exists is a plan that type-checks. Nodes compile to ops, engines run ops.
 */
export type Op = TableOp | ModelOp;
export type TableOp = Scan | Project | Filter | Join | Aggregate | Window | Dedupe | Union | Unpivot | Sort | Apply | Analyse;
export type ModelOp = Fit;

interface Rows {
  readonly schema: Schema;
  /** Columns that together name a row, where that is certain; the tie-break wherever a total order is needed. */
  readonly key?: readonly string[] | undefined;
}

export interface Scan extends Rows {
  readonly kind: 'scan';
  readonly source: Source;
  readonly part: 'rows' | 'rejects';
  /** Adds a column that numbers the file's rows from 0. */ readonly rowNumber?: string | undefined;
}
export interface Project extends Rows {
  readonly kind: 'project';
  readonly input: TableOp;
  readonly columns: readonly Named[];
}
export interface Filter extends Rows {
  readonly kind: 'filter';
  readonly input: TableOp;
  readonly where: Expr;
  /** Keep instead the rows that are not true: false or unknown. */ readonly negate: boolean;
}
export interface Join extends Rows {
  readonly kind: 'join';
  readonly left: TableOp;
  readonly right: TableOp;
  readonly how: JoinKind;
  readonly on: readonly KeyPair[];
}
export interface Aggregate extends Rows {
  readonly kind: 'aggregate';
  readonly input: TableOp;
  readonly by: readonly string[];
  readonly measures: readonly Measure[];
}
export interface Window extends Rows {
  readonly kind: 'window';
  readonly input: TableOp;
  readonly columns: readonly WindowColumn[];
}
export interface Dedupe extends Rows {
  readonly kind: 'dedupe';
  readonly input: TableOp;
  readonly by: readonly string[];
  readonly order: readonly SortKey[];
  readonly part: 'kept' | 'dropped';
}
export interface Union extends Rows {
  readonly kind: 'union';
  readonly inputs: readonly TableOp[];
}
export interface Unpivot extends Rows {
  readonly kind: 'unpivot';
  readonly input: TableOp;
  readonly keep: readonly string[];
  readonly columns: readonly string[];
  readonly name: string;
  readonly value: string;
}
export interface Sort extends Rows {
  readonly kind: 'sort';
  readonly input: TableOp;
  readonly order: readonly SortKey[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}
export interface Fit {
  readonly kind: 'fit';
  readonly algorithm: AlgorithmName;
  readonly input: TableOp;
  readonly spec: FitSpec;
  readonly order: readonly SortKey[];
}
export interface Apply extends Rows {
  readonly kind: 'apply';
  readonly model: ModelOp;
  readonly input: TableOp;
  readonly spec: ApplySpec;
  readonly added: Schema;
}
export interface Analyse extends Rows {
  readonly kind: 'analyse';
  readonly analysis: AnalysisName;
  readonly inputs: readonly Op[];
  readonly spec: AnalysisSpec;
}

export interface Named {
  readonly name: string;
  readonly expr: Expr;
  readonly role?: Role | undefined;
}
export interface SortKey {
  readonly column: string;
  readonly desc?: boolean | undefined;
}
export type KeyPair = readonly [left: string, right: string];
export type JoinKind = 'inner' | 'left' | 'full' | 'semi' | 'anti' | 'cross';

/** `distinct` counts distinct values; `first` and `last` follow `order`; sums and means come rounded to 12 significant digits. */
export type MeasureFn =
  | 'count'
  | 'distinct'
  | 'sum'
  | 'mean'
  | 'median'
  | 'min'
  | 'max'
  | 'stddev'
  | 'stddev_pop'
  | 'quantile'
  | 'first'
  | 'last'
  | 'mode'
  | 'any'
  | 'all';
export interface Measure {
  readonly name: string;
  readonly fn: MeasureFn;
  /** What is measured; only `count` may go without, and then counts rows. */
  readonly of?: Expr | undefined;
  /** Only rows for which this is true. */
  readonly where?: Expr | undefined;
  readonly q?: number | undefined;
  readonly order?: readonly SortKey[] | undefined;
  readonly role?: Role | undefined;
}

/** The share of a quantile, of which the median is one; nothing for other measures. */
export const shareOf = ({ fn, q = 0.5 }: Measure): number | undefined => (fn === 'median' ? 0.5 : fn === 'quantile' ? q : undefined);

/** `running_*` go from the first row of the partition to this one; the other measures cover the whole partition. */
export type WindowFn =
  | 'row_number'
  | 'rank'
  | 'dense_rank'
  | 'lag'
  | 'lead'
  | 'running_sum'
  | 'running_count'
  | 'count'
  | 'sum'
  | 'mean'
  | 'min'
  | 'max';
export interface WindowColumn {
  readonly name: string;
  readonly fn: WindowFn;
  readonly of?: Expr | undefined;
  readonly by: readonly string[];
  readonly order: readonly SortKey[];
}

export function scan(source: Source, schema: Schema, more: { part?: Scan['part']; rowNumber?: string } = {}): Scan {
  const { part = 'rows', rowNumber } = more;
  if (part === 'rejects') return { kind: 'scan', source, part, schema: REJECTS };
  const columns = rowNumber ? [...schema, column(rowNumber, 'int', { nullable: false })] : schema;
  return { kind: 'scan', source, part, rowNumber, schema: uniqueNames(columns), key: rowNumber ? [rowNumber] : undefined };
}

/** A scan of a file with the columns that were last seen in it. */
export function scanFile(source: Extract<Source, { kind: 'file' }>, more: { part?: Scan['part']; rowNumber?: string } = {}): Scan {
  if (!source.columns.length)
    throw new PlanError(`The columns of ${source.path} are not known yet.`, {
      param: 'source',
      fix: 'Choose the file.',
      about: { kind: 'no-file' },
    });
  return scan(source, schemaOfColumns(source.columns), more);
}

export function project(input: TableOp, columns: readonly Named[]): Project {
  if (!columns.length) throw new PlanError('No column is left.', { fix: 'Keep at least one column.' });
  const schema = columns.map(({ name, expr, role }) => columnFor(name, expr, role, input.schema));
  const key = input.key && keptKey(input.key, columns);
  const sameNames = schema.length === input.schema.length && schema.every((c, i) => c.name === input.schema[i]!.name);
  return { kind: 'project', input, columns, schema: sameNames ? schema : uniqueNames(schema), key };
}

function keptKey(key: readonly string[], columns: readonly Named[]): readonly string[] | undefined {
  const kept = new Map(columns.flatMap(({ name, expr }) => (expr.kind === 'col' ? [[expr.name, name] as const] : [])));
  return key.every((k) => kept.has(k)) ? key.map((k) => kept.get(k)!) : undefined;
}

function columnFor(name: string, expr: Expr, role: Role | undefined, schema: Schema): Column {
  if (expr.kind === 'col') {
    const from = columnOf(schema, expr.name);
    return from.name === name && !role ? from : { ...from, name, ...(role && { role }) };
  }
  const { type, nullable } = typeOf(expr, schema);
  return column(name, settled(type), { nullable: nullable || type === 'double', role });
}

const settled = (type: DType | 'null'): DType => (type === 'null' ? 'string' : type);

/** All columns of `input`, with `columns` added after them or, where the name is there already, in its place. */
export function derive(input: TableOp, columns: readonly Named[]): Project {
  const added = new Map(columns.map((c) => [c.name, c]));
  const kept = input.schema.map(({ name }): Named => added.get(name) ?? { name, expr: { kind: 'col', name } });
  return project(input, [...kept, ...columns.filter((c) => !findColumn(input.schema, c.name))]);
}

/** Only the columns named, in that order. */
export function select(input: TableOp, names: readonly string[]): Project {
  return project(
    input,
    names.map((name) => ({ name, expr: { kind: 'col', name } })),
  );
}

export function filter(input: TableOp, where: Expr, negate = false): Filter {
  requireCondition(where, input.schema);
  return { kind: 'filter', input, where, negate, schema: input.schema, key: input.key };
}

/**
 * Rows of both sides where all pairs of `on` are equal (missing never equals missing). The right side's key columns
 * are left out, and its names must differ from the left's. `semi` and `anti` keep left rows with and without a match;
 * `cross` puts the one row of an aggregate without keys beside every left row.
 */
export function join(left: TableOp, right: TableOp, how: JoinKind, on: readonly KeyPair[]): Join {
  if (how === 'cross') {
    if (!(right.kind === 'aggregate' && right.by.length === 0)) throw new Error('A cross join wants a right side of one row.');
  } else if (!on.length)
    throw new PlanError('The join has no key columns.', {
      param: 'on',
      fix: 'Choose at least one pair of columns that mean the same.',
      about: { kind: 'no-column' },
    });
  for (const [l, r] of on) {
    const [a, b] = [columnOf(left.schema, l), columnOf(right.schema, r)];
    if (a.type !== b.type && !(isNumeric(a.type) && isNumeric(b.type))) {
      throw new PlanError(`"${l}" is ${a.type} and "${r}" is ${b.type}.`, {
        param: 'on',
        fix: 'Make them the same type with Select Columns.',
      });
    }
  }
  const rightKeys = new Set(on.map(([, r]) => r));
  const doubles = new Set(on.flatMap(([l, r]) => (columnOf(right.schema, r).type === 'double' ? [l] : [])));
  const added = right.schema.filter((c) => !rightKeys.has(c.name));
  const rightUnique = how === 'cross' || (right.key?.every((k) => rightKeys.has(k)) ?? false);
  const onlyLeft = how === 'semi' || how === 'anti';
  const schema = onlyLeft
    ? left.schema
    : [
        ...left.schema.map((c) => (how === 'full' ? { ...c, type: doubles.has(c.name) ? 'double' : c.type, nullable: true } : c)),
        ...added.map((c) => (how === 'left' || how === 'full' ? { ...c, nullable: true } : c)),
      ];
  return {
    kind: 'join',
    left,
    right,
    how,
    on,
    schema: uniqueNames(schema),
    key: onlyLeft || (rightUnique && how !== 'full') ? left.key : undefined,
  };
}

export function aggregate(input: TableOp, by: readonly string[], measures: readonly Measure[]): Aggregate {
  const keys = by.map((name) => columnOf(input.schema, name));
  const values = measures.map((m) => measureColumn(m, input.schema));
  if (!keys.length && !values.length) throw new PlanError('There is nothing to compute.', { fix: 'Choose keys or measures.' });
  const ordered = measures.map((m): Measure =>
    m.fn === 'first' || m.fn === 'last' ? { ...m, order: totalOrder(input, m.order ?? []) } : m,
  );
  return { kind: 'aggregate', input, by, measures: ordered, schema: uniqueNames([...keys, ...values]), key: by };
}

function measureColumn({ name, fn, of, where, q, role }: Measure, schema: Schema): Column {
  if (where) requireCondition(where, schema);
  if (!of) {
    if (fn !== 'count') throw new PlanError(`"${name}" does not say which column to use.`, { param: 'measures', fix: 'Choose a column.' });
    return column(name, 'int', { nullable: false });
  }
  const type = settled(typeOf(of, schema).type);
  const numbers = ['sum', 'mean', 'median', 'stddev', 'stddev_pop', 'quantile'].includes(fn);
  if (numbers && !isNumeric(type))
    throw new PlanError(`The ${fn} of "${name}" needs a number, not ${type}.`, {
      param: 'measures',
      fix: 'Use count, distinct, min, max, first, last or mode.',
      about: of.kind === 'col' ? { kind: 'wrong-type', column: of.name, needs: 'double' } : undefined,
    });
  if ((fn === 'any' || fn === 'all') && type !== 'bool')
    throw new PlanError(`"${name}" needs a condition, not ${type}.`, { param: 'measures' });
  if (fn === 'quantile' && !(q !== undefined && q >= 0 && q <= 1))
    throw new PlanError(`The quantile of "${name}" must be from 0 to 1.`, { param: 'measures' });
  const keepsRole = ['sum', 'mean', 'median', 'min', 'max', 'first', 'last', 'mode', 'quantile'].includes(fn) && of.kind === 'col';
  const known = role ?? (keepsRole ? columnOf(schema, of.name).role : undefined);
  if (fn === 'count' || fn === 'distinct') return column(name, 'int', { nullable: false });
  const result = numbers ? (fn === 'sum' ? type : 'double') : type;
  return column(name, result, { role: known });
}

export function window(input: TableOp, columns: readonly WindowColumn[]): Window {
  const total = columns.map((c) => (ORDERED.has(c.fn) ? { ...c, order: totalOrder(input, c.order) } : c));
  const added = columns.map(({ name, fn, of, by, order }): Column => {
    by.forEach((k) => columnOf(input.schema, k));
    order.forEach((k) => columnOf(input.schema, k.column));
    if (!of) {
      if (!COUNTING.has(fn)) throw new PlanError(`"${name}" does not say which column to use.`, { fix: 'Choose a column.' });
      return column(name, 'int', { nullable: false });
    }
    const type = settled(typeOf(of, input.schema).type);
    if ((fn === 'running_sum' || fn === 'sum' || fn === 'mean') && !isNumeric(type))
      throw new PlanError(`"${name}" needs a number, not ${type}.`);
    if (COUNTING.has(fn)) return column(name, 'int', { nullable: false });
    return column(name, fn === 'mean' ? 'double' : type);
  });
  const numbersRows = columns.find((c) => c.fn === 'row_number' && !c.by.length);
  return {
    kind: 'window',
    input,
    columns: total,
    schema: uniqueNames([...input.schema, ...added]),
    key: input.key ?? (numbersRows && [numbersRows.name]),
  };
}

const COUNTING = new Set<WindowFn>(['row_number', 'rank', 'dense_rank', 'running_count', 'count']);
const ORDERED = new Set<WindowFn>(['row_number', 'lag', 'lead', 'running_sum', 'running_count']);

/** One row for each combination of `by`: the first in `order`. Missing values count as equal here. */
export function dedupe(input: TableOp, by: readonly string[], order: readonly SortKey[], part: Dedupe['part'] = 'kept'): Dedupe {
  if (!by.length) throw new PlanError('No columns say when two rows are the same.', { param: 'keys', fix: 'Choose the key columns.' });
  by.forEach((name) => columnOf(input.schema, name));
  return { kind: 'dedupe', input, by, order: totalOrder(input, order), part, schema: input.schema, key: part === 'kept' ? by : input.key };
}

/** Rows of all inputs, first to last. They must have the same columns; types widen from int to double. */
export function union(inputs: readonly TableOp[]): Union {
  const [first, ...rest] = inputs;
  if (!first) throw new PlanError('There is nothing to put together.');
  const schema = first.schema.map((c) => {
    let { type, nullable } = c;
    for (const other of rest) {
      const same = columnOf(other.schema, c.name);
      if (same.type !== type) {
        if (!isNumeric(same.type) || !isNumeric(type))
          throw new PlanError(`"${c.name}" is ${type} in one table and ${same.type} in another.`, {
            fix: 'Make them the same type with Select Columns.',
          });
        type = 'double';
      }
      nullable ||= same.nullable;
    }
    return { ...c, type, nullable };
  });
  for (const other of rest) other.schema.forEach((c) => columnOf(schema, c.name));
  return { kind: 'union', inputs, schema };
}

/** A row for each row and each of `columns`, with the column's name and its value. */
export function unpivot(input: TableOp, keep: readonly string[], columns: readonly string[], name: string, value: string): Unpivot {
  const types = new Set(columns.map((c) => columnOf(input.schema, c).type));
  if (!types.size) throw new PlanError('No columns are chosen to turn into rows.', { param: 'columns' });
  const type = [...types].every(isNumeric) ? (types.has('double') ? 'double' : 'int') : types.size === 1 ? [...types][0]! : undefined;
  if (!type) throw new PlanError(`The columns have different types: ${[...types].join(', ')}.`, { param: 'columns' });
  const kept = keep.map((k) => columnOf(input.schema, k));
  const key = input.key?.every((k) => keep.includes(k)) ? [...input.key, name] : undefined;
  return {
    kind: 'unpivot',
    input,
    keep,
    columns,
    name,
    value,
    schema: uniqueNames([...kept, column(name, 'string', { nullable: false }), column(value, type)]),
    key,
  };
}

export function sort(
  input: TableOp,
  order: readonly SortKey[],
  more: { limit?: number | undefined; offset?: number | undefined } = {},
): Sort {
  order.forEach((k) => columnOf(input.schema, k.column));
  return { kind: 'sort', input, order: totalOrder(input, order), ...more, schema: input.schema, key: input.key };
}

/**
 * `order` made total: what it leaves open is decided by the known key, or by all columns. Where the whole order would
 * be all columns, rows that tie are equal, so any of them will do.
 */
export function totalOrder(input: TableOp, order: readonly SortKey[]): readonly SortKey[] {
  order.forEach((k) => columnOf(input.schema, k.column));
  const named = new Set(order.map((k) => k.column));
  const rest = (input.key ?? input.schema.map((c) => c.name)).filter((name) => !named.has(name));
  return [...order, ...rest.map((column) => ({ column }))];
}

export function fit(name: AlgorithmName, input: TableOp, spec: FitSpec): Fit {
  const row = algorithm(name);
  row.check(spec, input.schema);
  return { kind: 'fit', algorithm: name, input, spec, order: fitOrder(input, row.order?.(spec) ?? [], row.fitColumns(spec)) };
}

/** A fit sees rows in one order everywhere: by the known key, else by the columns it reads (equal rows may then swap). */
function fitOrder(input: TableOp, order: readonly SortKey[], columns: readonly string[]): readonly SortKey[] {
  if (input.key) return totalOrder(input, order);
  const named = new Set(order.map((k) => k.column));
  return [...order, ...columns.filter((c) => !named.has(c)).map((column) => ({ column }))];
}

/** `input` with the columns that the model adds. */
export function apply(model: ModelOp, input: TableOp, spec: ApplySpec): Apply {
  const row = algorithm(model.algorithm);
  row.check(model.spec, input.schema, 'apply');
  const added = row.adds(model.spec, spec, model.input.schema);
  return { kind: 'apply', model, input, spec, added, schema: uniqueNames([...input.schema, ...added]), key: input.key };
}

/** A table of a schema known beforehand, computed from whole tables or models. */
export function analyse(name: AnalysisName, inputs: readonly Op[], spec: AnalysisSpec): Analyse {
  const row = analysis(name);
  return { kind: 'analyse', analysis: name, inputs, spec, schema: row.schema(inputs, spec), key: row.key };
}

export function inputsOf(op: Op): readonly Op[] {
  switch (op.kind) {
    case 'scan':
      return [];
    case 'join':
      return [op.left, op.right];
    case 'union':
    case 'analyse':
      return op.inputs;
    case 'apply':
      return [op.model, op.input];
    default:
      return [op.input];
  }
}

/** The same step over other inputs of the same schemas, in the order of `inputsOf`. */
export function withInputs(op: Op, inputs: readonly Op[]): Op {
  const [first, second] = inputs as readonly TableOp[];
  switch (op.kind) {
    case 'scan':
      return op;
    case 'join':
      return { ...op, left: first!, right: second! };
    case 'union':
      return { ...op, inputs: inputs as readonly TableOp[] };
    case 'analyse':
      return { ...op, inputs };
    case 'apply':
      return { ...op, model: inputs[0] as ModelOp, input: second! };
    default:
      return { ...op, input: first! };
  }
}

export const isTable = (op: Op): op is TableOp => op.kind !== 'fit';

/** Every op that `roots` need, each once, inputs before their users. Not recursive: a chain may be long. */
export function inOrder(roots: readonly Op[]): Op[] {
  const done = new Set<Op>();
  const stack = [...roots].reverse();
  while (stack.length) {
    const op = stack.at(-1)!;
    const waiting = done.has(op) ? [] : inputsOf(op).filter((input) => !done.has(input));
    if (waiting.length) stack.push(...waiting.reverse());
    else {
      done.add(op);
      stack.pop();
    }
  }
  return [...done];
}
