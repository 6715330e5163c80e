import { describe, expect, test } from 'vitest';
import { columnPath, inComment, pythonName, quotePattern, quoteText } from '../../../src/engines/spark/spelling.ts';

describe('texts in Python', () => {
  test.each([
    ['plain', '"plain"'],
    ['it\'s "q"', '"it\'s \\"q\\""'],
    ['a\\n\nb', '"a\\\\n\\nb"'],
    ['日本 ü 😀', '"日本 ü 😀"'],
    ['\u202e hidden \u0000', '"\\u202e hidden \\x00"'],
    ['\u2028', '"\\u2028"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('%j is %s', (text, printed) => {
    expect(quoteText(text)).toBe(printed);
  });

  test('patterns keep their backslashes', () => {
    expect(quotePattern('^\\d+$')).toBe('r"^\\d+$"');
    expect(quotePattern('"\\d')).toBe('"\\"\\\\d"');
    expect(quotePattern('\\\\')).toBe('"\\\\\\\\"');
  });

  test('a column is named whole, whatever is in its name', () => {
    expect(columnPath('amount')).toBe('"amount"');
    expect(columnPath('a.b')).toBe('"`a.b`"');
    expect(columnPath('*')).toBe('"`*`"');
    expect(columnPath('x` or 1=1')).toBe('"`x`` or 1=1`"');
  });

  test('a comment is one line and ends no docstring', () => {
    expect(inComment('RFM\nimport os  """ \\')).toBe("RFM import os ''' /");
  });
});

describe('names in Python', () => {
  test.each([
    ['Usable orders', 'usable_orders'],
    ['k-Means', 'k_means'],
    ['Größe (€)', 'grosse'],
    ['2026 orders', 'step_2026_orders'],
    ['日本', 'step'],
    ['class', 'class_'],
    ['F', 'f'],
    ['asOf', 'as_of'],
  ])('%s becomes %s', (text, name) => {
    expect(pythonName(text, new Set(), 'step')).toBe(name);
  });

  test('are numbered where they are taken', () => {
    const taken = new Set<string>();
    expect(['RFM', 'rfm', 'R F M', 'rfm'].map((text) => pythonName(text, taken, 'step'))).toEqual(['rfm', 'rfm_2', 'r_f_m', 'rfm_3']);
  });
});
