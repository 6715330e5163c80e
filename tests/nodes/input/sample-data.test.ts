import { expect, test } from 'vitest';
import { sampleData } from '../../../nodes/input/sample-data.ts';
import { sampleSchema } from '../../../src/core/sample-schema.ts';
import { compileNode, mistake } from '../compile-node.ts';

test('four tables come from one shop', () => {
  const { outputs, summary } = compileNode(sampleData, {}, { customers: 800, seed: 7 });
  expect(Object.keys(outputs)).toEqual(['customers', 'orders', 'web', 'product']);
  expect(outputs['web']).toMatchObject({ schema: sampleSchema('web'), source: { kind: 'sample', table: 'web', customers: 800, seed: 7 } });
  expect(summary).toBe('800 people, seed 7');
});

test('a shop has 500 people or more', () => {
  expect(mistake(() => compileNode(sampleData, {}, { customers: 10 }))).toMatchObject({ param: 'customers' });
});
