import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { addedBy } from '../../src/app/inspector/added.ts';
import { factsOf } from '../../src/app/inspector/facts.ts';
import { defaultWords, isChanged, isShown, labelOfParam, recordOf, sectionsOf, tableInto, valueIn } from '../../src/app/inspector/form.ts';
import { createEditor } from '../../src/app/store.ts';
import { p } from '../../src/core/params.ts';
import { fakeEngine } from './fake-engine.ts';

const doc = 'It does a thing.';

describe('a form', () => {
  test('has a section for each that params name, the untitled one first', () => {
    const params = {
      late: p.int({ doc, default: 1, section: 'More' }),
      first: p.text({ doc }),
      also: p.bool({ doc, default: true, section: 'More' }),
    };
    expect(sectionsOf(params).map(({ title, fields }) => [title, fields.map((f) => f.name)])).toEqual([
      ['', ['first']],
      ['More', ['late', 'also']],
    ]);
  });

  test('spells out the name of a param without a label', () => {
    expect(labelOfParam('maxRounds', p.int({ doc, default: 1 }))).toBe('Max rounds');
    expect(labelOfParam('k', p.int({ doc, default: 1, label: 'Number of segments, k' }))).toBe('Number of segments, k');
  });

  test('shows a param only while the one it hangs on has a value that matters', () => {
    const params = {
      init: p.choice({ of: ['k-means++', 'spread'], doc }),
      restarts: p.int({ doc, default: 10, when: ['init', 'k-means++'] }),
    };
    expect(isShown(params.restarts, params, [])).toBe(true);
    expect(isShown(params.restarts, params, [['init', 'spread']])).toBe(false);
  });

  test('marks what differs from a default that one can go back to', () => {
    const k = p.int({ doc, default: 5 });
    expect(isChanged(k, valueIn([], 'k', k))).toBe(false);
    expect(isChanged(k, valueIn([['k', 6]], 'k', k))).toBe(true);
    expect(isChanged(p.columns({ from: 'table', doc }), ['amount'])).toBe(false);
    expect(isChanged(p.date({ doc, default: { param: 'asOf' } }), { param: 'asOf' })).toBe(false);
  });

  test('names a default as the field does', () => {
    expect(defaultWords(p.choice({ of: ['a', 'b'], labels: ['First', 'Second'], default: 'b', doc }))).toBe('Second');
    expect(defaultWords(p.bool({ default: false, doc }))).toBe('off');
    expect(defaultWords(p.date({ doc, default: { param: 'asOf' } }))).toBe('the as-of day of the workflow');
  });

  test('finds the record of a list that a mistake is about', () => {
    const issue = { node: 'formula', level: 'error', message: 'In formula 2: There is no column "x".', param: 'formulas' } as const;
    expect(recordOf(issue, 'formula')).toEqual({ index: 1, issue: { ...issue, message: 'There is no column "x".' } });
    expect(recordOf({ ...issue, message: 'Two columns are called "x".' }, 'formula')).toBeUndefined();
  });

  test.each([...nodeTypes.values()].map((type) => [type.type, type] as const))('of %s has a label and a doc for every field', (_, type) => {
    const fields = sectionsOf(type.params).flatMap((section) => section.fields);
    expect(fields.map((f) => f.name).toSorted()).toEqual(Object.keys(type.params).toSorted());
    expect(fields.filter(({ name, param }) => !labelOfParam(name, param) || !param.doc)).toEqual([]);
  });
});

describe('columns', () => {
  test('are known before a run, and while the node itself has a mistake', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    editor.addNode('k-means', [300, 0], {
      from: { node: 'sample-data', port: 'customers', kind: 'table' },
      params: [['features', ['gone']]],
    });
    const state = editor.getState();
    expect(state.compiled.issues.map((i) => i.node)).toEqual(['k-means']);
    expect(tableInto(state, 'k-means', 'table')?.schema.map((c) => c.name)).toContain('income');
    expect(tableInto(state, 'k-means', 'model')).toBeUndefined();
  });

  test('that a node adds are those that no input has', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    editor.addNode('k-means', [300, 0], {
      from: { node: 'sample-data', port: 'customers', kind: 'table' },
      params: [['features', ['income']]],
    });
    const { nodes } = editor.getState().compiled;
    expect(addedBy(nodes.get('k-means')!).map((c) => c.name)).toEqual(['segment', 'distance', 'runner_up']);
    expect(addedBy(nodes.get('sample-data')!)).toEqual([]);
  });
});

test('a model tells what people ask of it', () => {
  const model = {
    kind: 'k-means',
    version: 1,
    features: [{ name: 'a' }, { name: 'b' }],
    sizes: [1200, 3],
    inertia: 352.0567,
    converged: true,
  };
  expect(factsOf(model)).toEqual([
    ['Features', '2'],
    ['Sizes', '1,200, 3'],
    ['Inertia', '352.06'],
    ['Converged', 'yes'],
  ]);
  expect(factsOf({ oob: { rows: 5, accuracy: 0.75, logLoss: 0.5 } })).toEqual([
    ['Accuracy on unseen rows', '0.75'],
    ['Log loss on unseen rows', '0.5'],
  ]);
});
