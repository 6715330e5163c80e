import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { scan } from '../../src/core/plan.ts';
import { sampleSchema, type SampleTable } from '../../src/core/sample-schema.ts';

export const sampleData = defineNode({
  type: 'sample-data',
  version: 1,
  title: 'Sample Data',
  group: 'Input',
  icon: 'flask-conical',
  doc: `Makes up the data of a shop, to learn and to try things out on.
Four systems know the same people by different ids: the CRM, the shop's orders, the web analytics and the app. As in real data, some
people are in twice (3 %), some values are missing (4 %) and some orders were refunded. The customers were made from a few known
segments, and the column planted_segment tells which: compare it with what you find, but never feed it to a model.`,
  words: ['demo', 'example', 'synthetic', 'generate', 'fake', 'test data', 'training'],
  params: {
    customers: p.int({
      default: 2000,
      min: 500,
      max: 1_000_000,
      doc: 'How many people the shop has. Each has several orders and many web sessions.',
    }),
    seed: p.int({ default: 42, min: 0, max: 2 ** 31, doc: 'The same seed makes the same people, on every machine.' }),
  },
  inputs: {},
  outputs: { customers: 'table', orders: 'table', web: 'table', product: 'table' },
  compile(_, { customers, seed }) {
    const made = (table: SampleTable) => scan({ kind: 'sample', table, customers, seed }, sampleSchema(table));
    return { customers: made('customers'), orders: made('orders'), web: made('web'), product: made('product') };
  },
  summary: ({ customers, seed }) => `${customers} people, seed ${seed}`,
});
