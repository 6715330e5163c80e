import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exampleFiles } from './data.ts';

const folder = new URL('../../examples/', import.meta.url);

/** `CLADE_WRITE_EXAMPLES=1` writes the files anew after a change of the generator. */
test.each([...exampleFiles()])('examples/%s is what the sample-data generator makes', (name, text) => {
  const file = new URL(name, folder);
  if (process.env['CLADE_WRITE_EXAMPLES']) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
