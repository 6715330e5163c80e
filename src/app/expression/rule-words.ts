import type { WorkflowParam } from '../../core/params.ts';
import { literal, takes, testsFor, type Rule, type RuleTest, type RuleValue } from '../../core/rules.ts';
import { isNumeric, type DType } from '../../core/schema.ts';

const WORDS: Readonly<Record<RuleTest, string>> = {
  is: 'is',
  'is-not': 'is not',
  more: 'more than',
  'at-least': 'at least',
  less: 'less than',
  'at-most': 'at most',
  between: 'between',
  'one-of': 'is one of',
  'none-of': 'is none of',
  contains: 'contains',
  'contains-not': 'does not contain',
  starts: 'starts with',
  'starts-not': 'does not start with',
  ends: 'ends with',
  'ends-not': 'does not end with',
  like: 'is like',
  'like-not': 'is not like',
  'last-days': 'in the last',
  missing: 'is missing',
  known: 'is not missing',
  yes: 'is yes',
  no: 'is no',
};

const DAY_WORDS: { readonly [T in RuleTest]?: string } = {
  is: 'on',
  'is-not': 'not on',
  more: 'after',
  'at-least': 'from',
  less: 'before',
  'at-most': 'until',
};

const isDay = (type: DType): boolean => type === 'date' || type === 'timestamp';

/** A test in the words that fit the type of its column. */
export const wordsOf = (test: RuleTest, type: DType): string => (isDay(type) ? DAY_WORDS[test] : undefined) ?? WORDS[test];

/** The tests to choose from: those that make sense, and the one that is chosen. */
export function offeredTests(type: DType, chosen: RuleTest, days: readonly WorkflowParam[]): readonly RuleTest[] {
  const offered = testsFor(type).filter((test) => test !== 'last-days' || days.length > 0);
  return offered.includes(chosen) ? offered : [...offered, chosen];
}

/** The parameters of the workflow that are days and are set. */
export const dayParams = (params: readonly WorkflowParam[]): WorkflowParam[] =>
  params.filter(({ type, value }) => type === 'date' && typeof value === 'string' && value !== '');

function firstTest(type: DType): RuleTest {
  if (isNumeric(type)) return 'more';
  if (isDay(type)) return 'at-least';
  return type === 'bool' ? 'yes' : 'is';
}

/** The rule about another column; what was compared with stays while the types are alike. */
export function withColumn(rule: Rule, before: DType | undefined, column: { readonly name: string; readonly type: DType }): Rule {
  const alike = before !== undefined && testsFor(before).join() === testsFor(column.type).join();
  return alike ? { ...rule, column: column.name } : { column: column.name, test: firstTest(column.type), values: [] };
}

/** The rule with another test, which keeps the values that it can take. */
export function withTest(rule: Rule, test: RuleTest, days: readonly WorkflowParam[]): Rule {
  if (test === 'last-days') return { ...rule, test, values: [literal(30, 'int'), { kind: 'parameter', name: days[0]!.name }] };
  const kept = rule.test === 'last-days' ? [] : rule.values;
  return { ...rule, test, values: kept.slice(0, takes(test)) };
}

/** A number as the type that its column compares with. */
export const numberValue = (value: number): RuleValue => literal(value, Number.isSafeInteger(value) ? 'int' : 'double');

/** What a column that is not there seems to be, by what it is compared with. */
export function likelyType({ test, values }: Rule): DType {
  if (test === 'last-days') return 'date';
  const [value] = values;
  return value?.kind === 'lit' && value.type !== 'null' ? value.type : test === 'yes' || test === 'no' ? 'bool' : 'string';
}
