import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { marksOf } from '../../src/app/dock/beside-panel.tsx';
import { besideOf, portsOf } from '../../src/app/dock/dock-ports.ts';
import { cellMenu, columnMenu } from '../../src/app/dock/grid-menu.ts';
import { stepsOf, withSteps } from '../../src/app/dock/make-nodes.ts';
import {
  canCompare,
  conditionOf,
  filterWords,
  fitting,
  NO_PEEK,
  peekOp,
  withFilter,
  withOrder,
  type ColumnFilter,
  type Peek,
} from '../../src/app/dock/peek.ts';
import { scrollLink } from '../../src/app/dock/scroll-link.ts';
import { columnSums, columnSumsOp, quantitiesOf, sumsOf } from '../../src/app/dock/selection-sums.ts';
import { hiddenOf, roomFor, shownColumns } from '../../src/app/dock/shown-columns.ts';
import { createEditor } from '../../src/app/store.ts';
import { compiler } from '../../src/core/compile.ts';
import { keyOf } from '../../src/core/key.ts';
import { isTable, type TableOp } from '../../src/core/plan.ts';
import { column, type Schema } from '../../src/core/schema.ts';
import { showExpr } from '../../src/core/show.ts';
import { nodeById } from '../../src/core/workflow.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { fakeEngine } from './fake-engine.ts';
import { computed, smallTable } from './small-table.ts';

const schema: Schema = [
  column('name', 'string'),
  column('__proto__', 'string'),
  column('amount', 'double', { role: 'money' }),
  column('orders', 'int'),
  column('day', 'date'),
  column('at', 'timestamp'),
  column('vip', 'bool'),
  column('customer', 'int', { role: 'id' }),
];

const peekOf = (...filters: readonly ColumnFilter[]): Peek => ({ ...NO_PEEK, filters });
const textOf = (...filters: readonly ColumnFilter[]): string => showExpr(conditionOf(peekOf(...filters), schema)!);

