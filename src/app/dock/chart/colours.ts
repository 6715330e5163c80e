import type { Schema } from '../../../core/schema.ts';
import { MISSING, OTHER, type Scout } from './chart-ops.ts';
import type { ChartSpec } from './chart-spec.ts';
import { groupText } from './chart-words.ts';
import type { LegendEntry } from './plot.tsx';

export interface Series extends LegendEntry {
  /** The group as it is called in the table. */
  readonly group: string;
}

export const MARK = 'var(--chart-mark)';

/** The groups that have colours, the largest first; one of all rows where a chart has none. */
export function seriesOf({ split }: ChartSpec, { colours, coloursInAll }: Scout, schema: Schema): readonly Series[] {
  if (split === undefined) return [{ group: '', name: '', colour: MARK }];
  const own = colours.map((group, i) => ({
    group,
    name: groupText(group, split, schema),
    colour: group === MISSING ? 'var(--seg-rest)' : `var(--seg-${i + 1})`,
  }));
  return colours.length < coloursInAll ? [...own, { group: OTHER, name: OTHER, colour: 'var(--seg-rest)' }] : own;
}

export const legendOf = (series: readonly Series[]): readonly LegendEntry[] => (series.length > 1 ? series : []);
