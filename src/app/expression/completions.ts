import {
  autocompletion,
  completionKeymap,
  insertBracket,
  pickedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';
import { acceptCompletion } from '@codemirror/autocomplete';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { proposedAt, type Names, type Proposal } from './proposals.ts';

interface Option extends Completion {
  readonly proposal: Proposal;
}

/** What the list offers where the caret is. */
export const completionSource =
  (names: () => Names) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const proposed = proposedAt(state.doc.toString(), pos, names(), explicit);
    if (!proposed) return null;
    const options = proposed.proposals.map(optionOf);
    return { from: proposed.from, to: proposed.to, options, filter: false };
  };

function optionOf(proposal: Proposal): Option {
  const { label, kind, signature, doc } = proposal;
  return {
    label,
    type: kind,
    proposal,
    apply: (view, completion, from, to) => put(view, completion, proposal, from, to),
    ...(doc !== undefined && { info: () => panelOf(signature, doc) }),
  };
}

/** Puts a proposal in, with the caret where the writing goes on: between the brackets of a function. */
function put(view: EditorView, completion: Completion, { kind, insert }: Proposal, from: number, to: number): void {
  const at = insert.indexOf('|');
  const text = at < 0 ? insert : insert.slice(0, at) + insert.slice(at + 1);
  const follows = view.state.sliceDoc(to).startsWith('(');
  const opens = kind === 'function' && !follows;
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + (at < 0 ? text.length + (kind === 'function' && follows ? 1 : 0) : at) },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  const bracket = opens ? insertBracket(view.state, '(') : null;
  if (bracket) view.dispatch(bracket);
}

function panelOf(signature: string | undefined, doc: string): HTMLElement {
  const dom = document.createElement('div');
  if (signature !== undefined) {
    const line = document.createElement('code');
    line.textContent = signature;
    dom.append(line);
  }
  const text = document.createElement('p');
  text.textContent = doc;
  dom.append(text);
  return dom;
}

function quiet(name: string, text: string): HTMLElement {
  const dom = document.createElement('span');
  dom.className = name;
  dom.textContent = text;
  return dom;
}

export const completions = (names: () => Names): Extension => [
  autocompletion({
    override: [completionSource(names)],
    icons: false,
    aboveCursor: false,
    maxRenderedOptions: 60,
    activateOnTypingDelay: 0,
    interactionDelay: 0,
    defaultKeymap: false,
    tooltipClass: () => 'expression-list',
    optionClass: ({ type }) => `expression-option-${type}`,
    addToOptions: [
      { position: 60, render: (option) => quiet('ui-chip-type', typeWord((option as Option).proposal)) },
      { position: 90, render: (option) => quiet('ui-menu-aside ellipsis', asideOf((option as Option).proposal)) },
    ],
  }),
  Prec.highest(keymap.of([...completionKeymap, { key: 'Tab', run: acceptCompletion }])),
];

const typeWord = ({ type }: Proposal): string => (type ? TYPE_LABELS[type] : '');

const asideOf = ({ kind, aside }: Proposal): string => aside ?? (kind === 'function' ? 'function' : '');
