import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { filesForPage } from '../engines/attach.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { portHashes, segmentsHash, type NamedFile } from '../engines/port-hashes.ts';
import { test } from './engine-page.ts';

test('every port of every node has the same rows in the tab as on the command line', async ({ page }) => {
  test.setTimeout(180_000);
  const folder = await mkdtemp(join(tmpdir(), 'clade-hosts-'));
  const engine = await nodeEngine();
  try {
    const files = await filesForPage(engine, folder);
    const here = await portHashes(engine, files);
    expect(here.failed).toEqual([]);
    expect(here.ports.length).toBeGreaterThan(35);
    expect(await page.evaluate((given) => tested.portHashes(tested.tabEngine(), given), files)).toEqual(here);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
});

test('the segments of the RFM example are the same to the byte in the tab and on the command line, and others on another day', async ({
  page,
}) => {
  const example = (name: string): URL => new URL(`../../examples/${name}`, import.meta.url);
  const workflow = await readFile(example('rfm.clade.json'), 'utf8');
  const orders: NamedFile = { name: 'orders', format: 'csv', base64: (await readFile(example('rfm-orders.csv'))).toString('base64') };
  const inTab = await page.evaluate(
    async ([text, file]) => {
      const engine = tested.tabEngine();
      return [await tested.segmentsHash(engine, text, file, '2026-11-01'), await tested.segmentsHash(engine, text, file, '2026-12-01')];
    },
    [workflow, orders] as const,
  );
  const engine = await nodeEngine();
  try {
    expect(inTab).toEqual([
      await segmentsHash(engine, workflow, orders, '2026-11-01'),
      await segmentsHash(engine, workflow, orders, '2026-12-01'),
    ]);
    expect(inTab[0]).not.toBe(inTab[1]);
  } finally {
    await engine.close();
  }
});
