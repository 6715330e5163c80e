import { isParamRef, type Json, type ListParam, type Param, type Params, type SavedParams } from './params.ts';
import { tokens, type Token } from './parse-expr.ts';
import { showName } from './show.ts';
import type { Span } from './expr.ts';

/** Where a value stands among a node's settings: the param, and for a record of a list its index and the param in it. */
export type Path = readonly [param: string, ...record: readonly (number | string)[]];

/** A place in a node's settings that names a column of an input. */
export interface ColumnUse {
  readonly path: Path;
  /** The input port whose column it is. */
  readonly port: string;
  readonly column: string;
  /** In an expression, where the name stands in the text. */
  readonly at?: Span;
}

/** Another name for a column of an input. */
export interface Renaming {
  readonly port: string;
  readonly from: string;
  readonly to: string;
}

/** All places that name a column, in the order of the params; those not saved have their defaults. */
export function usesOf(params: Params, saved: SavedParams): ColumnUse[] {
  const uses: ColumnUse[] = [];
  walk(params, saved, (path, param, value, own) => {
    uses.push(...namesIn(param, value, own).map(({ name, at }) => ({ path, port: param.from, column: name, ...(at && { at }) })));
    return value;
  });
  return uses;
}

/**
 * The settings with another name for a column wherever they use it, or only where `at` says so. They are the same
 * object where nothing names it. A column that is chosen already is not listed twice.
 */
export function withColumn(params: Params, saved: SavedParams, renaming: Renaming, at: (path: Path) => boolean = () => true): SavedParams {
  return walk(params, saved, (path, param, value, own) =>
    param.from === renaming.port && !own.has(renaming.from) && at(path) ? renamed(param, value, renaming) : value,
  );
}

/** The settings without a column wherever they choose it; expressions stay as they are. */
export function withoutColumn(params: Params, saved: SavedParams, port: string, name: string, at: (path: Path) => boolean): SavedParams {
  return walk(params, saved, (path, param, value) => {
    if (param.from !== port || !at(path)) return value;
    if (param.kind === 'column') return value === name ? '' : value;
    return param.kind === 'columns' && isNames(value) && value.includes(name) ? value.filter((one) => one !== name) : value;
  });
}

/** The value at a path; nothing where there is none. */
export function valueAt(saved: SavedParams, [param, ...rest]: Path): Json | undefined {
  let value: Json | undefined = saved.find(([name]) => name === param)?.[1];
  for (const part of rest) {
    if (value !== undefined && isList(value)) value = value[Number(part)];
    else if (isRecord(value)) value = Object.entries(value).find(([name]) => name === part)?.[1];
    else return undefined;
  }
  return value;
}

type Naming = Extract<Param, { from: string; kind: 'column' | 'columns' | 'expr' }>;
/** `own` holds the columns that records before this one have made: they are not the input's. */
type Visit = (path: Path, param: Naming, value: Json, own: ReadonlySet<string>) => Json;

const isNaming = (param: Param): param is Naming => param.kind === 'column' || param.kind === 'columns' || param.kind === 'expr';
const isNames = (value: Json): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isRecord = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const none: ReadonlySet<string> = new Set();

/** Visits every value that names columns, and gives the settings with what the visits give; the same object where that is the same. */
function walk(params: Params, saved: SavedParams, visit: Visit): SavedParams {
  const next = new Map(saved);
  let changed = false;
  const given = new Map(saved);
  for (const [name, param] of Object.entries(params)) {
    const value = given.has(name) ? given.get(name)! : (param.default as Json);
    const now = walkValue([name], param, value, none, visit);
    if (now === value) continue;
    changed = true;
    next.set(name, now);
  }
  return changed ? [...next] : saved;
}

function walkValue(path: Path, param: Param, value: Json, own: ReadonlySet<string>, visit: Visit): Json {
  if (isParamRef(value)) return value;
  if (isNaming(param)) return visit(path, param, value, own);
  if (param.kind !== 'list' || !isList(value)) return value;
  const made = new Set<string>();
  const next = value.map((record, i) => {
    if (!isRecord(record)) return record;
    const now = walkRecord([...path, i], param, record, new Set(made), visit);
    const name = param.adds && Object.entries(record).find(([key]) => key === param.adds![0])?.[1];
    if (typeof name === 'string') made.add(name);
    return now;
  });
  return next.some((record, i) => record !== value[i]) ? next : value;
}

function walkRecord(
  path: Path,
  { item }: ListParam,
  record: { readonly [name: string]: Json },
  own: ReadonlySet<string>,
  visit: Visit,
): Json {
  let changed = false;
  const next = Object.entries(record).map(([name, value]) => {
    const param = Object.hasOwn(item, name) ? item[name]! : undefined;
    const now = param ? walkValue([...path, name], param, value, own, visit) : value;
    changed ||= now !== value;
    return [name, now] as const;
  });
  return changed ? Object.fromEntries(next) : record;
}

interface Named {
  readonly name: string;
  readonly at?: Span;
}

function namesIn({ kind }: Naming, value: Json, own: ReadonlySet<string>): Named[] {
  if (kind === 'columns') return isNames(value) ? value.map((name) => ({ name })) : [];
  if (typeof value !== 'string' || value === '') return [];
  return kind === 'column' ? [{ name: value }] : columnsInText(value).filter(({ name }) => !own.has(name));
}

function renamed({ kind }: Naming, value: Json, { from, to }: Renaming): Json {
  if (kind === 'column') return value === from ? to : value;
  if (kind === 'columns')
    return isNames(value) && value.includes(from) ? [...new Set(value.map((one) => (one === from ? to : one)))] : value;
  return typeof value === 'string' ? renamedText(value, from, to) : value;
}

/** The columns that the text of an expression names, and where. It also reads what is half written. */
export function columnsInText(text: string): (Named & { readonly at: Span })[] {
  const all = tokens(text);
  return all.flatMap((token, i) => (isColumn(token, all[i - 1], all[i + 1]) ? [{ name: nameOf(token), at: [token.from, token.to] }] : []));
}

/** A type after `::` or `as`, and the word before a quoted day, are no columns. */
function isColumn({ kind, text }: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (kind === 'quoted') return true;
  if (kind !== 'name' || before?.text === '::' || before?.text.toLowerCase() === 'as') return false;
  return !(after?.kind === 'text' && /^(date|timestamp)$/i.test(text));
}

const nameOf = ({ kind, text }: Token): string => (kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text);

/** The text with another name for a column: blanks stay, and quotes come where the name or its neighbours need them. */
function renamedText(text: string, from: string, to: string): string {
  let next = '';
  let done = 0;
  for (const { name, at } of columnsInText(text)) {
    if (name !== from) continue;
    const bare = showName(to);
    const touches = isWordy(text[at[0] - 1]) || isWordy(text[at[1]]);
    next += text.slice(done, at[0]) + (touches && bare === to ? `"${to}"` : bare);
    done = at[1];
  }
  return next + text.slice(done);
}

const isWordy = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{M}\p{N}_$]/u.test(character);
