import { findColumn } from '../../../core/schema.ts';
import { isDay } from '../peek.ts';
import { cellAt, numberAt, rowsOf, textAt, type Table } from '../table.ts';
import { MOST_STEPS, timeOf } from './chart-ops.ts';
import type { TimeUnit } from './chart-spec.ts';
import type { ChartData } from './use-chart.ts';

/** The values of a chart by their groups. */
export interface Cells {
  at(x: string, split: string): number | undefined;
}

export function cellsOf(table: Table): Cells {
  const values = new Map<string, Map<string, number>>();
  for (const i of rowsOf(table)) {
    const value = numberAt(table, 'value', i);
    if (!Number.isFinite(value)) continue;
    const x = textAt(table, 'x', i);
    const row = values.get(x) ?? new Map<string, number>();
    values.set(x, row.set(textAt(table, 'split', i), value));
  }
  return { at: (x, split) => values.get(x)?.get(split) };
}

/** Whether the values of groups add up to that of all of them. */
export const addsUp = ({ spec: { measure } }: Pick<ChartData, 'spec'>): boolean => measure === 'count' || measure === 'sum';

/** The groups of a place in their order: that of numbers, yes before no, else as the scout found them. */
export function ordered(groups: readonly string[], of: string | undefined, { schema }: Pick<ChartData, 'schema'>): readonly string[] {
  const type = findColumn(schema, of ?? '')?.type;
  if (type === 'int') return [...groups].sort((a, b) => rankOf(a) - rankOf(b));
  return type === 'bool' ? [...groups].sort((a, b) => b.localeCompare(a)) : groups;
}

const rankOf = (text: string): number => (Number.isNaN(Number(text)) ? Infinity : Number(text));

/** Every step of time from the first to the last, as `yyyy-MM-dd`, up to the most that are drawn: those without rows too. */
export function stepsBetween(first: string, last: string, unit: TimeUnit): string[] {
  const steps: string[] = [];
  const day = new Date(timeOf(first));
  for (let text = first; text <= last && steps.length < MOST_STEPS; text = day.toISOString().slice(0, 10)) {
    steps.push(text);
    if (unit === 'day' || unit === 'week') day.setUTCDate(day.getUTCDate() + (unit === 'day' ? 1 : 7));
    else day.setUTCMonth(day.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[unit]);
  }
  return steps;
}

/** The steps of a chart's table along a place that is cut into units of time. */
export function timeSteps(table: Table, place: 'x' | 'split', unit: TimeUnit): string[] {
  const there = rowsOf(table)
    .flatMap((i) => (cellAt(table, place, i) === null ? [] : [textAt(table, place, i).slice(0, 10)]))
    .sort();
  return there.length ? stepsBetween(there[0]!, there.at(-1)!, unit) : [];
}

export const isTime = ({ schema }: Pick<ChartData, 'schema'>, name: string | undefined): boolean => {
  const column = findColumn(schema, name ?? '');
  return column !== undefined && isDay(column);
};
