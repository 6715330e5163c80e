import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FUNCTIONS } from '../../src/core/functions.ts';
import type { Op } from '../../src/core/plan.ts';
import { functionsIn } from '../reference/arbitrary.ts';
import { RELATIONAL, usedIn } from '../reference/arbitrary-plan.ts';
import { seed } from '../setup/seed.ts';
import type { Given, SparkCase } from './case.ts';
import { analysisCases } from './analyses.ts';
import { problemOf } from './compare.ts';
import { NoSpark, sparkPython, VERSIONS, type SparkPython } from './environment.ts';
import { fileRuns } from './files.ts';
import { fittingCases } from './fitting.ts';
import { exampleRuns, realRuns } from './runs.ts';
import { expressionCases, planCases } from './relational.ts';
import { submitted } from './submitted.ts';
import { workflowCase, type Run, type WorkflowCase } from './workflows.ts';

const PLANS = 150;
/** Plans that also run on a cluster of two workers, where partitions are in different processes. */
const CLUSTER_PLANS = 25;
const CLUSTER = 'local-cluster[2,1,1024]';
const SHOWN = 20;

/** Everything that is compared, and what of the plan's language it covers. */
interface Suite {
  readonly cases: readonly SparkCase[];
  /** Those that run on a cluster too, from files in several pieces. */
  readonly clustered: readonly SparkCase[];
  readonly used: ReadonlySet<string>;
  readonly gaps: readonly string[];
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, only: { type: 'string' } } });
  const pythons = VERSIONS.map(sparkPython);
  const folder = await mkdtemp(join(tmpdir(), 'clade-spark-'));
  try {
    const suite = await suiteOf(folder, values.data, values.only);
    const missing = values.only ? [] : LANGUAGE.filter((name) => !suite.used.has(name));
    process.stdout.write(`Random cases use seed ${seed}.\n`);
    process.stdout.write(`${suite.used.size} kinds of ops, measures, functions and learned steps are covered.\n`);
    for (const name of missing) process.stdout.write(`Not covered: ${name}\n`);
    for (const gap of new Set(suite.gaps)) process.stdout.write(`Declared gap: ${gap}\n`);
    const tidy = ruffProblems(suite, pythons[0]!, await written(suite.cases, join(folder, 'scripts')));
    const counts = { passed: tidy ? 0 : 1, failed: missing.length + (tidy ? 1 : 0) };
    for (const python of pythons) await compareAll(suite.cases, python, 'local[2]', folder, counts);
    if (suite.clustered.length) await compareAll(suite.clustered, pythons[0]!, CLUSTER, folder, counts);
    if (!values.only) for (const python of pythons) await compareSubmitted(python, folder, counts);
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
    return counts.failed ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `only` keeps the workflows whose name has this text, and no random cases. */
async function suiteOf(folder: string, data: string | undefined, only: string | undefined): Promise<Suite> {
  const expressions = only ? { cases: [], exprs: [] } : await expressionCases(folder);
  const plans = only ? { cases: [], plans: [] } : await planCases(folder, PLANS);
  const analyses = only ? [] : await analysisCases(folder);
  const chosen = ({ name }: Run): boolean => name.toLowerCase().includes((only ?? '').toLowerCase());
  const examples = (await exampleRuns(folder)).filter(chosen);
  const others = [...(await fileRuns(folder)), ...(data ? await realRuns(data, folder) : [])].filter(chosen);
  const workflows: WorkflowCase[] = [];
  for (const run of [...others, ...examples]) workflows.push(await workflowCase(run, folder));
  if (!only || 'learned again'.includes(only)) workflows.push(...(await fittingCases(folder)));
  const split: WorkflowCase[] = [];
  for (const run of examples) split.push(await workflowCase(run, folder, { pieces: 3 }));
  return {
    cases: [...expressions.cases, ...plans.cases, ...analyses, ...workflows.map((w) => w.case)],
    clustered: [...plans.cases.slice(0, CLUSTER_PLANS), ...split.map((w) => w.case)],
    used: new Set([
      ...usedIn(plans.plans),
      ...expressions.exprs.flatMap(functionsIn),
      ...workflows.flatMap((w) => w.ops).flatMap(learnedIn),
    ]),
    gaps: workflows.flatMap((w) => w.gaps),
  };
}

const learnedIn = (op: Op): string[] => (op.kind === 'apply' ? [op.model.algorithm] : op.kind === 'analyse' ? [op.analysis] : []);

const LEARNED = [
  'k-means',
  'random-forest',
  'encode-scale',
  'profile',
  'distribution',
  'correlation',
  'importance',
  'confusion',
  'scores',
  'segment-names',
];
const LANGUAGE: readonly string[] = [...RELATIONAL, ...Object.keys(FUNCTIONS), ...LEARNED];

/** Writes the scripts of cases into a folder; the paths in their order. */
async function written(cases: readonly SparkCase[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    cases.map(async ({ script }, i) => {
      const path = join(folder, `case_${i}.py`);
      await writeFile(path, script.text);
      return path;
    }),
  );
}

/** Whether a linter finds fault with what is printed. */
function ruffProblems(_: Suite, { python }: SparkPython, paths: readonly string[]): boolean {
  const check = spawnSync(
    python,
    ['-m', 'ruff', 'check', '--no-cache', '--quiet', '--isolated', '--select', 'E,F,W,UP', '--ignore', 'E501', ...paths],
    { encoding: 'utf8' },
  );
  process.stdout.write(
    check.status === 0 ? `ruff finds nothing in ${paths.length} scripts.\n` : `ruff:\n${check.stdout.slice(0, 4000)}${check.stderr}\n`,
  );
  return check.status !== 0;
}

interface Counts {
  passed: number;
  failed: number;
}

async function compareAll(cases: readonly SparkCase[], python: SparkPython, master: string, folder: string, counts: Counts): Promise<void> {
  const place = join(folder, `${python.version}-${master.replace(/\W+/g, '-')}`);
  const paths = await written(cases, place);
  const list = cases.map(({ script, paths: files, arguments: args = {}, outputs }, i) => ({
    module: `case_${i}`,
    path: paths[i],
    inputs: script.inputs.map(({ name }, at) => [name, files[at]]),
    arguments: args,
    outputs: [...outputs.keys()],
  }));
  await writeFile(join(place, 'cases.json'), JSON.stringify(list));
  const results = join(place, 'results.jsonl');
  const start = performance.now();
  const complaints = await run(python, ['tests/spark/driver.py', join(place, 'cases.json'), results, '--master', master]);
  const lines = (await readFile(results, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const answers = new Map(lines.map((line) => JSON.parse(line) as Answer).map((answer) => [answer.module, answer]));
  let [equal, all, shown] = [0, 0, 0];
  cases.forEach((one, i) => {
    for (const [name, expected] of one.outputs) {
      all++;
      const problem = answerProblem(answers.get(`case_${i}`), name, (given) => (one.judge ?? problemOf)(expected, given)) ?? '';
      if (!problem) equal++;
      else if (shown++ < SHOWN) process.stdout.write(`  ${one.name}\n  ${name} ${problem}\n`);
    }
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(`Spark ${python.version} on ${master}: ${equal} of ${all} tables equal in ${seconds} s\n`);
  if (!lines.length) process.stdout.write(complaints.slice(-2000));
  counts.passed += equal;
  counts.failed += all - equal;
}

async function compareSubmitted(python: SparkPython, folder: string, counts: Counts): Promise<void> {
  for (const [day, problem] of await submitted(python, folder)) {
    process.stdout.write(
      `spark-submit of the RFM example on Spark ${python.version}, ${day}: ${problem ?? 'the table of the command line'}\n`,
    );
    if (problem === undefined) counts.passed++;
    else counts.failed++;
  }
}

interface Answer {
  readonly module: string;
  readonly error?: string;
  readonly tables?: { readonly [name: string]: Given };
}

function answerProblem(answer: Answer | undefined, name: string, compare: (given: Given) => string | undefined): string | undefined {
  if (!answer) return 'has no answer: Spark ended before';
  if (answer.error !== undefined) return `failed: ${answer.error}`;
  const given = answer.tables?.[name];
  return given ? compare(given) : 'is not among the results';
}

function run({ python, env }: SparkPython, args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const child = spawn(python, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr.on('data', (text: Buffer) => (complaints = (complaints + text.toString()).slice(-20_000)));
    child.on('close', () => done(complaints));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoSpark)) throw error;
  process.stderr.write(`Spark not run: ${error.message}\n`);
  process.exitCode = 1;
}
