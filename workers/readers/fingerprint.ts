import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const BLOCK = 1 << 16;
const BLOCKS = 16;

/**
 * Tells one set of bytes from another without reading all of them: the size, and the first 128 bits of the SHA-256 of
 * 16 evenly spaced blocks of 64 kB, the first and the last among them; of everything where that is not more.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  const hash = sha256.create();
  const add = async (from: number, to: number): Promise<void> => void hash.update(new Uint8Array(await file.slice(from, to).arrayBuffer()));
  if (file.size <= BLOCK * BLOCKS) await add(0, file.size);
  else {
    const step = (file.size - BLOCK) / (BLOCKS - 1);
    for (let i = 0; i < BLOCKS; i++) await add(Math.floor(i * step), Math.floor(i * step) + BLOCK);
  }
  return `${file.size}-${bytesToHex(hash.digest().subarray(0, 16))}`;
}
