import { analyse, type TableOp } from '../../core/plan.ts';
import type { DType, Schema } from '../../core/schema.ts';
import { cellAt, numberAt, rowsOf, textAt, type Table } from './table.ts';

/** What is in a column. Moments and quantiles are NaN where the type has none. */
export interface ColumnProfile {
  readonly column: string;
  readonly type: DType;
  readonly rows: number;
  readonly missing: number;
  readonly distinct: number;
  readonly min: string;
  readonly max: string;
  readonly mean: number;
  readonly stddev: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly bars: readonly Bar[];
}

/** Rows between two numbers (dates in milliseconds since 1970), or with one value; all other values come without either. */
export interface Bar {
  readonly value?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly rows: number;
}

const BINS = 24;
const TOP = 6;

export type ProfileTables = 'profile' | 'distribution';

/** What has to be computed to know what is in some columns of a table. */
export function profileOps(table: TableOp, columns: readonly string[]): ReadonlyMap<ProfileTables, TableOp> {
  return new Map([
    ['profile', analyse('profile', [table], { columns })],
    ['distribution', analyse('distribution', [table], { columns, bins: BINS, top: TOP })],
  ]);
}

export function profilesFrom(profile: Table, distribution: Table): ReadonlyMap<string, ColumnProfile> {
  const bars = new Map<string, Bar[]>();
  for (const i of rowsOf(distribution)) {
    const name = textAt(distribution, 'column', i);
    const bar = {
      value: textOr(distribution, 'value', i),
      from: numberOr(distribution, 'from', i),
      to: numberOr(distribution, 'to', i),
      rows: numberAt(distribution, 'rows', i),
    };
    bars.set(name, [...(bars.get(name) ?? []), bar]);
  }
  return new Map(
    rowsOf(profile).map((i) => {
      const column = textAt(profile, 'column', i);
      return [column, { ...measures(profile, i), column, bars: bars.get(column) ?? [] }];
    }),
  );
}

const measures = (profile: Table, i: number): Omit<ColumnProfile, 'column' | 'bars'> => ({
  type: textAt(profile, 'type', i) as DType,
  rows: numberAt(profile, 'rows', i),
  missing: numberAt(profile, 'missing', i),
  distinct: numberAt(profile, 'distinct', i),
  min: textAt(profile, 'min', i),
  max: textAt(profile, 'max', i),
  mean: numberAt(profile, 'mean', i),
  stddev: numberAt(profile, 'stddev', i),
  q25: numberAt(profile, 'q25', i),
  median: numberAt(profile, 'median', i),
  q75: numberAt(profile, 'q75', i),
});

const textOr = (table: Table, name: string, i: number): string | undefined =>
  cellAt(table, name, i) === null ? undefined : textAt(table, name, i);
const numberOr = (table: Table, name: string, i: number): number | undefined =>
  cellAt(table, name, i) === null ? undefined : numberAt(table, name, i);

/** Whether some values are frequent enough to be worth naming; of ids none is. */
export function hasFrequent({ bars, rows, missing, distinct }: ColumnProfile): boolean {
  const [top] = bars;
  return top?.value !== undefined && (distinct <= 2 || top.rows / (rows - missing) >= 0.01);
}

export const isHistogram = ({ bars }: ColumnProfile): boolean => bars[0]?.from !== undefined;

/** Columns are profiled in groups of neighbours, so that a wide table is looked at only where somebody looks. */
const GROUP = 16;

export function columnGroup(schema: Schema, column: number): readonly string[] {
  const start = Math.floor(column / GROUP) * GROUP;
  return schema.slice(start, start + GROUP).map((c) => c.name);
}

/** Groups that columns from `first` to `last` belong to, by the position of their first column. */
export function groupsBetween(first: number, last: number): readonly number[] {
  const from = Math.floor(first / GROUP);
  return Array.from({ length: Math.floor(last / GROUP) - from + 1 }, (_, i) => (from + i) * GROUP);
}
