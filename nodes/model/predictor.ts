import { call, col, lit, or } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, apply, filter, join, type ModelOp, type TableOp } from '../../src/core/plan.ts';
import { findColumn, nearestName, PlanError } from '../../src/core/schema.ts';

export const predictor = defineNode({
  type: 'predictor',
  version: 1,
  title: 'Predictor',
  group: 'Model',
  icon: 'signpost',
  doc: `Applies a learned model to a table: the most likely class of each row, its probability, and by how much it leads.
The margin is the probability of the first class less that of the second; where it is small, the model does not really know.
The table needs the columns that the model learned from, under the same names.`,
  words: ['apply', 'score', 'predict', 'classify'],
  params: {
    prediction: p.text({ default: 'prediction', label: 'Class column', doc: 'The name of the new column with the predicted class.' }),
    probability: p.text({ default: 'probability', label: 'Probability column', doc: 'How likely that class is, from 0 to 1.' }),
    margin: p.text({ default: 'margin', label: 'Margin column', doc: 'The probability of the most likely class less that of the next.' }),
  },
  inputs: { model: 'model', table: 'table' },
  outputs: { table: 'table' },
  compile({ model, table }, { prediction, probability, margin }) {
    const { features, classes } = forestOf(model, table);
    features.forEach((name) => sameFeature(name, model, table));
    const names = [prediction || 'prediction', probability || 'probability', margin || 'margin'];
    const ending = freeEnding([...names, ...classes.map(probabilityColumn)], table);
    return {
      table: apply(model, table, {
        prediction: names[0]! + ending,
        probability: names[1]! + ending,
        margin: names[2]! + ending,
        classes: classes.map((name) => [name, probabilityColumn(name) + ending] as const),
      }),
    };
  },
  summary: ({ prediction }) => prediction,
  notes({ model, table }) {
    const { features } = forestOf(model, table);
    const gaps = aggregate(table, [], [{ name: 'rows', fn: 'count', where: or(...features.map((name) => call('is_null', col(name)))) }]);
    const texts = features.filter((name) => findColumn(table.schema, name)?.type === 'string');
    return [
      note('info', gaps, call('>', col('rows'), lit(0)), count(col('rows')), ' rows miss a feature and are predicted from the others.'),
      ...texts.map((name) => {
        const present = filter(table, call('not', call('is_null', col(name))));
        const strange = aggregate(
          join(present, aggregate(model.input, [name], []), 'anti', [[name, name]]),
          [],
          [{ name: 'rows', fn: 'count' }],
        );
        return note(
          'warn',
          strange,
          call('>', col('rows'), lit(0)),
          `"${name}": `,
          count(col('rows')),
          ' rows have a value that the model has never seen.',
        );
      }),
    ];
  },
});

const probabilityColumn = (className: string): string => `P(${className})`;

function forestOf(model: ModelOp, table: TableOp): { readonly features: readonly string[]; readonly classes: readonly string[] } {
  if (!('classes' in model.spec))
    throw new PlanError('This model does not predict a class.', { fix: 'Connect the model of a learner, such as Random Forest.' });
  const missing = model.spec.features.find((name) => !findColumn(table.schema, name));
  if (missing === undefined) return model.spec;
  const near = nearestName(
    missing,
    table.schema.map((c) => c.name),
  );
  throw new PlanError(`The model needs a column "${missing}".`, {
    fix: near ? `Rename "${near}" with Select Columns, if that is it.` : 'Add it to the table.',
  });
}

function sameFeature(name: string, model: ModelOp, table: TableOp): void {
  const [learned, now] = [findColumn(model.input.schema, name)?.type, findColumn(table.schema, name)?.type];
  if ((learned === 'string') !== (now === 'string'))
    throw new PlanError(`"${name}" is ${now}, and the model learned it as ${learned}.`, { fix: 'Change its type with Select Columns.' });
}

/** '' or `_2`, `_3`…: the first ending with which none of `names` is taken. */
function freeEnding(names: readonly string[], { schema }: TableOp): string {
  const taken = new Set(schema.map((c) => c.name.toLowerCase()));
  const free = (ending: string): boolean => names.every((name) => !taken.has((name + ending).toLowerCase()));
  if (free('')) return '';
  for (let i = 2; ; i++) if (free(`_${i}`)) return `_${i}`;
}
