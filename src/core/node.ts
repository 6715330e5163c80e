import type { Params, Values } from './params.ts';
import type { ModelOp, TableOp } from './plan.ts';

/** What flows through a port. `tables` takes several wires, in their order; a `?` may stay unconnected. */
export type InputPort = 'table' | 'table?' | 'tables' | 'model';
export type OutputPort = 'table' | 'model';

type InputOp<P extends InputPort> = P extends 'tables'
  ? readonly TableOp[]
  : P extends 'table?'
    ? TableOp | undefined
    : P extends 'model'
      ? ModelOp
      : TableOp;
export type InputOps<I> = { readonly [K in keyof I]: I[K] extends InputPort ? InputOp<I[K]> : never };
export type OutputOps<O> = { readonly [K in keyof O]: O[K] extends 'model' ? ModelOp : TableOp };

export type Inputs = Readonly<Record<string, InputPort>>;
export type Outputs = Readonly<Record<string, OutputPort>>;

/** Palette groups, in palette order. */
export const GROUPS = [
  'Input',
  'Prepare',
  'Combine',
  'Clean',
  'Features',
  'Cluster',
  'Segments',
  'Model',
  'Evaluate',
  'Explain',
  'Explore',
  'Output',
] as const;
export type Group = (typeof GROUPS)[number];

/** A drawn result: which picture, named by what it shows. The app draws it from the node's ports. */
export type ViewName = 'profile' | 'rfm' | 'segments' | 'importance' | 'scores' | 'table';

/** Where a sink's rows go. */
export interface Sink {
  readonly table: TableOp;
  readonly file: string;
  readonly format: 'csv' | 'parquet' | 'excel';
  /** Guard text cells that a spreadsheet would run. */ readonly guard: boolean;
}

/**
 * A kind of node: everything the product knows about it, in one object. It says what to compute and never touches a
 * row, so it means the same in the editor, on the command line and on any engine.
 */
export interface NodeType<P extends Params = Params, I extends Inputs = Inputs, O extends Outputs = Outputs> {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly group: Group;
  /** A lucide icon's name. */
  readonly icon: string;
  /** What it does, when to use it and what to look out for. Its first sentence stands alone. */
  readonly doc: string;
  /** Other words people look for it by. */
  readonly words?: readonly string[];
  readonly params: P;
  readonly inputs: I;
  readonly outputs: O;
  compile(inputs: InputOps<I>, params: Values<P>): OutputOps<O>;
  /** The settings in a few words, for the card. */
  summary?(params: Values<P>): string;
  /**
   * Findings about the data, as tables of `level` (info, warn or error) and `message`: a row that comes out is shown on
   * the node. An `error` row ends a command-line run with a failed check.
   */
  notes?(inputs: InputOps<I>, params: Values<P>, outputs: OutputOps<O>): readonly TableOp[];
  readonly view?: ViewName;
  /** What it writes, for nodes that end a workflow in a file. */
  sink?(inputs: InputOps<I>, params: Values<P>): Sink;
  /** Brings params (and port names, through `ports`) of an older version up to this one. */
  migrate?(params: ReadonlyMap<string, unknown>, from: number): ReadonlyMap<string, unknown>;
  /** Old port names and their new ones. */
  readonly ports?: readonly (readonly [old: string, now: string])[];
}

export function defineNode<const P extends Params, const I extends Inputs, const O extends Outputs>(
  type: NodeType<P, I, O>,
): NodeType<P, I, O> {
  return type;
}

type Outcome = Readonly<Record<string, TableOp | ModelOp>>;

/** A node type in a list of all, with its own param and port types forgotten. */
export interface AnyNodeType extends Omit<NodeType, 'compile' | 'summary' | 'notes' | 'sink'> {
  compile(inputs: never, params: never): Outcome;
  summary?(params: never): string;
  notes?(inputs: never, params: never, outputs: never): readonly TableOp[];
  sink?(inputs: never, params: never): Sink;
}

export type NodeTypes = ReadonlyMap<string, AnyNodeType>;

/** What a port of a type takes or gives; nothing where it has no such port, whatever its name comes from. */
export const inputOf = (type: AnyNodeType | undefined, port: string): InputPort | undefined =>
  type && Object.hasOwn(type.inputs, port) ? type.inputs[port] : undefined;
export const outputOf = (type: AnyNodeType | undefined, port: string): OutputPort | undefined =>
  type && Object.hasOwn(type.outputs, port) ? type.outputs[port] : undefined;
