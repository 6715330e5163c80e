import type { AnyNodeType, Sink } from '../../src/core/node.ts';
import { readParams, type Json, type Named } from '../../src/core/params.ts';
import { isTable, scanFile, type Op, type TableOp } from '../../src/core/plan.ts';
import { PlanError, type DType, type Role } from '../../src/core/schema.ts';
import type { FileSource } from '../../src/core/source.ts';

export type Listed = readonly [name: string, type: DType, role?: Role];

/** A file with these columns, as a workflow knows it. */
export function file(name: string, ...columns: readonly Listed[]): FileSource {
  return {
    kind: 'file',
    name,
    path: `${name}.csv`,
    format: 'csv',
    options: {},
    columns: columns.map(([name, type, role]) => ({ name, type, role })),
  };
}

/** A table with these columns; every value may be missing. */
export const table = (...columns: readonly Listed[]): TableOp => scanFile(file('table', ...columns));

/** The same with a row number, which is then its key. */
export const numbered = (...columns: readonly Listed[]): TableOp => scanFile(file('table', ...columns), { rowNumber: 'row' });

export type NodeInputs = Readonly<Record<string, Op | readonly Op[] | undefined>>;
export type Saved = Readonly<Record<string, Json>>;

export interface CompiledOnce {
  readonly outputs: Readonly<Record<string, Op>>;
  readonly notes: readonly TableOp[];
  readonly summary: string;
  readonly sink: Sink | undefined;
}

/** A node compiled on its own, its params read as from a workflow file. */
export function compileNode(type: AnyNodeType, inputs: NodeInputs, saved: Saved = {}, named: Partial<Named> = {}): CompiledOnce {
  const params = readParams(type.params, Object.entries(saved), { sources: [], params: [], ...named });
  const outputs = type.compile(inputs as never, params as never);
  return {
    outputs,
    notes: type.notes?.(inputs as never, params as never, outputs as never) ?? [],
    summary: type.summary?.(params as never) ?? '',
    sink: type.sink?.(inputs as never, params as never),
  };
}

/** A table's columns as `name type`, with a `?` where a value may be missing. */
export function columns(op: Op | undefined): string[] {
  if (!op || !isTable(op)) throw new Error('There is no table.');
  return op.schema.map((c) => `${c.name} ${c.type}${c.nullable ? '?' : ''}`);
}

/** The level of each note, in their order. */
export function levels(notes: readonly TableOp[]): string[] {
  return notes.map((op) => {
    const level = op.kind === 'project' ? op.columns.find((c) => c.name === 'level')?.expr : undefined;
    if (level?.kind !== 'lit') throw new Error('A note has no level.');
    return String(level.value);
  });
}

/** What a user is told when `build` goes wrong. */
export function mistake(build: () => unknown): {
  readonly message: string;
  readonly fix: string | undefined;
  readonly param: string | undefined;
} {
  try {
    build();
  } catch (error) {
    if (error instanceof PlanError) return { message: error.message, fix: error.fix, param: error.param };
    throw error;
  }
  throw new Error('Nothing went wrong.');
}
