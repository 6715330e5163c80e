import { beforeEach, describe, expect, test } from 'vitest';
import type { Pressed } from '../../src/app/commands/pressed.ts';
import { perform } from '../../src/app/commands/commands.ts';
import { inFlow } from '../../src/app/in-flow.ts';
import { presentAction } from '../../src/app/present/present-keys.ts';
import { dimming, notesIn, presentedSteps, spoken, stepWith, viewIn } from '../../src/app/present/presented-steps.ts';
import { isPresenting, startPresenting, stopPresenting } from '../../src/app/present/presenting.ts';
import { isZen, presentedStep, setViewOnly, viewOnly } from '../../src/app/shell/shell-state.ts';
import { createEditor } from '../../src/app/store.ts';
import { TOUR_STOPS, tourNode } from '../../src/app/tour/tour-stops.ts';
import { besideRect } from '../../src/app/tour/tour-place.ts';
import { EMPTY, type Frame, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const node = (id: string, type: string, x: number): WorkflowNode => ({ id, type, version: 1, params: [], at: [x, 100] });
const frame = (id: string, title: string, x: number, more: Partial<Frame> = {}): Frame => ({
  id,
  title,
  at: [x, 0],
  size: [300, 300],
  ...more,
});

/** Drawn from right to left, so that the order of the nodes is not that of the data. */
const flow: Workflow = {
  ...EMPTY,
  nodes: [node('profile', 'segment-profile', 700), node('means', 'k-means', 400), node('data', 'sample-data', 50)],
  edges: [
    { from: ['means', 'table'], to: ['profile', 'table'] },
    { from: ['data', 'customers'], to: ['means', 'table'] },
  ],
};
const framed: Workflow = {
  ...flow,
  notes: [{ id: 'note', text: 'Ask who has seen this before.', at: [420, 200], size: [100, 60] }],
  frames: [frame('second', 'Find segments', 350, { text: 'Alike customers.\nNot equal ones.' }), frame('first', ' ', 0)],
};

describe('the steps of a presentation', () => {
  test('are the frames in their order, with the nodes in them and their text', () => {
    const steps = presentedSteps(framed);
    expect(steps.map((s) => [s.id, s.title, s.text, s.nodes])).toEqual([
      ['second', 'Find segments', 'Alike customers.\nNot equal ones.', ['means']],
      ['first', 'Step 2', undefined, ['data']],
    ]);
    expect(notesIn(framed, steps[0]!)).toEqual(['Ask who has seen this before.']);
    expect(notesIn(framed, steps[1]!)).toEqual([]);
  });

  test('are the nodes in the order of the data where there is no frame', () => {
    expect(presentedSteps(flow).map((s) => [s.title, s.nodes])).toEqual([
      ['Sample Data', ['data']],
      ['k-Means', ['means']],
      ['Segment Profile', ['profile']],
    ]);
  });

  test('are none in an empty workflow', () => expect(presentedSteps(EMPTY)).toEqual([]));

  test('hold the nodes of a frame that is folded, and show its card', () => {
    const folded = { ...framed, frames: [frame('second', 'Find segments', 350, { folded: ['means', 'note'] })] };
    const [step] = presentedSteps(folded);
    expect(step!.nodes).toEqual(['means']);
    expect([...step!.lit]).toEqual(['second']);
  });

  test('bring a single card into sight with room around it', () => {
    const { area } = presentedSteps(flow)[1]!;
    expect(area.size).toEqual([560, 320]);
    expect([area.at[0] + area.size[0] / 2, area.at[1] + area.size[1] / 2]).toEqual([400 + 84, 100 + 36]);
  });

  test('are found by what is in them, and open the last view in them', () => {
    const steps = presentedSteps(flow);
    expect(stepWith(steps, 'profile')).toBe(2);
    expect(stepWith(steps, 'nobody')).toBeUndefined();
    expect(viewIn(flow, steps[2]!)).toBe('profile');
    expect(viewIn(flow, steps[0]!)).toBeUndefined();
  });

  test('are announced with their number', () => {
    expect(spoken(presentedSteps(framed)[0]!, 0, 2)).toBe('Step 1 of 2: Find segments. Alike customers.\nNot equal ones.');
  });

  test('keep nodes in a circle, each once', () => {
    const circle = { ...flow, edges: [...flow.edges, { from: ['profile', 'cards'], to: ['data', 'x'] } as const] };
    expect([...inFlow(circle)].sort()).toEqual(['data', 'means', 'profile']);
  });

  test('stay lit while all else is dimmed, whatever their ids are', () => {
    (globalThis as { CSS?: unknown }).CSS ??= { escape: (text: string) => text.replace(/[^a-z0-9-]/gi, (c) => `\\${c}`) };
    const css = dimming(framed, presentedSteps(framed)[0]!);
    expect(css).toContain('[data-id="means"]');
    expect(css).not.toContain('[data-id="data"]');
    const hostile = { ...flow, nodes: [node('a"]{}</style>', 'sort', 0)], edges: [] };
    expect(dimming(hostile, presentedSteps(hostile)[0]!)).not.toContain('</style>');
  });
});

const pressed = (key: string, code = key, shiftKey = false): Pressed => ({
  key,
  code,
  shiftKey,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
});

describe('keys of a presentation', () => {
  const at = (step: number, number = '') => ({ step, steps: 5, number });

  test.each([
    ['ArrowRight', 1, 2],
    ['PageDown', 1, 2],
    [' ', 1, 2],
    ['ArrowLeft', 1, 0],
    ['PageUp', 0, 0],
    ['ArrowRight', 4, 4],
    ['Home', 3, 0],
    ['End', 1, 4],
  ])('%j at step %i goes to %i', (key, from, to) => {
    expect(presentAction(pressed(key), at(from))).toEqual({ does: 'go', to });
  });

  test('a number and Enter jump there, and Enter alone runs to here', () => {
    expect(presentAction(pressed('3', 'Digit3'), at(0))).toEqual({ does: 'write', number: '3' });
    expect(presentAction(pressed('Enter'), at(0, '3'))).toEqual({ does: 'go', to: 2 });
    expect(presentAction(pressed('Enter'), at(0, '40'))).toEqual({ does: 'go', to: 4 });
    expect(presentAction(pressed('Enter'), at(0))).toEqual({ does: 'run' });
    expect(presentAction(pressed('Escape'), at(0, '3'))).toEqual({ does: 'write', number: '' });
  });

  test('single letters of the editor do nothing, and what the window needs is left to it', () => {
    expect(presentAction(pressed('n', 'KeyN'), at(0))).toEqual({ does: 'nothing' });
    expect(presentAction(pressed('Delete'), at(0))).toEqual({ does: 'nothing' });
    expect(presentAction(pressed('Tab'), at(0))).toBeUndefined();
    expect(presentAction(pressed('F6'), at(0))).toBeUndefined();
    expect(presentAction({ ...pressed('k', 'KeyK'), ctrlKey: true }, at(0))).toBeUndefined();
  });

  test('Escape and Shift+P stop', () => {
    expect(presentAction(pressed('Escape'), at(2))).toEqual({ does: 'stop' });
    expect(presentAction(pressed('P', 'KeyP', true), at(2))).toEqual({ does: 'stop' });
  });
});

describe('presenting', () => {
  beforeEach(() => {
    stopPresenting();
    setViewOnly(false);
  });

  test('forbids edits, and gives them back', () => {
    const editor = createEditor(fakeEngine(), flow);
    startPresenting();
    editor.select(['means']);
    perform('delete', editor);
    expect(editor.getState().workflow.nodes).toHaveLength(3);
    expect([isPresenting(), viewOnly()]).toEqual([true, true]);
    stopPresenting();
    expect([isPresenting(), viewOnly()]).toEqual([false, false]);
  });

  test('lets nobody out of view-only, or into the canvas alone, before it ends', () => {
    const editor = createEditor(fakeEngine(), flow);
    startPresenting();
    perform('view-only', editor);
    perform('zen', editor);
    expect([viewOnly(), isZen()]).toEqual([true, false]);
    stopPresenting();
    expect(viewOnly()).toBe(false);
  });

  test('leaves a workflow that was view-only as it was', () => {
    setViewOnly(true);
    startPresenting();
    startPresenting(1);
    stopPresenting();
    expect(viewOnly()).toBe(true);
  });

  test('starts at the step of what is selected', () => {
    const editor = createEditor(fakeEngine(), flow);
    editor.select(['profile']);
    perform('present', editor);
    expect(presentedStep()).toBe(2);
  });
});

describe('the tour', () => {
  test('has six to eight stops, each with its own name', () => {
    expect(TOUR_STOPS.length).toBeGreaterThanOrEqual(6);
    expect(TOUR_STOPS.length).toBeLessThanOrEqual(8);
    expect(new Set(TOUR_STOPS.map((s) => s.title)).size).toBe(TOUR_STOPS.length);
  });

  test('knows when what it asks for was done', () => {
    const editor = createEditor(fakeEngine(), flow);
    const stop = (title: string) => TOUR_STOPS.find((s) => s.title === title)!;
    const before = editor.getState();
    expect(tourNode(before.workflow)).toBe('means');
    editor.setParam('means', 'k', 4);
    expect(stop('Settings answer at once').done!(editor.getState(), before)).toBe(true);
    expect(stop('Nothing is lost').done!(editor.getState(), before)).toBe(false);
    editor.undo();
    expect(stop('Nothing is lost').done!(editor.getState(), before)).toBe(true);
    editor.select(['means']);
    expect(stop('A card says how it is doing').done!(editor.getState(), before)).toBe(true);
  });

  test.each([
    ['right of it', { left: 100, top: 300, width: 168, height: 72 }, { left: 282, top: 236 }],
    ['left of it', { left: 1136, top: 300, width: 300, height: 100 }, { left: 782, top: 250 }],
    ['below it', { left: 10, top: 10, width: 1400, height: 44 }, { left: 540, top: 68 }],
    ['above it', { left: 10, top: 700, width: 1400, height: 180 }, { left: 540, top: 486 }],
    ['inside it', { left: 0, top: 0, width: 1440, height: 900 }, { left: 550, top: 672 }],
  ])('stands %s where there is room', (_, target, place) => {
    expect(besideRect(target, { width: 340, height: 200 }, { width: 1440, height: 900 })).toEqual(place);
  });
});
