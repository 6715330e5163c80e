import { and, call, col, concat, lit, when, type Expr } from '../../src/core/expr.ts';
import { aggregate, derive, join, window, type Measure, type TableOp, type WindowColumn } from '../../src/core/plan.ts';
import { PlanError } from '../../src/core/schema.ts';

const MEASURES = ['recency', 'frequency', 'monetary'] as const;
type MeasureName = (typeof MEASURES)[number];

interface Scoring {
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

const scoreOf = (measure: MeasureName): string => `${measure[0]}_score`;

/** How many scores there are: fixed cut points decide it themselves. */
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

/**
 * `customers` (customer, recency, frequency, monetary) with `r_score`, `f_score` and `m_score` from 1 to `bins`, their digits
 * as `rfm`, and the two scores from 1 to 5 that segments go by. Equal values score equally, but for ranks, where ids decide.
 */
export function withScores(customers: TableOp, scoring: Scoring): TableOp {
  const rounded = MEASURES.map((m) => ({ name: roundedOf(m), expr: call('round', call('to_double', col(m)), lit(6)) }));
  const { bins } = scoring;
  const { table, steps } = stepsOf(derive(customers, rounded), scoring);
  const scored = derive(
    table,
    MEASURES.map((m) => ({ name: scoreOf(m), expr: m === 'recency' ? call('-', lit(bins), steps(m)) : call('+', steps(m), lit(1)) })),
  );
  const [r, f, m] = MEASURES.map((measure) => col(scoreOf(measure))) as [Expr, Expr, Expr];
  return derive(scored, [
    { name: 'rfm', expr: concat(...[r, f, m].map((score) => call('to_text', score))) },
    { name: 'recency of 5', expr: outOfFive(r, bins) },
    { name: 'value of 5', expr: outOfFive(call('/', call('+', f, m), lit(2)), bins) },
  ]);
}

/** A table in which `steps` says how many groups, from 0 to `bins` - 1, are below a customer's value. */
interface Stepped {
  readonly table: TableOp;
  readonly steps: (measure: MeasureName) => Expr;
}

function stepsOf(customers: TableOp, { scoring, bins, cuts }: Scoring): Stepped {
  switch (scoring) {
    case 'fixed':
      return {
        table: customers,
        steps: (m) =>
          edgesBelow(
            m,
            cuts.map((cut) => lit(cut[m], 'double')),
          ),
      };
    case 'quantile': {
      const inner = Array.from({ length: bins - 1 }, (_, i) => i + 1);
      const edge = (m: MeasureName, i: number): string => `edge ${i} of ${m}`;
      const quantiles = MEASURES.flatMap((m) =>
        inner.map((i): Measure => ({ name: edge(m, i), fn: 'quantile', q: i / bins, of: col(roundedOf(m)) })),
      );
      return {
        table: join(customers, aggregate(customers, [], quantiles), 'cross', []),
        steps: (m) =>
          edgesBelow(
            m,
            inner.map((i) => col(edge(m, i))),
          ),
      };
    }
    case 'rank': {
      const rows = MEASURES.map((m): WindowColumn => ({
        name: `row of ${m}`,
        fn: 'row_number',
        by: [],
        order: [{ column: roundedOf(m) }, { column: 'customer' }],
      }));
      const ranked = window(customers, [...rows, { name: 'of all', fn: 'count', by: [], order: [] }]);
      const before = (m: MeasureName): Expr => call('*', lit(bins), call('-', col(`row of ${m}`), lit(1)));
      return { table: ranked, steps: (m) => call('to_int', call('floor', call('/', before(m), col('of all')))) };
    }
  }
}

const roundedOf = (measure: MeasureName): string => `rounded ${measure}`;

/** The number of edges strictly below the value. */
const edgesBelow = (measure: MeasureName, edges: readonly Expr[]): Expr =>
  edges.map((edge) => when(call('>', col(roundedOf(measure)), edge), lit(1), lit(0))).reduce((sum, one) => call('+', sum, one));

/** The name of a customer's segment, over `withScores`. */
export function segmentName(map: SegmentMap): Expr {
  const within = (name: string, [low, high]: readonly [number, number]): Expr =>
    and(call('>=', col(name), lit(low)), call('<=', col(name), lit(high)));
  return when(...map.flatMap(([name, recency, value]) => [and(within('recency of 5', recency), within('value of 5', value)), lit(name)]));
}

/** A score from 1 to `bins` spread over 1 to 5, halves upwards. */
const outOfFive = (score: Expr, bins: number): Expr =>
  call('floor', call('+', call('/', call('*', call('-', score, lit(1)), lit(4)), lit(bins - 1)), lit(1.5)));
