import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../../workers/readers/fingerprint.ts';

const hexOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

test('a small file is known by its size and all of its bytes', async () => {
  const bytes = new TextEncoder().encode('id\n1\n');
  expect(await fingerprintOf(new Blob([bytes]))).toBe(`5-${hexOf(bytes)}`);
});

test('a large file is known by its size and sixteen blocks from its first byte to its last', async () => {
  const bytes = new Uint8Array(2_000_003).map((_, i) => i % 251);
  const whole = await fingerprintOf(new Blob([bytes]));
  const change = (at: number): Promise<string> => fingerprintOf(new Blob([bytes.with(at, 255)]));
  expect(whole).toMatch(/^2000003-[0-9a-f]{32}$/);
  expect(await change(0)).not.toBe(whole);
  expect(await change(bytes.length - 1)).not.toBe(whole);
  expect(await change(70_000)).toBe(whole);
});
