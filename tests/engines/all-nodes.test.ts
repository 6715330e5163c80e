import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { isTable } from '../../src/core/plan.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { allNodes } from './all-nodes.ts';
import { allRows, nodeEngine, runWorkflow, type Ran } from './node-engine.ts';
import { attachAll } from './attach.ts';

let engine: LocalEngine;
let ran: Ran;
let folder: string;
beforeAll(async () => {
  engine = await nodeEngine();
  folder = await mkdtemp(join(tmpdir(), 'clade-nodes-'));
  ran = await runWorkflow(engine, allNodes(await attachAll(engine, folder)));
}, 60_000);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

test('every node type is in the workflow that both hosts run', () => {
  const used = new Set(ran.workflow.nodes.map((n) => n.type));
  expect([...nodeTypes.keys()].filter((type) => !used.has(type))).toEqual([]);
});

test('every port has the columns and types that its schema promised', async () => {
  for (const [id, { outputs }] of ran.compiled.nodes) {
    for (const [port, op] of outputs) {
      if (!isTable(op)) continue;
      const page = await allRows(engine, op);
      expect(
        page.columns.map((c) => [c.name, c.type]),
        `${id}.${port}`,
      ).toEqual(op.schema.map((c) => [c.name, c.type]));
      const certain = op.schema.filter((c) => !c.nullable).map((c) => c.name);
      const missing = page.columns.filter((c) => certain.includes(c.name) && c.values.includes(null)).map((c) => c.name);
      expect(missing, `${id}.${port}`).toEqual([]);
    }
  }
}, 60_000);
