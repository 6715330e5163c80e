import { flat, isQuery, isWord, itemsOf, type Group, type Piece } from './tree.ts';

const WIDTH = 100;
const INDENT = 2;

/** A query on as many lines as it takes to read well; it is the same query. */
export function laidOut(pieces: readonly Piece[], indent = 0): string {
  return query(simplified(pieces), indent);
}

/** A statement, with what it makes below its first line. */
export function statement(pieces: readonly Piece[]): string {
  const as = pieces.findIndex((p) => isWord(p, 'AS'));
  if (as < 0) return `${flat(pieces)};`;
  const head = flat(pieces.slice(0, as + 1));
  const body = pieces.slice(as + 1);
  if (isQuery(body)) return `${head}\n${laidOut(body)};`;
  return `${head}${margin(INDENT)}${laid(simplified(body), INDENT, INDENT)};`;
}

/** The same with no bracket too many. */
function simplified(pieces: readonly Piece[]): Piece[] {
  return unbracketed(pieces.map((p) => (p.kind === 'group' ? present({ ...p, body: simplified(p.body) }) : p)));
}

/** `NOT (x IS NULL)` in the words that people use. */
function present(group: Group): Group {
  const [not, test] = group.body;
  if (group.body.length !== 2 || !isWord(not, 'NOT') || test?.kind !== 'group' || test.open !== '(' || has(test.body, 'AND', 'OR'))
    return group;
  const [is, missing] = test.body.slice(-2);
  if (!isWord(is, 'IS') || !isWord(missing, 'NULL')) return group;
  return { ...group, body: [...test.body.slice(0, -1), { kind: 'word', text: 'NOT', apart: true }, missing!] };
}

const has = (pieces: readonly Piece[], ...words: readonly string[]): boolean => pieces.some((p) => isWord(p, ...words));

const QUERY_STOPS = ['SELECT', ',', 'AS', 'FROM', 'WHERE', 'QUALIFY'];
const STOPS = [',', 'AS', 'WHERE', 'WHEN', 'THEN', 'ELSE'];

/** Without brackets around what commas, keywords, or a row of AND or of OR keep apart anyway. */
function unbracketed(pieces: Piece[]): Piece[] {
  if (isWord(pieces[0], 'VALUES')) return pieces;
  const signs = has(pieces, 'BETWEEN') ? [] : ['AND', 'OR'].filter((sign) => has(pieces, sign));
  const row = signs.length === 1 ? signs : [];
  const stops = [...(isQuery(pieces) ? QUERY_STOPS : STOPS), ...row];
  const isStop = (piece: Piece | undefined): boolean => !piece || isWord(piece, ...stops);
  return pieces.flatMap((piece, i) => {
    if (piece.kind !== 'group' || piece.open !== '(' || !isStop(pieces[i - 1]) || !isStop(pieces[i + 1])) return [piece];
    if (!piece.body.length || isQuery(piece.body) || has(piece.body, ',')) return [piece];
    if (row.length && has(piece.body, row.includes('AND') ? 'OR' : 'AND', 'BETWEEN')) return [piece];
    return piece.body.map((p, k) => (k ? p : { ...p, apart: piece.apart }));
  });
}

interface Clause {
  readonly head: string;
  readonly body: readonly Piece[];
}

const HEADS = new Set(['WITH', 'SELECT', 'FROM', 'WHERE', 'QUALIFY', 'LIMIT', 'OFFSET', 'VALUES']);
const LONG_HEADS = new Set(['GROUP', 'ORDER', 'UNION', 'INNER', 'LEFT', 'FULL', 'SEMI', 'ANTI', 'CROSS']);

function clausesOf(pieces: readonly Piece[]): Clause[] {
  const clauses: { head: string; body: Piece[] }[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const word = piece.kind === 'word' ? piece.text : '';
    if (HEADS.has(word)) clauses.push({ head: word, body: [] });
    else if (LONG_HEADS.has(word)) clauses.push({ head: `${word} ${flat([pieces[++i]!])}`, body: [] });
    else clauses.at(-1)!.body.push(piece);
  }
  return clauses;
}

const margin = (indent: number): string => `\n${' '.repeat(indent)}`;

function query(pieces: readonly Piece[], indent: number): string {
  if (!isWord(pieces[0], 'WITH') && fits(pieces, indent)) return flat(pieces);
  return clausesOf(pieces)
    .map((c) => clause(c, indent))
    .join(margin(indent));
}

const fits = (pieces: readonly Piece[], column: number): boolean => column + flat(pieces).length <= WIDTH && !flat(pieces).includes('\n');

function clause({ head, body }: Clause, indent: number): string {
  const inner = indent + INDENT;
  switch (head) {
    case 'WITH':
      return `WITH ${itemsOf(body)
        .map((item) => namedStep(item, indent))
        .join(`,${margin(indent)}`)}`;
    case 'SELECT':
    case 'VALUES':
    case 'GROUP BY':
    case 'ORDER BY': {
      const items = itemsOf(body).map(selected);
      const line = items.map(flat).join(', ');
      if (indent + head.length + 1 + line.length <= WIDTH && !line.includes('\n')) return `${head} ${line}`;
      return `${head}${margin(inner)}${list(items, inner)}`;
    }
    case 'WHERE':
      return `${head} ${laid(body, inner, indent + head.length + 1)}`;
    default:
      return body.length ? `${head} ${laid(body, inner, indent + head.length + 1, indent)}` : head;
  }
}

/** A column without its name where that is its own. */
function selected(item: readonly Piece[]): readonly Piece[] {
  const [column, as, name] = item;
  return item.length === 3 && isWord(as, 'AS') && flat([column!]) === flat([name!]) ? [column!] : item;
}

