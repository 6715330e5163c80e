import { nodeTypes } from '../../../nodes/index.ts';
import type { Op } from '../../core/plan.ts';
import { nodeById, type Workflow } from '../../core/workflow.ts';
import { nodeOnShow } from '../node-state.ts';
import type { State } from '../store.ts';

/** A port of a node as a tab. What comes in at an input is what another node made at one of its outputs. */
export interface DockPort {
  readonly id: string;
  readonly label: string;
  readonly kind: 'table' | 'model';
  /** Whose output it is. */
  readonly owner: string;
  readonly output: string;
}

/** The ports of a node, outputs first; inputs as far as they are connected. */
export function portsOf(workflow: Workflow, id: string): DockPort[] {
  const node = nodeById(workflow, id);
  const type = node && nodeTypes.get(node.type);
  if (!type) return [];
  const outputs = Object.entries(type.outputs).map(([output, kind]): DockPort => ({
    id: `out:${output}`,
    label: `Out: ${output}`,
    kind,
    owner: id,
    output,
  }));
  const inputs = Object.entries(type.inputs).flatMap(([input, kind]) => {
    const wires = workflow.edges.filter(({ to }) => to[0] === id && to[1] === input);
    return wires.map(({ from }, i): DockPort => {
      const number = wires.length > 1 ? ` ${i + 1}` : '';
      return {
        id: `in:${input}${number}`,
        label: `In: ${input}${number}`,
        kind: kind === 'model' ? 'model' : 'table',
        owner: from[0],
        output: from[1],
      };
    });
  });
  return [...outputs, ...inputs];
}

/**
 * The tables that stand side by side for the port on show: an input beside the first output, or an output beside the
 * input that was last looked at.
 */
export function besideOf(
  ports: readonly DockPort[],
  port: DockPort,
  lastInput: string | undefined,
): { readonly input: DockPort; readonly output: DockPort } | undefined {
  const tables = ports.filter((p) => p.kind === 'table');
  const inputs = tables.filter((p) => p.id.startsWith('in:'));
  const outputs = tables.filter((p) => p.id.startsWith('out:'));
  const isInput = inputs.includes(port);
  const input = isInput ? port : (inputs.find((p) => p.id === lastInput) ?? inputs[0]);
  const output = isInput ? outputs[0] : outputs.find((p) => p === port);
  return input && output ? { input, output } : undefined;
}

export const opOf = (state: State, { owner, output }: DockPort): Op | undefined => nodeOnShow(state, owner)?.outputs.get(output);

/** What was computed for a port when its node last ran. */
export const previousOf = ({ ran }: State, { owner, output }: DockPort): Op | undefined => ran.get(owner)?.compiled.outputs.get(output);
