import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followRenames, leaveRenames, renames, watchRenames } from '../../src/app/renames/renames.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { nodeById } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

let editor: Editor;
let stop: () => void;

/** Orders whose amount can be given another name, and a filter on it. */
beforeEach(() => {
  vi.useFakeTimers();
  editor = createEditor(fakeEngine());
  editor.addNode('sample-data', [0, 0]);
  editor.addNode('select-columns', [224, 0], {
    params: [
      ['mode', 'edit'],
      ['columns', [{ column: 'amount' }]],
    ],
    from: { node: 'sample-data', port: 'orders', kind: 'table' },
  });
  editor.addNode('row-filter', [448, 0], {
    params: [['condition', 'amount > 10']],
    from: { node: 'select-columns', port: 'table', kind: 'table' },
  });
  stop = watchRenames(editor);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const name = (as: string): void => editor.setParam('select-columns', 'columns', [{ column: 'amount', as }], 'type');
const words = (): string[] | undefined => renames.getState().offer?.changes.map(({ from, to }) => `${from} ${to}`);
const condition = (): unknown => nodeById(editor.getState().workflow, 'row-filter')!.params[0]![1];

describe('the offer to follow a new name', () => {
  test('comes once a name has been typed, and follows what is typed on', () => {
    for (const as of ['r', 're', 'rev']) {
      name(as);
      vi.advanceTimersByTime(300);
      expect(words()).toBeUndefined();
    }
    vi.advanceTimersByTime(800);
    expect(words()).toEqual(['amount rev']);
    name('revenue');
    vi.advanceTimersByTime(800);
    expect(words()).toEqual(['amount revenue']);
    name('');
    vi.advanceTimersByTime(800);
    expect(words()).toBeUndefined();
  });

  test('is taken in one step, and goes for good when it is left', () => {
    name('revenue');
    vi.advanceTimersByTime(800);
    followRenames(editor);
    expect(condition()).toBe('revenue > 10');
    expect(editor.getState().past.at(-1)?.label).toBe('Use revenue for amount');
    editor.undo();
    expect(condition()).toBe('amount > 10');
    vi.advanceTimersByTime(800);
    expect(words()).toBeUndefined();

    editor.undo();
    vi.advanceTimersByTime(800);
    name('turnover');
    vi.advanceTimersByTime(800);
    expect(words()).toEqual(['amount turnover']);
    leaveRenames();
    editor.editNode('Move', 'row-filter', (n) => ({ ...n, at: [500, 0] }));
    vi.advanceTimersByTime(800);
    expect(words()).toBeUndefined();
    expect(condition()).toBe('amount > 10');
  });

  test('does not outlive the workflow', () => {
    name('revenue');
    vi.advanceTimersByTime(800);
    expect(words()).toEqual(['amount revenue']);
    editor.open(editor.getState().workflow, 'another');
    expect(words()).toBeUndefined();
  });
});
