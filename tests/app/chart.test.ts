import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepsBetween } from '../../src/app/dock/chart/cells.ts';
import {
  binsFor,
  chartOp,
  MISSING,
  MOST_POINTS,
  OTHER,
  scoutFrom,
  scoutOps,
  unitFor,
  type Scout,
} from '../../src/app/dock/chart/chart-ops.ts';
import { firstChart, fitted, gapOf, titleOf, type ChartSpec } from '../../src/app/dock/chart/chart-spec.ts';
import { chartText } from '../../src/app/dock/chart/chart-text.ts';
import { binText, remarksOf, timeText } from '../../src/app/dock/chart/chart-words.ts';
import { exact } from '../../src/app/dock/numbers.ts';
import type { Table } from '../../src/app/dock/table.ts';
import type { Cell } from '../../src/core/engine.ts';
import type { TableOp } from '../../src/core/plan.ts';
import { column, type Column } from '../../src/core/schema.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { computed, smallTable } from './small-table.ts';

const PLAIN: ChartSpec = { type: 'bars', measure: 'count', bins: 20, unit: 'auto' };
const id = column('id', 'string', { role: 'id' });
const money = column('amount', 'double', { role: 'money' });
const number = column('age', 'int');
const city = column('city', 'string');
const segment = column('segment', 'string', { role: 'segment' });
const day = column('day', 'date');

describe('the first chart of a table', () => {
  test.each<[string, readonly Column[], Partial<ChartSpec>]>([
    ['money by segment', [id, money, day, segment], { type: 'bars', x: 'segment', measure: 'sum', y: 'amount' }],
    ['money over time', [id, day, money], { type: 'line', x: 'day', measure: 'sum', y: 'amount' }],
    ['money by a group', [id, city, money], { type: 'bars', x: 'city', measure: 'sum', y: 'amount' }],
    ['rows over time', [id, day], { type: 'line', x: 'day', measure: 'count', y: undefined }],
    ['how numbers spread', [id, number, city], { type: 'histogram', x: 'age' }],
    ['rows by a group', [id, city], { type: 'bars', x: 'city', measure: 'count' }],
    ['rows by what there is', [id], { type: 'bars', x: 'id' }],
  ])('is %s', (_, schema, spec) => expect(firstChart(schema)).toMatchObject(spec));

  test('of any other type takes columns that fit, and keeps those that were chosen', () => {
    const schema = [id, city, day, number, money, segment];
    expect(fitted({ ...PLAIN, type: 'scatter', x: 'city' }, schema)).toMatchObject({ x: 'amount', y: 'age', split: undefined });
    expect(fitted({ ...PLAIN, type: 'box', x: 'city' }, schema)).toMatchObject({ x: 'city', y: 'amount' });
    expect(fitted({ ...PLAIN, type: 'heat', x: 'city' }, schema)).toMatchObject({ x: 'city', split: 'segment', y: undefined });
    expect(fitted({ ...PLAIN, x: 'city', measure: 'distinct', y: 'id' }, schema)).toMatchObject({ y: 'id' });
  });

  test('says why a type cannot be drawn', () => {
    expect(gapOf(fitted({ ...PLAIN, type: 'line' }, [id, money]))).toBe('This table has no dates');
    expect(gapOf(fitted({ ...PLAIN, type: 'scatter' }, [id, city]))).toBe('This table has too few columns of numbers');
    expect(gapOf(fitted(PLAIN, [id]))).toBeUndefined();
  });

  test('names columns as they are, whatever they are called', () => {
    const schema = [column('<img onerror=1>', 'string'), column('__proto__', 'double')];
    const spec = fitted({ ...PLAIN, x: '<img onerror=1>', measure: 'sum', y: '__proto__' }, schema);
    expect(titleOf(spec)).toBe('Sum of __proto__ by <img onerror=1>');
  });
});

