import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById, type Workflow } from '../../core/workflow.ts';
import { frameById, noteById, withFrameChanged, withNoteChanged } from '../frames.ts';
import { labelOf } from '../node-state.ts';

/** What an item is called: a node by its label, a frame by its title, a note by its first line. */
export function itemName(workflow: Workflow, id: string): string {
  const node = nodeById(workflow, id);
  if (node) return labelOf(node);
  const line = noteById(workflow, id)?.text.trim().split('\n')[0];
  return frameById(workflow, id)?.title || line || (line === undefined ? 'Untitled step' : 'Empty note');
}

/** The workflow with another name for an item. A node that is called like its type has none of its own; a note keeps its other lines. Without a text a node is called like its type again, and all else stays. */
export function withItemName(workflow: Workflow, id: string, text: string): Workflow {
  const name = text.trim();
  const node = nodeById(workflow, id);
  if (name === itemName(workflow, id) || (name === '' && node?.label === undefined)) return workflow;
  if (node) {
    const label = name === '' || name === nodeTypes.get(node.type)?.title ? undefined : name;
    return { ...workflow, nodes: workflow.nodes.map((n) => (n.id === id ? { ...n, label } : n)) };
  }
  const named = withFrameChanged(workflow, id, (frame) => ({ ...frame, title: name }));
  return withNoteChanged(named, id, (note) => ({ ...note, text: [name, ...note.text.trim().split('\n').slice(1)].join('\n') }));
}
