import { call, col, lit } from '../../src/core/expr.ts';
import { defineNode } from '../../src/core/node.ts';
import { count, note } from '../../src/core/note.ts';
import { p } from '../../src/core/params.ts';
import { aggregate, analyse, join, project, type Measure, type TableOp } from '../../src/core/plan.ts';
import { chosenColumn, findColumn, freeName, PlanError } from '../../src/core/schema.ts';
import { profileOf } from './segment-profile.ts';

const COLOURS = 12;

export const nameSegments = defineNode({
  type: 'name-segments',
  version: 1,
  title: 'Name Segments',
  group: 'Segments',
  icon: 'tags',
  doc: `Gives every segment a name in plain words and a colour, so that nobody has to remember what segment 3 is.
Names come from what sets a segment apart: few days since the last order, many orders and much money make Champions. Segments that
are text already keep their names. A name you accept stays with its kind of customer: after a rerun it goes to the segment whose
centre is nearest, whatever its number is then. Read the profile before you trust a name, and rename what does not fit.`,
  words: ['label', 'rename', 'persona', 'colour'],
  params: {
    segment: p.column({
      from: 'table',
      types: ['int', 'string'],
      default: 'segment',
      guess: { called: 'segment', role: 'segment', words: ['segment', 'cluster'], not: ['id'] },
      doc: 'The column that says to which segment a customer belongs.',
    }),
    overrides: p.list({
      one: 'name',
      label: 'Own names',
      doc: 'Names by segment number. They stay with the number, also when its customers change.',
      item: {
        segment: p.text({ doc: 'The number, or the value of the segment column.' }),
        name: p.text({ doc: 'The name to show.' }),
        colour: p.int({ default: 0, min: 0, max: COLOURS, doc: 'A colour from 1 to 12; 0 leaves the choice.' }),
      },
    }),
    accepted: p.list({
      one: 'accepted name',
      label: 'Accepted names',
      section: 'Accepted',
      doc: 'Written when you accept a name: the name with the means of its segment, to find it again after a rerun.',
      item: {
        name: p.text({ doc: 'The name.' }),
        colour: p.int({ default: 0, min: 0, max: COLOURS, doc: 'Its colour from 1 to 12; 0 leaves the choice.' }),
        centre: p.list({
          one: 'mean',
          doc: 'The means of its customers when it was accepted.',
          item: { feature: p.text({ doc: 'The feature.' }), value: p.number({ default: 0, doc: 'Its mean.' }) },
        }),
      },
    }),
  },
  inputs: { table: 'table', profile: 'table?' },
  outputs: { table: 'table', names: 'table' },
  compile({ table, profile }, { segment, overrides, accepted }) {
    const { type } = chosenColumn(table.schema, segment, 'segment');
    if (type !== 'int' && type !== 'string')
      throw new PlanError(`"${segment}" is ${type}; a segment is a whole number or text.`, {
        param: 'segment',
        fix: 'Choose the segment column.',
      });
    const names = analyse('segment-names', [profile ? checkedProfile(profile, table, segment) : profileOf(table, segment, [])], {
      segment: 'segment',
      accepted: accepted.map((a) => ({
        name: named(a.name, 'accepted'),
        colour: a.colour,
        centre: a.centre.map((c) => [c.feature, c.value] as const),
      })),
      overrides: overrides.map((o) => [o.segment.trim(), named(o.name, 'overrides'), o.colour] as const),
    });
    const name = freeName(
      `${segment}_name`,
      table.schema.map((c) => c.name),
    );
    const right = project(names, [
      { name: 'segment', expr: col('segment') },
      { name, expr: col('name'), role: 'segment' },
    ]);
    return { table: join(table, right, 'left', [[segment, 'segment']]), names };
  },
  summary: ({ segment, overrides, accepted }) => `${segment}, ${overrides.length + accepted.length || 'no'} own names`,
  notes({ table }, { segment, overrides }, { names }) {
    const unnamed = aggregate(table, [], [{ name: 'rows', fn: 'count', where: call('is_null', col(segment)) }]);
    const found = aggregate(
      names,
      [],
      [
        { name: 'segments', fn: 'count' },
        ...overrides.map((o, i): Measure => ({
          name: `called ${i}`,
          fn: 'count',
          where: call('=', call('to_text', col('segment')), lit(o.segment.trim())),
        })),
      ],
    );
    return [
      note('info', unnamed, call('>', col('rows'), lit(0)), count(col('rows')), ' rows have no segment and get no name.'),
      ...overrides.map((o, i) =>
        note('warn', found, call('=', col(`called ${i}`), lit(0)), `There is no segment "${o.segment}" to be called "${o.name}".`),
      ),
    ];
  },
});

function named(name: string, param: string): string {
  if (name.trim() === '') throw new PlanError('A name is empty.', { param, fix: 'Give the segment a name, or remove the entry.' });
  return name.trim();
}

/** A profile that was handed in has the columns of Segment Profile and is about these segments. */
function checkedProfile(profile: TableOp, table: TableOp, segment: string): TableOp {
  const fix = 'Connect the profile port of a Segment Profile of the same segments.';
  for (const name of ['segment', 'feature', 'rows', 'mean', 'all_stddev', 'effect']) {
    if (!findColumn(profile.schema, name)) throw new PlanError(`The profile has no column "${name}".`, { fix });
  }
  const [a, b] = [findColumn(profile.schema, 'segment')?.type, findColumn(table.schema, segment)?.type];
  if (a !== b) throw new PlanError(`The segments of the profile are ${a}, those of the table ${b}.`, { fix });
  return profile;
}
