import { and, call, col, lit, when, type Expr } from '../../src/core/expr.ts';
import { aggregate, derive, join, window, type Measure, type TableOp } from '../../src/core/plan.ts';
import { PlanError } from '../../src/core/schema.ts';

export const MEASURES = ['recency', 'frequency', 'monetary'] as const;
export type MeasureName = (typeof MEASURES)[number];

export interface Scoring {
  readonly scoring: 'quantile' | 'rank' | 'fixed';
  readonly bins: number;
  readonly cuts: readonly { readonly [M in MeasureName]: number }[];
}

/** Segments by recency score and the mean of frequency and monetary score, both from 1 to 5; the first that fits. */
type SegmentMap = readonly (readonly [name: string, recency: readonly [number, number], value: readonly [number, number]])[];

export const SEGMENTS: { readonly [M in '11 groups' | '6 groups']: SegmentMap } = {
  '11 groups': [
    ['Champions', [5, 5], [4, 5]],
    ['Loyal', [3, 4], [4, 5]],
    ['Potential Loyalists', [4, 5], [2, 3]],
    ['New Customers', [5, 5], [1, 1]],
    ['Promising', [4, 4], [1, 1]],
    ['Need Attention', [3, 3], [3, 3]],
    ['About To Sleep', [3, 3], [1, 2]],
    ['Cannot Lose Them', [1, 2], [5, 5]],
    ['At Risk', [1, 2], [3, 4]],
    ['Lost', [1, 1], [1, 1]],
    ['Hibernating', [1, 2], [1, 2]],
  ],
  '6 groups': [
    ['Champions', [4, 5], [4, 5]],
    ['Loyal', [3, 5], [3, 5]],
    ['New Customers', [4, 5], [1, 2]],
    ['Need Attention', [3, 3], [1, 2]],
    ['At Risk', [1, 2], [3, 5]],
    ['Lost', [1, 2], [1, 2]],
  ],
};

export const scoreOf = (measure: MeasureName): string => `${measure[0]}_score`;

export function checkedScoring({ scoring, bins, cuts }: Scoring): Pick<Scoring, 'bins' | 'cuts'> {
  if (scoring !== 'fixed') return { bins, cuts };
  if (!cuts.length || cuts.length > 8)
    throw new PlanError(`There are ${cuts.length} cut points.`, { param: 'cuts', fix: 'Give 1 to 8 of them.' });
  for (const m of MEASURES) {
    const at = cuts.findIndex((cut, i) => i > 0 && cut[m] <= cuts[i - 1]![m]);
    if (at > 0)
      throw new PlanError(`The cut points of ${m} do not rise: ${cuts[at]![m]} comes after ${cuts[at - 1]![m]}.`, {
        param: 'cuts',
        fix: 'Give them in rising order.',
      });
  }
  return { bins: cuts.length + 1, cuts };
}

/** `customers` with a score for each measure. Equal values score equally, but for ranks, where ids decide. */
export function scores(customers: TableOp, { scoring, bins, cuts }: Scoring): TableOp {
  const rounded = derive(
    customers,
    MEASURES.map((m) => ({ name: `rounded ${m}`, expr: call('round', call('to_double', col(m)), lit(6)) })),
  );
  switch (scoring) {
    case 'fixed':
      return derive(
        rounded,
        MEASURES.map((m) => ({
          name: scoreOf(m),
          expr: turned(
            m,
            bins,
            aboveOf(
              m,
              cuts.map((cut) => lit(cut[m], 'double')),
            ),
          ),
        })),
      );
    case 'quantile': {
      const edges = aggregate(
        rounded,
        [],
        MEASURES.flatMap((m) =>
          inner(bins).map((i): Measure => ({ name: edge(m, i), fn: 'quantile', q: i / bins, of: col(`rounded ${m}`) })),
        ),
      );
      return derive(
        join(rounded, edges, 'cross', []),
        MEASURES.map((m) => ({
          name: scoreOf(m),
          expr: turned(
            m,
            bins,
            aboveOf(
              m,
              inner(bins).map((i) => col(edge(m, i))),
            ),
          ),
        })),
      );
    }
    case 'rank': {
      const ranked = window(rounded, [
        ...MEASURES.map(
          (m) => ({ name: `row of ${m}`, fn: 'row_number', by: [], order: [{ column: `rounded ${m}` }, { column: 'customer' }] }) as const,
        ),
        { name: 'of all', fn: 'count', by: [], order: [] },
      ]);
      const before = (m: MeasureName): Expr => call('*', lit(bins), call('-', col(`row of ${m}`), lit(1)));
      return derive(
        ranked,
        MEASURES.map((m) => ({
          name: scoreOf(m),
          expr: turned(m, bins, call('+', call('to_int', call('floor', call('/', before(m), col('of all')))), lit(1))),
        })),
      );
    }
  }
}

const inner = (bins: number): number[] => Array.from({ length: bins - 1 }, (_, i) => i + 1);
const edge = (measure: MeasureName, i: number): string => `edge ${i} of ${measure}`;

/** 1 and the number of edges strictly below the value. */
const aboveOf = (measure: MeasureName, edges: readonly Expr[]): Expr =>
  edges.reduce<Expr>((sum, e) => call('+', sum, when(call('>', col(`rounded ${measure}`), e), lit(1), lit(0))), lit(1));

/** Few days since the last order are good, so recency scores run the other way. */
const turned = (measure: MeasureName, bins: number, score: Expr): Expr => (measure === 'recency' ? call('-', lit(bins + 1), score) : score);

export function segmentName(map: SegmentMap): Expr {
  const within = (name: string, [low, high]: readonly [number, number]): Expr =>
    and(call('>=', col(name), lit(low)), call('<=', col(name), lit(high)));
  return when(...map.flatMap(([name, recency, value]) => [and(within('recency of 5', recency), within('value of 5', value)), lit(name)]));
}

/** A score from 1 to `bins` spread over 1 to 5, halves upwards. */
export const outOfFive = (score: Expr, bins: number): Expr =>
  call('floor', call('+', call('/', call('*', call('-', score, lit(1)), lit(4)), lit(bins - 1)), lit(1.5)));
