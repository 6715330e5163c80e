import { tokens, type Token, type TokenKind } from '../../core/parse-expr.ts';
import { showName } from '../../core/show.ts';

/** A stretch of a text with the class that colours it. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly class: string;
}

const CLASSES: { readonly [K in TokenKind]?: string } = {
  number: 'expression-number',
  text: 'expression-text',
  parameter: 'expression-parameter',
  function: 'expression-function',
  keyword: 'expression-keyword',
  operator: 'expression-operator',
  mark: 'expression-operator',
};

/** The colours of a text, in order. Names of columns have that of text. */
export function marksOf(text: string): Mark[] {
  return tokens(text).flatMap(({ kind, from, to }) => (CLASSES[kind] ? [{ from, to, class: CLASSES[kind] }] : []));
}

/** The bracket beside the caret and its partner; the bracket alone, as wrong, where it has none. */
export function bracketMarks(text: string, caret: number): Mark[] {
  const all = tokens(text);
  const at = [caret - 1, caret].map((from) => all.findIndex((token) => token.from === from && isBracket(token))).find((i) => i >= 0);
  if (at === undefined) return [];
  const partner = partnerOf(all, at);
  const found = partner === undefined ? [all[at]!] : [all[Math.min(at, partner)]!, all[Math.max(at, partner)]!];
  return found.map(({ from, to }) => ({ from, to, class: partner === undefined ? 'expression-bracket-alone' : 'expression-bracket' }));
}

const isBracket = ({ kind, text }: Token): boolean => kind === 'mark' && text !== ',';

function partnerOf(all: readonly Token[], at: number): number | undefined {
  const step = all[at]!.text === '(' ? 1 : -1;
  let depth = 0;
  for (let i = at; i >= 0 && i < all.length; i += step) {
    if (!isBracket(all[i]!)) continue;
    depth += all[i]!.text === '(' ? 1 : -1;
    if (depth === 0) return i;
  }
  return undefined;
}

/** What a mistake underlines: its own characters, or where it is between two, those next to it. */
export function underlined(text: string, from: number, to: number): readonly [from: number, to: number] | undefined {
  const [start, end] = [Math.min(from, text.length), Math.min(to, text.length)];
  if (end > start) return [start, end];
  const before = text.slice(0, start).trimEnd().length;
  return before > 0 ? [before - 1, before] : undefined;
}

/** A name as it is written in place of the one that begins at `from`: a column's in quotes where it needs them. */
export function spelled(text: string, from: number, name: string): string {
  const isCall = tokens(text).some((token) => token.from === from && token.kind === 'function');
  return isCall ? name : showName(name);
}
