import { analysis } from '../../core/algorithms.ts';
import type { Compiled } from '../../core/compile.ts';
import { keyOf } from '../../core/key.ts';
import { inOrder, type Analyse, type Op } from '../../core/plan.ts';
import type { KnownRows } from '../../engines/applied.ts';
import type { LocalEngine } from '../../engines/local/local.ts';
import type { Fitted } from '../../engines/spark/workflow-script.ts';

export interface Learned {
  readonly fitted: Fitted;
  /** What a script has asked for and the engine does not have, by key. */
  readonly missing: ReadonlyMap<string, Op>;
}

const isSettled = (op: Op): op is Analyse => op.kind === 'analyse' && analysis(op.analysis).settled === true;

/** What the last runs have learned, as a script asks for it. */
export async function learnedIn(engine: LocalEngine, compiled: Compiled): Promise<Learned> {
  const tables = new Map<string, KnownRows>();
  const ports = [...compiled.nodes.values()].flatMap(({ outputs }) => [...outputs.values()]);
  for (const op of inOrder(ports)) if (isSettled(op) && engine.has(op)) tables.set(keyOf(op), await rowsOf(engine, op));

  const missing = new Map<string, Op>();
  const noted = <T>(op: Op, found: T | undefined): T | undefined => {
    if (found === undefined) missing.set(keyOf(op), op);
    return found;
  };
  return {
    missing,
    fitted: {
      model: (op) => noted(op, engine.model(op)),
      rows: (op) => (isSettled(op) ? noted(op, tables.get(keyOf(op))) : undefined),
    },
  };
}

async function rowsOf(engine: LocalEngine, op: Analyse): Promise<KnownRows> {
  const { columns, rows } = await engine.page(op, { from: 0, count: engine.rows(op) ?? 0 });
  return Array.from({ length: rows }, (_, i) => columns.map((column) => column.values[i]!));
}

/** The nodes in which `ops` come up first, in the order of the workflow. */
export function nodesOf({ nodes }: Compiled, ops: readonly Op[]): string[] {
  const left = new Set(ops.map(keyOf));
  return [...nodes].flatMap(([id, { outputs }]) => {
    const own = inOrder([...outputs.values()]).filter((op) => left.delete(keyOf(op)));
    return own.length ? [id] : [];
  });
}
