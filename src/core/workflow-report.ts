import type * as z from 'zod';
import type { Json } from './params.ts';
import { isObject, type JsonObject } from './workflow-json.ts';
import { ID, type Shape } from './workflow-schema.ts';
import type { Private } from './workflow-share.ts';

/**
 * What a file says that could not be taken as it stands. After an `error` the workflow does not do all that the file
 * says; after a `warning` it does, though the file wanted mending. `field` is a path in the file: `nodes[3].params.k`.
 */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly fix?: string | undefined;
  readonly node?: string | undefined;
  readonly field?: string | undefined;
}

export type Report = (problem: Problem) => void;

export interface Where {
  readonly node?: string;
  readonly field?: string;
}

/** The fields of `record` that are as `shape` wants them; the others, and those it does not know, are reported. */
export function fieldsOf<S extends Shape>(
  record: JsonObject,
  shape: S,
  { node, field: parent }: Where,
  report: Report,
): { readonly [K in keyof S]?: z.infer<S[K]> | undefined } {
  const good: [string, Json][] = [];
  for (const [name, value] of Object.entries(record)) {
    const field = parent ? `${parent}.${name}` : name;
    const check = Object.hasOwn(shape, name) ? shape[name]! : undefined;
    const problem = check?.safeParse(value).error?.issues[0]?.message;
    if (!check)
      report({
        level: 'warning',
        node,
        field,
        message: `"${name}" means nothing here.`,
        fix: 'It is left out when the workflow is saved.',
      });
    else if (problem !== undefined) report({ level: 'error', node, field, message: `"${name}" ${problem}, not ${shown(value)}.` });
    else good.push([name, value]);
  }
  return Object.fromEntries(good) as { readonly [K in keyof S]?: z.infer<S[K]> };
}

export interface Item {
  readonly record: JsonObject;
  readonly field: string;
}

/** The objects of a list, each with its path; what is no object is reported. */
export function itemsOf(list: readonly Json[] | undefined, parent: string, report: Report): Item[] {
  return (list ?? []).flatMap((record, i) => {
    const field = `${parent}[${i}]`;
    if (isObject(record)) return [{ record, field }];
    report({ level: 'error', field, message: `${field} must be an object, not ${shown(record)}.` });
    return [];
  });
}

export function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Ids as they may be: of the allowed letters, and unique, also among those `taken`. What is neither is given a new one. */
export function readIds(
  items: readonly Item[],
  like: string,
  report: Report,
  taken: readonly string[] = [],
): { readonly id: string; readonly called: string | undefined }[] {
  const calls = items.map(({ record }) => (typeof record.id === 'string' || typeof record.id === 'number' ? String(record.id) : undefined));
  const first = new Map<string | undefined, number>();
  calls.forEach((called, i) => first.has(called) || first.set(called, i));
  for (const id of taken) first.set(id, -1);
  const isFirst = (called: string | undefined, i: number): boolean => called !== undefined && first.get(called) === i;
  const free = freeNames([...calls.filter(isId), ...taken]);
  return calls.map((called, i) => {
    if (isFirst(called, i) && isId(called)) return { id: called, called };
    const id = free(slug(called ?? '') || like);
    report({ node: id, field: `${items[i]!.field}.id`, ...renaming(called, isFirst(called, i), id) });
    return { id, called: isFirst(called, i) ? called : undefined };
  });
}

function renaming(called: string | undefined, isFirst: boolean, id: string): Pick<Problem, 'level' | 'message'> {
  if (called === undefined) return { level: 'error', message: `"id" must be text. It is called "${id}" now.` };
  if (!isFirst)
    return {
      level: 'error',
      message: `The id ${shown(called)} stands twice. The second is called "${id}" now, and the wires stay with the first.`,
    };
  return {
    level: 'warning',
    message: `The id ${shown(called)} must begin with a letter a to z and hold letters, digits and hyphens. It is called "${id}" now.`,
  };
}

const ID_PATTERN = new RegExp(ID);
const isId = (called: string | undefined): called is string => called !== undefined && called.length <= 100 && ID_PATTERN.test(called);

const slug = (text: string): string =>
  text
    .slice(0, 80)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');

/** Gives each name once: as it is wanted, or numbered from 2 on where it is taken. */
export function freeNames(names: Iterable<string> = []): (wanted: string) => string {
  const taken = new Set(names);
  const next = new Map<string, number>();
  return (wanted) => {
    let name = wanted;
    for (let i = next.get(wanted) ?? 2; taken.has(name); i++) {
      name = `${wanted}-${i}`;
      next.set(wanted, i + 1);
    }
    taken.add(name);
    return name;
  };
}

export const PRIVATE: Readonly<Record<Private, (name: string) => Pick<Problem, 'message' | 'fix'>>> = {
  secret: (name) => ({
    message: `"${name}" looks like a secret.`,
    fix: 'Saving writes ${env:NAME} in its place, which a run fills from its environment.',
  }),
  path: (name) => ({ message: `"${name}" leads out of the workflow's folder.`, fix: 'Saving writes only the file name.' }),
};
