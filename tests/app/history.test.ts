import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { labelsSince, withName, withSaved, type Version } from '../../src/app/files/history.ts';
import { differences } from '../../src/app/history/differences.ts';
import { recordHistory } from '../../src/app/history/record.ts';
import { createEditor } from '../../src/app/store.ts';
import { withWire } from '../../src/app/edits.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import type { Workflow } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const MINUTE = 60_000;
const saved = (at: number, hash: string, ...labels: string[]): Omit<Version, 'from' | 'name'> => ({ at, hash, nodes: 1, labels });

/** The versions after saves at minutes. */
const after = (...saves: Omit<Version, 'from' | 'name'>[]): readonly Version[] =>
  saves.reduce<readonly Version[]>((versions, save) => withSaved(versions, { ...save, at: save.at * MINUTE }), []);

const hashes = (versions: readonly Version[]): string[] => versions.map((v) => v.hash);

describe('the versions of a workflow', () => {
  test('are one for a burst of edits, as it was at the end, and name what was done', () => {
    const versions = after(
      saved(0, 'opened', 'Opened'),
      saved(5, 'a', 'Add Sort'),
      saved(6, 'b', 'Change k'),
      saved(7, 'c', 'Change k', 'Move node'),
    );
    expect(versions.slice(1)).toEqual([
      { from: 5 * MINUTE, at: 7 * MINUTE, hash: 'c', nodes: 1, labels: ['Add Sort', 'Change k', 'Move node'] },
    ]);
  });

  test('begin anew after a pause, and when a burst goes on for long', () => {
    expect(hashes(after(saved(0, 'o'), saved(1, 'a'), saved(4, 'b')))).toEqual(['o', 'a', 'b']);
    expect(hashes(after(saved(0, 'o'), saved(1, 'a'), saved(3, 'b'), saved(5, 'c'), saved(7, 'd')))).toEqual(['o', 'c', 'd']);
  });

  test('keep how the workflow was when it was opened', () => {
    expect(hashes(after(saved(0, 'opened'), saved(0.1, 'a'), saved(0.2, 'b')))).toEqual(['opened', 'b']);
  });

  test('do not grow by a state that is as before', () => {
    const versions = after(saved(0, 'a'), saved(9, 'b'));
    expect(withSaved(versions, saved(20 * MINUTE, 'b'))).toBe(versions);
  });

  test('keep the state that was left by going back to another one', () => {
    const versions = after(saved(0, 'old'), saved(10, 'new'), saved(10.5, 'old', 'Restore the version of 14:02 today'));
    expect(hashes(versions)).toEqual(['old', 'new', 'old']);
  });

  test('are the last hundred, and those with a name', () => {
    let versions = withName(after(saved(0, 'first')), 0, 'Before the campaign');
    for (let i = 1; i <= 150; i++) versions = withSaved(versions, saved(i * 10 * MINUTE, `v${i}`));
    expect(versions).toHaveLength(101);
    expect(versions[0]).toMatchObject({ hash: 'first', name: 'Before the campaign' });
    expect(versions[1]?.hash).toBe('v51');
    expect(hashes(withName(versions, 0, ''))).not.toContain('first');
  });

  test('do not take a named one up into what follows', () => {
    const named = withName(after(saved(0, 'o'), saved(5, 'a')), 5 * MINUTE, 'Kept');
    expect(hashes(withSaved(named, saved(5.5 * MINUTE, 'b')))).toEqual(['o', 'a', 'b']);
  });
});

test('what was done since is named from the undo list', () => {
  const steps = ['Add Sort', 'Change k', 'Move node'].map((label) => ({ label }));
  expect(labelsSince(steps.slice(0, 1), steps)).toEqual(['Change k', 'Move node']);
  expect(labelsSince([], steps)).toEqual(['Add Sort', 'Change k', 'Move node']);
  expect(labelsSince(steps, steps)).toEqual(['Move node']);
  expect(labelsSince(steps, steps.slice(0, 2))).toEqual(['Undo']);
});

