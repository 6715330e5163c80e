import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { copiedText, pasteText, pieceIn, textOf } from '../../src/app/clipboard.ts';
import { perform } from '../../src/app/commands/commands.ts';
import { duplicated, pieceOf, withPiece } from '../../src/app/piece.ts';
import { intoWire, portsInto, withoutJoined, withRelatives } from '../../src/app/reconnect.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import type { FileSource } from '../../src/core/source.ts';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Edge, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const notices = vi.hoisted(() => [] as { text: string; detail?: string }[]);
vi.mock('../../src/app/ui/toasts.tsx', () => ({ notify: (notice: { text: string; detail?: string }) => void notices.push(notice) }));
vi.stubGlobal('requestAnimationFrame', () => 0);

const node = (id: string, type: string, x: number, y = 0, params: WorkflowNode['params'] = []): WorkflowNode => ({
  id,
  type,
  version: nodeTypes.get(type)?.version ?? 1,
  params,
  at: [x, y],
});
const wire = (text: string): Edge => {
  const [from, to] = text.split(' > ').map((end) => end.split('.') as [string, string]);
  return { from: from!, to: to! };
};
const orders: FileSource = {
  kind: 'file',
  name: 'orders',
  path: 'orders.csv',
  format: 'csv',
  options: {},
  columns: [{ name: 'id', type: 'string' }],
};

const shop: Workflow = {
  ...EMPTY,
  title: 'Shop',
  params: [
    { name: 'asOf', type: 'date', value: '2026-10-31' },
    { name: 'least', type: 'double', value: 10 },
  ],
  sources: [orders, { ...orders, name: 'people', path: 'people.csv' }],
  nodes: [
    node('read', 'csv-reader', 0, 0, [['source', 'orders']]),
    node('keep', 'row-filter', 224, 0, [['condition', 'amount > $least']]),
    node('order', 'sort', 448, 0),
    node('show', 'table-view', 672, 0),
  ],
  edges: [wire('read.table > keep.table'), wire('keep.pass > order.table'), wire('order.table > show.table')],
  notes: [{ id: 'note', text: 'Largest first', at: [230, 120], size: [100, 40] }],
  frames: [{ id: 'frame', title: 'Prepare', at: [-20, -40], size: [450, 240] }],
};
const ends = ({ edges }: Workflow): string[] => edges.map(({ from, to }) => `${from.join('.')} > ${to.join('.')}`);

function editing(workflow: Workflow, ...selected: readonly string[]): Editor {
  const editor = createEditor(fakeEngine(), workflow);
  editor.select(selected);
  return editor;
}
const pasted = (into: Workflow, from: Workflow, ids: readonly string[], wired = false): Workflow => {
  const read = pieceIn(textOf(pieceOf(from, ids)));
  if ('message' in read) throw new Error(read.message);
  return withPiece(into, read.piece, undefined, wired).workflow;
};

describe('what is copied', () => {
  test('is a workflow file of the selected nodes with what they use and nothing else', () => {
    const { workflow, problems } = loadWorkflow(copiedText(editing(shop, 'read', 'keep'))!, nodeTypes);
    expect(problems).toEqual([]);
    expect(workflow.nodes.map((n) => n.id)).toEqual(['read', 'keep']);
    expect(ends(workflow)).toEqual(['read.table > keep.table']);
    expect(workflow.sources).toEqual([orders]);
    expect(workflow.params.map((q) => q.name)).toEqual(['least']);
  });

  test('is with a frame all that lies in it', () => {
    const { workflow } = pieceOf(shop, ['frame']);
    expect([workflow.nodes.map((n) => n.id), workflow.notes.map((n) => n.id)]).toEqual([['read', 'keep'], ['note']]);
  });

  test('is with a folded frame what is folded into it', () => {
    const folded = { ...shop, frames: [{ ...shop.frames[0]!, folded: ['order', 'show'] }] };
    expect(pieceOf(folded, ['frame']).workflow.nodes.map((n) => n.id)).toEqual(['order', 'show']);
  });

  test('carries no secret and no path of this machine', () => {
    const w = {
      ...EMPTY,
      nodes: [
        node('a', 'unknown-thing', 0, 0, [
          ['apiKey', 'hunter2'],
          ['file', '/etc/passwd'],
        ]),
      ],
    };
    const text = textOf(pieceOf(w, ['a']));
    expect(text).not.toMatch(/hunter2|\/etc/);
  });

  test('is nothing while nothing is selected', () => {
    expect(copiedText(editing(shop))).toBeUndefined();
  });
});

