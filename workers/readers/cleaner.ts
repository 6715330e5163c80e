import { UNIT } from '../../src/core/dialect.ts';
import type { ReadOptions } from '../../src/core/source.ts';

/** What a cleaner met on its way. Lines count from 1; lists stop at a handful. */
export interface Seen {
  readonly stray: number[];
  readonly nul: number[];
  readonly comments: number[];
  readonly ends: Set<'\n' | '\r\n' | '\r'>;
  /** Where the quote was opened that is open now. */
  open: number | undefined;
}

export interface Cleaner {
  readonly seen: Seen;
  readonly push: (text: string) => string;
  /** What is still to come after the last text. */
  readonly end: () => string;
}

type State = 'line' | 'cell' | 'bare' | 'gap' | 'quoted' | 'closing' | 'stray' | 'comment';

const CODE = { nul: 0, tab: 9, lf: 10, cr: 13, space: 32 } as const;
const MOST_LINES = 5;

/** Where the next character is that may mean something: `a`, `b`, a line end or NUL. Most text is between those. */
function plainRun(text: string, from: number, to: number, a: number, b: number): number {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === a || code === b || code === CODE.lf || code === CODE.cr || code === CODE.nul) return i;
  }
  return Math.max(from, to);
}

/**
 * Text as people write it to text as a strict CSV parser wants it, line for line: line ends become LF, NULs go, comment
 * lines become empty, quotes inside a quoted cell are doubled, and a delimiter that is not one character (`spaces`
 * are runs of blanks) becomes U+001F. Works through chunks of any size and keeps no more than a delimiter's length.
 */
export function cleaner({ delimiter = ',', quote = '"', comment = '' }: Pick<ReadOptions, 'delimiter' | 'quote' | 'comment'>): Cleaner {
  const seen: Seen = { stray: [], nul: [], comments: [], ends: new Set(), open: undefined };
  const spaces = delimiter === 'spaces';
  const between = delimiter.length === 1 ? delimiter : UNIT;
  const first = spaces ? CODE.space : delimiter.charCodeAt(0);
  const quoteCode = quote ? quote.charCodeAt(0) : -1;
  const hold = Math.max(spaces ? 1 : delimiter.length, comment.length, 2) - 1;
  let state: State = 'line';
  let line = 1;
  let held = '';

  const note = (lines: number[]): void => {
    if (lines.length < MOST_LINES && lines.at(-1) !== line) lines.push(line);
  };

  function clean(text: string, to: number): string {
    let out = '';
    let from = 0;
    const put = (at: number, instead: string, next: number): void => {
      out += text.slice(from, at) + instead;
      from = next;
    };
    const delimiterAt = (i: number, code: number): boolean =>
      spaces ? code === CODE.space || code === CODE.tab : code === first && (delimiter.length === 1 || text.startsWith(delimiter, i));

    let i = 0;
    while (i < to) {
      const code = text.charCodeAt(i);
      if (code === CODE.nul) {
        note(seen.nul);
        put(i, '', ++i);
        continue;
      }
      const isEnd = code === CODE.lf || code === CODE.cr;
      if (isEnd && state !== 'quoted') {
        const pair = code === CODE.cr && text.charCodeAt(i + 1) === CODE.lf;
        seen.ends.add(pair ? '\r\n' : code === CODE.lf ? '\n' : '\r');
        put(i, state === 'closing' || state === 'stray' ? `${quote}\n` : '\n', i + (pair ? 2 : 1));
        i = from;
        state = 'line';
        seen.open = undefined;
        line++;
        continue;
      }
      switch (state) {
        case 'comment':
          from = ++i;
          continue;
        case 'line':
          if (comment && text.startsWith(comment, i)) {
            note(seen.comments);
            state = 'comment';
          } else if (spaces && delimiterAt(i, code)) put(i, '', ++i);
          else state = 'cell';
          continue;
        case 'gap':
          if (delimiterAt(i, code)) from = ++i;
          else {
            put(i, between, i);
            state = 'cell';
          }
          continue;
        case 'cell':
          if (code === quoteCode) {
            state = 'quoted';
            seen.open = line;
            i++;
          } else state = 'bare';
          continue;
        case 'quoted':
          if (code === quoteCode) {
            put(i, '', ++i);
            state = 'closing';
            continue;
          }
          if (code === CODE.lf || (code === CODE.cr && text.charCodeAt(i + 1) !== CODE.lf)) line++;
          i = plainRun(text, i + 1, to, quoteCode, quoteCode);
          continue;
        case 'closing':
          if (code === quoteCode) {
            put(i, quote + quote, ++i);
            state = 'quoted';
            continue;
          }
          seen.open = undefined;
          if (delimiterAt(i, code)) put(i, quote, i);
          else {
            note(seen.stray);
            put(i, quote + quote, i);
            state = 'stray';
            continue;
          }
          break;
        case 'stray':
          if (code === quoteCode) put(i, quote + quote, i + 1);
          if (!delimiterAt(i, code)) {
            i++;
            continue;
          }
          put(i, quote, i);
          break;
        case 'bare':
          if (!delimiterAt(i, code)) {
            i = plainRun(text, i + 1, to, first, spaces ? CODE.tab : first);
            continue;
          }
      }
      if (spaces) {
        put(i, '', ++i);
        state = 'gap';
      } else {
        if (between !== delimiter) put(i, between, i + delimiter.length);
        i += delimiter.length;
        state = 'cell';
      }
    }
    held = text.slice(i);
    return out + text.slice(from, i);
  }

  return {
    seen,
    push: (text) => clean(held + text, held.length + text.length - hold),
    end() {
      const out = clean(held, held.length);
      return state === 'closing' || state === 'stray' ? out + quote : out;
    },
  };
}
