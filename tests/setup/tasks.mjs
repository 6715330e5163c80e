/**
 * `npm start` and `npm test`, from a clone in which nothing is installed yet.
 *   node tests/setup/tasks.mjs start [--port N]
 *   node tests/setup/tasks.mjs test [--seed N]
 * And `npm run check:real -- DIR`, which tests/real/README.md describes.
 *   node tests/setup/tasks.mjs real DIR
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { changedAt, install, root } from '../../src/checkout.mjs';

const builtFrom = ['index.html', 'package-lock.json', 'vite.config.ts', 'src', 'nodes', 'workers', 'examples'];

const tasks = { start, test, real };

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
  install();
  const { build } = await import('esbuild');
  const outfile = join(root, 'node_modules', '.cache', 'check-real', 'check.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/real/check.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const args = folder === undefined ? [] : [resolve(folder)];
  process.exitCode = spawnSync(process.execPath, [outfile, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

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
