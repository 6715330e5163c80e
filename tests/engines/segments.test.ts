import { expect, test } from 'vitest';
import { rfm } from '../../nodes/features/rfm.ts';
import { segmentProfile } from '../../nodes/segments/segment-profile.ts';
import type { AnyNodeType } from '../../src/core/node.ts';
import { isTable, select, type Op, type TableOp } from '../../src/core/plan.ts';
import { sqlOf } from '../../src/engines/local/sql.ts';
import { compileNode, table, type Listed, type Saved } from '../nodes/compile-node.ts';
import type { Cell, Row } from '../reference/expr.ts';
import { connect, createTable, query } from './duckdb.ts';

interface Made {
  readonly outputs: Readonly<Record<string, Op>>;
  readonly rows: (op: Op | undefined, ...names: readonly string[]) => Promise<Cell[][]>;
  readonly notes: () => Promise<Cell[]>;
}

/** A node that is compiled, and run by DuckDB over these rows. */
async function made(type: AnyNodeType, port: string, columns: readonly Listed[], rows: readonly Row[], saved: Saved): Promise<Made> {
  const connection = await connect();
  const input = table(...columns);
  await createTable(connection, 'input', input.schema, rows);
  const sql = (op: TableOp) => sqlOf(op, (o) => (o === input ? 'input' : undefined));
  const node = compileNode(type, { [port]: input }, saved);
  return {
    outputs: node.outputs,
    async rows(op, ...names) {
      if (!op || !isTable(op)) throw new Error('There is no table.');
      return (await query(connection, sql(names.length ? select(op, names) : op))).rows;
    },
    async notes() {
      const found: Cell[] = [];
      for (const note of node.notes) for (const [, message] of (await query(connection, sql(note))).rows) found.push(message!);
      return found;
    },
  };
}

const ORDERS: Listed[] = [
  ['cid', 'string'],
  ['day', 'timestamp'],
  ['amount', 'double'],
  ['order', 'string'],
  ['city', 'string'],
];
const orders: Row[] = [
  ['a', '2026-01-01 09:00:00', 10, 'o1', 'Bonn'],
  ['a', '2026-01-01 09:00:00', 20, 'o1', 'Bonn'],
  ['a', '2026-03-01 23:59:59', 5.5, 'o2', 'Köln'],
  ['b', '2026-02-01 00:00:00', 100, 'o3', 'Ulm'],
  ['b', '2026-03-05 00:00:00', -40, 'o3', null],
  ['c', '2026-03-09 12:00:00', 7, 'o4', 'Graz'],
  ['d', '2026-03-01 12:00:00', -7, 'o5', 'Wien'],
  [' ', '2026-03-01 12:00:00', 9, 'o6', 'Wien'],
  ['c', null, 9, 'o7', 'Wien'],
];
const shop = (saved: Saved = {}, rows = orders) =>
  made(rfm, 'orders', ORDERS, rows, { customer: 'cid', date: 'day', amount: 'amount', order: 'order', ...saved });

test('recency, frequency and monetary of orders; refunds lower the total and are no orders', async () => {
  const { outputs, rows } = await shop({ keep: ['city'] });
  expect(await rows(outputs['customers'], 'cid', 'recency', 'frequency', 'monetary', 'first_order', 'last_order', 'city')).toEqual([
    ['a', 9n, 2n, 35.5, '2026-01-01', '2026-03-01', 'Bonn'],
    ['b', 37n, 1n, 60, '2026-02-01', '2026-02-01', 'Ulm'],
    ['c', 1n, 1n, 7, '2026-03-09', '2026-03-09', 'Graz'],
  ]);
});

test('refunds can be left out, alone or with their order', async () => {
  const monetary = async (refunds: string) => {
    const { outputs, rows } = await shop({ refunds });
    return rows(outputs['customers'], 'cid', 'monetary');
  };
  expect(await monetary('ignore')).toEqual([
    ['a', 35.5],
    ['b', 100],
    ['c', 7],
  ]);
  expect(await monetary('drop')).toEqual([
    ['a', 35.5],
    ['c', 7],
  ]);
});

