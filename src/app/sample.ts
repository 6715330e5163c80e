import type { Compiled, CompiledNode } from '../core/compile.ts';
import { keyOf } from '../core/key.ts';
import { inOrder, inputsOf, type Op, type Scan, type TableOp } from '../core/plan.ts';
import { sampled } from '../core/sampled.ts';
import type { Wanted } from '../core/targets.ts';
import type { Sample } from './store.ts';

/** Tables of up to this many rows are computed whole after an edit. */
export const SAMPLED_ROWS = 100_000;
/** Files and shops of up to this size are read after an edit without being asked. */
const SMALL_BYTES = 32 * 1024 * 1024;
const SMALL_SHOP = 20_000;

/** Whether reading a source takes so little that nobody needs to be asked. */
export function isSmall({ source }: Scan): boolean {
  if (source.kind === 'sample') return source.customers <= SMALL_SHOP;
  const size = Number(/^\d+/.exec(source.fingerprint ?? '')?.[0] ?? Infinity);
  return source.stamp !== undefined && size <= SMALL_BYTES;
}

/** What of a run needs only sources that can be read now, and these sources. */
export function withinReach(wanted: Wanted, isThere: (scan: Scan) => boolean): { wanted: Wanted; scans: readonly Scan[] } {
  const scans = inOrder(wanted.targets).filter((op): op is Scan => op.kind === 'scan');
  const missing = new Set(scans.filter((scan) => !isThere(scan)));
  const reached = new Set<Op>();
  if (missing.size)
    for (const op of inOrder([...wanted.targets, ...wanted.counts, ...(wanted.findings ?? [])]))
      if (op.kind === 'scan' ? isThere(op) : inputsOf(op).every((input) => reached.has(input))) reached.add(op);
  const canBe = (op: Op): boolean => reached.has(op);
  return {
    scans: scans.filter((scan) => !missing.has(scan)),
    wanted: missing.size
      ? {
          targets: wanted.targets.filter(canBe),
          counts: wanted.counts.filter(canBe),
          findings: wanted.findings?.filter(canBe) ?? [],
          notes: wanted.notes.filter(({ table }) => canBe(table)),
        }
      : wanted,
  };
}

/** A run and the nodes behind it over a share of the rows. */
export function sampleOf(of: Compiled, wanted: Wanted, share: number): { readonly kept: Sample; readonly wanted: Wanted } {
  const part = sampled(wanted.targets, share);
  const tables = (ops: readonly TableOp[]): TableOp[] => ops.map((op) => part(op) as TableOp);
  const node = (made: CompiledNode): CompiledNode => ({
    params: made.params,
    sink: made.sink,
    inputs: new Map([...made.inputs].map(([port, ops]) => [port, ops.map(part)])),
    outputs: new Map([...made.outputs].map(([port, op]) => [port, part(op)])),
    get notes() {
      return tables(made.notes);
    },
    get summary() {
      return made.summary;
    },
  });
  const targets = [...new Map(wanted.targets.map((op) => [keyOf(part(op)), part(op)])).values()];
  return {
    kept: { share, of, nodes: new Map([...of.nodes].map(([id, made]) => [id, node(made)])) },
    wanted: {
      targets,
      counts: tables(wanted.counts),
      findings: tables(wanted.findings ?? []),
      notes: wanted.notes.map(({ node: id, table }) => ({ node: id, table: part(table) as TableOp })),
    },
  };
}
