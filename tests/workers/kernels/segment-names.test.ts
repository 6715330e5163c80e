import { expect, test } from 'vitest';
import type { SegmentNamesSpec } from '../../../src/core/algorithms.ts';
import { numberColumn, textColumn, type Frame } from '../../../workers/kernels/kernel.ts';
import { segmentNames } from '../../../workers/kernels/segment-names.ts';

type Means = readonly (readonly [feature: string, mean: number, effect: number])[];
type Segment = readonly [segment: number | string | null, rows: number, means: Means];

/** A profile of these segments, in which all features have the standard deviation 10 over all customers. */
function profile(...segments: readonly Segment[]): Frame {
  const lines = segments.flatMap(([segment, rows, means]) =>
    means.map(([feature, mean, effect]) => ({ segment, rows, feature, mean, effect })),
  );
  const values = lines.map((l) => l.segment);
  const isText = values.some((v) => typeof v === 'string');
  const columns = [
    isText ? textColumn('segment', values as (string | null)[]) : numberColumn('segment', 'int', values as (number | null)[]),
    textColumn(
      'feature',
      lines.map((l) => l.feature),
    ),
    numberColumn(
      'rows',
      'int',
      lines.map((l) => l.rows),
    ),
    numberColumn(
      'mean',
      'double',
      lines.map((l) => l.mean),
    ),
    numberColumn(
      'all_stddev',
      'double',
      lines.map(() => 10),
    ),
    numberColumn(
      'effect',
      'double',
      lines.map((l) => l.effect),
    ),
  ];
  return { rows: lines.length, columns };
}

function names(from: Frame, more: Partial<SegmentNamesSpec> = {}): (readonly [segment: string, name: string, colour: number])[] {
  const { columns, rows } = segmentNames(from, { segment: 'segment', accepted: [], overrides: [], ...more });
  const text = (i: number, row: number): string => {
    const column = columns[i]!;
    return column.type === 'string' ? column.levels[column.values[row]!]! : String(column.values[row]);
  };
  return Array.from({ length: rows }, (_, row) => [text(0, row), text(1, row), Number(text(2, row))] as const);
}

const rfm = (recency: number, frequency: number, monetary: number): Means => [
  ['recency', 50 + 10 * recency, recency],
  ['frequency', 20 + 10 * frequency, frequency],
  ['monetary', 90 + 10 * monetary, monetary],
];
const shop = profile(
  [1, 600, rfm(-0.6, -0.7, -0.6)],
  [2, 400, rfm(1.6, -0.2, -0.3)],
  [3, 300, rfm(0, -0.5, 1.2)],
  [4, 200, rfm(-0.7, 2.2, 1.4)],
);

test('segments are named by what sets them apart, and coloured by size', () => {
  expect(names(shop)).toEqual([
    ['1', 'New customers', 1],
    ['2', 'Gone quiet', 2],
    ['3', 'Big baskets, rare', 3],
    ['4', 'Champions', 4],
  ]);
});

test('features are known by their names, in many spellings', () => {
  const one = (feature: string, effect: number) => names(profile([1, 10, [[feature, 5, effect]]]))[0]?.[1];
  expect(one('days_since_last_order', 1)).toBe('Gone quiet');
  expect(one('Share of Discount', 0.9)).toBe('Discount hunters');
  expect(one('tenure_days', -0.8)).toBe('New customers');
  expect(one('avg_basket', 0.8)).toBe('Big baskets');
  expect(one('total_spend', 0.8)).toBe('High spenders');
  expect(one('orders', 0.8)).toBe('Loyal regulars');
});

test('features that are not known are named as they are, the strongest first', () => {
  expect(
    names(
      profile([
        1,
        10,
        [
          ['income', 5, 0.9],
          ['household_size', 2, -1.1],
          ['frequency', 3, 0.6],
        ],
      ]),
    )[0]?.[1],
  ).toBe('Low household size, high income');
  expect(
    names(
      profile([
        1,
        10,
        [
          ['income', 5, 0.1],
          ['age', 2, Number.NaN],
        ],
      ]),
    )[0]?.[1],
  ).toBe('Average customers');
});

test('no name occurs twice: the stronger segment keeps it', () => {
  const twins = profile([1, 90, rfm(0.9, 0, 0)], [2, 80, rfm(1.9, 0, 0)], [3, 70, rfm(0, 0, 0)], [4, 60, rfm(0, 0, 0)]);
  expect(names(twins).map(([, name]) => name)).toEqual(['High recency', 'Gone quiet', 'Average customers', 'Average customers 2']);
});

test('an accepted name finds its customers again under another number, with its colour', () => {
  const accepted = [
    {
      name: 'Our best',
      colour: 7,
      centre: [
        ['recency', 42],
        ['frequency', 44],
        ['monetary', 103],
      ],
    },
    {
      name: 'Long gone',
      colour: 0,
      centre: [
        ['recency', 64],
        ['frequency', 18],
        ['gone feature', 1],
      ],
    },
  ] as const;
  expect(names(shop, { accepted })).toEqual([
    ['1', 'New customers', 1],
    ['2', 'Long gone', 2],
    ['3', 'Big baskets, rare', 3],
    ['4', 'Our best', 7],
  ]);
});

test('an accepted name does not move to customers who are nothing like it', () => {
  const accepted = [
    {
      name: 'Our best',
      colour: 7,
      centre: [
        ['recency', 500],
        ['frequency', 44],
      ],
    },
    { name: 'Other', colour: 3, centre: [['age', 50]] },
  ] as const;
  expect(names(shop, { accepted })).toEqual(names(shop));
});

test('an override goes by the number, before all else', () => {
  const accepted = [{ name: 'Sleepers', colour: 0, centre: [['recency', 66]] }] as const;
  expect(
    names(shop, {
      accepted,
      overrides: [
        ['2', 'Sleepers', 5],
        ['9', 'Nobody', 1],
      ],
    })[1],
  ).toEqual(['2', 'Sleepers', 5]);
});

test('segments that are text are called what they are; rows without a segment get no name', () => {
  expect(names(profile(['__proto__', 20, rfm(1, 0, 0)], [null, 90, rfm(0, 0, 0)], ['VIP', 30, rfm(0, 1, 1)]))).toEqual([
    ['VIP', 'VIP', 1],
    ['__proto__', '__proto__', 2],
  ]);
});
