import type { Connection, Handle } from '@xyflow/react';
import { nodeTypes } from '../../../nodes/index.ts';
import { inputOf, outputOf } from '../../core/node.ts';
import { nodeById, type Edge, type Endpoint, type Workflow } from '../../core/workflow.ts';
import { connectionProblem, type Ends } from '../edits.ts';
import { frameById } from '../frames.ts';
import { nameOf } from '../node-state.ts';
import { portsOf, type Port } from './ports.ts';

/** The loose end of a wire: the port that it starts at. */
export interface Start {
  readonly node: string;
  readonly port: string;
  readonly side: Port['side'];
}

export const offerKey = (side: Port['side'], node: string, port: string): string => `${side} ${node} ${port}`;

export const sideOf = (type: 'source' | 'target'): Port['side'] => (type === 'source' ? 'out' : 'in');

type Grip = Pick<Handle, 'nodeId' | 'id' | 'type'>;

/** Where a wire being drawn comes from and what it is over, as React Flow tells it. */
export interface Meeting {
  readonly fromHandle: Grip | null;
  readonly toHandle: Grip | null;
  readonly isValid: boolean | null;
}

export const startOf = ({ nodeId, id, type }: Grip): Start => ({ node: nodeId, port: id ?? '', side: sideOf(type) });

export const edgeOf = ({ source, sourceHandle, target, targetHandle }: Connection): Edge => ({
  from: [source, sourceHandle ?? ''],
  to: [target, targetHandle ?? ''],
});

/** A wire from a start to a port on another card, in the direction in which data flows. */
const edgeTo = (start: Start, end: Endpoint): Edge =>
  start.side === 'out' ? { from: [start.node, start.port], to: end } : { from: end, to: [start.node, start.port] };

/** The ports that a wire from `start` may go to, by `offerKey`. */
export function offersFor(workflow: Workflow, start: Start): Set<string> {
  const keys = workflow.nodes.flatMap((node) => fitting(workflow, start, node.id).map((port) => offerKey(port.side, node.id, port.name)));
  return new Set(keys);
}

function fitting(workflow: Workflow, start: Start, id: string): Port[] {
  return opposite(workflow, start, id).filter((port) => {
    const { from, to } = edgeTo(start, [id, port.name]);
    return connectionProblem(workflow, from, to) === undefined;
  });
}

function opposite(workflow: Workflow, start: Start, id: string): Port[] {
  const node = nodeById(workflow, id);
  return node ? portsOf(node, workflow.edges).filter((port) => port.side !== start.side) : [];
}

/** Why the port under the pointer does not take the wire; nothing where it does, or where there is none. */
export function refusal(workflow: Workflow, { fromHandle, toHandle, isValid }: Meeting): string | undefined {
  if (!fromHandle || !toHandle || isValid) return undefined;
  if (fromHandle.type === toHandle.type)
    return `Both are ${fromHandle.type === 'source' ? 'outputs' : 'inputs'}. A wire goes from an output to an input.`;
  if (frameById(workflow, toHandle.nodeId)) return unfoldFirst(workflow, toHandle.nodeId);
  const { from, to } = edgeTo(startOf(fromHandle), [toHandle.nodeId, toHandle.id ?? '']);
  return connectionProblem(workflow, from, to);
}

const unfoldFirst = (workflow: Workflow, frame: string): string =>
  `Unfold ${frameById(workflow, frame)?.title ?? 'the frame'} to wire what is in it.`;

/** The wire that a drop on a card means: to its first port that fits, a free one before a taken one. Or why none does. */
export function wireToCard(workflow: Workflow, start: Start, id: string): Edge | string {
  if (frameById(workflow, id)) return unfoldFirst(workflow, id);
  const ports = fitting(workflow, start, id);
  const port = ports.find((p) => !p.full) ?? ports[0];
  if (port) return edgeTo(start, [id, port.name]);
  const [first] = opposite(workflow, start, id);
  if (!first) return `${nameOf(workflow, id)} has no ${start.side === 'out' ? 'input' : 'output'}.`;
  const { from, to } = edgeTo(start, [id, first.name]);
  return connectionProblem(workflow, from, to) ?? '';
}

/** What a node is to be wired to that is added where a wire was dropped. */
export function endsOf(workflow: Workflow, { node, port, side }: Start): Ends {
  const type = nodeTypes.get(nodeById(workflow, node)?.type ?? '');
  const [output, input] = [outputOf(type, port), inputOf(type, port)];
  if (side === 'out') return output ? { from: { node, port, kind: output } } : {};
  return input ? { to: { node, port, kind: input } } : {};
}
