import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lit as expr, typeOf, type ExprType, type Value } from '../../src/core/expr.ts';
import { parseExpr } from '../../src/core/parse-expr.ts';
import {
  isFinished,
  literal,
  readRules,
  showRules,
  takes,
  testsFor,
  type Rule,
  type RuleLiteral,
  type Rules,
  type RuleTest,
  type RuleValue,
} from '../../src/core/rules.ts';
import type { Column, DType } from '../../src/core/schema.ts';
import { showExpr } from '../../src/core/show.ts';
import { expressions, rows, SCHEMA } from '../reference/arbitrary.ts';
import { evaluate } from '../reference/expr.ts';
import { seed } from '../setup/seed.ts';

function rulesOf(text: string): Rules {
  const read = readRules(text);
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

const problemOf = (text: string): string | undefined => {
  const read = readRules(text);
  return 'problem' in read ? read.problem : undefined;
};

const lit = (value: Value, type?: ExprType): RuleLiteral => {
  const made = expr(value, type);
  return literal(value, made.kind === 'lit' ? made.type : 'null');
};
const number = (value: number): RuleValue => lit(value);
const text = (value: string): RuleValue => lit(value);

describe('a condition as rules', () => {
  test.each<[string, Rule]>([
    ["country = 'UK'", { column: 'country', test: 'is', values: [text('UK')] }],
    ["country <> 'UK'", { column: 'country', test: 'is-not', values: [text('UK')] }],
    ['"total amount" >= -1.5', { column: 'total amount', test: 'at-least', values: [number(-1.5)] }],
    ['age between 18 and 65', { column: 'age', test: 'between', values: [number(18), number(65)] }],
    ["country in ('UK', 'it''s')", { column: 'country', test: 'one-of', values: [text('UK'), text("it's")] }],
    ["country not in ('UK')", { column: 'country', test: 'none-of', values: [text('UK')] }],
    ["contains(name, 'a')", { column: 'name', test: 'contains', values: [text('a')] }],
    ["not starts_with(name, 'a')", { column: 'name', test: 'starts-not', values: [text('a')] }],
    ["name not like 'A%'", { column: 'name', test: 'like-not', values: [text('A%')] }],
    ['name is null', { column: 'name', test: 'missing', values: [] }],
    ['name is not null', { column: 'name', test: 'known', values: [] }],
    ['flag', { column: 'flag', test: 'yes', values: [] }],
    ['not flag', { column: 'flag', test: 'no', values: [] }],
    ["day < date '2024-01-31'", { column: 'day', test: 'less', values: [lit('2024-01-31', 'date')] }],
    ['amount > $least', { column: 'amount', test: 'more', values: [{ kind: 'parameter', name: 'least' }] }],
    [
      'days_between(day, $asOf) between 0 and 30',
      { column: 'day', test: 'last-days', values: [number(30), { kind: 'parameter', name: 'asOf' }] },
    ],
  ])('%s is one rule, and is written like that', (written, rule) => {
    expect(rulesOf(written)).toEqual({ all: true, rules: [rule] });
    expect(showRules({ all: true, rules: [rule] })).toBe(written);
  });

  test.each([
    ['5 < age', 'age > 5'],
    ['flag = true', 'flag'],
    ['flag <> true', 'not flag'],
    ['(a = 1 and b = 2) and c = 3', 'a = 1 and b = 2 and c = 3'],
    ['a = 1 or (b = 2 or c = 3)', 'a = 1 or b = 2 or c = 3'],
    ['a >= 1 and a <= 5', 'a between 1 and 5'],
    ['b = 2 and (a >= 1 and a <= 5)', 'b = 2 and a between 1 and 5'],
    ['a >= 1 and b <= 5', 'a >= 1 and b <= 5'],
    ['a between 1 and 2 or flag', 'a between 1 and 2 or flag'],
  ])('%s is written as %s', (written, plain) => {
    expect(showRules(rulesOf(written))).toBe(plain);
  });

  test.each([
    ['a = 1 and (b = 2 or c = 3)', '“b = 2 or c = 3”'],
    ['a > b', '“a > b”'],
    ["lower(name) = 'x'", "“lower(name) = 'x'”"],
    ['a + 1 > 2', '“a + 1 > 2”'],
    ['a = null', '“a = null”'],
    ['not (a = 1)', '“not (a = 1)”'],
    ['true', '“true”'],
    ['a = 1 and', 'has a mistake'],
  ])('%s stays a text, and is told why', (written, part) => {
    expect(problemOf(written)).toContain(part);
  });

  test('no text is no rules, and a rule that lacks a value is not written', () => {
    expect(readRules('  ')).toEqual({ all: true, rules: [] });
    expect(showRules({ all: false, rules: [{ column: 'a', test: 'is', values: [] }] })).toBe('');
    expect(
      showRules({
        all: false,
        rules: [
          { column: 'a', test: 'missing', values: [] },
          { column: 'b', test: 'one-of', values: [] },
          { column: '', test: 'missing', values: [] },
          { column: 'c', test: 'between', values: [number(1)] },
          { column: 'd', test: 'yes', values: [] },
        ],
      }),
    ).toBe('a is null or d');
  });

  test(`any rules are read back from their text, seed ${seed}`, () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(rule, { minLength: 1, maxLength: 5 }), (all, rules) => {
        const written = showRules({ all, rules });
        const read = rulesOf(written);
        expect(showRules(read)).toBe(written);
        expect(read).toEqual(isPlain({ all, rules }) ? { all: all || rules.length === 1, rules } : read);
      }),
      { seed, numRuns: 1000 },
    );
  });

  test(`rules offered for a column are conditions on it, seed ${seed}`, () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(rule, { minLength: 1, maxLength: 5 }), (all, rules) => {
        expect(typeOf(parseExpr(showRules({ all, rules }), day), SCHEMA).type).toBe('bool');
      }),
      { seed, numRuns: 300 },
    );
  });

  test(`a condition that is shown as rules keeps its meaning, seed ${seed}`, () => {
    let shown = 0;
    fc.assert(
      fc.property(expressions('bool', 2), rows(SCHEMA), (condition, row) => {
        const read = readRules(showExpr(condition));
        if ('problem' in read) return;
        shown++;
        expect(evaluate(parseExpr(showRules(read), day), SCHEMA, row)).toBe(evaluate(condition, SCHEMA, row));
      }),
      { seed, numRuns: 3000 },
    );
    expect(shown).toBeGreaterThan(100);
  });
});

