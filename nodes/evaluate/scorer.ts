import { and, call, col, lit, type Expr } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, analyse } from '../../src/core/plan.ts';
import { chosenColumn, isNumeric, PlanError, type Schema } from '../../src/core/schema.ts';

export const scorer = defineNode({
  type: 'scorer',
  version: 1,
  title: 'Scorer',
  group: 'Evaluate',
  icon: 'gauge',
  doc: `Compares predicted classes with the actual ones and says how good the predictions are.
The confusion table shows which classes are taken for which. Accuracy flatters where one class is frequent: then look at balanced
accuracy and macro F1, which count every class alike. Each figure comes with the interval in which it would mostly fall on other
customers like these. Score rows that the model has not learned from, or the figures mean nothing.`,
  words: ['accuracy', 'confusion matrix', 'evaluate', 'auc', 'f1', 'log loss'],
  params: {
    actual: p.column({ from: 'table', types: ['string', 'bool', 'int'], doc: 'The true class.' }),
    prediction: p.column({ from: 'table', types: ['string', 'bool', 'int'], default: 'prediction', doc: 'The predicted class.' }),
    probabilities: p.columns({
      from: 'table',
      types: ['double'],
      doc: 'Columns called P(class), for log loss and ROC AUC. Empty takes those that the Predictor made along with the prediction.',
    }),
    positive: p.text({
      label: 'Positive class',
      doc: 'Of two classes the one to look for, such as Yes. Empty is the second in alphabetical order.',
    }),
    seed: p.int({ default: 42, min: 0, max: 2 ** 31, section: 'More', doc: 'For the 200 resamples behind the intervals.' }),
  },
  inputs: { table: 'table' },
  outputs: { confusion: 'table', scores: 'table' },
  compile({ table }, { actual, prediction, probabilities, positive, seed }) {
    chosenColumn(table.schema, actual, 'actual');
    chosenColumn(table.schema, prediction, 'prediction');
    if (actual === prediction)
      throw new PlanError('The actual and the predicted class are the same column.', {
        param: 'prediction',
        fix: 'Choose the column that the Predictor made.',
      });
    const compared = { actual, predicted: prediction };
    const spec = { ...compared, probabilities: classColumns(table.schema, prediction, probabilities), positive: positive.trim(), seed };
    return { confusion: analyse('confusion', [table], compared), scores: analyse('scores', [table], spec) };
  },
  summary: ({ actual, prediction }) => `${actual || 'no column'} against ${prediction}`,
  notes({ table }, { actual, prediction, probabilities }) {
    const classes = classColumns(table.schema, prediction, probabilities).map(([name]) => lit(name));
    const one = (name: string): Expr => call('not', call('is_null', col(name)));
    const facts = aggregate(
      table,
      [],
      [
        { name: 'compared', fn: 'count', where: and(one(actual), one(prediction)) },
        { name: 'left out', fn: 'count', where: call('not', and(one(actual), one(prediction))) },
        {
          name: 'without',
          fn: 'count',
          where: classes.length ? call('not', call('in', call('to_text', col(actual)), ...classes)) : lit(false),
        },
      ],
    );
    return [
      note(
        'info',
        facts,
        call('>', col('left out'), lit(0)),
        count(col('left out')),
        ' rows have no actual or no predicted class and are left out.',
      ),
      note(
        'warn',
        facts,
        and(call('>', col('compared'), lit(0)), call('<', col('compared'), lit(100))),
        'Only ',
        count(col('compared')),
        ' rows are compared: mind the width of the intervals.',
      ),
      note(
        'warn',
        facts,
        call('>', col('without'), lit(0)),
        count(col('without')),
        ' rows have a class without a column of probabilities; log loss and ROC AUC count it as never expected.',
      ),
    ];
  },
  view: 'scores',
});

/** Class names with the columns of their probabilities: those named, or those that end as the prediction column does. */
function classColumns(
  schema: Schema,
  prediction: string,
  chosen: readonly string[],
): readonly (readonly [className: string, column: string])[] {
  if (!chosen.length) {
    const ending = /_\d+$/.exec(prediction)?.[0] ?? '';
    return schema.flatMap(({ name, type }) => {
      const className = name.endsWith(`)${ending}`) && name.startsWith('P(') ? name.slice(2, -1 - ending.length) : undefined;
      return className !== undefined && isNumeric(type) ? [[className, name] as const] : [];
    });
  }
  return chosen.map((name) => {
    chosenColumn(schema, name, 'probabilities');
    const className = /^P\((.*)\)(_\d+)?$/s.exec(name)?.[1];
    if (className === undefined)
      throw new PlanError(`"${name}" does not say of which class it is the probability.`, {
        param: 'probabilities',
        fix: 'Call it P(class), such as P(Yes).',
      });
    return [className, name] as const;
  });
}
