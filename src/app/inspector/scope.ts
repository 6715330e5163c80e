import { createContext, useContext, useMemo } from 'react';
import type { Issue } from '../../core/compile.ts';
import type { Json } from '../../core/params.ts';
import type { TableOp } from '../../core/plan.ts';
import type { Schema } from '../../core/schema.ts';
import { useEditorState } from '../editor.ts';
import { tableInto } from './form.ts';

/** What a field needs to know of the form that it stands in. */
export interface Scope {
  readonly node: string;
  /** The value of a setting beside it: of the same record, or of the node. */
  readonly read: (name: string) => Json | undefined;
  readonly issue: Issue | undefined;
  /** The table as the form's record sees it, with what the records before it add. The same function while those are the same. */
  readonly seen?: ((table: TableOp) => TableOp) | undefined;
  /** Whether the form is one record of a list. */
  readonly isRecord?: boolean;
}

const ScopeContext = createContext<Scope | undefined>(undefined);
export const ScopeProvider = ScopeContext.Provider;

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('A field of the inspector stands outside a form.');
  return scope;
}

/** The table that flows into a port; nothing while it is not known. */
export function useTableInto(port: string): TableOp | undefined {
  const { node, seen } = useScope();
  const table = useEditorState((s) => tableInto(s, node, port));
  return useMemo(() => table && (seen ? seen(table) : table), [table, seen]);
}

/** The columns that flow into a port; nothing while they are not known. */
export const useColumns = (port: string): Schema | undefined => useTableInto(port)?.schema;
