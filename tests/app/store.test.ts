import { describe, expect, test } from 'vitest';
import { nodeById, type Workflow } from '../../src/core/workflow.ts';
import { withWire } from '../../src/app/edits.ts';
import { duplicated } from '../../src/app/piece.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { withAsOf } from '../../src/app/shell/as-of.tsx';
import { keyOf } from '../../src/core/key.ts';
import { fakeEngine } from './fake-engine.ts';

/** Sample data whose orders are filtered, then sorted. */
function pipeline(): { editor: Editor; engine: ReturnType<typeof fakeEngine> } {
  const engine = fakeEngine();
  const editor = createEditor(engine);
  editor.addNode('sample-data', [0, 0]);
  editor.addNode('row-filter', [224, 0], {
    params: [['condition', 'amount > 10']],
    from: { node: 'sample-data', port: 'customers', kind: 'table' },
  });
  editor.edit('Wire', (w) => withWire(w, ['sample-data', 'orders'], ['row-filter', 'table']));
  editor.addNode('sort', [448, 0], {
    params: [['order', [{ column: 'amount' }]]],
    from: { node: 'row-filter', port: 'pass', kind: 'table' },
  });
  return { editor, engine };
}

const changes: readonly (readonly [name: string, change: (editor: Editor) => void])[] = [
  ['adding a node', (editor) => editor.addNode('table-view', [0, 200])],
  ['removing nodes with their wires', (editor) => editor.remove(['row-filter'])],
  ['changing a setting', (editor) => editor.setParam('sample-data', 'seed', 7)],
  ['moving a card', (editor) => editor.editNode('Move', 'sort', (n) => ({ ...n, at: [900, 40] }))],
  ['renaming a node', (editor) => editor.editNode('Rename', 'sort', (n) => ({ ...n, label: 'Largest first' }))],
  ['disabling a node', (editor) => editor.editNode('Disable', 'sort', (n) => ({ ...n, disabled: true }))],
  ['drawing a wire', (editor) => editor.edit('Wire', (w) => withWire(w, ['sample-data', 'web'], ['sort', 'table']))],
  ['renaming the workflow', (editor) => editor.edit('Rename workflow', (w) => ({ ...w, title: 'Autumn' }))],
  ['setting the as-of day', (editor) => editor.edit('As of', (w) => withAsOf(w, '2026-10-31'))],
  ['duplicating nodes', (editor) => editor.edit('Duplicate', (w) => duplicated(w, ['sort']).workflow)],
];

describe('undo', () => {
  test.each(changes)('takes back %s and does it again', (_, change) => {
    const { editor } = pipeline();
    const before = editor.getState().workflow;
    change(editor);
    const after = editor.getState().workflow;
    expect(after).not.toEqual(before);
    editor.undo();
    expect(editor.getState().workflow).toBe(before);
    editor.redo();
    expect(editor.getState().workflow).toBe(after);
  });

  test('takes back the reading of a file together with its reader', async () => {
    const editor = createEditor(fakeEngine());
    const node = { id: 'csv-reader', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] } as const;
    await editor.attach(new File(['id,amount\n1,2\n'], 'orders.csv'), 'csv', 'orders', {
      also: (w) => ({ ...w, nodes: [...w.nodes, node] }),
    });
    expect(editor.getState().compiled.nodes.get('csv-reader')?.outputs.size).toBe(2);
    editor.undo();
    expect(editor.getState().workflow).toEqual({ ...editor.getState().workflow, nodes: [], sources: [] });
    expect(editor.getState().past).toHaveLength(0);
  });

  test('takes back a run of typing in one step, and two runs in two', () => {
    const { editor } = pipeline();
    for (const text of ['a', 'am', 'amount > 20']) editor.setParam('row-filter', 'condition', text, 'typing 1');
    for (const text of ['amount > 2', 'amount > 25']) editor.setParam('row-filter', 'condition', text, 'typing 2');
    editor.undo();
    expect(where(editor)).toBe('amount > 20');
    editor.undo();
    expect(where(editor)).toBe('amount > 10');
  });

  test('does not merge typing across two settings or after an undo', () => {
    const { editor } = pipeline();
    const steps = editor.getState().past.length;
    editor.setParam('sample-data', 'seed', 1, 'typing');
    editor.setParam('sample-data', 'customers', 600, 'typing');
    expect(editor.getState().past).toHaveLength(steps + 2);
    editor.undo();
    editor.redo();
    editor.setParam('sample-data', 'customers', 700, 'typing');
    expect(editor.getState().past).toHaveLength(steps + 3);
  });

  test('is cleared of what could be redone by a new edit', () => {
    const { editor } = pipeline();
    editor.undo();
    expect(editor.getState().future).toHaveLength(1);
    editor.setParam('sample-data', 'seed', 9);
    expect(editor.getState().future).toHaveLength(0);
  });

  test('has no step for an edit that changes nothing', () => {
    const { editor } = pipeline();
    const { past } = editor.getState();
    editor.edit('Nothing', (w) => w);
    editor.remove([]);
    expect(editor.getState().past).toBe(past);
  });
});

