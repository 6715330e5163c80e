import type { Edge, Workflow, WorkflowNode } from '../../src/core/workflow.ts';

const LENGTH = 10;
const STEPS: readonly Pick<WorkflowNode, 'type' | 'params'>[] = [
  { type: 'row-filter', params: [['condition', 'amount > 1']] },
  { type: 'formula', params: [] },
  { type: 'sort', params: [['order', [{ column: 'amount' }]]] },
];

const portsOf = (type: string): readonly [input: string, output: string] =>
  type === 'row-filter' ? ['table', 'pass'] : ['table', 'table'];

/** A workflow of `count` nodes: the orders of the sample shop, and chains of nine steps over them, one below the other. */
export function manyNodes(count: number): Workflow {
  const nodes: WorkflowNode[] = [{ id: 'shop', type: 'sample-data', version: 1, params: [['customers', 500]], at: [0, 0] }];
  const edges: Edge[] = [];
  for (let i = 0; nodes.length < count; i++) {
    const [row, place] = [Math.floor(i / (LENGTH - 1)), i % (LENGTH - 1)];
    const { type, params } = STEPS[place % 3]!;
    const id = `step-${i}`;
    nodes.push({
      id,
      type,
      version: 1,
      params: type === 'formula' ? [['formulas', [{ name: `twice_${i}`, expression: 'amount * 2' }]]] : params,
      at: [(place + 1) * 224, row * 92],
    });
    const before = place === 0 ? undefined : nodes.at(-2)!;
    edges.push({ from: before ? [before.id, portsOf(before.type)[1]] : ['shop', 'orders'], to: [id, 'table'] });
  }
  return { title: `${count} nodes`, description: '', params: [], sources: [], nodes, edges, notes: [], frames: [] };
}