const day = () => expr('2024-03-01', 'date');

const VALUES: { readonly [T in DType]: fc.Arbitrary<RuleValue> } = {
  bool: fc.constant(lit(true)),
  int: fc.integer({ min: -50, max: 50 }).map((n) => lit(n || 0)),
  double: fc.constantFrom(0.5, -1.25, 1e300, 1e-9).map((n) => lit(n)),
  string: fc.string({ maxLength: 5 }).map((t) => lit(t)),
  date: fc.oneof(
    fc.constantFrom('2024-01-31', '1999-12-01').map((d) => lit(d, 'date')),
    fc.constant({ kind: 'parameter', name: 'asOf' } as const),
  ),
  timestamp: fc.constant(lit('2024-01-31 10:00:00', 'timestamp')),
};

const rule: fc.Arbitrary<Rule> = fc
  .constantFrom(...SCHEMA)
  .chain((column) =>
    fc
      .constantFrom(...testsFor(column.type))
      .chain((name) => fc.record({ column: fc.constant(column.name), test: fc.constant(name), values: valuesFor(column, name) })),
  );

function valuesFor({ type }: Column, name: RuleTest): fc.Arbitrary<RuleValue[]> {
  if (name === 'last-days')
    return fc.tuple(
      fc.integer({ min: 0, max: 999 }).map((n) => lit(n)),
      VALUES.date,
    );
  const wanted = takes(name);
  return wanted === Infinity
    ? fc.array(VALUES[type], { minLength: 1, maxLength: 4 })
    : fc.tuple(...Array.from({ length: wanted }, () => VALUES[type]));
}

/** Whether no two rules at the beginning read as one: `a >= 1 and a <= 5` is `a between 1 and 5`. */
function isPlain({ all, rules: [first, second, ...rest] }: Rules): boolean {
  const isSpan = first?.test === 'at-least' && second?.test === 'at-most' && first.column === second.column;
  return !(all && isSpan) && [first, second, ...rest].every((one) => !one || isFinished(one));
}
