import type { ReactNode } from 'react';
import type { CompiledNode } from '../../core/compile.ts';
import type { TableOp } from '../../core/plan.ts';

/**
 * A way to draw a node's result: what it needs, as ops made of the node's ports, and a picture of the small tables that
 * come of them. `T` names the tables.
 */
export interface View<T extends object> {
  /** @param names the names and colours of segments, where a node gives them */
  data(node: CompiledNode, names: TableOp | undefined): { readonly [K in keyof T]: TableOp };
  Draw(props: Drawn<T>): ReactNode;
}

export interface Drawn<T extends object> {
  readonly node: CompiledNode;
  readonly tables: T;
}

/** A view in a list of all, with the names of its tables forgotten. */
export interface AnyView {
  data(node: CompiledNode, names: TableOp | undefined): object;
  Draw(props: { readonly node: CompiledNode; readonly tables: never }): ReactNode;
}

/** The table op behind an output port; the node's type says that it is there. */
export function tableOutput(node: CompiledNode, port: string): TableOp {
  const op = node.outputs.get(port);
  if (!op || op.kind === 'fit') throw new Error(`The node has no table "${port}".`);
  return op;
}
