import { describe, expect, test } from 'vitest';
import { called, chained, flat, infix, list, seq, statement } from '../../../src/engines/spark/layout.ts';

const long = (name: string): string => name.repeat(Math.ceil(40 / name.length));

describe('printed Python', () => {
  test('stays on one line where it fits', () => {
    const doc = chained('orders', called('.where', infix('>', 'F.col("amount")', '0')));
    expect(statement('paid =', doc)).toBe('    paid = orders.where(F.col("amount") > 0)');
  });

  test('has a step on each line where a chain is long', () => {
    const doc = chained('orders', called('.where', long('a')), called('.select', long('b'), '"x"'), '.distinct()');
    expect(statement('rows =', doc)).toBe(
      [
        '    rows = (',
        '        orders',
        `        .where(${long('a')})`,
        `        .select(${long('b')}, "x")`,
        '        .distinct()',
        '    )',
      ].join('\n'),
    );
  });

  test('breaks a list only where it must, from the outside in', () => {
    const doc = called('outer', called('g', '1', '2'), called('h', long('x'), long('y')));
    expect(statement('', doc, 0)).toBe([' outer(', '    g(1, 2),', `    h(${long('x')}, ${long('y')}),`, ')'].join('\n'));
  });

  test('keeps operands of one operator together', () => {
    const doc = infix('&', long('a'), long('b'), long('c'));
    expect(statement('return', doc)).toBe(
      ['    return (', `        ${long('a')}`, `        & ${long('b')}`, `        & ${long('c')}`, '    )'].join('\n'),
    );
  });

  test('reads the same on one line as on many', () => {
    const doc = called('f', list('{', [seq('"a": ', called('g', long('x'), long('y'))), seq('"b": ', long('z'))], '}'));
    const broken = statement('', doc, 0);
    expect(broken).toContain('\n');
    expect(
      broken
        .replace(/,\n\s*([)}\]])/g, '$1')
        .replace(/\n\s*/g, ' ')
        .replace(/([({]) /g, '$1')
        .trim(),
    ).toBe(flat(doc));
  });
});