function namedStep(item: readonly Piece[], indent: number): string {
  const step = item.at(-1) as Group;
  return `${flat(item.slice(0, -1))} (${margin(indent + INDENT)}${query(step.body, indent + INDENT)}${margin(indent)})`;
}

/** Items between commas: short ones side by side, any other on its own line. */
function list(items: readonly (readonly Piece[])[], indent: number): string {
  const rows: { text: string; isOpen: boolean }[] = [];
  items.forEach((item, i) => {
    const comma = i < items.length - 1 ? ',' : '';
    const isShort = item.every((p) => p.kind === 'word' && p.text !== 'AS') && flat(item).length <= MOST_SHORT;
    const text = (isShort ? flat(item) : laid(item, indent, indent)) + comma;
    const last = rows.at(-1);
    if (isShort && last?.isOpen && indent + last.text.length + 1 + text.length <= WIDTH) last.text += ` ${text}`;
    else rows.push({ text, isOpen: isShort });
  });
  return rows.map((row) => row.text).join(margin(indent));
}

const MOST_SHORT = 50;
const SIGNS: readonly (readonly string[])[] = [['OR'], ['AND'], ['||'], ['+', '-'], ['*', '/', '%']];

/** Part of a query from `column` on. Where it breaks, it goes on at `indent`, and its brackets close at `outer`. */
function laid(pieces: readonly Piece[], indent: number, column: number, outer = indent): string {
  if (fits(pieces, column)) return flat(pieces);
  const signs = SIGNS.find((some) => pieces.some((p, i) => i > 0 && p.apart && isWord(p, ...some)));
  if (signs) return operands(pieces, signs, indent, column);
  const broken = brokenIn(pieces, column, outer);
  return pieces
    .map((piece, i) => (i && piece.apart ? ' ' : '') + (piece.kind === 'group' && broken.has(piece) ? group(piece, outer) : flat([piece])))
    .join('');
}

/** The brackets to break so that every line fits: the longest first. */
function brokenIn(pieces: readonly Piece[], column: number, outer: number): ReadonlySet<Piece> {
  const broken = new Set<Piece>();
  const groups = pieces.filter((p): p is Group => p.kind === 'group' && p.body.length > 0);
  const byLength = groups.map((g) => ({ g, length: flat([g]).length })).sort((a, b) => b.length - a.length);
  for (const { g } of byLength) {
    if (linesBetween(pieces, broken).every((line, i) => fits(line, i ? outer : column))) break;
    broken.add(g);
  }
  return broken;
}

function linesBetween(pieces: readonly Piece[], broken: ReadonlySet<Piece>): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    if (broken.has(piece)) lines.push([]);
    else lines.at(-1)!.push(piece);
  }
  return lines;
}

function operands(pieces: readonly Piece[], signs: readonly string[], indent: number, column: number): string {
  const rows: Piece[][] = [[]];
  pieces.forEach((piece, i) => {
    if (i && piece.apart && isWord(piece, ...signs)) rows.push([piece]);
    else rows.at(-1)!.push(piece);
  });
  return rows.map((row, i) => laidRow(row, indent, i ? indent : column)).join(margin(indent));
}

/** An operand with its sign, which keeps its own operators together. */
function laidRow([first, ...rest]: readonly Piece[], indent: number, column: number): string {
  if (!rest.length || !isWord(first, ...SIGNS.flat())) return laid([first!, ...rest], indent, column);
  const sign = flat([first!]);
  return `${sign} ${laid(rest, indent, column + sign.length + 1)}`;
}

function group({ open, body, close }: Group, indent: number): string {
  const inner = indent + INDENT;
  if (open === 'CASE') {
    const when = body.findIndex((p) => isWord(p, 'WHEN'));
    const head = when > 0 ? `CASE ${flat(body.slice(0, when))}` : 'CASE';
    return `${head}${margin(inner)}${branches(body.slice(when), inner)}${margin(indent)}END`;
  }
  return `${open}${margin(inner)}${isQuery(body) ? query(body, inner) : inside(body, inner)}${margin(indent)}${close}`;
}

function branches(body: readonly Piece[], indent: number): string {
  const rows: Piece[][] = [];
  for (const piece of body) {
    if (isWord(piece, 'WHEN', 'ELSE')) rows.push([piece]);
    else rows.at(-1)!.push(piece);
  }
  return rows
    .map(([word, ...rest]) => {
      const then = rest.findIndex((p) => isWord(p, 'THEN'));
      const start = `${flat([word!])} `;
      if (then < 0 || fits([word!, ...rest], indent)) return start + laid(rest, indent + INDENT, indent + start.length, indent);
      const condition = laid(rest.slice(0, then), indent + INDENT, indent + start.length, indent);
      return `${start}${condition}${margin(indent + INDENT)}THEN ${laid(rest.slice(then + 1), indent + INDENT, indent + INDENT + 5)}`;
    })
    .join(margin(indent));
}

const WINDOW_PARTS = ['PARTITION', 'ORDER', 'ROWS'];

function inside(body: readonly Piece[], indent: number): string {
  const items = itemsOf(body);
  if (!body.some((p, i) => i > 0 && isWord(p, ...WINDOW_PARTS))) return list(items, indent);
  const parts: Piece[][] = [[]];
  body.forEach((piece, i) => {
    if (i && isWord(piece, ...WINDOW_PARTS)) parts.push([]);
    parts.at(-1)!.push(piece);
  });
  return parts.map((part) => list(itemsOf(part), indent)).join(margin(indent));
}
