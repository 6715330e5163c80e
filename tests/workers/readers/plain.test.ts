import { describe, expect, test } from 'vitest';
import type { ReadOptions } from '../../../src/core/source.ts';
import { cleaner } from '../../../workers/readers/cleaner.ts';
import { plainCsv } from '../../../workers/readers/plain.ts';

const bytesOf = (...parts: (string | number[])[]): Blob =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))));
const gzipped = async (file: Blob): Promise<Blob> => new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();

async function plain(file: Blob, options: ReadOptions = {}): Promise<string | undefined> {
  const stream = await plainCsv(file, options);
  return stream && new Response(stream).text();
}

describe('a file that SQL can read as it is', () => {
  test.each([
    ['lines that end with LF', 'id,name\n1,Ann\n'],
    ['lines that end with CRLF', 'id,name\r\n1,"a, ""b"""\r\n'],
    ['a byte order mark', '\ufeffid,name\n1,Zoë\n'],
    ['a quote in the middle of a cell', 'id,name\n1,5" pipe\n'],
  ])('stays: %s', async (_, text) => {
    expect(await plain(bytesOf(text))).toBeUndefined();
  });
});

describe('a file that SQL cannot read', () => {
  test('is decoded from windows-1252, with the signs that Latin-1 does not have', async () => {
    expect(await plain(bytesOf('id,price\n1,', [0x80], '5\n2,', [0xe9], '\n'), { encoding: 'windows-1252' })).toBe('id,price\n1,€5\n2,é\n');
  });

  test('is decoded from UTF-16 without its mark', async () => {
    expect(await plain(bytesOf([0xfe, 0xff, 0, 0x61, 0, 0x2c, 1, 0x41, 0, 0x0a]), { encoding: 'utf-16be' })).toBe('a,Ł\n');
  });

  test('is unpacked, whatever its name', async () => {
    expect(await plain(await gzipped(bytesOf('id\n1\n')))).toBe('id\n1\n');
  });

  test('has one kind of line end, and its line ends inside quotes are kept', async () => {
    expect(await plain(bytesOf('id,name\r\n1,"a\r\nb"\n2,Bob\r3,Cy\r\n'))).toBe('id,name\n1,"a\r\nb"\n2,Bob\n3,Cy\n');
  });

  test('loses its NULs', async () => {
    expect(await plain(bytesOf('id,name\n1,a', [0], 'b\n'))).toBe('id,name\n1,ab\n');
  });

  test('keeps text after a quoted cell, as part of the cell', async () => {
    expect(await plain(bytesOf('id,name\n1,"abc"def\n2,"x"\n'))).toBe('id,name\n1,"abc""def"\n2,"x"\n');
  });

  test('has empty lines for comments, so that line numbers stay true', async () => {
    expect(await plain(bytesOf('# by CRM\nid,name\n#x\n1,"#kept"\n2,#kept\n'), { comment: '#' })).toBe('\nid,name\n\n1,"#kept"\n2,#kept\n');
  });

  test('has a unit separator for runs of blanks, at the beginning and end of a line for none', async () => {
    expect(await plain(bytesOf('  1  19970101\t 2   "a  b" \n 2 3 4 5\n'), { delimiter: 'spaces' })).toBe(
      '1\u001f19970101\u001f2\u001f"a  b"\n2\u001f3\u001f4\u001f5\n',
    );
  });

  test('has a unit separator for a delimiter of several characters', async () => {
    expect(await plain(bytesOf('id~|~name\n1~|~a|b~\n'), { delimiter: '~|~' })).toBe('id\u001fname\n1\u001fa|b~\n');
  });

  test('fails with the word checksum if it is gzip and damaged', async () => {
    const packed = new Uint8Array(await (await gzipped(bytesOf('id\n1\n2\n'))).arrayBuffer());
    packed[packed.length - 6] = (packed.at(-6) ?? 0) ^ 1;
    await expect(plain(new Blob([packed]))).rejects.toThrow(/checksum/);
    await expect(plain(new Blob([packed.subarray(0, -9)]))).rejects.toThrow(/cut short/);
  });

  test('names an encoding that there is not', async () => {
    await expect(plain(bytesOf('a\n'), { encoding: 'utf-9' })).rejects.toThrow(/no encoding called "utf-9"/);
  });
});

test('a cleaner gives the same text for chunks of any size', () => {
  const text = '# c\r\n a~|~"b ""q"" ~|~ \r\n"~|~"x" y~|~z\r1~|~\0"unclosed\n';
  const options = { delimiter: '~|~', comment: '#' };
  const inChunks = (size: number): string => {
    const { push, end } = cleaner(options);
    return (text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).map(push).join('') + end();
  };
  const whole = inChunks(text.length);
  expect(whole).toBe('\n a\u001f"b ""q"" ~|~ \r\n"\u001f"x"" y"\u001fz\n1\u001f"unclosed\n');
  for (let size = 1; size < 12; size++) expect(inChunks(size)).toBe(whole);
});

test('two hundred thousand quotes take linear time', () => {
  const { push, end, seen } = cleaner({});
  const text = `a\n${'"'.repeat(200_001)}`;
  expect((push(text) + end()).length).toBe(text.length);
  expect(seen.open).toBe(2);
});
