import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Connect, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { nodeTypes } from './nodes/index.ts';
import { workflowJsonSchema } from './src/core/workflow-file.ts';

const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'manifest-src': "'self'",
};

/** The development server puts React's refresh hook into the page as an inline script. */
const devPolicy = { ...policy, 'script-src': `${policy['script-src']} 'unsafe-inline'` };

/**
 * Sets the headers of every response, errors included: workers take their policy from their own response, and shared
 * memory needs an isolated page.
 */
function isolation(): Plugin {
  const sending =
    (directives: Readonly<Record<string, string>>): Connect.NextHandleFunction =>
    (_request, response, next) => {
      const value = Object.entries(directives).map((directive) => directive.join(' '));
      response.setHeader('Content-Security-Policy', value.join('; '));
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('X-Content-Type-Options', 'nosniff');
      next();
    };
  return {
    name: 'isolation',
    configureServer: (server) => void server.middlewares.use(sending(devPolicy)),
    configurePreviewServer: (server) => void server.middlewares.use(sending(policy)),
  };
}

/** Publishes the JSON Schema of workflow files beside the app, for editors and checks in other people's repositories. */
function workflowSchema(): Plugin {
  return {
    name: 'workflow-schema',
    generateBundle() {
      const source = `${JSON.stringify(workflowJsonSchema(nodeTypes), null, 2)}\n`;
      this.emitFile({ type: 'asset', fileName: 'workflow.schema.json', source });
    },
  };
}

/**
 * Builds the service worker, which keeps the app for use without a connection, and writes into it which files there are.
 * It stands beside the page, under a name that stays: browsers look there for a newer version.
 */
function offline(): Plugin {
  const fileName = 'sw.js';
  /** It is kept as `./`: servers often answer its own name with a redirect. */
  const page = 'index.html';
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: fileURLToPath(new URL('src/app/offline/service-worker.ts', import.meta.url)), fileName });
    },
    writeBundle({ dir }) {
      const all = readdirSync(dir!, { recursive: true, encoding: 'utf8' })
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => statSync(join(dir!, file)).isFile() && file !== fileName && !file.endsWith('.map'))
        .sort();
      const files = all.filter((file) => file !== page);
      const version = createHash('sha256');
      for (const file of all) version.update(file).update(readFileSync(join(dir!, file)));
      const isLarge = (file: string): boolean => file.endsWith('.wasm');
      const built = {
        version: version.digest('hex').slice(0, 16),
        small: files.filter((file) => !isLarge(file)),
        large: files.filter(isLarge),
      };
      const path = join(dir!, fileName);
      writeFileSync(path, `const BUILT=${JSON.stringify(built)};\n${readFileSync(path, 'utf8')}`);
    },
  };
}

/** The package's `/blocking` export names a file for browsers that it does not ship. */
const duckdbBlocking = {
  find: '@duckdb/duckdb-wasm/blocking',
  replacement: fileURLToPath(new URL('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs', import.meta.url)),
};

/** See there: workbooks would be zipped in workers that the policy forbids. */
const fflateHere = {
  find: /^fflate$/,
  replacement: fileURLToPath(new URL('workers/readers/fflate-here.ts', import.meta.url)),
};

/** DuckDB's Emscripten glue has `eval` in branches that a browser never takes; our own code is kept from it by the linter. */
const checks = { eval: false };

export default defineConfig({
  base: './',
  appType: 'mpa',
  plugins: [react(), isolation(), workflowSchema(), offline()],
  resolve: { alias: [duckdbBlocking, fflateHere] },
  optimizeDeps: { exclude: ['@duckdb/duckdb-wasm', 'parquet-wasm'], include: ['apache-arrow', 'comlink'] },
  worker: { format: 'es', rolldownOptions: { checks } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      checks,
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'charts',
              test: /node_modules[\\/](d3-(scale|shape|array|format|time|time-format|path)|internmap)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: { host: 'localhost', port: 5173 },
  preview: { host: 'localhost' },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/{e2e,perf}/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    benchmark: { include: ['tests/perf/**/*.bench.ts'] },
    globalSetup: ['tests/setup/global.ts'],
  },
});