describe('bins', () => {
  test.each([
    [[20, 0, 97, false], 0, 5, 20],
    [[10, -0.35, 0.31, false], -0.35, 0.05, 14],
    [[20, 1, 5, true], 1, 1, 5],
    [[5, 0, 100, true], 0, 20, 6],
    [[20, 7, 7, false], 7, 1, 1],
  ] as const)('about as many as wanted: %j start at %d, each %d wide, %d of them', ([wanted, low, high, whole], start, step, count) => {
    expect(binsFor(wanted, low, high, whole)).toEqual({ start, step, count, whole });
  });

  test('are said with their ends, whole numbers without overlap', () => {
    expect([
      binText(binsFor(5, 0, 100, true), 1),
      binText(binsFor(20, 1, 5, true), 2),
      binText(binsFor(10, -0.35, 0.31, false), 0),
    ]).toEqual(['20 to 39', '3', '−0.35 to −0.3']);
  });
});

test('numbers without an end make one bin', () => {
  expect(binsFor(20, 1, Infinity, false)).toMatchObject({ start: 1, count: 1 });
  expect(binsFor(20, -Infinity, Infinity, false)).toMatchObject({ start: 0, count: 1 });
});

const SCOUT: Scout = { rows: 10, drawn: 10, low: NaN, high: NaN, groups: [], groupsInAll: 0, colours: [], coloursInAll: 0 };

describe('time', () => {
  const ms = (text: string): number => Date.parse(`${text}T00:00:00Z`);
  test.each([
    ['2026-01-01', '2026-02-10', 'day'],
    ['2026-01-01', '2026-12-31', 'week'],
    ['2024-01-01', '2026-12-31', 'month'],
    ['2010-01-01', '2026-12-31', 'quarter'],
    ['1980-01-01', '2026-12-31', 'year'],
  ])('from %s to %s goes by %s', (low, high, unit) => expect(unitFor(PLAIN, { low: ms(low), high: ms(high) })).toBe(unit));

  test.each([
    ['2000-01-01', '2026-01-01', 'day', 'week'],
    ['1800-01-01', '2026-01-01', 'day', 'month'],
    ['2020-01-01', '2026-01-01', 'day', 'day'],
  ] as const)('from %s to %s by %s goes by %s where there are too many, and says so', (low, high, chosen, unit) => {
    const spec: ChartSpec = { ...PLAIN, type: 'line', x: 'day', unit: chosen };
    const scout: Scout = { ...SCOUT, low: ms(low), high: ms(high) };
    expect(unitFor(spec, scout)).toBe(unit);
    expect(stepsBetween(low, high, unit).at(-1)! > '2025-12-01').toBe(true);
    expect(remarksOf(spec, scout).includes(`${unit}s in place of days`)).toBe(unit !== 'day');
  });

  test('a span that no unit cuts small enough says where it ends', () => {
    const scout: Scout = { ...SCOUT, low: ms('0001-01-01'), high: ms('9999-12-31') };
    expect(remarksOf({ ...PLAIN, type: 'line', x: 'day' }, scout)).toMatch(/the first 5,000 of about 10,\d{3} years/);
  });

  test('has steps without rows too', () => {
    expect(stepsBetween('2025-12-01', '2026-02-01', 'month')).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
    expect(stepsBetween('2025-10-01', '2026-04-01', 'quarter')).toEqual(['2025-10-01', '2026-01-01', '2026-04-01']);
    expect(stepsBetween('2025-12-29', '2026-01-12', 'week')).toEqual(['2025-12-29', '2026-01-05', '2026-01-12']);
  });

  test.each([
    ['day', '5 Feb 2026'],
    ['month', 'Feb 2026'],
    ['quarter', 'Q1 2026'],
    ['year', '2026'],
  ] as const)('by %s is called %s', (unit, text) => expect(timeText(ms('2026-02-05'), unit)).toBe(text));

  test('figures are said in full', () => {
    expect([exact(1234.5), exact(-3), exact(0.123_456_78), exact(NaN)]).toEqual(['1,234.5', '−3', '0.123457', 'missing']);
  });
});

