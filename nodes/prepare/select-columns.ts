import { and, call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { tally, type Tallied } from '../../src/core/note.ts';
import { p, type Values } from '../../src/core/params.ts';
import { project, type Named, type TableOp } from '../../src/core/plan.ts';
import { columnOf, inParam, PlanError, type Column, type DType } from '../../src/core/schema.ts';

const TYPES = ['keep', 'bool', 'int', 'double', 'string', 'date', 'timestamp'] as const;

const item = {
  column: p.column({ from: 'table', doc: 'The column.' }),
  as: p.text({ label: 'New name', doc: 'Empty keeps the name.' }),
  type: p.choice({
    of: TYPES,
    labels: ['As it is', 'Yes or no', 'Whole number', 'Number', 'Text', 'Date', 'Date with time'],
    doc: 'What does not fit the new type becomes missing and is counted.',
  }),
  format: p.text({
    label: 'Date format',
    doc: 'How text writes the date, such as dd/MM/yyyy; empty for 2026-10-31. Several, separated by |, are tried in turn.',
    when: ['type', 'date', 'timestamp'],
  }),
  decimals: p.int({ default: 0, min: 0, max: 9, doc: 'How many decimals a number keeps when it becomes text.', when: ['type', 'string'] }),
};

type Item = Values<typeof item>;
interface Chosen extends Named {
  readonly from: Column;
  readonly retyped: boolean;
}

export const selectColumns = defineNode({
  type: 'select-columns',
  version: 1,
  title: 'Select Columns',
  group: 'Prepare',
  icon: 'columns-3',
  doc: `Keeps, drops, renames, retypes and reorders columns.
A narrow table is easier to read and faster to work on, so drop early what you do not need. Turning text into numbers or dates is
where data gets lost: every value that could not be read becomes missing, and the count is shown here with an example. Keep ids as
text, so that leading zeros stay.`,
  words: ['rename', 'retype', 'convert', 'cast', 'reorder', 'drop', 'remove columns', 'parse dates'],
  params: {
    mode: p.choice({
      label: 'What to do',
      of: ['keep', 'drop', 'edit'],
      labels: ['Keep only these, in this order', 'Drop these', 'Change these, keep the rest'],
      doc: 'What happens to the columns of the list, and to the others.',
    }),
    columns: p.list({ one: 'column', item, doc: 'The columns, with a new name or type where wanted.' }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile: ({ table }, { mode, columns }) => ({ table: inParam('columns', () => project(table, chosen(table, mode, columns))) }),
  summary: ({ mode, columns }) =>
    `${{ keep: 'Keep', drop: 'Drop', edit: 'Change' }[mode]} ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`,
  notes({ table }, { mode, columns }) {
    const retyped = chosen(table, mode, columns).filter((c) => c.retyped);
    const lost = (c: Chosen): Tallied => ({
      name: c.from.name,
      where: and(call('not', call('is_null', col(c.from.name))), call('is_null', c.expr)),
      example: c.from.type === 'string' ? col(c.from.name) : undefined,
    });
    const cut = (c: Chosen): Tallied => ({
      name: c.from.name,
      where: call('<>', call('to_double', col(c.from.name)), call('to_double', c.expr)),
    });
    return [
      ...tally('warn', table, 'Values that could not be read as the new type, now missing: ', retyped.map(lost)),
      ...tally('info', table, 'Numbers that lost decimals: ', retyped.filter(cutsDecimals).map(cut)),
    ];
  },
});

function chosen(table: TableOp, mode: 'keep' | 'drop' | 'edit', items: readonly Item[]): Chosen[] {
  const each = items.map((one, i) => inParam('columns', () => changed(columnOf(table.schema, one.column), one), `column ${i + 1}`));
  const listed = new Set(items.map((one) => one.column));
  const same = (from: Column): Chosen => ({ name: from.name, expr: col(from.name), from, retyped: false });
  switch (mode) {
    case 'keep':
      return each;
    case 'drop':
      return table.schema.filter((c) => !listed.has(c.name)).map(same);
    case 'edit':
      return table.schema.flatMap((c) => (listed.has(c.name) ? each.filter(({ from }) => from === c) : [same(c)]));
  }
}

function changed(from: Column, { as, type, format, decimals }: Item): Chosen {
  const retyped = type !== 'keep' && type !== from.type;
  return { name: as || from.name, expr: retyped ? cast(from, type, format, decimals) : col(from.name), role: from.role, from, retyped };
}

function cast({ name, type }: Column, to: DType, format: string, decimals: number): Expr {
  const value = col(name);
  switch (to) {
    case 'bool':
      return call('to_bool', value);
    case 'int':
      return call('to_int', value);
    case 'double':
      return call('to_double', value);
    case 'string':
      return type === 'double' ? call('format', value, lit(decimals)) : call('to_text', value);
    case 'date':
    case 'timestamp': {
      const formats =
        type === 'string' || type === 'int'
          ? format
              .split('|')
              .map((f) => f.trim())
              .filter(Boolean)
          : [];
      if (type === 'int' && !formats.length)
        throw new PlanError(`"${name}" is a whole number, and nothing says how it writes a date.`, {
          fix: 'Give a format, such as yyyyMMdd.',
        });
      return call(`to_${to}`, type === 'int' ? call('to_text', value) : value, ...formats.map((f) => lit(f)));
    }
  }
}

const cutsDecimals = ({ from, expr }: Chosen): boolean =>
  expr.kind === 'call' && (expr.fn === 'format' || (expr.fn === 'to_int' && (from.type === 'double' || from.type === 'string')));