test('orders after the as-of date are left out; without an order id days or rows are counted', async () => {
  const asOf = await shop({ asOf: '2026-03-01' });
  expect(await asOf.rows(asOf.outputs['customers'], 'cid', 'recency', 'frequency')).toEqual([
    ['a', 0n, 2n],
    ['b', 28n, 1n],
  ]);
  const byRow = await shop({ order: '', countBy: 'rows' });
  expect(await byRow.rows(byRow.outputs['customers'], 'cid', 'frequency')).toEqual([
    ['a', 3n],
    ['b', 1n],
    ['c', 1n],
  ]);
  const byDay = await shop({ order: '', countBy: 'dates' });
  expect(await byDay.rows(byDay.outputs['customers'], 'cid', 'frequency')).toEqual([
    ['a', 2n],
    ['b', 1n],
    ['c', 1n],
  ]);
});

/** Customers a, b, c, … with one order each of these amounts, all on one day. */
const amounts = (...values: readonly number[]): Row[] =>
  values.map((v, i) => [String.fromCodePoint(97 + i), '2026-01-01 00:00:00', v, `o${i}`, null]);
const monetaryScores = async (saved: Saved, ...values: readonly number[]) => {
  const { outputs, rows } = await shop(saved, amounts(...values));
  return (await rows(outputs['customers'], 'cid', 'm_score')).map(([, score]) => Number(score));
};

