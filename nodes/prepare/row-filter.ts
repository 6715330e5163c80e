import { lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { showExpr } from '../../src/core/show.ts';
import { filter } from '../../src/core/plan.ts';

export const rowFilter = defineNode({
  type: 'row-filter',
  version: 1,
  title: 'Row Filter',
  group: 'Prepare',
  icon: 'list-filter',
  doc: `Keeps the rows for which a condition is true.
The others leave by the second port, among them those where the condition is unknown because a value is missing.`,
  words: ['where', 'select rows', 'condition', 'exclude'],
  params: {
    condition: p.expr({
      from: 'table',
      condition: true,
      doc: "The rows for which this is true pass. As an expression such as `amount > 0 and country in ('UK', 'France')`, with names that have blanks in double quotes.",
    }),
  },
  inputs: { table: 'table' },
  outputs: { pass: 'table', reject: 'table' },
  compile({ table }, { condition = lit(true) }) {
    return { pass: filter(table, condition), reject: filter(table, condition, true) };
  },
  summary: ({ condition }) => (condition ? showExpr(condition) : 'keeps every row'),
});
