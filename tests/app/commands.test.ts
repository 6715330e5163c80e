import { describe, expect, test } from 'vitest';
import { COMMAND_GROUPS } from '../../src/app/commands/command.ts';
import { commandNamed, commands, perform } from '../../src/app/commands/commands.ts';
import { commandFor } from '../../src/app/commands/keys.ts';
import { keysOf, type Pressed } from '../../src/app/commands/pressed.ts';
import { createEditor } from '../../src/app/store.ts';
import { nodeById } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const pressed = (key: string, code: string, ...held: readonly ('ctrl' | 'meta' | 'shift' | 'alt')[]): Pressed => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

describe('the list of commands', () => {
  test('has each id and each key once', () => {
    const ids = commands.map((c) => c.id);
    const keys = commands.flatMap((c) => [c.keys, ...(c.also ?? [])]).filter(Boolean);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has a command in every group', () => {
    expect(COMMAND_GROUPS.filter((group) => !commands.some((c) => c.group === group))).toEqual([]);
  });

  test('never takes the keys that a browser needs for itself', () => {
    const taken = commands.flatMap((c) => [c.keys, ...(c.also ?? [])]).filter((keys) => /^Ctrl\+[NWT]$|^Tab$/.test(keys ?? ''));
    expect(taken).toEqual([]);
  });
});

describe('keys', () => {
  test.each([
    [pressed('Enter', 'Enter', 'ctrl'), 'Ctrl+Enter'],
    [pressed('Enter', 'Enter', 'meta'), 'Ctrl+Enter'],
    [pressed('Z', 'KeyZ', 'ctrl', 'shift'), 'Ctrl+Shift+Z'],
    [pressed('z', 'KeyZ', 'ctrl'), 'Ctrl+Z'],
    [pressed('z', 'KeyY', 'ctrl'), 'Ctrl+Z'],
    [pressed('.', 'Period', 'ctrl'), 'Ctrl+.'],
    [pressed('?', 'Slash', 'shift'), '?'],
    [pressed('?', 'Minus', 'shift'), '?'],
    [pressed('!', 'Digit1', 'shift'), 'Shift+1'],
    [pressed('0', 'Digit0'), '0'],
    [pressed('\u02c7', 'KeyT', 'shift', 'alt'), 'Shift+Alt+T'],
    [pressed('Delete', 'Delete'), 'Del'],
    [pressed('F2', 'F2'), 'F2'],
    [pressed('n', 'KeyN'), 'N'],
  ])('%j read as %s', (event, keys) => {
    expect(keysOf(event)).toBe(keys);
  });

  test('single keys work on the canvas alone', () => {
    expect(commandFor('N', 'canvas')?.id).toBe('add-node');
    expect(commandFor('N', 'elsewhere')).toBeUndefined();
    expect(commandFor('N', 'text')).toBeUndefined();
  });

  test('a text field keeps its own undo, and a run can be started from it', () => {
    expect(commandFor('Ctrl+Z', 'text')).toBeUndefined();
    expect(commandFor('Ctrl+Z', 'elsewhere')?.id).toBe('undo');
    expect(commandFor('Ctrl+Enter', 'text')?.id).toBe('run');
  });

  test('a dialog keeps all keys to itself', () => {
    expect(commands.filter((c) => c.keys && commandFor(c.keys, 'dialog'))).toEqual([]);
  });

  test('two keys can mean the same', () => {
    expect(commandFor('Ctrl+Y', 'canvas')).toBe(commandFor('Ctrl+Shift+Z', 'canvas'));
  });
});

describe('a command', () => {
  test('does nothing while it cannot be done', () => {
    const engine = fakeEngine();
    perform('run', createEditor(engine));
    expect(engine.requests).toHaveLength(0);
  });

  test('undoes and redoes', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    perform('undo', editor);
    expect(editor.getState().workflow.nodes).toHaveLength(0);
    perform('redo', editor);
    expect(editor.getState().workflow.nodes).toHaveLength(1);
  });

  test('disables all that is selected, and enables it again', () => {
    const editor = createEditor(fakeEngine());
    const ids = [editor.addNode('sample-data', [0, 0]), editor.addNode('sort', [300, 0])];
    editor.editNode('Disable', ids[0]!, (n) => ({ ...n, disabled: true }));
    editor.select(ids);
    const disabled = (): unknown[] => ids.map((id) => nodeById(editor.getState().workflow, id)?.disabled);
    perform('disable', editor);
    expect(disabled()).toEqual([true, true]);
    perform('disable', editor);
    expect(disabled()).toEqual([undefined, undefined]);
  });

  test('duplicates the selection with the wires into it, and selects the copies', () => {
    const editor = createEditor(fakeEngine());
    const data = editor.addNode('sample-data', [0, 0]);
    const sort = editor.addNode('sort', [300, 0], { from: { node: data, port: 'customers', kind: 'table' } });
    editor.select([sort]);
    perform('duplicate', editor);
    const { workflow, selected } = editor.getState();
    expect(selected).toEqual(['sort-2']);
    expect(workflow.edges).toEqual([
      { from: [data, 'customers'], to: [sort, 'table'] },
      { from: [data, 'customers'], to: ['sort-2', 'table'] },
    ]);
  });

  test('deletes what is selected and selects nothing', () => {
    const editor = createEditor(fakeEngine());
    const data = editor.addNode('sample-data', [0, 0]);
    editor.addNode('sort', [300, 0], { from: { node: data, port: 'customers', kind: 'table' } });
    editor.select([data]);
    perform('delete', editor);
    expect(editor.getState().workflow.nodes.map((n) => n.id)).toEqual(['sort']);
    expect(editor.getState()).toMatchObject({ selected: [], workflow: { edges: [] } });
  });

  test('runs what is selected', async () => {
    const engine = fakeEngine();
    const editor = createEditor(engine);
    editor.addNode('sample-data', [0, 0]);
    perform('run-to-here', editor);
    await expect.poll(() => engine.requests.length).toBe(1);
    expect(commandNamed('run-to-here').when?.(editor.getState())).toBe(true);
  });
});
