import { anyNull, call, col, concat, lit, textOf, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, percent, sizes } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, filter, join, project, type KeyPair, type TableOp } from '../../src/core/plan.ts';
import { columnOf, freeName, inParam } from '../../src/core/schema.ts';

const HOW = ['inner', 'left', 'full'] as const;

export const joiner = defineNode({
  type: 'joiner',
  version: 1,
  title: 'Joiner',
  group: 'Combine',
  icon: 'merge',
  doc: `Puts the columns of two tables side by side where their keys are equal.
Most wrong totals come from joins: a key that occurs twice on the right repeats the left row, and its amounts are counted twice. So
say what you expect, one row or many, and it is checked; the share of rows that found a match is shown, and rows without one leave by
their own ports. Keys match only if they are exactly equal, with blanks, case and leading zeros; a missing key matches nothing.`,
  words: ['join', 'merge', 'lookup', 'vlookup', 'xlookup', 'combine', 'match', 'enrich'],
  params: {
    how: p.choice({
      label: 'Rows to keep',
      of: HOW,
      labels: ['Matches only (inner)', 'All left rows (left)', 'All rows of both (full)'],
      default: 'left',
      doc: 'What happens to rows without a match: they are left out, or kept with the other side missing.',
    }),
    on: p.list({
      label: 'Keys',
      one: 'pair',
      doc: 'Columns that mean the same on both sides. With several pairs all must be equal.',
      item: {
        left: p.column({ from: 'left', doc: 'The column on the left.' }),
        right: p.column({ from: 'right', doc: 'The column on the right.' }),
      },
    }),
    cardinality: p.choice({
      label: 'Expected',
      of: ['any', '1:1', 'n:1', '1:n'],
      labels: ['Anything', 'One to one', 'Many left, one right', 'One left, many right'],
      doc: 'How many rows a key may have on each side. A violation is an error on this node.',
    }),
    suffix: p.text({ default: '_right', doc: 'Added to the names of right columns that the left table has too.' }),
  },
  inputs: { left: 'table', right: 'table' },
  outputs: { joined: 'table', 'left-only': 'table', 'right-only': 'table' },
  compile({ left, right }, { how, on, suffix }) {
    const pairs = on.map((pair): KeyPair => [pair.left, pair.right]);
    return inParam('on', () => ({
      joined: join(left, renamed(left, right, pairs, suffix), how, pairs),
      'left-only': join(left, right, 'anti', pairs),
      'right-only': join(
        right,
        left,
        'anti',
        pairs.map(([l, r]) => [r, l]),
      ),
    }));
  },
  summary: ({ how, on, cardinality }) =>
    `${how}, ${on.map(({ left, right }) => (left === right ? left : `${left} = ${right}`)).join(', ')}${cardinality === 'any' ? '' : `, ${cardinality}`}`,
  notes({ left, right }, { how, on, cardinality }, outputs) {
    const leftKeys = on.map((pair) => pair.left);
    const rightKeys = on.map((pair) => pair.right);
    return [
      ...matches(left, right, how, outputs),
      lowMatch(left, outputs['left-only'], right, leftKeys[0]!, rightKeys[0]!),
      ...(cardinality === '1:1' || cardinality === '1:n' ? [repeated('error', left, leftKeys, 'left', 'they were expected once')] : []),
      ...(cardinality === '1:1' || cardinality === 'n:1' ? [repeated('error', right, rightKeys, 'right', 'they were expected once')] : []),
      ...(cardinality === 'any' ? [repeated('warn', right, rightKeys, 'right', 'each match repeats the left row')] : []),
      missingKeys(left, leftKeys, 'left'),
      missingKeys(right, rightKeys, 'right'),
    ];
  },
});

/** `right` with another name for each column, keys apart, whose name the left table has. */
function renamed(left: TableOp, right: TableOp, on: readonly KeyPair[], suffix: string): TableOp {
  const keys = new Set(on.map(([, r]) => r));
  const lefts = new Set(left.schema.map((c) => c.name.toLowerCase()));
  const taken = [...left.schema, ...right.schema].map((c) => c.name);
  return project(
    right,
    right.schema.map(({ name }) => {
      if (keys.has(name) || !lefts.has(name.toLowerCase())) return { name, expr: col(name) };
      const other = freeName(name + suffix, taken);
      taken.push(other);
      return { name: other, expr: col(name) };
    }),
  );
}

