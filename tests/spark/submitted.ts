import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCsv } from '../real/table.ts';
import { alike } from './compare.ts';
import type { SparkPython } from './environment.ts';

/**
 * The RFM example as its user goes about it: `clade run`, `clade compile`, `spark-submit`. The files that both write are
 * compared, of the day in the workflow and of another one. Gives what is wrong, by day.
 */
export async function submitted(python: SparkPython, folder: string): Promise<(readonly [day: string, problem: string | undefined])[]> {
  const place = await mkdtemp(join(folder, 'submitted-'));
  const workflow = join('examples', 'rfm.clade.json');
  const models = join(place, 'first', 'models');
  clade('run', workflow, '--out', join(place, 'first'));
  const script = join(place, 'rfm.py');
  await writeFile(script, clade('compile', workflow, '--to', 'pyspark', '--models', models));
  const results: (readonly [string, string | undefined])[] = [];
  for (const day of ['2026-11-01', '2026-06-30']) {
    const [mine, theirs] = [join(place, `clade-${day}`), join(place, `spark-${day}`)];
    clade('run', workflow, '--models', models, '--param', `asOf=${day}`, '--out', mine);
    const args = ['--master', 'local[2]', '--conf', 'spark.ui.enabled=false', script];
    const given = ['--orders', join('examples', 'rfm-orders.csv'), '--as-of', day, '--out', theirs];
    const run = spawnSync(join(python.python, '..', 'spark-submit'), [...args, ...given], { env: python.env, encoding: 'utf8' });
    const problem = run.status === 0 ? await difference(mine, theirs) : `spark-submit ended with ${run.status}: ${run.stderr.slice(-1500)}`;
    results.push([day, problem]);
  }
  return results;
}

function clade(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/clade.mjs', ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`clade ${args.join(' ')} ended with ${status}: ${stderr.slice(-1500)}`);
  return stdout;
}

/** Rows by their first cell; numbers may be spelled in two ways. */
async function difference(mine: string, theirs: string): Promise<string | undefined> {
  const expected = parseCsv(await readFile(join(mine, 'segments.csv'), 'utf8'));
  const parts = (await readdir(join(theirs, 'segments.csv'))).filter((name) => name.endsWith('.csv'));
  const texts = await Promise.all(parts.map((name) => readFile(join(theirs, 'segments.csv', name), 'utf8')));
  const tables = texts.map(parseCsv);
  if (tables.some(([header]) => header?.join() !== expected[0]!.join())) return `has the columns ${tables[0]?.[0]?.join(', ')}`;
  const found = new Map(tables.flatMap((table) => table.slice(1)).map((row) => [row[0], row]));
  if (found.size !== expected.length - 1) return `has ${found.size} rows, not ${expected.length - 1}`;
  const wrong = expected.slice(1).find((row) => !row.every((cell, i) => same(cell, found.get(row[0])?.[i])));
  return wrong && `has ${found.get(wrong[0])?.join(', ') ?? 'no row'}, not ${wrong.join(', ')}`;
}

const same = (a: string, b: string | undefined): boolean =>
  a === b || (a !== '' && b !== undefined && b !== '' && alike(Number(a), Number(b)));
