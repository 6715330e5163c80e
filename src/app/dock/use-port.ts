import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { keyOf } from '../../core/key.ts';
import { isTable, type TableOp } from '../../core/plan.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nodeState, type NodeState } from '../node-state.ts';
import { sayError } from '../shell/shell-state.ts';
import { opOf, previousOf, type DockPort } from './dock-ports.ts';

export interface PortTable {
  /** A table that is there: the one that is wanted, or else the one from the run before. */
  readonly op: TableOp | undefined;
  readonly isPrevious: boolean;
  /** The state of the node whose output it is. */
  readonly state: NodeState;
}

/** The rows behind a port. A step that was computed only inside another is computed for itself when somebody looks. */
export function usePort(port: DockPort | undefined): PortTable {
  const editor = useEditor();
  const op = useEditorState((s) => tableOf(port && opOf(s, port)));
  const before = useEditorState((s) => tableOf(port && previousOf(s, port)));
  const status = useEditorState((s) => op && s.statuses.get(keyOf(op)));
  const state = useEditorState(useShallow((s) => nodeState(s, port?.owner ?? '')));
  const isThere = op !== undefined && editor.engine.has(op);
  const isKnown = status?.kind === 'done';

  useEffect(() => {
    if (op && isKnown && !editor.engine.has(op)) editor.compute([op]).catch(sayError);
  }, [editor, op, isKnown]);

  if (isThere) return { op, isPrevious: false, state };
  return before && editor.engine.has(before) ? { op: before, isPrevious: true, state } : { op: undefined, isPrevious: false, state };
}

const tableOf = (op: Parameters<typeof isTable>[0] | undefined): TableOp | undefined => (op && isTable(op) ? op : undefined);
