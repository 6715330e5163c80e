/** Printed SQL as words and brackets; `CASE … END` is a bracket too. `apart` says whether a blank stands before. */
export type Piece = Word | Group;

export interface Word {
  readonly kind: 'word';
  readonly text: string;
  readonly apart: boolean;
}

export interface Group {
  readonly kind: 'group';
  readonly open: string;
  readonly body: readonly Piece[];
  readonly close: string;
  readonly apart: boolean;
}

const TOKEN = /\s+|"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?|::|\|\||<>|[<>]=|[^]/gu;
const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['CASE', 'END'],
]);

/** The pieces of SQL as this folder prints it: without comments, and with keywords in capitals. */
export function piecesOf(sql: string): Piece[] {
  const whole: Piece[] = [];
  const open: { readonly text: string; readonly apart: boolean; readonly body: Piece[] }[] = [];
  let apart = false;
  for (const [text] of sql.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (/^\s/.test(text)) apart = true;
    else {
      if (inner && text === CLOSING.get(inner.text)) {
        open.pop();
        const group: Group = { kind: 'group', open: inner.text, body: inner.body, close: text, apart: inner.apart };
        (open.at(-1)?.body ?? whole).push(group);
      } else if (CLOSING.has(text)) open.push({ text, apart, body: [] });
      else (inner?.body ?? whole).push({ kind: 'word', text, apart });
      apart = false;
    }
  }
  if (open.length) throw new Error(`A bracket is never closed: ${sql}`);
  return whole;
}

export const isWord = (piece: Piece | undefined, ...texts: readonly string[]): boolean =>
  piece?.kind === 'word' && texts.includes(piece.text);

/** What stands between commas. */
export function itemsOf(pieces: readonly Piece[]): Piece[][] {
  const items: Piece[][] = [[]];
  for (const piece of pieces) {
    if (isWord(piece, ',')) items.push([]);
    else items.at(-1)!.push(piece);
  }
  return items;
}

export const isQuery = ([first]: readonly Piece[]): boolean => isWord(first, 'SELECT', 'WITH', 'VALUES', 'FROM');

const lines = new WeakMap<Piece, string>();

/** All on one line. */
export const flat = (pieces: readonly Piece[]): string => pieces.map((piece, i) => (i && piece.apart ? ' ' : '') + lineOf(piece)).join('');

function lineOf(piece: Piece): string {
  if (piece.kind === 'word') return visible(piece.text);
  let line = lines.get(piece);
  if (line === undefined) {
    const body = flat(piece.body);
    line = piece.open === 'CASE' ? `CASE ${body} END` : piece.open + body + piece.close;
    lines.set(piece, line);
  }
  return line;
}

/** A text with line ends and other control characters as one that names them, so that it stands on its line. */
function visible(token: string): string {
  if (!token.startsWith("'") || !Array.from(token).some(isControl)) return token;
  const named = Array.from(token.replaceAll('\\', '\\\\'), (c) =>
    isControl(c) ? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}` : c,
  );
  return `E${named.join('')}`;
}

const isControl = (c: string): boolean => c < ' ' || c === '\x7f';
