import { expect, test } from 'vitest';
import { dataProfile } from '../../../nodes/explore/data-profile.ts';
import { columns, compileNode, levels, mistake, table, type Saved } from '../compile-node.ts';

const customers = table(['id', 'int', 'id'], ['name', 'string'], ['spent', 'double'], ['visits', 'int'], ['joined', 'date']);
const of = (params: Saved, from = customers) => compileNode(dataProfile, { table: from }, params);

test('profiles every column, and correlates the numbers that are not ids', () => {
  const { outputs, summary } = of({});
  expect(outputs['profile']).toMatchObject({ spec: { columns: ['id', 'name', 'spent', 'visits', 'joined'] } });
  expect(outputs['distribution']).toMatchObject({ spec: { bins: 20, top: 10 } });
  expect(outputs['correlation']).toMatchObject({ spec: { columns: ['spent', 'visits'] } });
  expect(columns(outputs['correlation'])).toEqual(['a string', 'b string', 'r double?', 'rows int']);
  expect(summary).toBe('all columns');
});

test('looks for what is odd; for ids that repeat only where a column is an id', () => {
  expect(levels(of({}).notes)).toEqual(['warn', 'warn', 'info', 'info', 'info', 'info', 'warn', 'warn']);
  expect(of({}, table(['spent', 'double'])).notes).toHaveLength(7);
});

test('a column that is not there is a mistake in the choice', () => {
  expect(mistake(() => of({ columns: ['spend'] }))).toMatchObject({ param: 'columns', fix: 'Did you mean "spent"?' });
});
