import type { AnyNodeType, NodeTypes } from './node.ts';
import { isParamRef, valueProblem, type Json, type SavedParams } from './params.ts';
import { listed, nearestName } from './schema.ts';
import { fieldsOf, itemsOf, PRIVATE, readIds, shown, type Problem, type Report, type Where } from './workflow-report.ts';
import { NODE } from './workflow-schema.ts';
import { shared } from './workflow-share.ts';
import type { Edge, Endpoint, WorkflowNode } from './workflow.ts';

export interface ReadNode {
  /** How edges and layout call it; undefined where a node before it has the same id. */
  readonly called: string | undefined;
  readonly field: string;
  readonly node: Omit<WorkflowNode, 'at'>;
  readonly type: AnyNodeType | undefined;
  /** Ports that were renamed since it was saved. */
  readonly ports: ReadonlyMap<string, string>;
}

export function readNodes(list: readonly Json[] | undefined, types: NodeTypes, report: Report): ReadNode[] {
  const items = itemsOf(list, 'nodes', report);
  const ids = readIds(items, 'node', report);
  return items.map(({ record, field }, i) => {
    const { id, called } = ids[i]!;
    const { type: text, label, disabled, pinned, params = {} } = fieldsOf(record, NODE, { node: id, field }, report);
    if (record.type === undefined) report({ level: 'error', node: id, field, message: 'The node does not say which type it is.' });
    const typed = readType(text, types, { node: id, field: `${field}.type` }, report);
    const { version, params: migrated } = migrate(Object.entries(params), typed, { node: id, field }, report);
    reportParams(migrated, typed, { node: id, field: `${field}.params` }, report);
    return {
      called,
      field,
      type: typed.known,
      ports: new Map(typed.known && typed.version < typed.known.version ? typed.known.ports : []),
      node: {
        id,
        type: typed.name,
        version,
        ...(label && { label }),
        ...(disabled && { disabled }),
        ...(pinned && { pinned }),
        params: inOrder(migrated, typed.known),
      },
    };
  });
}

/** Params as their type lists them, then those it does not know, as they came. */
export function inOrder(params: SavedParams, type: AnyNodeType | undefined): SavedParams {
  if (!type) return params;
  const given = new Map(params);
  const names = Object.keys(type.params);
  const known = new Set(names);
  return [...names.filter((name) => given.has(name)), ...[...given.keys()].filter((name) => !known.has(name))].map((name) => [
    name,
    given.get(name)!,
  ]);
}

export const paramOf = (type: AnyNodeType | undefined, name: string) =>
  type && Object.hasOwn(type.params, name) ? type.params[name] : undefined;

interface TypeAndVersion {
  readonly name: string;
  readonly version: number;
  readonly known: AnyNodeType | undefined;
}

function readType(text: string | undefined, types: NodeTypes, where: Where, report: Report): TypeAndVersion {
  const [, name = text ?? 'unknown', version] = /^(.+)@([1-9]\d{0,8})$/s.exec(text ?? '') ?? [];
  const known = types.get(name);
  if (!known && text !== undefined) {
    const near = nearestName(name, [...types.keys()]);
    report({
      level: 'error',
      ...where,
      message: `This version has no "${name}" node.`,
      fix: near ? `Did you mean "${near}"? It is kept as it is.` : 'It is kept as it is.',
    });
  }
  return { name, version: version ? Number(version) : (known?.version ?? 1), known };
}

function migrate(
  params: SavedParams,
  { version, known }: TypeAndVersion,
  { node, field }: Where,
  report: Report,
): { version: number; params: SavedParams } {
  if (!known || version === known.version) return { version, params };
  if (version > known.version) {
    report({
      level: 'error',
      node,
      field: `${field}.type`,
      message: `It was made with version ${version} of ${known.title}, and this one has version ${known.version}.`,
      fix: 'It is kept as it is. Open the workflow in a newer version.',
    });
    return { version, params };
  }
  try {
    const migrated = known.migrate?.(new Map(params), version) ?? new Map(params);
    return { version: known.version, params: [...migrated] as SavedParams };
  } catch {
    report({
      level: 'error',
      node,
      field: `${field}.params`,
      message: `The settings of version ${version} of ${known.title} could not be brought up to version ${known.version}.`,
      fix: 'They are kept as they are. Set them again.',
    });
    return { version, params };
  }
}

