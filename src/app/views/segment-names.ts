import { keyOf } from '../../core/key.ts';
import { isTable, type TableOp } from '../../core/plan.ts';
import type { State } from '../store.ts';

/** The names that a Name Segments node gives to the segments of `node`: one that reads its profile, or the same customers. */
export function namesFor({ workflow, compiled }: State, node: string): TableOp | undefined {
  const own = compiled.nodes.get(node);
  if (!own) return undefined;
  const keys = new Set([...own.outputs.values(), ...[...own.inputs.values()].flat()].map(keyOf));
  for (const { id, type } of workflow.nodes) {
    const namer = type === 'name-segments' ? compiled.nodes.get(id) : undefined;
    const names = namer?.outputs.get('names');
    if (!namer || !names || !isTable(names) || namer.params['segment'] !== own.params['segment']) continue;
    if ([...namer.inputs.values()].flat().some((op) => keys.has(keyOf(op)))) return names;
  }
  return undefined;
}

