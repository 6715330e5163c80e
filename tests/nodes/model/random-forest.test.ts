import { expect, test } from 'vitest';
import { randomForest } from '../../../nodes/model/random-forest.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const customers = table(['churn', 'string'], ['tenure', 'int'], ['plan', 'string'], ['joined', 'date'], ['score', 'double']);
const of = (params: Saved) => compileNode(randomForest, { table: customers }, { target: 'churn', features: ['tenure', 'plan'], ...params });

test('learns a model and tells how much each feature matters', () => {
  const { outputs, summary } = of({ classes: ['No', 'Yes'] });
  expect(outputs['model']).toMatchObject({
    kind: 'fit',
    algorithm: 'random-forest',
    spec: { target: 'churn', trees: 200, depth: 14, leaf: 5, perSplit: 0, classes: ['No', 'Yes'] },
  });
  expect(columns(outputs['importance'])).toEqual(['feature string', 'importance double', 'sd double']);
  expect(summary).toBe('churn from 2 features, 200 trees');
});

test('notes unknown and unlisted targets, small classes, and each text feature with too many levels', () => {
  expect(levels(of({}).notes)).toEqual(['info', 'warn', 'warn', 'warn']);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => of({ target: '' }))).toMatchObject({ param: 'target' });
  expect(mistake(() => of({ target: 'chrn' }))).toMatchObject({ param: 'target', fix: 'Did you mean "churn"?' });
  expect(mistake(() => of({ target: 'joined' }))).toMatchObject({ param: 'target' });
  expect(mistake(() => of({ features: [] }))).toMatchObject({ param: 'features' });
  expect(mistake(() => of({ features: ['tenure', 'churn'] }))).toMatchObject({
    param: 'features',
    message: '"churn" is both target and feature.',
  });
  expect(mistake(() => of({ features: ['joined'] }))).toMatchObject({ param: 'features' });
});
