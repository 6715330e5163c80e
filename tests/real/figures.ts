import type { KMeansModel } from '../../workers/kernels/kmeans.ts';
import { SILHOUETTE_ROWS } from '../../workers/kernels/silhouette.ts';
import type { Given, Results } from './clade.ts';
import { within, type Answer } from './compare.ts';
import type { Table } from './table.ts';

/** A case of the oracles, and how the product comes to its figures. */
export interface Case {
  readonly name: string;
  /** The answer, nested as the oracle's results; `file` is where a data file lies. */
  readonly answer: (run: Run, file: (path: string) => string) => Promise<Answer>;
}

export type Run = <const Port extends string>(workflow: string, given: Given<Port>) => Promise<Results<Port>>;

/** One column of a data profile to which a formula has added what the oracles want beside it. */
export const moments = (table: Table, column: string): Answer => ({
  n: table.cell('n', column),
  min: table.cell('least', column),
  max: table.cell('most', column),
  mean: table.cell('mean', column),
  sd_population: table.cell('sd_population', column),
  median: table.cell('median', column),
  sum: table.cell('sum', column),
});

/** The quintile edges of the columns, from a table that has them as column_20 to column_80. */
export const edges = (table: Table, columns: readonly string[]): Answer =>
  new Map(columns.map((column) => [column, [20, 40, 60, 80].map((percent) => table.cell(`${column}_${percent}`))]));

/** Oracles ask of inertia to be equal to this share. */
const INERTIA = 1e-6;

export const fit = ({ inertia, sizes, rounds }: KMeansModel): { readonly [name: string]: Answer } => ({
  inertia: within(inertia, INERTIA),
  sizes,
  iterations: rounds,
});

export const scaledFit = (model: KMeansModel): { readonly [name: string]: Answer } => ({
  k: model.centres.length,
  ...fit(model),
  centres: model.centres,
  mean: model.features.map((f) => f.centre),
  sd: model.features.map((f) => f.scale),
});

/** The silhouette of a model, if it is that of all rows and not of a sample. */
export function silhouetteOf({ silhouette, rows }: KMeansModel): number {
  if (silhouette === undefined || rows > SILHOUETTE_ROWS) throw new Error('The model has no silhouette of all rows.');
  return silhouette;
}
