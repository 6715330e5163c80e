import { expect, test } from 'vitest';
import { encodeScale } from '../../../nodes/features/encode-scale.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const customers = table(['income', 'double'], ['consent', 'bool'], ['country', 'string'], ['plan', 'string'], ['joined', 'date']);
const of = (params: Saved) => compileNode(encodeScale, { table: customers }, params);

test('a number becomes a scaled column, text a column a level or one with its frequency', () => {
  const { outputs, summary } = of({
    columns: ['income', 'consent', 'country', 'plan'],
    levels: [{ column: 'plan', levels: ['pro', '__proto__'] }],
  });
  expect(columns(outputs['table']).slice(5)).toEqual(
    ['income_scaled', 'consent_scaled', 'country_frequency', 'plan=pro', 'plan=__proto__'].map((name) => `${name} double?`),
  );
  expect(summary).toBe('4 columns, auto, 1 one-hot');
});

test('notes missing values, levels it was not told of and constants', () => {
  expect(levels(of({ columns: ['income', 'plan'], levels: [{ column: 'plan', levels: ['pro'] }] }).notes)).toEqual([
    'info',
    'info',
    'warn',
    'warn',
  ]);
});

test('mistakes belong to their fields', () => {
  const plan = { columns: ['plan'] };
  expect(mistake(() => of({}))).toMatchObject({ param: 'columns' });
  expect(mistake(() => of({ columns: ['incme'] }))).toMatchObject({ param: 'columns', fix: 'Did you mean "income"?' });
  expect(mistake(() => of({ ...plan, suffix: '' }))).toMatchObject({ param: 'suffix' });
  expect(mistake(() => of({ ...plan, levels: [{ column: 'country', levels: ['UK'] }] }))).toMatchObject({ param: 'levels' });
  expect(mistake(() => of({ ...plan, levels: [{ column: 'plan', levels: [] }] }))).toMatchObject({
    param: 'levels',
    message: '"plan" has no levels.',
  });
  expect(mistake(() => of({ ...plan, levels: [{ column: 'plan', levels: ['a', 'a'] }] }))).toMatchObject({
    param: 'levels',
    message: '"plan" lists a level twice.',
  });
});
