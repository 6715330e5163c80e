import { nodeTypes } from '../../../nodes/index.ts';
import type { State } from '../store.ts';

/** The readers of files in a workflow, with the files that they read. */
export function fileReaders({
  workflow,
}: Pick<State, 'workflow'>): readonly { readonly node: string; readonly source: string; readonly file: string }[] {
  return workflow.nodes.flatMap(({ id, type, params }) => {
    const described = nodeTypes.get(type)?.params ?? {};
    const read = params.find(([name]) => described[name]?.kind === 'source')?.[1];
    const source = workflow.sources.find((s) => s.name === read);
    return source ? [{ node: id, source: source.name, file: source.path }] : [];
  });
}

/** The reader that somebody means: the one that is selected, or the only one there is. */
export function readerMeant(state: Pick<State, 'workflow' | 'selected'>): string | undefined {
  const readers = fileReaders(state).map((r) => r.node);
  return readers.find((id) => state.selected.length === 1 && state.selected[0] === id) ?? (readers.length === 1 ? readers[0] : undefined);
}
