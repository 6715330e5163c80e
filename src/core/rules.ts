import type { Expr, ExprType, Fn } from './expr.ts';
import { parseExpr } from './parse-expr.ts';
import { PlanError, type DType } from './schema.ts';
import { showExpr, showName } from './show.ts';

/** A condition as a list of tests on columns, of which all or any must hold. */
export interface Rules {
  readonly all: boolean;
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly column: string;
  readonly test: RuleTest;
  /** As many as the test takes; a rule that lacks some is not finished, and is left out of the text. */
  readonly values: readonly RuleValue[];
}

/** What a column is compared with: something written out, or a parameter of the workflow. */
export type RuleValue = RuleLiteral | { readonly kind: 'parameter'; readonly name: string };
export type RuleLiteral = Omit<Extract<Expr, { kind: 'lit' }>, 'at'>;

export const literal = (value: RuleLiteral['value'], type: ExprType): RuleLiteral => ({ kind: 'lit', value, type });

/** `last-days` takes a number of days and the day up to which they are counted. */
export type RuleTest = keyof typeof TESTS;

const COMPARED = { '=': 'is', '<>': 'is-not', '>': 'more', '>=': 'at-least', '<': 'less', '<=': 'at-most' } as const;
const TURNED = { '=': '=', '<>': '<>', '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;
type Comparison = keyof typeof COMPARED;

const comparison = (sign: Comparison) => ({ takes: 1, text: (name: string, [value]: readonly string[]) => `${name} ${sign} ${value}` });
const called = (fn: Fn, not = '') => ({ takes: 1, text: (name: string, [value]: readonly string[]) => `${not}${fn}(${name}, ${value})` });
const matched = (word: string) => ({ takes: 1, text: (name: string, [value]: readonly string[]) => `${name} ${word} ${value}` });
const listed = (word: string) => ({
  takes: Infinity,
  text: (name: string, values: readonly string[]) => `${name} ${word} (${values.join(', ')})`,
});
const alone = (text: (name: string) => string) => ({ takes: 0, text });

/** How many values each test takes, where any number is Infinity, and how it is written. */
const TESTS = {
  is: comparison('='),
  'is-not': comparison('<>'),
  more: comparison('>'),
  'at-least': comparison('>='),
  less: comparison('<'),
  'at-most': comparison('<='),
  between: { takes: 2, text: (name: string, [low, high]: readonly string[]) => `${name} between ${low} and ${high}` },
  'one-of': listed('in'),
  'none-of': listed('not in'),
  contains: called('contains'),
  'contains-not': called('contains', 'not '),
  starts: called('starts_with'),
  'starts-not': called('starts_with', 'not '),
  ends: called('ends_with'),
  'ends-not': called('ends_with', 'not '),
  like: matched('like'),
  'like-not': matched('not like'),
  'last-days': { takes: 2, text: (name: string, [days, day]: readonly string[]) => `days_between(${name}, ${day}) between 0 and ${days}` },
  missing: alone((name) => `${name} is null`),
  known: alone((name) => `${name} is not null`),
  yes: alone((name) => name),
  no: alone((name) => `not ${name}`),
} as const satisfies Record<string, { takes: number; text: (name: string, values: readonly string[]) => string }>;

const CALLED: ReadonlyMap<Fn, readonly [test: RuleTest, not: RuleTest]> = new Map([
  ['contains', ['contains', 'contains-not']],
  ['starts_with', ['starts', 'starts-not']],
  ['ends_with', ['ends', 'ends-not']],
  ['like', ['like', 'like-not']],
  ['in', ['one-of', 'none-of']],
  ['is_null', ['missing', 'known']],
]);

const NUMBERS: readonly RuleTest[] = ['is', 'is-not', 'more', 'at-least', 'less', 'at-most', 'between', 'one-of', 'none-of'];

/** The tests that make sense for a type. A moment is never compared with a whole day for being equal or at most that. */
const OFFERED: Readonly<Record<DType, readonly RuleTest[]>> = {
  int: NUMBERS,
  double: NUMBERS,
  string: ['is', 'is-not', 'one-of', 'none-of', 'contains', 'contains-not', 'starts', 'ends'],
  bool: ['yes', 'no'],
  date: ['last-days', 'is', 'less', 'at-most', 'more', 'at-least', 'between'],
  timestamp: ['last-days', 'less', 'at-least'],
};

export const testsFor = (type: DType): readonly RuleTest[] => [...OFFERED[type], 'missing', 'known'];

/** How many values a test takes; Infinity is one or more. */
export const takes = (test: RuleTest): number => TESTS[test].takes;

/** Whether a rule says all that it needs. */
export function isFinished({ column, test, values }: Rule): boolean {
  const wanted = takes(test);
  return column !== '' && (wanted === Infinity ? values.length > 0 : values.length === wanted);
}

/** The rules as the text of an expression, without those that are not finished; it reads back as the same rules. */
export function showRules({ all, rules }: Rules): string {
  return rules
    .filter(isFinished)
    .map(({ column, test, values }) => TESTS[test].text(showName(column), values.map(showValue)))
    .join(all ? ' and ' : ' or ');
}

const showValue = (value: RuleValue): string => (value.kind === 'parameter' ? `$${value.name}` : showExpr(value));

/**
 * The text of a condition as rules that mean the same, or why it has to stay a text. Columns are not looked up: a rule may
 * name one that is not there.
 */
export function readRules(text: string): Rules | { readonly problem: string } {
  if (text.trim() === '') return { all: true, rules: [] };
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof Unfit) return { problem: `${error.message} is more than a rule can say.` };
    if (error instanceof PlanError) return { problem: 'The expression has a mistake that has to be put right first.' };
    throw error;
  }
}

