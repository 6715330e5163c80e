import { scaleLinear } from 'd3-scale';
import { and, call, col, lit, textOf, when, type Expr } from '../../../core/expr.ts';
import { aggregate, filter, project, select, sort, window, type Measure, type Named, type TableOp } from '../../../core/plan.ts';
import { columnOf, isNumeric, type Column, type Schema } from '../../../core/schema.ts';
import { isDay } from '../peek.ts';
import { cellAt, numberAt, rowsOf, textAt, type Table } from '../table.ts';
import type { ChartSpec, TimeUnit } from './chart-spec.ts';

export const MOST_POINTS = 5000;
const MOST_GROUPS = 20;
const MOST_HEAT_GROUPS = 30;
const MOST_COLOURS = 6;

export const MISSING = '(missing)';
export const OTHER = 'Other values';

/** What has to be known before a chart's numbers can be asked for: how far a column goes, which groups are largest. */
export type ScoutTables = 'rows' | 'range' | 'groups' | 'colours';

export interface Scout {
  /** Rows of the table, and those that can be drawn. */
  readonly rows: number;
  readonly drawn: number;
  /** Ends of the axis: numbers, or days in milliseconds since 1970. */
  readonly low: number;
  readonly high: number;
  /** Groups in a chart and in the table, the largest first. */
  readonly groups: readonly string[];
  readonly groupsInAll: number;
  readonly colours: readonly string[];
  readonly coloursInAll: number;
}

/** A column's values as names of groups. */
function nameOf(column: Column): Expr {
  const text = column.type === 'string' ? col(column.name) : textOf(column);
  return column.nullable ? call('coalesce', text, lit(MISSING)) : text;
}

const present = (...names: readonly string[]): Expr => and(...names.map((name) => call('not', call('is_null', col(name)))));

/** The columns of a chart under the names of their places, as far as it uses them. Rows without a place on an axis are left out. */
function placed(table: TableOp, spec: ChartSpec, unit?: TimeUnit): TableOp {
  const { schema } = table;
  const columns: Named[] = [];
  const needed: string[] = [];
  const put = (name: 'x' | 'y' | 'split', of: string | undefined, how: (column: Column) => Expr, must: boolean): void => {
    if (of === undefined) return;
    columns.push({ name, expr: how(columnOf(schema, of)) });
    if (must) needed.push(name);
  };
  const along = (column: Column): Expr => {
    if (isDay(column)) return unit ? call('date_trunc', lit(unit), col(column.name)) : col(column.name);
    return isNumber(spec, column) ? col(column.name) : nameOf(column);
  };
  const isOnAxis = (name: string | undefined): boolean => {
    const column = name === undefined ? undefined : columnOf(schema, name);
    return column !== undefined && (isDay(column) || isNumber(spec, column));
  };
  put('x', spec.x, along, isOnAxis(spec.x));
  put('y', spec.y, (column) => col(column.name), spec.type === 'scatter' || spec.type === 'box');
  put('split', spec.split, spec.type === 'heat' ? along : nameOf, spec.type === 'heat' && isOnAxis(spec.split));
  if (!columns.length) return table;
  const chosen = project(table, columns);
  return needed.length ? filter(chosen, present(...needed)) : chosen;
}

/** Whether the horizontal axis of a chart measures a column, rather than naming its values. */
const isNumber = ({ type }: ChartSpec, { type: of }: Column): boolean => isNumeric(of) && (type === 'histogram' || type === 'scatter');

const isTimed = (spec: ChartSpec, schema: Schema): boolean => timedColumn(spec, schema) !== undefined;

/** The column that is cut into months or the like; of a heat table whichever is one. */
export function timedColumn({ type, x, split }: ChartSpec, schema: Schema): 'x' | 'split' | undefined {
  if (type === 'histogram' || type === 'scatter' || type === 'box') return undefined;
  if (x !== undefined && isDay(columnOf(schema, x))) return 'x';
  return type === 'heat' && split !== undefined && isDay(columnOf(schema, split)) ? 'split' : undefined;
}

