import { expect, test } from 'vitest';
import { kMeans } from '../../../nodes/cluster/k-means.ts';
import { segmentProfile } from '../../../nodes/segments/segment-profile.ts';
import { isTable, type Op } from '../../../src/core/plan.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const customers = table(
  ['id', 'int', 'id'],
  ['recency', 'int'],
  ['monetary', 'double', 'money'],
  ['vip', 'bool'],
  ['segment', 'int', 'segment'],
  ['city', 'string'],
);
const of = (params: Saved, from: Op = customers) => compileNode(segmentProfile, { table: from }, params);

/** The columns that a profile compares, as its plan lists them. */
function compared(op: Op | undefined): readonly string[] {
  for (let step = op; step && isTable(step); step = step.kind === 'join' ? step.left : 'input' in step ? step.input : undefined)
    if (step.kind === 'unpivot') return step.columns;
  return [];
}

test('profile and cards have fixed columns, and money only where a value is chosen', () => {
  const { outputs } = of({ value: 'monetary' });
  expect(columns(outputs['profile'])).toEqual([
    'segment int?',
    'feature string',
    'rank int',
    'rows int',
    'missing double?',
    'mean double?',
    'median double?',
    'q25 double?',
    'q75 double?',
    'stddev double?',
    'all_mean double?',
    'all_median double?',
    'all_stddev double?',
    'index double?',
    'effect double?',
  ]);
  expect(columns(outputs['cards'])).toEqual([
    'segment int?',
    'customers int',
    'share double?',
    'value double?',
    'value_share double?',
    'value_per_customer double?',
    'value_index double?',
    'sentence string?',
  ]);
  expect(columns(of({}).outputs['cards'])).toEqual(['segment int?', 'customers int', 'share double?', 'sentence string?']);
});

test('without a choice it compares what the segments were made from, or else all numbers but ids', () => {
  expect(compared(of({}).outputs['profile'])).toEqual(['recency', 'monetary']);
  const clustered = compileNode(kMeans, { table: customers }, { features: ['vip', 'monetary'], segment: 'cluster' }).outputs['table'];
  expect(compared(of({ segment: 'cluster' }, clustered).outputs['profile'])).toEqual(['vip', 'monetary']);
});

test('features may be called like the columns of the result', () => {
  const from = table(['group', 'string'], ['segment', 'double'], ['feature', 'double'], ['value', 'int'], ['__proto__', 'double']);
  expect(compared(of({ segment: 'group' }, from).outputs['profile'])).toEqual(['segment', 'feature', 'value', '__proto__']);
});

test('notes segments that are missing or small, and features that do not differ', () => {
  expect(levels(of({}).notes)).toEqual(['info', 'warn', 'info']);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => of({ segment: 'segmnt' }))).toMatchObject({ param: 'segment', fix: 'Did you mean "segment"?' });
  expect(mistake(() => of({ features: ['segment'] }))).toMatchObject({ param: 'features' });
  expect(mistake(() => of({ features: ['city'] }))).toMatchObject({
    param: 'features',
    message: '"city" is string, and only numbers are compared.',
  });
  expect(mistake(() => of({ value: 'city' }))).toMatchObject({ param: 'value' });
  expect(mistake(() => of({}, table(['segment', 'string'])))).toMatchObject({
    param: 'features',
    message: 'There are no numbers to compare.',
  });
});