describe('what is pasted', () => {
  test('gets ids of its own and keeps the wires among it', () => {
    const next = pasted(shop, shop, ['keep', 'order']);
    expect(next.nodes.map((n) => n.id).slice(4)).toEqual(['row-filter', 'sort']);
    expect(ends(next).slice(3)).toEqual(['row-filter.pass > sort.table']);
  });

  test('keeps the wires from outside where it is told to and the nodes are there', () => {
    expect(ends(pasted(shop, shop, ['keep', 'order'], true)).slice(3)).toEqual([
      'row-filter.pass > sort.table',
      'read.table > row-filter.table',
    ]);
    expect(ends(pasted({ ...EMPTY, nodes: [node('x', 'sort', 0)] }, shop, ['keep'], true))).toEqual([]);
  });

  test('keeps its ids in another workflow, so that cutting and pasting is moving', () => {
    expect(pasted(EMPTY, shop, ['keep', 'order']).nodes.map((n) => n.id)).toEqual(['keep', 'order']);
  });

  test('shares a source that is the same and renames one that is another', () => {
    const other = { ...EMPTY, sources: [{ ...orders, path: 'other.csv' }] };
    const next = pasted(other, shop, ['read']);
    expect(next.sources.map((s) => [s.name, s.path])).toEqual([
      ['orders', 'other.csv'],
      ['orders_2', 'orders.csv'],
    ]);
    expect(next.nodes[0]!.params).toEqual([['source', 'orders_2']]);
    expect(pasted(shop, shop, ['read']).sources).toHaveLength(2);
  });

  test('covers no card and stays in its arrangement', () => {
    const next = pasted(shop, shop, ['keep', 'order']);
    const [keep, order] = next.nodes.slice(4);
    expect([order!.at[0] - keep!.at[0], order!.at[1] - keep!.at[1]]).toEqual([224, 0]);
    for (const { at } of shop.nodes) expect(Math.abs(at[0] - keep!.at[0]) >= 168 || Math.abs(at[1] - keep!.at[1]) >= 72).toBe(true);
  });

  test('goes around the pointer, on the grid', () => {
    const { workflow } = withPiece(EMPTY, pieceOf(shop, ['keep', 'order']), [1000, 500]);
    expect(workflow.nodes.map((n) => n.at)).toEqual([
      [808, 464],
      [1032, 464],
    ]);
  });

  test('is one step to undo and then selected', () => {
    const editor = editing(shop, 'frame');
    pasteText(editor, copiedText(editor)!);
    expect(editor.getState().past).toHaveLength(1);
    expect(editor.getState().selected).toEqual(['csv-reader', 'row-filter', 'note-2', 'frame-2']);
    editor.undo();
    expect(editor.getState().workflow).toBe(shop);
  });

  test('asks for the files of its sources, which no text carries', () => {
    const editor = editing({ ...EMPTY, nodes: [node('there', 'sort', 0)] });
    pasteText(editor, textOf(pieceOf(shop, ['read'])));
    expect(editor.getState().missing).toEqual(['orders']);
  });

  test('on an empty canvas becomes the workflow', () => {
    const editor = editing({ ...EMPTY, title: 'Mine' });
    pasteText(editor, `Look at this:\n\`\`\`json\n${saveWorkflow(shop, nodeTypes)}\`\`\``);
    expect(saveWorkflow(editor.getState().workflow, nodeTypes)).toBe(saveWorkflow(shop, nodeTypes));
    editor.undo();
    expect(editor.getState().workflow.title).toBe('Mine');
  });

  test('may hold the marks of a code block in a note', () => {
    const noted = { ...shop, notes: [{ ...shop.notes[0]!, text: 'See ```sql select 1``` first' }] };
    const read = pieceIn(saveWorkflow(noted, nodeTypes));
    expect('piece' in read && read.piece.workflow.notes).toEqual(noted.notes);
  });

  test('draws no wire to a port that only JavaScript knows', () => {
    const [sort] = pieceOf(shop, ['order']).workflow.nodes;
    const piece = {
      workflow: { ...EMPTY, nodes: [sort!] },
      incoming: [wire('keep.constructor > order.table'), wire('keep.pass > order.toString')],
    };
    expect(ends(withPiece(shop, piece, undefined, true).workflow)).toEqual(ends(shop));
    expect(portsInto(shop, 'sort', wire('read.constructor > keep.table'))).toBeUndefined();
  });

  test('comes out as it went in, whatever the text in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), fc.string({ minLength: 1, maxLength: 40 }), (text, label) => {
        const w = { ...EMPTY, nodes: [{ ...node('a', 'row-filter', 0, 0, [['condition', text]]), label }], edges: [] };
        const read = pieceIn(textOf(pieceOf(w, ['a'])));
        expect('piece' in read && read.piece.workflow.nodes).toEqual(w.nodes);
      }),
    );
  });

  test.each([
    'Dear all, please find attached',
    '{"clade": 1',
    '[1, 2, 3]',
    '{"nodes": []}',
    '{"clade": 1, "nodes": [], "edges": []}',
    '{"__proto__": {"clade": 1}}',
    '<img src=x onerror=alert(1)>',
  ])('that is no workflow changes nothing and says so: %s', (text) => {
    const editor = editing(shop);
    notices.length = 0;
    pasteText(editor, text);
    expect(editor.getState().workflow).toBe(shop);
    expect(notices).toMatchObject([{ text: 'Nothing was pasted', detail: expect.stringMatching(/\w/) }]);
  });

  test('never harms the workflow, however a text is broken', () => {
    const text = textOf(pieceOf(shop, ['keep', 'order', 'frame']));
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.string({ maxLength: 8 }), (at, cut, put) => {
        const editor = editing(shop);
        pasteText(editor, text.slice(0, at) + put + text.slice(at + cut));
        expect(editor.getState().workflow.nodes.slice(0, shop.nodes.length)).toEqual(shop.nodes);
      }),
    );
  });
});

