import { ReadError } from './read-error.ts';

/** The text of one entry of a zip archive, or nothing if there is none. */
export type ZipText = (path: string) => Promise<string | undefined>;

interface Entry {
  readonly method: number;
  readonly size: number;
  readonly at: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LONGEST_END = 22 + 0xffff;

/** Opens a zip archive by its directory, as APPNOTE.TXT describes it (no ZIP64, no encryption). */
export async function openZip(file: Blob): Promise<ZipText> {
  const entries = await directoryOf(file);
  return async (path) => {
    const entry = entries.get(path);
    if (!entry) return undefined;
    const local = new DataView(await file.slice(entry.at, entry.at + 30).arrayBuffer());
    const from = entry.at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const packed = file.slice(from, from + entry.size);
    const bytes = entry.method === 0 ? packed.stream() : packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Response(bytes).text();
  };
}

async function directoryOf(file: Blob): Promise<Map<string, Entry>> {
  const tailAt = Math.max(0, file.size - LONGEST_END);
  const tail = new DataView(await file.slice(tailAt).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new ReadError('The workbook is cut short: the directory at its end is missing.', 'Save or fetch it again.');
  const size = tail.getUint32(end + 12, true);
  const from = tail.getUint32(end + 16, true);
  const directory = new DataView(await file.slice(from, from + size).arrayBuffer());
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === ENTRY;) {
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true)) as [number, number, number];
    entries.set(new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, name)), {
      method: directory.getUint16(at + 10, true),
      size: directory.getUint32(at + 20, true),
      at: directory.getUint32(at + 42, true),
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}
