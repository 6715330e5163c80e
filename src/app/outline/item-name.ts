import { nodeById, type Workflow } from '../../core/workflow.ts';
import { frameById, noteById } from '../frames.ts';
import { labelOf } from '../node-state.ts';

/** What an item is called: a node by its label, a frame by its title, a note by its first line. */
export function itemName(workflow: Workflow, id: string): string {
  const node = nodeById(workflow, id);
  if (node) return labelOf(node);
  const line = noteById(workflow, id)?.text.trim().split('\n')[0];
  return frameById(workflow, id)?.title || line || (line === undefined ? 'Untitled step' : 'Empty note');
}
