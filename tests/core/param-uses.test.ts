import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler } from '../../src/core/compile.ts';
import { paramUses } from '../../src/core/param-uses.ts';
import type { Json, WorkflowParam } from '../../src/core/params.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';

const orders = {
  kind: 'file' as const,
  name: 'orders',
  path: 'orders.csv',
  format: 'csv' as const,
  options: {},
  columns: [
    { name: 'customer', type: 'string' as const },
    { name: 'day', type: 'date' as const },
    { name: 'amount', type: 'double' as const },
  ],
};

function workflow(params: readonly WorkflowParam[], type: string, settings: Readonly<Record<string, Json>>, port = 'table'): Workflow {
  return {
    ...EMPTY,
    params,
    sources: [orders],
    nodes: [
      { id: 'orders', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] },
      { id: 'node', type, version: 1, params: Object.entries(settings), at: [0, 0] },
    ],
    edges: [{ from: ['orders', 'table'], to: ['node', port] }],
  };
}

const usesOf = (one: Workflow) => {
  const { literals, fixed } = paramUses(one, compiler(nodeTypes)(one), nodeTypes);
  return { values: [...literals].map(([literal, name]) => [name, literal.kind === 'lit' ? literal.value : undefined]), fixed: [...fixed] };
};

const rfm = { customer: 'customer', date: 'day', amount: 'amount' };

describe('the uses of a workflow parameter', () => {
  test('are the literals that stand for it, wherever a node puts them', () => {
    const one = workflow([{ name: 'asOf', type: 'date', value: '2026-11-01' }], 'rfm', rfm, 'orders');
    const { values, fixed } = usesOf(one);
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(values.map(String))).toEqual(new Set(['asOf,2026-11-01']));
    expect(fixed).toEqual([]);
  });

  test('are found in expressions, and not in equal literals beside them', () => {
    const one = workflow([{ name: 'least', type: 'double', value: 5 }], 'row-filter', { condition: 'amount > $least and amount <> 5.0' });
    expect(usesOf(one)).toEqual({ values: [['least', 5]], fixed: [] });
  });

  test.each([
    ['decides how many columns there are', [{ name: 'bins', type: 'int', value: 4 }], { ...rfm, bins: { param: 'bins' } }, 'bins'],
    ['is the name of a column', [{ name: 'who', type: 'string', value: 'customer' }], { ...rfm, customer: { param: 'who' } }, 'who'],
    ['has no value', [{ name: 'asOf', type: 'date', value: null }], rfm, 'asOf'],
  ] as const)('are none where it %s', (_, params, settings, name) => {
    expect(usesOf(workflow(params, 'rfm', settings, 'orders'))).toEqual({ values: [], fixed: [name] });
  });
});
