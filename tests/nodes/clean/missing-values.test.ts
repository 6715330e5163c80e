import { expect, test } from 'vitest';
import { missingValues } from '../../../nodes/clean/missing-values.ts';
import { columns, compileNode, levels, mistake, numbered, type Saved } from '../compile-node.ts';

const customers = numbered(
  ['id', 'int', 'id'],
  ['age', 'int'],
  ['median 1', 'double', 'money'],
  ['city', 'string'],
  ['born', 'date'],
  ['__proto__', 'bool'],
);
const fill = (params: Saved) => compileNode(missingValues, { table: customers }, params);

test('the columns stay the same, with their types, roles and key', () => {
  const { outputs, notes, summary } = fill({});
  expect(columns(outputs['table'])).toEqual([
    'id int?',
    'age int?',
    'median 1 double?',
    'city string?',
    'born date?',
    '__proto__ bool?',
    'row int',
  ]);
  expect(outputs['table']).toMatchObject({ key: ['row'], schema: [{ role: 'id' }, {}, { role: 'money' }, {}, {}, {}, {}] });
  expect(levels(notes)).toEqual(['info', 'warn']);
  expect(summary).toBe('numbers: median');
});

test('a value put in leaves nothing missing', () => {
  const { outputs } = fill({
    numeric: 'zero',
    text: 'constant',
    columns: [
      { column: '__proto__', how: 'constant', value: 'false' },
      { column: 'born', how: 'constant', value: '1970-01-01' },
    ],
  });
  expect(columns(outputs['table'])).toEqual([
    'id int?',
    'age int',
    'median 1 double?',
    'city string',
    'born date?',
    '__proto__ bool',
    'row int',
  ]);
});

test('a flag column stands for each column that is filled', () => {
  const { outputs } = fill({ flag: true, columns: [{ column: 'age', how: 'leave' }] });
  expect(columns(outputs['table']).slice(-2)).toEqual(['row int', 'median 1_missing bool']);
});

test('dropped rows are counted', () => {
  expect(levels(fill({ numeric: 'leave', other: 'drop' }).notes)).toEqual(['info']);
  expect(fill({ numeric: 'leave' })).toMatchObject({ notes: [], summary: 'Leaves all as they are' });
});

test('a rule that does not fit its column is a mistake', () => {
  const rule = (column: string, how: string, value = '') => mistake(() => fill({ columns: [{ column, how, value }] }));
  expect(rule('city', 'mean')).toMatchObject({ param: 'columns', message: 'In rule 1: "city" is string and has no mean.' });
  expect(rule('age', 'constant', 'young')).toMatchObject({ param: 'columns', message: '"young" does not fit "age", which is int.' });
  expect(rule('born', 'constant')).toMatchObject({ param: 'columns' });
  expect(rule('town', 'drop')).toMatchObject({ param: 'columns', message: 'In rule 1: There is no column "town".' });
  expect(mistake(() => fill({ columns: [{ column: 'age' }, { column: 'age' }] }))).toMatchObject({
    message: 'In rule 2: "age" has a rule already.',
  });
});
