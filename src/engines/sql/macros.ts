import { call, col, lit, type Expr, type Fn } from '../../core/expr.ts';
import { column, type DType } from '../../core/schema.ts';
import { significantSql, sqlExpr } from '../local/expression.ts';
import { keepIf } from '../local/functions.ts';
import { guardedSql } from '../local/sql.ts';
import { flat, isWord, itemsOf, piecesOf, type Piece } from './tree.ts';

const isFinite = (v: string): string => `isfinite(${v})`;

/** SQL that expressions are full of, under a name of its own. */
export interface Macro {
  readonly name: string;
  readonly doc: string;
  /** What it stands for, over its arguments. */
  readonly body: readonly Piece[];
  /** Other ways to write the same. */
  readonly also: readonly (readonly Piece[])[];
}

/** Its arguments, as columns of these names. */
const ARGUMENTS: readonly string[] = ['"x"', '"y"'];
const [X] = ARGUMENTS as [string];

const macro = (name: string, doc: string, body: string, ...also: readonly string[]): Macro => ({
  name,
  doc,
  body: piecesOf(body),
  also: also.map(piecesOf),
});
const call1 = (fn: Fn, type: DType, ...more: readonly Expr[]): string => sqlExpr(call(fn, col('x'), ...more), [column('x', type)]);
const call2 = (fn: Fn): string => sqlExpr(call(fn, col('x'), col('y')), [column('x', 'int'), column('y', 'int')]);
/** A call of something computed, which is printed in another way than a call of a column. */
const computed = (fn: Fn, ...more: readonly Expr[]): string =>
  sqlExpr(call(fn, call('floor', col('x')), ...more), [column('x', 'double')]).replace(`floor(${X})`, X);

/** What another one holds comes after it. */
const MACROS: readonly Macro[] = [
  macro('as_int', 'A text as a whole number; missing where it is none, or does not fit into 64 bits.', call1('to_int', 'string')),
  macro('as_double', 'A text as a number; missing where it is none.', call1('to_double', 'string')),
  macro('as_bool', 'A text such as yes, true, 1 or no, false, 0 as yes or no; missing where it is neither.', call1('to_bool', 'string')),
  macro('as_date', 'A text such as 2026-10-31 as a date; missing where it is none.', call1('to_date', 'string')),
  macro(
    'as_timestamp',
    'A text such as 2026-10-31 12:30:00 as a date with time; missing where it is none.',
    call1('to_timestamp', 'string'),
  ),
  ...Array.from({ length: 10 }, (_, n) =>
    macro(`rounded_${n}`, `To ${n} decimals, halves away from zero.`, computed('round', lit(n)), call1('round', 'double', lit(n))),
  ),
  macro('plus', 'The sum of whole numbers; missing where it does not fit into 64 bits.', call2('+')),
  macro('minus', 'The difference of whole numbers; missing where it does not fit into 64 bits.', call2('-')),
  macro('times', 'The product of whole numbers; missing where it does not fit into 64 bits.', call2('*')),
  macro('logarithm', 'The natural logarithm; missing for zero and below.', computed('ln'), call1('ln', 'double')),
  macro('square_root', 'Missing for a negative number.', computed('sqrt'), call1('sqrt', 'double')),
  macro('significant', 'To 12 significant digits, which takes out the noise of summing in another order.', significantSql(X)),
  macro('finite', 'Missing where a number is not finite.', keepIf(X, isFinite), keepIf(X, isFinite, true)),
  macro('guarded', 'With an apostrophe before a text that a spreadsheet would run as a formula.', guardedSql(X)),
  macro('trimmed', 'Without blanks, tabs, line ends and no-break spaces at both ends.', call1('trim', 'string')),
];

/** The same SQL in terms of macros; `met` hears of each. */
export function contracted(pieces: readonly Piece[], met: (macro: Macro) => void): Piece[] {
  const out: Piece[] = [];
  for (let i = 0; i < pieces.length;) {
    const found = foundAt(pieces, i);
    const piece = pieces[i]!;
    if (found) {
      met(found.macro);
      const body = argumentsOf(found.macro).flatMap((name, n): Piece[] => {
        const argument = contracted(found.bound.get(name)!, met).map((p, k) => (k ? p : { ...p, apart: n > 0 }));
        return n ? [{ kind: 'word', text: ',', apart: false }, ...argument] : argument;
      });
      out.push({ kind: 'word', text: found.macro.name, apart: piece.apart }, { kind: 'group', open: '(', body, close: ')', apart: false });
      i = found.end;
    } else {
      out.push(piece.kind === 'group' ? { ...piece, body: contracted(piece.body, met) } : piece);
      i++;
    }
  }
  return out;
}

type Bound = ReadonlyMap<string, readonly Piece[]>;

interface Match {
  readonly bound: Bound;
  readonly end: number;
}

function foundAt(pieces: readonly Piece[], from: number): (Match & { macro: Macro }) | undefined {
  for (const candidate of MACROS) {
    for (const pattern of [candidate.body, ...candidate.also]) {
      const match = matched(pattern, pieces, from, new Map());
      if (match) return { macro: candidate, ...match };
    }
  }
  return undefined;
}

/** `pattern` where `pieces` go on at `from`, with the same wherever an argument stands; up to their end if it is `whole`. */
function matched(pattern: readonly Piece[], pieces: readonly Piece[], from: number, bound: Bound, whole = false): Match | undefined {
  const [first, ...rest] = pattern;
  if (!first) return whole && from < pieces.length ? undefined : { bound, end: from };
  if (isWord(first, ...ARGUMENTS)) return matchedArgument(flat([first]), rest, pieces, from, bound, whole);
  const piece = pieces[from];
  if (!piece) return undefined;
  if (first.kind === 'word') return isWord(piece, first.text) ? matched(rest, pieces, from + 1, bound, whole) : undefined;
  if (piece.kind !== 'group' || piece.open !== first.open) return undefined;
  const inside = matched(first.body, piece.body, 0, bound, true);
  return inside && matched(rest, pieces, from + 1, inside.bound, whole);
}

function matchedArgument(
  name: string,
  rest: readonly Piece[],
  pieces: readonly Piece[],
  from: number,
  bound: Bound,
  whole: boolean,
): Match | undefined {
  const before = bound.get(name);
  const [least, most] = before ? [before.length, before.length] : [1, itemsOf(pieces.slice(from))[0]!.length];
  for (let length = least; length <= most; length++) {
    const here = pieces.slice(from, from + length);
    if (before && flat(here) !== flat(before)) return undefined;
    const match = matched(rest, pieces, from + length, before ? bound : new Map([...bound, [name, here]]), whole);
    if (match) return match;
  }
  return undefined;
}

const argumentsOf = ({ body }: Macro): string[] => ARGUMENTS.filter((name) => holds(body, name));
const holds = (pieces: readonly Piece[], text: string): boolean =>
  pieces.some((p) => (p.kind === 'group' ? holds(p.body, text) : p.text === text));

/** The statement that makes a macro. */
export function macroSql(made: Macro): Piece[] {
  const names = argumentsOf(made).map(bare);
  return [...piecesOf(`CREATE OR REPLACE TEMP MACRO ${made.name}(${names.join(', ')}) AS`), ...made.body.map(asParameter)];
}

const bare = (name: string): string => name.slice(1, -1);

function asParameter(piece: Piece): Piece {
  if (piece.kind === 'group') return { ...piece, body: piece.body.map(asParameter) };
  return ARGUMENTS.includes(piece.text) ? { ...piece, text: bare(piece.text) } : piece;
}
