import { nodeById, type Workflow } from '../../core/workflow.ts';
import { carriedBy } from '../frames.ts';
import { nodeState, type NodeState, type NodeStateKind } from '../node-state.ts';
import type { State } from '../store.ts';
import { stateWords } from '../ui/icons.tsx';

/** What a folded frame says about all that is in it. */
export type FrameState = Pick<NodeState, 'kind' | 'line'>;

/** What somebody has to look at comes first. */
const ORDER: readonly NodeStateKind[] = ['error', 'unconfigured', 'stale', 'running', 'queued', 'ready', 'sampled', 'done', 'disabled'];

/** The state of a frame's nodes that matters most, and how many of them are in it. A frame without nodes has none. */
export function frameState(state: State, id: string): FrameState | undefined {
  const nodes = nodesIn(state.workflow, id);
  const states = nodes.map((node) => nodeState(state, node));
  const kind = ORDER.find((one) => states.some((s) => s.kind === one));
  if (kind === undefined) return undefined;
  const [first, ...more] = states.filter((s) => s.kind === kind);
  if (!more.length && kind !== 'done' && kind !== 'ready') return { kind, line: first!.line };
  const words = stateWords(kind);
  return { kind, line: more.length + 1 === nodes.length ? words : `${words}: ${more.length + 1} of ${nodes.length}` };
}

/** The nodes in a frame and in the frames in it. */
const nodesIn = (workflow: Workflow, frame: string): string[] =>
  [...carriedBy(workflow, [frame])].filter((id) => nodeById(workflow, id) !== undefined);

/** What is in a frame, in words: "4 nodes, 1 note". */
export function contentsOf(workflow: Workflow, id: string): string {
  const inside = carriedBy(workflow, [id]);
  const nodes = nodesIn(workflow, id).length;
  const notes = workflow.notes.filter((note) => inside.has(note.id)).length;
  return [count(nodes, 'node'), notes > 0 && count(notes, 'note')].filter(Boolean).join(', ');
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
