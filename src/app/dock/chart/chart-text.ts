import { rowsOf, textTableOf } from '../table.ts';
import type { TextTable } from '../text-table.ts';
import { binsFor, MISSING } from './chart-ops.ts';
import { measureWords } from './chart-spec.ts';
import { binText } from './chart-words.ts';
import { columnOf } from '../../../core/schema.ts';
import type { ChartData } from './use-chart.ts';

/** The figures of a chart as a table, under the names of its columns and in order. */
export function chartText({ spec, scout, schema, table }: ChartData): TextTable {
  const { names, rows } = textTableOf(table);
  const bins = spec.type === 'histogram' ? binsFor(spec.bins, scout.low, scout.high, columnOf(schema, spec.x!).type === 'int') : undefined;
  const called = new Map([
    ['x', spec.x ?? 'group'],
    ['y', spec.y ?? 'value'],
    ['split', spec.split ?? 'group'],
    ['bin', spec.x ?? 'value'],
    ['value', measureWords(spec)],
  ]);
  const order = rowsOf(table).sort((a, b) => compare(rows[a]![0], rows[b]![0]));
  return {
    names: names.map((name) => called.get(name) ?? name),
    rows: (spec.type === 'scatter' ? rowsOf(table) : order).map((i) =>
      rows[i]!.map((cell, j) => (names[j] === 'bin' && bins ? binText(bins, Number(cell)) : cell === MISSING ? null : cell)),
    ),
  };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
