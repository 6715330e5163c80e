import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, hoverTooltip } from '@codemirror/view';
import { decorationsOf } from './colours.ts';
import { underlined } from './marks.ts';
import { mistakeText, type Mistake } from './mistake.ts';

export const setMistake = StateEffect.define<Mistake | undefined>();

const field = StateField.define<{ readonly message: string; readonly marks: ReturnType<typeof decorationsOf> }>({
  create: () => ({ message: '', marks: Decoration.none }),
  update(before, { docChanged, changes, effects, state }) {
    const told = effects.find((effect) => effect.is(setMistake));
    if (told) return { message: told.value ? mistakeText(told.value) : '', marks: underline(state, told.value) };
    return docChanged ? { ...before, marks: before.marks.map(changes) } : before;
  },
  provide: (own) => EditorView.decorations.from(own, ({ marks }) => marks),
});

function underline(state: EditorState, mistake: Mistake | undefined): ReturnType<typeof decorationsOf> {
  const span = mistake && underlined(state.doc.toString(), mistake.from, mistake.to);
  return span ? decorationsOf([{ from: span[0], to: span[1], class: 'expression-mistake' }]) : Decoration.none;
}

/** A wavy line under the mistake, which says what is wrong when it is pointed at. */
export const mistakes: Extension = [
  field,
  hoverTooltip((view, pos) => {
    const { message, marks } = view.state.field(field);
    let span: { readonly from: number; readonly to: number } | undefined;
    marks.between(pos, pos, (from, to) => void (span = { from, to }));
    if (!span) return null;
    return {
      pos: span.from,
      end: span.to,
      above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'expression-hint';
        dom.textContent = message;
        return { dom };
      },
    };
  }),
];
