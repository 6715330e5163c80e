import { FUNCTIONS } from '../../core/functions.ts';
import type { ExprType, Fn } from '../../core/expr.ts';
import { CALLED, OPERATORS, tokens, type Token } from '../../core/parse-expr.ts';
import type { WorkflowParam } from '../../core/params.ts';
import { findColumn, type Column, type DType, type Schema } from '../../core/schema.ts';
import { showName } from '../../core/show.ts';
import { rank } from '../ui/rank.ts';
import { CALLABLE, callIn } from './call-at.ts';

/** What an expression may name. */
export interface Names {
  readonly columns: Schema;
  readonly parameters: readonly WorkflowParam[];
}

/** Something that may be written at a place. */
export interface Proposal {
  readonly kind: 'column' | 'function' | 'parameter' | 'keyword';
  readonly label: string;
  /** What is put in; a `|` in it is where the caret goes. Of a function the name alone, since its brackets follow. */
  readonly insert: string;
  readonly type?: DType | undefined;
  /** A quiet word beside it: a role, the value of a parameter. */
  readonly aside?: string | undefined;
  readonly signature?: string | undefined;
  readonly doc?: string | undefined;
}

export interface Proposed {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

/**
 * What may be written where the caret stands, the likeliest first. Without a begun word only where it was `asked` for;
 * none inside a text or a number.
 */
export function proposedAt(text: string, caret: number, names: Names, asked: boolean): Proposed | undefined {
  const all = tokens(text);
  const at = all.find(({ from, to }) => from < caret && caret <= to);
  const before = all.filter(({ to }) => to <= (at && isBegun(at) ? at.from : caret));
  if (!at || !isBegun(at)) {
    const inside = at !== undefined && (caret < at.to || at.kind === 'number' || at.kind === 'text');
    return asked && !inside ? { from: caret, to: caret, proposals: fitting(before, names) } : undefined;
  }
  const isQuoted = at.text.startsWith('"');
  const typed = text.slice(at.from, caret).replace(/^"/, '').replaceAll('""', '"');
  const to = isQuoted && at.kind === 'quoted' ? at.to : caret;
  const offered = fitting(before, names).filter(({ kind }) => !isQuoted || kind === 'column');
  const proposals = rank(offered, typed, ({ label }) => label);
  const [first] = proposals;
  if (!first || (!asked && proposals.length === 1 && first.insert === text.slice(at.from, to))) return undefined;
  if (!asked && first.kind === 'keyword' && first.label === typed.toLowerCase()) return undefined;
  return { from: at.from, to, proposals };
}

const isBegun = ({ kind, text }: Token): boolean =>
  kind === 'name' || kind === 'function' || kind === 'keyword' || kind === 'quoted' || kind === 'parameter' || /^["$]/.test(text);

const KEPT: ReadonlySet<string> = new Set(['null', 'true', 'false', 'end']);
const endsValue = ({ kind, text }: Token): boolean =>
  ['name', 'quoted', 'number', 'text', 'parameter'].includes(kind) || text === ')' || (kind === 'keyword' && KEPT.has(text.toLowerCase()));

/** All that may come after some tokens: words that join after a value, else values, those of a type that fits first. */
function fitting(before: readonly Token[], { columns, parameters }: Names): readonly Proposal[] {
  const last = before.at(-1);
  if (last && endsValue(last)) return joining(before);
  const fits = fitAfter(before, columns);
  const values = [...columns.map(columnProposal), ...parameters.map(parameterProposal)];
  if (!fits) return [...values, ...FUNCTION_PROPOSALS, ...VALUE_WORDS];
  const isFit = ({ type }: Proposal): boolean => type !== undefined && fits(type);
  return [...values.filter(isFit), ...FUNCTION_PROPOSALS, ...values.filter((one) => !isFit(one)), ...VALUE_WORDS];
}

const columnProposal = ({ name, type, role }: Column): Proposal => ({
  kind: 'column',
  label: name,
  insert: showName(name),
  type,
  aside: role,
});

const parameterProposal = ({ name, type, value, doc }: WorkflowParam): Proposal => ({
  kind: 'parameter',
  label: `$${name}`,
  insert: `$${name}`,
  type,
  aside: typeof value === 'string' ? value : value === null ? 'not set' : JSON.stringify(value),
  doc,
});

const FUNCTION_PROPOSALS: readonly Proposal[] = CALLABLE.map(({ name, signature, doc }) => ({
  kind: 'function',
  label: name,
  insert: name,
  signature,
  doc,
}));

const word = (label: string, doc: string, insert = `${label} |`, signature?: string): Proposal => ({
  kind: 'keyword',
  label,
  insert,
  doc,
  signature,
});
const operator = (fn: Fn, label: string, insert?: string): Proposal => word(label, FUNCTIONS[fn].doc, insert, FUNCTIONS[fn].signature);

const VALUE_WORDS: readonly Proposal[] = [
  operator('not', 'not'),
  operator('case', 'case', 'case when | then  else  end'),
  word('true', 'Yes.', 'true'),
  word('false', 'No.', 'false'),
  word('null', 'A missing value.', 'null'),
  word('date', 'A day written out.', "date '|'", "date '2024-01-31'"),
  word('timestamp', 'A moment written out.', "timestamp '|'", "timestamp '2024-01-31 10:00:00'"),
];

const JOINING_WORDS: readonly Proposal[] = [
  operator('and', 'and'),
  operator('or', 'or'),
  operator('in', 'in', 'in (|)'),
  word('not in', 'Equal to none of the listed values.', 'not in (|)', 'a not in (b, c, …)'),
  word('between', 'At least the first and at most the second value.', 'between |', 'a between b and c'),
  operator('like', 'like', "like '|'"),
  operator('is_null', 'is null', 'is null'),
  word('is not null', 'The value is there.', 'is not null', 'a is not null'),
];

const CASE_WORDS: readonly Proposal[] = [
  word('then', 'The value where the condition before it is true.'),
  word('when', 'The next condition.'),
  word('else', 'The value where no condition is true.'),
  word('end', 'The end of the case.', 'end'),
];

function joining(before: readonly Token[]): readonly Proposal[] {
  const words = before.filter(({ kind }) => kind === 'keyword').map(({ text }) => text.toLowerCase());
  return words.lastIndexOf('case') > words.lastIndexOf('end') ? [...CASE_WORDS, ...JOINING_WORDS] : JOINING_WORDS;
}

/** Which types make sense after some tokens; nothing where every type does. */
function fitAfter(before: readonly Token[], columns: Schema): ((type: DType) => boolean) | undefined {
  const last = before.at(-1);
  const other = before.at(-2);
  if (!last) return undefined;
  const fn = OPERATORS.get(last.text)?.fn;
  if (fn && last.kind === 'operator') {
    const left = other && typeOfToken(other, columns);
    return left && ((type) => accepts(fn, [left, type]));
  }
  if (last.text !== '(' && last.text !== ',') return undefined;
  const call = callIn(before);
  const called = call && CALLED.get(call.name.toLowerCase());
  if (!call || !called) return undefined;
  const others = Array.from({ length: call.index }, (): ExprType => 'null');
  return fitOf(called, others);
}

/** Only where the function takes some types and refuses others: one that wants its other values written out refuses all. */
function fitOf(fn: Fn, others: readonly ExprType[]): ((type: DType) => boolean) | undefined {
  const fits = (type: DType): boolean => accepts(fn, [...others, type]);
  return (['int', 'string', 'date', 'bool', 'timestamp'] as const).some(fits) ? fits : undefined;
}

function accepts(fn: Fn, types: readonly ExprType[]): boolean {
  try {
    FUNCTIONS[fn].type(
      types.map((type) => ({ type, nullable: true })),
      fn,
    );
    return true;
  } catch {
    return false;
  }
}

function typeOfToken({ kind, text }: Token, columns: Schema): ExprType | undefined {
  if (kind === 'number') return 'double';
  if (kind === 'text') return 'string';
  if (kind === 'name') return findColumn(columns, text)?.type;
  return kind === 'quoted' ? findColumn(columns, text.slice(1, -1).replaceAll('""', '"'))?.type : undefined;
}
