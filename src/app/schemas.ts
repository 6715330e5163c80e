import type { Compiled } from '../core/compile.ts';
import type { Columns } from '../core/guess.ts';
import type { AnyNodeType } from '../core/node.ts';
import { isTable } from '../core/plan.ts';
import type { Schema } from '../core/schema.ts';
import { wiresInto, type Workflow } from '../core/workflow.ts';
import { inputFor, type Connecting } from './edits.ts';

/** The columns that leave by an output, where they are known and it is a table. */
export function schemaOut({ nodes }: Compiled, node: string, port: string): Schema | undefined {
  const op = nodes.get(node)?.outputs.get(port);
  return op && isTable(op) ? op.schema : undefined;
}

/** The columns that come in at an input; those of the first wire where it takes several. */
export function schemaIn(workflow: Workflow, compiled: Compiled, node: string, port: string): Schema | undefined {
  const wire = wiresInto(workflow.edges, node).find(({ to }) => to[1] === port);
  return wire && schemaOut(compiled, ...wire.from);
}

/** What a new node of a type would get from an output. */
export function columnsFrom(compiled: Compiled, type: AnyNodeType, from: Connecting | undefined): Columns {
  const port = from && inputFor(type, from.kind);
  return (other) => (from && other === port ? schemaOut(compiled, from.node, from.port) : undefined);
}
