import { describe, expect, test } from 'vitest';
import { withWire } from '../../src/app/edits.ts';
import { nodeState, seconds, staleReason } from '../../src/app/node-state.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { runningText } from '../../src/app/shell/run-control.tsx';
import { keyOf } from '../../src/core/key.ts';
import { fakeEngine, type FakeEngine } from './fake-engine.ts';

async function ran(prepare: (engine: FakeEngine) => void = () => undefined): Promise<Editor> {
  const engine = fakeEngine();
  prepare(engine);
  const editor = createEditor(engine);
  await editor.attach(new File(['x'], 'orders.csv'), 'csv', 'orders');
  editor.addNode('csv-reader', [0, 0], { params: [['source', 'orders']] });
  editor.addNode('row-filter', [224, 0], { params: [['condition', 'amount > 10']] });
  editor.edit('Wire', (w) => withWire(w, ['csv-reader', 'table'], ['row-filter', 'table']));
  editor.addNode('k-means', [448, 0], { params: [['features', ['amount']]] });
  editor.edit('Wire', (w) => withWire(w, ['row-filter', 'pass'], ['k-means', 'table']));
  await editor.run();
  return editor;
}

const lineOf = (editor: Editor, node: string): string => nodeState(editor.getState(), node).line;
const kindOf = (editor: Editor, node: string): string => nodeState(editor.getState(), node).kind;

describe('a card', () => {
  test('waits for a wire, then asks for what is missing, then is ready', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('k-means', [0, 0]);
    expect(nodeState(editor.getState(), 'k-means')).toMatchObject({ kind: 'unconfigured', line: 'Connect a table to "table".' });
    editor.addNode('sample-data', [0, 0]);
    expect(kindOf(editor, 'sample-data')).toBe('ready');
  });

  test('shows rows and columns when it is done', async () => {
    const editor = await ran();
    expect(nodeState(editor.getState(), 'row-filter')).toMatchObject({ kind: 'done', line: '10 × 2', aside: '0.01 s' });
  });

  test('says what failed and what to do', async () => {
    const editor = await ran((engine) => {
      engine.answer = (op) => [{ kind: 'failed', key: keyOf(op), message: 'Too few rows.', fix: 'Use a smaller k.' }];
    });
    expect(nodeState(editor.getState(), 'k-means')).toMatchObject({ kind: 'error', line: 'Too few rows.', fix: 'Use a smaller k.' });
  });

  test('says how far it is, and so does the bar above', async () => {
    const editor = await ran((engine) => {
      engine.answer = (op) =>
        op.kind === 'fit' || op.kind === 'apply' ? [{ kind: 'running', key: keyOf(op), share: 0.62, what: 'restart 7 of 10' }] : [];
    });
    expect(nodeState(editor.getState(), 'k-means')).toMatchObject({ kind: 'running', line: '62 %, restart 7 of 10', share: 0.62 });
    expect(runningText(editor.getState())).toBe('k-Means 62 %');
  });

  test('that is disabled says that rows pass', async () => {
    const editor = await ran();
    editor.editNode('Disable', 'row-filter', (n) => ({ ...n, disabled: true }));
    expect(lineOf(editor, 'row-filter')).toBe('Disabled, rows pass');
  });
});

test('a node of which only one port was looked at is ready, not stale', async () => {
  const editor = createEditor(fakeEngine());
  editor.addNode('sample-data', [0, 0]);
  await editor.compute([editor.getState().compiled.nodes.get('sample-data')!.outputs.get('orders')!]);
  expect(kindOf(editor, 'sample-data')).toBe('ready');
});

describe('a stale result says what changed', () => {
  test('a setting of its own, from what it was to what it is', async () => {
    const editor = await ran();
    editor.setParam('k-means', 'k', 6);
    expect(lineOf(editor, 'k-means')).toBe('Stale: k is 6, was 5');
  });

  test('a long setting by name only', async () => {
    const editor = await ran();
    editor.setParam('row-filter', 'condition', 'amount > 10 and amount < 1000');
    expect(staleReason(editor.getState(), 'row-filter')).toBe('condition changed');
  });

  test('the nearest node upstream that changed', async () => {
    const editor = await ran();
    editor.editNode('Rename', 'row-filter', (n) => ({ ...n, label: 'Large orders' }));
    editor.setParam('row-filter', 'condition', 'amount > 11');
    expect(lineOf(editor, 'k-means')).toBe('Stale: Large orders changed');
  });

  test('the reading of a file', async () => {
    const editor = await ran();
    await editor.reread('orders', { decimal: ',' }, []);
    expect(lineOf(editor, 'csv-reader')).toBe('Stale: its file changed, or how it is read');
    expect(lineOf(editor, 'k-means')).toBe('Stale: CSV Reader changed');
  });

  test('and is no longer stale after an undo', async () => {
    const editor = await ran();
    editor.setParam('k-means', 'k', 6);
    expect(kindOf(editor, 'k-means')).toBe('stale');
    editor.undo();
    expect(kindOf(editor, 'k-means')).toBe('done');
  });
});

test.each([
  [4, '0.00 s'],
  [94, '0.09 s'],
  [810, '0.8 s'],
  [9_900, '9.9 s'],
  [61_400, '61 s'],
])('%i ms read as %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});
