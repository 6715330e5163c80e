import { expect, test } from 'vitest';
import { kMeans } from '../../../nodes/cluster/k-means.ts';
import { predictor } from '../../../nodes/model/predictor.ts';
import { randomForest } from '../../../nodes/model/random-forest.ts';
import type { Op } from '../../../src/core/plan.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const customers = table(['churn', 'string'], ['tenure', 'int'], ['plan', 'string']);
const forest = (classes: readonly string[]) =>
  compileNode(randomForest, { table: customers }, { target: 'churn', features: ['tenure', 'plan'], classes }).outputs['model'];
const of = (model: Op | undefined, from: Op | undefined = customers, params: Saved = {}) =>
  compileNode(predictor, { model, table: from }, params);

test('adds the class, its probability and margin, and a column for each listed class', () => {
  const { outputs } = of(forest(['No', '__proto__']));
  expect(columns(outputs['table']).slice(3)).toEqual([
    'prediction string?',
    'probability double?',
    'margin double?',
    'P(No) double?',
    'P(__proto__) double?',
  ]);
});

test('a second prediction has names of its own, all with one ending', () => {
  const model = forest(['No']);
  const twice = of(model, of(model).outputs['table']);
  expect(columns(twice.outputs['table']).slice(7)).toEqual([
    'prediction_2 string?',
    'probability_2 double?',
    'margin_2 double?',
    'P(No)_2 double?',
  ]);
});

test('notes rows with gaps, and values that the model has not seen in each text feature', () => {
  expect(levels(of(forest([])).notes)).toEqual(['info', 'warn']);
});

test('says what the model needs', () => {
  const model = forest([]);
  expect(mistake(() => of(model, table(['Tenures', 'int'], ['plan', 'string'])))).toMatchObject({
    message: 'The model needs a column "tenure".',
    fix: 'Rename "Tenures" with Select Columns, if that is it.',
  });
  expect(mistake(() => of(model, table(['tenure', 'string'], ['plan', 'string'])))).toMatchObject({
    message: '"tenure" is string, and the model learned it as int.',
  });
  const clusters = compileNode(kMeans, { table: customers }, { features: ['tenure'] }).outputs['model'];
  expect(mistake(() => of(clusters))).toMatchObject({ message: 'This model does not predict a class.' });
});
