import { describe, expect, test } from 'vitest';
import { inputWords, offersOf, openRows, outlineRows, wiresOf } from '../../src/app/outline/outline-rows.ts';
import { itemName, withItemName } from '../../src/app/outline/item-name.ts';
import { withWire } from '../../src/app/edits.ts';
import { EMPTY, type Edge, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const node = (id: string, type: string, x: number, y = 0): WorkflowNode => ({ id, type, version: 1, params: [], at: [x, y] });
const wire = (text: string): Edge => {
  const [from, to] = text.split(' > ').map((end) => end.split('.') as [string, string]);
  return { from: from!, to: to! };
};
const shop: Workflow = {
  ...EMPTY,
  nodes: [
    node('write', 'table-writer', 1000),
    node('people', 'csv-reader', 0, 200),
    node('orders', 'csv-reader', 0, 0),
    node('rfm', 'rfm', 224, 0),
    node('both', 'joiner', 448, 0),
  ],
  edges: [
    wire('orders.table > rfm.orders'),
    wire('rfm.table > both.left'),
    wire('people.table > both.right'),
    wire('both.joined > write.table'),
  ],
};
const ids = (w: Workflow): string[] => outlineRows(w).map(({ id, level }) => `${'  '.repeat(level - 1)}${id}`);

describe('the outline', () => {
  test('reads in the order of the data, a chain together', () => {
    expect(ids(shop)).toEqual(['people', 'orders', 'rfm', 'both', 'write']);
  });

  test('has the steps in their order with what is in them', () => {
    const framed: Workflow = {
      ...shop,
      frames: [
        { id: 'prepare', title: 'Prepare', at: [-20, -20], size: [500, 150] },
        { id: 'hand-on', title: 'Hand on', at: [900, -20], size: [400, 150] },
      ],
      notes: [{ id: 'note', text: 'Hello', at: [10, 90], size: [50, 20] }],
    };
    expect(ids(framed)).toEqual(['people', 'prepare', '  orders', '  rfm', '  note', 'both', 'hand-on', '  write']);
    expect(outlineRows(framed)[2]).toEqual({ id: 'orders', kind: 'node', parent: 'prepare', level: 2, place: 1, of: 3 });
    expect(openRows(outlineRows(framed), new Set(['prepare'])).map((row) => row.id)).toEqual([
      'people',
      'prepare',
      'both',
      'hand-on',
      'write',
    ]);
  });

  test('keeps what is folded away within reach', () => {
    const folded: Workflow = { ...shop, frames: [{ id: 'step', title: 'Step', at: [0, 0], size: [10, 10], folded: ['rfm', 'orders'] }] };
    expect(ids(folded)).toEqual(['people', 'step', '  orders', '  rfm', 'both', 'write']);
  });

  test('has every node once, in a loop too', () => {
    const loop: Workflow = { ...shop, edges: [...shop.edges, wire('write.table > orders.table')] };
    expect(ids(loop).toSorted()).toEqual(['both', 'orders', 'people', 'rfm', 'write']);
  });

  test('says where the data of a node comes from', () => {
    expect(inputWords(shop, 'both')).toBe('from RFM, CSV Reader');
    expect(inputWords(shop, 'orders')).toBe('');
  });
});

describe('wires without a canvas', () => {
  test('are offered by output wherever they fit, and say what they replace', () => {
    const [table] = offersOf(shop, 'people');
    expect(table!.output).toBe('table');
    expect(table!.offers.map(({ text, instead }) => [text, instead])).toEqual([
      ['Table Writer', 'Joiner'],
      ['RFM', 'CSV Reader'],
      ['Joiner: left', 'RFM'],
    ]);
  });

  test('are the wires that a pointer could draw', () => {
    for (const { id } of shop.nodes) {
      for (const { edge } of offersOf(shop, id).flatMap((output) => output.offers))
        expect(withWire(shop, edge.from, edge.to)).not.toBe(shop);
    }
    expect(offersOf(shop, 'write').flatMap((output) => output.offers)).toEqual([]);
  });

  test('of a node are listed, those into it first', () => {
    expect(wiresOf(shop, 'both').map((w) => w.text)).toEqual(['From RFM: table', 'From CSV Reader: table', 'To Table Writer: table']);
  });
});

describe('another name', () => {
  const noted: Workflow = { ...shop, notes: [{ id: 'note', text: 'Ask Ann\nabout returns', at: [0, 0], size: [100, 100] }] };

  test('of a note is its first line, and the other lines stay', () => {
    const renamed = withItemName(noted, 'note', 'Ask Bob');
    expect(renamed.notes[0]!.text).toBe('Ask Bob\nabout returns');
    expect(itemName(renamed, 'note')).toBe('Ask Bob');
    expect(withItemName(noted, 'note', ' ')).toBe(noted);
  });

  test('of a node is none where it is that of its type, or no text', () => {
    const labelled = withItemName(shop, 'rfm', 'Scores');
    expect(labelled.nodes.find((n) => n.id === 'rfm')?.label).toBe('Scores');
    for (const text of ['RFM', '']) expect(withItemName(labelled, 'rfm', text).nodes.find((n) => n.id === 'rfm')?.label).toBeUndefined();
    expect(withItemName(shop, 'rfm', 'RFM')).toBe(shop);
  });
});
