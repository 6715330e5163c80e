import { and, call, col, concat, lit, or, when, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, percent } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import {
  aggregate,
  derive,
  filter,
  inOrder,
  join,
  project,
  sort,
  unpivot,
  window,
  type Measure,
  type Named,
  type TableOp,
} from '../../src/core/plan.ts';
import { chosenColumn, freeName, isNumeric, PlanError } from '../../src/core/schema.ts';

/** Differences below this many standard deviations are not worth a word. */
const WORTH_SAYING = 0.2;

export const segmentProfile = defineNode({
  type: 'segment-profile',
  version: 1,
  title: 'Segment Profile',
  group: 'Segments',
  icon: 'id-card',
  doc: `Shows who is in each segment: how many, what they are worth and in what they differ from all customers.
Every feature is compared by its mean, its median and an effect size: the distance between the mean of the segment and the mean of
all, in standard deviations. 0.2 is hardly visible, 0.8 is plain. Look at the sizes first: a striking segment of twelve people is
an anecdote. The sentence on each card names the largest differences.`,
  words: ['profile', 'describe segments', 'compare', 'persona', 'index'],
  params: {
    segment: p.column({
      from: 'table',
      types: ['int', 'string', 'bool'],
      default: 'segment',
      guess: { called: 'segment', role: 'segment', words: ['segment', 'cluster'], not: ['id'] },
      doc: 'The column that says to which segment a customer belongs. Missing is shown as not assigned.',
    }),
    value: p.column({
      from: 'table',
      types: ['int', 'double'],
      label: 'Value',
      optional: true,
      doc: 'What a customer is worth, such as monetary: gives the share of value of each segment.',
    }),
    features: p.columns({
      from: 'table',
      types: ['int', 'double', 'bool'],
      doc: 'What to compare. Empty takes what the segments were made from, or else all numbers.',
    }),
    top: p.int({
      default: 3,
      min: 1,
      max: 6,
      label: 'Differences to name',
      doc: 'How many of the largest differences the sentence names at most.',
    }),
  },
  inputs: { table: 'table' },
  outputs: { profile: 'table', cards: 'table' },
  compile({ table }, { segment, value, features, top }) {
    const profile = profileOf(table, segment, features);
    return { profile, cards: cardsOf(table, profile, segment, value, top) };
  },
  summary: ({ segment, value, features }) => `by ${segment}${value ? `, value ${value}` : ''}, ${features.length || 'all'} features`,
  notes(_, __, { profile, cards }) {
    const flat = aggregate(profile, ['feature'], [{ name: 'largest', fn: 'max', of: call('abs', col('effect')) }]);
    return [
      note('info', cards, call('is_null', col('segment')), count(col('customers')), ' customers are not assigned to a segment.'),
      note(
        'warn',
        cards,
        and(call('not', call('is_null', col('segment'))), call('<', col('customers'), lit(30))),
        'Segment ',
        call('to_text', col('segment')),
        ' has only ',
        count(col('customers')),
        ' customers: its means are a matter of chance.',
      ),
      note(
        'info',
        flat,
        call('<', call('coalesce', col('largest'), lit(0)), lit(0.1)),
        col('feature'),
        ' is nearly the same in all segments.',
      ),
    ];
  },
  view: 'segments',
});

/**
 * A row for each segment and feature, the largest segment first and its strongest difference on top: segment, feature,
 * rank, rows, missing (share), mean, median, q25, q75, stddev, all_mean, all_median, all_stddev, index (mean in percent of
 * all_mean) and effect ((mean - all_mean) / all_stddev). Deviations divide by n. No features given: those that the segments were made from,
 * else all numbers but ids.
 */
