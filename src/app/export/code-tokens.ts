export type CodeLanguage = 'python' | 'sql';
export type TokenKind = 'keyword' | 'string' | 'comment' | 'number' | 'function' | 'plain';

/** A stretch of a text, as character offsets. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
}

interface Grammar {
  /** The opening of a string or comment, a number, a word and whether it is called, or anything else. */
  readonly pattern: RegExp;
  readonly keywords: ReadonlySet<string>;
  /** Keywords count in any case. */
  readonly anyCase: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const GRAMMARS: { readonly [L in CodeLanguage]: Grammar } = {
  python: {
    pattern:
      /(?<open>#|(?:[rbuf]|[bf]r|r[bf])?(?:"""|'''|"|'))|(?<number>\.?\d(?:e[+-]|[\w.])*)|(?<word>[\p{L}_][\p{L}\p{N}_]*)(?=[ \t]*(?<call>\(?))|\s+|[^]/iuy,
    keywords: words(
      'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
    ),
    anyCase: false,
  },
  sql: {
    pattern:
      /(?<open>--|\/\*|\$\$|e?'|")|(?<number>\.?\d(?:e[+-]|[\w.])*)|(?<word>[\p{L}_][\p{L}\p{N}_]*)(?=[ \t]*(?<call>\(?))|\s+|[^]/iuy,
    keywords: words(
      'all and anti any as asc between bigint boolean by case cast copy create cross date decimal default desc distinct double drop else end escape except exclude exists false filter first following from full group having if ilike in inner insert intersect interval into is join last lateral left like limit macro not null nulls offset on or order outer over partition preceding qualify range recursive replace right row rows select semi set sorted struct table temp temporary then timestamp to true try_cast unbounded union unnest using values varchar variable view when where window with within',
    ),
    anyCase: true,
  },
};

/** What closes what an opening begins; a text in quotes of one sign ends with its line at the latest. */
const CLOSING: ReadonlyMap<string, { readonly close: string; readonly kind: TokenKind; readonly oneLine?: true; readonly raw?: true }> =
  new Map([
    ['#', { close: '\n', kind: 'comment', oneLine: true, raw: true }],
    ['--', { close: '\n', kind: 'comment', oneLine: true, raw: true }],
    ['/*', { close: '*/', kind: 'comment', raw: true }],
    ['$$', { close: '$$', kind: 'string', raw: true }],
  ]);

/** The text as tokens that follow each other without a gap, from the offset `at`, which must be the beginning of one. */
export function* tokens(text: string, language: CodeLanguage, at = 0): Generator<Token, void> {
  const { pattern, keywords, anyCase } = GRAMMARS[language];
  for (let from = at, to = at; from < text.length; from = to) {
    pattern.lastIndex = from;
    const { open, number, word, call } = pattern.exec(text)!.groups!;
    to = pattern.lastIndex;
    let kind: TokenKind = number === undefined ? 'plain' : 'number';
    if (word !== undefined) kind = keywords.has(anyCase ? word.toLowerCase() : word) ? 'keyword' : call ? 'function' : 'plain';
    if (open !== undefined) ({ kind, to } = delimited(text, to, open, language));
    yield { kind, from, to };
  }
}

function delimited(text: string, from: number, open: string, language: CodeLanguage): Pick<Token, 'kind' | 'to'> {
  const quote = /["']+$/.exec(open)?.[0];
  const { close, kind, oneLine, raw } = CLOSING.get(open) ?? {
    close: quote!,
    kind: language === 'sql' && quote === '"' ? 'plain' : 'string',
    oneLine: language === 'python' && quote!.length === 1,
    raw: language === 'sql' && open.length === 1,
  };
  for (let at = from; at < text.length; at++) {
    if (!raw && text[at] === '\\') at++;
    else if (oneLine && text[at] === '\n') return { kind, to: at };
    else if (text.startsWith(close, at)) return { kind, to: at + close.length };
  }
  return { kind, to: text.length };
}
