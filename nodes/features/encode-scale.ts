import { call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, apply, fit, type Measure, type TableOp } from '../../src/core/plan.ts';
import { chosenColumn, PlanError } from '../../src/core/schema.ts';

const MOST_LEVELS = 100;

export const encodeScale = defineNode({
  type: 'encode-scale',
  version: 1,
  title: 'Encode & Scale',
  group: 'Features',
  icon: 'ruler',
  doc: `Turns columns into numbers on one scale, so that no column outweighs another only because of its unit.
Numbers are moved and scaled, after a logarithm where a long tail asks for it. Text becomes one column of 0 and 1 for each level you
list, or else the share of rows with the same value. Use it before clustering on mixed columns; k-Means alone scales numbers by
itself, and a forest needs no scaling. The model remembers what it learned: new customers get the same scale.`,
  words: ['normalise', 'standardise', 'one-hot', 'dummy', 'z-score', 'min-max', 'log'],
  params: {
    columns: p.columns({
      from: 'table',
      types: ['int', 'double', 'bool', 'string'],
      doc: 'What to encode. Ids do not belong here.',
      guess: 'measures',
    }),
    numeric: p.choice({
      of: ['auto', 'standard', 'robust', 'min-max', 'none'],
      labels: ['Auto', 'Standard (z-score)', 'Robust (median, IQR)', 'Min-max (0 to 1)', 'None'],
      label: 'Numbers',
      doc: 'Auto is the z-score, taken of ln(1 + x) where a column without negative values has a long right tail (skewness above 1).',
    }),
    winsor: p.number({
      default: 0,
      min: 0,
      max: 0.25,
      label: 'Pull in extremes',
      doc: 'The share of rows at each end whose value is set to the limit, such as 0.01. 0 leaves all as they are.',
    }),
    levels: p.list({
      one: 'text column',
      label: 'One column a level',
      doc: 'Text columns to spread over 0/1 columns, with their levels; good up to about 20. Other text becomes the share of rows with the same value.',
      item: {
        column: p.column({ from: 'table', types: ['string'], doc: 'The text column.' }),
        levels: p.levels({ from: 'table', of: 'column', doc: 'Its levels. Others get 0 everywhere, and are counted.' }),
      },
    }),
    weights: p.list({
      one: 'weight',
      section: 'More',
      doc: 'A weight above 1 makes a column count for more in what follows, below 1 for less.',
      item: {
        column: p.column({ from: 'table', types: ['int', 'double', 'bool', 'string'], doc: 'The column.' }),
        weight: p.number({ default: 1, min: 0, max: 100, doc: 'Its weight.' }),
      },
    }),
    missing: p.choice({
      of: ['leave', 'mean'],
      labels: ['Stay missing', 'Take the mean'],
      section: 'More',
      doc: 'What a missing value becomes. The mean of a text level is its share.',
    }),
    suffix: p.text({ default: '_scaled', section: 'More', doc: 'Ending of the new number columns.' }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table', model: 'model' },
  compile({ table }, { columns, numeric, winsor, levels, weights, missing, suffix }) {
    if (!suffix)
      throw new PlanError('The new columns would have the names of the old ones.', {
        param: 'suffix',
        fix: 'Give an ending, such as _scaled.',
      });
    columns.forEach((name) => chosenColumn(table.schema, name, 'columns'));
    const model = fit('encode-scale', table, {
      columns,
      numeric,
      winsor,
      missing,
      levels: listedLevels(columns, levels).map((l) => [l.column, l.levels] as const),
      weights: weights.map((w) => [w.column, w.weight] as const),
    });
    try {
      return { table: apply(model, table, { suffix }), model };
    } catch (error) {
      throw error instanceof PlanError ? error.of('suffix') : error;
    }
  },
  summary: ({ columns, numeric, levels }) => `${columns.length} columns, ${numeric}${levels.length ? `, ${levels.length} one-hot` : ''}`,
  notes({ table }, { columns, levels, missing, numeric }) {
    const numbers = columns.filter((name) => numeric !== 'none' && isNumber(table, name));
    const facts = aggregate(
      table,
      [],
      [
        { name: 'rows', fn: 'count' },
        ...columns.map((name, i): Measure => ({ name: `missing ${i}`, fn: 'count', where: call('is_null', col(name)) })),
        ...levels.map((l, i): Measure => ({ name: `unlisted ${i}`, fn: 'count', where: unlisted(l) })),
        ...numbers.flatMap((name, i): Measure[] => [
          { name: `least ${i}`, fn: 'min', of: col(name) },
          { name: `most ${i}`, fn: 'max', of: col(name) },
        ]),
      ],
    );
    const some = (name: string): Expr => call('>', col(name), lit(0));
    const filled = missing === 'mean' ? 'take the mean' : 'stay missing';
    return [
      ...columns.map((name, i) =>
        note('info', facts, some(`missing ${i}`), `"${name}": `, count(col(`missing ${i}`)), ` missing values ${filled}.`),
      ),
      ...levels.map((l, i) =>
        note(
          'warn',
          facts,
          some(`unlisted ${i}`),
          `"${l.column}": `,
          count(col(`unlisted ${i}`)),
          ' rows have a value that is not among the listed levels.',
        ),
      ),
      ...numbers.map((name, i) =>
        note('warn', facts, call('=', col(`least ${i}`), col(`most ${i}`)), `"${name}" has the same value in all rows and becomes 0.`),
      ),
    ];
  },
});

interface ListedLevels {
  readonly column: string;
  readonly levels: readonly string[];
}

function listedLevels(columns: readonly string[], lists: readonly ListedLevels[]): readonly ListedLevels[] {
  const seen = new Set<string>();
  for (const { column, levels } of lists) {
    const refuse = (what: string, fix: string): never => {
      throw new PlanError(what, { param: 'levels', fix });
    };
    if (!columns.includes(column))
      refuse(`"${column}" has levels but is not among the columns.`, 'Add it to the columns, or remove its levels.');
    if (seen.has(column)) refuse(`"${column}" is listed twice.`, 'Keep one list of levels.');
    if (!levels.length) refuse(`"${column}" has no levels.`, 'Fill them from the data.');
    if (levels.length > MOST_LEVELS)
      refuse(
        `"${column}" has ${levels.length} levels, and ${MOST_LEVELS} is the most.`,
        'Remove its list: it then becomes one column with the share of rows.',
      );
    if (new Set(levels).size < levels.length) refuse(`"${column}" lists a level twice.`, 'Remove the second one.');
    seen.add(column);
  }
  return lists;
}

const isNumber = ({ schema }: TableOp, name: string): boolean => schema.some((c) => c.name === name && c.type !== 'string');

const unlisted = ({ column, levels }: ListedLevels): Expr => call('not', call('in', col(column), ...levels.map((level) => lit(level))));
