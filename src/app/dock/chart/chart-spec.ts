import { findColumn, type Column, type Schema } from '../../../core/schema.ts';
import { isDay } from '../peek.ts';
import { isQuantity } from '../quantity.ts';

export type ChartType = 'histogram' | 'bars' | 'line' | 'scatter' | 'box' | 'heat';
export type ChartMeasure = 'count' | 'sum' | 'mean' | 'median' | 'distinct';
export type TimeUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** What a person wants drawn of a table. */
export interface ChartSpec {
  readonly type: ChartType;
  /** What goes along the axis, or is put apart. */
  readonly x?: string | undefined;
  /** What is measured. */
  readonly y?: string | undefined;
  /** What colours stand for; of a heat table its rows. */
  readonly split?: string | undefined;
  readonly measure: ChartMeasure;
  /** About as many bars as a histogram has. */
  readonly bins: number;
  readonly unit: TimeUnit | 'auto';
}

export const CHART_TYPES: readonly { readonly value: ChartType; readonly label: string; readonly detail: string }[] = [
  { value: 'histogram', label: 'Histogram', detail: 'how numbers spread' },
  { value: 'bars', label: 'Bars', detail: 'groups compared' },
  { value: 'line', label: 'Line over time', detail: 'how it went' },
  { value: 'scatter', label: 'Scatter', detail: 'two numbers together' },
  { value: 'box', label: 'Boxes', detail: 'numbers by group' },
  { value: 'heat', label: 'Heat table', detail: 'two groupings at once' },
];

export const MEASURES: readonly { readonly value: ChartMeasure; readonly label: string }[] = [
  { value: 'count', label: 'Number of rows' },
  { value: 'sum', label: 'Sum' },
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
  { value: 'distinct', label: 'Distinct values' },
];

export const UNITS: readonly (TimeUnit | 'auto')[] = ['auto', 'day', 'week', 'month', 'quarter', 'year'];

/** Columns whose values are names of groups. Numbers with decimals are not. */
export const isGrouping = ({ type }: Column): boolean => type !== 'double';

/** Groups that are not points in time: those that colours can stand for. */
export const isCategory = (column: Column): boolean => isGrouping(column) && !isDay(column);

type Place = 'x' | 'y' | 'split';

/** Which columns a chart can take in a place, and whether it can do without; nothing where it has no such place. */
export function placeOf(
  { type, measure }: Pick<ChartSpec, 'type' | 'measure'>,
  place: Place,
): { readonly label: string; readonly takes: (column: Column) => boolean; readonly optional: boolean } | undefined {
  const measured =
    measure === 'count' ? undefined : { label: 'Of', takes: measure === 'distinct' ? () => true : isQuantity, optional: false };
  switch (type) {
    case 'histogram':
      return { x: { label: 'Numbers', takes: isQuantity, optional: false }, y: undefined, split: coloured }[place];
    case 'bars':
      return { x: { label: 'A bar for each', takes: isGrouping, optional: false }, y: measured, split: coloured }[place];
    case 'line':
      return { x: { label: 'Along', takes: isDay, optional: false }, y: measured, split: { ...coloured, label: 'A line for each' } }[place];
    case 'scatter':
      return {
        x: { label: 'Across', takes: isQuantity, optional: false },
        y: { label: 'Up', takes: isQuantity, optional: false },
        split: coloured,
      }[place];
    case 'box':
      return {
        x: { label: 'A box for each', takes: isCategory, optional: true },
        y: { label: 'Numbers', takes: isQuantity, optional: false },
        split: undefined,
      }[place];
    case 'heat':
      return {
        x: { label: 'Across', takes: isGrouping, optional: false },
        y: measured,
        split: { label: 'Down', takes: isGrouping, optional: false },
      }[place];
  }
}

const coloured = { label: 'Colour by', takes: isCategory, optional: true };

const PLAIN: ChartSpec = { type: 'bars', measure: 'count', bins: 20, unit: 'auto' };

