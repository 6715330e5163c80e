import { describe, expect, test } from 'vitest';
import { typeOf, type Fn, type Typed } from '../../src/core/expr.ts';
import { dateFormatProblem, formatPattern } from '../../src/core/formats.ts';
import { FUNCTIONS, hasGroup } from '../../src/core/functions.ts';
import { parseExpr } from '../../src/core/parse-expr.ts';
import { column, PlanError, type Schema } from '../../src/core/schema.ts';

const SCHEMA: Schema = [
  column('n', 'int', { nullable: false }),
  column('x', 'double'),
  column('name', 'string'),
  column('vip', 'bool', { nullable: false }),
  column('day', 'date'),
  column('at', 'timestamp'),
];

const typed = (text: string): Typed =>
  typeOf(
    parseExpr(text, () => undefined),
    SCHEMA,
  );

function mistake(text: string): PlanError {
  try {
    typed(text);
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error(`${text} is no mistake.`);
}

describe('the type of', () => {
  test.each([
    ['n + 1', 'int', true],
    ['n + x', 'double', true],
    ['n / 2', 'double', true],
    ['n = 1 and vip', 'bool', false],
    ['x > 1', 'bool', true],
    ['x is null', 'bool', false],
    ['n in (1, 2.5)', 'bool', false],
    ['coalesce(x, n)', 'double', false],
    ['coalesce(day, at)', 'timestamp', true],
    ['if(vip, null, n)', 'int', true],
    ['nullif(n, 0.5)', 'int', true],
    ['least(n, 3)', 'int', false],
    ['round(n, 2)', 'int', false],
    ['round(x, 2)', 'double', true],
    ["name || '!'", 'string', true],
    ["'a' || 'b'", 'string', false],
    ['length(name)', 'int', true],
    ["date_trunc('month', at)", 'date', true],
    ["date_trunc('hour', day)", 'timestamp', true],
    ['days_between(day, at)', 'int', true],
    ['null', 'null', true],
    ['coalesce(null, null)', 'null', true],
    ["hash_share('a', 1)", 'double', false],
  ])('%s is %s, missing at times: %s', (text, type, nullable) => {
    expect(typed(text)).toMatchObject({ type, nullable });
  });
});

describe('a call that does not fit', () => {
  test.each([
    ['name + 1', '+ needs a whole number or a number as value 1, not text.', 'name + 1'],
    ['1 + lower(x)', 'lower needs text as value 1, not a number.', 'lower(x)'],
    ['vip and n', 'and needs yes/no as value 2, not a whole number.', 'vip and n'],
    ["n = 'a'", '= cannot mix a whole number and text.', "n = 'a'"],
    ['if(vip, 1, name)', 'case cannot mix a whole number and text.', 'if(vip, 1, name)'],
    ["replace(name, '', 'x')", 'replace needs something to replace.', "replace(name, '', 'x')"],
    ['round(x, 10)', 'round needs a whole number from 0 to 9 as value 2.', 'round(x, 10)'],
    ['round(x, n)', 'round needs a whole number written out, not computed.', 'round(x, n)'],
    ["date_trunc('decade', day)", 'date_trunc knows year, quarter, month, week, day, hour, not "decade".', "date_trunc('decade', day)"],
    ['text(x)', 'A number with decimals has no one text.', 'text(x)'],
    ["date(name, 'dd/MM')", 'to_date: the format "dd/MM" has no yyyy.', "date(name, 'dd/MM')"],
    ['lower(nmae)', 'There is no column "nmae".', 'nmae'],
  ])('%s says why and where', (text, message, at) => {
    const found = mistake(text);
    expect(found.message).toBe(message);
    expect(text.slice(...found.at!)).toBe(at);
  });

  test.each([
    'a(?=b)',
    '(?<n>a)',
    '(?i)a',
    '(a)\\1',
    'a++',
    'a{2}+',
    '\\u0041',
    '\\p{Script=Greek}',
    'a{1001}',
    '(',
    '[a',
    '[]',
    '[^]',
    'a**',
  ])('is a match with the pattern %s', (pattern) => {
    expect(() => typed(`regexp_matches(name, '${pattern}')`)).toThrow(PlanError);
  });

  test.each(['^[A-Z]{2}\\d+$', '(?:a|b)*?', '\\p{Lu}\\s', '[.*+]', '[^(?]', '\\\\1', 'a\\+\\+', 'x{2,3}'])(
    'is not a match with the pattern %s',
    (pattern) => {
      expect(typed(`regexp_matches(name, '${pattern}')`).type).toBe('bool');
    },
  );
});

describe('every function', () => {
  test.each(Object.entries(FUNCTIONS))('%s says what it is', (_, { doc, signature, version, arity: [least, most] }) => {
    expect(doc).toMatch(/\.$/);
    expect(signature).not.toBe('');
    expect(version).toBeGreaterThanOrEqual(1);
    expect(least).toBeLessThanOrEqual(most);
  });

  test('with a name can be called by its signature', () => {
    const named = (Object.keys(FUNCTIONS) as Fn[]).filter((fn) => FUNCTIONS[fn].signature.startsWith(`${fn}(`));
    const cast = (Object.keys(FUNCTIONS) as Fn[]).filter((fn) => fn.startsWith('to_'));
    expect(named.length).toBeGreaterThan(35);
    for (const fn of [...named, ...cast]) {
      const text = FUNCTIONS[fn].signature.replace(', …', '');
      expect(parseExpr(text, () => undefined)).toMatchObject({ kind: 'call', fn });
    }
  });
});

test('a pattern has a group only if it captures', () => {
  expect(['(a)', 'a(b)?', '(?:a)', '\\(a\\)', '[(]a[)]', ''].map(hasGroup)).toEqual([true, true, false, false, false, false]);
});

describe('a date format', () => {
  test.each([
    ['yyyy-MM-dd', '2024-01-31', true],
    ['yyyy-MM-dd', '2024-1-5', true],
    ['yyyy-MM-dd', '24-01-31', false],
    ['yyyy-MM-dd', '0000-01-01', false],
    ['yyyy-MM-dd', '0001-01-01', true],
    ['yyyyMMdd', '20240131', true],
    ['yyyyMMdd', '2024131', false],
    ['dd.MM.yyyy', '31.01.2024', true],
    ['dd.MM.yyyy', '31x01x2024', false],
    ['dd[MM]yyyy', '31[01]2024', true],
    ['dd-MMM-yyyy', '05-Jan-2024', true],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2024-01-31 10:00:00.123456', true],
    ['dd😀MM^yyyy', '31😀01^2024', true],
  ])('%s, read from %s: %s', (format, text, fits) => {
    expect(new RegExp(`^${formatPattern(format)}$`, 'u').test(text)).toBe(fits);
  });

  test.each([
    ['yyyy-MM', /no dd/],
    ['dd/MM', /no yyyy/],
    ['yyyy dd', /no MM/],
    ['yyyy-MM-dd dd', /twice/],
    ['yyyy-MM-dd xyz', /mean nothing/],
    ['yyyy-MM-dd%d', /mean nothing/],
  ])('%s has a problem', (format, problem) => expect(dateFormatProblem(format)).toMatch(problem));

  test('can have everything', () => expect(dateFormatProblem('yyyy-MM-ddTHH:mm:ss.SSS')).toBeUndefined());
});
