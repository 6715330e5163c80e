import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdnow } from './cdnow.ts';
import { clade } from './clade.ts';
import { compare, exclusionsIn, type Comparison, type Exclusion, type Expected } from './compare.ts';
import { completeJourney } from './complete-journey.ts';
import type { Case } from './figures.ts';
import { labelledSets } from './labelled-sets.ts';
import { onlineRetail } from './online-retail.ts';
import { parseCsv } from './table.ts';
import { telco } from './telco.ts';

const CASES: readonly Case[] = [onlineRetail, cdnow, completeJourney, telco, labelledSets];

/** Mismatches of one case that are printed. */
const SHOWN = 40;

/** Runs all cases on the data in a folder and prints how they compare; the number is the exit code. */
async function main([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) return refuse('Which data? npm run check:real -- DIR, where DIR holds files/ and oracles/.');
  for (const part of ['files', 'oracles']) {
    if (!existsSync(join(folder, part))) return refuse(`There is no folder ${join(folder, part)}. DIR must hold files/ and oracles/.`);
  }
  const exclusions = exclusionsIn(await readFile(join('tests', 'real', 'README.md'), 'utf8'));
  const comparisons: Comparison[] = [];
  for (const one of CASES) {
    const { comparison, failure } = await checked(one, folder, exclusions);
    comparisons.push(comparison);
    process.stdout.write(report(one.name, comparison, failure));
  }
  const unused = exclusions.filter(({ pattern }) => !comparisons.some(({ used }) => used.has(pattern)));
  for (const { pattern } of unused) process.stdout.write(`tests/real/README.md leaves out ${pattern}, which no oracle has.\n`);
  const compared = comparisons.reduce((sum, c) => sum + c.compared, 0);
  const equal = comparisons.reduce((sum, c) => sum + equalIn(c), 0);
  process.stdout.write(`${equal} of ${compared} equal\n`);
  return equal === compared && !unused.length ? 0 : 1;
}

function refuse(message: string): number {
  process.stderr.write(`check:real: ${message}\n`);
  return 1;
}

interface Checked {
  readonly comparison: Comparison;
  /** Why there is no answer; every leaf is then a mismatch. */
  readonly failure?: string;
}

async function checked({ name, answer }: Case, folder: string, exclusions: readonly Exclusion[]): Promise<Checked> {
  const expected = await resultsOf(join(folder, 'oracles'), name);
  const dumps = await mkdtemp(join(tmpdir(), 'clade-real-'));
  let runs = 0;
  try {
    const got = await answer(
      (workflow, given) => clade(workflow, join(dumps, String(runs++)), given),
      (path) => join(folder, 'files', path),
    );
    return { comparison: compare(name, expected, got, exclusions) };
  } catch (error) {
    return { comparison: compare(name, expected, {}, exclusions), failure: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(dumps, { recursive: true });
  }
}

/** What an oracle found. Where it names a table that lies beside it, the cells stand for the file's name. */
async function resultsOf(oracles: string, name: string): Promise<Expected> {
  const { results } = JSON.parse(await readFile(join(oracles, `${name}.json`), 'utf8')) as { readonly results: Expected };
  return withTables(results, oracles);
}

async function withTables(value: Expected, oracles: string): Promise<Expected> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).map(async ([name, member]): Promise<[string, Expected]> => {
    const isTable = name === 'file' && typeof member === 'string';
    return [name, isTable ? parseCsv(await readFile(join(oracles, member), 'utf8')) : await withTables(member, oracles)];
  });
  return Object.fromEntries(await Promise.all(members));
}

const equalIn = ({ compared, mismatches }: Comparison): number => compared - mismatches.length;

function report(name: string, comparison: Comparison, failure: string | undefined): string {
  const { compared, mismatches } = comparison;
  const head = `${name}: ${equalIn(comparison)} of ${compared} equal\n`;
  if (failure !== undefined) return `${head}  ${failure.trimEnd().replaceAll('\n', '\n  ')}\n`;
  const lines = mismatches.slice(0, SHOWN).map(({ path, expected, got }) => `  ${path}: expected ${expected}, got ${got}\n`);
  const more = mismatches.length > SHOWN ? `  and ${mismatches.length - SHOWN} more\n` : '';
  return head + lines.join('') + more;
}

process.exitCode = await main(process.argv.slice(2));
