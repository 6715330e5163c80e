import { expect, test } from 'vitest';
import { duplicates } from '../../../nodes/clean/duplicates.ts';
import { columns, compileNode, levels, mistake, numbered, table, type Saved } from '../compile-node.ts';

const people = table(['email', 'string'], ['__proto__', 'string'], ['seen', 'date']);
const lines = numbered(['email', 'string'], ['seen', 'date']);
const dedupe = (params: Saved, from = people) => compileNode(duplicates, { table: from }, params);

test('without keys rows must be equal in every column', () => {
  const { outputs, notes, summary } = dedupe({});
  expect(outputs['table']).toMatchObject({ by: ['email', '__proto__', 'seen'], part: 'kept', key: ['email', '__proto__', 'seen'] });
  expect(columns(outputs['duplicates'])).toEqual(columns(people));
  expect(levels(notes)).toEqual(['info']);
  expect(summary).toBe('All columns, keeps the first');
});

test('with keys the newest row stays, and missing keys are counted', () => {
  const { outputs, notes } = dedupe({ keys: ['email'], keep: 'newest', order: 'seen' });
  expect(outputs['table']).toMatchObject({
    key: ['email'],
    order: [{ column: 'seen', desc: true }, { column: 'email' }, { column: '__proto__' }],
  });
  expect(levels(notes)).toEqual(['info', 'warn']);
});

test('first and last go by the row number', () => {
  expect(dedupe({ keys: ['email'] }, lines).outputs['table']).toMatchObject({ order: [{ column: 'row' }] });
  expect(dedupe({ keys: ['email'], keep: 'last' }, lines).outputs['duplicates']).toMatchObject({
    order: [{ column: 'row', desc: true }],
    part: 'dropped',
  });
});

test('an unknown key and a missing order are mistakes', () => {
  expect(mistake(() => dedupe({ keys: ['mail'] }))).toMatchObject({ param: 'keys' });
  expect(mistake(() => dedupe({ keys: ['email'], keep: 'oldest' }))).toMatchObject({ param: 'order', fix: 'Choose a date.' });
  expect(mistake(() => dedupe({ keep: 'newest', order: 'last_seen' }))).toMatchObject({ param: 'order' });
});
