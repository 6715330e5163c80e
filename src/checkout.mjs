/**
 * What a fresh clone needs before anything of it can run: its packages, and the command line as one file that Node
 * starts without a build step. Only Node's built-ins are imported here, because the packages may not be there yet.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where `bundle` puts cli.mjs and, next to it, the workers that it starts. */
export const bundled = join(root, 'node_modules', '.cache', 'clade');

const entries = ['src/cli.ts', 'workers/compute-node.ts'];
const sources = ['src', 'nodes', 'workers', 'package-lock.json'];

/**
 * Installs the packages of the lock file unless just those are there; ends the process where npm fails. npm's output
 * goes to stderr. Not `npm ci`: it refuses a lock file that was written where a platform's optional packages were
 * out of reach.
 */
export function install() {
  if (isInstalled()) return;
  process.stderr.write('Installing packages\n');
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}

/** Whether npm's record of what it installed has every version of the lock file; optional packages depend on the machine. */
function isInstalled() {
  const installed = new Map(lockedPackages('node_modules/.package-lock.json'));
  return lockedPackages('package-lock.json').every(
    ([path, { version, optional }]) => path === '' || optional || installed.get(path)?.version === version,
  );
}

function lockedPackages(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8')).packages) : [];
}

/**
 * Bundles the command line and its workers, keeping packages external, unless that was done for these very sources.
 * Every file appears under its name complete, so that several processes may do this at once.
 */
export async function bundle() {
  const key = contentKey(sources);
  const keyFile = join(bundled, 'key');
  if (existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries.filter((entry) => existsSync(join(root, entry))).map((entry) => ({ in: entry, out: nameOf(entry) })),
    outdir: bundled,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(bundled, { recursive: true });
  for (const file of outputFiles) replace(file.path, file.contents);
  replace(keyFile, key);
}

/** When anything at or under `path` last changed, in ms, or 0 if nothing is there. A deleted file changes its folder. */
export function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, changedAt(join(path, name))), stat.mtimeMs);
}

function contentKey(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function replace(path, contents) {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}

const nameOf = (entry) => entry.slice(entry.lastIndexOf('/') + 1, -'.ts'.length);
