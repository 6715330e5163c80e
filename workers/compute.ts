import type {
  AlgorithmName,
  AnalysisName,
  EncodeScaleApply,
  EncodeScaleSpec,
  ForestApply,
  ForestSpec,
  KMeansApply,
  KMeansSpec,
  KMeansStepsSpec,
  ScoreSpec,
  SegmentNamesSpec,
} from '../src/core/algorithms.ts';
import type { ComputeResult, ComputeTask } from './host.ts';
import { applyEncodeScale, fitEncodeScale, type EncodeScaleModel } from './kernels/encode-scale.ts';
import { applyForest, fitForest, type ForestModel } from './kernels/forest.ts';
import {
  columnNamed,
  numberColumn,
  numbersOf,
  roundSignificant,
  textColumn,
  type Frame,
  type MadeColumn,
  type Model,
  type Progress,
} from './kernels/kernel.ts';
import { applyKMeans, fitKMeans, type KMeansModel } from './kernels/kmeans.ts';
import { kMeansSteps } from './kernels/kmeans-steps.ts';
import { confusion, scores } from './kernels/score.ts';
import { segmentNames } from './kernels/segment-names.ts';

interface Kernel<F, A, M extends Model> {
  fit(frame: Frame, spec: F, progress: Progress): M;
  apply(model: M, frame: Frame, spec: A, progress: Progress): MadeColumn[];
}

/** One row an algorithm. */
const kMeans: Kernel<KMeansSpec, KMeansApply, KMeansModel> = {
  fit: fitKMeans,
  apply(model, frame, spec, progress) {
    const { segment, distance, runnerUp } = applyKMeans(model, frame, progress);
    return [
      { name: spec.segment, type: 'int', values: segment },
      ...(spec.distance ? [{ name: spec.distance, type: 'double', values: distance } as const] : []),
      ...(spec.runnerUp ? [{ name: spec.runnerUp, type: 'int', values: runnerUp } as const] : []),
    ];
  },
};

const randomForest: Kernel<ForestSpec, ForestApply, ForestModel> = {
  fit: fitForest,
  apply(model, frame, spec, progress) {
    const { prediction, probability, margin, classes } = applyForest(model, frame, progress);
    return [
      { name: spec.prediction, type: 'string', values: prediction, levels: model.classes },
      { name: spec.probability, type: 'double', values: probability },
      { name: spec.margin, type: 'double', values: margin },
      ...spec.classes.map(([className, name]): MadeColumn => {
        const index = model.classes.indexOf(className);
        return { name, type: 'double', values: index < 0 ? new Float64Array(frame.rows) : classes[index]! };
      }),
    ];
  },
};

const encodeScale: Kernel<EncodeScaleSpec, EncodeScaleApply, EncodeScaleModel> = { fit: fitEncodeScale, apply: applyEncodeScale };

const KERNELS: { readonly [N in AlgorithmName]: Kernel<never, never, never> } = {
  'k-means': kMeans as Kernel<never, never, never>,
  'random-forest': randomForest as Kernel<never, never, never>,
  'encode-scale': encodeScale as Kernel<never, never, never>,
};

type Analyser = (inputs: readonly (Frame | Model)[], spec: never) => { columns: MadeColumn[]; rows: number };

/** One row an analysis that is not a query. */
const ANALYSERS: { readonly [N in AnalysisName]?: Analyser } = {
  importance([model]) {
    const { importance } = model as ForestModel;
    return table(importance.length, [
      textColumn(
        'feature',
        importance.map((i) => i.name),
      ),
      numberColumn(
        'importance',
        'double',
        importance.map((i) => i.mean),
      ),
      numberColumn(
        'sd',
        'double',
        importance.map((i) => i.sd),
      ),
    ]);
  },
  confusion([frame], spec: Pick<ScoreSpec, 'actual' | 'predicted'>) {
    const cells = confusion(columnNamed(frame as Frame, spec.actual), columnNamed(frame as Frame, spec.predicted));
    return table(cells.length, [
      textColumn(
        'actual',
        cells.map((c) => c.actual),
      ),
      textColumn(
        'predicted',
        cells.map((c) => c.predicted),
      ),
      numberColumn(
        'rows',
        'int',
        cells.map((c) => c.rows),
      ),
    ]);
  },
  scores([input], spec: ScoreSpec) {
    const frame = input as Frame;
    const probabilities = spec.probabilities.map(([name, column]) => [name, numbersOf(frame, column)] as const);
    const rows = scores(
      columnNamed(frame, spec.actual),
      columnNamed(frame, spec.predicted),
      probabilities,
      spec.positive || undefined,
      spec.seed,
    );
    return table(rows.length, [
      textColumn(
        'metric',
        rows.map((r) => r.metric),
      ),
      numberColumn(
        'value',
        'double',
        rows.map((r) => r.value),
      ),
      numberColumn(
        'low',
        'double',
        rows.map((r) => r.low),
      ),
      numberColumn(
        'high',
        'double',
        rows.map((r) => r.high),
      ),
    ]);
  },
  'segment-names'([profile], spec: SegmentNamesSpec) {
    return segmentNames(profile as Frame, spec);
  },
  'k-means-steps'([frame], spec: KMeansStepsSpec) {
    return kMeansSteps(frame as Frame, spec);
  },
};

const table = (rows: number, columns: MadeColumn[]) => ({ rows, columns });

/** Runs one learned step from start to end. It keeps nothing, so a worker that runs it can be ended at any time. */
export function compute(task: ComputeTask, progress: Progress): ComputeResult {
  const result = computed(task, progress);
  if ('columns' in result) for (const { type, values } of result.columns) if (type === 'double') roundSignificant(values);
  return result;
}

function computed(task: ComputeTask, progress: Progress): ComputeResult {
  switch (task.kind) {
    case 'fit':
      return { model: KERNELS[task.algorithm].fit(task.frame, task.spec as never, progress) };
    case 'apply':
      return {
        columns: KERNELS[task.algorithm].apply(task.model as never, task.frame, task.spec as never, progress),
        rows: task.frame.rows,
      };
    case 'analyse': {
      const analyser = ANALYSERS[task.analysis];
      if (!analyser) throw new Error(`There is no kernel for the analysis "${task.analysis}".`);
      return analyser(task.inputs, task.spec as never);
    }
  }
}

/** The buffers of a result, which move instead of being copied. */
export function buffersOf(result: ComputeResult): ArrayBuffer[] {
  if ('model' in result) return [];
  return [...new Set(result.columns.map((c) => c.values.buffer as ArrayBuffer))];
}

export function buffersOfTask(task: ComputeTask): ArrayBuffer[] {
  const frames = task.kind === 'analyse' ? task.inputs.filter((i): i is Frame => 'rows' in i && 'columns' in i) : [task.frame];
  return [...new Set(frames.flatMap((f) => f.columns.map((c) => c.values.buffer as ArrayBuffer)))];
}
