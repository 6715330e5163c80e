import type { CompiledNode } from '../../core/compile.ts';
import { isTable } from '../../core/plan.ts';
import type { Schema } from '../../core/schema.ts';

const MOST = 24;

/** Columns that a node's first table has and that none of its inputs has; none where nothing comes in. */
export function addedBy({ inputs, outputs }: CompiledNode): Schema {
  const tables = [...inputs.values()].flat().filter(isTable);
  const first = [...outputs.values()].find(isTable);
  if (!tables.length || !first) return [];
  const before = new Set(tables.flatMap((t) => t.schema.map((c) => c.name)));
  return first.schema.filter((c) => !before.has(c.name)).slice(0, MOST);
}
