import type { Model } from '../../workers/host.ts';
import type { EncodeScaleModel, EncodedText, ScaledNumber } from '../../workers/kernels/encode-scale.ts';
import type { ForestModel } from '../../workers/kernels/forest.ts';
import type { KMeansFeature, KMeansModel } from '../../workers/kernels/kmeans.ts';
import type { ScoreSpec } from '../core/algorithms.ts';
import { and, call, col, lit, textOf, when, type Expr } from '../core/expr.ts';
import {
  aggregate,
  derive,
  filter,
  inOrder,
  inputsOf,
  isTable,
  join,
  project,
  union,
  type Analyse,
  type Apply,
  type ModelOp,
  type Named,
  type Op,
  type TableOp,
} from '../core/plan.ts';
import { columnOf, freeName, PlanError, type Schema } from '../core/schema.ts';

/** Rows of a table that are known when it is printed. */
export type KnownRows = readonly (readonly (string | number | boolean | null)[])[];

/** The fitted model behind an op, where there is one. */
export type Models = (op: ModelOp) => Model | undefined;

/**
 * `roots` with learned steps written out as relational ops wherever that gives the same rows, for engines that print
 * plans: a k-means or an encoding is then arithmetic over columns, and a confusion table is a grouping. What stays is what
 * an engine has to know itself. Ops that are shared stay shared.
 */
export function writtenOut(roots: readonly Op[], models: Models): Map<Op, Op> {
  const done = new Map<Op, Op>();
  for (const op of inOrder(roots)) done.set(op, relational(withInputs(op, done), op, models));
  return done;
}

function withInputs(op: Op, done: ReadonlyMap<Op, Op>): Op {
  const now = (input: TableOp): TableOp => done.get(input) as TableOp;
  if (inputsOf(op).every((input) => done.get(input) === input)) return op;
  switch (op.kind) {
    case 'scan':
      return op;
    case 'join':
      return { ...op, left: now(op.left), right: now(op.right) };
    case 'union':
      return { ...op, inputs: op.inputs.map(now) };
    case 'analyse':
      return { ...op, inputs: op.inputs.map((input) => done.get(input)!) };
    case 'apply':
      return { ...op, input: now(op.input) };
    default:
      return { ...op, input: now(op.input) };
  }
}

function relational(op: Op, original: Op, models: Models): Op {
  if (op.kind === 'analyse' && op.analysis === 'confusion') return confusion(op) ?? op;
  if (op.kind !== 'apply' || original.kind !== 'apply') return op;
  const model = models(original.model);
  if (model?.kind === 'k-means') return segmented(op, model as KMeansModel);
  if (model?.kind === 'encode-scale') return encoded(op, model as EncodeScaleModel);
  return op;
}

/** Refuses a model that was learned by another kind of step, or from columns that are not there. */
export function checkModel(op: ModelOp, model: Model, file: string): void {
  const kind = { 'k-means': 'k-means', 'random-forest': 'forest', 'encode-scale': 'encode-scale' }[op.algorithm];
  if (model.kind !== kind) throw new PlanError(`${file} holds a ${model.kind} model, and a ${kind} model is needed.`);
  const names = new Set('features' in op.spec ? op.spec.features : op.spec.columns);
  const strange = model.features.find(({ name }) => !names.has(name));
  if (strange || model.features.length !== names.size)
    throw new PlanError(`${file} was learned from other columns: ${model.features.map((f) => f.name).join(', ')}.`, {
      fix: 'Run the workflow again with --out, and give its models folder.',
    });
}

/** The rows of an analysis that only reads a model. */
export function rowsOfModel({ analysis, inputs }: Analyse, models: Models): KnownRows | undefined {
  const [model] = inputs;
  if (analysis !== 'importance' || model?.kind !== 'fit') return undefined;
  return (models(model) as ForestModel | undefined)?.importance.map(({ name, mean, sd }) => [name, mean, sd]);
}

const number = (value: number): Expr => lit(value, 'double');
const minus = (a: Expr, value: number): Expr => (value === 0 ? a : call('-', a, number(value)));
const over = (a: Expr, value: number): Expr => (value === 1 ? a : call('/', a, number(value)));
const times = (a: Expr, value: number): Expr => (value === 1 ? a : call('*', a, number(value)));
const present = (a: Expr): Expr => call('not', call('is_null', a));

function asNumber(schema: Schema, name: string): Expr {
  const { type } = columnOf(schema, name);
  return type === 'double' ? col(name) : call('to_double', type === 'bool' ? call('to_int', col(name)) : col(name));
}

/** Names that no column has. */
function namer(schema: Schema): (name: string) => string {
  const taken = schema.map((c) => c.name);
  return (name) => {
    taken.push(freeName(name, taken));
    return taken.at(-1)!;
  };
}

