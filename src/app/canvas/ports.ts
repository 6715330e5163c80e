import { nodeTypes } from '../../../nodes/index.ts';
import { wiresFrom, wiresInto, type Edge, type WorkflowNode } from '../../core/workflow.ts';

export { CARD, GRID, PITCH, snapped } from './card-grid.ts';

export interface Port {
  readonly name: string;
  readonly side: 'in' | 'out';
  readonly kind: 'table' | 'model';
  /** From the card's top to the port's centre. */
  readonly y: number;
  readonly full: boolean;
  /** An output that a workflow can well do without, drawn small until it is used. */
  readonly minor: boolean;
}

/** The first port is where the main line runs; four and more share the card's height. */
export function portY(index: number, count: number): number {
  return 20 + index * Math.min(20, 44 / Math.max(1, count - 1));
}

/** The ports of a card, inputs first: its type's, and whatever else a wire names, so that no wire is out of sight. */
export function portsOf(node: WorkflowNode, edges: readonly Edge[]): Port[] {
  const type = nodeTypes.get(node.type);
  const into = wiresInto(edges, node.id).map((e) => e.to[1]);
  const outOf = wiresFrom(edges, node.id).map((e) => e.from[1]);
  return [...sidePorts('in', Object.entries(type?.inputs ?? {}), into), ...sidePorts('out', Object.entries(type?.outputs ?? {}), outOf)];
}

function sidePorts(side: Port['side'], known: readonly (readonly [name: string, kind: string])[], wired: readonly string[]): Port[] {
  const stray = [...new Set(wired)].filter((name) => !known.some(([port]) => port === name));
  const all = [...known, ...stray.map((name) => [name, 'table'] as const)];
  return all.map(([name, kind], i) => {
    const shape = kind === 'model' ? 'model' : 'table';
    const full = wired.includes(name);
    return { name, side, kind: shape, y: portY(i, all.length), full, minor: !full && side === 'out' && i > 0 && shape === 'table' };
  });
}
