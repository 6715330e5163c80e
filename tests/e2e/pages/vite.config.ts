import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import app from '../../../vite.config.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Pages that only tests open: built with the app's plugins and served under its headers. */
export default mergeConfig(app, {
  root: path('.'),
  logLevel: 'warn',
  build: { outDir: path('../../../node_modules/.cache/e2e'), emptyOutDir: true, rolldownOptions: { input: path('engine.html') } },
  preview: { port: 4273 },
});
