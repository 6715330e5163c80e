import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { connectionProblem, inputFor, withNode, withoutEdge, without, withPlaces, withWire } from '../../src/app/edits.ts';
import { offersFor, refusal, wireToCard } from '../../src/app/canvas/connecting.ts';
import { cardSource, wireSource } from '../../src/app/canvas/graph.ts';
import { freePlace } from '../../src/app/canvas/place.ts';
import { portsOf } from '../../src/app/canvas/ports.ts';
import { gutter, labelPlace, pathOf, route } from '../../src/app/canvas/route.ts';
import { walk } from '../../src/app/canvas/walk.ts';
import { shortCount, wireLabel } from '../../src/app/canvas/wire-label.ts';
import { firstSentence, sectionsOf } from '../../src/app/palette/families.ts';
import { suggestions } from '../../src/app/palette/suggest.ts';
import { scan } from '../../src/core/plan.ts';
import { sampleSchema } from '../../src/core/sample-schema.ts';
import { EMPTY, type Edge, type Position, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const node = (id: string, type: string, x: number, y: number): WorkflowNode => ({ id, type, version: 1, params: [], at: [x, y] });
const wire = (from: string, to: string): Edge => {
  const [source, out, target, into] = [...from.split('.'), ...to.split('.')] as [string, string, string, string];
  return { from: [source, out], to: [target, into] };
};
const flow = (nodes: readonly WorkflowNode[], ...edges: readonly Edge[]): Workflow => ({ ...EMPTY, nodes, edges });
const ends = (w: Workflow): string[] => w.edges.map(({ from, to }) => `${from.join('.')} > ${to.join('.')}`);
const places = (w: Workflow): [string, Position][] => w.nodes.map((n) => [n.id, n.at]);

const line = flow(
  [node('in', 'sample-data', 0, 0), node('keep', 'row-filter', 224, 0), node('groups', 'k-means', 448, 0)],
  wire('in.customers', 'keep.table'),
  wire('keep.pass', 'groups.table'),
);

describe('a new node', () => {
  test('takes the place it is given, on the grid', () => {
    expect(freePlace([101, 3], [])).toEqual([104, 0]);
  });

  test('moves down row by row until it covers no card', () => {
    expect(
      freePlace(
        [0, 0],
        [
          [160, 40],
          [0, 100],
        ],
      ),
    ).toEqual([0, 184]);
    expect(
      freePlace(
        [0, 0],
        [
          [168, 0],
          [0, 72],
        ],
      ),
    ).toEqual([0, 0]);
  });

  test('that is added from an output is wired to its first port that fits', () => {
    const added = withNode(line, node('next', 'sort', 672, 0), { from: { node: 'groups', port: 'table', kind: 'table' } });
    expect(ends(added).at(-1)).toBe('groups.table > next.table');
    expect(places(added).at(-1)).toEqual(['next', [672, 0]]);
  });

  test('that does not fit the wire is added without one', () => {
    const added = withNode(line, node('next', 'sort', 672, 0), { from: { node: 'groups', port: 'model', kind: 'model' } });
    expect(added.nodes).toHaveLength(4);
    expect(added.edges).toEqual(line.edges);
  });

  test('in the middle of a wire takes its place, and what is behind makes room', () => {
    const added = withNode(line, node('next', 'sort', 448, 0), {
      from: { node: 'keep', port: 'pass', kind: 'table' },
      to: { node: 'groups', port: 'table', kind: 'table' },
    });
    expect(ends(added)).toEqual(['in.customers > keep.table', 'next.table > groups.table', 'keep.pass > next.table']);
    expect(places(added)).toEqual([
      ['in', [0, 0]],
      ['keep', [224, 0]],
      ['groups', [672, 0]],
      ['next', [448, 0]],
    ]);
  });

  test('leaves the cards where they are if there is room', () => {
    const wide = withPlaces(line, new Map([['groups', [896, 0]]]));
    const added = withNode(wide, node('next', 'sort', 448, 0), {
      from: { node: 'keep', port: 'pass', kind: 'table' },
      to: { node: 'groups', port: 'table', kind: 'table' },
    });
    expect(places(added)).toEqual([...places(wide), ['next', [448, 0]]]);
  });

  test('before an input takes the place of the wire that was there', () => {
    const added = withNode(line, node('next', 'sort', 0, 92), { to: { node: 'keep', port: 'table', kind: 'table' } });
    expect(ends(added)).toEqual(['keep.pass > groups.table', 'next.table > keep.table']);
  });
});

describe('an edit of the graph', () => {
  test('that changes nothing gives the same workflow, so that it is no undo step', () => {
    expect(withPlaces(line, new Map([['in', [0, 0]]]))).toBe(line);
    expect(withWire(line, ['keep', 'pass'], ['groups', 'table'])).toBe(line);
    expect(withoutEdge(line, wire('in.orders', 'keep.table'))).toBe(line);
    expect(without(line, [])).toBe(line);
  });

  test('moves a node and leaves the others the objects they were', () => {
    const moved = withPlaces(line, new Map([['keep', [224, 184]]]));
    expect(moved.nodes[1]).toEqual({ ...line.nodes[1], at: [224, 184] });
    expect(moved.nodes[0]).toBe(line.nodes[0]);
    expect(moved.edges).toBe(line.edges);
  });

  test('removes a node with its wires, and a wire alone', () => {
    expect(ends(without(line, ['keep']))).toEqual([]);
    expect(ends(withoutEdge(line, line.edges[0]!))).toEqual(['keep.pass > groups.table']);
  });

  test('a port for one table lets go of the wire it had; a port for many takes more', () => {
    const w = flow([...line.nodes, node('all', 'concatenate', 672, 0)], ...line.edges);
    expect(ends(withWire(w, ['in', 'orders'], ['keep', 'table']))).toEqual(['keep.pass > groups.table', 'in.orders > keep.table']);
    const many = Object.entries(nodeTypes.get('concatenate')!.inputs).find(([, kind]) => kind === 'tables')![0];
    const both = withWire(withWire(w, ['in', 'orders'], ['all', many]), ['keep', 'pass'], ['all', many]);
    expect(ends(both).slice(2)).toEqual([`in.orders > all.${many}`, `keep.pass > all.${many}`]);
  });

  test.each([
    [['groups', 'table'], ['keep', 'table'], 'That would make a loop.'],
    [['keep', 'pass'], ['keep', 'table'], 'A node cannot feed itself.'],
    [['groups', 'model'], ['keep', 'table'], '"table" takes a table, and this is a model.'],
    [['groups', 'nothing'], ['keep', 'table'], 'There is no such port.'],
    [['in', 'orders'], ['groups', 'table'], undefined],
  ] as const)('a wire from %j to %j: %s', (from, to, problem) => {
    expect(connectionProblem(line, from, to)).toBe(problem);
  });
});

describe('a wire that is being drawn', () => {
  test('is offered the ports that take it, and no others', () => {
    expect([...offersFor(line, { node: 'keep', port: 'pass', side: 'out' })]).toEqual(['in groups table']);
    expect([...offersFor(line, { node: 'groups', port: 'model', side: 'out' })]).toEqual([]);
    expect([...offersFor(line, { node: 'keep', port: 'table', side: 'in' })]).toEqual([
      'out in customers',
      'out in orders',
      'out in web',
      'out in product',
    ]);
  });

  test('dropped on a card goes to the first port that fits', () => {
    expect(wireToCard(line, { node: 'in', port: 'web', side: 'out' }, 'groups')).toEqual(wire('in.web', 'groups.table'));
    expect(wireToCard(line, { node: 'keep', port: 'pass', side: 'out' }, 'in')).toBe('Sample Data has no input.');
    expect(wireToCard(line, { node: 'groups', port: 'table', side: 'out' }, 'keep')).toBe('That would make a loop.');
  });

  test('is refused between two outputs', () => {
    const meeting = {
      fromHandle: { nodeId: 'in', id: 'web', type: 'source' },
      toHandle: { nodeId: 'keep', id: 'pass', type: 'source' },
      isValid: false,
    } as const;
    expect(refusal(line, meeting)).toBe('Both are outputs. A wire goes from an output to an input.');
  });
});

describe('ports', () => {
  test('stand 20 apart from 20 on, and four share the height of the card', () => {
    const heights = (type: string, side: string): number[] =>
      portsOf(node('n', type, 0, 0), []).flatMap((p) => (p.side === side ? [Math.round(p.y)] : []));
    expect(heights('k-means', 'out')).toEqual([20, 40]);
    expect(heights('sample-data', 'out')).toEqual([20, 35, 49, 64]);
  });

  test('a spare output is small until it is used', () => {
    const [, spare] = portsOf(node('keep', 'row-filter', 0, 0), []).filter((p) => p.side === 'out');
    expect(spare).toMatchObject({ minor: true, full: false });
    const [, used] = portsOf(node('keep', 'row-filter', 0, 0), [wire('keep.reject', 'x.table')]).filter((p) => p.side === 'out');
    expect(used).toMatchObject({ minor: false, full: true });
  });

  test('an unknown node has the ports that wires name, even a strange one', () => {
    const ports = portsOf(node('old', 'sankey-3d', 0, 0), [wire('a.b', 'old.__proto__'), wire('old.out', 'c.d')]);
    expect(ports.map((p) => [p.side, p.name])).toEqual([
      ['in', '__proto__'],
      ['out', 'out'],
    ]);
  });
});

describe('the course of a wire', () => {
  test('is straight between ports of one height', () => {
    expect(route([168, 20], [224, 20])).toEqual([
      [168, 20],
      [224, 20],
    ]);
    expect(pathOf(route([168, 20], [224, 20]))).toBe('M168,20L224,20');
  });

  test('turns just before its goal, in round corners', () => {
    expect(route([168, 20], [224, 112])).toEqual([
      [168, 20],
      [214, 20],
      [214, 112],
      [224, 112],
    ]);
    expect(
      pathOf([
        [0, 0],
        [40, 0],
        [40, 40],
      ]),
    ).toBe('M0,0L32,0Q40,0 40,8L40,40');
  });

  test('passes a card that stands in between along its edge', () => {
    const cards: Position[] = [
      [0, 0],
      [224, 0],
      [448, 0],
    ];
    expect(gutter([168, 20], [448, 20], cards)).toBe(-10);
    expect(gutter([168, 20], [448, 20], [cards[0]!, cards[2]!])).toBeUndefined();
  });

  test('to the next frame runs between the frames, and inside a frame that holds both of its ends', () => {
    const cards: Position[] = [
      [448, 0],
      [0, 152],
    ];
    const upper = { at: [-24, -40], size: [664, 128] } as const;
    const lower = { at: [-24, 112], size: [664, 128] } as const;
    expect(gutter([616, 20], [0, 172], cards, [upper, lower])).toBe(100);
    expect(gutter([616, 20], [0, 172], cards, [{ at: [-24, -40], size: [664, 280] }])).toBe(gutter([616, 20], [0, 172], cards));
  });

  test('back to a lower row runs between the rows', () => {
    const cards: Position[] = [
      [448, 0],
      [0, 92],
      [224, 92],
    ];
    const height = gutter([616, 20], [0, 112], cards);
    expect(height).toBe(82);
    expect(route([616, 20], [0, 112], height)).toEqual([
      [616, 20],
      [632, 20],
      [632, 82],
      [-16, 82],
      [-16, 112],
      [0, 112],
    ]);
  });

  test('has its label in the middle of its longest level stretch', () => {
    expect(labelPlace(route([168, 20], [224, 112]))).toEqual([191, 20]);
    expect(labelPlace(route([616, 20], [0, 112], 82))).toEqual([308, 82]);
  });
});

describe('the label of a wire', () => {
  const orders = scan({ kind: 'sample', table: 'orders', customers: 500, seed: 1 }, sampleSchema('orders'));

  test.each([
    [0, '0'],
    [999, '999'],
    [11_413, '11.4k'],
    [48_704, '48.7k'],
    [100_000, '100k'],
    [999_999, '1M'],
    [1_240_000, '1.24M'],
  ])('%i rows are "%s"', (rows, text) => {
    expect(shortCount(rows)).toBe(text);
  });

  test('tells columns before a run, rows after it, and nothing of what cannot be computed', () => {
    expect(wireLabel(orders, undefined)).toBe('10 cols');
    expect(wireLabel(orders, { kind: 'running' })).toBe('10 cols');
    expect(wireLabel(orders, { kind: 'done', rows: 11_413, ms: 3 })).toBe('11.4k');
    expect(wireLabel(undefined, undefined)).toBe('');
  });
});

describe('an arrow key', () => {
  const nodes = [node('a', 'sort', 0, 0), node('b', 'sort', 224, 0), node('c', 'sort', 224, 92), node('d', 'sort', 448, 92)];

  test('leads to the nearest card in its direction', () => {
    expect(walk(nodes, [], 'a', 'right')).toBe('b');
    expect(walk(nodes, [], 'b', 'down')).toBe('c');
    expect(walk(nodes, [], 'd', 'left')).toBe('c');
    expect(walk(nodes, [], 'c', 'up')).toBe('b');
  });

  test('follows a wire before a card that is a little nearer', () => {
    expect(walk(nodes, [wire('a.table', 'c.table')], 'a', 'right')).toBe('c');
  });

  test('leads nowhere at the edge', () => {
    expect(walk(nodes, [], 'd', 'right')).toBeUndefined();
    expect(walk(nodes, [], 'a', 'up')).toBeUndefined();
  });
});

describe('drawing', () => {
  test('a drag makes only the dragged card anew, and a setting only its own card', () => {
    const cards = cardSource();
    const before = cards(line, [], new Map());
    const dragged = cards(line, [], new Map([['keep', [240, 40]]]));
    expect(dragged.map((card, i) => card === before[i])).toEqual([true, false, true]);
    const changed = { ...line, nodes: line.nodes.map((n) => (n.id === 'groups' ? { ...n, params: [['k', 4]] as const } : n)) };
    const next = cards(changed, [], new Map([['keep', [240, 40]]]));
    expect(next.map((card, i) => card === dragged[i])).toEqual([true, true, false]);
  });

  test('a selection makes only its cards and their wires anew', () => {
    const [cards, wires] = [cardSource(), wireSource()];
    const before = [cards(line, [], new Map()), wires(line, [], undefined)];
    const after = [cards(line, ['groups'], new Map()), wires(line, ['groups'], undefined)];
    expect(after.map((items, i) => items.map((item, k) => item === before[i]![k]))).toEqual([
      [true, true, false],
      [true, false],
    ]);
  });

  test('one wire of an output carries its label, the longest', () => {
    const w = flow([...line.nodes, node('far', 'sort', 900, 92)], ...line.edges, wire('keep.pass', 'far.table'));
    expect(wireSource()(w, [], undefined).map(({ id, data }) => [id, data?.labelled])).toEqual([
      ['in.customers>keep.table', true],
      ['keep.pass>groups.table', false],
      ['keep.pass>far.table', true],
    ]);
  });

  test('a wire whose card is gone is left out', () => {
    expect(wireSource()(flow(line.nodes.slice(0, 2), ...line.edges), [], undefined).map((w) => w.id)).toEqual(['in.customers>keep.table']);
  });
});

describe('the palette', () => {
  test('holds every node type once', () => {
    const shown = sectionsOf(nodeTypes.values()).flatMap((section) => section.types.map((t) => t.type));
    expect(shown.toSorted()).toEqual([...nodeTypes.keys()].toSorted());
  });

  test('tells of each type in a sentence', () => {
    for (const type of nodeTypes.values()) expect(firstSentence(type)).toMatch(/^[A-Z].{10,}[.!?]$/);
  });

  test('suggests after k-Means what reads its table, the profile first', () => {
    const types = [...nodeTypes.values()];
    const next = suggestions(types, nodeTypes.get('k-means'), 'table');
    expect(next[0]?.type.type).toBe('segment-profile');
    expect(next.every(({ type }) => inputFor(type, 'table') !== undefined)).toBe(true);
    expect(next.map(({ type }) => type.type)).not.toContain('csv-reader');
  });
});