function reportParams(params: SavedParams, { version, known }: TypeAndVersion, { node, field: parent }: Where, report: Report): void {
  for (const [name, value] of params) {
    const field = `${parent}.${name}`;
    shared(name, value, (why, found) => report({ level: 'warning', node, field, ...PRIVATE[why](found) }));
    if (!known || version > known.version) continue;
    const param = paramOf(known, name);
    const problem = param && !isParamRef(value) ? valueProblem(param, value) : undefined;
    const near = param ? undefined : nearestName(name, Object.keys(known.params));
    if (!param)
      report({
        level: 'error',
        node,
        field,
        message: `${known.title} has no setting "${name}".`,
        fix: near ? `Did you mean "${near}"?` : 'Remove it.',
      });
    else if (problem) report({ level: 'error', node, field, message: `"${name}" ${problem}.` });
  }
}

export function readEdges(list: readonly Json[] | undefined, nodes: readonly ReadNode[], report: Report): Edge[] {
  const byCall = new Map(nodes.flatMap((node) => (node.called === undefined ? [] : [[node.called, node] as const])));
  const taken = new Set<string>();
  return (list ?? []).flatMap((text, i): Edge[] => {
    const field = `edges[${i}]`;
    const leaveOut = (level: Problem['level'], why: string): Edge[] => {
      report({ level, field, message: `The wire ${shown(text)} is left out: ${why}.` });
      return [];
    };
    const ends = typeof text === 'string' && text.length <= 2000 ? text.split('->').map((end) => end.trim()) : [];
    if (ends.length !== 2) return leaveOut('error', 'it must read "node.port -> node.port"');
    const [from, to] = [endpointOf(ends[0]!, byCall, 'outputs'), endpointOf(ends[1]!, byCall, 'inputs')];
    if ('missing' in from) return leaveOut('error', `there is no node "${from.missing}"`);
    if ('missing' in to) return leaveOut('error', `there is no node "${to.missing}"`);
    if (from.at[0] === to.at[0]) return leaveOut('error', 'it leads from a node to itself');
    const key = JSON.stringify([from.at, to.at]);
    if (taken.has(key)) return leaveOut('warning', 'it is there already');
    taken.add(key);
    for (const { problem, fix, at } of [from, to]) if (problem) report({ level: 'error', node: at[0], field, message: problem, fix });
    return [{ from: from.at, to: to.at }];
  });
}

type ReadEndpoint = { readonly missing: string } | { readonly at: Endpoint; readonly problem?: string; readonly fix?: string };

/** `node.port`, or `node` where it has just one. */
function endpointOf(text: string, byCall: ReadonlyMap<string, ReadNode>, side: 'inputs' | 'outputs'): ReadEndpoint {
  const whole = byCall.get(text);
  const dots = [text.indexOf('.'), text.lastIndexOf('.')];
  const dot = whole ? undefined : dots.find((at) => at > 0 && byCall.has(text.slice(0, at)));
  const found = whole ?? (dot === undefined ? undefined : byCall.get(text.slice(0, dot)));
  if (!found) return { missing: text.slice(0, dots[0] === -1 ? undefined : dots[0]) };
  const written = dot === undefined ? '' : text.slice(dot + 1);
  const { node, type, ports } = found;
  const known = type && node.version <= type.version ? Object.keys(type[side]) : undefined;
  const port = written ? (ports.get(written) ?? written) : known?.length === 1 ? known[0]! : '';
  const at: Endpoint = [node.id, port];
  if (!known || known.includes(port)) return { at };
  const kind = side === 'inputs' ? 'input' : 'output';
  const problem = port ? `${type!.title} has no ${kind} "${port}".` : `The wire does not say which ${kind} of ${node.id} it uses.`;
  return { at, problem, fix: known.length ? `There are: ${listed(known)}.` : undefined };
}