/** @param spec a chart whose places are filled */
export function scoutOps(table: TableOp, spec: ChartSpec): ReadonlyMap<ScoutTables, TableOp> {
  const chosen = placed(table, spec);
  const ops = new Map<ScoutTables, TableOp>([['rows', aggregate(table, [], [{ name: 'rows', fn: 'count' }])]]);
  const ends = spec.type === 'histogram' ? 'x' : timedColumn(spec, table.schema);
  const range: Measure[] = [{ name: 'rows', fn: 'count' }];
  if (ends) for (const fn of ['min', 'max'] as const) range.push({ name: fn, fn, of: col(ends) });
  if (isNamed(spec, 'x', table.schema)) range.push({ name: 'groups', fn: 'distinct', of: col('x') });
  if (isNamed(spec, 'split', table.schema)) range.push({ name: 'colours', fn: 'distinct', of: col('split') });
  ops.set('range', aggregate(chosen, [], range));
  if (isNamed(spec, 'x', table.schema)) ops.set('groups', largest(chosen, 'x', groupMeasure(spec), mostGroups(spec)));
  if (isNamed(spec, 'split', table.schema))
    ops.set('colours', largest(chosen, 'split', { name: 'size', fn: 'count' }, spec.type === 'heat' ? MOST_HEAT_GROUPS : MOST_COLOURS));
  return ops;
}

const mostGroups = ({ type }: ChartSpec): number => (type === 'heat' ? MOST_HEAT_GROUPS : MOST_GROUPS);

function isNamed(spec: ChartSpec, place: 'x' | 'split', schema: Schema): boolean {
  const name = spec[place];
  if (name === undefined) return false;
  const column = columnOf(schema, name);
  return place === 'split' && spec.type !== 'heat' ? true : !isDay(column) && !isNumber(spec, column);
}

/** Groups are picked by what the bars show; boxes and heat tables show the groups with most rows. */
function groupMeasure(spec: ChartSpec): Measure {
  return spec.type === 'bars' ? measureOf(spec, 'size') : { name: 'size', fn: 'count' };
}

function measureOf({ measure }: ChartSpec, name: string): Measure {
  return measure === 'count' ? { name, fn: 'count' } : { name, fn: measure, of: col('y') };
}

const largest = (table: TableOp, by: string, size: Measure, most: number): TableOp =>
  sort(aggregate(table, [by], [size]), [{ column: 'size', desc: true }], { limit: most });

export function scoutFrom(tables: ReadonlyMap<ScoutTables, Table>): Scout {
  const range = tables.get('range')!;
  const [groups, colours] = [tables.get('groups'), tables.get('colours')];
  return {
    rows: numberAt(tables.get('rows')!, 'rows', 0),
    drawn: numberAt(range, 'rows', 0),
    low: endAt(range, 'min'),
    high: endAt(range, 'max'),
    groups: groups ? rowsOf(groups).map((i) => textAt(groups, 'x', i)) : [],
    groupsInAll: numberAt(range, 'groups', 0) || 0,
    colours: colours ? rowsOf(colours).map((i) => textAt(colours, 'split', i)) : [],
    coloursInAll: numberAt(range, 'colours', 0) || 0,
  };
}

function endAt(table: Table, name: string): number {
  const value = cellAt(table, name, 0);
  return typeof value === 'number' ? value : value === null ? NaN : timeOf(String(value));
}

