import { ReadError } from './read-error.ts';

/** The beginning of a file, unpacked if it is gzip. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Whether this is all there is. */
  readonly whole: boolean;
  readonly gzip: boolean;
}

const HEAD_BYTES = 1 << 20;

export async function readHead(file: Blob): Promise<Head> {
  const gzip = await isGzip(file);
  const taken: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of gzip ? unpacked(file) : chunksOf(file.slice(0, HEAD_BYTES + 1).stream())) {
    taken.push(chunk);
    size += chunk.length;
    if (size > HEAD_BYTES) break;
  }
  return { bytes: joined(taken, size).subarray(0, HEAD_BYTES), whole: size <= HEAD_BYTES, gzip };
}

async function isGzip(file: Blob): Promise<boolean> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return a === 0x1f && b === 0x8b;
}

/** Bytes that a gzip file says it unpacks to: the last four of it, so modulo 4 GB. */
export async function unpackedSize(file: Blob): Promise<number> {
  return new DataView(await file.slice(-4).arrayBuffer()).getUint32(0, true);
}

/** What is inside a gzip file. A damaged one is a ReadError, at the place where it shows. */
export async function* unpacked(file: Blob): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunksOf(file.stream().pipeThrough(new DecompressionStream('gzip')));
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(error: unknown): ReadError {
  const said = error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
  const again = 'Fetch or pack the file again.';
  if (/data check|crc|checksum/i.test(said))
    return new ReadError('The gzip file is damaged: what it unpacks to does not fit its checksum.', again);
  if (/end of file|truncated|unexpected end/i.test(said)) return new ReadError('The gzip file is cut short.', again);
  if (/junk/i.test(said)) return new ReadError('The gzip file has more parts than one, or something after its end.', 'Unpack it first.');
  return new ReadError('The gzip file is damaged.', again);
}

export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** `chunks`, made when they are asked for. */
export function streamOf(chunks: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