describe('a filter as a condition', () => {
  test.each<[ColumnFilter, string]>([
    [{ column: 'name', kind: 'contains', text: "O'Neil" }, "contains(lower(name), 'o''neil')"],
    [{ column: 'name', kind: 'is', values: ['Bonn'] }, "name = 'Bonn'"],
    [{ column: 'name', kind: 'is', values: ['Bonn', null] }, "name = 'Bonn' or name is null"],
    [{ column: '__proto__', kind: 'not', values: ['a', 'b'] }, `__proto__ not in ('a', 'b') or __proto__ is null`],
    [{ column: 'name', kind: 'not', values: [null] }, 'name is not null'],
    [{ column: 'amount', kind: 'range', from: 10 }, 'amount >= 10'],
    [{ column: 'orders', kind: 'range', from: 1, to: 3 }, 'orders >= 1 and orders <= 3'],
    [{ column: 'day', kind: 'range', from: '2026-01-01', to: '2026-01-31' }, "day >= date '2026-01-01' and day <= date '2026-01-31'"],
    [{ column: 'at', kind: 'range', to: '2026-01-31' }, "date(at) <= date '2026-01-31'"],
    [{ column: 'vip', kind: 'is', values: [true] }, 'vip = true'],
    [{ column: 'vip', kind: 'missing' }, 'vip is null'],
    [{ column: 'vip', kind: 'present' }, 'vip is not null'],
    [{ column: 'orders', kind: 'is', values: ['9007199254740993'] }, "text(orders) = '9007199254740993'"],
  ])('%j reads %s', (wish, text) => expect(textOf(wish)).toBe(text));

  test('several hold together, and a text is looked for in all columns of text and in ids', () => {
    const peek = { ...peekOf({ column: 'orders', kind: 'range', from: 2 }), find: 'An' };
    expect(showExpr(conditionOf(peek, schema)!)).toBe(
      "orders >= 2 and (contains(lower(name), 'an') or contains(lower(__proto__), 'an') or contains(text(customer), 'an'))",
    );
  });

  test('a filter that its column no longer fits is left out, and nothing is filtered then', () => {
    const peek = peekOf({ column: 'gone', kind: 'missing' }, { column: 'amount', kind: 'contains', text: 'x' });
    expect(fitting(peek, schema).filters).toEqual([]);
    expect(conditionOf(peek, schema)).toBeUndefined();
  });

  test('a time in parts of a second is no value to filter by', () => {
    const at = schema.find((c) => c.name === 'at')!;
    expect([canCompare('2026-01-01 10:00:00', at), canCompare('2026-01-01 10:00:00.123', at), canCompare(null, at)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each<[ColumnFilter, string]>([
    [{ column: 'name', kind: 'is', values: ['a', '', null] }, 'is a, empty or missing'],
    [{ column: 'name', kind: 'is', values: ['a', 'b', 'c', 'd'] }, 'is one of 4 values'],
    [{ column: 'vip', kind: 'not', values: [true] }, 'is not yes'],
    [{ column: 'amount', kind: 'range', from: -1234.5, to: 2000 }, '−1,234.5 to 2,000'],
    [{ column: 'amount', kind: 'range', to: 7 }, 'up to 7'],
  ])('%j is said as "%s"', (wish, words) =>
    expect(
      filterWords(
        wish,
        schema.find((c) => c.name === wish.column)!,
      ),
    ).toBe(words),
  );
});

describe('the order of a peek', () => {
  test('one column takes the place of others, one more comes after them', () => {
    const one = withOrder(NO_PEEK, { column: 'name' });
    const two = withOrder(one, { column: 'amount', desc: true }, true);
    expect(two.order).toEqual([{ column: 'name' }, { column: 'amount', desc: true }]);
    expect(withOrder(two, { column: 'day' }).order).toEqual([{ column: 'day' }]);
    expect(withOrder(two, { column: 'name', desc: true }, true).order[0]).toEqual({ column: 'name', desc: true });
  });

  test('sorting again in the same direction ends it', () => {
    expect(withOrder(withOrder(NO_PEEK, { column: 'name' }), { column: 'name' }).order).toEqual([]);
  });

  test('values that are excluded one after the other stay excluded', () => {
    const peek = withFilter(peekOf({ column: 'name', kind: 'not', values: ['a'] }), { column: 'name', kind: 'not', values: ['b'] });
    expect(peek.filters).toEqual([{ column: 'name', kind: 'not', values: ['a', 'b'] }]);
  });
});

describe('a peek as nodes', () => {
  const peek: Peek = {
    ...withOrder(peekOf({ column: 'segment', kind: 'is', values: ['Champions'] }), { column: 'orders', desc: true }),
  };
  const customers: Schema = [column('id', 'string'), column('segment', 'string'), column('orders', 'int')];

  test('become a Row Filter, a Sort and a Select Columns behind the port, with all their settings', () => {
    const steps = stepsOf(peek, ['id'], customers);
    expect(steps).toEqual([
      { type: 'row-filter', params: [['condition', "segment = 'Champions'"]] },
      { type: 'sort', params: [['order', [{ column: 'orders', desc: true }]]] },
      {
        type: 'select-columns',
        params: [
          ['mode', 'drop'],
          ['columns', [{ column: 'id' }]],
        ],
      },
    ]);
  });

  test('are one step to undo, wired in a row, and leave the wires that were there', () => {
    const editor = createEditor(fakeEngine());
    const data = editor.addNode('sample-data', [0, 0]);
    const sort = editor.addNode('sort', [224, 0], { from: { node: data, port: 'customers', kind: 'table' } });
    const before = editor.getState().workflow;
    let ids: readonly string[] = [];
    editor.edit('Make nodes of a look', (w) => {
      const made = withSteps(w, { owner: data, output: 'customers' }, stepsOf(peek, ['id'], customers));
      ids = made.ids;
      return made.workflow;
    });
    const { workflow } = editor.getState();
    expect(ids.map((id) => nodeById(workflow, id)!.type)).toEqual(['row-filter', 'sort', 'select-columns']);
    expect(workflow.edges).toEqual([
      { from: [data, 'customers'], to: [sort, 'table'] },
      { from: [data, 'customers'], to: [ids[0], 'table'] },
      { from: [ids[0], 'pass'], to: [ids[1], 'table'] },
      { from: [ids[1], 'table'], to: [ids[2], 'table'] },
    ]);
    expect(new Set(workflow.nodes.map((n) => n.at.join())).size).toBe(workflow.nodes.length);
    editor.undo();
    expect(editor.getState().workflow).toBe(before);
  });

  test('give the rows of the peek under the same key, so that they are there at once', () => {
    const editor = createEditor(fakeEngine());
    const data = editor.addNode('sample-data', [0, 0]);
    const source = editor.getState().compiled.nodes.get(data)!.outputs.get('customers') as TableOp;
    const name = source.schema.find((c) => c.type === 'string')!.name;
    const looked = peekOf({ column: name, kind: 'not', values: ["it's"] }, { column: name, kind: 'contains', text: 'A' });
    const { workflow, ids } = withSteps(
      editor.getState().workflow,
      { owner: data, output: 'customers' },
      stepsOf(looked, [], source.schema),
    );
    const made = compiler(nodeTypes)(workflow).nodes.get(ids[0]!)!.outputs.get('pass')!;
    const key = isTable(made) && keyOf(made);
    const merged = peekOp(source, looked);
    expect(key).toBe(keyOf(merged));
  });
});

describe('the rows of a peek', () => {
  let engine: LocalEngine;
  let table: TableOp;
  beforeAll(async () => {
    engine = await nodeEngine();
    table = await smallTable(engine, 'people', ['name,city,spend', 'Ann,Bonn,10', 'Bob,,20', 'Cyd,Köln,30', 'Dan,BONN,40']);
  });
  afterAll(() => engine.close());

  const names = async (peek: Peek): Promise<unknown> => (await computed(engine, peekOp(table, peek))).columns.get('name');

  test('excluding a value keeps the rows where it is missing', async () => {
    expect(await names(peekOf({ column: 'city', kind: 'not', values: ['Bonn'] }))).toEqual(['Bob', 'Cyd', 'Dan']);
  });

  test('a text is found in any case and in any column', async () => {
    expect(await names(peekOf({ column: 'city', kind: 'contains', text: 'bonn' }))).toEqual(['Ann', 'Dan']);
    expect(await names({ ...NO_PEEK, find: 'AN' })).toEqual(['Ann', 'Dan']);
    expect(await names({ ...NO_PEEK, find: 'KÖ' })).toEqual(['Cyd']);
  });

  test('both ends of a range belong to it', async () => {
    expect(await names(peekOf({ column: 'spend', kind: 'range', from: 20, to: 30 }))).toEqual(['Bob', 'Cyd']);
  });

  test('missing and a value can be asked for together', async () => {
    expect(await names(peekOf({ column: 'city', kind: 'is', values: [null, 'Köln'] }))).toEqual(['Bob', 'Cyd']);
  });

  test('whole columns are summed up by the engine as selected cells are', async () => {
    const columns = quantitiesOf(table.schema);
    const sums = columnSums(await computed(engine, columnSumsOp(table, columns)), columns);
    expect(sums).toEqual({ numbers: 4, sum: 100, min: 10, max: 40 });
    expect(sumsOf([10, 20, 30, 40, null, 'x'])).toEqual(sums);
  });
});

describe('the columns of a grid', () => {
  test('leave out what is hidden, and stay frozen up to a column', () => {
    expect(shownColumns(schema, new Set(['name', 'nowhere']), 'amount')).toEqual({ places: [1, 2, 3, 4, 5, 6, 7], frozen: 2 });
    expect(hiddenOf(schema, new Set(['name', 'nowhere']))).toEqual(['name']);
  });

  test('are all shown where all are hidden', () => {
    expect(shownColumns(schema, new Set(schema.map((c) => c.name)), undefined).places).toHaveLength(schema.length);
  });

  test('are not frozen beyond what leaves room to scroll', () => {
    expect([roomFor(3, [100, 100, 100], 250), roomFor(3, [100, 100, 100], 300)]).toEqual([2, 3]);
  });
});

describe('menus', () => {
  const none = new Proxy({}, { get: () => () => undefined }) as never;
  const labels = (items: readonly unknown[]): string[] =>
    items.flatMap((item) => (typeof item === 'object' && item && 'label' in item ? [String(item.label)] : []));

  test('adding to a sort is offered once there is one', () => {
    const place = { column: schema[0]!, isLastFrozen: false, isOnly: false };
    expect(labels(columnMenu({ ...place, peek: NO_PEEK }, none))).not.toContain('Add to sort, ascending');
    const sorted = withOrder(NO_PEEK, { column: 'amount' });
    expect(labels(columnMenu({ ...place, peek: sorted }, none))).toContain('Add to sort, ascending');
  });

  test('what cannot be compared cannot be filtered by, and says so', () => {
    const items = cellMenu(schema[5]!, ['2026-01-01 10:00:00.5'], none);
    expect(items.find((i) => typeof i === 'object' && 'label' in i && i.label === 'Filter to this value')).toMatchObject({
      disabledReason: 'not a value to filter by',
    });
  });
});

describe('input beside output', () => {
  test('goes by the input that was looked at', () => {
    const editor = createEditor(fakeEngine());
    const [a, b] = [editor.addNode('sample-data', [0, 0]), editor.addNode('sample-data', [0, 100])];
    const both = editor.addNode('joiner', [300, 0]);
    editor.edit('Wire', (w) => ({
      ...w,
      edges: [
        { from: [a, 'customers'], to: [both, 'left'] },
        { from: [b, 'customers'], to: [both, 'right'] },
      ],
    }));
    const ports = portsOf(editor.getState().workflow, both);
    const [out, right] = [ports.find((p) => p.id.startsWith('out:'))!, ports.find((p) => p.id === 'in:right')!];
    expect(besideOf(ports, out, 'in:right')).toEqual({ input: right, output: out });
    expect(besideOf(ports, out, 'in:gone')?.input.id).toBe('in:left');
    expect(besideOf(ports, right, undefined)?.input).toBe(right);
    expect(besideOf(portsOf(editor.getState().workflow, a), portsOf(editor.getState().workflow, a)[0]!, undefined)).toBeUndefined();
  });

  test('marks what the other side does not have', () => {
    expect([...marksOf(schema, schema.slice(1), 'dropped')]).toEqual([['name', 'dropped']]);
    expect(marksOf(schema, undefined, 'new').size).toBe(0);
  });

  test('a grid is told where the other has gone, and not itself', () => {
    const link = scrollLink();
    const heard: string[] = [];
    link.follow('a', (to, rows) => heard.push(`a ${to} ${rows}`));
    const leave = link.follow('b', (to, rows) => heard.push(`b ${to} ${rows}`));
    link.tell('a', 240, 10);
    leave();
    link.tell('a', 480, 10);
    expect(heard).toEqual(['b 240 10']);
  });
});
