import type { CodeBlock } from './code-blocks.ts';
import { tokens, type CodeLanguage, type TokenKind } from './code-tokens.ts';

const KINDS = ['keyword', 'string', 'comment', 'number', 'function'] as const satisfies readonly TokenKind[];
/** Blocks are coloured this far before they come into sight. */
const AHEAD = '800px';
/** Milliseconds of looking through a text before others have a turn. */
const TURN = 8;

/**
 * Colours blocks as they come into sight and gives a function that ends it. The elements, one for each block, hold nothing
 * but its text and are not touched, so that a selection stays; a browser without custom highlights shows plain text.
 */
export function colourCode(
  scroller: Element,
  elements: ArrayLike<Element>,
  text: string,
  language: CodeLanguage,
  blocks: readonly CodeBlock[],
): () => void {
  if (typeof Highlight === 'undefined') return () => undefined;
  const highlights = new Map<TokenKind, Highlight>(KINDS.map((kind) => [kind, new Highlight()]));
  for (const [kind, highlight] of highlights) CSS.highlights.set(`code-${kind}`, highlight);
  const shown = new Map<number, readonly (readonly [Highlight, StaticRange])[]>();
  const waiting = new Set<number>();
  const reach = beginnings(text, language, blocks);
  let turn: ReturnType<typeof setTimeout> | undefined;

  function colour(i: number, begin: number): void {
    const { from, text: own } = blocks[i]!;
    const node = elements[i]!.firstChild;
    if (!node) return;
    const ranges: (readonly [Highlight, StaticRange])[] = [];
    for (const token of tokens(text, language, begin)) {
      if (token.from >= from + own.length) break;
      const highlight = highlights.get(token.kind);
      if (!highlight) continue;
      const [startOffset, endOffset] = [Math.max(token.from - from, 0), Math.min(token.to - from, own.length)];
      const range = new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset });
      highlight.add(range);
      ranges.push([highlight, range]);
    }
    shown.set(i, ranges);
  }

  function take(): void {
    const end = performance.now() + TURN;
    turn = undefined;
    for (const i of waiting) {
      const begin = reach(i, end);
      if (begin === undefined) {
        turn = setTimeout(take);
        return;
      }
      waiting.delete(i);
      colour(i, begin);
    }
  }

  const indexOf = new Map(Array.from(elements, (element, i) => [element, i]));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const i = indexOf.get(target)!;
        if (isIntersecting && !shown.has(i)) waiting.add(i);
        if (isIntersecting) continue;
        waiting.delete(i);
        shown.get(i)?.forEach(([highlight, range]) => highlight.delete(range));
        shown.delete(i);
      }
      if (turn === undefined) take();
    },
    { root: scroller, rootMargin: AHEAD },
  );
  for (const element of indexOf.keys()) observer.observe(element);

  return () => {
    observer.disconnect();
    clearTimeout(turn);
    for (const [kind, highlight] of highlights) if (CSS.highlights.get(`code-${kind}`) === highlight) CSS.highlights.delete(`code-${kind}`);
  };
}

/** Finds where the token begins in which a block begins, which may be long before it; nothing while that takes longer than `end`. */
function beginnings(
  text: string,
  language: CodeLanguage,
  blocks: readonly CodeBlock[],
): (block: number, end: number) => number | undefined {
  const known: number[] = [];
  const walk = tokens(text, language);
  return (block, end) => {
    while (known.length <= block) {
      if (performance.now() > end) return undefined;
      const { from, to } = walk.next().value ?? { from: text.length, to: Infinity };
      while (known.length < blocks.length && blocks[known.length]!.from < to) known.push(from);
    }
    return known[block];
  };
}
