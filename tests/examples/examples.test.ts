import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { generator } from '../../workers/kernels/kernel.ts';
import { allRows, nodeEngine, runFile, valuesOf, withParam, type Ran } from '../engines/node-engine.ts';
import { adjustedRandIndex } from '../reference/rand-index.ts';
import { sort } from '../../src/core/plan.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const examples = readdirSync(folder).filter((name) => name.endsWith('.clade.json'));

let engine: LocalEngine;
let scratch: string;
beforeAll(async () => {
  engine = await nodeEngine();
  scratch = await mkdtemp(join(tmpdir(), 'clade-examples-'));
});
afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true });
});

test.each(examples)('%s is saved in its canonical form and has nothing to mend', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const { workflow, problems } = loadWorkflow(text, nodeTypes);
  expect(problems).toEqual([]);
  expect(saveWorkflow(workflow, nodeTypes)).toBe(text);
});

const rfm = (change?: Parameters<typeof runFile>[2]): Promise<Ran> => runFile(engine, join(folder, 'rfm.clade.json'), change);

/** Codes of a column's values, for the Rand index. */
function codes(values: readonly unknown[]): Int32Array {
  const seen = new Map<unknown, number>();
  return Int32Array.from(values, (v) => seen.get(v) ?? (seen.set(v, seen.size), seen.size - 1));
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = generator(seed);
  const left = [...values];
  for (let i = left.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left;
}

test('RFM and k-means find the segments that were planted, and not by chance', async () => {
  const ran = await rfm();
  const page = await allRows(engine, ran.table('names', 'table'));
  const found = codes(valuesOf(page, 'segment'));
  const planted = valuesOf(page, 'planted_segment');
  expect(page.rows).toBe(900);
  expect(adjustedRandIndex(found, codes(planted))).toBeGreaterThanOrEqual(0.9);
  expect(Math.abs(adjustedRandIndex(found, codes(shuffled(planted, 1))))).toBeLessThanOrEqual(0.05);
});

async function segmentsFile(on: LocalEngine, ran: Ran, name: string): Promise<string> {
  const table = sort(ran.table('names', 'table'), [{ column: 'shop_id' }]);
  await on.run({ targets: [table] }, () => {}, new AbortController().signal);
  return (await on.write({ table, file: name, format: 'csv', guard: false }, join(scratch, name))).sha256;
}

test('the segment table is the same to the byte on a second run, and another under another as-of date', async () => {
  const first = await segmentsFile(engine, await rfm(), 'first.csv');
  const second = await nodeEngine();
  try {
    expect(await segmentsFile(second, await runFile(second, join(folder, 'rfm.clade.json')), 'second.csv')).toBe(first);
  } finally {
    await second.close();
  }
  const later = await rfm((w) => withParam(w, 'asOf', '2026-12-01'));
  expect(await segmentsFile(engine, later, 'later.csv')).not.toBe(first);
});

test('the forest predicts segments of customers it has not seen, far better than the largest class would', async () => {
  const ran = await runFile(engine, join(folder, 'segment-prediction.clade.json'));
  const scores = await allRows(engine, ran.table('scorer', 'scores'));
  const accuracy = Number(valuesOf(scores, 'value')[valuesOf(scores, 'metric').indexOf('accuracy')]);
  expect(accuracy).toBeGreaterThan(0.9);
  const rest = await allRows(engine, ran.table('predicted', 'table'));
  expect(rest.rows).toBe(367);
  expect(new Set(valuesOf(rest, 'prediction')).size).toBe(5);
  expect(valuesOf(rest, 'planted_segment').every((v) => v === null)).toBe(true);
});