const where = (editor: Editor): unknown => new Map(nodeById(editor.getState().workflow, 'row-filter')!.params).get('condition');

describe('the compiled plan', () => {
  test('follows the document and nothing else', () => {
    const { editor } = pipeline();
    const { compiled } = editor.getState();
    editor.select(['sort']);
    editor.showPort('sort', 'table');
    editor.log('info', 'Hello.');
    editor.markSaved('saved', 1);
    expect(editor.getState().compiled).toBe(compiled);
  });

  test('keeps the ops of a workflow whose card was moved or renamed', () => {
    const { editor } = pipeline();
    const before = editor.getState().compiled.nodes.get('sort');
    editor.editNode('Move', 'row-filter', (n) => ({ ...n, at: [5, 5], label: 'Large orders' }));
    expect(editor.getState().compiled.nodes.get('sort')).toBe(before);
  });

  test('keeps the ops of a reader with an attached file while other nodes are edited', async () => {
    const { editor } = pipeline();
    await editor.attach(new File(['x'], 'a.csv'), 'csv', 'a');
    const reader = editor.addNode('csv-reader', [0, 300], { params: [['source', 'a']] });
    const before = editor.getState().compiled.nodes.get(reader);
    editor.setParam('sample-data', 'seed', 3);
    expect(before).toBeDefined();
    expect(editor.getState().compiled.nodes.get(reader)).toBe(before);
  });

  test('changes when other bytes are attached under the same name', async () => {
    const { editor, engine } = pipeline();
    await editor.attach(new File(['x'], 'a.csv'), 'csv', 'a');
    const reader = editor.addNode('csv-reader', [0, 300], { params: [['source', 'a']] });
    const before = editor.getState().compiled.nodes.get(reader);
    engine.attach = async () => ({ fingerprint: 'other', stamp: 'other' });
    await editor.reattach(new Blob(['y']), 'a');
    expect(editor.getState().compiled.nodes.get(reader)).not.toBe(before);
  });
});

describe('files', () => {
  test('another look keeps what a person has decided on and takes the rest as found', async () => {
    const { editor, engine } = pipeline();
    await editor.attach(new File(['x'], 'a.csv'), 'csv', 'a', { options: { delimiter: ',' } });
    engine.inspect = async (_, format, options, types) => ({
      format,
      options,
      columns: [...types!, { name: 'new', type: 'int' }],
      rows: 1,
      rejects: 0,
      warnings: [],
    });
    await editor.reread('a', { delimiter: ';' }, [{ name: 'id', type: 'int' }]);
    const [source] = editor.getState().workflow.sources;
    expect(source).toMatchObject({
      options: { delimiter: ';' },
      columns: [
        { name: 'id', type: 'int' },
        { name: 'new', type: 'int' },
      ],
    });
  });

  test('a look that ends after another workflow was opened changes nothing there', async () => {
    const { editor } = pipeline();
    const reading = editor.attach(new File(['x'], 'a.csv'), 'csv', 'a');
    const other: Workflow = { ...editor.getState().workflow, title: 'Other' };
    editor.open(other, 'other');
    await reading;
    expect(editor.getState().workflow).toBe(other);
  });
});

describe('a file that cannot be read', () => {
  test('leaves the one that was there behind the name', async () => {
    const { editor, engine } = pipeline();
    const behind: string[] = [];
    engine.attach = async (name, file) => {
      behind.push(await file.text());
      return { fingerprint: 'print', stamp: await file.text() };
    };
    await editor.attach(new File(['good'], 'a.csv'), 'csv', 'a');
    const { inspect } = engine;
    engine.inspect = () => Promise.reject(new Error('It is no table.'));
    await expect(editor.attach(new File(['bad'], 'b.csv'), 'csv', 'a')).rejects.toThrow('no table');
    engine.inspect = inspect;
    await editor.run();
    expect(behind.at(-1)).toBe('good');
    expect(editor.getState().stamps.get('a')).toBe('good');
  });

  test('is waited for by a run that is asked for meanwhile', async () => {
    const { editor, engine } = pipeline();
    let look = (): void => undefined;
    engine.inspect = async (_, format, options) => {
      await new Promise<void>((resolve) => (look = resolve));
      return { format, options, columns: engine.columns, rows: 1, rejects: 0, warnings: [] };
    };
    const attaching = editor.attach(new File(['x'], 'a.csv'), 'csv', 'a');
    const running = editor.run();
    await new Promise((resolve) => setTimeout(resolve));
    expect(engine.requests).toEqual([]);
    look();
    await Promise.all([attaching, running]);
    expect(engine.requests).toHaveLength(1);
  });
});

