import { call, col, concat, lit, textOf, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, sizes } from '../../src/core/note.ts';
import { p, type Values } from '../../src/core/params.ts';
import { aggregate, derive, filter, select, window, type TableOp } from '../../src/core/plan.ts';
import { columnOf, freeName, inParam, PlanError } from '../../src/core/schema.ts';

const params = {
  how: p.choice({
    label: 'Split by',
    of: ['share', 'time'],
    labels: ['Share', 'Date'],
    doc: 'By share, any row can come into either part. By date, the past trains and what came later tests: closest to how a forecast is used.',
  }),
  share: p.number({ label: 'Share for training', default: 0.7, min: 0.01, max: 0.99, doc: 'From 0.01 to 0.99.', when: ['how', 'share'] }),
  stratify: p.column({
    label: 'Same shares of',
    from: 'table',
    optional: true,
    doc: 'Usually the column to predict: both parts then get the same share of each of its values, exact to one row.',
    when: ['how', 'share'],
  }),
  keys: p.columns({
    label: 'Decide by',
    from: 'table',
    doc: 'Columns that decide where a row goes, such as the customer id: all rows of a customer then stay together. None: the key of the table, else the row itself.',
    when: ['how', 'share'],
  }),
  seed: p.int({ default: 42, min: 0, max: 2 ** 31, doc: 'Another seed gives another split.', when: ['how', 'share'] }),
  date: p.column({ label: 'Date', from: 'table', types: ['date', 'timestamp'], doc: 'The date of a row.', when: ['how', 'time'] }),
  cut: p.date({ label: 'Test from', doc: 'Rows before this day train, rows from this day on test.', when: ['how', 'time'] }),
};
type Settings = Values<typeof params>;

export const partition = defineNode({
  type: 'partition',
  version: 1,
  title: 'Partitioning',
  group: 'Model',
  icon: 'split',
  doc: `Splits the rows into a part to learn from and a part to test on.
A model must be judged on customers it has not seen, or it is praised for its memory. Where a row goes depends only on its key and the
seed, so a customer stays on the same side when the table grows or is sorted otherwise. When the value to predict is rare, choose its
column under "Same shares of"; each row is then placed by rank within its value, and rows of one customer may be parted.`,
  words: ['split', 'train', 'test', 'holdout', 'validation', 'stratified', 'sample'],
  params,
  inputs: { table: 'table' },
  outputs: { train: 'table', test: 'table' },
  compile({ table }, settings) {
    const { rows, isTrain } = settings.how === 'time' ? byTime(table, settings) : byShare(table, settings);
    const names = table.schema.map((c) => c.name);
    return { train: select(filter(rows, isTrain), names), test: select(filter(rows, isTrain, true), names) };
  },
  summary: ({ how, share, stratify, seed, cut }) =>
    how === 'time' ? `Before and from ${cut}` : `${Math.round(share * 100)} % train${stratify ? ` by ${stratify}` : ''}, seed ${seed}`,
  notes({ table }, { how, date }, { train, test }) {
    const rows = sizes(['train', train], ['test', test]);
    const empty = call('=', call('*', col('train'), col('test')), lit(0));
    const found = [
      note('info', rows, call('not', empty), 'Train: ', count(col('train')), ' rows. Test: ', count(col('test')), ' rows.'),
      note('warn', rows, empty, 'One part is empty. Train: ', count(col('train')), ' rows. Test: ', count(col('test')), ' rows.'),
    ];
    if (how === 'share') return found;
    const undated = aggregate(table, [], [{ name: 'n', fn: 'count', where: call('is_null', col(date)) }]);
    return [
      ...found,
      note('warn', undated, call('>', col('n'), lit(0)), 'Rows without a date, which went to the test part: ', count(col('n')), '.'),
    ];
  },
});

interface Split {
  readonly rows: TableOp;
  readonly isTrain: Expr;
}

function byTime(table: TableOp, { date, cut }: Settings): Split {
  const { type } = inParam('date', () => columnOf(table.schema, date));
  if (type !== 'date' && type !== 'timestamp')
    throw new PlanError(`"${date}" is ${type}, not a date.`, { param: 'date', fix: 'Choose a date, or make it one with Select Columns.' });
  if (!cut) throw new PlanError('Nothing says where to cut.', { param: 'cut', fix: 'Choose the first day of the test part.' });
  return { rows: table, isTrain: call('<', col(date), lit(cut, 'date')) };
}

function byShare(table: TableOp, { share, stratify, keys, seed }: Settings): Split {
  const names = table.schema.map((c) => c.name);
  const place = freeName('place', names);
  const placed = inParam('keys', () => {
    const { rows, by } = keys.length ? { rows: table, by: keys } : keyed(table);
    return derive(rows, [{ name: place, expr: call('hash_share', keyText(rows, by), lit(seed)) }]);
  });
  if (!stratify) return { rows: placed, isTrain: call('<', col(place), lit(share, 'double')) };
  const taken = placed.schema.map((c) => c.name);
  const [rank, size] = [freeName('rank', taken), freeName('size', taken)];
  const rows = inParam('stratify', () =>
    window(placed, [
      { name: rank, fn: 'row_number', by: [stratify], order: [{ column: place }] },
      { name: size, fn: 'count', by: [stratify], order: [] },
    ]),
  );
  return { rows, isTrain: call('<=', col(rank), call('round', call('*', col(size), lit(share, 'double')))) };
}

/** The table with something that names its rows: the known key, else a number in the order of all values. */
function keyed(table: TableOp): { rows: TableOp; by: readonly string[] } {
  if (table.key) return { rows: table, by: table.key };
  const number = freeName(
    'row',
    table.schema.map((c) => c.name),
  );
  return { rows: window(table, [{ name: number, fn: 'row_number', by: [], order: [] }]), by: [number] };
}

/** The values of a row's key as one text, kept apart by a sign that texts do not hold. */
function keyText({ schema }: TableOp, by: readonly string[]): Expr {
  const texts = by.map((name) => call('coalesce', textOf(columnOf(schema, name)), lit('')));
  return concat(...texts.flatMap((text, i) => (i ? [lit('\u001f'), text] : [text])));
}
