import { createContext, useContext } from 'react';
import type { Issue } from '../../core/compile.ts';
import type { Json } from '../../core/params.ts';
import type { Schema } from '../../core/schema.ts';
import { useEditorState } from '../editor.ts';
import { tableInto } from './form.ts';

/** What a field needs to know of the form that it stands in. */
export interface Scope {
  readonly node: string;
  /** The value of a setting beside it: of the same record, or of the node. */
  readonly read: (name: string) => Json | undefined;
  readonly issue: Issue | undefined;
}

const ScopeContext = createContext<Scope | undefined>(undefined);
export const ScopeProvider = ScopeContext.Provider;

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('A field of the inspector stands outside a form.');
  return scope;
}

/** The columns that flow into a port; nothing while they are not known. */
export function useColumns(port: string): Schema | undefined {
  const { node } = useScope();
  return useEditorState((s) => tableInto(s, node, port)?.schema);
}
