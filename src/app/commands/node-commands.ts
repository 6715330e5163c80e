import { Ban, Pencil, Pin, Plus, Search, Trash2, WandSparkles } from 'lucide-react';
import { edgeId, nodeById } from '../../core/workflow.ts';
import { applyFix } from '../apply-fix.ts';
import { canvasView, rename } from '../canvas/canvas-view.ts';
import { around } from '../canvas/place.ts';
import { deleteItems } from '../delete-items.ts';
import { withoutEdge } from '../edits.ts';
import { fixesOf, type Fix } from '../fixes.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { followRenames, renames } from '../renames/renames.ts';
import { openSheet } from '../shell/shell-state.ts';
import type { Editor, State } from '../store.ts';
import { filled, selectedNodes, someNode, type Command } from './command.ts';

export const nodeCommands: readonly Command[] = [
  {
    id: 'add-node',
    edits: true,
    title: 'Add a node',
    keys: 'N',
    group: 'Node',
    icon: Plus,
    run: () => openAddNode({ at: around(canvasView()?.aim() ?? [160, 120]) }),
  },
  {
    id: 'find-node',
    title: 'Find a node',
    keys: 'Ctrl+F',
    group: 'Node',
    icon: Search,
    inText: true,
    when: filled,
    run: () => openSheet('nodes'),
  },
  {
    id: 'rename',
    edits: true,
    title: 'Rename',
    keys: 'F2',
    group: 'Node',
    icon: Pencil,
    when: ({ selected }) => selected.length === 1,
    run: (editor) => rename(editor.getState().selected[0]),
  },
  { id: 'disable', edits: true, title: 'Disable or enable', keys: 'D', group: 'Node', icon: Ban, when: someNode, run: toggleDisabled },
  { id: 'pin', edits: true, title: 'Pin or unpin the result', keys: 'P', group: 'Node', icon: Pin, when: someNode, run: togglePinned },
  {
    id: 'fix',
    title: 'Apply the offered fix',
    keys: 'Alt+F',
    group: 'Node',
    icon: WandSparkles,
    inText: true,
    edits: true,
    when: (state) => fixOf(state) !== undefined,
    needs: 'needs a node with a mistake that can be put right',
    run: fix,
  },
  {
    id: 'follow-names',
    title: 'Rename the column there too',
    group: 'Node',
    edits: true,
    when: () => renames.getState().offer !== undefined,
    needs: 'needs a column that was just renamed',
    run: (editor) => followRenames(editor),
  },
  {
    id: 'delete',
    title: 'Delete',
    keys: 'Del',
    group: 'Node',
    icon: Trash2,
    also: ['Backspace'],
    edits: true,
    when: ({ selected, wire }) => selected.length > 0 || wire !== undefined,
    run: remove,
  },
];

/** The likeliest way out of what is wrong with the one node that is selected. */
function fixOf(state: State): Fix | undefined {
  const [node, ...more] = selectedNodes(state);
  return node === undefined || more.length ? undefined : fixesOf(state, node)[0];
}

function fix(editor: Editor): void {
  const found = fixOf(editor.getState());
  if (found) applyFix(editor, selectedNodes(editor.getState())[0]!, found);
}

function remove(editor: Editor): void {
  const { workflow, selected, wire } = editor.getState();
  const edge = workflow.edges.find((e) => edgeId(e) === wire);
  if (edge) editor.edit('Remove wire', (w) => withoutEdge(w, edge));
  if (selected.length) deleteItems(editor, selected);
  canvasView()?.takeFocus();
}

function toggleDisabled(editor: Editor): void {
  const { workflow } = editor.getState();
  const selected = selectedNodes(editor.getState());
  const disabled = selected.some((id) => !nodeById(workflow, id)?.disabled);
  const chosen = new Set(selected);
  editor.edit(disabled ? 'Disable' : 'Enable', (w) => ({
    ...w,
    nodes: w.nodes.map((n) => (chosen.has(n.id) ? { ...n, disabled: disabled || undefined } : n)),
  }));
}

/** What a pinned node gave is not let go when memory runs short. */
function togglePinned(editor: Editor): void {
  const { workflow } = editor.getState();
  const chosen = new Set(selectedNodes(editor.getState()));
  const pinned = [...chosen].some((id) => !nodeById(workflow, id)?.pinned);
  editor.edit(pinned ? 'Pin' : 'Unpin', (w) => ({
    ...w,
    nodes: w.nodes.map((n) => (chosen.has(n.id) ? { ...n, pinned: pinned || undefined } : n)),
  }));
}