/** A date as milliseconds since 1970, whatever the zone of the machine. */
export const timeOf = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`);

const DAY = 86_400_000;

/** As many steps of time are drawn at most. */
export const MOST_STEPS = 5000;
/** A heat table has a cell for each of its rows in each of them. */
const MOST_HEAT_STEPS = 1000;

const DAYS: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, month: 28, quarter: 90, year: 365 };
const COARSER = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** The unit that was chosen, or a coarser one that has not too many steps; by itself one with a dozen to some hundred. */
export function unitFor({ type, unit }: Pick<ChartSpec, 'type' | 'unit'>, { low, high }: Pick<Scout, 'low' | 'high'>): TimeUnit {
  const days = (high - low) / DAY;
  const most = (type === 'heat' ? MOST_HEAT_STEPS : MOST_STEPS) - 1;
  if (unit !== 'auto') return COARSER.slice(COARSER.indexOf(unit)).find((one) => !(days / DAYS[one] >= most)) ?? 'year';
  if (!(days > 62)) return 'day';
  if (days <= 400) return 'week';
  if (days <= 366 * 6) return 'month';
  return days <= 366 * 25 ? 'quarter' : 'year';
}

/** How many units a span has, about. */
export const unitsIn = (unit: TimeUnit, { low, high }: Pick<Scout, 'low' | 'high'>): number =>
  Math.round((high - low) / DAY / DAYS[unit]) + 1;

export interface Bins {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  /** The numbers are whole, so that a bin ends before the next begins. */
  readonly whole: boolean;
}

/** Bins with round edges, about as many as are wanted. Whole numbers have none narrower than 1. */
export function binsFor(wanted: number, low: number, high: number, whole: boolean): Bins {
  if (!(high > low) || !Number.isFinite(high - low)) return { start: Number.isFinite(low) ? low : 0, step: 1, count: 1, whole };
  const [first = 0, second = 1] = scaleLinear([low, high], [0, 1]).nice(wanted).ticks(wanted);
  const round = Math.max(Number((second - first).toPrecision(12)), whole ? 1 : 0);
  const step = whole ? Math.ceil(round) : round;
  const start = Number((Math.floor(Number((low / step).toPrecision(12))) * step).toPrecision(12));
  const reach = Number(((high - start) / step).toPrecision(12));
  return { start, step, count: Math.max(whole ? Math.floor(reach) + 1 : Math.ceil(reach), 1), whole };
}

/** The table that a chart draws, of columns x, split and those it measures. */
export function chartOp(table: TableOp, spec: ChartSpec, scout: Scout): TableOp {
  const column = spec.x === undefined ? undefined : columnOf(table.schema, spec.x);
  switch (spec.type) {
    case 'histogram': {
      const { start, step, count } = binsFor(spec.bins, scout.low, scout.high, column!.type === 'int');
      const rows = withColours(placed(table, spec), spec, scout);
      const from = call('-', call('to_double', col('x')), lit(start, 'double'));
      const bin = call('to_int', call('floor', call('significant', call('/', from, lit(step, 'double')))));
      const inside = call('least', call('greatest', bin, lit(0)), lit(count - 1));
      const kept = project(rows, [
        { name: 'bin', expr: inside },
        ...(spec.split === undefined ? [] : [{ name: 'split', expr: col('split') }]),
      ]);
      return aggregate(kept, ['bin', ...splitOf(spec)], [{ name: 'rows', fn: 'count' }]);
    }
    case 'bars':
    case 'heat': {
      const unit = isTimed(spec, table.schema) ? unitFor(spec, scout) : undefined;
      const rows = withColours(placed(table, spec, unit), spec, scout);
      return aggregate(among(rows, spec, scout), ['x', ...splitOf(spec)], [measureOf(spec, 'value')]);
    }
    case 'line': {
      const rows = withColours(placed(table, spec, unitFor(spec, scout)), spec, scout);
      return aggregate(rows, ['x', ...splitOf(spec)], [measureOf(spec, 'value')]);
    }
    case 'scatter': {
      const rows = withColours(placed(table, spec), spec, scout);
      const every = stepOf(scout);
      if (every === 1) return rows;
      const numbered = window(rows, [{ name: 'number', fn: 'row_number', by: [], order: [{ column: 'x' }, { column: 'y' }] }]);
      const taken = filter(numbered, call('=', call('%', col('number'), lit(every)), lit(0)));
      return select(taken, ['x', 'y', ...splitOf(spec)]);
    }
    case 'box': {
      const rows = among(placed(table, spec), spec, scout);
      const of = col('y');
      const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map((q): Measure => ({ name: `q${q * 100}`, fn: 'quantile', of, q }));
      return aggregate(rows, spec.x === undefined ? [] : ['x'], [
        { name: 'rows', fn: 'count' },
        ...quantiles,
        { name: 'mean', fn: 'mean', of },
      ]);
    }
  }
}

/** One row in so many is a point. */
export const stepOf = ({ drawn }: Pick<Scout, 'drawn'>): number => Math.max(Math.ceil(drawn / MOST_POINTS), 1);

const splitOf = ({ split }: ChartSpec): string[] => (split === undefined ? [] : ['split']);

/** Groups that have no colour of their own share one. */
function withColours(rows: TableOp, { type, split }: ChartSpec, { colours, coloursInAll }: Scout): TableOp {
  if (split === undefined || type === 'heat' || colours.length === coloursInAll) return rows;
  const own = call('in', col('split'), ...colours.map((c) => lit(c)));
  return project(
    rows,
    rows.schema.map(({ name }) => ({ name, expr: name === 'split' ? when(own, col(name), lit(OTHER)) : col(name) })),
  );
}

/** Only the rows of the groups that are drawn. */
function among(rows: TableOp, spec: ChartSpec, { groups, groupsInAll, colours, coloursInAll }: Scout): TableOp {
  const named = (name: string, values: readonly string[]): Expr => call('in', col(name), ...values.map((v) => lit(v)));
  const conditions = [
    ...(groups.length && groups.length < groupsInAll ? [named('x', groups)] : []),
    ...(spec.type === 'heat' && colours.length && colours.length < coloursInAll ? [named('split', colours)] : []),
  ];
  return conditions.length ? filter(rows, and(...conditions)) : rows;
}
