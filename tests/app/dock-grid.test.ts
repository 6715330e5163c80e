import { describe, expect, test } from 'vitest';
import { cellFormat } from '../../src/app/dock/cell-format.ts';
import { at, inRange, moved, rangeOf, type Key, type Size } from '../../src/app/dock/grid-selection.ts';
import { decimalsFor, percent, short } from '../../src/app/dock/numbers.ts';
import { PAGE_ROWS, tablePages } from '../../src/app/dock/pages.ts';
import { scrollScale } from '../../src/app/dock/scroll-scale.ts';
import { tableText, tsv } from '../../src/app/dock/text-table.ts';
import type { Page } from '../../src/core/engine.ts';

const key = (name: string, more: Partial<Key> = {}): Key => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, ...more });
const size: Size = { rows: 1_000_000, columns: 12, page: 20 };

describe('the cells that keys select', () => {
  test.each([
    [key('ArrowDown'), 6, 3],
    [key('ArrowLeft'), 5, 2],
    [key('PageDown'), 25, 3],
    [key('Home'), 5, 0],
    [key('End'), 5, 11],
    [key('Home', { ctrlKey: true }), 0, 0],
    [key('End', { ctrlKey: true }), 999_999, 11],
    [key('ArrowDown', { metaKey: true }), 999_999, 3],
  ])('%o leads from row 5, column 3 to row %i, column %i', (pressed, row, column) => {
    expect(moved(at(5, 3), pressed, size)).toEqual(at(row, column));
  });

  test('shift keeps the place where the range was begun', () => {
    const first = moved(at(5, 3), key('ArrowUp', { shiftKey: true }), size)!;
    const range = rangeOf(moved(first, key('ArrowRight', { shiftKey: true }), size)!);
    expect(range).toEqual({ top: 4, bottom: 5, left: 3, right: 4 });
    expect([inRange(range, 4, 4), inRange(range, 6, 3), inRange(range, 5, 2)]).toEqual([true, false, false]);
  });

  test('up from the first row is the head, which a range cannot reach', () => {
    expect(moved(at(0, 2), key('ArrowUp'), size)).toEqual(at(-1, 2));
    expect(moved(at(0, 2), key('ArrowUp', { shiftKey: true }), size)!.focus.row).toBe(0);
  });

  test('nothing leads out of the table, and other keys lead nowhere', () => {
    expect(moved(at(999_999, 11), key('PageDown'), size)).toEqual(at(999_999, 11));
    expect(moved(at(0, 0), key('x'), size)).toBeUndefined();
  });
});

describe('scrolling', () => {
  test('a list that can be drawn is drawn as it is', () => {
    const scale = scrollScale(24 * 1000, 240);
    expect([scale.drawn, scale.scaled, scale.fromTop(480).offset]).toEqual([24_000, false, 480]);
  });

  test('five million rows begin and end where the scrollbar does', () => {
    const total = 24 * 5_000_000;
    const scale = scrollScale(total, 240);
    expect(scale.scaled).toBe(true);
    expect(scale.fromTop(0).offset).toBe(0);
    expect(scale.fromTop(scale.drawn - 240).offset).toBe(total - 240);
  });

  test('a place by its offset is kept to the pixel, and within the list', () => {
    const scale = scrollScale(24 * 5_000_000, 240);
    expect(scale.fromOffset(1_000_003).offset).toBe(1_000_003);
    expect(scale.fromTop(scale.fromOffset(1_000_003).top).offset).toBeCloseTo(1_000_003, 6);
    expect(scale.fromOffset(-5)).toEqual({ offset: 0, top: 0 });
  });
});

