import { expect, test } from 'vitest';
import { nameSegments } from '../../../nodes/segments/name-segments.ts';
import { segmentProfile } from '../../../nodes/segments/segment-profile.ts';
import type { Op } from '../../../src/core/plan.ts';
import { columns, compileNode, levels, mistake, numbered, table, type Saved } from '../compile-node.ts';

const customers = numbered(['segment', 'int'], ['recency', 'int'], ['city', 'double']);
const of = (params: Saved, from: Op = customers, profile?: Op) => compileNode(nameSegments, { table: from, profile }, params);

test('adds the name beside the number, and keeps the key of the table', () => {
  const { outputs, summary } = of({});
  expect(columns(outputs['table'])).toEqual(['segment int?', 'recency int?', 'city double?', 'row int', 'segment_name string?']);
  expect(outputs['table']).toMatchObject({ key: ['row'] });
  expect(columns(outputs['names'])).toEqual(['segment int', 'name string', 'colour int']);
  expect(summary).toBe('segment, no own names');
});

test('takes the profile that is connected, and makes the same one without it', () => {
  const profile = compileNode(segmentProfile, { table: customers }).outputs['profile'];
  expect(of({}, customers, profile).outputs['names']).toEqual(of({}).outputs['names']);
});

test('what a person settled on goes to the kernel', () => {
  const { outputs } = of({
    overrides: [{ segment: ' 2 ', name: 'VIPs' }],
    accepted: [{ name: 'Regulars', colour: 4, centre: [{ feature: '__proto__', value: 9.5 }] }],
  });
  expect(outputs['names']).toMatchObject({
    spec: { overrides: [['2', 'VIPs', 0]], accepted: [{ name: 'Regulars', colour: 4, centre: [['__proto__', 9.5]] }] },
  });
});

test('notes rows without a segment, and names for segments that are not there', () => {
  expect(levels(of({ overrides: [{ segment: '7', name: 'VIPs' }] }).notes)).toEqual(['info', 'warn']);
});

test('mistakes belong to their fields', () => {
  expect(mistake(() => of({ segment: 'group' }))).toMatchObject({ param: 'segment' });
  expect(mistake(() => of({ segment: 'city' }))).toMatchObject({
    param: 'segment',
    message: '"city" is double; a segment is a whole number or text.',
  });
  expect(mistake(() => of({ overrides: [{ segment: '1', name: ' ' }] }))).toMatchObject({
    param: 'overrides',
    message: 'A name is empty.',
  });
  expect(mistake(() => of({}, customers, customers))).toMatchObject({ message: 'The profile has no column "feature".' });
  const other = compileNode(segmentProfile, { table: table(['segment', 'string'], ['recency', 'int']) }).outputs['profile'];
  expect(mistake(() => of({}, customers, other))).toMatchObject({
    message: 'The segments of the profile are string, those of the table int.',
  });
});
