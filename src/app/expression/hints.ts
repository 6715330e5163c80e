import { StateEffect, StateField, type EditorState } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import { callAt, signatureOf, type Signature } from './call-at.ts';

const setFocus = StateEffect.define<boolean>();

interface Hint {
  readonly focused: boolean;
  readonly key: string;
  readonly tooltip: Tooltip | null;
}

/** The signature of the call around the caret, with the value that is being written in bold, while the field has the focus. */
export const hints = [
  StateField.define<Hint>({
    create: () => ({ focused: false, key: '', tooltip: null }),
    update(before, { state, effects, docChanged, selection }) {
      const focused = effects.find((effect) => effect.is(setFocus))?.value ?? before.focused;
      return docChanged || selection || focused !== before.focused ? hintIn(state, focused, before) : before;
    },
    provide: (own) => showTooltip.from(own, ({ tooltip }) => tooltip),
  }),
  EditorView.focusChangeEffect.of((_, focused) => setFocus.of(focused)),
];

function hintIn(state: EditorState, focused: boolean, before: Hint): Hint {
  const { empty, head } = state.selection.main;
  const call = focused && empty ? callAt(state.doc.toString(), head) : undefined;
  const signature = call && signatureOf(call);
  if (!call || !signature) return { focused, key: '', tooltip: null };
  const key = `${call.name} ${call.from} ${call.index}`;
  return key === before.key && focused === before.focused ? before : { focused, key, tooltip: tooltipOf(signature) };
}

/** It stands above the field, so that it covers no line of it. */
const tooltipOf = (signature: Signature): Tooltip => ({
  pos: 0,
  above: true,
  create: () => ({ dom: drawn(signature) }),
});

function drawn({ name, values, active, doc }: Signature): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'expression-hint';
  const line = document.createElement('code');
  line.append(`${name}(`);
  values.forEach((value, i) => {
    const part = document.createElement(i === active ? 'b' : 'span');
    part.textContent = value;
    line.append(i ? ', ' : '', part);
  });
  line.append(')');
  const text = document.createElement('span');
  text.textContent = doc;
  dom.append(line, text);
  return dom;
}
