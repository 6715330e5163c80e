import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Editor, State } from './store.ts';

export const EditorContext = createContext<Editor | undefined>(undefined);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('useEditor is used outside an EditorContext.');
  return editor;
}

/** A slice of the editor's state. `select` must give the same object while nothing it reads has changed. */
export function useEditorState<T>(select: (state: State) => T): T {
  return useStore(useEditor(), select);
}
