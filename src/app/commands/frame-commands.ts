import { FoldVertical, Group, StickyNote, Ungroup } from 'lucide-react';
import type { Frame, Position } from '../../core/workflow.ts';
import { canvasView, rename } from '../canvas/canvas-view.ts';
import {
  carriedBy,
  firstBurst,
  frameById,
  framesOf,
  isFolded,
  membersOf,
  withFolded,
  withFrame,
  withMoved,
  withNote,
  withoutFrames,
  withUnfolded,
} from '../frames.ts';
import type { Editor, State } from '../store.ts';
import { some, type Command } from './command.ts';

/** Notes and frames, and moving what is selected. */
export const frameCommands: readonly Command[] = [
  { id: 'add-note', edits: true, title: 'Add a note', keys: 'Shift+S', group: 'Edit', icon: StickyNote, run: addNote },
  {
    id: 'frame',
    edits: true,
    title: 'Draw a frame around the selection',
    keys: 'Ctrl+G',
    group: 'Edit',
    icon: Group,
    when: some,
    needs: 'needs a selection',
    run: drawFrame,
  },
  {
    id: 'unframe',
    edits: true,
    title: 'Remove the frame',
    keys: 'Ctrl+Shift+G',
    group: 'Edit',
    icon: Ungroup,
    when: (state) => framesMeant(state).length > 0,
    needs: 'needs a frame',
    run: removeFrame,
  },
  {
    id: 'fold',
    edits: true,
    title: 'Fold or unfold the frame',
    keys: 'Alt+C',
    group: 'Edit',
    icon: FoldVertical,
    when: (state) => framesMeant(state).some((frame) => membersOf(state.workflow, frame).length > 0),
    needs: 'needs a frame with something in it',
    run: fold,
  },
  ...(
    [
      ['Left', [-1, 0]],
      ['Right', [1, 0]],
      ['Up', [0, -1]],
      ['Down', [0, 1]],
    ] as const
  ).flatMap(([key, way]): Command[] => [nudge(key, way, 8), nudge(key, way, 1)]),
];

/** The selected frames, or else those that the selected items are in. */
function framesMeant({ workflow, selected }: Pick<State, 'workflow' | 'selected'>): readonly Frame[] {
  const chosen = selected.flatMap((id) => frameById(workflow, id) ?? []);
  return chosen.length ? chosen : framesOf(workflow, selected);
}

function addNote(editor: Editor): void {
  const { workflow, id } = withNote(editor.getState().workflow, canvasView()?.aim() ?? [0, 0]);
  editor.edit('Add note', () => workflow, firstBurst(id));
  editor.select([id]);
  canvasView()?.show(id);
  rename(id);
}

function drawFrame(editor: Editor): void {
  const { workflow, selected } = editor.getState();
  const framed = withFrame(workflow, selected);
  if (!framed) return;
  editor.edit('Draw frame', () => framed.workflow, firstBurst(framed.id));
  editor.select([framed.id]);
  rename(framed.id);
}

function removeFrame(editor: Editor): void {
  const { workflow } = editor.getState();
  const frames = framesMeant(editor.getState());
  const members = [...new Set(frames.flatMap((frame) => membersOf(workflow, frame)))];
  editor.edit('Remove frame', (w) =>
    withoutFrames(
      w,
      frames.map((frame) => frame.id),
    ),
  );
  editor.select(members);
  canvasView()?.takeFocus();
}

function fold(editor: Editor): void {
  const frames = framesMeant(editor.getState());
  const opens = frames.every(isFolded);
  editor.edit(opens ? 'Unfold frame' : 'Fold frame', (w) =>
    frames.reduce((now, { id }) => (opens ? withUnfolded(now, id) : withFolded(now, id)), w),
  );
  const ids = frames.map((frame) => frame.id);
  if (ids.length === 1) canvasView()?.focus(ids[0]!);
  else editor.select(ids);
}

function nudge(key: 'Left' | 'Right' | 'Up' | 'Down', [x, y]: Position, by: number): Command {
  const side = { Left: 'left', Right: 'right', Up: 'up', Down: 'down' }[key];
  return {
    id: `nudge-${side}-${by}`,
    edits: true,
    title: by === 1 ? `Move ${side} by a pixel` : `Move ${side}`,
    keys: by === 1 ? `Shift+Alt+${key}` : `Alt+${key}`,
    group: 'Canvas',
    onCanvas: true,
    when: some,
    run: (editor) => move(editor, [x * by, y * by]),
  };
}

let last: { readonly of: string; readonly at: number; readonly burst: string } | undefined;
const PAUSE_MS = 1000;

/** Moves the selection; steps that follow each other without a pause undo as one. */
function move(editor: Editor, by: Position): void {
  const { workflow, selected, past } = editor.getState();
  const of = selected.join();
  const now = performance.now();
  const goesOn = last !== undefined && last.of === of && now - last.at < PAUSE_MS;
  last = { of, at: now, burst: goesOn ? last!.burst : `nudge ${past.length} ${of}` };
  editor.edit('Move', (w) => withMoved(w, carriedBy(workflow, selected), by), last.burst);
}
