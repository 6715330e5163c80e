import { nodeTypes } from '../../../nodes/index.ts';
import type { Edge, Position, WorkflowNode } from '../../core/workflow.ts';

/** The size of every card, in flow pixels. */
export const CARD = { width: 168, height: 72 } as const;
/** From one card to the next: across, where a wire's label fits between, and down. */
export const PITCH: Position = [224, 92];
export const GRID = 8;

export const snapped = ([x, y]: Position): Position => [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];

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

/** The ports of a card, inputs first. A node of an unknown type has those that wires name. */
export function portsOf(node: WorkflowNode, edges: readonly Edge[]): Port[] {
  const into = edges.filter((e) => e.to[0] === node.id).map((e) => e.to[1]);
  const outOf = edges.filter((e) => e.from[0] === node.id).map((e) => e.from[1]);
  const type = nodeTypes.get(node.type);
  const inputs = type ? Object.entries(type.inputs) : unique(into).map((name) => [name, 'table'] as const);
  const outputs = type ? Object.entries(type.outputs) : unique(outOf).map((name) => [name, 'table'] as const);
  const port = (side: Port['side'], used: readonly string[]) =>
    ([name, kind]: readonly [string, string], i: number, { length }: readonly unknown[]): Port => {
      const shape = kind === 'model' ? 'model' : 'table';
      const full = used.includes(name);
      return { name, side, kind: shape, y: portY(i, length), full, minor: !full && side === 'out' && i > 0 && shape === 'table' };
    };
  return [...inputs.map(port('in', into)), ...outputs.map(port('out', outOf))];
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
