import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText, tooltips } from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { colours } from './colours.ts';
import { completions } from './completions.ts';
import { hints } from './hints.ts';
import { mistakes, setMistake } from './underline.ts';
import type { Mistake } from './mistake.ts';
import type { Names } from './proposals.ts';

/** What can be done to the text from outside as if it had been typed. */
export interface EditorHandle {
  replace(from: number, to: number, text: string): void;
}

export interface EditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly names: Names;
  readonly mistake: Mistake | undefined;
  /** Attributes of the text field for those who do not see it. */
  readonly aria: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  readonly placeholder: string;
  /** Where the caret was in the plain field that this one takes the place of, if it had the focus. */
  readonly caret: number | undefined;
  readonly ref: Ref<EditorHandle>;
}

const FromOutside = Annotation.define<true>();

/** The expression field proper: a CodeMirror editor that looks like the other inputs. */
export default function Editor({ value, onChange, names, mistake, aria, readOnly, placeholder, caret, ref }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ names, onChange });
  const settings = useRef(new Compartment());
  const start = useRef({ value, caret });

  useLayoutEffect(() => {
    latest.current = { names, onChange };
  });

  useLayoutEffect(() => {
    const { value: doc, caret: at } = start.current;
    const made = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc,
        selection: { anchor: Math.min(at ?? doc.length, doc.length) },
        extensions: [
          settings.current.of([]),
          completions(() => latest.current.names),
          closeBrackets(),
          EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['(', "'", '"'] } }]),
          history(),
          keymap.of([...closeBracketsKeymap, ...historyKeymap, ...standardKeymap]),
          EditorView.lineWrapping,
          tooltips({ parent: document.body }),
          colours,
          mistakes,
          hints,
          EditorView.updateListener.of(({ docChanged, state, transactions }) => {
            if (docChanged && !transactions.some((one) => one.annotation(FromOutside))) latest.current.onChange(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    if (at !== undefined) made.focus();
    return () => made.destroy();
  }, []);

  const attributes = JSON.stringify(aria);
  useLayoutEffect(() => {
    view.current!.dispatch({ effects: settings.current.reconfigure(settingsOf(attributes, readOnly, placeholder)) });
  }, [attributes, readOnly, placeholder]);

  useLayoutEffect(() => {
    const { state } = view.current!;
    const now = state.doc.toString();
    if (now === value) return;
    view.current!.dispatch({ changes: difference(now, value), annotations: FromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    view.current!.dispatch({ effects: setMistake.of(mistake) });
  }, [mistake]);

  useImperativeHandle(ref, () => ({
    replace(from, to, insert) {
      view.current!.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input' });
      view.current!.focus();
    },
  }));

  return <div ref={box} className="expression-editor" />;
}

const settingsOf = (aria: string, readOnly: boolean, placeholder: string): Extension => [
  EditorView.contentAttributes.of({ ...(JSON.parse(aria) as Record<string, string>), spellcheck: 'false', autocorrect: 'off' }),
  EditorState.readOnly.of(readOnly),
  EditorView.editorAttributes.of(readOnly ? { class: 'expression-off' } : {}),
  placeholder ? placeholderText(placeholder) : [],
];

/** The one change that makes a text another, so that the caret stays where it is. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let end = 0;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
