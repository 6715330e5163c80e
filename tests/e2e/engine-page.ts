import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { build, preview } from 'vite';
import type { Tested } from './pages/engine.ts';

const configFile = fileURLToPath(new URL('pages/vite.config.ts', import.meta.url));

declare global {
  var tested: Tested;
}

/** Tests that start on a page with the engine alone, built with the app's plugins and served under its headers. */
export const test = base.extend<object, { engineAddress: string }>({
  engineAddress: [
    async ({ browserName }, provide) => {
      if (browserName !== 'chromium') throw new Error('The engine is tested in Chromium.');
      await build({ configFile });
      const server = await preview({ configFile });
      await provide(new URL('engine.html', server.resolvedUrls!.local[0]).href);
      await server.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  page: async ({ page, engineAddress }, provide) => {
    await page.goto(engineAddress);
    await page.waitForFunction(() => 'tested' in globalThis);
    await provide(page);
  },
});