test('a file that is chosen for a view-only workflow is read under its own key', async () => {
  const engine = fakeEngine();
  let may = true;
  const editor = createEditor(engine, undefined, undefined, () => may);
  const node = { id: 'read', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] } as const;
  const first = new File(['x'], 'orders.csv');
  await editor.attach(first, 'csv', 'orders', { also: (w) => ({ ...w, nodes: [node] }) });
  may = false;
  engine.attach = async () => ({ fingerprint: 'print', stamp: 'of another file' });
  const before = keyOf(editor.getState().compiled.nodes.get('read')!.outputs.get('table')!);
  await editor.attach(new File(['y'], 'orders.csv'), 'csv', 'orders');
  expect(keyOf(editor.getState().compiled.nodes.get('read')!.outputs.get('table')!)).not.toBe(before);
});

describe('a run', () => {
  test('ends with every target done and nothing running', async () => {
    const { editor, engine } = pipeline();
    await editor.run();
    expect(engine.requests).toHaveLength(1);
    expect([...editor.getState().statuses.values()].every((s) => s.kind === 'done')).toBe(true);
    expect(editor.getState().running).toBe(false);
  });

  test('is not taken back to running by progress that comes late', async () => {
    const { editor, engine } = pipeline();
    const { answer } = engine;
    engine.answer = (op) =>
      answer(op)
        .toReversed()
        .filter((e) => e.kind !== 'queued');
    await editor.run();
    expect([...editor.getState().statuses.values()].map((s) => s.kind)).not.toContain('running');
  });

  test('keeps its results through an edit and an undo', async () => {
    const { editor } = pipeline();
    await editor.run();
    const { statuses } = editor.getState();
    editor.setParam('sample-data', 'seed', 3);
    editor.undo();
    expect(editor.getState().statuses).toBe(statuses);
  });

  test('is over when another workflow is opened', async () => {
    const { editor, engine } = pipeline();
    let release = (): void => undefined;
    engine.run = () =>
      new Promise((resolve) => {
        release = () => resolve(undefined);
      });
    const running = editor.run();
    editor.open(editor.getState().workflow, 'other');
    expect(editor.getState().running).toBe(false);
    release();
    await running;
    expect(editor.getState().running).toBe(false);
  });

  test('that is left for another workflow says in its log that it was stopped', () => {
    const { editor, engine } = pipeline();
    engine.run = () => new Promise(() => undefined);
    editor.open(editor.getState().workflow, 'one');
    void editor.run();
    editor.open(editor.getState().workflow, 'two');
    expect(editor.getState().log).toEqual([]);
    editor.resume('one');
    expect(editor.getState().log.at(-1)).toMatchObject({ kind: 'run', text: expect.stringMatching(/^Stopped/) });
  });
});

describe('a look', () => {
  test('that nobody waits for any more leaves what was known', async () => {
    const { editor, engine } = pipeline();
    await editor.run();
    const op = editor.getState().compiled.nodes.get('sort')!.outputs.get('table')!;
    const known = editor.getState().statuses.get(keyOf(op));
    expect(known).toMatchObject({ kind: 'done', rows: 10 });
    engine.answer = () => [
      { kind: 'queued', key: keyOf(op) },
      { kind: 'running', key: keyOf(op) },
      { kind: 'skipped', key: keyOf(op), why: 'Stopped.' },
    ];
    await editor.compute([op]);
    expect(editor.getState().statuses.get(keyOf(op))).toEqual(known);
    engine.answer = () => [{ kind: 'queued', key: keyOf(op) }];
    await editor.compute([op]);
    editor.stop();
    expect(editor.getState().statuses.get(keyOf(op))).toEqual(known);
  });
});

test('the log keeps its last thousand lines, however many come at once', async () => {
  const { editor, engine } = pipeline();
  editor.log('info', 'Before');
  engine.answer = () => Array.from({ length: 1000 }, (_, i) => ({ kind: 'log', text: `Line ${i}` }));
  const [op] = editor.getState().compiled.nodes.get('sort')!.outputs.values();
  await editor.compute([op!]);
  const { log } = editor.getState();
  expect(log).toHaveLength(1000);
  expect(log.at(-1)?.text).toBe('Line 999');
});
