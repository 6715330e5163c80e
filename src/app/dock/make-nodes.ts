import { nodeTypes } from '../../../nodes/index.ts';
import type { Json } from '../../core/params.ts';
import { showExpr } from '../../core/show.ts';
import type { Schema } from '../../core/schema.ts';
import { freeId, itemsOf, nodeById, type Workflow } from '../../core/workflow.ts';
import { rightOf } from '../canvas/place.ts';
import { withNode } from '../edits.ts';
import type { DockPort } from './dock-ports.ts';
import { conditionOf, fitting, type Peek } from './peek.ts';

/** A node that does for the workflow what a look did for the eye. */
interface Step {
  readonly type: string;
  readonly params: readonly (readonly [string, Json])[];
}

/** A look as nodes: the rows that were on show, their order, and the columns. */
export function stepsOf(peek: Peek, hidden: readonly string[], schema: Schema): Step[] {
  const condition = conditionOf(peek, schema);
  const { order } = fitting(peek, schema);
  const keys = order.map(({ column, desc }): Json => (desc ? { column, desc: true } : { column }));
  return [
    ...(condition ? [{ type: 'row-filter', params: [['condition', showExpr(condition)] as const] }] : []),
    ...(keys.length ? [{ type: 'sort', params: [['order', keys] as const] }] : []),
    ...(hidden.length
      ? [{ type: 'select-columns', params: [['mode', 'drop'] as const, ['columns', hidden.map((column): Json => ({ column }))] as const] }]
      : []),
  ];
}

/** The workflow with a chain of new nodes behind a port, and their ids. The wires that were there stay. */
export function withSteps(
  workflow: Workflow,
  { owner, output }: Pick<DockPort, 'owner' | 'output'>,
  steps: readonly Step[],
): { readonly workflow: Workflow; readonly ids: readonly string[] } {
  const taken = new Set(itemsOf(workflow).map((item) => item.id));
  const ids: string[] = [];
  let next = workflow;
  let from = { node: owner, port: output, kind: 'table' as const };
  for (const { type, params } of steps) {
    const known = nodeTypes.get(type)!;
    const id = freeId(type, taken);
    taken.add(id);
    ids.push(id);
    next = withNode(next, { id, type, version: known.version, params, at: rightOf(nodeById(next, from.node)!.at) }, { from });
    from = { node: id, port: Object.keys(known.outputs)[0]!, kind: 'table' };
  }
  return { workflow: next, ids };
}
