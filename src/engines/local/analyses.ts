import type { Analyse, TableOp } from '../../core/plan.ts';
import { columnOf, isNumeric, type Column, type DType, type Schema } from '../../core/schema.ts';
import { quoteName, quoteText, significantSql, sqlType } from './expression.ts';

/** Sums of squares and cubes of larger numbers leave the range of doubles, and DuckDB then stops with an error. */
const LARGEST = '1e90';

/** The query of an analysis that needs no kernel, over the table that SQL calls `from`. Rows follow the order of its columns. */
export function analysisSql(op: Analyse, from: string): string {
  const { columns: names, bins, top } = op.spec as { readonly columns: readonly string[]; readonly bins: number; readonly top: number };
  const [table] = op.inputs as readonly TableOp[];
  const columns = names.map((name) => columnOf(table!.schema, name));
  switch (op.analysis) {
    case 'profile':
      return stacked(
        op.schema,
        columns.map((c) => profile(c, from)),
      );
    case 'distribution':
      return stacked(
        op.schema,
        columns.map((c) => (HISTOGRAM.has(c.type) ? histogram(c, from, bins) : frequencies(c, from, top))),
      );
    case 'correlation':
      return correlation(op.schema, columns, from);
    default:
      throw new Error(`The analysis "${op.analysis}" is not a query.`);
  }
}

/** Queries that give the columns of `schema`, one after the other in one table. */
function stacked(schema: Schema, queries: readonly string[]): string {
  if (!queries.length) return empty(schema);
  const names = schema.map((c) => quoteName(c.name)).join(', ');
  const parts = queries.map((query, i) => `SELECT ${i} AS part, ${names} FROM (${query})`);
  const within = schema.some((c) => c.name === 'position') ? ', "position"' : '';
  return `SELECT ${names} FROM (${parts.join('\nUNION ALL ')}) ORDER BY part${within}`;
}

const empty = (schema: Schema): string =>
  `SELECT ${schema.map((c) => `NULL::${sqlType(c.type)} AS ${quoteName(c.name)}`).join(', ')} WHERE false`;

/** Yes/no counts as 1 and 0, for its mean. */
const asNumber = ({ name, type }: Column): string =>
  type === 'bool' ? `${quoteName(name)}::INTEGER::DOUBLE` : isNumeric(type) ? `${quoteName(name)}::DOUBLE` : 'NULL::DOUBLE';

function profile(column: Column, from: string): string {
  const value = quoteName(column.name);
  const counted = (condition: string): string => (isNumeric(column.type) ? `count(*) FILTER (WHERE d ${condition})` : 'NULL::BIGINT');
  const moment = (call: string): string =>
    `CASE WHEN max(abs(d)) < ${LARGEST} THEN ${significantSql(`${call} FILTER (WHERE abs(d) < ${LARGEST})`)} END`;
  const quantiles = isNumeric(column.type) ? 'quantile_cont(d, [0.05, 0.25, 0.5, 0.75, 0.95])' : 'NULL::DOUBLE[]';
  const spread = isNumeric(column.type)
    ? [moment('stddev_samp(d)'), `CASE WHEN min(d) < max(d) THEN ${moment('skewness(d)')} END`]
    : ['NULL::DOUBLE', 'NULL::DOUBLE'];
  const facts = [
    'count(*) AS n',
    'count(v) AS known',
    'count(DISTINCT v) AS different',
    'min(v)::VARCHAR AS least',
    'max(v)::VARCHAR AS most',
    `${moment('avg(d)')} AS mean`,
    `${spread[0]} AS deviation`,
    `${spread[1]} AS lopsided`,
    `${quantiles} AS q`,
    `${counted('= 0')} AS zero`,
    `${counted('< 0')} AS below`,
  ];
  return `SELECT ${quoteText(column.name)} AS "column", ${quoteText(column.type)} AS "type", n AS "rows", n - known AS "missing", different AS "distinct", least AS "min", most AS "max", mean AS "mean", \
deviation AS "stddev", ${['q05', 'q25', 'median', 'q75', 'q95'].map((q, i) => `${significantSql(`q[${i + 1}]`)} AS ${quoteName(q)}`).join(', ')}, zero AS "zeros", below AS "negative", lopsided AS "skewness" \
FROM (SELECT ${facts.join(', ')} FROM (SELECT ${value} AS v, ${asNumber(column)} AS d FROM ${from}))`;
}

