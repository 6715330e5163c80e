import { describe, expect, test } from 'vitest';
import { frameSource } from '../../src/app/canvas/frame-graph.ts';
import { framePorts } from '../../src/app/canvas/frame-ports.ts';
import { contentsOf, frameState } from '../../src/app/canvas/frame-state.ts';
import { cardSource, wireSource } from '../../src/app/canvas/graph.ts';
import { guideSource } from '../../src/app/canvas/guides.ts';
import { stopsOf, walk } from '../../src/app/canvas/walk.ts';
import { perform } from '../../src/app/commands/commands.ts';
import { without } from '../../src/app/edits.ts';
import {
  carriedBy,
  frameById,
  frameOf,
  framesOf,
  membersOf,
  shownAs,
  withFolded,
  withFrame,
  withFrameFitted,
  withFrameOrder,
  withMoved,
  withNote,
  withoutFrames,
  withShown,
  withUnfolded,
  type Box,
} from '../../src/app/frames.ts';
import { createEditor } from '../../src/app/store.ts';
import { EMPTY, itemsOf, type Edge, type Frame, type Position, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const node = (id: string, type: string, x: number, y: number): WorkflowNode => ({ id, type, version: 1, params: [], at: [x, y] });
const wire = (from: string, to: string): Edge => {
  const [source, out, target, into] = [...from.split('.'), ...to.split('.')] as [string, string, string, string];
  return { from: [source, out], to: [target, into] };
};
const frame = (id: string, at: Position, size: Position, folded?: readonly string[]): Frame => ({ id, title: id, at, size, folded });

/** Two sources into a join, sorted and grouped: `keep` and `join` lie in the frame, with a note. */
const line: Workflow = {
  ...EMPTY,
  nodes: [
    node('in', 'sample-data', 0, 0),
    node('keep', 'row-filter', 224, 0),
    node('join', 'joiner', 448, 0),
    node('order', 'sort', 672, 0),
    node('groups', 'k-means', 672, 92),
  ],
  edges: [
    wire('in.customers', 'keep.table'),
    wire('keep.pass', 'join.left'),
    wire('in.orders', 'join.right'),
    wire('join.table', 'order.table'),
    wire('join.table', 'groups.table'),
  ],
  notes: [{ id: 'note', text: 'Ask Ann', at: [224, 96], size: [160, 64] }],
  frames: [frame('prepare', [200, -40], [440, 240])],
};
const [prepare] = line.frames as [Frame];
const folded = withFolded(line, 'prepare');
const places = (w: Workflow): Map<string, Position> => new Map(itemsOf(w).map(({ id, at }) => [id, at]));

describe('a frame', () => {
  test('has in it what has its middle in it', () => {
    expect(membersOf(line, prepare)).toEqual(['keep', 'join', 'note']);
    const dragged = withMoved(line, new Set(['keep']), [-120, 0]);
    expect(membersOf(dragged, prepare)).toEqual(['join', 'note']);
  });

  test('is drawn around the selection, with a number and an id of its own', () => {
    const { workflow, id } = withFrame({ ...line, nodes: [...line.nodes, node('frame', 'sort', 0, 400)] }, ['order', 'groups'])!;
    expect(id).toBe('frame-2');
    expect(frameById(workflow, id)).toMatchObject({ title: 'Step 2', at: [648, -40], size: [216, 224] });
    expect(membersOf(workflow, frameById(workflow, id)!)).toEqual(['order', 'groups']);
  });

  test('around nothing is none', () => {
    expect(withFrame(line, [])).toBeUndefined();
  });

  test('carries what is in it, also through a frame within', () => {
    const nested: Workflow = { ...line, frames: [prepare, frame('all', [-40, -80], [960, 320])] };
    expect([...carriedBy(nested, ['all'])].toSorted()).toEqual(['all', 'groups', 'in', 'join', 'keep', 'note', 'order', 'prepare']);
    expect([...carriedBy(nested, ['prepare'])].toSorted()).toEqual(['join', 'keep', 'note', 'prepare']);
    expect(frameOf(nested, 'order')?.id).toBe('all');
    expect(framesOf(nested, ['keep', 'join', 'order']).map(({ id }) => id)).toEqual(['prepare', 'all']);
  });

  test('is as large as its contents again, and takes its turn earlier', () => {
    const wide: Workflow = { ...line, frames: [...line.frames, frame('late', [600, -200], [800, 800])] };
    expect(frameById(withFrameFitted(wide, 'late'), 'late')).toMatchObject({ at: [648, -40], size: [216, 224] });
    expect(withFrameOrder(wide, 'late', -1).frames.map((f) => f.id)).toEqual(['late', 'prepare']);
    expect(withFrameOrder(wide, 'late', 1)).toBe(wide);
  });

  test('goes without what is in it, folded or not', () => {
    for (const w of [line, folded]) {
      const left = withoutFrames(w, ['prepare']);
      expect([left.nodes.length, left.notes.length, left.frames.length]).toEqual([5, 1, 0]);
      expect(shownAs(left, 'keep')).toBe('keep');
    }
  });
});

describe('a folded frame', () => {
  test('stands for what is in it and gives it back', () => {
    expect(shownAs(folded, 'keep')).toBe('prepare');
    expect(shownAs(folded, 'order')).toBe('order');
    expect(membersOf(folded, folded.frames[0]!)).toEqual(['keep', 'join', 'note']);
    expect(withUnfolded(folded, 'prepare')).toEqual(line);
    expect(withShown(folded, 'join')).toEqual(line);
    expect(withShown(line, 'join')).toBe(line);
  });

  test('with nothing in it stays open', () => {
    const empty: Workflow = { ...line, frames: [frame('empty', [0, 800], [200, 200])] };
    expect(withFolded(empty, 'empty')).toBe(empty);
  });

  test('takes what is in it along, so that it unfolds there', () => {
    const moved = withMoved(folded, carriedBy(folded, ['prepare']), [80, 16]);
    const open = places(withUnfolded(moved, 'prepare'));
    expect([open.get('prepare'), open.get('keep'), open.get('join'), open.get('note')]).toEqual([
      [280, -24],
      [304, 16],
      [528, 16],
      [304, 112],
    ]);
    expect(open.get('order')).toEqual([672, 0]);
  });

  test('keeps its own when a card comes to lie where it was, and is deleted with it', () => {
    const crossed = withMoved(folded, new Set(['order']), [-400, 0]);
    expect(membersOf(crossed, crossed.frames[0]!)).toEqual(['keep', 'join', 'note']);
    expect(without(crossed, ['prepare']).nodes.map((n) => n.id)).toEqual(['in', 'order', 'groups']);
  });

  test('makes room when it opens: what lies there by now moves aside, and what is in its way with it', () => {
    const crowded: Workflow = { ...folded, nodes: folded.nodes.map((n) => (n.id === 'in' ? { ...n, at: [448, 0] as const } : n)) };
    const open = withUnfolded(crowded, 'prepare');
    expect(membersOf(open, open.frames[0]!)).toEqual(['keep', 'join', 'note']);
    expect(places(open).get('in')).toEqual([664, 0]);
    expect(places(open).get('order')).toEqual([888, 0]);
    expect(places(open).get('keep')).toEqual([224, 0]);
  });

  test('that was folded away open keeps its own apart from what lies there now', () => {
    const nested: Workflow = { ...line, frames: [prepare, frame('all', [-40, -80], [720, 320])] };
    const away = withFolded(nested, 'all');
    const crossed = withMoved(away, new Set(['order']), [-400, 0]);
    expect(membersOf(crossed, crossed.frames[0]!)).toEqual(['keep', 'join', 'note']);
    expect([...carriedBy(crossed, ['all'])].toSorted()).toEqual(['all', 'in', 'join', 'keep', 'note', 'prepare']);
  });

  test('says what is in it, however deep frames lie in each other', () => {
    const open = Array.from({ length: 60 }, (_, i) => frame(`o${i}`, [-i, -i], [600 + 2 * i, 400 + 2 * i]));
    expect(contentsOf({ ...line, frames: open }, 'o59')).toBe('3 nodes, 1 note');
  });

  test('folds into another, and both unfold to where they were', () => {
    const nested: Workflow = { ...line, frames: [prepare, frame('all', [-40, -80], [960, 320])] };
    const twice = withFolded(withFolded(nested, 'prepare'), 'all');
    expect(shownAs(twice, 'keep')).toBe('all');
    expect(places(withMoved(twice, carriedBy(twice, ['all']), [8, 0])).get('keep')).toEqual([232, 0]);
    expect(withUnfolded(withUnfolded(twice, 'all'), 'prepare')).toEqual(nested);
  });

  test('that names itself or its own frame shows one of them, and comes to an end', () => {
    const looped: Workflow = {
      ...line,
      frames: [frame('a', [0, 0], [100, 100], ['b']), frame('b', [0, 0], [100, 100], ['a', 'b', 'keep'])],
    };
    expect([shownAs(looped, 'a'), shownAs(looped, 'b'), shownAs(looped, 'keep')]).toEqual(['a', 'a', 'a']);
  });

  test('has a port for each output whose wires cross its border, and keeps the wires within to itself', () => {
    expect(
      framePorts(folded)
        .get('prepare')
        ?.map(({ side, name, kind, label }) => [side, name, kind, label]),
    ).toEqual([
      ['in', 'in.customers', 'table', 'Sample Data: customers'],
      ['in', 'in.orders', 'table', 'Sample Data: orders'],
      ['out', 'join.table', 'table', 'Joiner: table'],
    ]);
    const wires = wireSource()(folded, [], undefined);
    expect(wires.map((w) => [w.source, w.sourceHandle, w.target, w.targetHandle])).toEqual([
      ['in', 'customers', 'prepare', 'in.customers'],
      ['in', 'orders', 'prepare', 'in.orders'],
      ['prepare', 'join.table', 'order', 'table'],
      ['prepare', 'join.table', 'groups', 'table'],
    ]);
    expect(wires.map((w) => w.id)).not.toContain('keep.pass>join.left');
  });

  test('is stopped at by the arrow keys in place of its cards', () => {
    const stops = stopsOf(folded, 'right', 'in');
    expect(stops.map((stop) => stop.id)).toEqual(['in', 'order', 'groups', 'prepare']);
    expect(walk(stops, folded.edges, 'in', 'right')).toBe('prepare');
    expect(stopsOf(line, 'right', 'in').map((stop) => stop.id)).not.toContain('prepare');
    expect(walk(stopsOf(line, 'up', 'keep'), line.edges, 'keep', 'up')).toBe('prepare');
  });

  test('says of its nodes what has to be looked at first', () => {
    const editor = createEditor(fakeEngine(), {
      ...folded,
      nodes: folded.nodes.map((n) => (n.id === 'keep' ? { ...n, disabled: true } : n)),
    });
    expect(frameState(editor.getState(), 'prepare')).toMatchObject({ kind: 'error', line: expect.stringMatching(/./) });
    editor.editNode('Disable', 'join', (n) => ({ ...n, disabled: true }));
    expect(frameState(editor.getState(), 'prepare')).toEqual({ kind: 'disabled', line: 'Disabled' });
  });
});

describe('drawing frames and notes', () => {
  const still = { places: new Map<string, Position>() };

  test('leaves out what is folded away', () => {
    expect(cardSource()(folded, [], new Map()).map((card) => card.id)).toEqual(['in', 'order', 'groups']);
    expect(frameSource()(folded, [], still).map(({ id, type, width, height }) => [id, type, width, height])).toEqual([
      ['prepare', 'folded', 168, 72],
    ]);
    expect(frameSource()(line, [], still).map(({ id, type }) => [id, type])).toEqual([
      ['prepare', 'frame'],
      ['note', 'note'],
    ]);
  });

  test('makes anew only what has changed', () => {
    const items = frameSource();
    const before = items(line, [], still);
    const same = items({ ...line, nodes: line.nodes.slice(1) }, [], still);
    expect(same.map((item, i) => item === before[i])).toEqual([true, true]);
    const picked = items(line, ['prepare'], still);
    expect(picked.map((item, i) => item === before[i])).toEqual([false, true]);
    const pulled = items(line, [], { ...still, resized: { id: 'note', box: { at: [224, 96], size: [240, 96] } } });
    expect(pulled.map((item, i) => item === picked[i])).toEqual([false, false]);
    expect(items(line, [], still)[0]).toBe(pulled[0]);
  });
});

describe('an edit of notes and frames', () => {
  test('a note and its first words are one step, and so are a frame and its title', () => {
    const editor = createEditor(fakeEngine(), line);
    editor.select(['order', 'groups']);
    perform('frame', editor);
    expect(editor.getState().selected).toEqual(['frame']);
    perform('add-note', editor);
    expect(editor.getState().selected).toEqual(['note-2']);
    expect(editor.getState().past.map((step) => step.label)).toEqual(['Draw frame', 'Add note']);
    editor.undo();
    editor.undo();
    expect(editor.getState().workflow).toBe(line);
  });

  test('a note takes a free id and stands on the grid', () => {
    const { workflow, id } = withNote(line, [101, 3]);
    expect(id).toBe('note-2');
    expect(workflow.notes.at(-1)).toMatchObject({ text: '', at: [104, 0] });
  });

  test('folding goes by the frame of the selected card, and one undo brings it back', () => {
    const editor = createEditor(fakeEngine(), line);
    editor.select(['keep']);
    perform('fold', editor);
    expect(editor.getState().workflow.frames[0]?.folded).toEqual(['keep', 'join', 'note']);
    editor.undo();
    expect(editor.getState().workflow).toBe(line);
    editor.select(['in']);
    perform('fold', editor);
    expect(editor.getState().workflow).toBe(line);
  });

  test('steps of the arrow keys with Alt move a frame and what is in it, and undo as one', () => {
    const editor = createEditor(fakeEngine(), line);
    editor.select(['prepare']);
    perform('nudge-right-8', editor);
    perform('nudge-down-8', editor);
    perform('nudge-down-1', editor);
    const now = places(editor.getState().workflow);
    expect([now.get('prepare'), now.get('keep'), now.get('note'), now.get('in')]).toEqual([
      [208, -31],
      [232, 9],
      [232, 105],
      [0, 0],
    ]);
    editor.undo();
    expect(editor.getState().workflow).toBe(line);
  });

  test('all that is on show is selected, and nothing that is folded away', () => {
    const editor = createEditor(fakeEngine(), folded);
    perform('select-all', editor);
    expect(editor.getState().selected).toEqual(['in', 'order', 'groups', 'prepare']);
  });
});

describe('what is dragged', () => {
  const card = (x: number, y: number): Box => ({ at: [x, y], size: [168, 72] });

  test('goes to the grid where nothing is near', () => {
    expect(guideSource([])(card(13, 21), 6)).toEqual({ by: [3, 3], guides: [] });
  });

  test('stands in line with the edge that is near, off the grid if that is', () => {
    const { by, guides } = guideSource([card(0, 92)])(card(300, 89), 6);
    expect(by[1]).toBe(3);
    expect(guides.filter((g) => g.runs === 'across')).toEqual([
      { runs: 'across', at: 92, from: 0, to: 468 + by[0] },
      { runs: 'across', at: 164, from: 0, to: 468 + by[0] },
    ]);
  });

  test('stands in line with a middle', () => {
    const note: Box = { at: [41, 200], size: [100, 40] };
    const { by, guides } = guideSource([note])(card(10, 0), 6);
    expect(by[0]).toBe(-3);
    expect(guides.filter((g) => g.runs === 'down')).toEqual([{ runs: 'down', at: 91, from: 0, to: 240 }]);
  });

  test('is spaced like its neighbours', () => {
    const { by, guides } = guideSource([card(0, 0), card(231, 0)])(card(464, 0), 6);
    expect(by).toEqual([-2, 0]);
    expect(guides.filter((g) => g.gap)).toEqual([
      { runs: 'across', at: 36, from: 168, to: 231, gap: true },
      { runs: 'across', at: 36, from: 399, to: 462, gap: true },
    ]);
  });

  test('is not drawn to what is out of reach', () => {
    expect(guideSource([card(0, 92)])(card(304, 80), 6)).toEqual({ by: [0, 0], guides: [] });
  });
});
