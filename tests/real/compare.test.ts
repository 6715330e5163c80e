import { describe, expect, test } from 'vitest';
import { atLeast, atMost, compare, exclusionsIn, within, type Answer, type Expected } from './compare.ts';

const pathsOf = (expected: Expected, answer: Answer, ...patterns: readonly string[]): string[] =>
  compare(
    'case',
    expected,
    answer,
    patterns.map((pattern) => ({ pattern, reason: 'it is left out' })),
  ).mismatches.map(({ path }) => path);

describe('an answer', () => {
  test('is compared at every leaf, with lists by place and maps by name', () => {
    const expected = { rows: 3, names: ['a', 'b'], sizes: { __proto__x: 1, '2': 2 } };
    const answer = {
      rows: '3',
      names: ['a', 'b'],
      sizes: new Map([
        ['2', '2'],
        ['__proto__x', '1'],
      ]),
    };
    expect(compare('case', expected, answer, [])).toEqual({ compared: 5, mismatches: [], used: new Set() });
  });

  test('is wrong where it says nothing', () => {
    expect(compare('case', { rows: 3, mean: 0.5 }, { rows: 3 }, []).mismatches).toEqual([
      { path: 'case.mean', expected: '0.5', got: 'nothing' },
    ]);
  });

  test('is wrong where nothing was asked', () => {
    const { compared, mismatches } = compare('case', { sizes: [1] }, { sizes: [1, 2] }, []);
    expect(compared).toBe(2);
    expect(mismatches).toEqual([{ path: 'case.sizes.1', expected: 'nothing', got: '2' }]);
  });

  test('is wrong where it has a list for a number', () => {
    expect(pathsOf({ rows: 3 }, { rows: [3] })).toEqual(['case.rows', 'case.rows.0']);
  });
});

describe('two leaves', () => {
  test.each([
    [1234, '1234.0'],
    [0.1, 0.1 + 1e-11],
    [-2.5, '-2.50'],
    ['0.50', '0.5'],
    ['', ''],
    ['UK', 'UK'],
  ])('%j and %j are equal', (expected, got) => expect(pathsOf(expected, got)).toEqual([]));

  test.each([
    [1234, '1235'],
    [0.1, 0.1 + 1e-9],
    [0, ''],
    [0, 1e-12],
    ['00001', '1'],
    ['UK', 'uk'],
    [null, ''],
  ])('%j and %j differ', (expected, got) => expect(pathsOf(expected, got)).toEqual(['case']));

  test('may be held to a bound', () => {
    expect(pathsOf([0.8, 0.9, 5], [atLeast(0.79, 0.02), atMost(0.91, 0.02), within(5.004, 1e-3)])).toEqual([]);
    expect(pathsOf([0.8, 0.9, 5], [atLeast(0.79, 0.005), atMost(0.91, 0.005), within(5.004, 1e-4)])).toEqual([
      'case.0',
      'case.1',
      'case.2',
    ]);
    expect(pathsOf(['0.8'], [atLeast(0.9, 0)])).toEqual(['case.0']);
  });
});

describe('an exclusion', () => {
  test('leaves out a leaf, or all below it', () => {
    const { compared, mismatches, used } = compare('case', { a: { b: 1, c: [2, 3] }, d: 4 }, { d: 4 }, [
      { pattern: 'case.a', reason: 'not there yet' },
      { pattern: 'case.e', reason: 'never was' },
    ]);
    expect({ compared, mismatches, used }).toEqual({ compared: 1, mismatches: [], used: new Set(['case.a']) });
  });

  test('stands for any one step with a star', () => {
    expect(pathsOf({ a: { x: 1, y: 2 }, b: { x: 3 } }, {}, 'case.*.x')).toEqual(['case.a.y']);
  });

  test('does not reach what only begins alike', () => {
    expect(pathsOf({ row: 1, rows: 2 }, {}, 'case.row')).toEqual(['case.rows']);
  });

  test('of a leaf that has an answer is a mismatch', () => {
    expect(pathsOf({ a: 1 }, { a: 1 }, 'case.a')).toEqual(['case.a']);
  });

  test('is read from a line that has a reason', () => {
    const text = '- `case.a`: no node has it\n- `case.b`\n- `case.b`: \nsee `case.c`: prose\n- `case.*.d`: words\n';
    expect(exclusionsIn(text)).toEqual([
      { pattern: 'case.a', reason: 'no node has it' },
      { pattern: 'case.*.d', reason: 'words' },
    ]);
  });
});
