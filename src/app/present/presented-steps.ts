import { nodeTypes } from '../../../nodes/index.ts';
import { edgeId, nodeById, type Frame, type Workflow } from '../../core/workflow.ts';
import { boxOf, carriedBy, frameById, membersOf, noteById, shownAs, type Box } from '../frames.ts';
import { inFlow } from '../in-flow.ts';
import { labelOf } from '../node-state.ts';
import { firstSentence } from '../palette/families.ts';

/** One step of a presentation: a frame with what is in it, or in a workflow without frames a node. */
export interface PresentedStep {
  readonly id: string;
  readonly title: string;
  /** What is said about it. */
  readonly text: string | undefined;
  /** Its nodes, in the order in which data flows. */
  readonly nodes: readonly string[];
  /** What of the canvas is lit. */
  readonly lit: ReadonlySet<string>;
  /** The area of the canvas that is brought into sight. */
  readonly area: Box;
}

/** The frames of a workflow in their order; without any its nodes in the order in which data flows. */
export function presentedSteps(workflow: Workflow): readonly PresentedStep[] {
  const flow = inFlow(workflow);
  if (workflow.frames.length) return workflow.frames.map((frame) => frameStep(workflow, frame, flow));
  return flow.map((id) => {
    const node = nodeById(workflow, id)!;
    return { id, title: labelOf(node), text: undefined, nodes: [id], lit: new Set([id]), area: widened(boxOf(node)) };
  });
}

function frameStep(workflow: Workflow, frame: Frame, flow: readonly string[]): PresentedStep {
  const inside = carriedBy(workflow, [frame.id]);
  const shown = shownAs(workflow, frame.id);
  return {
    id: frame.id,
    title: frame.title.trim() || `Step ${workflow.frames.indexOf(frame) + 1}`,
    text: frame.text?.trim() || undefined,
    nodes: flow.filter((id) => inside.has(id)),
    lit: new Set([...inside].map((id) => shownAs(workflow, id))),
    area: widened(boxOf(frameById(workflow, shown) ?? frame)),
  };
}

const LEAST = { width: 560, height: 320 };

/** An area at least so large around the same middle, so that a single card does not fill the window. */
function widened({ at: [x, y], size: [width, height] }: Box): Box {
  const [w, h] = [Math.max(width, LEAST.width), Math.max(height, LEAST.height)];
  return { at: [x - (w - width) / 2, y - (h - height) / 2], size: [w, h] };
}

/** The step that an item of the canvas belongs to, the earliest of several. */
export const stepWith = (steps: readonly PresentedStep[], id: string): number | undefined => {
  const at = steps.findIndex((step) => step.lit.has(id) || step.nodes.includes(id));
  return at < 0 ? undefined : at;
};

/** The last of the step's nodes that has a view of its own. */
export const viewIn = (workflow: Workflow, { nodes }: PresentedStep): string | undefined => nodes.findLast((id) => hasView(workflow, id));

export const hasView = (workflow: Workflow, id: string): boolean => nodeTypes.get(nodeById(workflow, id)?.type ?? '')?.view !== undefined;

/** What a node is for, from its type. */
export function aboutNode(workflow: Workflow, id: string): string {
  const node = nodeById(workflow, id);
  const type = nodeTypes.get(node?.type ?? '');
  return type ? firstSentence(type) : `This version has no "${node?.type ?? ''}" node.`;
}

/** Notes on the canvas that stand in the step, as they were written. */
export const notesIn = (workflow: Workflow, { lit }: PresentedStep): readonly string[] =>
  [...lit].flatMap((id) => noteById(workflow, id)?.text.trim() || []);

/** What the presentation says of a step, read aloud. */
export const spoken = ({ title, text }: PresentedStep, at: number, all: number): string =>
  [`Step ${at + 1} of ${all}: ${title}`, text].filter(Boolean).join('. ');

/** Style rules that dim all of the canvas but what is lit. Cards are not drawn anew for it. */
export function dimming(workflow: Workflow, { lit }: PresentedStep): string {
  const around = workflow.frames.filter(({ id }) => !lit.has(id) && holds(workflow, id, lit)).map(({ id }) => id);
  const nodes = [...lit, ...around].map((id) => `[data-id="${CSS.escape(id)}"]`);
  const wires = workflow.edges.filter(({ from, to }) => lit.has(shownAs(workflow, from[0])) && lit.has(shownAs(workflow, to[0])));
  const named = (attribute: string): string[] => wires.map((edge) => `[${attribute}="${CSS.escape(edgeId(edge))}"]`);
  const but = (kept: readonly string[]): string => (kept.length ? `:not(${kept.join(', ')})` : '');
  const dimmed = [
    `.react-flow__node${but(nodes)}`,
    `.react-flow__edge${but(named('data-id'))}`,
    `.wire-label${but(named('data-wire'))}`,
  ].map((selector) => `.workspace[data-present] ${selector}`);
  return `${dimmed.join(', ')} { opacity: 0.25; }`;
}

/** Whether something lit lies in a frame. */
function holds(workflow: Workflow, frame: string, lit: ReadonlySet<string>): boolean {
  const found = frameById(workflow, frame);
  return found !== undefined && membersOf(workflow, found).some((id) => lit.has(id));
}
