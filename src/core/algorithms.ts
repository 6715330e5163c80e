import type { Op, SortKey } from './plan.ts';
import { chosenColumn, column, columnOf, freeName, isNumeric, PlanError, type Column, type DType, type Schema } from './schema.ts';

/**
 * Everything the plan knows about learned steps: one row an algorithm, one row an analysis. `fit`, `apply` and
 * `analyse` are generic over these rows, and engines map over the same names.
 */
export interface KMeansSpec {
  readonly features: readonly string[];
  /** 0 lets the data decide, from 2 to 10, by silhouette on a sample. */
  readonly k: number;
  readonly scale: 'standard' | 'robust' | 'none';
  /** Features that are taken as ln(1 + |x|), with their sign. */
  readonly log: readonly string[];
  readonly weights: readonly (readonly [column: string, weight: number])[];
  /** Starting centres: k-means++ on a sample, or rows spread evenly over the table in `order`. */
  readonly init: 'k-means++' | 'spread';
  readonly order: readonly SortKey[];
  readonly restarts: number;
  readonly maxRounds: number;
  /** Stops when the centres move less than this share of the mean variance. */
  readonly tolerance: number;
  readonly seed: number;
  readonly numbering: 'size' | 'start';
  readonly emptyCluster: 'relocate' | 'keep';
  /** Rows without a value in a feature: no segment, or the feature's mean. */
  readonly missing: 'leave' | 'mean';
}
export interface KMeansApply {
  readonly segment: string;
  readonly distance: string;
  readonly runnerUp: string;
}

export interface ForestSpec {
  readonly features: readonly string[];
  readonly target: string;
  readonly trees: number;
  readonly depth: number;
  readonly leaf: number;
  /** Features tried at each split; 0 is the square root of their number. */
  readonly perSplit: number;
  readonly classWeight: 'none' | 'balanced';
  readonly seed: number;
  readonly engine: 'histogram' | 'ml-random-forest';
  readonly classes: readonly string[];
}
export interface ForestApply {
  readonly prediction: string;
  readonly probability: string;
  readonly margin: string;
  /** Classes whose probability gets a column, and its name. */
  readonly classes: readonly (readonly [className: string, column: string])[];
}

export interface EncodeScaleSpec {
  readonly columns: readonly string[];
  readonly numeric: 'auto' | 'standard' | 'robust' | 'min-max' | 'none';
  /** Share of rows pulled in at each end before scaling; 0 pulls none. */
  readonly winsor: number;
  /** Text columns whose listed levels become one column each; others become the share of rows with the same value. */
  readonly levels: readonly (readonly [column: string, levels: readonly string[]])[];
  readonly weights: readonly (readonly [column: string, weight: number])[];
  readonly missing: 'leave' | 'mean';
}
export interface EncodeScaleApply {
  readonly suffix: string;
}

interface Specs {
  'k-means': { fit: KMeansSpec; apply: KMeansApply };
  'random-forest': { fit: ForestSpec; apply: ForestApply };
  'encode-scale': { fit: EncodeScaleSpec; apply: EncodeScaleApply };
}
export type AlgorithmName = keyof Specs;
export type FitSpec = Specs[AlgorithmName]['fit'];
export type ApplySpec = Specs[AlgorithmName]['apply'];

export interface Algorithm<F = FitSpec, A = ApplySpec> {
  readonly title: string;
  /** Goes into content keys and the manifest: raise it when the answers change. */
  readonly version: number;
  /** The columns a fit reads, in the order the kernel gets them. */
  fitColumns(spec: F): readonly string[];
  applyColumns(spec: F): readonly string[];
  /** Columns read as class labels, so that yes/no come as text and not as 1 and 0. */
  labels?(spec: F): readonly string[];
  /** The order of rows that a fit asks for; ties go by the table's key. */
  order?(spec: F): readonly SortKey[];
  /** Refuses what cannot be learned from, or applied to, rows of `schema`. */
  check(spec: F, schema: Schema, when?: 'fit' | 'apply'): void;
  adds(fit: F, apply: A, fitted: Schema): Schema;
}

function needFeatures(features: readonly string[], schema: Schema, types: readonly DType[], param = 'features'): void {
  if (!features.length)
    throw new PlanError('No feature is chosen.', {
      param,
      fix: 'Choose the columns that make customers alike.',
      about: { kind: 'no-column' },
    });
  for (const name of features) {
    const { type } = chosenColumn(schema, name, param);
    if (!types.includes(type))
      throw new PlanError(`"${name}" is ${type}; it cannot be a feature here.`, {
        param,
        fix: types.includes('string') ? 'Turn it into a number or text first.' : 'Use Encode & Scale to turn it into numbers.',
        about: { kind: 'wrong-type', column: name, needs: 'double' },
      });
  }
}

