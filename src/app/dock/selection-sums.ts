import type { Cell } from '../../core/engine.ts';
import { col } from '../../core/expr.ts';
import { aggregate, type Measure, type TableOp } from '../../core/plan.ts';
import type { Column } from '../../core/schema.ts';
import { isQuantity } from './quantity.ts';
import { numberAt, type Table } from './table.ts';

/** What the selected numbers come to. */
export interface Sums {
  readonly numbers: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

export const quantitiesOf = (columns: readonly Column[]): Column[] => columns.filter(isQuantity);

const NOTHING: Sums = { numbers: 0, sum: 0, min: Infinity, max: -Infinity };

export function sumsOf(cells: Iterable<Cell>): Sums {
  let { numbers, sum, min, max } = NOTHING;
  for (const value of cells) {
    if (typeof value !== 'number') continue;
    numbers++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { numbers, sum, min, max };
}

const FIGURES = ['count', 'sum', 'min', 'max'] as const;

/** What all rows of some columns come to, as one row. */
export function columnSumsOp(table: TableOp, columns: readonly Column[]): TableOp {
  const measures = columns.flatMap(({ name }, i) =>
    FIGURES.map((fn): Measure => ({
      name: `${fn} ${i}`,
      fn,
      of: fn === 'sum' ? { kind: 'call', fn: 'to_double', args: [col(name)] } : col(name),
    })),
  );
  return aggregate(table, [], measures);
}

export function columnSums(table: Table, columns: readonly Column[]): Sums {
  return columns.reduce<Sums>((all, _, i) => {
    const numbers = numberAt(table, `count ${i}`, 0);
    if (!numbers) return all;
    return {
      numbers: all.numbers + numbers,
      sum: all.sum + numberAt(table, `sum ${i}`, 0),
      min: Math.min(all.min, numberAt(table, `min ${i}`, 0)),
      max: Math.max(all.max, numberAt(table, `max ${i}`, 0)),
    };
  }, NOTHING);
}
