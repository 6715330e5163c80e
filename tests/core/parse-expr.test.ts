import { describe, expect, test } from 'vitest';
import { call, col, lit, type Expr } from '../../src/core/expr.ts';
import { parseExpr, tokens } from '../../src/core/parse-expr.ts';
import { PlanError } from '../../src/core/schema.ts';

const parameter = (name: string): Expr | undefined => (name === 'asOf' ? lit('2024-01-31', 'date') : undefined);
const parsed = (text: string): Expr => bare(parseExpr(text, parameter));

/** Without the places in the text. */
function bare(expr: Expr): Expr {
  const { at: _, ...rest } = expr;
  return rest.kind === 'call' ? { ...rest, args: rest.args.map(bare) } : rest;
}

function mistake(text: string): Pick<PlanError, 'message' | 'fix'> & { readonly at: string | undefined } {
  try {
    parseExpr(text, parameter);
  } catch (error) {
    if (error instanceof PlanError) return { message: error.message, fix: error.fix, at: error.at && text.slice(...error.at) };
    throw error;
  }
  throw new Error(`${text} is no mistake.`);
}

const [a, b, c] = [col('a'), col('b'), col('c')];
const one = lit(1);

describe('a formula', () => {
  test.each<[string, Expr]>([
    ['1', one],
    ['1.5', lit(1.5)],
    ['1.0', lit(1, 'double')],
    ['1.', lit(1, 'double')],
    ['.5', lit(0.5)],
    ['1e3', lit(1000, 'double')],
    ['1.5E-3', lit(0.0015)],
    ['-5', lit(-5)],
    ['-0', lit(0)],
    ['-0.5', lit(-0.5)],
    ['9007199254740991', lit(9007199254740991)],
    ["'it''s'", lit("it's")],
    ["''", lit('')],
    ['true', lit(true)],
    ['FALSE', lit(false)],
    ['Null', lit(null)],
    ['null::int', lit(null, 'int')],
    ["date '2024-02-29'", lit('2024-02-29', 'date')],
    ["timestamp '2024-01-31 10:00:00'", lit('2024-01-31 10:00:00', 'timestamp')],
    ["timestamp '2024-01-31T10:00'", lit('2024-01-31 10:00:00', 'timestamp')],
    ['$asOf', lit('2024-01-31', 'date')],
  ])('reads the value %s', (text, expr) => expect(parsed(text)).toEqual(expr));

  test.each<[string, Expr]>([
    ['monetary', col('monetary')],
    ['Größe_日', col('Größe_日')],
    ['"total amount"', col('total amount')],
    ['"a ""b"""', col('a "b"')],
    ['"and"', col('and')],
    ['__proto__', col('__proto__')],
    ['date', col('date')],
    ['date > date', call('>', col('date'), col('date'))],
    ['if', col('if')],
  ])('reads the column %s', (text, expr) => expect(parsed(text)).toEqual(expr));

  test.each<[string, Expr]>([
    ['a + b * c', call('+', a, call('*', b, c))],
    ['(a + b) * c', call('*', call('+', a, b), c)],
    ['a - b - c', call('-', call('-', a, b), c)],
    ['a - -1', call('-', a, lit(-1))],
    ['-a * b', call('*', call('neg', a), b)],
    ['-(1)', call('neg', one)],
    ['-1::int', call('neg', call('to_int', one))],
    ['a % b / c', call('/', call('%', a, b), c)],
    ['a || b || c', call('concat', a, b, c)],
    ['(a || b) || c', call('concat', call('concat', a, b), c)],
    ['a == b', call('=', a, b)],
    ['a != b', call('<>', a, b)],
    ['a or b and not c', call('or', a, call('and', b, call('not', c)))],
    ['not a = b', call('not', call('=', a, b))],
    ['NOT a IN (1)', call('not', call('in', a, one))],
    ['a = b is null', call('is_null', call('=', a, b))],
    ['a is not null', call('not', call('is_null', a))],
    ['a = b || c', call('=', a, call('concat', b, c))],
    ['a || b like c', call('like', call('concat', a, b), c)],
    ["a not like '%x'", call('not', call('like', a, lit('%x')))],
    ['a in (1, b)', call('in', a, one, b)],
    ['a not in (1)', call('not', call('in', a, one))],
    ['a between 1 and 2 and c', call('and', call('and', call('>=', a, one), call('<=', a, lit(2))), c)],
    ['a not between 1 and 2', call('not', call('and', call('>=', a, one), call('<=', a, lit(2))))],
    ['a < b and b < c', call('and', call('<', a, b), call('<', b, c))],
    ['a::double / b', call('/', call('to_double', a), b)],
    ['a::Float::text', call('to_text', call('to_double', a))],
    ['cast(a + 1 as int)', call('to_int', call('+', a, one))],
    ['case when a then 1 end', call('case', a, one)],
    ['case when a then 1 when b then 2 else c end', call('case', a, one, b, lit(2), c)],
    ['if(a, 1, c)', call('case', a, one, c)],
    ['COALESCE(a, b, 1)', call('coalesce', a, b, one)],
    ['int(a)', call('to_int', a)],
    ['string(a)', call('to_text', a)],
    ["date(a, 'dd/MM/yyyy')", call('to_date', a, lit('dd/MM/yyyy'))],
    ['days_between(a, $asOf) <= 30', call('<=', call('days_between', a, lit('2024-01-31', 'date')), lit(30))],
    [
      "monetary / nullif(frequency, 0) > 50 and country in ('UK', 'France')",
      call(
        'and',
        call('>', call('/', col('monetary'), call('nullif', col('frequency'), lit(0))), lit(50)),
        call('in', col('country'), lit('UK'), lit('France')),
      ),
    ],
  ])('reads %s', (text, expr) => expect(parsed(text)).toEqual(expr));

  test('knows where its parts stand', () => {
    const text = ' a + (lower("b") ) ';
    const sum = parseExpr(text, parameter);
    if (sum.kind !== 'call') throw new Error('A sum is a call.');
    expect([sum, ...sum.args].map((part) => text.slice(...part.at!))).toEqual(['a + (lower("b") )', 'a', 'lower("b")']);
  });
});

