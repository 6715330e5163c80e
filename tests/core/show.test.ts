import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { call, col, lit, type Expr, type Fn } from '../../src/core/expr.ts';
import { FUNCTIONS } from '../../src/core/functions.ts';
import { parseExpr } from '../../src/core/parse-expr.ts';
import { aggregate, derive, filter, join, scan, sort, union, unpivot, window } from '../../src/core/plan.ts';
import { column, DTYPES } from '../../src/core/schema.ts';
import { showExpr } from '../../src/core/show.ts';
import { callsTo, expressions } from '../reference/arbitrary.ts';
import { show } from '../reference/show.ts';
import { seed } from '../setup/seed.ts';

const [a, b, c] = [col('a'), col('b'), col('c')];

function bare(expr: Expr): Expr {
  const { at: _, ...rest } = expr;
  return rest.kind === 'call' ? { ...rest, args: rest.args.map(bare) } : rest;
}

const reread = (expr: Expr): Expr => bare(parseExpr(showExpr(expr), () => undefined));

describe('an expression as text', () => {
  test.each<[string, Expr]>([
    ['a + b * c', call('+', a, call('*', b, c))],
    ['(a + b) * c', call('*', call('+', a, b), c)],
    ['a - (b - c)', call('-', a, call('-', b, c))],
    ['a - -1', call('-', a, lit(-1))],
    ['-(1)', call('neg', lit(1))],
    ['-(-a)', call('neg', call('neg', a))],
    ['a || (b || c)', call('concat', a, call('concat', b, c))],
    ['not (a or b) and c', call('and', call('not', call('or', a, b)), c)],
    ['(a = b) = c', call('=', call('=', a, b), c)],
    ['a = b is null', call('is_null', call('=', a, b))],
    ['(a is null) = b', call('=', call('is_null', a), b)],
    ['a not in (1, 2)', call('not', call('in', a, lit(1), lit(2)))],
    ["a not like '%'", call('not', call('like', a, lit('%')))],
    ['not a', call('not', a)],
    ['if(a, b, c)', call('case', a, b, c)],
    ['case when a then b end', call('case', a, b)],
    ['int(a + 1)', call('to_int', call('+', a, lit(1)))],
    ['"and" + "two words" + "__""__"', call('+', call('+', col('and'), col('two words')), col('__"__'))],
    ['__proto__', col('__proto__')],
    ["'it''s'", lit("it's")],
    ['1.0', lit(1, 'double')],
    ['-0.0', lit(-0, 'double')],
    ['1e+300', lit(1e300)],
    ["date '2024-01-31'", lit('2024-01-31', 'date')],
    ['null::text', lit(null, 'string')],
    ['null', lit(null)],
  ])('%s', (text, expr) => {
    expect(showExpr(expr)).toBe(text);
    expect(reread(expr)).toEqual(expr);
  });

  test(`reads back as the same expression, seed ${seed}`, () => {
    fc.assert(
      fc.property(fc.oneof(...DTYPES.map((type) => expressions(type, 4))), (expr) => {
        expect(reread(expr)).toEqual(expr);
      }),
      { seed, numRuns: 500 },
    );
  });

  test.each(Object.keys(FUNCTIONS) as Fn[])('reads back with %s', (fn) => {
    fc.assert(
      fc.property(callsTo(fn, 1), (expr) => {
        expect(reread(expr)).toEqual(expr);
      }),
      { seed, numRuns: 20 },
    );
  });
});

describe('a plan as text', () => {
  const orders = scan({ kind: 'file', name: 'orders', path: 'orders.csv', format: 'csv', options: {}, columns: [] }, [
    column('customer id', 'int'),
    column('amount', 'double'),
    column('day', 'date'),
  ]);

  test('shows each op over its inputs', () => {
    const spent = aggregate(
      filter(orders, call('>', col('amount'), lit(0))),
      ['customer id'],
      [
        { name: 'total', fn: 'sum', of: col('amount') },
        { name: 'last', fn: 'last', of: col('amount'), order: [{ column: 'day' }] },
      ],
    );
    expect(
      show(
        sort(derive(spent, [{ name: 'big', expr: call('>', col('total'), lit(1000)) }]), [{ column: 'total', desc: true }], { limit: 10 }),
      ),
    ).toBe(
      `sort order total desc, "customer id" limit 10
  project "customer id", total, last, big = total > 1000
    aggregate total = sum(amount), last = last(amount) order day, "customer id", amount by "customer id"
      filter amount > 0
        scan orders.csv`,
    );
  });

  test('shows an op that is used twice once', () => {
    const late = filter(orders, call('>', col('day'), lit('2024-01-31', 'date')), true);
    expect(show(union([late, late]), 1)).toBe(
      `  union
    #1 filter out day > date '2024-01-31'
      scan orders.csv
    #1 again`,
    );
  });

  test('shows joins, windows and turned columns', () => {
    const numbered = window(orders, [{ name: 'n', fn: 'row_number', by: ['customer id'], order: [{ column: 'day', desc: true }] }]);
    const turned = unpivot(numbered, ['customer id'], ['amount'], 'measure', 'value');
    const names = scan({ kind: 'sample', table: 'customers', customers: 10, seed: 1 }, [column('id', 'int'), column('name', 'string')]);
    expect(show(join(turned, names, 'left', [['customer id', 'id']]))).toBe(
      `left join on "customer id" = id
  unpivot amount into measure, value keeping "customer id"
    window n = row_number() by "customer id" order day desc, "customer id", amount
      scan orders.csv
  scan sample customers of 10 customers, seed 1`,
    );
  });
});
