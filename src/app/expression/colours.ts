import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { bracketMarks, marksOf } from './marks.ts';

/** The language's colours, and the bracket beside the caret with its partner. */
export const colours = [
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorationsOf(marksOf(view.state.doc.toString()));
      }
      update({ docChanged, state }: ViewUpdate): void {
        if (docChanged) this.decorations = decorationsOf(marksOf(state.doc.toString()));
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet = Decoration.none;
      update({ docChanged, selectionSet, focusChanged, state, view }: ViewUpdate): void {
        if (!docChanged && !selectionSet && !focusChanged) return;
        const { empty, head } = state.selection.main;
        this.decorations = view.hasFocus && empty ? decorationsOf(bracketMarks(state.doc.toString(), head)) : Decoration.none;
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
];

export function decorationsOf(marks: readonly { readonly from: number; readonly to: number; readonly class: string }[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const mark of marks) builder.add(mark.from, mark.to, Decoration.mark({ class: mark.class }));
  return builder.finish();
}
