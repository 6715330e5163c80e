import { and, call, col, concat, lit, when, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, derive, filter, join, project, window, type Measure, type Named, type TableOp } from '../../src/core/plan.ts';
import { chosenColumn, freeName, PlanError, type Column } from '../../src/core/schema.ts';

const MEASURES = ['recency', 'frequency', 'monetary'] as const;
type MeasureName = (typeof MEASURES)[number];

/** The settings that decide which rows count and what they count for. */
interface Reading {
  readonly customer: string;
  readonly date: string;
  readonly amount: string;
  readonly order: string;
  readonly countBy: 'dates' | 'rows';
  readonly asOf: string;
  readonly refunds: 'subtract' | 'ignore' | 'drop';
  readonly keep: readonly string[];
}

interface Scoring {
  readonly scoring: 'quantile' | 'rank' | 'fixed';
  readonly bins: number;
  readonly cuts: readonly { readonly [M in MeasureName]: number }[];
}

/** Segments by recency score and the mean of frequency and monetary score, both from 1 to 5; the first that fits. */
type SegmentMap = readonly (readonly [name: string, recency: readonly [number, number], value: readonly [number, number]])[];

const SEGMENTS: { readonly [M in '11 groups' | '6 groups']: SegmentMap } = {
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

export const rfm = defineNode({
  type: 'rfm',
  version: 1,
  title: 'RFM',
  group: 'Features',
  icon: 'gauge',
  doc: `Turns orders into one row a customer with recency, frequency and monetary value, scores and a named segment.
Recency is the number of days since the last order, frequency the number of orders and monetary what they add up to. Each gets a
score, where the highest is best, so 555 has ordered lately, often and for much. Scores compare customers with each other: they say
who is better, not who is good. Below about 500 customers, or half a year of orders, the groups are too small to act on.`,
  words: ['recency', 'frequency', 'monetary', 'score', 'customer value', 'loyalty'],
  params: {
    customer: p.column({ from: 'orders', label: 'Customer', doc: 'The customer id. Rows without one are left out.' }),
    date: p.column({ from: 'orders', label: 'Order date', types: ['date', 'timestamp'], doc: 'When the order was placed. Only the calendar day counts.' }),
    amount: p.column({ from: 'orders', label: 'Amount', types: ['int', 'double'], doc: 'What the row is worth; refunds are negative.' }),
    order: p.column({ from: 'orders', label: 'Order id', optional: true, doc: 'Rows with the same id are one order. Choose it where a row is a line of an order.' }),
    countBy: p.choice({ of: ['dates', 'rows'], labels: ['Days with an order', 'Rows'], label: 'Frequency counts', doc: 'What is an order where there is no order id.', when: ['order', ''] }),
    asOf: p.date({ label: 'As of', default: { param: 'asOf' }, doc: 'The day from which recency is counted; later orders are left out. Empty is the day after the last order.' }),
    refunds: p.choice({ of: ['subtract', 'ignore', 'drop'], labels: ['Subtract from the total', 'Leave the rows out', 'Leave out the whole order'],
      doc: 'What becomes of rows with a negative amount. They never count as an order themselves.' }),
    keep: p.columns({ from: 'orders', label: 'Also keep', doc: 'Columns to carry along, with the value of the first order.' }),
    scoring: p.choice({ of: ['quantile', 'rank', 'fixed'], labels: ['Quantiles', 'Ranks', 'Fixed cut points'], section: 'Scores',
      doc: 'Quantiles give equal customers equal scores. Ranks make groups of the same size and break ties by customer id. Fixed cut points stay comparable from month to month.' }),
    bins: p.int({ default: 5, min: 2, max: 9, slider: [3, 5], label: 'Scores from 1 to', section: 'Scores', when: ['scoring', 'quantile', 'rank'], doc: 'How many groups each measure is cut into.' }),
    cuts: p.list({ one: 'cut', label: 'Cut points', section: 'Scores', when: ['scoring', 'fixed'], doc: 'Rising limits: a value above the first limit scores one more than a value at or below it, and so on. For recency the scores run the other way.',
      item: {
        recency: p.number({ default: 0, doc: 'Days since the last order.' }),
        frequency: p.number({ default: 0, doc: 'Number of orders.' }),
        monetary: p.number({ default: 0, doc: 'Total amount.' }),
      } }),
    segments: p.choice({ of: ['11 groups', '6 groups', 'none'], labels: ['11 named groups', '6 named groups', 'None'], section: 'Scores',
      doc: 'Names by recency score and the mean of frequency and monetary score: Champions, Loyal, At Risk, Lost and so on.' }),
  },
  inputs: { orders: 'table' },
  outputs: { customers: 'table' },
  compile({ orders }, params) {
    const { bins, cuts } = checkedScoring(params);
    const scored = derive(scores(buyers(orders, params), { ...params, cuts, bins }), [
      { name: 'rfm', expr: concat(...MEASURES.map((m) => call('to_text', col(scoreOf(m))))) },
    ]);
    return { customers: project(scored, finalColumns(orders, params, bins)) };
  },
  summary: ({ customer, scoring, bins, cuts, segments }) =>
    `${customer || 'no customer'}, ${scoring} scores 1 to ${scoring === 'fixed' ? cuts.length + 1 : bins}${segments === 'none' ? '' : `, ${segments}`}`,
  notes({ orders }, params, { customers }) {
    const named = incoming(orders, params);
    const facts = aggregate(named, [], [
      { name: 'incomplete', fn: 'count', where: call('not', complete(named)) },
      { name: 'later', fn: 'count', where: params.asOf ? call('>', col('day'), lit(params.asOf, 'date')) : lit(false) },
      { name: 'no order', fn: 'count', where: params.order ? and(complete(named), call('is_null', col('order'))) : lit(false) },
    ]);
    const history = aggregate(counted(orders, params), [], [
      { name: 'first', fn: 'min', of: col('day') },
      { name: 'last', fn: 'max', of: col('day') },
      { name: 'customers', fn: 'distinct', of: col('customer') },
    ]);
    const result = aggregate(customers, [], [
      { name: 'buyers', fn: 'count' },
      { name: 'negative', fn: 'count', where: call('<', col('monetary'), lit(0)) },
      { name: 'used', fn: 'distinct', of: col('f_score') },
    ]);
    const days = call('days_between', col('first'), col('last'));
    const refundOnly = call('-', col('customers'), col('buyers'));
    return [
      note('warn', facts, positive('incomplete'), count(col('incomplete')), ' rows have no customer, date or amount and are left out.'),
      note('info', facts, positive('later'), count(col('later')), ' rows are later than the as-of date and are left out.'),
      note('warn', facts, positive('no order'), count(col('no order')), ' rows have no order id and do not count for frequency.'),
      note('info', join(history, result, 'cross', []), call('>', refundOnly, lit(0)), count(refundOnly), ' customers have refunds but no order and are left out.'),
      note('warn', result, call('<', col('buyers'), lit(500)), 'There are only ', count(col('buyers')), ' buyers. Below about 500 the groups are too small to rely on.'),
      note('warn', history, call('<', days, lit(180)), 'The orders span only ', count(days), ' days. Below about 180 most customers could not order again yet.'),
      note('warn', result, positive('negative'), count(col('negative')), ' customers have a negative total: their refunds exceed their orders.'),
      ...(params.scoring === 'quantile'
        ? [note('info', result, and(call('>', col('buyers'), lit(0)), call('<', col('used'), lit(params.bins))),
          'So many customers have the same frequency that only ', count(col('used')), ` of ${params.bins} scores occur. Rank scoring would tell them apart, by their ids.`)]
        : []),
    ];
  },
  view: 'rfm',
});

const scoreOf = (measure: MeasureName): string => `${measure[0]}_score`;
const positive = (name: string): Expr => call('>', col(name), lit(0));
const present = (name: string): Expr => call('not', call('is_null', col(name)));
const keptName = (i: number): string => `keep ${i + 1}`;

/** The columns that are read, under names that no other column can have; the table's key goes along as the tie-break. */
function incoming(orders: TableOp, { customer, date, amount, order, keep }: Reading): TableOp {
  chosenColumn(orders.schema, customer, 'customer');
  chosenColumn(orders.schema, date, 'date');
  chosenColumn(orders.schema, amount, 'amount');
  keep.forEach((name) => chosenColumn(orders.schema, name, 'keep'));
  if (order) chosenColumn(orders.schema, order, 'order');
  return project(orders, [
    ...keep.map((name, i): Named => ({ name: keptName(i), expr: col(name) })),
    { name: 'customer', expr: col(customer) },
    { name: 'day', expr: call('to_date', col(date)) },
    { name: 'amount', expr: call('to_double', col(amount)) },
    ...(order ? [{ name: 'order', expr: col(order) }] : []),
    ...(orders.key ?? []).map((name, i): Named => ({ name: `key ${i + 1}`, expr: col(name) })),
  ]);
}

function complete({ schema }: TableOp): Expr {
  const isText = schema.some((c) => c.name === 'customer' && c.type === 'string');
  const known = isText ? call('<>', call('coalesce', call('trim', col('customer')), lit('')), lit('')) : present('customer');
  return and(known, present('day'), present('amount'));
}

/** The rows that count, refunds among them only where they are subtracted. */
function counted(orders: TableOp, params: Reading): TableOp {
  const named = incoming(orders, params);
  const inTime = params.asOf ? [call('<=', col('day'), lit(params.asOf, 'date'))] : [];
  const rows = filter(named, and(complete(named), ...inTime));
  if (params.refunds === 'subtract') return rows;
  if (params.refunds === 'ignore') return filter(rows, isOrder);
  if (!params.order) throw new PlanError('Whole orders can be left out only where the order id is known.', { param: 'refunds', fix: 'Choose the order id, or leave only the rows out.' });
  const refunds = aggregate(filter(rows, call('not', isOrder)), ['order'], []);
  return filter(join(rows, refunds, 'anti', [['order', 'order']]), isOrder);
}

const isOrder = call('>=', col('amount'), lit(0));

/** One row a customer who has ordered: customer, recency, frequency, monetary, first and last order, kept columns. */
function buyers(orders: TableOp, params: Reading): TableOp {
  const rows = counted(orders, params);
  const frequency: Measure = params.order ? { name: 'frequency', fn: 'distinct', of: col('order'), where: isOrder }
    : params.countBy === 'dates' ? { name: 'frequency', fn: 'distinct', of: col('day'), where: isOrder }
    : { name: 'frequency', fn: 'count', where: isOrder };
  const customers = aggregate(rows, ['customer'], [
    { name: 'first_order', fn: 'min', of: col('day'), where: isOrder },
    { name: 'last_order', fn: 'max', of: col('day'), where: isOrder },
    frequency,
    { name: 'total', fn: 'sum', of: col('amount') },
    ...params.keep.map((_, i): Measure => ({ name: keptName(i), fn: 'first', of: col(keptName(i)), where: isOrder, order: [{ column: 'day' }] })),
  ]);
  const dated = filter(customers, present('last_order'));
  const latest = aggregate(rows, [], [{ name: 'latest', fn: 'max', of: col('day') }]);
  const withDay = params.asOf ? dated : join(dated, latest, 'cross', []);
  const asOf = params.asOf ? lit(params.asOf, 'date') : call('add_days', col('latest'), lit(1));
  return derive(withDay, [
    { name: 'recency', expr: call('days_between', col('last_order'), asOf) },
    { name: 'monetary', expr: call('significant', col('total')) },
  ]);
}

function checkedScoring({ scoring, bins, cuts }: Scoring): Pick<Scoring, 'bins' | 'cuts'> {
  if (scoring !== 'fixed') return { bins, cuts };
  if (!cuts.length || cuts.length > 8) throw new PlanError(`There are ${cuts.length} cut points.`, { param: 'cuts', fix: 'Give 1 to 8 of them.' });
  for (const m of MEASURES) {
    const at = cuts.findIndex((cut, i) => i > 0 && cut[m] <= cuts[i - 1]![m]);
    if (at > 0) throw new PlanError(`The cut points of ${m} do not rise: ${cuts[at]![m]} comes after ${cuts[at - 1]![m]}.`, { param: 'cuts', fix: 'Give them in rising order.' });
  }
  return { bins: cuts.length + 1, cuts };
}

/** `customers` with a score for each measure. Equal values score equally, but for ranks, where ids decide. */
function scores(customers: TableOp, { scoring, bins, cuts }: Scoring): TableOp {
  const rounded = derive(customers, MEASURES.map((m) => ({ name: `rounded ${m}`, expr: call('round', call('to_double', col(m)), lit(6)) })));
  switch (scoring) {
    case 'fixed': return derive(rounded, MEASURES.map((m) => ({ name: scoreOf(m), expr: turned(m, bins, aboveOf(m, cuts.map((cut) => lit(cut[m], 'double')))) })));
    case 'quantile': {
      const edges = aggregate(rounded, [], MEASURES.flatMap((m) => inner(bins).map((i): Measure => ({ name: edge(m, i), fn: 'quantile', q: i / bins, of: col(`rounded ${m}`) }))));
      return derive(join(rounded, edges, 'cross', []), MEASURES.map((m) => ({ name: scoreOf(m), expr: turned(m, bins, aboveOf(m, inner(bins).map((i) => col(edge(m, i))))) })));
    }
    case 'rank': {
      const ranked = window(rounded, [
        ...MEASURES.map((m) => ({ name: `row of ${m}`, fn: 'row_number', by: [], order: [{ column: `rounded ${m}` }, { column: 'customer' }] }) as const),
        { name: 'of all', fn: 'count', by: [], order: [] },
      ]);
      const before = (m: MeasureName): Expr => call('*', lit(bins), call('-', col(`row of ${m}`), lit(1)));
      return derive(ranked, MEASURES.map((m) => ({ name: scoreOf(m), expr: turned(m, bins, call('+', call('to_int', call('floor', call('/', before(m), col('of all')))), lit(1))) })));
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

function segmentName(map: SegmentMap, bins: number): Expr {
  const recency = outOfFive(col(scoreOf('recency')), bins);
  const value = outOfFive(call('/', call('+', col(scoreOf('frequency')), col(scoreOf('monetary'))), lit(2)), bins);
  const within = (score: Expr, [low, high]: readonly [number, number]): Expr => and(call('>=', score, lit(low)), call('<=', score, lit(high)));
  return when(...map.flatMap(([name, r, v]) => [and(within(recency, r), within(value, v)), lit(name)]));
}

/** A score from 1 to `bins` spread over 1 to 5, halves upwards. */
const outOfFive = (score: Expr, bins: number): Expr =>
  call('round', call('+', call('/', call('*', call('-', score, lit(1)), lit(4)), lit(bins - 1)), lit(1)), lit(0));

function finalColumns(orders: TableOp, { customer, keep, amount, segments }: Reading & { readonly segments: keyof typeof SEGMENTS | 'none' }, bins: number): Named[] {
  const money: Column = chosenColumn(orders.schema, amount, 'amount');
  const results: Named[] = [
    ...['recency', 'frequency'].map((name) => ({ name, expr: col(name) })),
    { name: 'monetary', expr: col('monetary'), role: money.role ?? 'money' },
    ...['first_order', 'last_order', 'r_score', 'f_score', 'm_score', 'rfm'].map((name) => ({ name, expr: col(name) })),
    ...(segments === 'none' ? [] : [{ name: 'rfm_segment', expr: segmentName(SEGMENTS[segments], bins), role: 'segment' } as const]),
  ];
  const names = results.map((c) => c.name);
  const free = (name: string): string => {
    names.push(freeName(name, names));
    return names.at(-1)!;
  };
  return [{ name: free(customer), expr: col('customer'), role: 'id' }, ...results, ...keep.map((name, i): Named => ({ name: free(name), expr: col(keptName(i)) }))];
}
