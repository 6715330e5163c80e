import { ReadError } from './read-error.ts';

export interface EncodingGuess {
  /** As the Encoding Standard names it. */
  readonly encoding: string;
  /** The first line that is not UTF-8, where that is why another encoding was taken. */
  readonly line?: number;
}

/** By byte order mark, else UTF-16 if every other byte is zero, else UTF-8 if it is valid, else windows-1252. */
export function guessEncoding(bytes: Uint8Array, whole: boolean): EncodingGuess {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8' };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be' };
  const wide = wideEncoding(bytes);
  if (wide) return { encoding: wide };
  if (isUtf8(bytes, whole)) return { encoding: 'utf-8' };
  return { encoding: 'windows-1252', line: lineOf(new TextDecoder().decode(bytes), '\ufffd') };
}

/** UTF-16 without a mark: in most text one byte of each pair is zero. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const pairs = Math.min(bytes.length >> 1, 2000);
  const zeros = [0, 0];
  for (let i = 0; i < 2 * pairs; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  if (pairs < 4) return undefined;
  if (zeros[1]! > 0.7 * pairs && zeros[0]! < 0.1 * pairs) return 'utf-16le';
  if (zeros[0]! > 0.7 * pairs && zeros[1]! < 0.1 * pairs) return 'utf-16be';
  return undefined;
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

function lineOf(text: string, what: string): number {
  return text.slice(0, Math.max(0, text.indexOf(what))).split(/\r\n|\r|\n/).length;
}

export function encodingName(label: string): string {
  return decoderOf(label).encoding;
}

/** Bytes to text, chunk by chunk; called without a chunk at the end. */
export function decoding(encoding: string): (chunk?: Uint8Array) => string {
  const decoder = decoderOf(encoding);
  const decode = (chunk?: Uint8Array): string => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
  return decoder.encoding === 'windows-1252' ? (chunk) => decode(chunk).replace(/[\u0080-\u009f]/g, printed) : decode;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    throw new ReadError(`There is no encoding called "${label}".`, 'Choose one such as utf-8, windows-1252 or utf-16le.');
  }
}

/** What windows-1252 has where Latin-1 has control characters; Node 20 decodes it as Latin-1. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const printed = (control: string): string => HIGH[control.charCodeAt(0) - 0x80]!;
