import { useEditor } from '../editor.ts';
import { columnBefore } from '../fixes.ts';
import { countMissing, mappedEverywhere } from '../follow.ts';
import type { Mapping } from '../ui/map-to.tsx';
import { useScope } from './scope.ts';

/** What the fields of a port's columns can do about one that is missing. */
export function useMapping(port: string): Mapping {
  const editor = useEditor();
  const { node } = useScope();
  return {
    was: (name) => columnBefore(editor.getState(), node, port, name),
    others: (name) => countMissing(editor.getState(), name) - 1,
    everywhere: (name, by) => editor.edit(`Use ${by} for ${name}`, (w) => mappedEverywhere(w, editor.getState().compiled, name, by)),
  };
}
