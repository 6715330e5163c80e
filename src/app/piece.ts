import { nodeTypes } from '../../nodes/index.ts';
import type { Json, Params, SavedParams } from '../core/params.ts';
import { isParamRef } from '../core/params.ts';
import { freeName } from '../core/schema.ts';
import type { FileSource } from '../core/source.ts';
import { isObject } from '../core/workflow-json.ts';
import { paramOf } from '../core/workflow-nodes.ts';
import { EMPTY, freeId, itemsOf, type Edge, type Position, type Workflow } from '../core/workflow.ts';
import { connectionProblem, withWire } from './edits.ts';
import { overlap } from './canvas/place.ts';
import { boxAround, boxOf, carriedBy } from './frames.ts';
import { CARD, PITCH, snapped } from './canvas/ports.ts';

/** A part of a workflow: a workflow by itself, and the wires that came into it from outside. */
export interface Piece {
  readonly workflow: Workflow;
  readonly incoming: readonly Edge[];
}

/** The part of a workflow that `ids` are, frames with all that is in them, with the sources and parameters that its nodes use. */
export function pieceOf(workflow: Workflow, ids: readonly string[]): Piece {
  const chosen = carriedBy(workflow, ids);
  const nodes = workflow.nodes.filter((n) => chosen.has(n.id));
  const texts = new Set(nodes.flatMap(({ params }) => params.flatMap(([, value]) => textsIn(value))));
  const refers = new Set(nodes.flatMap((n) => refsOf(n.params, nodeTypes.get(n.type)?.params)));
  const spoken = [...texts].filter((text) => text.includes('$'));
  const into = workflow.edges.filter(({ to }) => chosen.has(to[0]));
  return {
    workflow: {
      ...EMPTY,
      params: workflow.params.filter((q) => refers.has(q.name) || spoken.some((text) => text.includes(`$${q.name}`))),
      sources: workflow.sources.filter((s) => texts.has(s.name) && nodes.some((n) => sourcesOf(n.type, n.params).includes(s.name))),
      nodes,
      edges: into.filter(({ from }) => chosen.has(from[0])),
      notes: workflow.notes.filter((note) => chosen.has(note.id)),
      frames: workflow.frames.filter((frame) => chosen.has(frame.id)),
    },
    incoming: into.filter(({ from }) => !chosen.has(from[0])),
  };
}

const textsIn = (value: Json): string[] =>
  typeof value === 'string'
    ? [value]
    : Array.isArray(value)
      ? value.flatMap(textsIn)
      : isObject(value)
        ? Object.values(value).flatMap(textsIn)
        : [];

function refsOf(params: SavedParams, types: Params = {}): string[] {
  const refs = (value: unknown): string[] =>
    isParamRef(value)
      ? [value.param]
      : Array.isArray(value)
        ? value.flatMap(refs)
        : isObject(value)
          ? Object.values(value).flatMap(refs)
          : [];
  const given = new Set(params.map(([name]) => name));
  const defaults = Object.entries(types).flatMap(([name, param]) => (given.has(name) ? [] : refs(param.default)));
  return [...params.flatMap(([, value]) => refs(value)), ...defaults];
}

/** The names of the sources that a node reads. */
const sourcesOf = (type: string, params: SavedParams): string[] =>
  params.flatMap(([name, value]) => (paramOf(nodeTypes.get(type), name)?.kind === 'source' && typeof value === 'string' ? [value] : []));

export interface Placed {
  readonly workflow: Workflow;
  /** What came in, by its new ids: what is to be selected. */
  readonly ids: readonly string[];
  /** Sources that the workflow did not have. */
  readonly sources: readonly FileSource[];
}

/**
 * The workflow with a piece put into it around `middle`, or a step beside where it was. It keeps its ids where they are
 * free, its own wires, and on demand those that came from outside, from nodes that are there under the same ids.
 */