const ALGORITHMS: { readonly [N in AlgorithmName]: Algorithm<Specs[N]['fit'], Specs[N]['apply']> } = {
  'k-means': {
    title: 'k-Means',
    version: 1,
    fitColumns: (s) => s.features,
    applyColumns: (s) => s.features,
    order: (s) => s.order,
    check: (s, schema) => needFeatures(s.features, schema, ['int', 'double', 'bool']),
    adds: (_, { segment, distance, runnerUp }) => [
      column(segment, 'int', { role: 'segment' }),
      ...(distance ? [column(distance, 'double')] : []),
      ...(runnerUp ? [column(runnerUp, 'int')] : []),
    ],
  },
  'random-forest': {
    title: 'Random Forest',
    version: 1,
    fitColumns: (s) => [...s.features, s.target],
    applyColumns: (s) => s.features,
    labels: (s) => [s.target],
    check(s, schema, when = 'fit') {
      needFeatures(s.features, schema, ['int', 'double', 'bool', 'string']);
      if (when === 'apply') return;
      if (!s.target)
        throw new PlanError('No target is chosen.', {
          param: 'target',
          fix: 'Choose the column to predict.',
          about: { kind: 'no-column' },
        });
      const { type } = columnOf(schema, s.target);
      if (type === 'date' || type === 'timestamp')
        throw new PlanError(`"${s.target}" is ${type}; a target has classes.`, { param: 'target' });
      if (s.features.includes(s.target))
        throw new PlanError(`"${s.target}" is both target and feature.`, { param: 'features', fix: 'Take it out of the features.' });
    },
    adds: (_, { prediction, probability, margin, classes }) => [
      column(prediction, 'string', { role: 'segment' }),
      ...[probability, margin, ...classes.map(([, name]) => name)].map((name) => column(name, 'double', { role: 'share' })),
    ],
  },
  'encode-scale': {
    title: 'Encode & Scale',
    version: 1,
    fitColumns: (s) => s.columns,
    applyColumns: (s) => s.columns,
    check: (s, schema) => needFeatures(s.columns, schema, ['int', 'double', 'bool', 'string'], 'columns'),
    adds(fit, { suffix }, schema) {
      const added: Column[] = [];
      const add = (name: string): void =>
        void added.push(
          column(
            freeName(
              name,
              added.map((c) => c.name),
            ),
            'double',
          ),
        );
      const levels = new Map(fit.levels);
      for (const name of fit.columns) {
        if (columnOf(schema, name).type !== 'string') add(name + suffix);
        else if (levels.has(name)) levels.get(name)!.forEach((level) => add(`${name}=${level}`));
        else add(`${name}_frequency`);
      }
      return added;
    },
  },
};

export function algorithm(name: AlgorithmName): Algorithm {
  return ALGORITHMS[name];
}

export interface ScoreSpec {
  readonly actual: string;
  readonly predicted: string;
  readonly probabilities: readonly (readonly [className: string, column: string])[];
  readonly positive: string;
  readonly seed: number;
}
export interface SegmentNamesSpec {
  readonly segment: string;
  readonly accepted: readonly AcceptedName[];
  /** Settled by the segment's own value, as text; colour 0 leaves the choice. */
  readonly overrides: readonly (readonly [segment: string, name: string, colour: number])[];
}
/** What a person settled on for a segment, and where its centre was then: names follow the nearest centre after a rerun. */
export interface AcceptedName {
  readonly name: string;
  readonly colour: number;
  readonly centre: readonly (readonly [column: string, value: number])[];
}

/** k-Means on two axes, to be watched round by round. */
export interface KMeansStepsSpec extends Pick<KMeansSpec, 'features' | 'scale' | 'log' | 'weights' | 'missing'> {
  readonly k: number;
  /** The axes: two features, the two that vary most after scaling, or the first two principal directions of all. */
  readonly plane: readonly [x: string, y: string] | 'widest' | 'principal';
  readonly start: 'random' | 'k-means++';
  /** Draws the starting centres. */
  readonly seed: number;
  /** Draws at most so many rows. */
  readonly most: number;
  readonly sampleSeed: number;
}

interface AnalysisSpecs {
  /** One row a column: counts, moments, quantiles, extremes as text. */
  profile: { readonly columns: readonly string[] };
  /** Histogram bins of numbers and dates, most frequent values of the rest. */
  distribution: { readonly columns: readonly string[]; readonly bins: number; readonly top: number };
  /** Pearson's r for each pair of numeric columns. */
  correlation: { readonly columns: readonly string[] };
  importance: Record<string, never>;
  confusion: Pick<ScoreSpec, 'actual' | 'predicted'>;
  scores: ScoreSpec;
  'segment-names': SegmentNamesSpec;
  /**
   * Everything that happens, a row a fact. By `part`: each `axis` (its centre and scale as x and y, its share of the variance), each
   * `feature` (its loadings on the axes), each `point` with its place and last segment, each `centre` by round (0 is its start;
   * `value` counts its points), each `move` of a point to a segment, the inertia of a round once points are `assigned` and once
   * centres have `moved`, the inertia that other ways to `start` end with, and figures: converged, silhouette, rows, left.
   */
  'k-means-steps': KMeansStepsSpec;
}
export type AnalysisName = keyof AnalysisSpecs;
export type AnalysisSpec = AnalysisSpecs[AnalysisName];