describe('a duplicate', () => {
  test('has the wires into it, and a frame is duplicated with what lies in it', () => {
    const copies = duplicated(shop, ['frame']);
    expect(copies.ids).toEqual(['csv-reader', 'row-filter', 'note-2', 'frame-2']);
    expect(ends(duplicated(shop, ['order']).workflow).at(-1)).toBe('keep.pass > sort.table');
  });
});

describe('deleting and reconnecting', () => {
  test('joins what was before to what comes after', () => {
    expect(ends(withoutJoined(shop, ['keep', 'order']))).toEqual(['read.table > show.table']);
  });

  test('joins the first input of the same kind, each reader once', () => {
    const w: Workflow = {
      ...EMPTY,
      nodes: [node('a', 'sort', 0), node('b', 'sort', 0), node('join', 'joiner', 0), node('to', 'sort', 0), node('both', 'concatenate', 0)],
      edges: [
        wire('a.table > join.left'),
        wire('b.table > join.right'),
        wire('join.joined > to.table'),
        wire('a.table > both.tables'),
        wire('join.joined > both.tables'),
      ],
    };
    expect(ends(withoutJoined(w, ['join']))).toEqual(['a.table > to.table', 'a.table > both.tables']);
  });

  test('draws no wire where a table would have to be a model', () => {
    const w: Workflow = {
      ...EMPTY,
      nodes: [node('a', 'sort', 0), node('groups', 'k-means', 0), node('use', 'predictor', 0)],
      edges: [wire('a.table > groups.table'), wire('groups.model > use.model')],
    };
    expect(ends(withoutJoined(w, ['groups']))).toEqual([]);
  });

  test('is one step to undo', () => {
    const editor = editing(shop, 'keep');
    perform('delete-reconnect', editor);
    expect(ends(editor.getState().workflow)).toEqual(['read.table > order.table', 'order.table > show.table']);
    editor.undo();
    expect(editor.getState().workflow).toBe(shop);
  });

  test('comes to an end on a loop', () => {
    const w: Workflow = {
      ...EMPTY,
      nodes: [node('a', 'sort', 0), node('b', 'sort', 0), node('c', 'sort', 0)],
      edges: [wire('a.table > b.table'), wire('b.table > a.table'), wire('b.table > c.table')],
    };
    expect(ends(withoutJoined(w, ['a', 'b']))).toEqual([]);
  });
});

describe('relatives', () => {
  test('are all before a node, or all after it, and the selection grows by them', () => {
    expect(withRelatives(shop, ['order'], 'upstream')).toEqual(['order', 'keep', 'read']);
    expect(withRelatives(shop, ['keep'], 'downstream')).toEqual(['keep', 'order', 'show']);
    const editor = editing(shop, 'keep');
    perform('select-upstream', editor);
    perform('select-downstream', editor);
    expect(new Set(editor.getState().selected)).toEqual(new Set(['read', 'keep', 'order', 'show']));
  });
});

describe('a card dropped on a wire', () => {
  const w: Workflow = { ...shop, nodes: [...shop.nodes, node('lone', 'formula', 400, 10), node('reader', 'sample-data', 0, 300)] };

  test('goes into it, and what is behind makes room', () => {
    const next = intoWire(w, 'lone', shop.edges[1]!);
    expect(ends(next)).toEqual([
      'read.table > keep.table',
      'lone.table > order.table',
      'order.table > show.table',
      'keep.pass > lone.table',
    ]);
    expect(next.nodes.find((n) => n.id === 'order')!.at[0]).toBe(672);
  });

  test('stays out where its ports do not fit, or it has wires already', () => {
    expect(portsInto(w, 'sample-data', shop.edges[1]!)).toBeUndefined();
    expect(intoWire(w, 'reader', shop.edges[1]!)).toBe(w);
    expect(intoWire(w, 'show', shop.edges[0]!)).toBe(w);
  });
});
