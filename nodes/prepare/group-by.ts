import { and, anyNull, call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p, type Values } from '../../src/core/params.ts';
import { aggregate, type Measure } from '../../src/core/plan.ts';
import { columnOf, freeName, inParam, listed, PlanError, type Schema } from '../../src/core/schema.ts';

const FUNCTIONS = [
  'count',
  'distinct',
  'sum',
  'mean',
  'median',
  'min',
  'max',
  'stddev',
  'quantile',
  'first',
  'last',
  'mode',
  'any',
  'all',
] as const;
const LABELS = [
  'Count',
  'Count distinct',
  'Sum',
  'Mean',
  'Median',
  'Smallest',
  'Largest',
  'Standard deviation',
  'Quantile',
  'First',
  'Last',
  'Most frequent',
  'Any true',
  'All true',
];

const item = {
  fn: p.choice({
    label: 'Function',
    of: FUNCTIONS,
    labels: LABELS,
    doc: 'What is computed over the rows of a group. Missing values are left out. Count without a column counts rows.',
  }),
  column: p.column({ from: 'table', optional: true, doc: 'The column it is computed from.' }),
  expression: p.expr({ from: 'table', doc: 'Instead of a column: such as `price * quantity`.' }),
  as: p.text({ label: 'Name', doc: 'The name of the result. Empty makes one, such as sum_amount.' }),
  q: p.number({
    label: 'Quantile',
    default: 0.9,
    min: 0,
    max: 1,
    doc: '0.9 is the value that 90 % of the rows stay below.',
    when: ['fn', 'quantile'],
  }),
  order: p.column({
    label: 'In order of',
    from: 'table',
    doc: 'Which row is first or last. Rows without a value here are left out.',
    when: ['fn', 'first', 'last'],
  }),
  where: p.expr({
    label: 'Only rows where',
    from: 'table',
    condition: true,
    doc: 'Counts only the rows for which this is true; the group stays even if there are none.',
  }),
};

export const groupBy = defineNode({
  type: 'group-by',
  version: 1,
  title: 'Group By',
  group: 'Prepare',
  icon: 'sigma',
  doc: `Makes one row of each group of rows, with counts, sums and the like.
This is how orders become customers: choose the customer id as key, and count orders, sum amounts, take the last date. Every column
that is neither a key nor a measure is gone afterwards. Without keys the whole table becomes one row. The mean is pulled up by a few
large values, the median is not: compare them before you choose.`,
  words: ['aggregate', 'summarise', 'summarize', 'pivot', 'total', 'count', 'sum', 'average'],
  params: {
    keys: p.columns({
      label: 'Group by',
      from: 'table',
      doc: 'Rows with equal values here form a group. Missing values form a group of their own.',
    }),
    measures: p.list({ one: 'measure', item, doc: 'What to compute for each group.' }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile({ table }, { keys, measures }) {
    if (!keys.length && !measures.length)
      throw new PlanError('There is nothing to compute.', { param: 'keys', fix: 'Choose what to group by, or add a measure.' });
    inParam('keys', () => keys.forEach((name) => columnOf(table.schema, name)));
    return { table: inParam('measures', () => aggregate(table, keys, named(table.schema, keys, measures))) };
  },
  summary: ({ keys, measures }) =>
    `${keys.length ? `By ${listed(keys, 2)}` : 'All rows'}: ${measures.length} ${measures.length === 1 ? 'measure' : 'measures'}`,
  notes({ table }, { keys }) {
    if (!keys.length) return [];
    const rows = aggregate(table, [], [{ name: 'n', fn: 'count', where: anyNull(keys) }]);
    return [
      note('warn', rows, call('>', col('n'), lit(0)), 'Rows with a missing key: ', count(col('n')), '. They form groups of their own.'),
    ];
  },
});

function named(schema: Schema, keys: readonly string[], items: readonly Values<typeof item>[]): Measure[] {
  const taken = [...keys, ...items.map((m) => m.as).filter(Boolean)];
  return items.map((m, i) => {
    const name = m.as || freeName(m.column && !m.expression ? `${m.fn}_${m.column}` : m.fn, taken);
    if (!m.as) taken.push(name);
    return inParam('measures', () => measureOf(schema, name, m), `measure ${i + 1}`);
  });
}

function measureOf(schema: Schema, name: string, { fn, column, expression, q, order, where }: Values<typeof item>): Measure {
  const of: Expr | undefined = expression ?? (column ? col(columnOf(schema, column).name) : undefined);
  const measure = { name, fn, of, where, q: fn === 'quantile' ? q : undefined };
  if (fn !== 'first' && fn !== 'last') return measure;
  if (!order)
    throw new PlanError(`"${name}" does not say which row is ${fn}.`, { fix: 'Choose the column that orders the rows, such as a date.' });
  columnOf(schema, order);
  const known = call('not', call('is_null', col(order)));
  return { ...measure, order: [{ column: order }], where: where ? and(where, known) : known };
}
