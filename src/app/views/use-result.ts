import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import type { CompiledNode } from '../../core/compile.ts';
import { keyOf } from '../../core/key.ts';
import type { TableOp } from '../../core/plan.ts';
import { nodeById } from '../../core/workflow.ts';
import type { Table } from '../dock/table.ts';
import { useTables, type Tables } from '../dock/use-tables.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nodeOnShow, nodeState, type NodeState } from '../node-state.ts';
import { namesFor } from './segment-names.ts';
import type { AnyView } from './view.ts';
import { views } from './views.ts';

export interface Result extends Tables<string> {
  readonly view: AnyView | undefined;
  /** The node as it was compiled for these tables. */
  readonly node: CompiledNode | undefined;
  readonly isPrevious: boolean;
  readonly state: NodeState;
}

/** The tables that a node's view draws: of its present settings once it has run with them, else of the run before. */
export function useResult(id: string): Result {
  const editor = useEditor();
  const view = useEditorState((s) => viewOf(nodeById(s.workflow, id)?.type));
  const state = useEditorState(useShallow((s) => nodeState(s, id)));
  const compiled = useEditorState((s) => nodeOnShow(s, id));
  const ran = useEditorState((s) => s.ran.get(id)?.compiled);
  const isCurrent =
    compiled !== undefined && (state.kind === 'done' || state.kind === 'sampled' || (ran !== undefined && sameOutputs(ran, compiled)));
  const node = isCurrent ? compiled : ran;
  const names = useEditorState((s) => namesFor(s.workflow, (n) => (isCurrent ? nodeOnShow(s, n) : s.ran.get(n)?.compiled), id));

  const wanted = useMemo(() => {
    if (!view || !node) return undefined;
    const known = names && (isCurrent || editor.engine.has(names)) ? names : undefined;
    const ops = new Map(Object.entries(view.data(node, known)) as [string, TableOp][]);
    return isCurrent || [...ops.values()].every((op) => editor.engine.has(op)) ? ops : undefined;
  }, [editor, view, node, names, isCurrent]);
  const { tables, busy, problem } = useTables(wanted);
  return { view, node, isPrevious: !isCurrent, state, tables: wanted && tables, busy, problem };
}

function viewOf(type: string | undefined): AnyView | undefined {
  const name = type === undefined ? undefined : nodeTypes.get(type)?.view;
  return name === undefined || name === 'table' ? undefined : views[name];
}

function sameOutputs(a: CompiledNode, b: CompiledNode): boolean {
  const keys = (node: CompiledNode): string => [...node.outputs.values()].map(keyOf).join();
  return a === b || keys(a) === keys(b);
}

/** The tables under their names, as a view's picture takes them. */
export const drawable = (tables: ReadonlyMap<string, Table>): Readonly<Record<string, Table>> => Object.fromEntries(tables);
