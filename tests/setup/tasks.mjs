/**
 * `npm start` and `npm test`, from a clone in which nothing is installed yet.
 *   node tests/setup/tasks.mjs start [--port N]
 *   node tests/setup/tasks.mjs test [--seed N]
 * And `npm run check:real -- DIR`, which tests/real/README.md describes.
 *   node tests/setup/tasks.mjs real DIR
 * And `npm run bench:scale -- OPTIONS`, whose options are those of tests/perf/scale.ts.
 *   node tests/setup/tasks.mjs scale -- [--orders N,N] [--memory SIZE] [--driver-memory SIZE] [--python PATH] [--runs N]
 * And `npm run bench:editor -- OPTIONS`, whose options are those of tests/perf/editor.ts.
 *   node tests/setup/tasks.mjs editor -- [--only NAME,NAME]
 * And `npm run test:spark -- OPTIONS`, which tests/spark/README.md describes.
 *   node tests/setup/tasks.mjs spark -- [--seed N] [--only TEXT] [--data DIR]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { changedAt, install, root } from '../../src/checkout.mjs';

const builtFrom = ['index.html', 'package-lock.json', 'vite.config.ts', 'src', 'nodes', 'workers', 'examples'];

const tasks = { start, test, real, scale, editor, spark };

/** Serves the built app on localhost until it is stopped; a port that is taken gives way to the next one. */
async function start({ port }) {
  install();
  const { build, preview } = await import('vite');
  const built = changedAt(join(root, 'dist', 'index.html'));
  if (builtFrom.some((path) => changedAt(join(root, path)) > built)) await build({ root, logLevel: 'warn' });
  const server = await preview({ root, preview: { port: wholeNumber('--port', port ?? '4173') } });
  console.log(`Clade is at ${server.resolvedUrls.local[0]}`);
}

/** Runs the stages in order up to the first that fails. A stage that fails outside of any test counts as one failure. */
async function test({ seed }) {
  if (seed !== undefined) process.env.CLADE_SEED = String(wholeNumber('--seed', seed));
  install();
  const reports = mkdtempSync(join(tmpdir(), 'clade-test-'));
  const unit = join(reports, 'unit.json');
  const e2e = join(reports, 'e2e.json');
  const stages = [
    ['typecheck'],
    ['lint'],
    ['format'],
    ['unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
    ['build'],
    ['e2e', '--reporter=list,json'],
  ];
  const broken = stages.find(([stage, ...args]) => !passes(stage, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: e2e }))?.[0];
  const counts = [unitCount(report(unit)), e2eCount(report(e2e))];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  rmSync(reports, { recursive: true });
  if (broken) console.log(`\nThe stage "${broken}" failed: npm run ${broken}`);
  console.log(`\n${passed} passed, ${broken ? Math.max(failed, 1) : failed} failed`);
  process.exitCode = broken ? 1 : 0;
}

/** Runs the checks on real data, which lies in a folder of its own. */
async function real(_, [folder]) {
  await runBundled('tests/real/check.ts', folder === undefined ? [] : [resolve(folder)]);
}

/** Measures the command line and Spark on many orders. */
async function scale(_, args) {
  await runBundled('tests/perf/scale.ts', args);
}

/** Measures the editor beside a bare React Flow and a blank page. */
async function editor(_, args) {
  await runBundled('tests/perf/editor.ts', args);
}

/** Compares printed scripts on real Sparks with the local engine. */
async function spark(_, args) {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, only: { type: 'string' }, data: { type: 'string' } } });
  const { seed, ...others } = values;
  if (seed !== undefined) process.env.CLADE_SEED = String(wholeNumber('--seed', seed));
  if (others.data !== undefined) others.data = resolve(others.data);
  await runBundled(
    'tests/spark/check.ts',
    Object.entries(others).flatMap(([name, value]) => [`--${name}`, value]),
  );
}

/** Runs a module of the tests as a program of its own, in the project's folder. */
async function runBundled(entry, args) {
  install();
  const { build } = await import('esbuild');
  const outfile = join(root, 'node_modules', '.cache', 'tests', `${basename(dirname(entry))}-${basename(entry, '.ts')}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [checkoutInPlace],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  process.exitCode = spawnSync(process.execPath, [outfile, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** checkout.mjs knows the checkout by where it lies itself. */
const checkoutInPlace = {
  name: 'checkout in place',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/checkout\.mjs$/ }, () => ({ path: pathToFileURL(join(root, 'src', 'checkout.mjs')).href, external: true })),
};

function passes(stage, args, env) {
  console.log(`\n${stage}`);
  const npm = spawnSync('npm', ['run', '--silent', stage, '--', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return npm.status === 0;
}

const report = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

const unitCount = (vitest) => ({ passed: vitest?.numPassedTests ?? 0, failed: vitest?.numFailedTests ?? 0 });

const e2eCount = (playwright) => ({
  passed: (playwright?.stats.expected ?? 0) + (playwright?.stats.flaky ?? 0),
  failed: playwright?.stats.unexpected ?? 0,
});

function wholeNumber(flag, text) {
  if (!/^\d+$/.test(text)) throw new Error(`${flag} takes a whole number, not "${text}".`);
  return Number(text);
}

try {
  const options = { port: { type: 'string' }, seed: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [task, ...rest] = positionals;
  await tasks[task](values, rest);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
