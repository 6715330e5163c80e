import { call, concat, lit, textOf } from './expr.ts';
import { filter, inOrder, inputsOf, isTable, withInputs, type Op, type Scan } from './plan.ts';
import { findColumn, type Role } from './schema.ts';

const NAMES_SOMEBODY = new Set<Role | undefined>(['id', 'email', 'phone']);

/** Shares that a sample may have: few, so that results are found again when a table grows a little. */
const SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** The share of the rows that leaves at most `most` of `rows`, or 1 where there are no more. */
export const shareFor = (rows: number, most: number): number =>
  rows <= most ? 1 : (SHARES.find((share) => rows * share <= most) ?? 0.001);

/**
 * Makes plans that see only a share of what `roots` read. Rows are taken by a hash of the id by which the plan groups or
 * joins them, so that customers stay whole and the same customers are taken from every table; where it uses none, by a
 * hash of the whole row. The same share takes the same rows each time.
 */
export function sampled(roots: readonly Op[], share: number): (op: Op) => Op {
  const made = new Map<Op, Op>();
  const ids = idsIn(roots);
  return (root) => {
    const stack = [root];
    while (stack.length) {
      const op = stack.at(-1)!;
      const inputs = inputsOf(op);
      const waiting = made.has(op) ? [] : inputs.filter((input) => !made.has(input));
      if (waiting.length) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (made.has(op)) continue;
      const others = inputs.map((input) => made.get(input)!);
      const isSame = others.every((other, i) => other === inputs[i]);
      made.set(op, op.kind === 'scan' && op.part === 'rows' ? shareOf(op, share, ids) : isSame ? op : withInputs(op, others));
    }
    return made.get(root)!;
  };
}

function shareOf(scan: Scan, share: number, ids: readonly string[]): Op {
  const id = ids.find((name) => NAMES_SOMEBODY.has(findColumn(scan.schema, name)?.role));
  const columns = id === undefined ? scan.schema : [findColumn(scan.schema, id)!];
  const texts = columns.map((column) => call('coalesce', textOf(column), lit('')));
  const row = concat(...texts.flatMap((text, i) => (i ? [lit('\u001f'), text] : [text])));
  return filter(scan, call('<', call('hash_share', row, lit(0)), lit(share, 'double')));
}

/** The columns by which rows are put together, the last first: a plan ends with what it is about. */
function idsIn(roots: readonly Op[]): string[] {
  const names = inOrder(roots)
    .filter(isTable)
    .flatMap((op) => (op.kind === 'aggregate' ? [...op.by] : op.kind === 'join' ? op.on.flat() : op.kind === 'dedupe' ? [...op.by] : []));
  return [...new Set(names.reverse())];
}
