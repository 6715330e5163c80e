import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { autoRun } from '../../src/app/auto-run.ts';
import { prefer } from '../../src/app/preferences.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import { EMPTY } from '../../src/core/workflow.ts';
import { fakeEngine, type FakeEngine } from './fake-engine.ts';

const PAUSE = 1000;

let editor: Editor;
let engine: FakeEngine;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  prefer({ autoRun: true });
  engine = fakeEngine();
  editor = createEditor(engine);
  editor.addNode('sample-data', [0, 0]);
  end = autoRun(editor, (error) => {
    throw error;
  });
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

const runs = async (): Promise<number> => {
  await vi.advanceTimersByTimeAsync(PAUSE);
  return engine.requests.filter(({ counts }) => counts !== undefined).length;
};

describe('the run after an edit', () => {
  test('comes once for edits that follow each other, and gives all results of a small workflow', async () => {
    for (const seed of [1, 2, 3]) editor.setParam('sample-data', 'seed', seed);
    expect(await runs()).toBe(1);
    expect([...editor.getState().statuses.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done']);
    expect(editor.getState().previewing).toBe(false);
  });

  test('does not come where nothing that is computed has changed', async () => {
    editor.editNode('Move', 'sample-data', (n) => ({ ...n, at: [8, 8], label: 'Shop' }));
    editor.select(['sample-data']);
    expect(await runs()).toBe(0);
  });

  test('does not come while somebody does not want it, and not for a workflow that is only opened', async () => {
    prefer({ autoRun: false });
    editor.setParam('sample-data', 'seed', 1);
    expect(await runs()).toBe(0);
    prefer({ autoRun: true });
    editor.open({ ...EMPTY, nodes: editor.getState().workflow.nodes }, 'other');
    expect(await runs()).toBe(0);
  });

  test('waits for the end of a run that was asked for', async () => {
    let release = (): void => undefined;
    const { run } = engine;
    engine.run = async (...args) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await run(...args);
    };
    const asked = editor.run();
    editor.setParam('sample-data', 'seed', 9);
    expect(await runs()).toBe(0);
    expect(editor.getState().running).toBe(true);
    engine.run = run;
    release();
    await asked;
    expect(await runs()).toBe(2);
  });

  test('comes after a run in a workflow that was opened right after an edit of another', async () => {
    editor.setParam('sample-data', 'seed', 1);
    editor.open(editor.getState().workflow, 'other');
    let release = (): void => undefined;
    const { run } = engine;
    engine.run = () => new Promise<void>((resolve) => (release = resolve));
    const asked = editor.run();
    editor.setParam('sample-data', 'seed', 2);
    await vi.advanceTimersByTimeAsync(1);
    engine.run = run;
    release();
    await asked;
    expect(await runs()).toBe(1);
  });

  test('is given up for a run that is asked for, and for a stop', async () => {
    const signals: AbortSignal[] = [];
    engine.run = (_, __, signal) => {
      signals.push(signal);
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
    };
    editor.setParam('sample-data', 'seed', 1);
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(editor.getState().previewing).toBe(true);
    const asked = editor.run();
    expect(signals[0]!.aborted).toBe(true);
    expect(editor.getState()).toMatchObject({ running: true, previewing: false });
    await vi.advanceTimersByTimeAsync(1);
    editor.stop();
    await asked;
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    expect(editor.getState()).toMatchObject({ running: false, previewing: false });
  });
});