export function profileOf(table: TableOp, segment: string, chosen: readonly string[]): TableOp {
  chosenColumn(table.schema, segment, 'segment');
  const features = featuresOf(table, segment, chosen);
  const group = freeName('segment', [...features, 'feature', 'value']);
  const rows = project(table, [
    { name: group, expr: col(segment), role: 'segment' },
    ...features.map((name): Named => ({ name, expr: numberOf(table, name) })),
  ]);
  const long = unpivot(rows, [group], features, 'feature', 'value');
  const each = aggregate(
    long,
    [group, 'feature'],
    [
      { name: 'rows', fn: 'count' },
      { name: 'known', fn: 'count', of: col('value') },
      ...moments(''),
      quartile('q25', 0.25),
      quartile('q75', 0.75),
    ],
  );
  const both = join(each, aggregate(long, ['feature'], moments('all_')), 'inner', [['feature', 'feature']]);
  const effects = derive(both, [
    { name: 'missing', expr: call('significant', call('-', lit(1), call('/', col('known'), col('rows')))), role: 'share' },
    { name: 'index', expr: call('significant', call('*', call('/', col('mean'), col('all_mean')), lit(100))) },
    { name: 'effect', expr: call('significant', call('/', call('-', col('mean'), col('all_mean')), col('all_stddev'))) },
  ]);
  const sized = derive(effects, [{ name: 'size', expr: call('abs', col('effect')) }]);
  const ranked = window(sized, [
    { name: 'rank', fn: 'row_number', by: [group], order: [{ column: 'size', desc: true }, { column: 'feature' }] },
  ]);
  const profile = project(ranked, [
    { name: 'segment', expr: col(group) },
    ...['feature', 'rank', 'rows', 'missing', 'mean'].map((name) => ({ name, expr: col(name) })),
    ...['median', 'q25', 'q75', 'stddev', 'all_mean', 'all_median', 'all_stddev'].map((name) => ({
      name,
      expr: call('significant', col(name)),
    })),
    ...['index', 'effect'].map((name) => ({ name, expr: col(name) })),
  ]);
  return sort(profile, [{ column: 'rows', desc: true }, { column: 'segment' }, { column: 'rank' }]);
}

const moments = (prefix: string): Measure[] => [
  { name: `${prefix}mean`, fn: 'mean', of: col('value') },
  { name: `${prefix}median`, fn: 'median', of: col('value') },
  { name: `${prefix}stddev`, fn: 'stddev_pop', of: col('value') },
];
const quartile = (name: string, q: number): Measure => ({ name, fn: 'quantile', q, of: col('value') });

const numberOf = ({ schema }: TableOp, name: string): Expr =>
  call('to_double', schema.find((c) => c.name === name)?.type === 'bool' ? call('to_int', col(name)) : col(name));

function featuresOf(table: TableOp, segment: string, chosen: readonly string[]): readonly string[] {
  if (chosen.includes(segment))
    throw new PlanError(`"${segment}" says which segment a customer is in; it cannot be compared.`, {
      param: 'features',
      fix: 'Take it out of the features.',
    });
  for (const name of chosen) {
    const { type } = chosenColumn(table.schema, name, 'features');
    if (!isNumeric(type) && type !== 'bool')
      throw new PlanError(`"${name}" is ${type}, and only numbers are compared.`, {
        param: 'features',
        fix: 'Take it out, or turn it into a number.',
      });
  }
  const features = chosen.length
    ? chosen
    : (learnedFrom(table, segment) ??
      table.schema.filter((c) => isNumeric(c.type) && c.role !== 'id' && c.role !== 'segment' && c.name !== segment).map((c) => c.name));
  if (!features.length)
    throw new PlanError('There are no numbers to compare.', { param: 'features', fix: 'Add numbers to the table, such as those of RFM.' });
  return features;
}

/** The features of the model that made the segment column, as far as they are still in the table. */
function learnedFrom(table: TableOp, segment: string): readonly string[] | undefined {
  const maker = inOrder([table]).findLast((op) => op.kind === 'apply' && op.added.some((c) => c.name === segment));
  if (maker?.kind !== 'apply' || !('features' in maker.model.spec)) return undefined;
  const numbers = maker.model.spec.features.filter((name) =>
    table.schema.some((c) => c.name === name && (isNumeric(c.type) || c.type === 'bool')),
  );
  return numbers.length ? numbers : undefined;
}

