import { bench, describe } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler } from '../../src/core/compile.ts';
import type { FileSource } from '../../src/core/source.ts';
import { EMPTY, type Edge, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

/** Targets, on a laptop: 10 ms for all of 500 nodes over 20 columns, 1 ms for an edit of the last one. */
const BRANCHES = 10;
const STEPS = 50;

const orders: FileSource = {
  kind: 'file',
  name: 'orders',
  path: 'orders.csv',
  format: 'csv',
  options: {},
  columns: Array.from({ length: 20 }, (_, i) => ({ name: `measure_${i}`, type: 'double' })),
};

function stepParams(branch: number, step: number): WorkflowNode['params'] {
  const expression = `measure_${step % 20} / nullif(measure_${branch}, 0) + ${step}`;
  return step % 2
    ? [['condition', `${expression} > 5 and measure_3 is not null`]]
    : [['formulas', [{ name: `measure_${step % 20}`, expression }]]];
}

/** One reader and branches that filter and compute in turn. */
function branches(): Workflow {
  const nodes: WorkflowNode[] = [{ id: 'reader', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] }];
  const edges: Edge[] = [];
  for (let branch = 0; branch < BRANCHES; branch++) {
    for (let step = 0; step < STEPS; step++) {
      const id = `step-${branch}-${step}`;
      const before = step ? ([`step-${branch}-${step - 1}`, step % 2 ? 'table' : 'pass'] as const) : (['reader', 'table'] as const);
      nodes.push({ id, type: step % 2 ? 'row-filter' : 'formula', version: 1, params: stepParams(branch, step), at: [0, 0] });
      edges.push({ from: before, to: [id, 'table'] });
    }
  }
  return { ...EMPTY, sources: [orders], nodes, edges };
}

const full = branches();
const withLast = (change: Partial<WorkflowNode>): Workflow => ({
  ...full,
  nodes: [...full.nodes.slice(0, -1), { ...full.nodes.at(-1)!, ...change }],
});
const edited = withLast({ params: [['condition', 'measure_0 > 7']] });
const moved = withLast({ at: [5, 5] });

const { issues } = compiler(nodeTypes)(full);
if (issues.length) throw new Error(`The benchmark compiles nothing: ${issues[0]!.message}`);

const warm = compiler(nodeTypes);
let turn = 0;

/** Long enough for the code to be compiled before it is timed, as it is in an editor that is open. */
const LONG = { warmupTime: 2000, time: 3000 };

describe('compile, 500 nodes of 20 columns', () => {
  bench('all of it', () => void compiler(nodeTypes)(full), LONG);
  bench('an edit of the last node', () => void warm(turn++ % 2 ? full : edited), LONG);
  bench('a card moved', () => void warm(turn++ % 2 ? full : moved), LONG);
});
