import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenFor, linksOf, sheetOf, withTidied } from '../../src/app/canvas/tidied.ts';
import { tidy } from '../../src/app/canvas/tidy.ts';
import { templates } from '../../src/app/start/templates.ts';
import { EMPTY, type Edge, type Frame, type Position, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const node = (id: string, type: string, x = 0, y = 0): WorkflowNode => ({ id, type, version: 1, params: [], at: [x, y] });
const wire = (text: string): Edge => {
  const [from, to] = text.split(' > ').map((end) => end.split('.') as [string, string]);
  return { from: from!, to: to! };
};
const flow = (nodes: readonly WorkflowNode[], ...wires: readonly string[]): Workflow => ({ ...EMPTY, nodes, edges: wires.map(wire) });

function tidied(workflow: Workflow, selected: readonly string[] = []): Workflow {
  return withTidied(workflow, tidy(sheetOf(workflow, chosenFor(workflow, selected)), linksOf(workflow)));
}
const places = (w: Workflow): { readonly [id: string]: Position } =>
  Object.fromEntries([...w.nodes, ...w.notes, ...w.frames].map(({ id, at }) => [id, at]));

/** Pairs of wires between neighbouring columns that cross. */
function crossings({ nodes, edges }: Workflow): number {
  const at = new Map(nodes.map((n) => [n.id, n.at]));
  const ends = edges.map(({ from, to }) => [at.get(from[0])!, at.get(to[0])!] as const).filter(([a, b]) => b[0] - a[0] === 224);
  return ends.reduce(
    (n, [a, b], i) => n + ends.slice(i + 1).filter(([c, d]) => a[0] === c[0] && (a[1] - c[1]) * (b[1] - d[1]) < 0).length,
    0,
  );
}

describe('columns and rows', () => {
  test('a chain is one row, in the order of its wires', () => {
    const w = flow(
      [node('c', 'sort', 90, 10), node('a', 'sort', 30, 300), node('b', 'sort', 500, 40)],
      'a.table > b.table',
      'b.table > c.table',
    );
    expect(places(tidied(w))).toEqual({ a: [32, 8], b: [256, 8], c: [480, 8] });
  });

  test('the first input is straight and a late source stands just before its use', () => {
    for (const y of [-50, 50]) {
      const w = flow(
        [node('a', 'sort'), node('b', 'sort'), node('join', 'joiner'), node('late', 'sort', 0, y)],
        'a.table > b.table',
        'b.table > join.left',
        'late.table > join.right',
      );
      const { a, b, join, late } = places(tidied(w));
      expect([b![1] - a![1], join![1] - b![1], late![1] - a![1]]).toEqual([0, 0, 92]);
      expect([b![0] - a![0], late![0] - a![0]]).toEqual([224, 224]);
    }
  });

  test('the longest way onwards runs straight where a table has many readers', () => {
    const w = flow(
      [node('a', 'sort'), node('look', 'table-view', 0, 10), node('b', 'sort', 0, 20), node('c', 'sort'), node('d', 'sort')],
      'a.table > look.table',
      'a.table > b.table',
      'b.table > c.table',
      'c.table > d.table',
    );
    const at = places(tidied(w));
    expect(new Set(['a', 'b', 'c', 'd'].map((id) => at[id]![1])).size).toBe(1);
    expect(at['look']![1]).not.toBe(at['b']![1]);
  });

  test('a wire that passes columns keeps its row free when it is the main line', () => {
    const w = flow(
      [node('a', 'sort'), node('b', 'sort'), node('c', 'sort'), node('join', 'joiner')],
      'a.table > join.left',
      'a.table > b.table',
      'b.table > c.table',
      'c.table > join.right',
    );
    const { a, b, c, join } = places(tidied(w));
    expect(b![1]).toBe(c![1]);
    expect([a![1] === join![1], a![1] === b![1]].filter(Boolean)).toHaveLength(1);
  });

  test('wires do not cross that need not', () => {
    const w = flow(
      [
        ...['p', 'q', 'r'].map((id, i) => node(id, 'csv-reader', 0, i)),
        ...['x', 'y', 'z'].map((id, i) => node(id, 'sort', 1, i)),
        ...['u', 'v', 'w'].map((id, i) => node(id, 'sort', 2, i)),
      ],
      'p.table > z.table',
      'q.table > x.table',
      'r.table > y.table',
      'z.table > v.table',
      'x.table > w.table',
      'y.table > u.table',
    );
    expect(crossings(tidied(w))).toBe(0);
    expect(new Set(tidied(w).nodes.map((n) => n.at[1])).size).toBe(3);
  });

  test('what is not connected lies below, side by side', () => {
    const w = flow(
      [node('a', 'sort'), node('b', 'sort', 40, 0), node('one', 'sort', 0, 40), node('two', 'sort', 8, 40)],
      'a.table > b.table',
    );
    expect(places(tidied(w))).toEqual({ a: [0, 0], b: [224, 0], one: [0, 92], two: [224, 92] });
  });

  test('no two cards share a place, whatever the wires, loops too', () => {
    const anyWires = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 });
    fc.assert(
      fc.property(anyWires, (pairs) => {
        const nodes = Array.from({ length: 12 }, (_, i) => node(`n${i}`, 'joiner', (i * 37) % 100, (i * 53) % 90));
        const wires = pairs.filter(([a, b]) => a !== b).map(([a, b], i) => `n${a}.table > n${b}.${i % 2 ? 'left' : 'right'}`);
        const w = tidied(flow(nodes, ...wires));
        expect(new Set(w.nodes.map((n) => n.at.join())).size).toBe(12);
      }),
    );
  });

  test('the same workflow always gives the same picture, and a tidy one stays as it is', () => {
    for (const { workflow } of templates) {
      const once = tidied(workflow);
      expect(tidied(workflow)).toEqual(once);
      expect(tidied(once)).toEqual(once);
    }
  });

  test('a thousand nodes take less than 300 ms of a processor', () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => node(`n${i}`, 'joiner', (i * 7919) % 4000, (i * 104729) % 3000));
    const wires = nodes
      .slice(1)
      .flatMap((_, i) => [`n${Math.floor(i * 0.9)}.table > n${i + 1}.left`, `n${Math.floor(i / 2)}.table > n${i + 1}.right`]);
    const w = flow(nodes, ...wires);
    const [sheet, links] = [sheetOf(w), linksOf(w)];
    const spent = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      tidy(sheet, links);
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...spent)).toBeLessThan(300);
  });
});