describe('pages', () => {
  const pageAt = (from: number): Page => ({
    from,
    rows: 10_000,
    columns: [{ name: 'n', type: 'int', values: Array.from({ length: PAGE_ROWS }, (_, i) => from + i) }],
  });
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  test('rows are there once their page has come', async () => {
    const pages = tablePages((from) => Promise.resolve(pageAt(from)));
    expect(pages.cell(450, 0)).toBeUndefined();
    pages.want(450, 450);
    await settled();
    expect(pages.cell(450, 0)).toBe(450);
  });

  test('a fast scroll loads what it passes no more than once it has stopped', async () => {
    const asked: number[] = [];
    const pages = tablePages((from) => {
      asked.push(from);
      return Promise.resolve(pageAt(from));
    });
    for (let row = 0; row < 8000; row += 400) pages.want(row, row + 10);
    await settled();
    expect(asked).toEqual([0, 7600]);
  });

  test('the page that nobody looked at for longest goes first', async () => {
    const asked: number[] = [];
    const pages = tablePages((from) => {
      asked.push(from);
      return Promise.resolve(pageAt(from));
    }, 2);
    for (const row of [0, 200, 0, 400, 0]) {
      pages.want(row, row);
      await settled();
    }
    expect(asked).toEqual([0, 200, 400]);
    expect(pages.cell(200, 0)).toBeUndefined();
  });

  test('a page that cannot be read says why, and can be asked for again', async () => {
    let broken = true;
    const pages = tablePages((from) => (broken ? Promise.reject(new Error('The table is not there.')) : Promise.resolve(pageAt(from))));
    pages.want(0, 0);
    await settled();
    expect(pages.problem()).toBe('The table is not there.');
    broken = false;
    pages.want(0, 0);
    await settled();
    expect([pages.problem(), pages.cell(7, 0)]).toEqual([undefined, 7]);
  });
});

describe('the text of cells', () => {
  const shown = (
    type: Parameters<typeof cellFormat>[0]['type'],
    role: Parameters<typeof cellFormat>[0]['role'],
    values: readonly (string | number | boolean)[],
  ): string[] => {
    const format = cellFormat({ type, role }, values);
    return values.map((v) => format.text(v));
  };

  test('numbers of a column have one precision, commas and a true minus', () => {
    expect(shown('double', undefined, [1234.5, -0.25, 3])).toEqual(['1,234.50', '−0.25', '3.00']);
    expect(shown('int', undefined, [12345, -7])).toEqual(['12,345', '−7']);
  });

  test('money has cents where there are any, shares are percent', () => {
    expect(shown('double', 'money', [10, 2.5])).toEqual(['10.00', '2.50']);
    expect(shown('double', 'money', [10, 2])).toEqual(['10', '2']);
    expect(shown('double', 'share', [0.16, 0.5])).toEqual(['16 %', '50 %']);
  });

  test('ids keep their zeros and get no commas', () => {
    expect(shown('string', 'id', ['00061602'])).toEqual(['00061602']);
    expect(shown('int', 'id', [12345])).toEqual(['12345']);
  });

  test('yes and no are words, and midnight is no time', () => {
    expect(shown('bool', undefined, [true, false])).toEqual(['yes', 'no']);
    expect(shown('timestamp', undefined, ['2026-01-18 00:00:00', '2026-01-19 00:00:00'])).toEqual(['2026-01-18', '2026-01-19']);
    expect(shown('timestamp', undefined, ['2026-01-18 10:30:00', '2026-01-19 00:00:00'])).toEqual(['2026-01-18 10:30', '2026-01-19 00:00']);
  });

  test('whole numbers beyond 2^53 come as text and stay exact', () => {
    expect(cellFormat({ type: 'int' }, []).text('9007199254740993')).toBe('9007199254740993');
  });

  test.each([
    [[1, 2, 300], 0],
    [[0.001234, 0.002], 6],
    [[119.48, 95.9], 1],
    [[4.125, 3], 3],
    [[], 0],
  ])('%j needs %i decimals', (values, decimals) => expect(decimalsFor(values)).toBe(decimals));

  test.each([
    [1_234_567, '1.23M'],
    [4163, '4,163'],
    [0.034_12, '0.0341'],
    [-12.345, '−12.3'],
    [0, '0'],
  ])('%d in short is %s', (value, text) => expect(short(value)).toBe(text));

  test('a share that rounds to nothing is still seen', () => {
    expect([percent(0.001), percent(0), percent(0.384)]).toEqual(['<1 %', '0 %', '38 %']);
  });
});

describe('copying', () => {
  test('cells go apart by tabs and rows by lines; missing is empty', () => {
    expect(
      tsv([
        ['a', 1.5, null],
        [true, -2, 'b'],
      ]),
    ).toBe('a\t1.5\t\nyes\t-2\tb');
  });

  test('a cell with a tab, a quote or a line break stands in quotes', () => {
    expect(tsv([['a\tb', 'say "hi"', 'two\nlines']])).toBe('"a\tb"\t"say ""hi"""\t"two\nlines"');
  });

  test('a table has its names first', () => {
    expect(tableText({ names: ['__proto__', 'n'], rows: [['x', 1]] })).toBe('__proto__\tn\nx\t1');
  });
});
