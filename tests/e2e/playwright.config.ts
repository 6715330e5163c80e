import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { launchOptions } from '../setup/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built app, served as `npm start` serves it, on a port that is free. */
export default defineConfig({
  testDir: '.',
  outputDir: `${root}/test-results`,
  forbidOnly: true,
  workers: 1,
  /** A machine that is busy with other work may miss a moment once; the report then says "flaky". */
  retries: 1,
  timeout: 120_000,
  expect: {
    timeout: 30_000,
    toHaveScreenshot: {
      animations: 'disabled',
      caret: 'hide',
      maxDiffPixelRatio: 0.02,
      stylePath: fileURLToPath(new URL('screens/still.css', import.meta.url)),
    },
  },
  snapshotPathTemplate: '{testDir}/screens/{arg}{ext}',
  webServer: {
    command: 'npm start --silent',
    cwd: root,
    wait: { stdout: /Clade is at (?<clade_address>\S+)/ },
    timeout: 180_000,
  },
  use: {
    baseURL: process.env['CLADE_ADDRESS'],
    viewport: { width: 1440, height: 900 },
    launchOptions: launchOptions(),
    trace: 'retain-on-failure',
  },
});