describe('the figures of a chart', () => {
  let engine: LocalEngine;
  let table: TableOp;
  beforeAll(async () => {
    engine = await nodeEngine();
    table = await smallTable(
      engine,
      'orders',
      [
        'day,city,vip,items,amount',
        '2026-01-05,Bonn,yes,1,10.5',
        '2026-01-20,Bonn,no,2,20',
        '2026-03-02,Köln,yes,3,30',
        '2026-03-03,,no,4,',
        '2026-03-04,Ulm,no,10,0.5',
      ],
      [
        { name: 'day', type: 'date' },
        { name: 'city', type: 'string' },
        { name: 'vip', type: 'bool' },
        { name: 'items', type: 'int' },
        { name: 'amount', type: 'double' },
      ],
    );
  });
  afterAll(() => engine.close());

  async function chart(op: TableOp, wish: Partial<ChartSpec>): Promise<{ spec: ChartSpec; scout: Scout; table: Table; rows: Cell[][] }> {
    const spec = fitted({ ...PLAIN, ...wish }, op.schema);
    const scouts = new Map<'rows' | 'range' | 'groups' | 'colours', Table>();
    for (const [name, scoutOp] of scoutOps(op, spec)) scouts.set(name, await computed(engine, scoutOp));
    const scout = scoutFrom(scouts);
    const drawn = await computed(engine, chartOp(op, spec, scout));
    const columns = [...drawn.columns.values()];
    const rows = Array.from({ length: drawn.rows }, (_, i) => columns.map((values) => values[i]!));
    return { spec, scout, table: drawn, rows: rows.sort((a, b) => (String(a) < String(b) ? -1 : 1)) };
  }

  test('bars: groups with the highest first, missing ones by name', async () => {
    const { scout, rows } = await chart(table, { x: 'city', measure: 'sum', y: 'amount' });
    expect(scout.groups).toEqual(['Bonn', 'Köln', 'Ulm', MISSING]);
    expect(rows).toEqual([
      [MISSING, null],
      ['Bonn', 30.5],
      ['Köln', 30],
      ['Ulm', 0.5],
    ]);
  });

  test.each([
    ['mean', 15.25],
    ['median', 15.25],
    ['distinct', 2],
  ] as const)('bars: the %s of a group', async (measure, value) => {
    const { rows } = await chart(table, { x: 'city', measure, y: 'amount' });
    expect(rows.find(([group]) => group === 'Bonn')).toEqual(['Bonn', value]);
  });

  test('bars in colours: a count for each group and colour', async () => {
    const { rows } = await chart(table, { x: 'city', split: 'vip' });
    expect(rows.filter(([group]) => group === 'Bonn')).toEqual([
      ['Bonn', 'false', 1],
      ['Bonn', 'true', 1],
    ]);
  });

  test('a line: sums by month', async () => {
    const { rows } = await chart(table, { type: 'line', x: 'day', unit: 'month', measure: 'sum', y: 'amount' });
    expect(rows).toEqual([
      ['2026-01-01', 30.5],
      ['2026-03-01', 30.5],
    ]);
  });

  test('a histogram: rows between round numbers, without those that have none', async () => {
    const { spec, scout, rows } = await chart(table, { type: 'histogram', x: 'amount', bins: 3 });
    expect(binsFor(3, scout.low, scout.high, false)).toMatchObject({ start: 0, step: 10, count: 3 });
    expect(rows).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(remarksOf(spec, scout)).toBe('5 rows, 1 without a value left out (20 %)');
  });

  test('a scatter: every row that has both numbers', async () => {
    const { rows } = await chart(table, { type: 'scatter', x: 'items', y: 'amount' });
    expect(rows).toEqual([
      [1, 10.5],
      [10, 0.5],
      [2, 20],
      [3, 30],
    ]);
  });

  test('boxes: quartiles, mean and rows of each group', async () => {
    const { rows, table: drawn } = await chart(table, { type: 'box', x: 'vip', y: 'amount' });
    expect([...drawn.columns.keys()]).toEqual(['x', 'rows', 'q5', 'q25', 'q50', 'q75', 'q95', 'mean']);
    expect(rows.map(([group, n, , , median, , , mean]) => [group, n, median, mean])).toEqual([
      ['false', 2, 10.25, 10.25],
      ['true', 2, 20.25, 20.25],
    ]);
  });

  test('a heat table: a figure for each pair', async () => {
    const { rows } = await chart(table, { type: 'heat', x: 'day', unit: 'month', split: 'city', measure: 'sum', y: 'items' });
    expect(rows).toEqual([
      ['2026-01-01', 'Bonn', 3],
      ['2026-03-01', MISSING, 4],
      ['2026-03-01', 'Köln', 3],
      ['2026-03-01', 'Ulm', 10],
    ]);
  });

  test('as text has the names of the columns and the ends of the bins', async () => {
    const histogram = await chart(table, { type: 'histogram', x: 'items', bins: 5 });
    expect(chartText({ ...histogram, schema: table.schema })).toEqual({
      names: ['items', 'rows'],
      rows: [
        ['0 to 1', 1],
        ['2 to 3', 2],
        ['4 to 5', 1],
        ['10 to 11', 1],
      ],
    });
    const bars = await chart(table, { x: 'city', measure: 'sum', y: 'amount' });
    expect(chartText({ ...bars, schema: table.schema })).toEqual({
      names: ['city', 'Sum of amount'],
      rows: [
        [null, null],
        ['Bonn', 30.5],
        ['Köln', 30],
        ['Ulm', 0.5],
      ],
    });
  });

  test('an empty table has no figures, and no chart fails on it', async () => {
    const empty = await smallTable(
      engine,
      'nothing',
      ['day,city,amount'],
      [
        { name: 'day', type: 'date' },
        { name: 'city', type: 'string' },
        { name: 'amount', type: 'double' },
      ],
    );
    const rows: Cell[][] = [];
    for (const type of ['bars', 'histogram', 'line', 'box', 'heat'] as const)
      rows.push(...(await chart(empty, { type, x: type === 'box' ? 'city' : undefined, measure: 'sum' })).rows);
    expect(rows).toEqual([]);
  });

  describe('of a larger table', () => {
    let large: TableOp;
    beforeAll(async () => {
      const lines = Array.from({ length: 12_000 }, (_, i) => `${i},${i % 97},g${i % 40},${'abcdefghij'[Math.floor(i / 100) % 10]}`);
      large = await smallTable(engine, 'large', ['n,m,group,letter', ...lines]);
    });

    test('a scatter takes one row in so many, and says so', async () => {
      const { spec, scout, rows } = await chart(large, { type: 'scatter', x: 'n', y: 'm' });
      expect(rows).toHaveLength(4000);
      expect(rows.length).toBeLessThanOrEqual(MOST_POINTS);
      expect(remarksOf(spec, scout)).toBe('12,000 rows, 4,000 points shown, every 3rd row in the order of n');
    });

    test('bars show the highest groups alone, and colours beyond six are one', async () => {
      const { spec, scout, rows } = await chart(large, { x: 'group', split: 'letter', measure: 'sum', y: 'n' });
      expect(scout.groups).toHaveLength(20);
      expect(remarksOf(spec, scout)).toBe('12,000 rows, the 20 highest of 40 groups');
      expect(new Set(rows.map(([group]) => group))).toEqual(new Set(scout.groups));
      const others = rows.filter(([, letter]) => letter === OTHER);
      expect(others.length).toBeGreaterThan(0);
      expect(new Set(rows.map(([, letter]) => letter)).size).toBe(7);
    });
  });
});
