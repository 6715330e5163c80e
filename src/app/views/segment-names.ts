import type { CompiledNode } from '../../core/compile.ts';
import { keyOf } from '../../core/key.ts';
import { isTable, type TableOp } from '../../core/plan.ts';
import type { Workflow } from '../../core/workflow.ts';

/**
 * The names that a Name Segments node gives to the segments of `node`: one that reads its profile, or the same customers.
 * @param compiled the nodes as they are now, or as they were when they ran
 */
export function namesFor(workflow: Workflow, compiled: (id: string) => CompiledNode | undefined, node: string): TableOp | undefined {
  const own = compiled(node);
  if (!own) return undefined;
  const keys = new Set([...own.outputs.values(), ...[...own.inputs.values()].flat()].map(keyOf));
  for (const { id, type } of workflow.nodes) {
    const namer = type === 'name-segments' ? compiled(id) : undefined;
    const names = namer?.outputs.get('names');
    if (!namer || !names || !isTable(names) || namer.params['segment'] !== own.params['segment']) continue;
    if ([...namer.inputs.values()].flat().some((op) => keys.has(keyOf(op)))) return names;
  }
  return undefined;
}
