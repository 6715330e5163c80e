import { and, anyNull, call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, tally, type Tallied } from '../../src/core/note.ts';
import { p, parameterFromText, type Values } from '../../src/core/params.ts';
import { aggregate, filter, join, project, type Measure, type TableOp } from '../../src/core/plan.ts';
import { columnOf, freeName, inParam, isNumeric, PlanError, type Column, type Role } from '../../src/core/schema.ts';

const HOW = ['leave', 'mean', 'median', 'mode', 'zero', 'constant', 'drop'] as const;
const LABELS = ['Leave missing', 'Mean', 'Median', 'Most frequent value', 'Zero', 'This value', 'Drop the row'] as const;
type How = (typeof HOW)[number];

const params = {
  numeric: p.choice({
    label: 'Numbers',
    of: ['leave', 'median', 'mean', 'zero', 'drop'],
    labels: ['Leave missing', 'Median', 'Mean', 'Zero', 'Drop the row'],
    default: 'median',
    doc: 'What a missing number becomes. The median is less moved by a few extreme values. Whole numbers stay whole.',
  }),
  text: p.choice({
    of: ['leave', 'mode', 'constant', 'drop'],
    labels: ['Leave missing', 'Most frequent value', 'This value', 'Drop the row'],
    doc: 'What a missing text becomes.',
  }),
  constant: p.text({ label: 'Text to put in', default: 'unknown', doc: 'Stands for a missing text.', when: ['text', 'constant'] }),
  other: p.choice({
    label: 'Dates and yes/no',
    of: ['leave', 'mode', 'drop'],
    labels: ['Leave missing', 'Most frequent value', 'Drop the row'],
    doc: 'What a missing date or yes/no becomes.',
  }),
  columns: p.list({
    label: 'Columns with a rule of their own',
    one: 'rule',
    doc: 'Goes before the rules by type. Ids, e-mail addresses and other contact columns are filled only from here.',
    item: {
      column: p.column({ from: 'table', doc: 'The column.' }),
      how: p.choice({ label: 'Becomes', of: HOW, labels: LABELS, doc: 'What a missing value becomes.' }),
      value: p.text({ doc: 'The value to put in; a date as 2026-10-31, yes/no as true or false.', when: ['how', 'constant'] }),
    },
  }),
  flag: p.bool({
    label: 'Add a column that tells where',
    default: false,
    doc: 'For each column that is filled a yes/no column, such as income_missing. That a value was missing can matter to a model.',
  }),
};
type Settings = Values<typeof params>;

export const missingValues = defineNode({
  type: 'missing-values',
  version: 1,
  title: 'Missing Values',
  group: 'Clean',
  icon: 'square-dashed',
  doc: `Fills in missing values, or drops the rows that have them.
Distances and most models need a value in every row. Filling makes customers look more average than they are, so look at how many
values were filled: where more than a third is missing, leave the column out instead. Ask first why a value is missing. No order is
often a true zero, an unknown age is not.`,
  words: ['impute', 'fill', 'null', 'empty', 'na', 'nan', 'blank', 'coalesce', 'drop rows'],
  params,
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile({ table }, settings) {
    const { rows, fills } = planOf(table, settings);
    const filled = new Map(fills.map(({ column, expr }) => [column.name, call('coalesce', col(column.name), expr)]));
    const taken = table.schema.map((c) => c.name);
    const flags = settings.flag
      ? fills.map(({ column: { name } }) => {
          const flag = freeName(`${name}_missing`, taken);
          taken.push(flag);
          return { name: flag, expr: call('is_null', col(name)) };
        })
      : [];
    return {
      table: project(rows, [...table.schema.map(({ name, role }) => ({ name, role, expr: filled.get(name) ?? col(name) })), ...flags]),
    };
  },
  summary({ numeric, text, columns }) {
    const parts = [
      numeric !== 'leave' && `numbers: ${numeric}`,
      text !== 'leave' && `text: ${text}`,
      columns.length > 0 && `${columns.length} own`,
    ];
    return parts.filter(Boolean).join(', ') || 'Leaves all as they are';
  },
  notes({ table }, settings) {
    const { rows, fills, dropped } = planOf(table, settings);
    const missing = ({ column: { name } }: Fill, where: Expr): Tallied => ({ name, where: and(call('is_null', col(name)), where) });
    const gone = aggregate(table, [], [{ name: 'n', fn: 'count', where: anyNull(dropped) }]);
    return [
      ...(dropped.length
        ? [note('info', gone, call('>', col('n'), lit(0)), 'Rows dropped because a value is missing: ', count(col('n')), '.')]
        : []),
      ...tally(
        'info',
        rows,
        'Values filled: ',
        fills.map((f) => missing(f, call('not', call('is_null', f.expr)))),
      ),
      ...tally(
        'warn',
        rows,
        'Values still missing, because there was nothing to fill them with: ',
        fills.map((f) => missing(f, call('is_null', f.expr))),
      ),
    ];
  },
});