/** A row a segment, the largest first: segment, customers, share, what it is worth if `value` is given, and a sentence. */
function cardsOf(table: TableOp, profile: TableOp, segment: string, value: string, top: number): TableOp {
  if (value) {
    const { type } = chosenColumn(table.schema, value, 'value');
    if (!isNumeric(type))
      throw new PlanError(`"${value}" is ${type}, not a number.`, { param: 'value', fix: 'Choose an amount of money.' });
  }
  const rows = project(table, [
    { name: 'segment', expr: col(segment), role: 'segment' },
    ...(value ? [{ name: 'value', expr: call('to_double', col(value)), role: 'money' } as const] : []),
  ]);
  const sizes = aggregate(
    rows,
    ['segment'],
    [{ name: 'customers', fn: 'count' }, ...(value ? [{ name: 'value', fn: 'sum', of: col('value') } as const] : [])],
  );
  const all = aggregate(
    rows,
    [],
    [{ name: 'all_customers', fn: 'count' }, ...(value ? [{ name: 'all_value', fn: 'sum', of: col('value') } as const] : [])],
  );
  const shares = derive(join(sizes, all, 'cross', []), [
    { name: 'share', expr: call('significant', call('/', col('customers'), col('all_customers'))), role: 'share' },
    ...(value ? worth : []),
  ]);
  const described = joinPhrases(shares, profile, top);
  const differences = Array.from({ length: top }, (_, i) => phrase(i));
  const cards = derive(described, [
    {
      name: 'sentence',
      expr: concat(
        opening(value !== ''),
        when(
          call('is_null', col(phrase(0))),
          lit(' In nothing do they differ much from the average.'),
          concat(
            ...differences.map((name, i) =>
              call('coalesce', i ? concat(lit('; '), col(name)) : concat(lit(' '), capital(col(name))), lit('')),
            ),
            lit('.'),
          ),
        ),
      ),
    },
  ]);
  const kept = ['segment', 'customers', 'share', ...(value ? ['value', ...worth.map((c) => c.name)] : []), 'sentence'];
  return sort(
    project(
      cards,
      kept.map((name) => ({ name, expr: col(name) })),
    ),
    [{ column: 'customers', desc: true }],
  );
}

const ofTotal = (part: Expr, total: string): Expr => when(call('>', col(total), lit(0)), call('significant', call('/', part, col(total))));
const perCustomer = call('/', col('value'), col('customers'));

const worth: readonly Named[] = [
  { name: 'value_share', expr: ofTotal(col('value'), 'all_value'), role: 'share' },
  { name: 'value_per_customer', expr: call('significant', perCustomer), role: 'money' },
  {
    name: 'value_index',
    expr: call('significant', call('*', ofTotal(call('*', perCustomer, col('all_customers')), 'all_value'), lit(100))),
  },
];

function opening(valued: boolean): Expr {
  const size = concat(roughly(col('share'), 'Less than 1 %'), lit(' of customers'));
  const alone = concat(size, lit('.'));
  return valued
    ? when(
        call('is_null', col('value_share')),
        alone,
        concat(size, lit(' bring '), roughly(col('value_share'), 'less than 1 %'), lit(' of value.')),
      )
    : alone;
}

const roughly = (share: Expr, few: string): Expr =>
  when(and(call('>', share, lit(0)), call('<', share, lit(0.005))), lit(few), percent(share));

const phrase = (i: number): string => `phrase ${i + 1}`;

/** `cards` with the strongest differences of each segment in words; missing where there are fewer. */
function joinPhrases(cards: TableOp, profile: TableOp, top: number): TableOp {
  const keyed = (table: TableOp): TableOp =>
    derive(table, [
      { name: 'key', expr: call('coalesce', call('to_text', col('segment')), lit('')) },
      { name: 'assigned', expr: call('not', call('is_null', col('segment'))) },
    ]);
  const worded = derive(filter(profile, call('>=', call('abs', col('effect')), lit(WORTH_SAYING))), [{ name: 'words', expr: inWords }]);
  const phrases = aggregate(
    keyed(worded),
    ['key', 'assigned'],
    Array.from({ length: top }, (_, i): Measure => ({
      name: phrase(i),
      fn: 'max',
      of: col('words'),
      where: call('=', col('rank'), lit(i + 1)),
    })),
  );
  return join(keyed(cards), phrases, 'left', [
    ['key', 'key'],
    ['assigned', 'assigned'],
  ]);
}

/** Such as "frequency is 2.9 times the average". Ratios say something only of means that are above zero. */
const inWords: Expr = concat(
  call('replace', col('feature'), lit('_'), lit(' ')),
  when(
    and(
      call('>', col('mean'), lit(0)),
      call('>', col('all_mean'), lit(0)),
      or(call('>=', col('index'), lit(101)), call('<=', col('index'), lit(99))),
    ),
    when(
      call('>=', col('index'), lit(200)),
      concat(lit(' is '), call('format', call('/', col('index'), lit(100)), lit(1)), lit(' times the average')),
      call('>', col('index'), lit(100)),
      concat(lit(' is '), call('format', call('-', col('index'), lit(100)), lit(0)), lit(' % above average')),
      concat(lit(' is '), call('format', call('-', lit(100), col('index')), lit(0)), lit(' % below average')),
    ),
    when(call('>', col('effect'), lit(0)), lit(' is above average'), lit(' is below average')),
  ),
);

const capital = (text: Expr): Expr =>
  concat(call('upper', call('substring', text, lit(1), lit(1))), call('substring', text, lit(2), lit(1_000_000)));