test('quantile scores are equal for equal values', async () => {
  expect(await monetaryScores({}, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  expect(await monetaryScores({}, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 5, 5]);
});

test('rank scores make groups of one size, ties by id', async () => {
  expect(await monetaryScores({ scoring: 'rank' }, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  expect(await monetaryScores({ scoring: 'rank', bins: 3 }, 3, 2, 1, 4, 6, 5)).toEqual([2, 1, 1, 2, 3, 3]);
});

test('fixed cut points score a value above them', async () => {
  const cuts = [
    { recency: 30, frequency: 1, monetary: 10 },
    { recency: 90, frequency: 2, monetary: 20 },
  ];
  expect(await monetaryScores({ scoring: 'fixed', cuts }, 10, 10.01, 20, 21)).toEqual([1, 2, 2, 3]);
  const { outputs, rows } = await shop({ scoring: 'fixed', cuts });
  expect(await rows(outputs['customers'], 'cid', 'r_score', 'f_score', 'm_score', 'rfm')).toEqual([
    ['a', 3n, 2n, 3n, '323'],
    ['b', 2n, 1n, 3n, '213'],
    ['c', 3n, 1n, 1n, '311'],
  ]);
});

/** One buyer for each pair of recency score and frequency (= monetary) score from 1 to 5, as fixed cut points make them. */
test.each([
  [
    '11 groups',
    [
      'Lost',
      'Hibernating',
      'At Risk',
      'At Risk',
      'Cannot Lose Them',
      'Hibernating',
      'Hibernating',
      'At Risk',
      'At Risk',
      'Cannot Lose Them',
      'About To Sleep',
      'About To Sleep',
      'Need Attention',
      'Loyal',
      'Loyal',
      'Promising',
      'Potential Loyalists',
      'Potential Loyalists',
      'Loyal',
      'Loyal',
      'New Customers',
      'Potential Loyalists',
      'Potential Loyalists',
      'Champions',
      'Champions',
    ],
  ],
  [
    '6 groups',
    [
      'Lost',
      'Lost',
      'At Risk',
      'At Risk',
      'At Risk',
      'Lost',
      'Lost',
      'At Risk',
      'At Risk',
      'At Risk',
      'Need Attention',
      'Need Attention',
      'Loyal',
      'Loyal',
      'Loyal',
      'New Customers',
      'New Customers',
      'Loyal',
      'Champions',
      'Champions',
      'New Customers',
      'New Customers',
      'Loyal',
      'Champions',
      'Champions',
    ],
  ],
])('%s name every customer', async (segments, expected) => {
  const every: Row[] = [1, 2, 3, 4, 5].flatMap((r) =>
    [1, 2, 3, 4, 5].flatMap((f) =>
      Array.from({ length: f }, (_, i): Row => [`${r}${f}`, `2026-01-0${r} 00:00:00`, 1, `${r}${f}${i}`, null]),
    ),
  );
  const cuts = [1, 2, 3, 4].map((i) => ({ recency: i, frequency: i, monetary: i }));
  const { outputs, rows } = await shop({ scoring: 'fixed', cuts, segments }, every);
  expect((await rows(outputs['customers'], 'cid', 'rfm_segment')).map(([, name]) => name)).toEqual(expected);
});

test('RFM tells what it left out and what is too little', async () => {
  expect(await (await shop({ asOf: '2026-03-08' })).notes()).toEqual([
    '2 rows have no customer, date or amount and are left out.',
    '1 rows are later than the as-of date and are left out.',
    '1 customers have refunds but no order and are left out.',
    'There are only 2 buyers. Below about 500 the groups are too small to rely on.',
    'The orders span only 63 days. Below about 180 most customers could not order again yet.',
    'So many customers have the same frequency that only 2 of 5 scores occur. Rank scoring would tell them apart, by their ids.',
  ]);
});

const CUSTOMERS: Listed[] = [
  ['segment', 'int'],
  ['orders', 'int'],
  ['net_spend', 'double'],
  ['flat', 'double'],
];
const customers: Row[] = [
  [1n, 1n, 10, 3],
  [1n, 1n, 20, 3],
  [1n, 2n, null, 3],
  [1n, 1n, 30, 3],
  [1n, 1n, 0, 3],
  [2n, 6n, 100, 3],
  [2n, 8n, 140, 3],
  [null, 2n, 60, 3],
];
const profiled = (saved: Saved = {}) =>
  made(segmentProfile, 'table', CUSTOMERS, customers, { features: ['orders', 'net_spend', 'flat'], value: 'net_spend', ...saved });

test('a profile compares each segment with all, as numpy 2.4.6 does, the largest segment first', async () => {
  const { outputs, rows } = await profiled();
  const names = [
    'segment',
    'feature',
    'rank',
    'rows',
    'missing',
    'mean',
    'median',
    'q25',
    'q75',
    'stddev',
    'all_mean',
    'all_stddev',
    'index',
    'effect',
  ];
  expect((await rows(outputs['profile'], ...names)).slice(0, 4)).toEqual([
    [
      1n,
      'net_spend',
      1n,
      5n,
      0.2,
      15,
      15,
      7.5,
      22.5,
      11.1803398875,
      51.4285714286,
      47.9370335302,
      29.1666666667,
      expect.closeTo(-0.75992544273, 10),
    ],
    [1n, 'orders', 2n, 5n, 0, 1.2, 1, 1, 1, 0.4, 2.75, 2.53722289127, 43.6363636364, expect.closeTo(-0.610904152462, 10)],
    [1n, 'flat', 3n, 5n, 0, 3, 3, 3, 3, 0, 3, 0, 100, null],
    [2n, 'orders', 1n, 2n, 0, 7, 7, 6.5, 7.5, 1, 2.75, 2.53722289127, 254.545454545, expect.closeTo(1.67505977288, 10)],
  ]);
});

test('a card says how many there are, what they are worth and in what they differ', async () => {
  const { outputs, rows } = await profiled();
  expect(await rows(outputs['cards'])).toEqual([
    [
      1n,
      5n,
      0.625,
      60,
      0.166666666667,
      12,
      26.6666666667,
      '63 % of customers bring 17 % of value. Net spend is 71 % below average; orders is 56 % below average.',
    ],
    [
      2n,
      2n,
      0.25,
      240,
      0.666666666667,
      120,
      266.666666667,
      '25 % of customers bring 67 % of value. Orders is 2.5 times the average; net spend is 2.3 times the average.',
    ],
    [null, 1n, 0.125, 60, 0.166666666667, 60, 133.333333333, '13 % of customers bring 17 % of value. Orders is 27 % below average.'],
  ]);
  const short = await profiled({ value: '', top: 1 });
  expect((await short.rows(short.outputs['cards']))[0]).toEqual([1n, 5n, 0.625, '63 % of customers. Net spend is 71 % below average.']);
});

test('the profile tells of rows without a segment, small segments and features that do not differ', async () => {
  expect(await (await profiled()).notes()).toEqual([
    '1 customers are not assigned to a segment.',
    'Segment 1 has only 5 customers: its means are a matter of chance.',
    'Segment 2 has only 2 customers: its means are a matter of chance.',
    'flat is nearly the same in all segments.',
  ]);
});
