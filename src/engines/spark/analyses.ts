import type { AnalysisName, ScoreSpec } from '../../core/algorithms.ts';
import type { Analyse, TableOp } from '../../core/plan.ts';
import type { Frames } from './frame.ts';
import { called, chained, list, seq, type Doc } from './layout.ts';
import { quoteText, sparkType } from './spelling.ts';

type PrintAnalysis = (op: Analyse, frames: Frames) => Doc;

const notHere: PrintAnalysis = ({ analysis }) => {
  throw new Error(`The analysis "${analysis}" is written out or settled before it is printed.`);
};

const ANALYSES: { readonly [N in AnalysisName]: PrintAnalysis } = {
  profile,
  distribution,
  correlation,
  scores,
  importance: notHere,
  confusion: notHere,
  'segment-names': notHere,
  'k-means-steps': notHere,
};

/** An analysis as a DataFrame. */
export const analysisFrame = (op: Analyse, frames: Frames): Doc => ANALYSES[op.analysis](op, frames);

interface OfColumns {
  readonly columns: readonly string[];
}

function profile(op: Analyse, frames: Frames): Doc {
  const { columns } = op.spec as OfColumns;
  return columns.length ? called(frames.use('profile'), inputOf(op, frames), texts(columns)) : empty(op, frames);
}

function distribution(op: Analyse, frames: Frames): Doc {
  const { columns, bins, top } = op.spec as OfColumns & { readonly bins: number; readonly top: number };
  if (!columns.length) return empty(op, frames);
  return called(frames.use('distribution'), inputOf(op, frames), texts(columns), `bins=${bins}`, `top=${top}`);
}

function correlation(op: Analyse, frames: Frames): Doc {
  const { columns } = op.spec as OfColumns;
  return columns.length > 1 ? called(frames.use('correlation'), inputOf(op, frames), texts(columns)) : empty(op, frames);
}

function scores(op: Analyse, frames: Frames): Doc {
  const { actual, predicted, probabilities, positive, seed } = op.spec as ScoreSpec;
  const pairs = probabilities.map((pair) => list('(', pair.map(quoteText), ')'));
  const order = tableOf(op).key ?? [...new Set([actual, predicted, ...probabilities.map(([, name]) => name)])];
  return called(
    frames.use('scores'),
    inputOf(op, frames),
    `actual=${quoteText(actual)}`,
    `predicted=${quoteText(predicted)}`,
    seq('probabilities=', list('[', pairs, ']')),
    seq('order=', texts(order)),
    ...(positive ? [`positive=${quoteText(positive)}`] : []),
    `seed=${seed}`,
  );
}

const tableOf = ({ inputs }: Analyse): TableOp => inputs[0] as TableOp;
const inputOf = (op: Analyse, frames: Frames): Doc => frames.name(tableOf(op));
const texts = (names: readonly string[]): Doc => list('[', names.map(quoteText), ']');

/** The columns of an analysis without rows. */
function empty(op: Analyse, frames: Frames): Doc {
  const columns = op.schema.map(({ name, type }) => `F.lit(None).cast("${sparkType(type)}").alias(${quoteText(name)})`);
  return chained(inputOf(op, frames), '.limit(0)', called('.select', ...columns));
}
