import { and, call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, analyse, fit } from '../../src/core/plan.ts';
import { chosenColumn, findColumn } from '../../src/core/schema.ts';

/** A class with fewer customers is hardly learned; text with more levels is mostly an id. */
const FEW_ROWS = 20;
const MANY_LEVELS = 50;

export const randomForest = defineNode({
  type: 'random-forest',
  version: 1,
  title: 'Random Forest Learner',
  group: 'Model',
  icon: 'trees',
  doc: `Learns to predict a class, such as a segment or churn, from the other columns.
It grows many decision trees, each on a random draw of the rows, and lets them vote. It copes with text, missing values and wide
ranges without scaling, and tells which features it relied on. Keep rows aside with Partitioning to see how good it is on customers
it has not seen, and leave out columns that are only known after the fact: they make it look far better than it is.`,
  words: ['classification', 'predict', 'machine learning', 'trees', 'churn'],
  params: {
    target: p.column({
      from: 'table',
      types: ['string', 'bool', 'int'],
      doc: 'The column to predict. Rows without a value in it are left out.',
      guess: { called: 'class to predict', role: 'segment', words: ['segment', 'churn', 'churned', 'class', 'cluster'], not: ['id'] },
    }),
    features: p.columns({
      from: 'table',
      types: ['int', 'double', 'bool', 'string'],
      doc: 'What to predict it from. Ids do not belong here.',
      guess: 'measures',
    }),
    classes: p.levels({
      from: 'table',
      of: 'target',
      doc: 'The classes, filled from the data. Each listed class gets a column with its probability in the Predictor.',
    }),
    trees: p.int({ default: 200, min: 1, max: 2000, slider: [50, 500], section: 'Growing', doc: 'More trees are steadier and slower.' }),
    depth: p.int({
      default: 14,
      min: 1,
      max: 40,
      label: 'Deepest tree',
      section: 'Growing',
      doc: 'How many questions a tree may ask in a row.',
    }),
    leaf: p.int({
      default: 5,
      min: 1,
      max: 10_000,
      label: 'Smallest leaf',
      section: 'Growing',
      doc: 'The fewest customers that a tree may put in a group of their own.',
    }),
    perSplit: p.int({
      default: 0,
      min: 0,
      max: 1000,
      label: 'Features per split',
      section: 'Growing',
      doc: 'How many features are tried for each question; 0 is the square root of their number.',
    }),
    classWeight: p.choice({
      of: ['none', 'balanced'],
      labels: ['As they are', 'Balanced'],
      label: 'Class weights',
      section: 'Growing',
      doc: 'Balanced makes rare classes count for as much as frequent ones. Probabilities are then no longer those of the data.',
    }),
    seed: p.int({ default: 42, min: 0, max: 2 ** 31, section: 'Growing', doc: 'The same seed and data give the same forest.' }),
    engine: p.choice({
      of: ['histogram', 'ml-random-forest'],
      labels: ['Histogram forest', 'ml-random-forest'],
      section: 'Growing',
      doc: 'The histogram forest is fast and exact about votes. ml-random-forest is a second opinion for small tables.',
    }),
  },
  inputs: { table: 'table' },
  outputs: { model: 'model', importance: 'table' },
  compile({ table }, params) {
    if (params.target) chosenColumn(table.schema, params.target, 'target');
    params.features.forEach((name) => chosenColumn(table.schema, name, 'features'));
    const model = fit('random-forest', table, params);
    return { model, importance: analyse('importance', [model], {}) };
  },
  summary: ({ target, features, trees }) => `${target || 'no target'} from ${features.length} features, ${trees} trees`,
  notes({ table }, { target, features, classes }) {
    const known = call('not', call('is_null', col(target)));
    const perClass = aggregate(table, [target], [{ name: freeMeasure(target), fn: 'count' }]);
    const size = col(freeMeasure(target));
    const facts = aggregate(
      table,
      [],
      [
        { name: 'unknown', fn: 'count', where: call('is_null', col(target)) },
        {
          name: 'unlisted',
          fn: 'count',
          where: classes.length ? call('not', call('in', call('to_text', col(target)), ...classes.map((c) => lit(c)))) : lit(false),
        },
      ],
    );
    return [
      note('info', facts, call('>', col('unknown'), lit(0)), count(col('unknown')), ` rows have no "${target}" and are not learned from.`),
      note(
        'warn',
        facts,
        call('>', col('unlisted'), lit(0)),
        count(col('unlisted')),
        ` rows have a "${target}" that is not among the listed classes.`,
      ),
      note(
        'warn',
        perClass,
        and(known, call('<', size, lit(FEW_ROWS))),
        `Only `,
        count(size),
        ` rows are "`,
        call('to_text', col(target)),
        '": too few to learn from.',
      ),
      ...features
        .filter((name) => findColumn(table.schema, name)?.type === 'string')
        .map((name) => {
          const levels = aggregate(table, [], [{ name: 'levels', fn: 'distinct', of: col(name) }]);
          return note(
            'warn',
            levels,
            call('>', col('levels'), lit(MANY_LEVELS)),
            `"${name}" has `,
            count(col('levels')),
            ` different values; only the ${MANY_LEVELS} most frequent are told apart. An id teaches nothing.`,
          );
        }),
    ];
  },
  view: 'importance',
});

const freeMeasure = (taken: string): string => (taken.toLowerCase() === 'rows' ? 'number of rows' : 'rows');
