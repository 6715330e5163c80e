import { nodeTypes } from '../../nodes/index.ts';
import type { OutputPort } from '../core/node.ts';
import type { Edge, Endpoint, Workflow } from '../core/workflow.ts';

/** An output that a wire is drawn from. */
export interface Connecting { readonly node: string; readonly port: string; readonly kind: OutputPort }

export function withoutNodes(workflow: Workflow, ids: readonly string[]): Workflow {
  const gone = new Set(ids);
  if (!gone.size) return workflow;
  return {
    ...workflow,
    nodes: workflow.nodes.filter((n) => !gone.has(n.id)),
    edges: workflow.edges.filter((e) => !gone.has(e.from[0]) && !gone.has(e.to[0])),
  };
}

/** Why a wire cannot be drawn, in words that name what would fit; or nothing. */
export function connectionProblem(workflow: Workflow, from: Endpoint, to: Endpoint): string | undefined {
  const source = workflow.nodes.find((n) => n.id === from[0]);
  const target = workflow.nodes.find((n) => n.id === to[0]);
  const out = source && nodeTypes.get(source.type)?.outputs[from[1]];
  const accepts = target && nodeTypes.get(target.type)?.inputs[to[1]];
  if (!out || !accepts) return 'There is no such port.';
  if (from[0] === to[0]) return 'A node cannot feed itself.';
  if ((accepts === 'model') !== (out === 'model')) {
    const fits = Object.entries(nodeTypes.get(target.type)!.inputs).find(([, kind]) => (kind === 'model') === (out === 'model'));
    return `"${to[1]}" takes a ${accepts === 'model' ? 'model' : 'table'}, and this is a ${out}.${fits ? ` Use "${fits[0]}".` : ''}`;
  }
  if (reaches(workflow.edges, to[0], from[0])) return 'That would make a loop.';
  return undefined;
}

/** The workflow with a wire more; a port that takes one wire lets go of the one it had. */
export function withWire(workflow: Workflow, from: Endpoint, to: Endpoint): Workflow {
  if (workflow.edges.some((e) => same(e, from, to))) return workflow;
  const target = workflow.nodes.find((n) => n.id === to[0]);
  const many = target && nodeTypes.get(target.type)?.inputs[to[1]] === 'tables';
  const kept = many ? workflow.edges : workflow.edges.filter((e) => e.to[0] !== to[0] || e.to[1] !== to[1]);
  return { ...workflow, edges: [...kept, { from, to }] };
}

const same = (e: Edge, from: Endpoint, to: Endpoint): boolean => e.from[0] === from[0] && e.from[1] === from[1] && e.to[0] === to[0] && e.to[1] === to[1];

function reaches(edges: readonly Edge[], start: string, goal: string): boolean {
  const seen = new Set([start]);
  const stack = [start];
  while (stack.length) {
    const id = stack.pop()!;
    if (id === goal) return true;
    for (const { from, to } of edges) {
      if (from[0] === id && !seen.has(to[0])) {
        seen.add(to[0]);
        stack.push(to[0]);
      }
    }
  }
  return false;
}
