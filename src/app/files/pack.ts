/** More than this is no workflow: a link or a version that unpacks to it is refused on the way. */
const MOST_BYTES = 32_000_000;

/** A text, deflated. */
export async function pack(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The text that was packed. What is damaged or unpacks to more than `most` bytes is refused before it fills the memory. */
export async function unpack(bytes: Uint8Array<ArrayBuffer>, most = MOST_BYTES): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return parts.join('') + decoder.decode();
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new RangeError(`It unpacks to more than ${Math.round(most / 1e6)} MB.`);
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
}

/** Bytes in letters, digits, - and _ only: the alphabet of URLs. */
export function toBase64Url(bytes: Uint8Array): string {
  const binary: string[] = [];
  for (let i = 0; i < bytes.length; i += CHUNK) binary.push(String.fromCharCode(...bytes.subarray(i, i + CHUNK)));
  return btoa(binary.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const CHUNK = 8192;

/** Throws where the text is not written in that alphabet. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new SyntaxError('It holds signs that do not belong in it.');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}
