import { nodeTypes } from '../../nodes/index.ts';
import { usesOf, type ColumnUse } from '../core/column-uses.ts';
import { compiler, type Compiled } from '../core/compile.ts';
import { followNames, type Followed, type Origin } from '../core/follow-names.ts';
import { findColumn } from '../core/schema.ts';
import type { Workflow } from '../core/workflow.ts';
import { schemaIn } from './schemas.ts';
import type { State } from './store.ts';

/** Its own compiler, so that what is only tried does not push out what the editor has compiled. */
const compile = compiler(nodeTypes);

type More = Partial<Pick<Parameters<typeof followNames>[2], 'before' | 'skip'>>;

/** The workflow with new names of columns taken up by the nodes behind them. */
export const follow = (workflow: Workflow, origins: readonly Origin[], more: More = {}): Followed =>
  followNames(workflow, origins, { types: nodeTypes, compile, ...more });

interface Missing extends ColumnUse {
  readonly node: string;
}

/** The settings that use a column which their input does not have, or whose input is not known while something before it is wrong. */
function missingUses({ workflow, compiled }: Pick<State, 'workflow' | 'compiled'>, name: string): Missing[] {
  const wired = new Set(workflow.edges.map(({ to }) => JSON.stringify(to)));
  return workflow.nodes.flatMap((node) =>
    usesOf(nodeTypes.get(node.type)?.params ?? {}, node.params)
      .filter(({ column, port }) => column === name && wired.has(JSON.stringify([node.id, port])))
      .filter(({ port }) => !findColumn(schemaIn(workflow, compiled, node.id, port) ?? [], name))
      .map((use) => ({ ...use, node: node.id })),
  );
}

/** How many settings miss a column. */
export function countMissing(state: Pick<State, 'workflow' | 'compiled'>, name: string): number {
  return new Set(missingUses(state, name).map(({ node, path }) => JSON.stringify([node, path]))).size;
}

/** The workflow with another column in place of one that is missing, wherever it is missed and the other is there. */
export function mappedEverywhere(workflow: Workflow, compiled: Compiled, from: string, to: string): Workflow {
  const origins = missingUses({ workflow, compiled }, from).flatMap(({ node, port }): Origin[] =>
    findColumn(schemaIn(workflow, compiled, node, port) ?? [], to) ? [{ side: 'in', node, port, from, to }] : [],
  );
  return follow(workflow, origins).workflow;
}
