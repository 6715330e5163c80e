import { expect, test } from 'vitest';
import { partition } from '../../../nodes/model/partition.ts';
import { columns, compileNode, levels, mistake, numbered, table, type Saved } from '../compile-node.ts';

const customers = table(['id', 'string'], ['place', 'double'], ['segment', 'string'], ['joined', 'timestamp']);
const split = (params: Saved, from = customers) => compileNode(partition, { table: from }, params);

test('both parts have the columns of the table, whatever decides', () => {
  const ways: readonly Saved[] = [
    {},
    { stratify: 'segment' },
    { keys: ['id', 'place'] },
    { how: 'time', date: 'joined', cut: '2026-01-01' },
  ];
  for (const way of ways) {
    const { outputs } = split(way);
    expect(columns(outputs['train'])).toEqual(columns(customers));
    expect(columns(outputs['test'])).toEqual(columns(customers));
  }
});

test('the key of the table stays one', () => {
  expect(split({ stratify: 'name' }, numbered(['name', 'string'])).outputs['train']).toMatchObject({ key: ['row'] });
});

test('the card says how it splits, and the notes how large the parts are', () => {
  expect(split({ share: 0.8, stratify: 'segment', seed: 7 }).summary).toBe('80 % train by segment, seed 7');
  const byTime = split({ how: 'time', date: 'joined', cut: '2026-01-01' });
  expect(byTime.summary).toBe('Before and from 2026-01-01');
  expect(levels(split({}).notes)).toEqual(['info', 'warn']);
  expect(levels(byTime.notes)).toEqual(['info', 'warn', 'warn']);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => split({ share: 1 }))).toMatchObject({ param: 'share' });
  expect(mistake(() => split({ keys: ['nr'] }))).toMatchObject({ param: 'keys' });
  expect(mistake(() => split({ stratify: 'segments' }))).toMatchObject({ param: 'stratify', fix: 'Did you mean "segment"?' });
  expect(mistake(() => split({ how: 'time' }))).toMatchObject({ param: 'date', message: 'No column is chosen.' });
  expect(mistake(() => split({ how: 'time', date: 'id', cut: '2026-01-01' }))).toMatchObject({
    param: 'date',
    message: '"id" is string, not a date.',
  });
  expect(mistake(() => split({ how: 'time', date: 'joined' }))).toMatchObject({ param: 'cut' });
});
