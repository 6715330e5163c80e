import { wordsOf } from './likely-columns.ts';
import type { AnyNodeType } from './node.ts';
import type { ColumnParam, ColumnsParam, Guess, Json, Param, Params, SavedParams } from './params.ts';
import { findColumn, isNumeric, type Column, type DType, type Role, type Schema } from './schema.ts';

/** What is known of a node's inputs: the columns of a port, where a table flows into it. */
export type Columns = (port: string) => Schema | undefined;

/** A param that got a value, and whether a role or a name spoke for it, not just its being the only one. */
export interface Guessed {
  readonly name: string;
  readonly value: Json;
  readonly sure: boolean;
}

/**
 * Settings that a new node can begin with: the columns that its descriptors ask for, by role, type and name, where there
 * is no doubt which one is meant.
 */
export function guessParams({ params }: AnyNodeType, columns: Columns): SavedParams {
  return guesses(params, columns).map(({ name, value }) => [name, value]);
}

export function guesses(params: Params, columns: Columns): Guessed[] {
  const found: Guessed[] = [];
  const taken = new Set<string>();
  for (const [name, param] of Object.entries(params)) {
    if (param.kind !== 'column' || !param.guess) continue;
    const schema = columns(param.from);
    if (!schema || (param.default && findColumn(schema, param.default))) continue;
    const guess = guessColumn(param, schema);
    if (!guess) continue;
    taken.add(guess.column);
    found.push({ name, value: guess.column, sure: guess.sure });
  }
  for (const [name, param] of Object.entries(params)) {
    if (param.kind !== 'columns' || !param.guess) continue;
    const measures = measuresIn(columns(param.from) ?? [], param).filter((column) => !taken.has(column));
    if (measures.length) found.push({ name, value: measures, sure: false });
  }
  return found;
}

/** The one column that a param means; nothing where there are several, or none. */
function guessColumn(param: ColumnParam, schema: Schema): { readonly column: string; readonly sure: boolean } | undefined {
  const ranked = fittingColumns(param, schema);
  const [first, second] = ranked;
  if (!first) return undefined;
  if (first.score > 0) return first.score > (second?.score ?? 0) ? { column: first.column.name, sure: true } : undefined;
  return !second && param.types && !param.guess?.role ? { column: first.column.name, sure: false } : undefined;
}

/** The columns that a param may mean, the likeliest first. */
export function candidatesFor(param: ColumnParam, schema: Schema): readonly Column[] {
  return fittingColumns(param, schema).map(({ column }) => column);
}

function fittingColumns({ types, guess }: ColumnParam, schema: Schema): { readonly column: Column; readonly score: number }[] {
  return schema
    .filter((column) => !isAnswer(column.name) && (!types || types.includes(column.type)))
    .flatMap((column) => {
      const score = guess ? likeness(column, guess) : 0;
      return score === undefined ? [] : [{ column, score }];
    })
    .toSorted((a, b) => b.score - a.score);
}

/** How much speaks for a column; nothing where its name says that it is something else. */
function likeness({ name, role }: Column, guess: Guess): number | undefined {
  const words = wordsOf(name);
  const hits = guess.words?.filter((word) => words.includes(word)).length ?? 0;
  if (!hits && guess.not?.some((word) => words.includes(word))) return undefined;
  return (
    (guess.role !== undefined && role === guess.role ? 2 : 0) + (hits ? 3 : 0) - (guess.not?.some((word) => words.includes(word)) ? 2 : 0)
  );
}

/** Columns that hold what is to be found out must never be learned from. */
const isAnswer = (name: string): boolean => /^(planted|target)(_|$)/i.test(name);

const NO_MEASURE: ReadonlySet<Role> = new Set<Role>(['id', 'phone', 'postcode', 'latitude', 'longitude', 'segment']);
const CODES = new Set(
  'id no nr number code key zip plz postcode phone lat lon lng latitude longitude year row line segment cluster'.split(' '),
);

/** The number columns that measure something: no ids, codes or places, nor what was found before; scores only where there is nothing else. */
export function measuresIn(schema: Schema, { types }: Pick<ColumnsParam, 'types'> = {}): string[] {
  const numbers = schema.filter(
    ({ name, type, role }) =>
      isNumeric(type) &&
      (!types || types.includes(type)) &&
      !(role && NO_MEASURE.has(role)) &&
      !isAnswer(name) &&
      !wordsOf(name).some((word) => CODES.has(word)) &&
      !MADE.has(name),
  );
  const plain = numbers.filter(({ name }) => !/(^|_)score$/i.test(name) && name !== 'rfm');
  return (plain.length ? plain : numbers).map((column) => column.name);
}

/** What k-Means and a Predictor add beside the segment. */
const MADE: ReadonlySet<string> = new Set(['distance', 'runner_up', 'probability', 'margin']);

/** What keeps a node of a type from working on tables with these columns, in a few words; nothing where it can. */
export function lackOf(type: AnyNodeType, columns: Columns): string | undefined {
  for (const param of Object.values(type.params)) {
    const lack = isNeeded(param, type.params) ? lackOfParam(param, columns(param.from)) : undefined;
    if (lack) return lack;
  }
  return undefined;
}

type Needed = ColumnParam | ColumnsParam;

/** Whether a node cannot do without it as it comes: not one that is optional, or that another setting has to ask for. */
function isNeeded(param: Param, params: Params): param is Needed {
  if (param.kind !== 'column' && param.kind !== 'columns') return false;
  if (param.when && !param.when.slice(1).some((value) => value === params[param.when![0]]?.default)) return false;
  return param.kind === 'column' ? !param.optional : param.guess !== undefined;
}

function lackOfParam(param: Needed, schema: Schema | undefined): string | undefined {
  if (!schema) return undefined;
  if (!schema.some((column) => !param.types || param.types.includes(column.type))) return `Needs a ${typeWord(param.types)} column`;
  if (param.kind === 'columns') return measuresIn(schema, param).length ? undefined : 'Needs a column that measures something';
  if (param.default && !findColumn(schema, param.default) && !(param.guess && guessColumn(param, schema)?.sure))
    return `Needs a ${param.guess?.called ?? `"${param.default}"`} column`;
  return undefined;
}

function typeWord(types: readonly DType[] = []): string {
  const words = [...new Set(types.map((type) => WORDS[type]))];
  return words.length > 2 ? words[0]! : words.join(' or ');
}

const WORDS: Readonly<Record<DType, string>> = {
  bool: 'yes/no',
  int: 'number',
  double: 'number',
  string: 'text',
  date: 'date',
  timestamp: 'date',
};

/** Whether a table looks made for a type: two or more of the columns it needs are there by role or name. */
export function isMadeFor({ params }: AnyNodeType, columns: Columns): boolean {
  const needed = Object.entries(params).filter(([, param]) => param.kind === 'column' && isNeeded(param, params));
  const sure = new Set(guesses(params, columns).flatMap(({ name, sure: known }) => (known ? [name] : [])));
  return needed.length > 1 && needed.every(([name]) => sure.has(name));
}
