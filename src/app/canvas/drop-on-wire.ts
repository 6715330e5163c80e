import { createStore } from 'zustand/vanilla';
import { edgeId, nodeById, type Edge, type Workflow } from '../../core/workflow.ts';
import type { Ends } from '../edits.ts';
import { intoWire, isAlone, portsInto } from '../reconnect.ts';
import { viewOnly } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import type { ClientPoint } from './canvas-view.ts';
import { endsOf } from './connecting.ts';

/** The wire that what is being dragged would go into if it were let go now. */
export const dropGoal = createStore<{ readonly wire: string | undefined }>()(() => ({ wire: undefined }));

const aimFor = (wire: string | undefined): void => {
  if (dropGoal.getState().wire !== wire) dropGoal.setState({ wire });
};

/** Aims at the first wire under some points of the window that a node of a type fits into. */
export function aimType(editor: Editor, type: string, points: readonly ClientPoint[]): void {
  const { workflow } = editor.getState();
  const under = viewOnly() ? [] : points.flatMap(({ x, y }) => document.elementsFromPoint(x, y));
  const ids = new Set(under.flatMap((element) => (element instanceof SVGElement && element.dataset['wire']) || []));
  aimFor([...ids].find((id) => fits(workflow, type, id)));
}

const fits = (workflow: Workflow, type: string, wire: string): boolean => {
  const edge = edgeNamed(workflow, wire);
  return edge !== undefined && portsInto(workflow, type, edge) !== undefined;
};

const edgeNamed = ({ edges }: Workflow, wire: string | undefined): Edge | undefined => edges.find((edge) => edgeId(edge) === wire);

/** Aims with a card that is dragged over the canvas, if it is one that has no wire yet. */
export function aimCard(editor: Editor, ids: readonly string[], pointer: ClientPoint): void {
  const { workflow } = editor.getState();
  const node = ids.length === 1 ? nodeById(workflow, ids[0]!) : undefined;
  if (!node || !isAlone(workflow, node.id)) return aimFor(undefined);
  const card = document.querySelector(`.react-flow__node[data-id="${node.id}"]`)?.getBoundingClientRect();
  const x = card && card.x + card.width / 2;
  const lines = card && x !== undefined ? [MAIN_LINE, 0.5].map((share) => ({ x, y: card.y + card.height * share })) : [];
  aimType(editor, node.type, [pointer, ...lines]);
}

/** Where the first ports of a card are, as a share of its height. */
const MAIN_LINE = 20 / 72;

/** The workflow with a dropped node in the wire that was aimed at. */
export const dropped = (workflow: Workflow, id: string | undefined, wire: string | undefined): Workflow => {
  const edge = edgeNamed(workflow, wire);
  return edge && id !== undefined ? intoWire(workflow, id, edge) : workflow;
};

/** The wire that was aimed at; nothing is aimed at any more. */
export function takeGoal(): string | undefined {
  const { wire } = dropGoal.getState();
  aimFor(undefined);
  return wire;
}

/** What a new node is wired to that is dropped on the wire that was aimed at. */
export function goalEnds(workflow: Workflow): Ends {
  const edge = edgeNamed(workflow, takeGoal());
  if (!edge) return {};
  const [[source, out], [target, into]] = [edge.from, edge.to];
  return { ...endsOf(workflow, { node: source, port: out, side: 'out' }), ...endsOf(workflow, { node: target, port: into, side: 'in' }) };
}