describe('a mistake', () => {
  test.each<[text: string, at: string, message: RegExp, fix: RegExp]>([
    ["name = 'Ann", "'Ann", /no closing quote/, /''/],
    ['"total > 5', '"total > 5', /no closing quote/, /""/],
    ['a =', '=', /missing after =/, /Write a column/],
    ['= 5', '=', /missing before =/, /Write a column/],
    ['a + * b', '+', /missing after \+/, /Write a column/],
    ['(a + b', '(', /never closed/, /Add a \)/],
    ['a + b)', ')', /never opened/, /Add a \(/],
    ['total amount > 5', 'amount', /amount cannot follow total/, /"total amount"/],
    ["a 'b'", "'b'", /cannot follow/, /operator/],
    ['lenght(a)', 'lenght', /no function "lenght"/, /"length"/],
    ['sum(a)', 'sum', /no function "sum"/, /Group By/],
    ['$asof', '$asof', /no parameter \$asof/, /parameters/],
    ['$ + 1', '$', /name of a parameter/, /\$asOf/],
    ['1_000', '1_000', /not a number/, /1234\.5/],
    ['12abc', '12abc', /not a number/, /1234\.5/],
    ['9007199254740993', '9007199254740993', /too large/, /9007199254740993\.0/],
    ['-9007199254740993', '-9007199254740993', /too large/, /as text/],
    ['a && b', '&', /joined with words/, /`and`/],
    ['!a', '!', /nothing by itself/, /`not`/],
    ['[a b]', '[', /brackets/, /double quotes/],
    ['name = ‘Ann’', '‘', /quotes/, /'/],
    ['a < b < c', '<', /cannot follow one another/, /a < b and b < c/],
    ['a in ()', 'a in ()', /empty/, /one value/],
    ['a between 1', '', /ends where `and`/, /both ends/],
    ['a is 5', '5', /`null`/, /not null/],
    ['a::money', 'money', /no type "money"/, /int, double/],
    ['cast(a int)', 'int', /`as`/, /cast\(amount as int\)/],
    ['case a when 1 then 2 end', 'a', /comes `when`/, /whole condition/],
    ['case when a then 1', '', /ends where `end`/, /`end`/],
    ["date '2023-02-29'", "'2023-02-29'", /no date/, /2024-01-31/],
    ["date '0000-01-01'", "'0000-01-01'", /no date/, /2024-01-31/],
    ["timestamp '2024-01-31 24:00:00'", "'2024-01-31 24:00:00'", /no timestamp/, /10:00:00/],
    ['""', '""', /no name/, /''/],
  ])('in %s is shown at %s', (text, at, message, fix) => {
    const found = mistake(text);
    expect(found.at).toBe(at);
    expect(found.message).toMatch(message);
    expect(found.fix).toMatch(fix);
  });

  test.each([
    ['round(a, 1, 2)', 'round(a, 1, 2)', 'round(x, digits) takes 1 to 2 values, not 3.'],
    ['lower()', 'lower()', 'lower(text) takes 1 value, not 0.'],
    ['1 + coalesce()', 'coalesce()', 'coalesce(a, b, …) takes 1 values or more, not 0.'],
    ['if(a, 1)', 'if(a, 1)', 'if(condition, a, b) takes 3 values, not 2.'],
    ['1e999', '1e999', '1e999 is too large for a number.'],
    ['neg(a)', 'neg', 'There is no function "neg".'],
    ['a ; b', ';', '; means nothing here.'],
  ])('in %s is told as it is', (text, at, message) => {
    expect(mistake(text)).toMatchObject({ at, message });
  });

  test('is an empty formula', () => {
    expect(mistake('  ').message).toBe('The formula is empty.');
  });

  test.each([
    ['brackets', '('.repeat(10_000)],
    ['signs', '-'.repeat(5_000) + 'a'],
    ['conditions', 'a or '.repeat(3_000) + 'a'],
    ['functions', 'abs('.repeat(4_000)],
    ['cases', 'case when '.repeat(1_500)],
    ['ranges that double', `${'('.repeat(150)}a${' between b and c)'.repeat(150)}`],
  ])('is hostile depth in %s, found before anything breaks', (_, text) => {
    expect(mistake(text).message).toBe('The formula is nested too deeply.');
  });

  test('is a formula of too many characters', () => {
    expect(mistake('a'.repeat(20_001)).message).toMatch(/longer than 20000 characters/);
  });

  test('is not a long list of values', () => {
    expect(parsed(`a in (${Array.from({ length: 3_000 }, (_, i) => i).join(', ')})`).kind).toBe('call');
  });
});

describe('the words of a formula', () => {
  test('have kinds for colours, whatever the text', () => {
    const text = `if("a b" >= .5 and not Größe in ('x', $p), year (d), 'open`;
    expect(tokens(text).map((t) => [t.kind, text.slice(t.from, t.to)])).toEqual([
      ['function', 'if'],
      ['mark', '('],
      ['quoted', '"a b"'],
      ['operator', '>='],
      ['number', '.5'],
      ['keyword', 'and'],
      ['keyword', 'not'],
      ['name', 'Größe'],
      ['keyword', 'in'],
      ['mark', '('],
      ['text', "'x'"],
      ['mark', ','],
      ['parameter', '$p'],
      ['mark', ')'],
      ['mark', ','],
      ['function', 'year'],
      ['mark', '('],
      ['name', 'd'],
      ['mark', ')'],
      ['mark', ','],
      ['wrong', "'open"],
    ]);
  });
});