type Outputs = { readonly joined: TableOp; readonly 'left-only': TableOp; readonly 'right-only': TableOp };

const less = (a: Expr, b: Expr): Expr => call('-', a, b);
const above = (name: string, n: number): Expr => call('>', col(name), lit(n));

/** The share of rows that found a match, and how many rows a match gives. */
function matches(left: TableOp, right: TableOp, how: (typeof HOW)[number], outputs: Outputs): TableOp[] {
  const rows = sizes(
    ['left', left],
    ['right', right],
    ['left only', outputs['left-only']],
    ['right only', outputs['right-only']],
    ['joined', outputs.joined],
  );
  const matched = less(col('left'), col('left only'));
  const kept = how === 'full' ? call('+', col('left only'), col('right only')) : how === 'left' ? col('left only') : lit(0);
  const fanOut = call('/', less(col('joined'), kept), matched);
  return [
    note(
      'info',
      rows,
      lit(true),
      'A match was found for ',
      percent(call('/', matched, col('left'))),
      ' of ',
      count(col('left')),
      ' left rows and ',
      percent(call('/', less(col('right'), col('right only')), col('right'))),
      ' of ',
      count(col('right')),
      ' right rows.',
    ),
    note('info', rows, call('>', fanOut, lit(1)), 'A left row with a match gives ', call('format', fanOut, lit(2)), ' rows on average.'),
  ];
}

/** When most left rows find nothing: a key of each side to compare. */
function lowMatch(left: TableOp, leftOnly: TableOp, right: TableOp, leftKey: string, rightKey: string): TableOp {
  const all = sizes(['rows', left]);
  const lost = aggregate(
    leftOnly,
    [],
    [
      { name: 'lost', fn: 'count' },
      { name: 'left key', fn: 'min', of: textOf(columnOf(left.schema, leftKey)) },
    ],
  );
  const there = aggregate(right, [], [{ name: 'right key', fn: 'min', of: textOf(columnOf(right.schema, rightKey)) }]);
  const rows = join(join(all, lost, 'cross', []), there, 'cross', []);
  const shown = (name: string): Expr => call('coalesce', concat(lit('"'), col(name), lit('"')), lit('nothing'));
  return note(
    'warn',
    rows,
    call('>', call('*', col('lost'), lit(2)), col('rows')),
    'More than half of the left rows found no match. Compare ',
    shown('left key'),
    ' on the left with ',
    shown('right key'),
    ' on the right: blanks, case and leading zeros must be equal.',
  );
}

/** Keys that occur more than once on one side. */
function repeated(level: 'warn' | 'error', table: TableOp, keys: readonly string[], side: string, so: string): TableOp {
  const by = [...new Set(keys)];
  const n = freeName('n', by);
  const groups = aggregate(filter(table, anyNull(by), true), by, [{ name: n, fn: 'count' }]);
  const twice = aggregate(
    filter(groups, above(n, 1)),
    [],
    [
      { name: 'keys', fn: 'count' },
      { name: 'most', fn: 'max', of: col(n) },
      { name: 'example', fn: 'min', of: textOf(columnOf(table.schema, by[0]!)) },
    ],
  );
  return note(
    level,
    twice,
    above('keys', 0),
    `Keys that occur more than once on the ${side}: `,
    count(col('keys')),
    ', such as "',
    col('example'),
    '", up to ',
    count(col('most')),
    ` times; ${so}.`,
  );
}

function missingKeys(table: TableOp, keys: readonly string[], side: string): TableOp {
  const rows = aggregate(table, [], [{ name: 'n', fn: 'count', where: anyNull(keys) }]);
  return note('info', rows, above('n', 0), `Rows without a key on the ${side}, which match nothing: `, count(col('n')), '.');
}