const HISTOGRAM: ReadonlySet<DType> = new Set<DType>(['int', 'double', 'date', 'timestamp']);

/** Bars of equal width, also the empty ones; whole numbers never get more bars than values. Dates are in milliseconds since 1970. */
function histogram({ name, type }: Column, from: string, bins: number): string {
  const value = type === 'date' || type === 'timestamp' ? `epoch_ms(${quoteName(name)}::TIMESTAMP)::DOUBLE` : `${quoteName(name)}::DOUBLE`;
  const bars = type === 'int' ? `least(${bins}, high - low + 1)` : `${bins}`;
  return `WITH numbers AS (SELECT ${value} AS d FROM ${from}), \
ends AS (SELECT low, high, CASE WHEN high > low THEN ${bars} ELSE 1 END::BIGINT AS bars FROM (SELECT min(d) AS low, max(d) AS high FROM numbers) WHERE low IS NOT NULL), \
placed AS (SELECT CASE WHEN high > low THEN least(floor((d / 2 - low / 2) / (high / 2 - low / 2) * bars), bars - 1) ELSE 0 END::BIGINT AS bar, count(*) AS n FROM numbers, ends WHERE d IS NOT NULL GROUP BY bar), \
every AS (SELECT unnest(range(bars)) AS bar, low, high, bars FROM ends) \
SELECT ${quoteText(name)} AS "column", e.bar + 1 AS "position", NULL::VARCHAR AS "value", ${edge('e.bar')} AS "from", ${edge('e.bar + 1')} AS "to", coalesce(p.n, 0) AS "rows" FROM every e LEFT JOIN placed p ON p.bar = e.bar`;
}

const edge = (bar: string): string => `low * (1 - (${bar}) / bars) + high * ((${bar}) / bars)`;

/** The most frequent values, then one row without a value for all others together. */
function frequencies({ name }: Column, from: string, top: number): string {
  return `WITH counts AS (SELECT ${quoteName(name)}::VARCHAR AS v, count(*) AS n FROM ${from} WHERE ${quoteName(name)} IS NOT NULL GROUP BY v), \
placed AS (SELECT v, n, row_number() OVER (ORDER BY n DESC, v) AS place FROM counts) \
SELECT ${quoteText(name)} AS "column", least(place, ${top + 1}) AS "position", CASE WHEN place <= ${top} THEN v END AS "value", NULL::DOUBLE AS "from", NULL::DOUBLE AS "to", sum(n)::BIGINT AS "rows" FROM placed GROUP BY ALL`;
}

/** Every pair once, in one pass over the table. */
function correlation(schema: Schema, columns: readonly Column[], from: string): string {
  const pairs = columns.flatMap((a, i) => columns.slice(i + 1).map((b, j) => ({ a: a.name, b: b.name, x: `d${i}`, y: `d${i + 1 + j}` })));
  if (!pairs.length) return empty(schema);
  const numbers = columns.map((c, i) => `CASE WHEN abs(${asNumber(c)}) < ${LARGEST} THEN ${asNumber(c)} END AS d${i}`);
  const list = (items: readonly string[], name: string): string => `unnest([${items.join(', ')}]) AS ${quoteName(name)}`;
  const together = ({ x, y }: { x: string; y: string }): string => `count(*) FILTER (WHERE ${x} IS NOT NULL AND ${y} IS NOT NULL)`;
  const varies = ({ x, y }: { x: string; y: string }): string => [x, y].map((d) => `min(${d}) < max(${d})`).join(' AND ');
  const rs = pairs.map(
    (pair, i) => `CASE WHEN ${varies(pair)} THEN ${significantSql(`corr(${pair.x}, ${pair.y})`)} END AS r${i}, ${together(pair)} AS n${i}`,
  );
  const lists = [
    list(
      pairs.map(({ a }) => quoteText(a)),
      'a',
    ),
    list(
      pairs.map(({ b }) => quoteText(b)),
      'b',
    ),
    list(
      pairs.map((_, i) => `CASE WHEN isfinite(r${i}) THEN r${i} END`),
      'r',
    ),
    list(
      pairs.map((_, i) => `n${i}`),
      'rows',
    ),
  ];
  return `SELECT ${lists.join(', ')} FROM (SELECT ${rs.join(', ')} FROM (SELECT ${numbers.join(', ')} FROM ${from}))`;
}