export function withPiece(workflow: Workflow, { workflow: piece, incoming }: Piece, middle?: Position, wired = false): Placed {
  const taken = new Set(itemsOf(workflow).map((item) => item.id));
  const ids = new Map<string, string>();
  const name = (id: string, like: string): void => {
    const free = taken.has(id) ? freeId(like, taken) : id;
    taken.add(free);
    ids.set(id, free);
  };
  for (const node of piece.nodes) name(node.id, ID.test(node.type) ? node.type : 'node');
  for (const note of piece.notes) name(note.id, 'note');
  for (const frame of piece.frames) name(frame.id, 'frame');

  const { sources, renamed } = joinedSources(workflow.sources, piece.sources);
  const named = new Set(workflow.params.map((q) => q.name));
  const [dx, dy] = offsetFor(workflow, piece, middle);
  const moved = <T extends { readonly id: string; readonly at: Position }>(item: T): T => ({
    ...item,
    id: ids.get(item.id)!,
    at: [item.at[0] + dx, item.at[1] + dy],
  });
  const inside = piece.edges.map(({ from, to }): Edge => ({ from: [ids.get(from[0])!, from[1]], to: [ids.get(to[0])!, to[1]] }));
  const grown: Workflow = {
    ...workflow,
    params: [...workflow.params, ...piece.params.filter((q) => !named.has(q.name))],
    sources,
    nodes: [...workflow.nodes, ...piece.nodes.map((node) => ({ ...moved(node), params: readingFrom(node.type, node.params, renamed) }))],
    edges: [...workflow.edges, ...inside],
    notes: [...workflow.notes, ...piece.notes.map(moved)],
    frames: [
      ...workflow.frames,
      ...piece.frames.map((frame) => ({
        ...moved(frame),
        ...(frame.folded && { folded: frame.folded.flatMap((id) => ids.get(id) ?? []) }),
      })),
    ],
  };
  const hidden = new Set(piece.frames.flatMap((f) => f.folded ?? []));
  return {
    workflow: wired ? incoming.reduce((w, edge) => withIncoming(w, edge, ids), grown) : grown,
    ids: itemsOf(piece).flatMap(({ id }) => (hidden.has(id) ? [] : [ids.get(id)!])),
    sources: sources.slice(workflow.sources.length),
  };
}

const ID = /^[a-z][a-z0-9-]*$/;

function withIncoming(workflow: Workflow, { from, to }: Edge, ids: ReadonlyMap<string, string>): Workflow {
  const target = ids.get(to[0]);
  if (target === undefined || connectionProblem(workflow, from, [target, to[1]]) !== undefined) return workflow;
  return withWire(workflow, from, [target, to[1]]);
}

/** Sources that are there with the same content are shared; one of another content with the same name gets a free one. */
function joinedSources(
  there: readonly FileSource[],
  coming: readonly FileSource[],
): { sources: FileSource[]; renamed: Map<string, string> } {
  const sources = [...there];
  const renamed = new Map<string, string>();
  for (const source of coming) {
    const twin = sources.find((s) => s.name === source.name);
    if (twin && sameContent(twin, source)) continue;
    const name = freeName(
      source.name,
      sources.map((s) => s.name),
    );
    if (name !== source.name) renamed.set(source.name, name);
    sources.push({ ...source, name });
  }
  return { sources, renamed };
}

const sameContent = (a: FileSource, b: FileSource): boolean => contentOf(a) === contentOf(b);

const contentOf = ({ path, format, options, columns, fingerprint }: FileSource): string =>
  JSON.stringify([path, format, Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)), columns, fingerprint]);

const readingFrom = (type: string, params: SavedParams, renamed: ReadonlyMap<string, string>): SavedParams =>
  renamed.size
    ? params.map(([name, value]) => {
        const now = paramOf(nodeTypes.get(type), name)?.kind === 'source' && typeof value === 'string' ? renamed.get(value) : undefined;
        return now === undefined ? [name, value] : [name, now];
      })
    : params;

/** How far a piece moves, all in one: so that it covers no card that is there. */
function offsetFor(workflow: Workflow, piece: Workflow, middle: Position | undefined): Position {
  const box = boxAround(itemsOf(piece).map(boxOf));
  const way: Position = box && middle ? [middle[0] - box.at[0] - box.size[0] / 2, middle[1] - box.at[1] - box.size[1] / 2] : STEP;
  const isTaken = placesOf(workflow.nodes.map((n) => n.at));
  let offset = snapped(way);
  const covers = ([dx, dy]: Position): boolean =>
    piece.nodes.some(({ at }) => isTaken([at[0] + dx, at[1] + dy])) ||
    [...piece.notes, ...piece.frames].some(({ at }) =>
      [...workflow.notes, ...workflow.frames].some((n) => n.at[0] === at[0] + dx && n.at[1] === at[1] + dy),
    );
  for (let tries = 0; covers(offset) && tries < MOST_TRIES; tries++) offset = [offset[0], offset[1] + PITCH[1]];
  return offset;
}

/** Whether a card at a place would cover one of some others. */
function placesOf(cards: readonly Position[]): (at: Position) => boolean {
  const cell = (n: number, size: number): number => Math.floor(n / size);
  const cells = new Map<string, Position[]>();
  for (const at of cards) {
    const key = `${cell(at[0], CARD.width)} ${cell(at[1], CARD.height)}`;
    const known = cells.get(key);
    if (known) known.push(at);
    else cells.set(key, [at]);
  }
  const near = [-1, 0, 1];
  return (at) => {
    const [column, row] = [cell(at[0], CARD.width), cell(at[1], CARD.height)];
    return near.some((dx) => near.some((dy) => cells.get(`${column + dx} ${row + dy}`)?.some((card) => overlap(card, at))));
  };
}

const STEP: Position = [24, 24];
const MOST_TRIES = 1000;

/** The workflow with copies beside what is copied, with the wires into and among them; and the ids of the copies. */
export function duplicated(workflow: Workflow, ids: readonly string[]): Placed {
  return withPiece(workflow, pieceOf(workflow, ids), undefined, true);
}
