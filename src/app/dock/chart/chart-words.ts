import { findColumn, type Schema } from '../../../core/schema.ts';
import { valueText } from '../column-words.ts';
import { count, exact, percent } from '../numbers.ts';
import { MISSING, MOST_POINTS, MOST_STEPS, OTHER, stepOf, unitFor, unitsIn, type Bins, type Scout } from './chart-ops.ts';
import type { ChartSpec, TimeUnit } from './chart-spec.ts';

/** A group of a column as people call it. */
export function groupText(name: string, of: string | undefined, schema: Schema): string {
  if (name === MISSING) return 'missing';
  if (name === '') return 'empty text';
  return name === OTHER ? name : valueText(name, findColumn(schema, of ?? '')?.type ?? 'string');
}

export const clipped = (text: string, most: number): string => (text.length > most ? `${text.slice(0, Math.max(most - 1, 1))}…` : text);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A step of time, as a label: "Mar 2025". */
export function timeText(ms: number, unit: TimeUnit): string {
  const day = new Date(ms);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  switch (unit) {
    case 'year':
      return String(year);
    case 'quarter':
      return `Q${Math.floor(month / 3) + 1} ${year}`;
    case 'month':
      return `${MONTHS[month]} ${year}`;
    case 'week':
    case 'day':
      return `${day.getUTCDate()} ${MONTHS[month]} ${year}`;
  }
}

/** The numbers of a bin: whole ones end before the next bin begins. */
export function binText({ start, step, whole }: Bins, bin: number): string {
  const [from, to] = [binEdge(start, step, bin), binEdge(start, step, bin + 1)];
  if (!whole) return `${exact(from)} to ${exact(to)}`;
  return step === 1 ? exact(from) : `${exact(from)} to ${exact(to - 1)}`;
}

export const binEdge = (start: number, step: number, bin: number): number => Number((start + step * bin).toPrecision(12));

/** What a chart leaves out or takes a part of. */
export function remarksOf(spec: ChartSpec, scout: Scout): string {
  const { rows, drawn, groups, groupsInAll, colours, coloursInAll } = scout;
  const parts = [`${count(rows)} rows`];
  if (drawn < rows) parts.push(`${count(rows - drawn)} without a value left out (${percent((rows - drawn) / rows)})`);
  if (spec.type === 'scatter' && drawn > MOST_POINTS)
    parts.push(`${count(Math.floor(drawn / stepOf(scout)))} points shown, every ${ordinal(stepOf(scout))} row in the order of ${spec.x}`);
  if (spec.type === 'bars' || spec.type === 'line' || spec.type === 'heat') parts.push(...stepRemarks(spec, scout));
  if (groups.length < groupsInAll)
    parts.push(`the ${count(groups.length)} ${spec.type === 'bars' ? 'highest' : 'largest'} of ${count(groupsInAll)} groups`);
  if (spec.type === 'heat' && colours.length < coloursInAll)
    parts.push(`the ${count(colours.length)} largest of ${count(coloursInAll)} rows`);
  return parts.join(', ');
}

function stepRemarks(spec: ChartSpec, scout: Scout): string[] {
  if (!(scout.high > scout.low)) return [];
  const unit = unitFor(spec, scout);
  const all = unitsIn(unit, scout);
  return [
    ...(spec.unit === 'auto' || spec.unit === unit ? [] : [`${unit}s in place of ${spec.unit}s, of which there are too many`]),
    ...(all > MOST_STEPS ? [`the first ${count(MOST_STEPS)} of about ${count(all)} ${unit}s`] : []),
  ];
}

function ordinal(n: number): string {
  const [tens, ones] = [n % 100, n % 10];
  return `${count(n)}${tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th')}`;
}