describe('frames', () => {
  const frame = (id: string, x: number, y: number, size: Position = [300, 100]): Frame => ({ id, title: id, at: [x, y], size });
  const w: Workflow = {
    ...flow(
      [
        node('read', 'csv-reader', 20, 20),
        node('rfm', 'rfm', 100, 25),
        node('groups', 'k-means', 1020, 20),
        node('write', 'table-writer', 1100, 25),
      ],
      'read.table > rfm.orders',
      'rfm.table > groups.table',
      'groups.table > write.table',
    ),
    frames: [frame('prepare', 0, 0), frame('segment', 1000, 0)],
    notes: [{ id: 'note', text: 'Five', at: [1110, 60], size: [80, 30] }],
  };

  test('lie below each other in their order, as wide as each other, around their own cards', () => {
    const next = tidied(w);
    const [prepare, segment] = next.frames;
    expect(prepare!.at).toEqual([0, 0]);
    expect(segment!.at[0]).toBe(0);
    expect(segment!.at[1]).toBeGreaterThan(prepare!.at[1] + prepare!.size[1]);
    expect(segment!.size[0]).toBe(prepare!.size[0]);
    const inside = ({ at, size }: Frame, id: string): boolean => {
      const [x, y] = places(next)[id]!;
      return x > at[0] && y > at[1] && x + 168 < at[0] + size[0] && y + 72 < at[1] + size[1];
    };
    expect(['read', 'rfm'].every((id) => inside(prepare!, id))).toBe(true);
    expect(['groups', 'write'].every((id) => inside(segment!, id))).toBe(true);
    expect(tidied(next)).toEqual(next);
  });

  test('a note keeps its distance from the nearest card', () => {
    const at = places(tidied(w));
    expect([at['note']![0] - at['write']![0], at['note']![1] - at['write']![1]]).toEqual([10, 35]);
  });

  test('cards in no frame lie before the step that they feed, or after all', () => {
    const more: Workflow = {
      ...w,
      nodes: [...w.nodes, node('seed', 'csv-reader', 600, 600), node('lone', 'sort', 700, 700)],
      edges: [...w.edges, wire('seed.table > groups.other')],
    };
    const at = places(tidied(more));
    expect(at['seed']![1]).toBeGreaterThan(at['rfm']![1]);
    expect(at['seed']![1]).toBeLessThan(at['groups']![1]);
    expect(at['lone']![1]).toBeGreaterThan(at['write']![1]);
  });

  test('a folded one is a card, and what is in it moves along', () => {
    const folded: Workflow = { ...w, frames: [{ ...w.frames[0]!, folded: ['read', 'rfm'] }] };
    const next = tidied(folded);
    const at = places(next);
    expect([at['groups']![1] - at['prepare']![1], at['groups']![0] - at['prepare']![0]]).toEqual([0, 224]);
    expect(next.frames[0]!.size).toEqual([300, 100]);
    expect([at['read']![0] - at['prepare']![0], at['read']![1] - at['prepare']![1]]).toEqual([20, 20]);
  });

  test('one without cards stays as large as it is', () => {
    expect(tidied({ ...w, nodes: [node('a', 'sort', 500, 500)], edges: [], notes: [] }).frames.map((f) => f.size)).toEqual([
      [300, 104],
      [300, 104],
    ]);
  });
});

describe('a selection', () => {
  test('of several cards is tidied where it stands, and nothing else moves', () => {
    const w = flow(
      [node('a', 'sort', 0, 0), node('b', 'sort', 400, 310), node('c', 'sort', 300, 700)],
      'a.table > b.table',
      'b.table > c.table',
    );
    expect(places(tidied(w, ['b', 'c']))).toEqual({ a: [0, 0], b: [304, 312], c: [528, 312] });
    expect(places(tidied(w, ['b']))).toEqual({ a: [0, 0], b: [224, 0], c: [448, 0] });
  });
});
