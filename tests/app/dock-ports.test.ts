import { expect, test } from 'vitest';
import { columnGroup, groupsBetween, hasFrequent, profilesFrom } from '../../src/app/dock/column-profile.ts';
import { endsOf } from '../../src/app/dock/column-words.ts';
import { portsOf } from '../../src/app/dock/dock-ports.ts';
import { tableFrom } from '../../src/app/dock/table.ts';
import type { Cell } from '../../src/core/engine.ts';
import { column } from '../../src/core/schema.ts';
import { EMPTY, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const node = (id: string, type: string): WorkflowNode => ({ id, type, version: 1, params: [], at: [0, 0] });
const workflow: Workflow = {
  ...EMPTY,
  nodes: [
    node('a', 'csv-reader'),
    node('b', 'csv-reader'),
    node('both', 'concatenate'),
    node('forest', 'random-forest'),
    node('end', 'table-view'),
  ],
  edges: [
    { from: ['a', 'table'], to: ['both', 'tables'] },
    { from: ['b', 'rejects'], to: ['both', 'tables'] },
    { from: ['both', 'table'], to: ['end', 'table'] },
  ],
};

test('outputs come first, and an input with several wires has a tab for each', () => {
  const ports = portsOf(workflow, 'both').map(({ label, owner, output }) => [label, owner, output]);
  expect(ports.filter(([label]) => String(label).startsWith('In'))).toEqual([
    ['In: tables 1', 'a', 'table'],
    ['In: tables 2', 'b', 'rejects'],
  ]);
  expect(ports[0]).toEqual(['Out: table', 'both', 'table']);
});

test('what is not connected has no tab, and models are told from tables', () => {
  expect(portsOf(workflow, 'forest').map((p) => [p.id, p.kind])).toEqual([
    ['out:model', 'model'],
    ['out:importance', 'table'],
  ]);
  expect(portsOf(workflow, 'end').map((p) => p.id)).toEqual(['in:table']);
  expect(portsOf(workflow, 'nowhere')).toEqual([]);
});

test('columns are looked at by groups of sixteen neighbours', () => {
  const schema = Array.from({ length: 40 }, (_, i) => column(`c${i}`, 'int'));
  expect(groupsBetween(14, 33)).toEqual([0, 16, 32]);
  expect(columnGroup(schema, 32)).toEqual(schema.slice(32).map((c) => c.name));
});

const table = (...columns: readonly (readonly [name: string, ...values: Cell[]])[]) =>
  tableFrom({ columns: columns.map(([name, ...values]) => ({ name, type: 'string', values })) });

const profile = table(
  ['column', 'age', '__proto__', 'city'],
  ['type', 'int', 'string', 'string'],
  ['rows', 1000, 1000, 1000],
  ['missing', 40, 0, 0],
  ['distinct', 69, 1000, 12],
  ['min', '18', 'A', 'Aachen'],
  ['max', '86', 'Z', 'Ulm'],
  ['median', 44, null, null],
  ['mean', 45.5, null, null],
);
const distribution = table(
  ['column', 'age', 'age', '__proto__', '__proto__', 'city', 'city'],
  ['value', null, null, 'A', null, 'Berlin', null],
  ['from', 18, 52, null, null, null, null],
  ['to', 52, 86, null, null, null, null],
  ['rows', 600, 360, 1, 999, 160, 840],
);

test('profiles are found by the name of their column, whatever it is', () => {
  const found = profilesFrom(profile, distribution);
  expect([...found.keys()]).toEqual(['age', '__proto__', 'city']);
  expect(found.get('__proto__')?.bars.map((b) => b.rows)).toEqual([1, 999]);
  expect(found.get('age')).toMatchObject({
    missing: 40,
    median: 44,
    bars: [
      { from: 18, to: 52, rows: 600 },
      { from: 52, to: 86, rows: 360 },
    ],
  });
  expect(found.get('city')!.median).toBeNaN();
});

test('under a column stands its range, its most frequent value, or how many there are', () => {
  const found = profilesFrom(profile, distribution);
  expect(endsOf({ type: 'int' }, found.get('age')!)).toEqual(['18', '86']);
  expect(endsOf({ type: 'string' }, found.get('city')!)).toEqual(['Berlin 16 %']);
  expect(endsOf({ type: 'string' }, found.get('__proto__')!)).toEqual(['1,000 distinct']);
  expect([...found.values()].map(hasFrequent)).toEqual([false, false, true]);
});