/** A first chart of a table: money by segment or over time where there is any, else what the columns allow. */
export function firstChart(schema: Schema): ChartSpec {
  const [money] = schema.filter((c) => c.role === 'money' && isQuantity(c));
  const measured = money ? ({ measure: 'sum', y: money.name } as const) : undefined;
  const segment = schema.find((c) => c.role === 'segment');
  const day = schema.find(isDay);
  if (segment) return fitted({ ...PLAIN, ...measured, x: segment.name }, schema);
  if (day && (money || !schema.some(isGroup))) return fitted({ ...PLAIN, ...measured, type: 'line', x: day.name }, schema);
  const group = groupsIn(schema)[0];
  if (group && (money || group.type === 'bool' || group.role)) return fitted({ ...PLAIN, ...measured, x: group.name }, schema);
  if (money) return fitted({ ...PLAIN, type: 'histogram', x: money.name }, schema);
  const number = schema.find(isQuantity);
  if (number) return fitted({ ...PLAIN, type: 'histogram', x: number.name }, schema);
  return fitted({ ...PLAIN, x: (group ?? day ?? schema[0])?.name }, schema);
}

/** Roles of columns in which a value seldom comes twice. */
const NAMING = new Set<Column['role']>(['id', 'email', 'phone', 'name', 'postcode']);
const isGroup = (column: Column): boolean => (column.type === 'string' || column.type === 'bool') && !NAMING.has(column.role);

/** Columns that look like groups, the likeliest first. */
function groupsIn(schema: Schema): Column[] {
  const rank = ({ role, type }: Column): number => (role === 'segment' ? 0 : role === 'country' ? 1 : type === 'bool' ? 3 : role ? 2 : 2.5);
  return schema.filter(isGroup).sort((a, b) => rank(a) - rank(b));
}

/** The chart with columns in all its places that the table has: those that were chosen, as far as they fit. */
export function fitted(spec: ChartSpec, schema: Schema): ChartSpec {
  let next = spec;
  for (const place of ['x', 'y', 'split'] as const) {
    const rule = placeOf(next, place);
    const column = findColumn(schema, next[place] ?? '');
    if (column && rule?.takes(column)) continue;
    next = { ...next, [place]: rule && !rule.optional ? guess(next, place, schema.filter(rule.takes))?.name : undefined };
  }
  return next;
}

/** The chart as one of another type. A number that was an axis is seldom a good group. */
export function withType(spec: ChartSpec, type: ChartType, schema: Schema): ChartSpec {
  const column = findColumn(schema, spec.x ?? '');
  const isAxis = spec.type === 'histogram' || spec.type === 'scatter';
  const groups = type === 'bars' || type === 'box' || type === 'heat';
  const isLost = !column || !placeOf({ ...spec, type }, 'x')?.takes(column) || (isAxis && groups && isQuantity(column));
  return fitted({ ...spec, type, x: isLost ? (groups ? groupsIn(schema)[0]?.name : undefined) : spec.x }, schema);
}

function guess(spec: ChartSpec, place: Place, columns: readonly Column[]): Column | undefined {
  const others = columns.filter((c) => ![spec.x, spec.y, spec.split].includes(c.name));
  const free = others.length ? others : columns;
  if (free.some(isQuantity) && (place === 'y' || spec.type === 'histogram' || spec.type === 'scatter'))
    return free.find((c) => c.role === 'money') ?? free.find(isQuantity);
  return groupsIn(free)[0] ?? free.find(isDay) ?? free[0];
}

/** Why a chart cannot be drawn: a place that no column fits. */
export function gapOf(spec: ChartSpec): string | undefined {
  for (const place of ['x', 'y', 'split'] as const) {
    const rule = placeOf(spec, place);
    if (rule && !rule.optional && spec[place] === undefined) {
      if (spec.type === 'line' && place === 'x') return 'This table has no dates';
      return rule.takes === isQuantity ? 'This table has too few columns of numbers' : 'This table has no column of groups';
    }
  }
  return undefined;
}

/** What the marks of a chart measure: "Sum of amount". */
export function measureWords({ measure, y }: ChartSpec): string {
  switch (measure) {
    case 'count':
      return 'Rows';
    case 'distinct':
      return `Distinct ${y}`;
    default:
      return `${MEASURES.find((m) => m.value === measure)!.label} of ${y}`;
  }
}

/** What a chart is about, as its title. */
export function titleOf(spec: ChartSpec): string {
  const { type, x, y, split } = spec;
  const by = split === undefined ? '' : ` and ${split}`;
  switch (type) {
    case 'histogram':
      return `Rows by ${x}${by}`;
    case 'scatter':
      return `${y} by ${x}`;
    case 'box':
      return x === undefined ? String(y) : `${y} by ${x}`;
    case 'line':
      return `${measureWords(spec)} over ${x}${split === undefined ? '' : ` by ${split}`}`;
    case 'bars':
    case 'heat':
      return `${measureWords(spec)} by ${x}${by}`;
  }
}
