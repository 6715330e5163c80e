import { ReadError } from './read-error.ts';

/** Whether `bytes` begin with the characters of `text`, one byte each. */
export const starts = (bytes: Uint8Array, text: string): boolean => Array.from(text).every((c, i) => bytes[i] === c.charCodeAt(0));

const KINDS: readonly { readonly magic: string; readonly what: string; readonly fix: string }[] = [
  { magic: '%PDF', what: 'a PDF', fix: 'Export the data as CSV or Excel.' },
  { magic: 'PAR1', what: 'a Parquet file', fix: 'Read it with the Parquet Reader.' },
  { magic: 'ARROW1', what: 'an Arrow file', fix: 'Read it with the Parquet Reader.' },
  { magic: 'PK\u0003\u0004', what: 'a zip archive or an Excel workbook', fix: 'Unpack it, or read it with the Excel Reader.' },
  { magic: '\u00d0\u00cf\u0011\u00e0', what: 'an old Excel workbook', fix: 'Save it as .xlsx or CSV.' },
  { magic: 'SQLite format 3', what: 'a database', fix: 'Export the table as CSV.' },
  { magic: 'version https://git-lfs', what: 'a Git LFS pointer, not the data itself', fix: 'Fetch the file with git lfs pull.' },
];

/** What is wrong with bytes that should be delimited text, or nothing. */
export function notText(bytes: Uint8Array): ReadError | undefined {
  if (!bytes.length) return new ReadError('The file has no data: it is empty.', 'Choose another file.');
  const kind = KINDS.find(({ magic }) => starts(bytes, magic));
  if (kind) return new ReadError(`This is not a CSV but ${kind.what}.`, kind.fix);
  if (/^\s*<(!doctype html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))) {
    return new ReadError('This is not a CSV but a web page.', 'Download the file itself.');
  }
  return isBinary(bytes) ? new ReadError('This is not a CSV: its bytes are not text.', 'Choose another file.') : undefined;
}

/** Whether control characters that no text has make up more than a tenth. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096);
  const odd = sample.reduce((count, b) => count + (b !== 0 && b < 32 && !(b >= 7 && b <= 13) && b !== 27 && b !== 31 ? 1 : 0), 0);
  return odd > sample.length / 10;
}
