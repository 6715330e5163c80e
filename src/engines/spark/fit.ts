import type { Model } from '../../../workers/host.ts';
import type { EncodeScaleModel } from '../../../workers/kernels/encode-scale.ts';
import type { KMeansModel } from '../../../workers/kernels/kmeans.ts';
import type { EncodeScaleSpec, ForestApply, ForestSpec, KMeansApply, KMeansSpec } from '../../core/algorithms.ts';
import type { Analyse, Apply, Fit } from '../../core/plan.ts';
import { columnOf, PlanError } from '../../core/schema.ts';
import { pythonValue } from './column.ts';
import { dictionary, type Frames } from './frame.ts';
import { called, list, type Doc } from './layout.ts';
import { quoteText } from './spelling.ts';

/** Learning on Spark. `start` is a model that was fitted before: its centres are where k-means starts. */
export function learned(op: Fit, frames: Frames, start: unknown): Doc {
  const rows = frames.name(op.input);
  switch (op.algorithm) {
    case 'k-means':
      return called(frames.use('fit_k_means'), rows, python(kMeansSpec(op, start as KMeansModel | undefined)));
    case 'encode-scale':
      return called(frames.use('fit_encoding'), rows, python(encodingSpec(op)));
    case 'random-forest':
      return called(frames.use('fit_forest'), rows, python(forestSpec(op)));
  }
}

/** A model that was fitted before, as the Python constant that `with_segments` and `with_encoding` take. */
export function modelValue(model: Model): Doc {
  if (model.kind === 'k-means') return python(kMeansValue(model as KMeansModel));
  if (model.kind === 'encode-scale') return python((model as EncodeScaleModel).features.map(encodingValue));
  throw new Error(`A ${model.kind} model is no constant.`);
}

const kMeansValue = ({ features, missing, centres }: KMeansModel): Json => ({
  features: features.map(({ name, log, centre, scale, weight, mean }) => ({
    name,
    log,
    centre: real(centre),
    scale: real(scale),
    weight: real(weight),
    mean: real(mean),
  })),
  missing,
  centres: centres.map((centre) => centre.map(real)),
});

function encodingValue(feature: EncodeScaleModel['features'][number]): Json {
  const { name, weight } = feature;
  if (feature.kind !== 'number') {
    const shares = new Pairs(feature.levels.map((level, i) => [level, real(feature.shares[i]!)]));
    return { name, text: true, levels: feature.kind === 'levels' ? feature.levels : [], shares, weight: real(weight) };
  }
  const { range, log, centre, scale, mean } = feature;
  return {
    name,
    text: false,
    ends: range ? range.map(real) : null,
    log,
    centre: real(centre),
    scale: real(scale),
    mean: real(mean),
    weight: real(weight),
  };
}

/** What a model adds to a table; `model` is what the script calls it. */
export function relearned(op: Apply, model: Doc, frames: Frames): Doc {
  const rows = frames.name(op.input);
  switch (op.model.algorithm) {
    case 'k-means': {
      const { segment, distance, runnerUp } = op.spec as KMeansApply;
      return called(
        frames.use('with_segments'),
        rows,
        model,
        quoteText(segment),
        ...(distance ? [`distance=${quoteText(distance)}`] : []),
        ...(runnerUp ? [`runner_up=${quoteText(runnerUp)}`] : []),
      );
    }
    case 'encode-scale':
      return called(frames.use('with_encoding'), rows, model, python(op.added.map((c) => c.name)), `fill=${fills(op) ? 'True' : 'False'}`);
    case 'random-forest': {
      const { prediction, probability, margin, classes } = op.spec as ForestApply;
      return called(frames.use('with_classes'), rows, model, ...[prediction, probability, margin].map(quoteText), python(classes));
    }
  }
}

const fills = (op: Apply): boolean => (op.model.spec as EncodeScaleSpec).missing === 'mean';

/** The importances of a forest that was learned on Spark. */
export function relearnedImportance(_: Analyse, model: Doc, frames: Frames): Doc {
  return called(frames.use('forest_importance'), model);
}

function kMeansSpec({ spec, order }: Fit, start: KMeansModel | undefined): Json {
  const { features, k, scale, log, weights, init, maxRounds, tolerance, seed, numbering, emptyCluster, missing } = spec as KMeansSpec;
  const weightOf = new Map(weights);
  const segments = k || start?.centres.length;
  if (!segments)
    throw new PlanError('k-Means leaves the number of segments to the data, and Spark needs it beforehand.', {
      fix: 'Set k, or give the models of a run, whose number is then taken.',
    });
  return {
    features: features.map((name) => ({ name, log: log.includes(name), weight: real(weightOf.get(name) ?? 1) })),
    k: segments,
    scale,
    missing,
    start: (start?.original ?? []).map((centre) => centre.map(real)),
    spread: init === 'spread',
    order: init === 'spread' ? order.map(({ column, desc }) => [column, desc ?? false]) : [],
    max_rounds: maxRounds,
    tolerance: real(tolerance),
    by_size: numbering === 'size',
    relocate: emptyCluster === 'relocate',
    seed,
  };
}

function encodingSpec({ spec, input }: Fit): Json {
  const { columns, numeric, winsor, levels, weights } = spec as EncodeScaleSpec;
  const listed = new Map(levels);
  const weightOf = new Map(weights);
  return {
    columns: columns.map((name) => ({
      name,
      text: columnOf(input.schema, name).type === 'string',
      levels: listed.get(name) ?? [],
      weight: real(weightOf.get(name) ?? 1),
    })),
    numeric,
    winsor: real(winsor),
  };
}

function forestSpec({ spec, input }: Fit): Json {
  const { features, target, trees, depth, leaf, perSplit, classWeight, seed } = spec as ForestSpec;
  return {
    features: features.map((name) => [name, columnOf(input.schema, name).type === 'string']),
    target,
    trees,
    depth,
    leaf,
    per_split: perSplit ? String(perSplit) : 'sqrt',
    balanced: classWeight === 'balanced',
    seed,
  };
}

/** A number that is a float in Python also where it is whole. */
class Real {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
const real = (value: number): Real => new Real(value);

/** A dictionary whose keys come from outside. */
class Pairs {
  readonly items: readonly (readonly [string, Json])[];
  constructor(items: readonly (readonly [string, Json])[]) {
    this.items = items;
  }
}

type Json = null | boolean | number | string | Real | Pairs | readonly Json[] | { readonly [name: string]: Json };

/** A value as a Python literal. */
function python(value: Json): Doc {
  if (value instanceof Real) return pythonValue(value.value, 'double');
  if (typeof value !== 'object' || value === null) return pythonValue(value, 'int');
  if (value instanceof Pairs) return dictionary(value.items.map(([name, item]) => [quoteText(name), python(item)]));
  if (isList(value)) return list('[', value.map(python), ']');
  return dictionary(Object.entries(value).map(([name, item]) => [quoteText(name), python(item)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