/** A part of an expression that no rule can say. */
class Unfit extends Error {}

const PARAMETER: Expr = { kind: 'lit', value: '', type: 'string' };

class Reader {
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): Rules {
    const expr = parseExpr(this.text, () => PARAMETER);
    const joined = expr.kind === 'call' && (expr.fn === 'and' || expr.fn === 'or') && !this.between(expr) ? expr.fn : undefined;
    const parts = joined ? this.partsOf(expr, joined) : [expr];
    return { all: joined !== 'or', rules: parts.map((part) => this.rule(part)) };
  }

  private partsOf(expr: Expr, joined: 'and' | 'or'): Expr[] {
    if (expr.kind !== 'call' || expr.fn !== joined || this.between(expr)) return [expr];
    return expr.args.flatMap((arg) => this.partsOf(arg, joined));
  }

  private rule(expr: Expr): Rule {
    if (expr.kind === 'col') return { column: expr.name, test: 'yes', values: [] };
    if (expr.kind === 'call') {
      const inner = expr.fn === 'not' ? expr.args[0]! : undefined;
      if (inner?.kind === 'col') return { column: inner.name, test: 'no', values: [] };
      const found = inner ? this.named(inner, 1) : (this.named(expr, 0) ?? this.compared(expr) ?? this.between(expr));
      if (found) return found;
    }
    throw this.unfit(expr);
  }

  private named(expr: Expr, side: 0 | 1): Rule | undefined {
    if (expr.kind !== 'call') return undefined;
    const test = CALLED.get(expr.fn)?.[side];
    const [of, ...rest] = expr.args;
    if (!test || of?.kind !== 'col') return undefined;
    const values = rest.map((arg) => this.value(arg));
    return values.every((value) => value !== undefined) ? { column: of.name, test, values } : undefined;
  }

  private compared(expr: Expr): Rule | undefined {
    if (expr.kind !== 'call' || !Object.hasOwn(COMPARED, expr.fn)) return undefined;
    const sign = expr.fn as Comparison;
    const [left, right] = expr.args as readonly [Expr, Expr];
    if (left.kind === 'col') return this.comparison(left.name, sign, this.value(right));
    return right.kind === 'col' ? this.comparison(right.name, TURNED[sign], this.value(left)) : undefined;
  }

  private comparison(column: string, sign: Comparison, value: RuleValue | undefined): Rule | undefined {
    if (!value) return undefined;
    if (value.kind === 'lit' && value.type === 'bool') {
      if (sign !== '=' && sign !== '<>') return undefined;
      return { column, test: (value.value === true) === (sign === '=') ? 'yes' : 'no', values: [] };
    }
    return { column, test: COMPARED[sign], values: [value] };
  }

  /** `a >= x and a <= y`, which is what `between` reads as. */
  private between(expr: Expr): Rule | undefined {
    const [low, high] = expr.kind === 'call' && expr.fn === 'and' ? expr.args : [];
    if (low?.kind !== 'call' || low.fn !== '>=' || high?.kind !== 'call' || high.fn !== '<=') return undefined;
    const [of, from] = [low.args[0]!, this.value(low.args[1]!)];
    const [same, to] = [high.args[0]!, this.value(high.args[1]!)];
    if (!from || !to) return undefined;
    if (of.kind === 'col' && same.kind === 'col' && of.name === same.name) return { column: of.name, test: 'between', values: [from, to] };
    return this.lastDays(of, same, from, to);
  }

  private lastDays(of: Expr, same: Expr, from: RuleValue, to: RuleValue): Rule | undefined {
    const [first, second] = [this.daysTo(of), this.daysTo(same)];
    if (!first || !second || first.column !== second.column || showValue(first.day) !== showValue(second.day)) return undefined;
    const isSpan = from.kind === 'lit' && from.value === 0 && from.type === 'int' && (to.kind === 'parameter' || to.type === 'int');
    return isSpan ? { column: first.column, test: 'last-days', values: [to, first.day] } : undefined;
  }

  private daysTo(expr: Expr): { readonly column: string; readonly day: RuleValue } | undefined {
    if (expr.kind !== 'call' || expr.fn !== 'days_between') return undefined;
    const [of, to] = expr.args as readonly [Expr, Expr];
    const day = this.value(to);
    return of.kind === 'col' && day ? { column: of.name, day } : undefined;
  }

  private value(expr: Expr): RuleValue | undefined {
    if (expr.kind !== 'lit') return undefined;
    const { at, ...literal } = expr;
    if (at && this.text[at[0]] === '$') return { kind: 'parameter', name: this.text.slice(at[0] + 1, at[1]) };
    return literal.value === null ? undefined : literal;
  }

  private unfit({ at = [0, this.text.length] }: Expr): Unfit {
    const part = this.text.slice(...at).replace(/\s+/g, ' ');
    return new Unfit(`“${part.length > 60 ? `${part.slice(0, 60)}…` : part}”`);
  }
}