interface Rule {
  readonly column: Column;
  readonly how: How;
  readonly value: string;
}
interface Fill {
  readonly column: Column;
  /** Over `rows` of the plan. */ readonly expr: Expr;
}

/** The rows that stay, beside the statistics that fill them, and what fills each column. */
function planOf(table: TableOp, settings: Settings): { rows: TableOp; fills: Fill[]; dropped: string[] } {
  const rules = rulesFor(table, settings);
  const dropped = rules.filter((r) => r.how === 'drop').map((r) => r.column.name);
  const kept = dropped.length ? filter(table, anyNull(dropped), true) : table;
  const measures: Measure[] = [];
  const taken = table.schema.map((c) => c.name);
  const fills = rules.flatMap(({ column, how, value }): Fill[] => {
    switch (how) {
      case 'leave':
      case 'drop':
        return [];
      case 'zero':
        return [{ column, expr: lit(0, column.type) }];
      case 'constant':
        return [{ column, expr: constantFor(column, value) }];
      case 'mean':
      case 'median':
      case 'mode': {
        const name = freeName(`${how} ${measures.length + 1}`, taken);
        measures.push({ name, fn: how, of: col(column.name) });
        return [{ column, expr: column.type === 'int' && how !== 'mode' ? call('to_int', call('round', col(name))) : col(name) }];
      }
    }
  });
  return { rows: measures.length ? join(kept, aggregate(kept, [], measures), 'cross', []) : kept, fills, dropped };
}

/** Columns that say who somebody is: a filled one would make strangers look the same. */
const IDENTITY = new Set<Role>(['id', 'email', 'phone', 'name', 'postcode', 'latitude', 'longitude']);

function rulesFor({ schema }: TableOp, { numeric, text, constant, other, columns }: Settings): Rule[] {
  const own = new Map<string, Rule>();
  columns.forEach(({ column, how, value }, i) =>
    inParam(
      'columns',
      () => {
        const found = columnOf(schema, column);
        if (own.has(column)) throw new PlanError(`"${column}" has a rule already.`, { fix: 'Remove one of them.' });
        if ((how === 'mean' || how === 'median' || how === 'zero') && !isNumeric(found.type))
          throw new PlanError(`"${column}" is ${found.type} and has no ${how}.`, { fix: 'Choose the most frequent value, or a value.' });
        own.set(column, { column: found, how, value });
      },
      `rule ${i + 1}`,
    ),
  );
  const byType = (column: Column): Rule => ({
    column,
    how: column.role && IDENTITY.has(column.role) ? 'leave' : isNumeric(column.type) ? numeric : column.type === 'string' ? text : other,
    value: constant,
  });
  return schema.map((c) => own.get(c.name) ?? byType(c)).filter(({ column, how }) => column.nullable && how !== 'leave');
}

function constantFor({ name, type }: Column, text: string): Expr {
  const known = type === 'timestamp' ? 'date' : type;
  const value = parameterFromText(known, text);
  if (value === undefined || (known === 'date' && value === '')) {
    throw new PlanError(`"${text}" does not fit "${name}", which is ${type}.`, {
      param: 'columns',
      fix: 'Write a value of the type of the column.',
    });
  }
  return type === 'date' || type === 'timestamp'
    ? call(`to_${type}`, call('to_date', lit(text)))
    : lit(value as string | number | boolean, type);
}
