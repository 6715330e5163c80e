import type { AnyNodeType } from '../../core/node.ts';
import { nodeById, type Position, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { endsOf } from '../canvas/connecting.ts';
import { rightOf } from '../canvas/place.ts';
import { portsOf } from '../canvas/ports.ts';
import { inputFor, type Connecting } from '../edits.ts';
import type { Editor } from '../store.ts';

/**
 * Adds a node to the right of the selected one, or in the middle of the canvas. It is wired to the output that fits: to
 * the one with an input's name if there is one, such as `orders`.
 */
export function addBeside(editor: Editor, type: AnyNodeType): string {
  const { workflow, selected } = editor.getState();
  const node = selected.length === 1 ? nodeById(workflow, selected[0]!) : undefined;
  const from = node && outputToward(workflow, node, type);
  const middle: Position = canvasView()?.centre() ?? [0, 0];
  const id = editor.addNode(type.type, node ? rightOf(node.at) : middle, { from });
  canvasView()?.show(id);
  return id;
}

/** The output of a node that a new node of a type is wired to. */
export function outputToward(workflow: Workflow, node: WorkflowNode, type: AnyNodeType): Connecting | undefined {
  const fitting = outputsOf(workflow, node).filter(({ kind }) => inputFor(type, kind) !== undefined);
  return fitting.find(({ port }) => Object.hasOwn(type.inputs, port)) ?? fitting[0];
}

function outputsOf(workflow: Workflow, node: WorkflowNode): Connecting[] {
  const outputs = portsOf(node, workflow.edges).filter((port) => port.side === 'out');
  return outputs.flatMap(({ name }) => endsOf(workflow, { node: node.id, port: name, side: 'out' }).from ?? []);
}
