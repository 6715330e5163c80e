import type { ReadOptions } from '../../src/core/source.ts';
import { chunksOf, readHead, streamOf, unpacked } from './bytes.ts';
import { cleaner } from './cleaner.ts';
import { decoding, encodingName } from './encoding.ts';

/**
 * The file as UTF-8 CSV that a strict parser reads by `dialectOf('csv', options)`, or nothing where its bytes are that
 * already. Every line stays where it is, the header too. Streams in constant memory; a damaged gzip file fails while it
 * is read, with a ReadError.
 */
export async function plainCsv(file: Blob, options: ReadOptions): Promise<ReadableStream<Uint8Array> | undefined> {
  const head = await readHead(file);
  const encoding = encodingName(options.encoding ?? 'utf-8');
  const { delimiter = ',', comment } = options;
  const asItIs =
    !head.gzip &&
    encoding === 'utf-8' &&
    delimiter.length === 1 &&
    !comment &&
    !needsCleaning(head.bytes, options) &&
    !(await hasMixedEnds(file));
  return asItIs ? undefined : streamOf(cleaned(file, head.gzip, encoding, options));
}

function needsCleaning(head: Uint8Array, options: ReadOptions): boolean {
  const { push, end, seen } = cleaner(options);
  push(new TextDecoder().decode(head));
  end();
  return seen.stray.length > 0 || seen.nul.length > 0;
}

async function* cleaned(file: Blob, gzip: boolean, encoding: string, options: ReadOptions): AsyncGenerator<Uint8Array, void> {
  const decode = decoding(encoding);
  const { push, end } = cleaner(options);
  const encoder = new TextEncoder();
  for await (const chunk of gzip ? unpacked(file) : chunksOf(file.stream())) {
    const text = push(decode(chunk));
    if (text) yield encoder.encode(text);
  }
  const rest = push(decode()) + end();
  if (rest) yield encoder.encode(rest);
}

const LF = 10;
const CR = 13;

/** Whether lines end in more than one way, or with CR alone: DuckDB's strict parser then loses its place. */
async function hasMixedEnds(file: Blob): Promise<boolean> {
  let last = 0;
  let [pairs, feeds, returns] = [0, 0, 0];
  for await (const chunk of chunksOf(file.stream())) {
    for (let i = chunk.indexOf(LF); i !== -1; i = chunk.indexOf(LF, i + 1)) {
      if ((i > 0 ? chunk[i - 1] : last) === CR) pairs++;
      else feeds++;
    }
    for (let i = chunk.indexOf(CR); i !== -1; i = chunk.indexOf(CR, i + 1)) returns++;
    if (pairs && feeds) return true;
    last = chunk.at(-1) ?? last;
  }
  return returns !== pairs;
}
