import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { filesForPage } from '../engines/attach.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { portHashes } from '../engines/port-hashes.ts';
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
