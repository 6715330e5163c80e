import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { autosave, keptOf, type Autosave } from '../../src/app/files/autosave.ts';
import { readerOf, slugOf, stemOf, takenAs } from '../../src/app/files/formats.ts';
import type { Kept } from '../../src/app/files/kept.ts';
import { idIn } from '../../src/app/shell/route.ts';
import { described, distinct, templates } from '../../src/app/start/templates.ts';
import { savedText, sizeText } from '../../src/app/start/words.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { loadWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

describe('autosave', () => {
  let editor: Editor;
  let saved: [id: string, kept: Kept][];
  let failures: unknown[];
  let saving: Autosave;
  let keep: (id: string, kept: Kept) => Promise<void>;

  beforeEach(() => {
    vi.useFakeTimers();
    editor = createEditor(fakeEngine(), EMPTY, 'mine');
    saved = [];
    failures = [];
    keep = async (id, kept) => void saved.push([id, kept]);
    saving = autosave(
      editor,
      (id, kept) => keep(id, kept),
      (error) => failures.push(error),
    );
  });
  afterEach(() => {
    saving.end();
    vi.useRealTimers();
  });

  test('saves once, a moment after the last of several edits', async () => {
    editor.addNode('sample-data', [0, 0]);
    await vi.advanceTimersByTimeAsync(200);
    editor.setParam('sample-data', 'seed', 7);
    await vi.advanceTimersByTimeAsync(299);
    expect(saved).toHaveLength(0);
    expect(editor.getState().saved).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(1);
    expect(saved.map(([id, kept]) => [id, loadWorkflow(kept.text, nodeTypes).workflow.nodes[0]?.params])).toEqual([
      ['mine', [['seed', 7]]],
    ]);
    expect(editor.getState()).toMatchObject({ saved: 'saved', savedAt: Date.now() });
  });

  test('does not save for what is no part of the workflow', async () => {
    editor.select([]);
    editor.log('info', 'Hello.');
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved).toHaveLength(0);
  });

  test('saves at once when the page is left', async () => {
    editor.addNode('sample-data', [0, 0]);
    await saving.flush();
    expect(saved).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved).toHaveLength(1);
    await saving.flush();
    expect(saved).toHaveLength(1);
  });

  test('saves a workflow under its own id when another is opened right after an edit', async () => {
    editor.addNode('sample-data', [0, 0]);
    editor.open(EMPTY, 'other');
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved.map(([id, kept]) => [id, kept.nodes])).toEqual([['mine', 1]]);
  });

  test('writes down how the nodes stand after a run', async () => {
    editor.addNode('sample-data', [0, 0]);
    await editor.run();
    await vi.advanceTimersByTimeAsync(300);
    editor.setParam('sample-data', 'seed', 7);
    await vi.advanceTimersByTimeAsync(300);
    expect(saved.map(([, kept]) => kept.stale)).toEqual([0, 1]);
  });

  test('says so when it fails, and tries again with the next edit', async () => {
    const works = keep;
    keep = () => Promise.reject(new Error('No room.'));
    editor.addNode('sample-data', [0, 0]);
    await vi.advanceTimersByTimeAsync(300);
    expect(failures).toEqual([new Error('No room.')]);
    expect(editor.getState().saved).toBe('unsaved');
    keep = works;
    editor.setParam('sample-data', 'seed', 7);
    await vi.advanceTimersByTimeAsync(300);
    expect(editor.getState().saved).toBe('saved');
  });

  test('stays unsaved when an edit comes while it saves', async () => {
    let finish = (): void => undefined;
    keep = () =>
      new Promise((resolve) => {
        finish = () => resolve(undefined);
      });
    editor.addNode('sample-data', [0, 0]);
    await vi.advanceTimersByTimeAsync(300);
    editor.setParam('sample-data', 'seed', 7);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(editor.getState().saved).toBe('unsaved');
  });

  test('counts mistakes for the list of workflows', () => {
    editor.addNode('sample-data', [0, 0], { params: [['seed', -1]] });
    expect(keptOf(editor.getState(), 5)).toMatchObject({ savedAt: 5, nodes: 1, errors: 1, stale: 0, title: EMPTY.title });
  });
});

