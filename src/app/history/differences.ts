import { nodeTypes } from '../../../nodes/index.ts';
import type { Json } from '../../core/params.ts';
import { edgeId, itemsOf, nodeById, type Edge, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import { labelOfParam } from '../inspector/form.ts';
import { labelOf, nameOf } from '../node-state.ts';

/** What one version has and another has not, in words. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is about: a node, a file, a note. */
  readonly what: string;
  readonly details: readonly Detail[];
}

export interface Detail {
  /** The setting. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What happened on the way from one workflow to another; where cards lie is told as a count. */
export function differences(before: Workflow, after: Workflow): Difference[] {
  const plain = (['title', 'description'] as const).flatMap((name) =>
    before[name] === after[name] ? [] : [{ name, before: short(before[name]), after: short(after[name]) }],
  );
  const params = valueDetails(
    before.params.map((p) => [p.name, p.value]),
    after.params.map((p) => [p.name, p.value]),
  );
  const about = [...plain, ...params];
  return [
    ...(about.length ? [{ kind: 'changed', what: 'The workflow', details: about } as const] : []),
    ...nodeDifferences(before, after),
    ...wireDifferences(before, after),
    ...byName('file ', before.sources, after.sources, (s) => s.path, sourceDetails),
    ...byName(
      'note ',
      keyed(before.notes),
      keyed(after.notes),
      (n) => `“${short(n.text)}”`,
      (a, b) => textDetail('text', a.text, b.text),
    ),
    ...byName(
      'frame ',
      keyed(before.frames),
      keyed(after.frames),
      (f) => `“${short(f.title)}”`,
      (a, b) => [...textDetail('title', a.title, b.title), ...textDetail('text', a.text ?? '', b.text ?? '')],
    ),
    ...moves(before, after),
  ];
}

function nodeDifferences(before: Workflow, after: Workflow): Difference[] {
  const gone = before.nodes.filter((n) => !nodeById(after, n.id));
  return [
    ...after.nodes.flatMap((node): Difference[] => {
      const old = nodeById(before, node.id);
      if (!old) return [{ kind: 'added', what: titled(node), details: [] }];
      const details = nodeDetails(old, node);
      return details.length ? [{ kind: 'changed', what: titled(node), details }] : [];
    }),
    ...gone.map((node): Difference => ({ kind: 'removed', what: titled(node), details: [] })),
  ];
}

/** "k-Means", or "Orders, CSV Reader" where it has a name of its own. */
function titled(node: WorkflowNode): string {
  const title = nodeTypes.get(node.type)?.title ?? node.type;
  return labelOf(node) === title ? title : `${labelOf(node)}, ${title}`;
}

function nodeDetails(a: WorkflowNode, b: WorkflowNode): Detail[] {
  const flag = (name: 'disabled' | 'pinned'): Detail[] => textDetail(name, a[name] ? 'yes' : 'no', b[name] ? 'yes' : 'no');
  return [
    ...textDetail('kind', a.type, b.type),
    ...textDetail('name', labelOf(a), labelOf(b)),
    ...valueDetails(a.params, b.params, (name) => {
      const param = nodeTypes.get(b.type)?.params[name];
      return { label: param ? labelOfParam(name, param) : name, usual: (param?.default ?? undefined) as Json | undefined };
    }),
    ...flag('disabled'),
    ...flag('pinned'),
  ];
}

type Pairs = readonly (readonly [name: string, value: Json])[];

/** Settings that differ; one that is not written down has its default. */
function valueDetails(
  a: Pairs,
  b: Pairs,
  about: (name: string) => { label: string; usual: Json | undefined } = (label) => ({ label, usual: undefined }),
): Detail[] {
  const [before, after] = [new Map(a), new Map(b)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const { label, usual } = about(name);
    const [was, is] = [before.has(name) ? before.get(name) : usual, after.has(name) ? after.get(name) : usual];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ name: label, before: shown(was), after: shown(is) }];
  });
}

function wireDifferences(before: Workflow, after: Workflow): Difference[] {
  const [old, now] = [new Set(before.edges.map(edgeId)), new Set(after.edges.map(edgeId))];
  const words = (w: Workflow, { from, to }: Edge): string => `wire from ${nameOf(w, from[0])} to ${nameOf(w, to[0])}`;
  const stays = (w: Workflow, { from, to }: Edge): boolean => nodeById(w, from[0]) !== undefined && nodeById(w, to[0]) !== undefined;
  return [
    ...after.edges.flatMap((e): Difference[] =>
      old.has(edgeId(e)) || !stays(before, e) ? [] : [{ kind: 'added', what: words(after, e), details: [] }],
    ),
    ...before.edges.flatMap((e): Difference[] =>
      now.has(edgeId(e)) || !stays(after, e) ? [] : [{ kind: 'removed', what: words(before, e), details: [] }],
    ),
  ];
}

const keyed = <T extends { readonly id: string }>(items: readonly T[]): (T & { readonly name: string })[] =>
  items.map((item) => ({ ...item, name: item.id }));

function byName<T extends { readonly name: string }>(
  kind: string,
  before: readonly T[],
  after: readonly T[],
  words: (item: T) => string,
  details: (a: T, b: T) => Detail[],
): Difference[] {
  const [old, now] = [new Map(before.map((x) => [x.name, x])), new Map(after.map((x) => [x.name, x]))];
  return [
    ...after.flatMap((item): Difference[] => {
      const was = old.get(item.name);
      if (!was) return [{ kind: 'added', what: kind + words(item), details: [] }];
      const found = details(was, item);
      return found.length ? [{ kind: 'changed', what: kind + words(item), details: found }] : [];
    }),
    ...before.flatMap((item): Difference[] => (now.has(item.name) ? [] : [{ kind: 'removed', what: kind + words(item), details: [] }])),
  ];
}

type Source = Workflow['sources'][number];

const sourceDetails = (a: Source, b: Source): Detail[] => [
  ...textDetail('file', a.path, b.path),
  ...textDetail('content', a.fingerprint ?? '', b.fingerprint ?? '').map((d) => ({ ...d, before: 'one state', after: 'another state' })),
  ...valueDetails(Object.entries(a.options) as [string, Json][], Object.entries(b.options) as [string, Json][]),
  ...textDetail('columns', columnsText(a), columnsText(b)),
];

const columnsText = ({ columns }: Source): string => columns.map((c) => `${c.name} ${c.type}`).join(', ');

const textDetail = (name: string, before: string, after: string): Detail[] =>
  before === after ? [] : [{ name, before: short(before) || 'nothing', after: short(after) || 'nothing' }];

function moves(before: Workflow, after: Workflow): Difference[] {
  const old = new Map(itemsOf(before).map((item) => [item.id, item.at]));
  const moved = itemsOf(after).filter(({ id, at }) => {
    const was = old.get(id);
    return was !== undefined && (Math.round(was[0]) !== Math.round(at[0]) || Math.round(was[1]) !== Math.round(at[1]));
  });
  return moved.length
    ? [{ kind: 'changed', what: moved.length === 1 ? 'the place of 1 card' : `the places of ${moved.length} cards`, details: [] }]
    : [];
}

const shown = (value: Json | undefined): string =>
  value === undefined || value === null || value === '' ? 'nothing' : short(typeof value === 'string' ? value : JSON.stringify(value));

const MOST = 80;

const short = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
