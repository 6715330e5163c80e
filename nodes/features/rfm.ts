import { and, call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, derive, filter, join, project, type Measure, type Named, type TableOp } from '../../src/core/plan.ts';
import { chosenColumn, freeName, PlanError, type Column } from '../../src/core/schema.ts';
import { checkedScoring, SEGMENTS, segmentName, withScores } from './rfm-scores.ts';

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

export const rfm = defineNode({
  type: 'rfm',
  version: 1,
  title: 'RFM',
  group: 'Features',
  icon: 'grid-3x3',
  doc: `Turns orders into one row a customer with recency, frequency and monetary value, scores and a named segment.
Recency is the number of days since the last order, frequency the number of orders and monetary what they add up to. Each gets a
score, where the highest is best, so 555 has ordered lately, often and for much. Scores compare customers with each other: they say
who is better, not who is good. Below about 500 customers, or half a year of orders, the groups are too small to act on.`,
  words: ['recency', 'frequency', 'monetary', 'score', 'customer value', 'loyalty'],
  params: {
    customer: p.column({
      from: 'orders',
      label: 'Customer',
      doc: 'The customer id. Rows without one are left out.',
      guess: {
        called: 'customer id',
        role: 'id',
        words: ['customer', 'client', 'member', 'buyer', 'shopper', 'user', 'account', 'household', 'kunde', 'kundennummer'],
        not: ['order', 'invoice', 'transaction', 'receipt', 'line', 'item', 'product', 'stock', 'session', 'basket'],
      },
    }),
    date: p.column({
      from: 'orders',
      label: 'Order date',
      types: ['date', 'timestamp'],
      doc: 'When the order was placed. Only the calendar day counts.',
      guess: {
        called: 'order date',
        words: ['order', 'ordered', 'purchase', 'purchased', 'invoice', 'transaction', 'sale', 'sold', 'bought', 'bestelldatum'],
        not: ['birth', 'signup', 'first', 'last', 'delivery', 'delivered', 'shipped', 'due'],
      },
    }),
    amount: p.column({
      from: 'orders',
      label: 'Amount',
      types: ['int', 'double'],
      doc: 'What the row is worth; refunds are negative.',
      guess: {
        called: 'amount',
        role: 'money',
        words: ['amount', 'revenue', 'total', 'turnover', 'sales', 'spend', 'value', 'betrag', 'umsatz'],
        not: ['unit', 'price', 'cost', 'tax', 'shipping', 'discount', 'income', 'balance'],
      },
    }),
    order: p.column({
      from: 'orders',
      label: 'Order id',
      optional: true,
      doc: 'Rows with the same id are one order. Choose it where a row is a line of an order.',
    }),
    countBy: p.choice({
      of: ['dates', 'rows'],
      labels: ['Days with an order', 'Rows'],
      label: 'Frequency counts',
      doc: 'What is an order where there is no order id.',
      when: ['order', ''],
    }),
    asOf: p.date({
      label: 'As of',
      default: { param: 'asOf' },
      doc: 'The day from which recency is counted; later orders are left out. Empty is the day after the last order.',
    }),
    refunds: p.choice({
      of: ['subtract', 'ignore', 'drop'],
      labels: ['Subtract from the total', 'Leave the rows out', 'Leave out the whole order'],
      doc: 'What becomes of rows with a negative amount. They never count as an order themselves.',
    }),
    keep: p.columns({ from: 'orders', label: 'Also keep', doc: 'Columns to carry along, with the value of the first order.' }),
    scoring: p.choice({
      of: ['quantile', 'rank', 'fixed'],
      labels: ['Quantiles', 'Ranks', 'Fixed cut points'],
      section: 'Scores',
      doc: 'Quantiles give equal customers equal scores. Ranks make groups of the same size and break ties by customer id. Fixed cut points stay comparable from month to month.',
    }),
    bins: p.int({
      default: 5,
      min: 2,
      max: 9,
      slider: [3, 5],
      label: 'Scores from 1 to',
      section: 'Scores',
      when: ['scoring', 'quantile', 'rank'],
      doc: 'How many groups each measure is cut into.',
    }),
    cuts: p.list({
      one: 'cut',
      label: 'Cut points',
      section: 'Scores',
      when: ['scoring', 'fixed'],
      doc: 'Rising limits: a value above the first limit scores one more than a value at or below it, and so on. For recency the scores run the other way.',
      item: {
        recency: p.number({ default: 0, doc: 'Days since the last order.' }),
        frequency: p.number({ default: 0, doc: 'Number of orders.' }),
        monetary: p.number({ default: 0, doc: 'Total amount.' }),
      },
    }),
    segments: p.choice({
      of: ['11 groups', '6 groups', 'none'],
      labels: ['11 named groups', '6 named groups', 'None'],
      section: 'Scores',
      doc: 'Names by recency score and the mean of frequency and monetary score: Champions, Loyal, At Risk, Lost and so on.',
    }),
  },
  inputs: { orders: 'table' },
  outputs: { customers: 'table' },
  compile({ orders }, params) {
    const { bins, cuts } = checkedScoring(params);
    const scored = withScores(buyers(orders, params), { ...params, cuts, bins });
    return { customers: project(scored, finalColumns(orders, params)) };
  },
  summary: ({ customer, scoring, bins, cuts, segments }) =>
    `${customer || 'no customer'}, ${scoring} scores 1 to ${scoring === 'fixed' ? cuts.length + 1 : bins}${segments === 'none' ? '' : `, ${segments}`}`,
  notes({ orders }, params, { customers }) {
    const named = incoming(orders, params);
    const facts = aggregate(
      named,
      [],
      [
        { name: 'incomplete', fn: 'count', where: call('not', complete(named)) },
        { name: 'later', fn: 'count', where: params.asOf ? call('>', col('day'), lit(params.asOf, 'date')) : lit(false) },
        { name: 'no order', fn: 'count', where: params.order ? and(complete(named), call('is_null', col('order'))) : lit(false) },
      ],
    );
    const history = aggregate(
      counted(orders, params),
      [],
      [
        { name: 'first', fn: 'min', of: col('day') },
        { name: 'last', fn: 'max', of: col('day') },
        { name: 'customers', fn: 'distinct', of: col('customer') },
      ],
    );
    const result = aggregate(
      customers,
      [],
      [
        { name: 'buyers', fn: 'count' },
        { name: 'negative', fn: 'count', where: call('<', col('monetary'), lit(0)) },
        { name: 'used', fn: 'distinct', of: col('f_score') },
      ],
    );
    const days = call('days_between', col('first'), col('last'));
    const refundOnly = call('-', col('customers'), col('buyers'));
    return [
      note('warn', facts, positive('incomplete'), count(col('incomplete')), ' rows have no customer, date or amount and are left out.'),
      note('info', facts, positive('later'), count(col('later')), ' rows are later than the as-of date and are left out.'),
      note('warn', facts, positive('no order'), count(col('no order')), ' rows have no order id and do not count for frequency.'),
      note(
        'info',
        join(history, result, 'cross', []),
        call('>', refundOnly, lit(0)),
        count(refundOnly),
        ' customers have refunds but no order and are left out.',
      ),
      note(
        'warn',
        result,
        call('<', col('buyers'), lit(500)),
        'There are only ',
        count(col('buyers')),
        ' buyers. Below about 500 the groups are too small to rely on.',
      ),
      note(
        'warn',
        history,
        call('<', days, lit(180)),
        'The orders span only ',
        count(days),
        ' days. Below about 180 most customers could not order again yet.',
      ),
      note(
        'warn',
        result,
        positive('negative'),
        count(col('negative')),
        ' customers have a negative total: their refunds exceed their orders.',
      ),
      ...(params.scoring === 'quantile'
        ? [
            note(
              'info',
              result,
              and(call('>', col('buyers'), lit(0)), call('<', col('used'), lit(params.bins))),
              'So many customers have the same frequency that only ',
              count(col('used')),
              ` of ${params.bins} scores occur. Rank scoring would tell them apart, by their ids.`,
            ),
          ]
        : []),
    ];
  },
  view: 'rfm',
});

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
  if (!params.order)
    throw new PlanError('Whole orders can be left out only where the order id is known.', {
      param: 'refunds',
      fix: 'Choose the order id, or leave only the rows out.',
    });
  const refunds = aggregate(filter(rows, call('not', isOrder)), ['order'], []);
  return filter(join(rows, refunds, 'anti', [['order', 'order']]), isOrder);
}

