import { Ban, Copy, Pencil, Plus, Search, Trash2 } from 'lucide-react';
import { edgeId, nodeById } from '../../core/workflow.ts';
import { canvasView, rename } from '../canvas/canvas-view.ts';
import { around } from '../canvas/place.ts';
import { duplicated, withoutEdge } from '../edits.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { openSheet } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { filled, oneNode, selectedNodes, someNode, type Command } from './command.ts';

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
    when: oneNode,
    run: (editor) => rename(selectedNodes(editor.getState())[0]),
  },
  { id: 'disable', edits: true, title: 'Disable or enable', keys: 'D', group: 'Node', icon: Ban, when: someNode, run: toggleDisabled },
  { id: 'duplicate', edits: true, title: 'Duplicate', keys: 'Ctrl+D', group: 'Node', icon: Copy, when: someNode, run: duplicate },
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

function remove(editor: Editor): void {
  const { workflow, selected, wire } = editor.getState();
  const edge = workflow.edges.find((e) => edgeId(e) === wire);
  if (edge) editor.edit('Remove wire', (w) => withoutEdge(w, edge));
  if (selected.length) editor.remove(selected);
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

function duplicate(editor: Editor): void {
  const { workflow, ids } = duplicated(editor.getState().workflow, selectedNodes(editor.getState()));
  editor.edit('Duplicate', () => workflow);
  editor.select(ids);
}
