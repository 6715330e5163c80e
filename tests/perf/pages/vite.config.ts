import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import app from '../../../vite.config.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What the editor is measured against, built with the app's plugins and served under its headers. */
export default mergeConfig(app, {
  root: path('.'),
  logLevel: 'warn',
  build: {
    outDir: path('../../../node_modules/.cache/bench-pages'),
    emptyOutDir: true,
    rolldownOptions: { input: [path('bare.html'), path('blank.html')] },
  },
});
