import { call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, sizes } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { project, union, type Named, type TableOp } from '../../src/core/plan.ts';
import { findColumn, inParam, listed, uniqueNames, type Column, type Schema } from '../../src/core/schema.ts';

export const concatenate = defineNode({
  type: 'concatenate',
  version: 1,
  title: 'Concatenate',
  group: 'Combine',
  icon: 'list-plus',
  doc: `Puts the rows of several tables one below the other.
Use it for the same kind of data in pieces: a file for each month, or a list for each shop. Columns are matched by name, whatever
their order; one that a table lacks is missing in its rows, and this is shown, because often it is only spelled differently. Rows that
are in two tables stay in twice: Remove Duplicates finds them.`,
  words: ['union', 'append', 'stack', 'rows', 'merge files', 'combine'],
  params: {
    source: p.text({
      label: 'Source column',
      doc: 'The name of a new column with the number of the table that a row came from, 1 for the first wire. Empty for none.',
    }),
  },
  inputs: { tables: 'tables' },
  outputs: { table: 'table' },
  compile({ tables }, { source }) {
    const schema = uniqueNames(allColumns(tables));
    const numbered = (i: number): Named[] => (source ? [{ name: source, expr: lit(i + 1) }] : []);
    const aligned = inParam('source', () =>
      tables.map((table, i) => project(table, [...schema.map((c) => columnIn(table, c)), ...numbered(i)])),
    );
    return { table: union(aligned) };
  },
  summary: ({ source }) => (source ? `By name, numbered in ${source}` : 'By name'),
  notes({ tables }) {
    const schema = allColumns(tables);
    return tables.flatMap((table, i) => {
      const lacks = schema.filter((c) => !findColumn(table.schema, c.name)).map((c) => c.name);
      if (!lacks.length) return [];
      return [
        note(
          'warn',
          sizes(['n', table]),
          call('>', col('n'), lit(0)),
          `Table ${i + 1} has no ${listed(lacks)}: missing in its `,
          count(col('n')),
          ' rows.',
        ),
      ];
    });
  },
});

/** The columns of all tables, in the order in which they first come. */
function allColumns(tables: readonly TableOp[]): Schema {
  const found = new Map<string, Column>();
  for (const { schema } of tables) for (const c of schema) if (!found.has(c.name)) found.set(c.name, c);
  return [...found.values()];
}

const columnIn = (table: TableOp, { name, type, role }: Column): Named => ({
  name,
  role,
  expr: findColumn(table.schema, name) ? col(name) : lit(null, type),
});