export interface Analysis<S = AnalysisSpec> {
  readonly version: number;
  readonly key?: readonly string[];
  schema(inputs: readonly Op[], spec: S): Schema;
  /** The columns that a kernel reads of the n-th input; `undefined` if the analysis is one query over it. */
  columns?(spec: S, input: number): readonly string[];
  labels?(spec: S): readonly string[];
  /** Belongs to what was fitted, and is kept with the models: it stays as it is when they are applied to other rows. */
  readonly settled?: true;
}

const fixed =
  (...columns: readonly Column[]) =>
  (): Schema =>
    columns;
const certain = (name: string, type: DType): Column => column(name, type, { nullable: false });

function needColumns(names: readonly string[], inputs: readonly Op[]): void {
  const [table] = inputs;
  if (!table || table.kind === 'fit') throw new Error('The analysis wants a table.');
  names.forEach((name) => columnOf(table.schema, name));
}

const scored = (table: readonly Op[], { actual, predicted }: Pick<ScoreSpec, 'actual' | 'predicted'>): void =>
  needColumns([actual, predicted], table);

const ANALYSES: { readonly [N in AnalysisName]: Analysis<AnalysisSpecs[N]> } = {
  profile: {
    version: 1,
    key: ['column'],
    schema(inputs, { columns }) {
      needColumns(columns, inputs);
      return [
        certain('column', 'string'),
        certain('type', 'string'),
        certain('rows', 'int'),
        certain('missing', 'int'),
        certain('distinct', 'int'),
        column('min', 'string'),
        column('max', 'string'),
        column('mean', 'double'),
        column('stddev', 'double'),
        column('q05', 'double'),
        column('q25', 'double'),
        column('median', 'double'),
        column('q75', 'double'),
        column('q95', 'double'),
        column('zeros', 'int'),
        column('negative', 'int'),
        column('skewness', 'double'),
      ];
    },
  },
  distribution: {
    version: 1,
    key: ['column', 'position'],
    schema(inputs, { columns }) {
      needColumns(columns, inputs);
      return [
        certain('column', 'string'),
        certain('position', 'int'),
        column('value', 'string'),
        column('from', 'double'),
        column('to', 'double'),
        certain('rows', 'int'),
      ];
    },
  },
  correlation: {
    version: 1,
    key: ['a', 'b'],
    schema(inputs, { columns }) {
      needColumns(columns, inputs);
      return [certain('a', 'string'), certain('b', 'string'), column('r', 'double'), certain('rows', 'int')];
    },
  },
  importance: {
    version: 1,
    key: ['feature'],
    schema: fixed(certain('feature', 'string'), certain('importance', 'double'), certain('sd', 'double')),
    columns: () => [],
  },
  confusion: {
    version: 1,
    key: ['actual', 'predicted'],
    schema(inputs, spec) {
      scored(inputs, spec);
      return [certain('actual', 'string'), certain('predicted', 'string'), certain('rows', 'int')];
    },
    columns: (s) => [s.actual, s.predicted],
    labels: (s) => [s.actual, s.predicted],
  },
  scores: {
    version: 1,
    key: ['metric'],
    schema(inputs, spec) {
      scored(inputs, spec);
      for (const [, name] of spec.probabilities) {
        const [table] = inputs;
        if (table?.kind !== 'fit' && table && !isNumeric(columnOf(table.schema, name).type))
          throw new PlanError(`"${name}" is not a probability.`, { param: 'probabilities' });
      }
      return [certain('metric', 'string'), column('value', 'double'), column('low', 'double'), column('high', 'double')];
    },
    columns: (s) => [s.actual, s.predicted, ...s.probabilities.map(([, name]) => name)],
    labels: (s) => [s.actual, s.predicted],
  },
  'segment-names': {
    version: 1,
    key: ['segment'],
    settled: true,
    schema: (inputs, spec) => {
      needColumns([spec.segment], inputs);
      const [table] = inputs;
      const { type } = columnOf((table as Exclude<Op, { kind: 'fit' }>).schema, spec.segment);
      return [certain('segment', type), certain('name', 'string'), certain('colour', 'int')];
    },
    columns: (s) => [s.segment, 'feature', 'rows', 'mean', 'all_stddev', 'effect'],
  },
  'k-means-steps': {
    version: 1,
    key: ['part', 'round', 'id'],
    schema(inputs, { features }) {
      needColumns(features, inputs);
      return [
        certain('part', 'string'),
        certain('round', 'int'),
        certain('id', 'int'),
        column('name', 'string'),
        column('segment', 'int'),
        column('x', 'double'),
        column('y', 'double'),
        column('value', 'double'),
      ];
    },
    columns: (s) => s.features,
  },
};

export function analysis(name: AnalysisName): Analysis {
  return ANALYSES[name];
}
