import { describe, expect, test } from 'vitest';
import { compared, isCalledAs, lookAt, matched, type Candidate } from '../../src/app/files/relink.ts';
import { attachedFiles } from '../../src/app/attached-files.ts';
import { nodeState } from '../../src/app/node-state.ts';
import { createEditor } from '../../src/app/store.ts';
import type { ReadOptions, FileSource, SourceColumn } from '../../src/core/source.ts';
import { changeText, columnChanges, relinked } from '../../src/core/source.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const columns = (...names: string[]): SourceColumn[] => names.map((name) => ({ name, type: 'double' }));
const source = (name: string, path: string, ...names: string[]): FileSource => ({
  kind: 'file',
  name,
  path,
  format: 'csv',
  options: {},
  columns: columns(...names),
  fingerprint: `print of ${name}`,
});
const candidate = (file: string, ...names: string[]): Candidate => ({
  file: new File(['x'], file),
  format: 'csv',
  found: { format: 'csv', options: {}, columns: columns(...names), rows: 3, rejects: 0, warnings: [] },
  fingerprint: 'print of another',
});

const orders = source('orders', 'data/orders.csv', 'customer', 'amount', 'day');
const people = source('people', 'people.csv', 'customer', 'city');

describe('files that are chosen for a workflow', () => {
  const names = (...candidates: Candidate[]): [string, string][] =>
    [...matched([orders, people], candidates)].map(([name, c]) => [name, c.file.name]);

  test('go to the source that had a file of that name', () => {
    expect(names(candidate('people.csv', 'x'), candidate('ORDERS.csv', 'y'))).toEqual([
      ['orders', 'ORDERS.csv'],
      ['people', 'people.csv'],
    ]);
  });

  test('are told by the whole name, not by its end', () => {
    expect(isCalledAs(orders, { name: 'Orders.csv' })).toBe(true);
    expect(isCalledAs({ ...orders, path: 'data/old-orders.csv' }, { name: 'orders.csv' })).toBe(false);
  });

  test('go by their columns where no name fits, the best first', () => {
    expect(names(candidate('a.csv', 'customer', 'city'), candidate('b.csv', 'customer', 'amount', 'day'))).toEqual([
      ['orders', 'b.csv'],
      ['people', 'a.csv'],
    ]);
  });

  test('are left where neither fits, and where the reader cannot read them', () => {
    expect(names(candidate('c.csv', 'u', 'v'))).toEqual([]);
    expect(names({ ...candidate('orders.csv', 'customer', 'amount', 'day'), format: 'parquet' })).toEqual([]);
  });
});

describe('what is different in a file', () => {
  const workflow: Workflow = {
    ...EMPTY,
    sources: [orders],
    nodes: [
      { id: 'read', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] },
      {
        id: 'keep',
        type: 'row-filter',
        version: 1,
        label: 'Large ones',
        params: [['condition', 'amount > 10 and customer_2 = 1']],
        at: [0, 0],
      },
      { id: 'sort', type: 'sort', version: 1, params: [['order', [{ column: 'day' }]]], at: [0, 0] },
      { id: 'aside', type: 'sort', version: 1, params: [['order', [{ column: 'amount' }]]], at: [0, 0] },
    ],
    edges: [
      { from: ['read', 'table'], to: ['keep', 'table'] },
      { from: ['keep', 'pass'], to: ['sort', 'table'] },
    ],
  };

  test('is told with the nodes behind it that need what is gone', () => {
    const { changes, same, users } = compared(workflow, orders, candidate('new.csv', 'day', 'shop'));
    expect(changes).toEqual([
      { kind: 'missing', name: 'customer', type: 'double' },
      { kind: 'missing', name: 'amount', type: 'double' },
      { kind: 'added', name: 'shop', type: 'double' },
    ]);
    expect(same).toBe(false);
    expect([...users]).toEqual([
      ['customer', []],
      ['amount', ['Large ones']],
    ]);
  });

  test('says whether these are the same bytes, where that is known', () => {
    const same = { ...candidate('orders.csv', 'customer', 'amount', 'day'), fingerprint: 'print of orders' };
    expect(compared(workflow, orders, same)).toMatchObject({ changes: [], same: true });
    expect(compared(workflow, { ...orders, fingerprint: undefined }, same).same).toBeUndefined();
  });

  test('has types, and keeps those that were chosen', () => {
    const found = [
      { name: 'customer', type: 'string' },
      { name: 'amount', type: 'double' },
      { name: 'day', type: 'double' },
    ] as const;
    expect(columnChanges(orders.columns, found)).toEqual([{ kind: 'retyped', name: 'customer', was: 'double', type: 'string' }]);
    expect(changeText(columnChanges(orders.columns, found)[0]!)).toBe('"customer" was double and looks like string now.');
    expect(relinked(orders, { columns: found, options: {} }, 'new').source.columns).toEqual(orders.columns);
    expect(columnChanges([], found)).toEqual([]);
  });

  test('is found with the options of the source, unless the file is plainly written in another way', async () => {
    const engine = fakeEngine();
    const asked: ReadOptions[] = [];
    engine.inspect = async (_, format, options) => {
      asked.push(options);
      const fits = options.delimiter !== ';';
      return {
        format,
        options: { delimiter: ',', ...options },
        columns: fits ? orders.columns : columns('all'),
        rows: 1,
        rejects: 0,
        warnings: [],
      };
    };
    const skips = await lookAt(engine, new File(['x'], 'orders.csv'), { ...orders, options: { skip: 3 } });
    expect(skips.found.options).toEqual({ delimiter: ',', skip: 3 });
    const other = await lookAt(engine, new File(['x'], 'orders.csv'), { ...orders, options: { delimiter: ';' } });
    expect(other.found.options).toEqual({ delimiter: ',' });
    expect(asked).toHaveLength(4);
  });
});