describe('recording', () => {
  test('keeps what was saved, under its own workflow, and nothing that this tab may not write', async () => {
    const editor = createEditor(fakeEngine());
    const kept: [id: string, nodes: number, labels: readonly string[]][] = [];
    let mine = true;
    recordHistory(
      editor,
      () => mine,
      async (id, text, version) => {
        kept.push([id, loadWorkflow(text, nodeTypes).workflow.nodes.length, version.labels]);
      },
    );
    editor.open(editor.getState().workflow, 'one');
    editor.addNode('sample-data', [0, 0]);
    editor.markSaved('saved', 1);
    editor.addNode('sort', [0, 0]);
    editor.markSaved('saved', 2);
    editor.markSaved('saved', 3);
    mine = false;
    editor.addNode('sort', [0, 0]);
    editor.markSaved('saved', 4);
    await new Promise((resolve) => setTimeout(resolve));
    expect(kept).toEqual([
      ['one', 1, ['Add Sample Data']],
      ['one', 2, ['Add Sort']],
    ]);
  });
});

describe('the difference to now, in words', () => {
  const editor = createEditor(fakeEngine());
  editor.addNode('sample-data', [0, 0]);
  editor.addNode('sort', [300, 0]);
  const before = editor.getState().workflow;
  const changed = (change: (w: Workflow) => Workflow): unknown => differences(before, change(before));

  test('names a setting with its value before and after, defaults included', () => {
    editor.setParam('sample-data', 'seed', 7);
    expect(differences(before, editor.getState().workflow)).toEqual([
      { kind: 'changed', what: 'Sample Data', details: [{ name: 'Seed', before: '42', after: '7' }] },
    ]);
  });

  test('names nodes and wires that came and went, but not the wires that went with a node', () => {
    const wired = withWire(before, ['sample-data', 'orders'], ['sort', 'table']);
    expect(differences(before, wired)).toEqual([{ kind: 'added', what: 'wire from Sample Data to Sort', details: [] }]);
    expect(differences(wired, before)).toEqual([{ kind: 'removed', what: 'wire from Sample Data to Sort', details: [] }]);
    const without = { ...before, nodes: before.nodes.slice(0, 1) };
    expect(differences(wired, without)).toEqual([{ kind: 'removed', what: 'Sort', details: [] }]);
    expect(differences(without, before)).toEqual([{ kind: 'added', what: 'Sort', details: [] }]);
  });

  test('tells of names, titles, notes and places, and shortens what is long', () => {
    expect(changed((w) => ({ ...w, title: 'Autumn' }))).toEqual([
      { kind: 'changed', what: 'The workflow', details: [{ name: 'title', before: 'Untitled workflow', after: 'Autumn' }] },
    ]);
    expect(changed((w) => ({ ...w, nodes: w.nodes.map((n) => ({ ...n, at: [n.at[0] + 40, 0] as const })) }))).toEqual([
      { kind: 'changed', what: 'the places of 2 cards', details: [] },
    ]);
    expect(changed((w) => ({ ...w, notes: [{ id: 'note', text: 'x'.repeat(500), at: [0, 0], size: [10, 10] }] }))).toEqual([
      { kind: 'added', what: `note “${'x'.repeat(80)}…”`, details: [] },
    ]);
    expect(changed((w) => ({ ...w, nodes: w.nodes.map((n) => (n.id === 'sort' ? { ...n, label: 'First', disabled: true } : n)) }))).toEqual(
      [
        {
          kind: 'changed',
          what: 'First, Sort',
          details: [
            { name: 'name', before: 'Sort', after: 'First' },
            { name: 'disabled', before: 'no', after: 'yes' },
          ],
        },
      ],
    );
  });

  test('says nothing where nothing is different', () => {
    expect(changed((w) => ({ ...w }))).toEqual([]);
  });
});
