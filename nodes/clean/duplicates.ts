import { anyNull, call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, sizes } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, dedupe, type SortKey, type TableOp } from '../../src/core/plan.ts';
import { columnOf, inParam, listed, PlanError } from '../../src/core/schema.ts';

const KEEP = ['first', 'last', 'newest', 'oldest'] as const;

export const duplicates = defineNode({
  type: 'duplicates',
  version: 1,
  title: 'Remove Duplicates',
  group: 'Clean',
  icon: 'copy-x',
  doc: `Keeps one row of those that are the same, and hands the others out by a second port.
Without key columns only rows that are equal in every column count as duplicates. With keys, such as the e-mail address, rows count as
the same when their keys are equal, and you choose which one stays. Missing keys count as equal to each other, so customers without an
e-mail address would all become one: filter them out first. Spelling counts too, so bring case and blanks in line before.`,
  words: ['dedupe', 'deduplicate', 'distinct', 'unique', 'double', 'same'],
  params: {
    keys: p.columns({ from: 'table', doc: 'Rows with equal values here are the same. None: all columns.' }),
    keep: p.choice({
      of: KEEP,
      labels: ['First row', 'Last row', 'Newest, by a column', 'Oldest, by a column'],
      doc: 'Which of the rows stays. First and last follow the row number or the key of the table; where there is neither, the values themselves, so that the choice repeats.',
    }),
    order: p.column({
      label: 'Newest or oldest by',
      from: 'table',
      doc: 'A date or a number. Rows without a value here stay only if there is no other.',
      when: ['keep', 'newest', 'oldest'],
    }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table', duplicates: 'table' },
  compile({ table }, { keys, keep, order }) {
    const by = keys.length ? keys : namesOf(table);
    const sorted = orderFor(table, keep, order);
    return inParam('keys', () => ({ table: dedupe(table, by, sorted), duplicates: dedupe(table, by, sorted, 'dropped') }));
  },
  summary: ({ keys, keep }) => `${keys.length ? `By ${listed(keys, 2)}` : 'All columns'}, keeps the ${keep}`,
  notes({ table }, { keys, keep }, outputs) {
    const anyOrder = keys.length > 0 && !table.key && (keep === 'first' || keep === 'last');
    const many = call('>', col('n'), lit(0));
    const removed = note(
      'info',
      sizes(['n', outputs.duplicates]),
      many,
      'Duplicates removed: ',
      count(col('n')),
      '.',
      anyOrder
        ? ` The rows have no number, so "${keep}" goes by their values. Name a row-number column in the reader, or keep the newest.`
        : '',
    );
    if (!keys.length) return [removed];
    const unknown = aggregate(table, [], [{ name: 'n', fn: 'count', where: anyNull(keys) }]);
    return [
      removed,
      note(
        'warn',
        unknown,
        many,
        'Rows with a missing key: ',
        count(col('n')),
        '. Missing counts as equal to missing, so different customers may have become one.',
      ),
    ];
  },
});

const namesOf = (table: TableOp): readonly string[] => table.schema.map((c) => c.name);

function orderFor(table: TableOp, keep: (typeof KEEP)[number], order: string): SortKey[] {
  if (keep === 'first') return [];
  if (keep === 'last') return (table.key ?? namesOf(table)).map((column) => ({ column, desc: true }));
  if (!order) throw new PlanError(`Nothing says which row is the ${keep}.`, { param: 'order', fix: 'Choose a date.' });
  return [{ column: inParam('order', () => columnOf(table.schema, order)).name, desc: keep === 'newest' }];
}
