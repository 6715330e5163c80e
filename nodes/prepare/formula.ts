import { and, anyNull, call, col, columnsIn, lit, typeOf, type Expr, type Fn } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p, type Values } from '../../src/core/params.ts';
import { aggregate, derive, type TableOp } from '../../src/core/plan.ts';
import { findColumn, inParam, PlanError } from '../../src/core/schema.ts';

const item = {
  name: p.text({ doc: 'The new column. The name of a column that is there already replaces it.' }),
  expression: p.expr({ from: 'table', doc: "Such as `monetary / frequency` or `case when age < 30 then 'young' else 'other' end`." }),
};

export const formula = defineNode({
  type: 'formula',
  version: 1,
  title: 'Formula',
  group: 'Prepare',
  icon: 'square-function',
  doc: `Computes new columns from the columns of the same row.
The formulas are computed from top to bottom, and a later one may use an earlier one. A missing value makes the result missing:
write coalesce(discount, 0) to give it a meaning first. Dividing by zero is missing too, never infinite. For sums over several rows,
such as a customer's orders, use Group By.`,
  words: ['calculate', 'compute', 'expression', 'derive', 'add column', 'math', 'case when', 'if'],
  params: {
    formulas: p.list({
      one: 'formula',
      item,
      adds: ['name', 'expression'],
      doc: 'Name and expression of each new column. Put column names with blanks in double quotes, text in single ones.',
    }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile: ({ table }, { formulas }) => ({ table: steps(table, formulas).at(-1)?.after ?? table }),
  summary: ({ formulas }) => formulas.map((f) => f.name).join(', '),
  notes: ({ table }, { formulas }) => steps(table, formulas).flatMap(unexpected),
});

interface Step {
  readonly name: string;
  readonly expr: Expr;
  readonly before: TableOp;
  readonly after: TableOp;
}

function steps(table: TableOp, formulas: readonly Values<typeof item>[]): Step[] {
  let before = table;
  return formulas.map(({ name, expression }, i) => {
    const step = inParam('formulas', () => stepOf(before, name, expression), `formula ${i + 1}`);
    before = step.after;
    return step;
  });
}

function stepOf(before: TableOp, name: string, expr: Expr | undefined): Step {
  if (!expr) throw new PlanError('There is no expression.', { fix: 'Write what to compute.' });
  const replaced = findColumn(before.schema, name);
  const role = replaced?.type === typeOf(expr, before.schema).type ? replaced.role : undefined;
  return { name, expr, before, after: derive(before, [{ name, expr, role }]) };
}

/** Functions by which a person asks for missing results. */
const MEANT = new Set<Fn>(['case', 'nullif']);
const isMeant = (expr: Expr): boolean =>
  expr.kind === 'lit' ? expr.value === null : expr.kind === 'call' && (MEANT.has(expr.fn) || expr.args.some(isMeant));

/** Counts the rows that had all values and got no result: a failed conversion, a division by zero. */
function unexpected({ name, expr, before }: Step): TableOp[] {
  const read = [...columnsIn(expr)];
  if (isMeant(expr) || !read.length || !typeOf(expr, before.schema).nullable) return [];
  const rows = aggregate(before, [], [{ name: 'n', fn: 'count', where: and(call('is_null', expr), call('not', anyNull(read))) }]);
  return [
    note(
      'warn',
      rows,
      call('>', col('n'), lit(0)),
      `Rows where "${name}" has no result although no value was missing: `,
      count(col('n')),
      '.',
    ),
  ];
}