describe('a workflow without its files', () => {
  const editor = createEditor(fakeEngine());
  const reader = { id: 'read', type: 'csv-reader', version: 1, params: [['source', 'orders']], at: [0, 0] } as const;
  const other = { id: 'sample-data', type: 'sample-data', version: 1, params: [], at: [0, 200] } as const;
  editor.open({ ...EMPTY, sources: [orders], nodes: [reader, other] }, 'opened');
  editor.miss(['orders']);

  test('says at its readers which file they need, and nowhere else', () => {
    expect(nodeState(editor.getState(), 'read')).toMatchObject({ kind: 'unconfigured', line: 'Needs data/orders.csv' });
    expect(nodeState(editor.getState(), 'sample-data').kind).toBe('ready');
  });

  test('is ready when the file has come', async () => {
    await editor.reattach(new File(['x'], 'orders.csv'), 'orders');
    expect(editor.getState().missing).toEqual([]);
    expect(nodeState(editor.getState(), 'read').kind).toBe('ready');
  });
});

describe('several open workflows', () => {
  const named = (title: string): Workflow => ({ ...EMPTY, title });

  test('keep their undo list, their selection and their saved state each', () => {
    const editor = createEditor(fakeEngine());
    editor.open(named('One'), 'one');
    editor.addNode('sample-data', [0, 0]);
    editor.open(named('Two'), 'two');
    editor.addNode('sort', [0, 0]);
    editor.addNode('sort', [0, 0]);
    expect(editor.resume('one')).toBe(true);
    expect(editor.getState()).toMatchObject({
      id: 'one',
      saved: 'unsaved',
      selected: ['sample-data'],
      past: [{ label: 'Add Sample Data' }],
    });
    editor.undo();
    expect(editor.getState().workflow.nodes).toEqual([]);
    expect(editor.resume('two')).toBe(true);
    expect(editor.getState().workflow.nodes).toHaveLength(2);
    editor.close('one');
    expect(editor.resume('one')).toBe(false);
  });

  test('read each their own file, though they call it the same', async () => {
    const engine = fakeEngine();
    const behind = new Map<string, string>();
    engine.attach = async (name, file) => {
      behind.set(name, await file.text());
      return { fingerprint: await file.text(), stamp: await file.text() };
    };
    const editor = createEditor(engine);
    const asked: (string | undefined)[] = [];
    engine.run = async () => void asked.push(behind.get('orders'));
    editor.open(named('One'), 'one');
    await editor.attach(new File(['one'], 'orders.csv'), 'csv', 'orders');
    editor.open(named('Two'), 'two');
    await editor.attach(new File(['two'], 'orders.csv'), 'csv', 'orders');
    await editor.run();
    editor.resume('one');
    await editor.run();
    editor.resume('two');
    await editor.run();
    expect(asked).toEqual(['two', 'one', 'two']);
    expect(editor.getState().stamps.get('orders')).toBe('two');
  });

  test('get back the file that another one put its own in front of, once', async () => {
    const attached: string[] = [];
    const files = attachedFiles({
      attach: async (name, file) => {
        attached.push(`${name}: ${await file.text()}`);
        return { fingerprint: '', stamp: '' };
      },
    });
    const mine = new File(['mine'], 'a');
    files.keep('a', mine);
    await files.put('a', mine);
    await files.put('a', new File(['theirs'], 'a'));
    await files.settle();
    await files.settle();
    expect(attached).toEqual(['a: mine', 'a: theirs', 'a: mine']);
  });
});

test('an edit that may not be made changes nothing', () => {
  let may = true;
  const editor = createEditor(fakeEngine(), undefined, undefined, () => may);
  editor.addNode('sample-data', [0, 0]);
  may = false;
  const { workflow } = editor.getState();
  editor.setParam('sample-data', 'seed', 7);
  editor.undo();
  expect(editor.getState().workflow).toBe(workflow);
});
