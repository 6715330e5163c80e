import { describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../src/core/source.ts';
import { sniffText } from '../../../workers/readers/sniff.ts';

const sniff = (content: string | number[], given: ReadOptions = {}) =>
  sniffText(new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), given);
const about = async (content: string, given: ReadOptions = {}) =>
  (await sniff(content, given)).warnings.map((w) => `${w.about}${w.line === undefined ? '' : ` ${w.line}`}`);
const latin1 = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

describe('the delimiter', () => {
  test.each<[string, string, string[]]>([
    [',', 'id,name,city\n1,Ann,Oslo\n2,Bob,Rome\n', ['id', 'name', 'city']],
    [';', 'name;value\n"a,b";"1,5"\n"c,d";"2,5"\n', ['name', 'value']],
    [';', '1,5;2,5\n3,5;4,5\n', ['column_1', 'column_2']],
    ['\t', 'id\tnote\n1\ta, b\n2\tc, d\n', ['id', 'note']],
    ['|', 'id|note\n1|a, b\n', ['id', 'note']],
    ['~|~', 'id~|~name~|~city\n1~|~Ann~|~Oslo\n', ['id', 'name', 'city']],
    ['spaces', ' 00001 19970101  1  11.77\n 00002 19970112  5  77.00\n', ['column_1', 'column_2', 'column_3', 'column_4']],
    [',', 'full name\nAnn Lee\nBob Ray\n', ['full name']],
  ])('is %j', async (delimiter, text, names) => {
    const found = await sniff(text);
    expect(found.options.delimiter).toBe(delimiter);
    expect(found.names).toEqual(names);
  });

  test('is the one that was given', async () => {
    expect((await sniff('a,b;c\n1,2;3\n', { delimiter: ';' })).names).toEqual(['a,b', 'c']);
  });

  test('of a single column is in doubt', async () => {
    expect(await about('id\nx\ny\n')).toEqual(['delimiter']);
  });
});

describe('the encoding', () => {
  test('is windows-1252 where the bytes are not UTF-8, and the first such line is named', async () => {
    const found = await sniff(latin1('id;city\n1;Oslo\n2;M\xe1laga\n'));
    expect(found.options.encoding).toBe('windows-1252');
    expect(found.rows[1]).toEqual(['2', 'Málaga']);
    expect(found.warnings).toMatchObject([{ about: 'encoding', line: 3 }]);
  });

  test('is found by a byte order mark, which is no part of the first name', async () => {
    expect((await sniff('\ufeffid,name\n1,Zoë\n')).names).toEqual(['id', 'name']);
    const wide = [0xff, 0xfe, ...Array.from('id,b\n1,2\n', (c) => [c.charCodeAt(0), 0]).flat()];
    expect(await sniff(wide)).toMatchObject({ names: ['id', 'b'], options: { encoding: 'utf-16le' } });
    expect(await sniff(wide.slice(2))).toMatchObject({ names: ['id', 'b'], options: { encoding: 'utf-16le' } });
  });

  test('is what was given, under its usual name', async () => {
    expect((await sniff(latin1('a,b\n\xe9,1\n'), { encoding: 'latin1' })).options.encoding).toBe('windows-1252');
  });
});