describe('a file', () => {
  test.each([
    ['orders.csv', 'csv'],
    ['orders.CSV', 'csv'],
    ['orders.tsv', 'csv'],
    ['a.txt', 'csv'],
    ['a.csv.gz', 'csv'],
    ['a.gz', 'csv'],
    ['b.xlsx', 'excel'],
    ['c.parquet', 'parquet'],
    ['c.arrow', 'parquet'],
    ['c.feather', 'parquet'],
  ])('called %s is read as %s', (name, format) => {
    expect(takenAs(name)).toEqual({ kind: 'data', format });
  });

  test('that is a workflow is opened as one', () => {
    expect(takenAs('rfm.clade.json')).toEqual({ kind: 'workflow' });
  });

  test.each([
    ['report.pdf', 'Choose a CSV'],
    ['old.xls', 'save it as .xlsx'],
    ['csv', 'Choose a CSV'],
  ])('called %s is refused with what to do', (name, fix) => {
    expect(takenAs(name)).toMatchObject({ kind: 'refused', fix: expect.stringContaining(fix) });
  });

  test.each([
    ['csv', 'csv-reader'],
    ['excel', 'excel-reader'],
    ['parquet', 'parquet-reader'],
  ] as const)('in the format %s gets the %s', (format, type) => {
    expect(readerOf(format)).toEqual({ type, param: 'source' });
  });

  test.each([
    ['orders.csv', 'orders'],
    ['orders.csv.gz', 'orders'],
    ['v1.2 orders.xlsx', 'v1.2 orders'],
    ['orders', 'orders'],
  ])('called %s names its source %s', (name, stem) => {
    expect(stemOf(name)).toBe(stem);
  });

  test.each([
    ['RFM segmentation, autumn', 'rfm-segmentation-autumn'],
    ['Käufer 2026', 'käufer-2026'],
    ['../..', 'workflow'],
  ])('of the workflow "%s" is called %s', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });
});

describe('the start screen', () => {
  test('offers every example with its picture, its text and no mistakes', () => {
    expect(templates.map((t) => t.id).toSorted()).toEqual(['rfm', 'segment-prediction']);
    for (const { workflow, about, teaches } of templates) {
      expect(workflow.nodes.length).toBeGreaterThan(5);
      expect(about).not.toBe('');
      expect(teaches).toMatch(/^Teaches .*[^.]$/);
    }
  });

  test('finds what an example teaches in its description', () => {
    expect(described('Orders to segments. With k-means. Teaches choosing k. More.')).toEqual({
      about: 'Orders to segments. With k-means.',
      teaches: 'Teaches choosing k',
    });
    expect(described('')).toEqual({ about: '', teaches: undefined });
  });

  test('counts the customers of a CSV, quoted cells and all', () => {
    const csv = 'order,customer,note\n1,a,"x, y"\n2,"b",z\n3,a,\n';
    expect(distinct(csv, 'customer', ',')).toBe(2);
    expect(distinct(csv, 'note', ',')).toBe(3);
    expect(distinct(csv, 'gone', ',')).toBe(0);
  });

  test('says when a workflow was saved', () => {
    const now = new Date(2026, 10, 22, 15, 0).getTime();
    const at = (...day: [number, number, number, number?, number?]): string => savedText(new Date(...day).getTime(), now);
    expect(at(2026, 10, 22, 14, 2)).toBe('14:02 today');
    expect(at(2026, 10, 21, 23, 59)).toBe('yesterday');
    expect(at(2026, 10, 3)).toBe('3 Nov');
    expect(at(2025, 11, 24)).toBe('24 Dec 2025');
  });

  test.each([
    [512, '0.5 kB'],
    [84_000_000, '84 MB'],
    [1_250_000, '1.3 MB'],
    [12e9, '12 GB'],
  ])('writes %i bytes as %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});

test.each([
  ['#/w/k3x9a', 'k3x9a'],
  ['#/', undefined],
  ['', undefined],
  ['#/w/', undefined],
  ['#/w/../x', undefined],
])('the address %s names the workflow %s', (hash, id) => {
  expect(idIn(hash)).toBe(id);
});
