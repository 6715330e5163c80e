import { Position as Side, type Edge as FlowEdge, type Node as FlowNode } from '@xyflow/react';
import { nodeTypes } from '../../../nodes/index.ts';
import { outputOf } from '../../core/node.ts';
import { edgeId, nodeById, type Edge, type Position, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import { foldsOf, isFolded, shownAs } from '../frames.ts';
import { labelOf } from '../node-state.ts';
import { framePort, framePorts } from './frame-ports.ts';
import { CARD, portsOf, type Port } from './ports.ts';
import { gutter } from './route.ts';

export type CardNode = FlowNode<{ readonly node: WorkflowNode; readonly ports: readonly Port[] }, 'card'>;
export type WireEdge = FlowEdge<WireData, 'wire'>;

export interface WireData extends Course, Record<string, unknown> {
  readonly edge: Edge;
  readonly kind: Port['kind'];
  /** What is on show at its ends: cards, or the folded frames that they are in. */
  readonly ends: Ends;
  /** Picked itself, or next to a selected card. */
  readonly lit: boolean;
  readonly picked: boolean;
  /** It feeds the one selected card, so that the keyboard goes on from there to what can be done with it. */
  readonly near: boolean;
}

/** Where a wire is drawn from and to. */
interface Ends {
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
}

interface Course {
  readonly gutter: number | undefined;
  /** Whether this wire carries the label of its output. */
  readonly labelled: boolean;
}

/**
 * The graph's cards, without those that are folded away. A card that has not changed is the same object as before, so that
 * nothing of it is drawn again.
 */
export function cardSource() {
  let before = new Map<string, CardNode>();
  let list: CardNode[] = [];
  let edgesBefore: readonly Edge[] = [];

  return function cards(workflow: Workflow, selected: readonly string[], dragged: ReadonlyMap<string, Position>): CardNode[] {
    const { edges } = workflow;
    const picked = new Set(selected);
    const folds = foldsOf(workflow);
    const nodes = folds.size ? workflow.nodes.filter((node) => !folds.has(node.id)) : workflow.nodes;
    const next = nodes.map((node) => {
      const known = before.get(node.id);
      const at = dragged.get(node.id) ?? node.at;
      const sameWires = known && edges === edgesBefore && known.data.node.type === node.type;
      const ports = sameWires ? known.data.ports : kept(known?.data.ports, portsOf(node, edges));
      const same =
        known?.data.node === node &&
        known.data.ports === ports &&
        known.selected === picked.has(node.id) &&
        known.position.x === at[0] &&
        known.position.y === at[1];
      return same ? known : cardNode(node, ports, at, picked.has(node.id));
    });
    edgesBefore = edges;
    if (sameItems(list, next)) return list;
    before = new Map(next.map((card) => [card.id, card]));
    list = next;
    return list;
  };
}

/** Whether two lists hold the very same objects: React Flow takes a list in anew whenever it is another one. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

function kept(before: readonly Port[] | undefined, now: readonly Port[]): readonly Port[] {
  const same =
    before?.length === now.length &&
    now.every((port, i) => port.name === before[i]!.name && port.side === before[i]!.side && port.full === before[i]!.full);
  return same ? before : now;
}

function cardNode(node: WorkflowNode, ports: readonly Port[], [x, y]: Position, selected: boolean): CardNode {
  return {
    id: node.id,
    type: 'card',
    position: { x, y },
    data: { node, ports },
    selected,
    width: CARD.width,
    height: CARD.height,
    measured: CARD,
    handles: handlesOf(ports),
    domAttributes: { 'aria-roledescription': undefined },
  };
}

/** Where React Flow finds the ports of a card before it has been drawn. */
export const handlesOf = (ports: readonly Pick<Port, 'name' | 'side' | 'y'>[]): NonNullable<FlowNode['handles']> =>
  ports.map((port) => ({
    id: port.name,
    type: port.side === 'in' ? 'target' : 'source',
    position: port.side === 'in' ? Side.Left : Side.Right,
    x: port.side === 'in' ? 0 : CARD.width,
    y: port.y,
    width: 0,
    height: 0,
  }));

/** The graph's wires, the same objects while nothing about them has changed. Ways are found anew only when a card has moved. */
export function wireSource() {
  let before = new Map<string, WireEdge>();
  let list: WireEdge[] = [];
  let courses = new Map<string, Course>();
  let from: Pick<Workflow, 'nodes' | 'edges' | 'frames'> = { nodes: [], edges: [], frames: [] };

  return function wires(workflow: Workflow, selected: readonly string[], picked: string | undefined): WireEdge[] {
    if (!sameLayout(from, workflow)) courses = coursesOf(workflow);
    from = workflow;
    const chosen = new Set(selected);
    const next = workflow.edges.flatMap((edge) => {
      const [source, target] = [nodeById(workflow, edge.from[0]), nodeById(workflow, edge.to[0])];
      if (!source || !target) return [];
      const ends = endsOf(workflow, edge);
      if (ends.source === ends.target && foldsOf(workflow).has(source.id)) return [];
      const id = edgeId(edge);
      const lit = id === picked || chosen.has(ends.source) || chosen.has(ends.target);
      const kind = outputOf(nodeTypes.get(source.type), edge.from[1]) ?? 'table';
      const data: WireData = {
        edge,
        kind,
        ends,
        lit,
        picked: id === picked,
        near: chosen.size === 1 && chosen.has(ends.target),
        ...courses.get(id)!,
      };
      const ariaLabel = `Wire from ${labelOf(source)}, ${edge.from[1]}, to ${labelOf(target)}, ${edge.to[1]}`;
      const known = before.get(id);
      return known && sameData(known.data!, data) && known.ariaLabel === ariaLabel ? [known] : [wireEdge(id, data, ariaLabel)];
    });
    if (sameItems(list, next)) return list;
    before = new Map(next.map((wire) => [wire.id, wire]));
    list = next;
    return list;
  };
}

function endsOf(workflow: Workflow, edge: Edge): Ends {
  const { from, to } = edge;
  const [source, target] = [shownAs(workflow, from[0]), shownAs(workflow, to[0])];
  return {
    source,
    sourceHandle: source === from[0] ? from[1] : framePort(edge),
    target,
    targetHandle: target === to[0] ? to[1] : framePort(edge),
  };
}

function wireEdge(id: string, data: WireData, ariaLabel: string): WireEdge {
  return {
    id,
    type: 'wire',
    ...data.ends,
    data,
    ariaLabel,
    selectable: false,
  };
}

function sameData(a: WireData, b: WireData): boolean {
  return (
    a.edge === b.edge &&
    a.kind === b.kind &&
    a.ends.source === b.ends.source &&
    a.ends.target === b.ends.target &&
    a.lit === b.lit &&
    a.picked === b.picked &&
    a.near === b.near &&
    a.gutter === b.gutter &&
    a.labelled === b.labelled
  );
}

function sameLayout(a: Pick<Workflow, 'nodes' | 'edges' | 'frames'>, b: Pick<Workflow, 'nodes' | 'edges' | 'frames'>): boolean {
  return (
    a.edges === b.edges &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((n, i) => n.at === b.nodes[i]!.at && n.id === b.nodes[i]!.id) &&
    a.frames === b.frames
  );
}

/** What wires run between and around, as on the canvas: cards and folded frames. */
export function shownPorts(workflow: Workflow): Map<string, Stop> {
  const folds = foldsOf(workflow);
  const shown = new Map<string, Stop>();
  for (const n of workflow.nodes) if (!folds.has(n.id)) shown.set(n.id, { at: n.at, ports: portsOf(n, workflow.edges) });
  for (const frame of workflow.frames)
    if (isFolded(frame) && !folds.has(frame.id)) shown.set(frame.id, { at: frame.at, ports: framePorts(workflow).get(frame.id) ?? [] });
  return shown;
}

interface Stop {
  readonly at: Position;
  readonly ports: readonly Pick<Port, 'name' | 'side' | 'y'>[];
}

/** Where a port of something that is on show is. */
export function portAt(shown: ReadonlyMap<string, Stop>, id: string, name: string, side: Port['side']): Position | undefined {
  const card = shown.get(id);
  const port = card?.ports.find((p) => p.side === side && p.name === name);
  return card && [card.at[0] + (side === 'out' ? CARD.width : 0), card.at[1] + (port?.y ?? 20)];
}

function coursesOf(workflow: Workflow): Map<string, Course> {
  const shown = shownPorts(workflow);
  const cards = [...shown.values()].map((card) => card.at);
  const folds = foldsOf(workflow);
  const frames = workflow.frames.filter((frame) => !isFolded(frame) && !folds.has(frame.id));
  const longest = new Map<string, { id: string; length: number }>();
  const gutters = new Map<string, number | undefined>();
  for (const edge of workflow.edges) {
    const { source, sourceHandle, target, targetHandle } = endsOf(workflow, edge);
    const [from, to] = [portAt(shown, source, sourceHandle, 'out'), portAt(shown, target, targetHandle, 'in')];
    if (!from || !to || (source === target && source !== edge.from[0])) continue;
    const id = edgeId(edge);
    const length = Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1]);
    const output = edge.from.join('.');
    if (length > (longest.get(output)?.length ?? -1)) longest.set(output, { id, length });
    gutters.set(id, gutter(from, to, cards, frames));
  }
  const labelled = new Set([...longest.values()].map((one) => one.id));
  return new Map([...gutters].map(([id, height]) => [id, { gutter: height, labelled: labelled.has(id) }]));
}