const isOrder = call('>=', col('amount'), lit(0));

/** One row a customer who has ordered: customer, recency, frequency, monetary, first and last order, kept columns. */
function buyers(orders: TableOp, params: Reading): TableOp {
  const rows = counted(orders, params);
  const frequency: Measure = params.order
    ? { name: 'frequency', fn: 'distinct', of: col('order'), where: isOrder }
    : params.countBy === 'dates'
      ? { name: 'frequency', fn: 'distinct', of: col('day'), where: isOrder }
      : { name: 'frequency', fn: 'count', where: isOrder };
  const customers = aggregate(
    rows,
    ['customer'],
    [
      { name: 'first_order', fn: 'min', of: col('day'), where: isOrder },
      { name: 'last_order', fn: 'max', of: col('day'), where: isOrder },
      frequency,
      { name: 'total', fn: 'sum', of: col('amount') },
      ...params.keep.map((_, i): Measure => ({
        name: keptName(i),
        fn: 'first',
        of: col(keptName(i)),
        where: isOrder,
        order: [{ column: 'day' }],
      })),
    ],
  );
  const dated = filter(customers, present('last_order'));
  const latest = aggregate(rows, [], [{ name: 'latest', fn: 'max', of: col('day') }]);
  const withDay = params.asOf ? dated : join(dated, latest, 'cross', []);
  const asOf = params.asOf ? lit(params.asOf, 'date') : call('add_days', col('latest'), lit(1));
  return derive(withDay, [
    { name: 'recency', expr: call('days_between', col('last_order'), asOf) },
    { name: 'monetary', expr: call('significant', col('total')) },
  ]);
}

function finalColumns(
  orders: TableOp,
  { customer, keep, amount, segments }: Reading & { readonly segments: keyof typeof SEGMENTS | 'none' },
): Named[] {
  const money: Column = chosenColumn(orders.schema, amount, 'amount');
  const results: Named[] = [
    ...['recency', 'frequency'].map((name) => ({ name, expr: col(name) })),
    { name: 'monetary', expr: col('monetary'), role: money.role ?? 'money' },
    ...['first_order', 'last_order', 'r_score', 'f_score', 'm_score', 'rfm'].map((name) => ({ name, expr: col(name) })),
    ...(segments === 'none' ? [] : [{ name: 'rfm_segment', expr: segmentName(SEGMENTS[segments]), role: 'segment' } as const]),
  ];
  const names = results.map((c) => c.name);
  const free = (name: string): string => {
    names.push(freeName(name, names));
    return names.at(-1)!;
  };
  return [
    { name: free(customer), expr: col('customer'), role: 'id' },
    ...results,
    ...keep.map((name, i): Named => ({ name: free(name), expr: col(keptName(i)) })),
  ];
}
