import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { sort as sorted } from '../../src/core/plan.ts';
import { inParam, listed, PlanError } from '../../src/core/schema.ts';

export const sort = defineNode({
  type: 'sort',
  version: 1,
  title: 'Sort',
  group: 'Prepare',
  icon: 'arrow-down-up',
  doc: `Puts the rows in order, and keeps only the first ones if you like.
Use it before a file is written or to find the top customers: sort by value from high to low and set a limit. Missing values come last
in both directions. Rows that are equal in all sort columns follow their key, so the order is the same on every run.`,
  words: ['order', 'rank', 'top', 'limit', 'first rows', 'head'],
  params: {
    order: p.list({
      label: 'Sort by',
      one: 'column',
      doc: 'The first column counts most; the next decides where it is equal.',
      item: {
        column: p.column({ from: 'table', doc: 'The column.' }),
        desc: p.bool({ label: 'From high to low', default: false, doc: 'Largest, latest or last in the alphabet first.' }),
      },
    }),
    limit: p.int({ label: 'Rows to keep', default: 0, min: 0, doc: 'How many of the first rows to keep; 0 keeps all.' }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile({ table }, { order, limit }) {
    if (!order.length) throw new PlanError('Nothing says what to sort by.', { param: 'order', fix: 'Add a column.' });
    return { table: inParam('order', () => sorted(table, order, { limit: limit || undefined })) };
  },
  summary: ({ order, limit }) =>
    `By ${listed(
      order.map((o) => `${o.column}${o.desc ? ' ↓' : ' ↑'}`),
      2,
    )}${limit ? `, first ${limit}` : ''}`,
});
