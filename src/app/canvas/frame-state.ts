import { nodeById, type Frame, type Workflow } from '../../core/workflow.ts';
import { frameById, membersOf } from '../frames.ts';
import { nodeState, type NodeState, type NodeStateKind } from '../node-state.ts';
import type { State } from '../store.ts';
import { stateWords } from '../ui/icons.tsx';

/** What a folded frame says about all that is in it. */
export type FrameState = Pick<NodeState, 'kind' | 'line'>;

/** What somebody has to look at comes first. */
const ORDER: readonly NodeStateKind[] = ['error', 'unconfigured', 'stale', 'running', 'queued', 'ready', 'sampled', 'done', 'disabled'];

/** The state of a frame's nodes that matters most, and how many of them are in it. A frame without nodes has none. */
export function frameState(state: State, id: string): FrameState | undefined {
  const nodes = nodesIn(state.workflow, frameById(state.workflow, id));
  const states = nodes.map((node) => nodeState(state, node));
  const kind = ORDER.find((one) => states.some((s) => s.kind === one));
  if (kind === undefined) return undefined;
  const [first, ...more] = states.filter((s) => s.kind === kind);
  if (!more.length && kind !== 'done' && kind !== 'ready') return { kind, line: first!.line };
  const words = stateWords(kind);
  return { kind, line: more.length + 1 === nodes.length ? words : `${words}: ${more.length + 1} of ${nodes.length}` };
}

/** The nodes in a frame and in the frames in it. */
function nodesIn(workflow: Workflow, frame: Frame | undefined): string[] {
  if (!frame) return [];
  const found = membersOf(workflow, frame).flatMap((id) => {
    const inner = frameById(workflow, id);
    return inner ? nodesIn(workflow, inner) : nodeById(workflow, id) ? [id] : [];
  });
  return [...new Set(found)];
}

/** What is in a frame, in words: "4 nodes, 1 note". */
export function contentsOf(workflow: Workflow, id: string): string {
  const frame = frameById(workflow, id);
  if (!frame) return '';
  const nodes = nodesIn(workflow, frame).length;
  const notes = membersOf(workflow, frame).filter((member) => workflow.notes.some((note) => note.id === member)).length;
  return [count(nodes, 'node'), notes > 0 && count(notes, 'note')].filter(Boolean).join(', ');
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
