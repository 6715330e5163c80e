import { nodeTypes } from '../../nodes/index.ts';
import { usesOf, valueAt, withColumn, withoutColumn, type Path } from '../core/column-uses.ts';
import type { Issue } from '../core/compile.ts';
import { candidatesFor, guesses, lackOf, measuresIn } from '../core/guess.ts';
import { likelyColumns } from '../core/likely-columns.ts';
import type { AnyNodeType } from '../core/node.ts';
import type { ColumnParam, Json, ListParam, Param, SavedParams } from '../core/params.ts';
import { findColumn, type Cause, type Column, type DType, type Schema } from '../core/schema.ts';
import { paramOf } from '../core/workflow-nodes.ts';
import { freeId, itemsOf, nodeById, wiresInto, type Edge, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import { connectionProblem, withNode, withoutEdge, withRoom, withWire } from './edits.ts';
import { recordOf } from './inspector/form.ts';
import { issueOf, nameOf } from './node-state.ts';
import { schemaIn, schemaOut } from './schemas.ts';
import type { State } from './store.ts';

/** A way out of an issue: an edit that is one undo step, or the choice of a file. Its label is a verb with its object. */
export type Fix = { readonly label: string } & ({ readonly apply: (workflow: Workflow) => Workflow } | { readonly choose: 'file' });

type Known = Pick<State, 'workflow' | 'compiled'> & Partial<Pick<State, 'ran'>>;

interface Place {
  readonly state: Known;
  readonly issue: Issue;
  readonly node: WorkflowNode;
  readonly type: AnyNodeType;
}

/** What can be done about an issue, the likeliest first. */
export function fixesFor(issue: Issue, state: Known): Fix[] {
  const node = nodeById(state.workflow, issue.node);
  const type = nodeTypes.get(node?.type ?? '');
  if (!node || !type) return [];
  const place: Place = { state, issue, node, type };
  return issue.about ? fixesAbout(issue.about, place) : [...otherTypes(place), ...otherWords(place)];
}

/** The same for a node, whatever is wrong with it. */
export function fixesOf(state: Known, node: string): Fix[] {
  const issue = issueOf(state.compiled, node);
  return issue ? fixesFor(issue, state) : [];
}

function fixesAbout(about: Cause, place: Place): Fix[] {
  switch (about.kind) {
    case 'missing-column':
      return otherColumns(about.column, place);
    case 'no-column':
      return chosenColumns(place);
    case 'wrong-type':
      return retyped(about.column, about.needs, place);
    case 'no-file':
      return [{ label: 'Choose the file', choose: 'file' }];
    case 'no-setting':
      return [{ label: `Remove "${about.name}"`, apply: withParams(place.node, (p) => p.filter(([name]) => name !== about.name)) }];
    case 'no-wire':
      return connections(about.port, place);
    case 'many-wires':
      return [{ label: 'Put a Concatenate in between', apply: (w) => withConcatenate(w, place.node.id, about.port) }];
    case 'stray-wire':
      return strayWires(about.port, place);
    case 'loop':
      return brokenLoop(place);
  }
}

const withParams =
  ({ id }: WorkflowNode, change: (params: SavedParams) => SavedParams) =>
  (workflow: Workflow): Workflow => ({
    ...workflow,
    nodes: workflow.nodes.map((n) => (n.id === id ? { ...n, params: change(n.params) } : n)),
  });

const withParam = (params: SavedParams, name: string, value: Json): SavedParams => [
  ...params.filter(([other]) => other !== name),
  [name, value],
];

const columnsInto = ({ state: { workflow, compiled }, node }: Place, port: string): Schema | undefined =>
  schemaIn(workflow, compiled, node.id, port);

function otherColumns(missing: string, place: Place): Fix[] {
  const { node, type, state } = place;
  const ports = new Map<string, Path[]>();
  for (const { port, column, path } of usesOf(type.params, node.params))
    if (column === missing) ports.set(port, [...(ports.get(port) ?? []), path]);
  return [...ports].flatMap(([port, paths]): Fix[] => {
    const schema = columnsInto(place, port);
    if (!schema || findColumn(schema, missing)) return [];
    const types = paths.map((path) => typesAt(type, path)).find((some) => some !== undefined);
    const was = columnBefore(state, node.id, port, missing);
    const { best } = likelyColumns(missing, types ? schema.filter((c) => types.includes(c.type)) : schema, was);
    const remove = withParams(node, (p) => withoutColumn(type.params, p, port, missing, (path) => paramAt(type, path)?.kind === 'columns'));
    return [
      ...best.map(({ name }) => ({
        label: `Use ${name}`,
        apply: withParams(node, (p) => withColumn(type.params, p, { port, from: missing, to: name })),
      })),
      ...(paths.some((path) => paramAt(type, path)?.kind === 'columns') ? [{ label: `Remove ${missing}`, apply: remove }] : []),
    ];
  });
}

/** What a column was when the node last ran. */
export function columnBefore({ ran }: Pick<Known, 'ran'>, node: string, port: string, name: string): Column | undefined {
  const [op] = ran?.get(node)?.compiled.inputs.get(port) ?? [];
  return op && op.kind !== 'fit' ? findColumn(op.schema, name) : undefined;
}

function paramAt(type: AnyNodeType, [name, , inner]: Path): Param | undefined {
  const param = paramOf(type, name);
  return param?.kind === 'list' && typeof inner === 'string' ? param.item[inner] : param;
}

function typesAt(type: AnyNodeType, path: Path): readonly DType[] | undefined {
  const param = paramAt(type, path);
  return param?.kind === 'column' || param?.kind === 'columns' ? param.types : undefined;
}

function chosenColumns(place: Place): Fix[] {
  const { issue, type } = place;
  const name = issue.param ?? '';
  const param = paramOf(type, name);
  if (param?.kind === 'list') return pairs(name, param, place);
  if (param?.kind !== 'column' && param?.kind !== 'columns') return [];
  const schema = columnsInto(place, param.from);
  if (!schema) return [];
  return [
    ...allGuessed(name, place),
    ...(param.kind === 'columns' ? measured(name, measuresIn(schema, param), place) : single(name, param, schema, place)),
  ];
}

/** All that a new node would begin with, where more than this one setting is still empty. */
function allGuessed(name: string, place: Place): Fix[] {
  const { node, type } = place;
  const set = new Map(node.params);
  const found = guesses(type.params, (port) => columnsInto(place, port)).filter((one) => isEmpty(set.get(one.name)));
  if (found.length < 2 || !found.some((one) => one.name === name)) return [];
  const words = found.map(({ value }) => (typeof value === 'string' ? value : numberColumns(value as readonly string[])));
  const label = `Use ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return [{ label, apply: withParams(node, (p) => found.reduce((params, one) => withParam(params, one.name, one.value), p)) }];
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === '' || (Array.isArray(value) && !value.length);

const numberColumns = (names: readonly string[]): string => (names.length === 1 ? names[0]! : `${names.length} number columns`);

function measured(name: string, columns: readonly string[], { node }: Place): Fix[] {
  if (!columns.length) return [];
  const label = `Use ${columns.length === 1 ? '' : 'the '}${numberColumns(columns)}`;
  return [{ label, apply: withParams(node, (p) => withParam(p, name, columns)) }];
}

const MOST_CHOICES = 3;

function single(name: string, param: ColumnParam, schema: Schema, { type, node }: Place): Fix[] {
  const guess = guesses(type.params, (port) => (port === param.from ? schema : undefined)).find((one) => one.name === name)?.value;
  const names = candidatesFor(param, schema).map((column) => column.name);
  const ordered = typeof guess === 'string' ? [guess, ...names.filter((one) => one !== guess)] : names;
  return ordered
    .slice(0, MOST_CHOICES)
    .map((column) => ({ label: `Use ${column}`, apply: withParams(node, (p) => withParam(p, name, column)) }));
}

/** Pairs of columns that both of two inputs have, those that tell rows apart first. */
function pairs(name: string, { item }: ListParam, place: Place): Fix[] {
  const [left, right] = Object.entries(item).flatMap(([key, param]) => (param.kind === 'column' ? [[key, param] as const] : []));
  if (!left || !right || left[1].from === right[1].from) return [];
  const [one, other] = [columnsInto(place, left[1].from), columnsInto(place, right[1].from)];
  const shared = (one ?? []).filter((column) => other && findColumn(other, column.name)?.type === column.type);
  return shared
    .toSorted((a, b) => Number(b.role === 'id') - Number(a.role === 'id'))
    .slice(0, MOST_CHOICES)
    .map((column) => ({
      label: `Match by ${column.name}`,
      apply: withParams(place.node, (p) => withParam(p, name, [{ [left[0]]: column.name, [right[0]]: column.name }])),
    }));
}

const TYPE_WORDS: Readonly<Record<DType, string>> = {
  bool: 'yes or no',
  int: 'a whole number',
  double: 'a number',
  string: 'text',
  date: 'a date',
  timestamp: 'a date with time',
};

/** A step before the node that gives a column another type; or the node without it. */
function retyped(name: string, needs: DType, place: Place): Fix[] {
  const { node, type, state } = place;
  const uses = usesOf(type.params, node.params).filter((use) => use.column === name);
  const port = uses.find((use) => columnsInto(place, use.port)?.some((c) => c.name === name))?.port;
  const wire = state.workflow.edges.find(({ to }) => to[0] === node.id && to[1] === port);
  const column = port && columnsInto(place, port)?.find((c) => c.name === name);
  if (!column || !wire) return [];
  const can = column.type === 'string' || needs === 'string';
  const without = withParams(node, (p) => withoutColumn(type.params, p, port, name, (path) => paramAt(type, path)?.kind === 'columns'));
  return [
    ...(can ? [{ label: `Make ${name} ${TYPE_WORDS[needs]} before`, apply: (w: Workflow) => withTyped(w, wire, name, needs) }] : []),
    ...(uses.some(({ path }) => paramAt(type, path)?.kind === 'columns') ? [{ label: `Leave ${name} out`, apply: without }] : []),
  ];
}

function withTyped(workflow: Workflow, { from, to }: Edge, column: string, type: DType): Workflow {
  const params: SavedParams = [
    ['mode', 'edit'],
    ['columns', [{ column, type }]],
  ];
  return withNode(workflow, newNode(workflow, 'select-columns', to[0], params), {
    from: { node: from[0], port: from[1], kind: 'table' },
    to: { node: to[0], port: to[1], kind: 'table' },
  });
}

/** A node to go right before another. */
function newNode(workflow: Workflow, type: string, before: string, params: SavedParams = []): WorkflowNode {
  const id = freeId(type, new Set(itemsOf(workflow).map((item) => item.id)));
  const { at } = nodeById(workflow, before)!;
  return { id, type, version: nodeTypes.get(type)!.version, params, at };
}

/** Columns whose type a setting does not take, where the issue does not say so itself. */
function otherTypes(place: Place): Fix[] {
  const { node, type } = place;
  return usesOf(type.params, node.params).flatMap(({ path, port, column }) => {
    const types = typesAt(type, path);
    const found = columnsInto(place, port)?.find((c) => c.name === column);
    const needs = types && (types.includes('double') ? 'double' : types[0]);
    return found && types && needs && !types.includes(found.type) ? retyped(column, needs, place) : [];
  });
}

/** The word that was meant, in the text of an expression. */
function otherWords({ issue, node, type }: Place): Fix[] {
  const { at, meant, param: name } = issue;
  const param = paramOf(type, name ?? '');
  if (!at || meant === undefined || name === undefined || !param) return [];
  const record = param.kind === 'list' ? recordOf(issue, param.one) : undefined;
  const inner = param.kind === 'list' ? Object.keys(param.item).find((key) => param.item[key]!.kind === 'expr') : undefined;
  const path: Path = record && inner ? [name, record.index, inner] : [name];
  const text = valueAt(node.params, path);
  if (typeof text !== 'string') return [];
  const next = text.slice(0, at[0]) + meant + text.slice(at[1]);
  return [{ label: `Use ${meant}`, apply: withParams(node, (p) => withText(p, path, next)) }];
}

function withText(params: SavedParams, [name, index, inner]: Path, text: string): SavedParams {
  if (index === undefined) return withParam(params, name, text);
  const records = valueAt(params, [name]) as readonly { readonly [key: string]: Json }[];
  const next = records.map((record, i) =>
    i === index ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key, key === inner ? text : value])) : record,
  );
  return params.map((pair) => (pair[0] === name ? [name, next] : pair));
}

const MOST_CONNECTIONS = 5;

function connections(port: string, { state: { workflow, compiled }, node, type }: Place): Fix[] {
  const uses = usesOf(type.params, node.params).filter((use) => use.port === port && valueAt(node.params, use.path) !== undefined);
  const wired = new Set(workflow.edges.map(({ from }) => JSON.stringify(from)));
  const own = new Set(workflow.edges.flatMap(({ from, to }) => (to[0] === node.id ? [JSON.stringify(from)] : [])));
  const found = workflow.nodes.flatMap((source) => {
    const outputs = Object.keys(nodeTypes.get(source.type)?.outputs ?? {});
    return outputs.flatMap((output, i) => {
      const from = [source.id, output] as const;
      if (connectionProblem(workflow, from, [node.id, port]) !== undefined) return [];
      const schema = schemaOut(compiled, source.id, output);
      const fits = schema ? uses.every((use) => findColumn(schema, use.column)) : undefined;
      const lacks = schema !== undefined && lackOf(type, (other) => (other === port ? schema : undefined)) !== undefined;
      const key = JSON.stringify(from);
      const score =
        (fits && uses.length ? 8 : 0) -
        (fits === false || lacks ? 8 : 0) +
        (wired.has(key) ? 0 : 4) -
        (own.has(key) ? 6 : 0) +
        (output === port ? 2 : i ? -3 : 0);
      const away = Math.hypot(node.at[0] - source.at[0], node.at[1] - source.at[1]) + (source.at[0] >= node.at[0] ? 1000 : 0);
      const name = outputs.length > 1 ? `${nameOf(workflow, source.id)}, ${output}` : nameOf(workflow, source.id);
      return [{ score, away, fix: { label: `Connect to ${name}`, apply: (w: Workflow) => withWire(w, from, [node.id, port]) } }];
    });
  });
  return found
    .toSorted((a, b) => b.score - a.score || a.away - b.away)
    .slice(0, MOST_CONNECTIONS)
    .map(({ fix }) => fix);
}

function strayWires(port: string, { state: { workflow }, node }: Place): Fix[] {
  const into = workflow.edges.filter(({ to }) => to[0] === node.id && to[1] === port);
  const wrong = into.filter(({ from, to }) => connectionProblem(workflow, from, to) !== undefined);
  const wires = wrong.length ? wrong : into;
  return wires.length ? [{ label: 'Remove the wire', apply: (w) => wires.reduce(withoutEdge, w) }] : [];
}

function withConcatenate(workflow: Workflow, node: string, port: string): Workflow {
  const wires = workflow.edges.filter(({ to }) => to[0] === node && to[1] === port);
  const bare = wires.reduce(withoutEdge, workflow);
  const added = newNode(workflow, 'concatenate', node);
  const placed = withNode(withRoom(bare, added.at, node), added);
  const joined = wires.reduce((w, { from }) => withWire(w, from, [added.id, 'tables']), placed);
  return withWire(joined, [added.id, 'table'], [node, port]);
}

/** The loop that a node is in, or behind, without the wire that leads furthest back. */
function brokenLoop({ state: { workflow }, node }: Place): Fix[] {
  const loop = loopBefore(workflow.edges, node.id);
  const x = (id: string): number => nodeById(workflow, id)?.at[0] ?? 0;
  const [back] = loop.toSorted((a, b) => x(b.from[0]) - x(b.to[0]) - (x(a.from[0]) - x(a.to[0])));
  if (!back) return [];
  const label = `Remove the wire from ${nameOf(workflow, back.from[0])} to ${nameOf(workflow, back.to[0])}`;
  return [{ label, apply: (w) => withoutEdge(w, back) }];
}

/** The wires of the first loop that is met going upstream; there may be many nodes on the way, so it does not recurse. */
function loopBefore(edges: readonly Edge[], start: string): Edge[] {
  const way: { readonly id: string; readonly left: Edge[]; readonly by?: Edge }[] = [{ id: start, left: [...wiresInto(edges, start)] }];
  const done = new Set<string>();
  while (way.length) {
    const here = way.at(-1)!;
    const edge = here.left.pop();
    if (!edge) {
      done.add(here.id);
      way.pop();
      continue;
    }
    const met = way.findIndex(({ id }) => id === edge.from[0]);
    if (met >= 0) return [...way.slice(met + 1).flatMap(({ by }) => by ?? []), edge];
    if (!done.has(edge.from[0])) way.push({ id: edge.from[0], left: [...wiresInto(edges, edge.from[0])], by: edge });
  }
  return [];
}
