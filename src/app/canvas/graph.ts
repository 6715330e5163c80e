import { Position as Side, type Edge as FlowEdge, type Node as FlowNode } from '@xyflow/react';
import { nodeTypes } from '../../../nodes/index.ts';
import { edgeId, type Edge, type Position, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import { labelOf } from '../node-state.ts';
import { CARD, portsOf, type Port } from './ports.ts';
import { gutter } from './route.ts';

export type CardNode = FlowNode<{ readonly node: WorkflowNode; readonly ports: readonly Port[] }, 'card'>;
export type WireEdge = FlowEdge<WireData, 'wire'>;

export interface WireData extends Course, Record<string, unknown> {
  readonly edge: Edge;
  readonly kind: Port['kind'];
  /** Picked itself, or next to a selected card. */
  readonly lit: boolean;
  readonly picked: boolean;
  /** It feeds the one selected card, so that the keyboard goes on from there to what can be done with it. */
  readonly near: boolean;
}

interface Course {
  readonly gutter: number | undefined;
  /** Whether this wire carries the label of its output. */
  readonly labelled: boolean;
}

/** The graph's cards. A card that has not changed is the same object as before, so that nothing of it is drawn again. */
export function cardSource() {
  let before = new Map<string, CardNode>();
  let edgesBefore: readonly Edge[] = [];

  return function cards({ nodes, edges }: Workflow, selected: readonly string[], dragged: ReadonlyMap<string, Position>): CardNode[] {
    const picked = new Set(selected);
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
    before = new Map(next.map((card) => [card.id, card]));
    edgesBefore = edges;
    return next;
  };
}

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
    handles: ports.map((port) => ({
      id: port.name,
      type: port.side === 'in' ? 'target' : 'source',
      position: port.side === 'in' ? Side.Left : Side.Right,
      x: port.side === 'in' ? 0 : CARD.width,
      y: port.y,
      width: 0,
      height: 0,
    })),
    domAttributes: { 'aria-roledescription': undefined },
  };
}

/** The graph's wires, the same objects while nothing about them has changed. Ways are found anew only when a card has moved. */
export function wireSource() {
  let before = new Map<string, WireEdge>();
  let courses = new Map<string, Course>();
  let from: Pick<Workflow, 'nodes' | 'edges'> = { nodes: [], edges: [] };

  return function wires(workflow: Workflow, selected: readonly string[], picked: string | undefined): WireEdge[] {
    if (!sameLayout(from, workflow)) courses = coursesOf(workflow);
    from = workflow;
    const chosen = new Set(selected);
    const byId = new Map(workflow.nodes.map((n) => [n.id, n]));
    const next = workflow.edges.flatMap((edge) => {
      const [source, target] = [byId.get(edge.from[0]), byId.get(edge.to[0])];
      if (!source || !target) return [];
      const id = edgeId(edge);
      const lit = id === picked || chosen.has(source.id) || chosen.has(target.id);
      const kind = nodeTypes.get(source.type)?.outputs[edge.from[1]] ?? 'table';
      const data: WireData = {
        edge,
        kind,
        lit,
        picked: id === picked,
        near: chosen.size === 1 && chosen.has(target.id),
        ...courses.get(id)!,
      };
      const ariaLabel = `Wire from ${labelOf(source)}, ${edge.from[1]}, to ${labelOf(target)}, ${edge.to[1]}`;
      const known = before.get(id);
      return known && sameData(known.data!, data) && known.ariaLabel === ariaLabel ? [known] : [wireEdge(id, data, ariaLabel)];
    });
    before = new Map(next.map((wire) => [wire.id, wire]));
    return next;
  };
}

function wireEdge(id: string, data: WireData, ariaLabel: string): WireEdge {
  const { from, to } = data.edge;
  return {
    id,
    type: 'wire',
    source: from[0],
    sourceHandle: from[1],
    target: to[0],
    targetHandle: to[1],
    data,
    ariaLabel,
    selectable: false,
  };
}

function sameData(a: WireData, b: WireData): boolean {
  return (
    a.edge === b.edge &&
    a.kind === b.kind &&
    a.lit === b.lit &&
    a.picked === b.picked &&
    a.near === b.near &&
    a.gutter === b.gutter &&
    a.labelled === b.labelled
  );
}

function sameLayout(a: Pick<Workflow, 'nodes' | 'edges'>, b: Pick<Workflow, 'nodes' | 'edges'>): boolean {
  return (
    a.edges === b.edges && a.nodes.length === b.nodes.length && a.nodes.every((n, i) => n.at === b.nodes[i]!.at && n.id === b.nodes[i]!.id)
  );
}

function coursesOf({ nodes, edges }: Workflow): Map<string, Course> {
  const byId = new Map(nodes.map((n) => [n.id, { at: n.at, ports: portsOf(n, edges) }]));
  const end = ([id, name]: Edge['from'], side: Port['side']): Position | undefined => {
    const card = byId.get(id);
    const port = card?.ports.find((p) => p.side === side && p.name === name);
    return card && [card.at[0] + (side === 'out' ? CARD.width : 0), card.at[1] + (port?.y ?? 20)];
  };
  const cards = nodes.map((n) => n.at);
  const longest = new Map<string, { id: string; length: number }>();
  const gutters = new Map<string, number | undefined>();
  for (const edge of edges) {
    const [from, to] = [end(edge.from, 'out'), end(edge.to, 'in')];
    if (!from || !to) continue;
    const id = edgeId(edge);
    const length = Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1]);
    const output = edge.from.join('.');
    if (length > (longest.get(output)?.length ?? -1)) longest.set(output, { id, length });
    gutters.set(id, gutter(from, to, cards));
  }
  const labelled = new Set([...longest.values()].map((one) => one.id));
  return new Map([...gutters].map(([id, height]) => [id, { gutter: height, labelled: labelled.has(id) }]));
}
