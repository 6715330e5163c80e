import type { Issue } from '../../core/compile.ts';
import type { Json, Param, Params, SavedParams } from '../../core/params.ts';
import { isTable, type Op, type TableOp } from '../../core/plan.ts';
import type { State } from '../store.ts';

/** A param with its name, as a form shows it. */
export interface Asked {
  readonly name: string;
  readonly param: Param;
}

/** The form's sections, in order of first use; the first has no title. */
export function sectionsOf(params: Params): { readonly title: string; readonly fields: readonly Asked[] }[] {
  const sections = new Map<string, Asked[]>([['', []]]);
  for (const [name, param] of Object.entries(params)) {
    const title = param.section ?? '';
    sections.set(title, [...(sections.get(title) ?? []), { name, param }]);
  }
  return [...sections].map(([title, fields]) => ({ title, fields })).filter(({ fields }) => fields.length > 0);
}

/** A param's label: its own, or its name spelled out (`maxRounds` is "Max rounds"). */
export function labelOfParam(name: string, { label }: Param): string {
  if (label !== undefined) return label;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A saved value, or the default where none is saved. */
export const valueIn = (saved: SavedParams, name: string, param: Param): Json => {
  const pair = saved.find(([other]) => other === name);
  return pair ? pair[1] : (param.default as Json);
};

/** Whether a param is shown: `when` names another param and the values at which it matters. */
export function isShown({ when }: Param, params: Params, saved: SavedParams): boolean {
  if (!when) return true;
  const [other, ...values] = when;
  const param = params[other];
  const value = param && valueIn(saved, other, param);
  return values.some((v) => v === value);
}

/** Whether a value is worth marking as changed: only where there is a default to go back to. */
export function isChanged({ kind, default: usual }: Param, value: Json): boolean {
  const settable =
    kind === 'int' || kind === 'number' || kind === 'bool' || kind === 'choice' || kind === 'date' || (kind === 'text' && usual !== '');
  return settable && JSON.stringify(value) !== JSON.stringify(usual);
}

/** A default in words, for the button that goes back to it. */
export function defaultWords(param: Param): string {
  switch (param.kind) {
    case 'bool':
      return param.default ? 'on' : 'off';
    case 'choice':
      return param.labels?.[param.of.indexOf(param.default)] ?? param.default;
    case 'date':
      return typeof param.default === 'string' ? param.default || 'none' : 'the as-of day of the workflow';
    case 'int':
    case 'number':
    case 'text':
      return String(param.default);
    default:
      return 'nothing';
  }
}

/** The table that flows into a port, known from the nodes before it even while this one has mistakes. */
export function tableInto({ workflow, compiled }: State, node: string, port: string): TableOp | undefined {
  const wire = workflow.edges.find(({ to }) => to[0] === node && to[1] === port);
  const op: Op | undefined = wire && compiled.nodes.get(wire.from[0])?.outputs.get(wire.from[1]);
  return op && isTable(op) ? op : undefined;
}

/** What is wrong, as one text. */
export const issueText = ({ message, fix }: Pick<Issue, 'message' | 'fix'>): string => (fix ? `${message} ${fix}` : message);

/**
 * The record of a list that an issue is about, from 0, with the rest of its message; a mistake inside a record begins
 * with the record's name and number ("In measure 2: …").
 */
export function recordOf(issue: Issue, one: string): { readonly index: number; readonly issue: Issue } | undefined {
  const start = `In ${one} `;
  const found = issue.message.startsWith(start) ? /^(\d+): /.exec(issue.message.slice(start.length)) : null;
  return found
    ? { index: Number(found[1]) - 1, issue: { ...issue, message: issue.message.slice(start.length + found[0].length) } }
    : undefined;
}
