import { and, call, col, concat, lit, or, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note, percent } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { analyse } from '../../src/core/plan.ts';
import { chosenColumn, isNumeric } from '../../src/core/schema.ts';

/** Pairs grow with the square of the columns. */
const MOST_CORRELATED = 30;

export const dataProfile = defineNode({
  type: 'data-profile',
  version: 1,
  title: 'Data Profile',
  group: 'Explore',
  icon: 'scan-search',
  doc: `Shows what is in each column: type, missing values, distinct values, range, quantiles and distribution.
Make it the first thing you connect to a new file. It says in words what looks odd: columns that are mostly missing, that never
change, that are ids in disguise, or that have a few values far from all others. What is odd here misleads every step behind it.`,
  words: ['describe', 'quality', 'statistics', 'missing', 'histogram', 'correlation', 'explore'],
  params: {
    columns: p.columns({ from: 'table', doc: 'What to look at. Empty takes all columns.' }),
    bins: p.int({ default: 20, min: 2, max: 200, doc: 'Bars in the histogram of a number or date.' }),
    top: p.int({
      default: 10,
      min: 1,
      max: 100,
      label: 'Most frequent values',
      doc: 'How many values of a text or yes/no column are listed.',
    }),
  },
  inputs: { table: 'table' },
  outputs: { profile: 'table', distribution: 'table', correlation: 'table' },
  compile({ table }, { columns: chosen, bins, top }) {
    const columns = chosen.length ? chosen : table.schema.map((c) => c.name);
    const numbers = columns.filter((name) => {
      const { type, role } = chosenColumn(table.schema, name, 'columns');
      return isNumeric(type) && role !== 'id';
    });
    return {
      profile: analyse('profile', [table], { columns }),
      distribution: analyse('distribution', [table], { columns, bins, top }),
      correlation: analyse('correlation', [table], { columns: numbers.slice(0, MOST_CORRELATED) }),
    };
  },
  summary: ({ columns }) => (columns.length ? `${columns.length} columns` : 'all columns'),
  notes({ table }, _, { profile }) {
    const present = call('-', col('rows'), col('missing'));
    const missing = call('/', col('missing'), col('rows'));
    const isType = (...types: readonly string[]): Expr => call('in', col('type'), ...types.map((t) => lit(t)));
    const ids = table.schema.filter((c) => c.role === 'id').map((c) => lit(c.name));
    const [least, most] = [call('to_double', col('min')), call('to_double', col('max'))];
    const farOut = call('*', call('-', col('q75'), col('q25')), lit(3));
    const middle = [' while the middle half lies from ', short(col('q25')), ' to ', short(col('q75')), '.'];
    const far = (where: Expr, value: Expr): readonly [Expr, ...(string | Expr)[]] => [
      and(isType('int', 'double'), and(call('>', farOut, lit(0)), where)),
      quoted,
      ' reaches ',
      short(value),
      ...middle,
    ];
    return [
      note(
        'warn',
        profile,
        and(call('>', missing, lit(0.2)), call('>', present, lit(0))),
        quoted,
        ' is missing in ',
        percent(missing),
        ' of rows.',
      ),
      note('warn', profile, and(call('>', col('rows'), lit(0)), call('=', present, lit(0))), quoted, ' is empty.'),
      note(
        'info',
        profile,
        and(call('=', col('distinct'), lit(1)), call('>', col('rows'), lit(1))),
        quoted,
        ' has the same value in all rows that have one.',
      ),
      note(
        'info',
        profile,
        and(isType('string'), and(call('=', col('distinct'), present), call('>', present, lit(20)))),
        quoted,
        ' is different in every row: an id or free text, nothing to group by.',
      ),
      ...(ids.length
        ? [
            note(
              'info',
              profile,
              and(call('in', col('column'), ...ids), call('<', col('distinct'), present)),
              quoted,
              ' looks like an id and is not unique: ',
              count(col('distinct')),
              ' different values in ',
              count(present),
              ' rows.',
            ),
          ]
        : []),
      note(
        'info',
        profile,
        and(or(call('>', col('skewness'), lit(2)), call('<', col('skewness'), lit(-2))), isType('int', 'double')),
        quoted,
        ' is very lopsided; its mean says little, and a logarithm may help.',
      ),
      note('warn', profile, ...far(call('>', most, call('+', col('q75'), farOut)), most)),
      note('warn', profile, ...far(call('<', least, call('-', col('q25'), farOut)), least)),
    ];
  },
  view: 'profile',
});

const quoted = concat(lit('"'), col('column'), lit('"'));

/** A number in a message, with decimals only where it is small. */
const short = (x: Expr): Expr => call('case', call('<', call('abs', x), lit(10)), call('format', x, lit(2)), call('format', x, lit(0)));