describe('the header', () => {
  test('is missing where the first line is like those below', async () => {
    expect(await sniff('1,Ann,5\n2,Bob,6\n')).toMatchObject({
      names: ['column_1', 'column_2', 'column_3'],
      options: { header: false },
      warnings: [{ about: 'header' }],
    });
  });

  test('may hold years', async () => {
    expect((await sniff('country,2010,2011\nNorway,4,5\n')).names).toEqual(['country', '2010', '2011']);
    expect((await sniff('2010,7\n2011,8\n')).options.header).toBe(false);
  });

  test('gives names that are trimmed, and unique ignoring case', async () => {
    const { names, warnings } = await sniff(' id ,amount,Amount,,__proto__\n1,2,3,4,5\n');
    expect(names).toEqual(['id', 'amount', 'Amount_2', 'column_4', '__proto__']);
    expect(warnings.map((w) => w.message).join(' ')).toMatch(/"Amount_2".*column_4.*Blanks.*"id"/);
  });

  test('alone is a table without rows', async () => {
    expect(await sniff('x')).toMatchObject({ names: ['x'], rows: [], options: { header: true } });
  });

  test('comes after empty lines, comments or a title', async () => {
    expect(await sniff('\n\nid,name\n\n1,Ann\n')).toMatchObject({ names: ['id', 'name'], options: { skip: 2 }, rows: [['1', 'Ann']] });
    expect(await sniff('# by CRM\nid,name\n1,Ann\n# note\n2,#hash\n')).toMatchObject({
      options: { skip: 1, comment: '#' },
      rows: [
        ['1', 'Ann'],
        ['2', '#hash'],
      ],
    });
    expect(await sniff('Orders\nid,name\n1,Ann\n')).toMatchObject({ names: ['id', 'name'], options: { skip: 1 } });
    expect((await sniff('#id,name\n1,Ann\n2,Bob\n')).names).toEqual(['#id', 'name']);
  });
});

describe('a person is told', () => {
  test.each([
    ['of rows that are too long or too short', 'id,name\n1,a\n2\n3,c,d\n4,e\n', 'ragged 3'],
    ['of cells quoted by apostrophes', "id,name\n1,'Ann, A.'\n2,'Bob'\n", 'ragged 2'],
    ['of text after a quoted cell', 'id,name\n1,"abc"def\n2,x\n', 'quote 2'],
    ['of a quote that is never closed', 'id,name\n1,"abc\n2,x\n', 'quote 2'],
    ['of NUL bytes', 'id,name\n1,a\0b\n', 'nul 2'],
    ['of lines that end in different ways', 'id,name\r\n1,a\n2,b\r', 'line ends'],
  ])('%s', async (_, text, warning) => {
    expect(await about(text)).toEqual([warning]);
  });

  test('of the size that a small gzip file expands to', async () => {
    const packed = await new Response(
      new Blob([new Uint8Array(101_000_000).fill(97)]).stream().pipeThrough(new CompressionStream('gzip')),
    ).blob();
    expect((await sniffText(packed, {})).warnings.map((w) => w.message).join(' ')).toContain('expands to 101 MB');
  });
});

describe('decimals', () => {
  test.each<[string, string, boolean]>([
    ['a;b\n1,5;x\n2,25;y\n', ',', false],
    ['a;b\n"1.234,5";x\n', ',', true],
    ['a,b\n"1,234.56",x\n"12,345",y\n', '.', true],
    ['a;b\n1,234;x\n', '.', false],
    ['a,b\n1.5,x\n', '.', false],
  ])('of %j are marked by %j', async (text, decimal, thousands) => {
    expect((await sniff(text)).options).toMatchObject({ decimal, thousands });
  });
});

describe('what is not a CSV', () => {
  test.each<[string, string | number[], RegExp]>([
    ['nothing', '', /empty/],
    ['blanks', '  \n\n \t\n', /no data/],
    ['a PDF', '%PDF-1.4\n1 0 obj', /not a CSV.*PDF/],
    ['Parquet', 'PAR1\x15\x06\x15', /not a CSV.*Parquet/],
    ['a workbook', [0x50, 0x4b, 3, 4, 20, 0], /not a CSV.*Excel/],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n', /Git LFS pointer/],
    ['a web page', '<!DOCTYPE html><html>', /web page/],
    ['other bytes', [1, 2, 3, 4, 5, 6, 1, 2, 3, 0x61], /not text/],
  ])('is refused in words: %s', async (_, content, message) => {
    await expect(sniff(content)).rejects.toThrow(message);
  });
});
