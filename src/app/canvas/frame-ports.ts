import { nodeTypes } from '../../../nodes/index.ts';
import { outputOf } from '../../core/node.ts';
import { nodeById, type Edge, type Workflow } from '../../core/workflow.ts';
import { foldsOf, shownAs } from '../frames.ts';
import { nameOf } from '../node-state.ts';
import { portY, type Port } from './ports.ts';

/** Where wires go into a folded frame, and out of it. */
export interface FramePort extends Pick<Port, 'name' | 'side' | 'kind' | 'y'> {
  /** What comes through it. */
  readonly label: string;
}

/** The name of the port of a folded frame through which a wire goes: one for each output that wires come from. */
export const framePort = ({ from }: Edge): string => `${from[0]}.${from[1]}`;

const known = new WeakMap<Workflow, ReadonlyMap<string, readonly FramePort[]>>();

/** The ports of each folded frame, inputs first, in the order in which what they lead to stands in it. */
export function framePorts(workflow: Workflow): ReadonlyMap<string, readonly FramePort[]> {
  let ports = known.get(workflow);
  if (!ports) known.set(workflow, (ports = portsByFrame(workflow)));
  return ports;
}

function portsByFrame(workflow: Workflow): ReadonlyMap<string, readonly FramePort[]> {
  const ports = new Map<string, readonly FramePort[]>();
  if (!foldsOf(workflow).size) return ports;
  const crossing = workflow.edges.flatMap((edge) => {
    const [source, target] = [shownAs(workflow, edge.from[0]), shownAs(workflow, edge.to[0])];
    return source === target ? [] : [{ edge, source, target }];
  });
  const height = (id: string): number => nodeById(workflow, id)?.at[1] ?? 0;
  for (const { id } of workflow.frames) {
    const into = crossing.filter(({ target }) => target === id).sort((a, b) => height(a.edge.to[0]) - height(b.edge.to[0]));
    const outOf = crossing.filter(({ source }) => source === id).sort((a, b) => height(a.edge.from[0]) - height(b.edge.from[0]));
    const all = [...sidePorts(workflow, 'in', into), ...sidePorts(workflow, 'out', outOf)];
    if (all.length) ports.set(id, all);
  }
  return ports;
}

function sidePorts(workflow: Workflow, side: Port['side'], crossing: readonly { readonly edge: Edge }[]): FramePort[] {
  const edges = new Map(crossing.map(({ edge }) => [framePort(edge), edge]));
  return [...edges].map(([name, { from }], i) => ({
    name,
    side,
    kind: outputOf(nodeTypes.get(nodeById(workflow, from[0])?.type ?? ''), from[1]) === 'model' ? 'model' : 'table',
    y: portY(i, edges.size),
    label: `${nameOf(workflow, from[0])}: ${from[1]}`,
  }));
}
