import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById, type Workflow } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { labelOfParam } from '../inspector/form.ts';
import { nodeState } from '../node-state.ts';
import type { Editor, State } from '../store.ts';

/** One place of the screen, what it is for, and what can be tried there. */
export interface TourStop {
  readonly title: string;
  readonly text: string;
  /** What to try, and whether that was done since the stop came on show. */
  readonly todo?: string;
  done?(now: State, before: State): boolean;
  /** Brings into sight what it is about. */
  prepare?(editor: Editor): void;
  /** What it is about: the ring goes around all of it. */
  targets(state: State): readonly (Element | null)[];
}

/** The node that the tour is taken on. */
export const tourNode = ({ nodes }: Workflow): string | undefined => nodes.find((n) => n.type === 'k-means')?.id;

const profileNode = ({ nodes }: Workflow): string | undefined => nodes.find((n) => n.type === 'segment-profile')?.id;

const find = (selector: string): Element | null => document.querySelector(selector);
const cardOf = (id: string | undefined): Element | null =>
  id === undefined ? null : find(`.react-flow__node[data-id="${CSS.escape(id)}"]`);

function select(editor: Editor, id: string | undefined): void {
  if (id === undefined) return;
  editor.openView(undefined);
  editor.select([id]);
  canvasView()?.show(id);
}

const settingOf = ({ workflow }: State, name: string): string =>
  JSON.stringify(nodeById(workflow, tourNode(workflow) ?? '')?.params.find(([param]) => param === name)?.[1]);

function kField(): Element | undefined {
  const label = labelOfParam('k', nodeTypes.get('k-means')!.params['k']!);
  const fields = [...document.querySelectorAll('[data-inspector] .ui-field')];
  return fields.find((field) => field.querySelector('.ui-field-head')?.textContent.startsWith(label));
}

/** A button of the top bar, by how its name begins. */
const barButton = (name: string): Element | null =>
  [...document.querySelectorAll('.topbar button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent).startsWith(name)) ?? null;

export const TOUR_STOPS: readonly TourStop[] = [
  {
    title: 'Data flows from left to right',
    text: 'Each card does one thing with a table: reads orders, leaves out what is wrong, describes customers, finds segments. The wires between them carry the rows.',
    prepare: () => canvasView()?.fit(),
    targets: () => [find('.workspace-canvas')],
  },
  {
    title: 'Run computes it',
    text: 'Everything is computed in this browser, and your data never leaves it. What has not changed is not computed again.',
    todo: 'Press Run, or Ctrl+Enter',
    done: (now) => !now.running && now.workflow.nodes.some((n) => nodeState(now, n.id).kind === 'done'),
    targets: () => [find('.topbar-run') ?? barButton('Stop')],
  },
  {
    title: 'A card says how it is doing',
    text: 'This is k-Means: it groups customers that are alike. The card shows its settings in a line, and below them rows × columns and how long it took.',
    todo: 'Click the card',
    done: (now) => now.selected.includes(tourNode(now.workflow) ?? ''),
    prepare(editor) {
      editor.openView(undefined);
      canvasView()?.show(tourNode(editor.getState().workflow) ?? '');
    },
    targets: ({ workflow }) => [cardOf(tourNode(workflow))],
  },
  {
    title: 'The rows are always in sight',
    text: 'Here are the rows that come out of the selected card. The head of each column shows how its values are spread; click it to sort. At the right end is the new column: segment.',
    prepare(editor) {
      const node = tourNode(editor.getState().workflow);
      select(editor, node);
      if (node !== undefined) editor.showPort(node, 'table');
    },
    targets: () => [find('[data-region="Dock"]')],
  },
  {
    title: 'Settings answer at once',
    text: 'How many segments should it look for? Change the number and watch the cards: what depends on it is out of date, and a moment later computed again. Of large data that is a sample, until you run it.',
    todo: 'Set k to another number',
    done: (now, before) => settingOf(now, 'k') !== settingOf(before, 'k'),
    prepare: (editor) => select(editor, tourNode(editor.getState().workflow)),
    targets: () => [kField() ?? find('[data-inspector]')],
  },
  {
    title: 'Nothing is lost',
    text: 'Every edit can be undone. The results of before are still there, so the cards are done again at once.',
    todo: 'Press Undo, or Ctrl+Z',
    done: (now, before) => now.future.length > before.future.length,
    targets: () => [barButton('Undo')],
  },
  {
    title: 'Pictures, not only tables',
    text: 'Segment Profile draws what is typical for each segment and what it is worth. Open view in the panel at the right shows it over the whole window, and Esc leads back.',
    todo: 'Press Open view',
    done: (now) => now.view !== undefined,
    prepare: (editor) => select(editor, profileNode(editor.getState().workflow)),
    targets: ({ workflow, view }) => (view === undefined ? [find('.inspector-foot') ?? cardOf(profileNode(workflow))] : []),
  },
  {
    title: 'Show it to others',
    text: 'Share gives a link that holds the whole workflow. Present shows it step by step, with your notes. The menu saves it as a file or as a script for Spark, and there you find this tour again.',
    prepare: (editor) => editor.openView(undefined),
    targets: () => [barButton('Share'), barButton('Present'), barButton('Menu')],
  },
];
