import { expect, test } from 'vitest';
import { scorer } from '../../../nodes/evaluate/scorer.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const predicted = table(
  ['churn', 'string'],
  ['prediction', 'string'],
  ['P(No)', 'double'],
  ['P(a (b))', 'double'],
  ['P(text)', 'string'],
  ['prediction_2', 'string'],
  ['P(No)_2', 'double'],
  ['share', 'double'],
);
const of = (params: Saved) => compileNode(scorer, { table: predicted }, { actual: 'churn', ...params });
const classes = (params: Saved) => {
  const op = of(params).outputs['scores'];
  return op?.kind === 'analyse' && 'probabilities' in op.spec ? op.spec.probabilities : undefined;
};

test('gives a confusion table and scores with intervals', () => {
  const { outputs, summary } = of({});
  expect(columns(outputs['confusion'])).toEqual(['actual string', 'predicted string', 'rows int']);
  expect(columns(outputs['scores'])).toEqual(['metric string', 'value double?', 'low double?', 'high double?']);
  expect(summary).toBe('churn against prediction');
});

test('finds the probabilities that were made along with the prediction', () => {
  expect(classes({})).toEqual([
    ['No', 'P(No)'],
    ['a (b)', 'P(a (b))'],
  ]);
  expect(classes({ prediction: 'prediction_2' })).toEqual([['No', 'P(No)_2']]);
  expect(classes({ probabilities: ['P(No)_2'] })).toEqual([['No', 'P(No)_2']]);
});

test('notes rows left out, few rows and classes without a probability', () => {
  expect(levels(of({}).notes)).toEqual(['info', 'warn', 'warn']);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => of({ actual: '' }))).toMatchObject({ param: 'actual' });
  expect(mistake(() => of({ prediction: 'predicted' }))).toMatchObject({ param: 'prediction' });
  expect(mistake(() => of({ prediction: 'churn' }))).toMatchObject({
    param: 'prediction',
    message: 'The actual and the predicted class are the same column.',
  });
  expect(mistake(() => of({ probabilities: ['share'] }))).toMatchObject({
    param: 'probabilities',
    fix: 'Call it P(class), such as P(Yes).',
  });
  expect(mistake(() => of({ probabilities: ['P(text)'] }))).toMatchObject({ param: 'probabilities' });
});
