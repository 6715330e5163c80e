import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const VERSIONS = ['4', '3.5'] as const;
export type SparkVersion = (typeof VERSIONS)[number];

/** A Python with a Spark in it. */
export interface SparkPython {
  readonly version: SparkVersion;
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Why Spark cannot run on this machine. */
export class NoSpark extends Error {}

const PYTHONS = ['python3.13', 'python3.12', 'python3.11', 'python3'];

/** Makes the environment of a version in the cache folder, unless it is there as the requirements have it. */
export function sparkPython(version: SparkVersion): SparkPython {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const release = Number(/version "(\d+)/.exec(java.stderr)?.[1] ?? 0);
  if (java.status !== 0 || release < 17)
    throw new NoSpark(`Spark needs Java 17, and ${release ? `this is Java ${release}` : 'there is no java'}.`);
  const folder = join('node_modules', '.cache', 'spark', version);
  const python = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
  const requirements = join('tests', 'spark', `requirements-${version}.txt`);
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const keyFile = join(folder, 'key');
  if (!existsSync(keyFile) || readFileSync(keyFile, 'utf8') !== key) {
    process.stderr.write(`Installing Spark ${version}\n`);
    mkdirSync(folder, { recursive: true });
    must(pythonOfMachine(), ['-m', 'venv', '--clear', folder]);
    must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    writeFileSync(keyFile, key);
  }
  const full = join(process.cwd(), python);
  return {
    version,
    python: full,
    env: {
      ...process.env,
      PYSPARK_PYTHON: full,
      PYSPARK_DRIVER_PYTHON: full,
      SPARK_LOCAL_IP: '127.0.0.1',
      PATH: `${join(full, '..')}:${process.env.PATH ?? ''}`,
    },
  };
}

function pythonOfMachine(): string {
  const check = 'import sys, venv; sys.exit(sys.version_info < (3, 11))';
  const found = PYTHONS.find((python) => spawnSync(python, ['-c', check]).status === 0);
  if (!found) throw new NoSpark('The tests of Spark need Python 3.11 or later with venv.');
  return found;
}

function must(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new NoSpark(`${command} ${args.join(' ')} failed: ${(error?.message ?? stderr).slice(-1000)}`);
}