/** Segments by the nearest centre, of equals the lower one, over scaled features. */
function segmented({ input, added, schema }: Apply, model: KMeansModel): TableOp {
  const name = namer(schema);
  const scaled = model.features.map((f) => ({ name: name(`scaled ${f.name}`), expr: scaledFeature(f, input.schema, model.missing) }));
  const distances = model.centres.map((centre, k) => ({
    name: name(`squared distance ${k + 1}`),
    expr: centre
      .map((at, f): Expr => call('power', minus(col(scaled[f]!.name), at), number(2)))
      .reduce((sum, square) => call('+', sum, square)),
  }));
  const nearest = name('squared distance');
  const second = name('next squared distance');
  const [segment, ...others] = added.map((c) => c.name);
  const ks = distances.map((d, k) => ({ k: k + 1, squared: col(d.name) }));
  const measured = derive(derive(derive(input, scaled), distances), [{ name: nearest, expr: smallest(ks.map((d) => d.squared)) }]);
  const placed = derive(measured, [
    { name: segment!, expr: when(...ks.flatMap(({ k, squared }) => [call('=', squared, col(nearest)), lit(k)])) },
  ]);
  const [distance, runnerUp] =
    added.length === 3 ? others : [others.find((n) => typeIn(added, n) === 'double'), others.find((n) => typeIn(added, n) === 'int')];
  const apart = (k: number): Expr => call('<>', col(segment!), lit(k));
  const next = runnerUp
    ? derive(derive(placed, [{ name: second, expr: smallest(ks.map(({ k, squared }) => when(apart(k), squared))) }]), [
        { name: runnerUp, expr: when(...ks.flatMap(({ k, squared }) => [and(apart(k), call('=', squared, col(second))), lit(k)])) },
      ])
    : placed;
  const away: Named[] = distance ? [{ name: distance, expr: call('significant', call('sqrt', col(nearest))) }] : [];
  return finished(away.length ? derive(next, away) : next, schema);
}

const typeIn = (schema: Schema, name: string): string => columnOf(schema, name).type;
const smallest = ([first, ...rest]: readonly Expr[]): Expr => (rest.length ? call('least', first!, ...rest) : first!);

function scaledFeature({ name, log, centre, scale, weight, mean }: KMeansFeature, schema: Schema, missing: KMeansModel['missing']): Expr {
  const x = asNumber(schema, name);
  const logged = log ? call('*', call('sign', x), call('ln', call('+', call('abs', x), number(1)))) : x;
  const known = missing === 'mean' ? call('coalesce', logged, number(mean)) : logged;
  return times(over(minus(known, centre), scale), weight);
}

/** Only the columns of `schema`, with their roles. */
const finished = (table: TableOp, schema: Schema): TableOp =>
  project(
    table,
    schema.map(({ name, role }) => ({ name, expr: col(name), role })),
  );

function encoded({ input, added, schema }: Apply, { features, missing }: EncodeScaleModel): TableOp {
  const exprs = features.flatMap((f): Expr[] =>
    f.kind === 'number' ? [encodedNumber(f, input.schema, missing)] : encodedText(f, missing),
  );
  return finished(
    derive(
      input,
      added.map((c, i) => ({ name: c.name, expr: exprs[i]! })),
    ),
    schema,
  );
}

function encodedNumber(
  { name, range, log, centre, scale, mean, weight }: ScaledNumber,
  schema: Schema,
  missing: EncodeScaleModel['missing'],
): Expr {
  const x = asNumber(schema, name);
  const pulled = range ? when(present(x), call('greatest', call('least', x, number(range[1])), number(range[0]))) : x;
  const shaped = log ? when(present(x), call('ln', call('+', call('greatest', pulled, number(0)), number(1)))) : pulled;
  const known = missing === 'mean' ? call('coalesce', shaped, number(mean)) : shaped;
  return call('significant', times(over(minus(known, centre), scale), weight));
}

function encodedText({ kind, name, levels, shares, weight }: EncodedText, missing: EncodeScaleModel['missing']): Expr[] {
  const x = col(name);
  const coded = (branches: readonly Expr[], filled: number): Expr =>
    call(
      'significant',
      when(call('is_null', x), missing === 'mean' ? number(filled * weight) : lit(null, 'double'), ...branches, number(0)),
    );
  if (kind === 'levels') return levels.map((level, i) => coded([call('=', x, lit(level)), number(weight)], shares[i]!));
  const mean = shares.reduce((sum, share) => sum + share * share, 0);
  return [
    coded(
      levels.flatMap((level, i) => [call('=', x, lit(level)), number(shares[i]! * weight)]),
      mean,
    ),
  ];
}

/** The number of rows for every pair of classes that either side has, also those that never meet. */
function confusion({ inputs, spec }: Analyse): TableOp | undefined {
  const { actual, predicted } = spec as Pick<ScoreSpec, 'actual' | 'predicted'>;
  const table = inputs[0]!;
  if (!isTable(table) || [actual, predicted].some((name) => columnOf(table.schema, name).type === 'double')) return undefined;
  const label = (name: string): Expr => textOf(columnOf(table.schema, name));
  const both = filter(
    project(table, [
      { name: 'actual', expr: label(actual) },
      { name: 'predicted', expr: label(predicted) },
    ]),
    and(present(col('actual')), present(col('predicted'))),
  );
  const side = (name: string): TableOp => project(both, [{ name: 'class', expr: col(name) }]);
  const classes = aggregate(union([side('actual'), side('predicted')]), ['class'], []);
  const every = (name: string): TableOp =>
    project(classes, [
      { name, expr: col('class') },
      { name: `all ${name}`, expr: lit(1) },
    ]);
  const pairs = join(every('actual'), every('predicted'), 'inner', [['all actual', 'all predicted']]);
  const met = aggregate(both, ['actual', 'predicted'], [{ name: 'met', fn: 'count' }]);
  const counted = join(pairs, met, 'left', [
    ['actual', 'actual'],
    ['predicted', 'predicted'],
  ]);
  return project(counted, [
    { name: 'actual', expr: col('actual') },
    { name: 'predicted', expr: col('predicted') },
    { name: 'rows', expr: call('coalesce', col('met'), lit(0)) },
  ]);
}
