import type { NodeTypes } from './node.ts';
import { parameterProblem, type Json, type WorkflowParam } from './params.ts';
import type { FileSource, SourceColumn } from './source.ts';
import { FORMAT, upToDate } from './workflow-format.ts';
import { isObject, JsonError, parseJson, type JsonObject } from './workflow-json.ts';
import { below, layered } from './workflow-layout.ts';
import { readEdges, readNodes, type ReadNode } from './workflow-nodes.ts';
import { fieldsOf, freeNames, itemsOf, PRIVATE, readIds, shown, type Problem, type Report } from './workflow-report.ts';
import { COLUMN, FILE, FRAME, NOTE, OPTIONS, PARAM, POSITION, SOURCE } from './workflow-schema.ts';
import { leavesFolder, shared, sharedPath } from './workflow-share.ts';
import { EMPTY, type Edge, type Frame, type Note, type Position, type Workflow } from './workflow.ts';

export { saveWorkflow } from './workflow-save.ts';
export { describeNode, workflowJsonSchema } from './workflow-schema.ts';
export type { Problem } from './workflow-report.ts';

export interface Loaded {
  readonly workflow: Workflow;
  readonly problems: readonly Problem[];
  /** Made by a newer version: saving over the file would lose what only that version knows. */
  readonly newer: boolean;
}

const MOST_CHARACTERS = 32_000_000;
const MOST_PROBLEMS = 500;

/**
 * Reads a workflow from any text or bytes and never throws. What cannot be used is named, by node and field, and the
 * rest is kept: nodes of unknown types stand with their params, wrong values stay for `compile` to report on their node.
 */
export function loadWorkflow(text: string | Uint8Array, types: NodeTypes): Loaded {
  const problems: Problem[] = [];
  let more = 0;
  const report: Report = (problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
    else more++;
  };
  const { workflow, newer } = readFile(text, types, report);
  return { workflow, newer, problems: more ? [...problems, { level: 'error', message: `There are ${more} problems more.` }] : problems };
}

function readFile(text: string | Uint8Array, types: NodeTypes, report: Report): { workflow: Workflow; newer: boolean } {
  const root = readRoot(text, report);
  if (!root) return { workflow: EMPTY, newer: false };
  const format = readFormat(root.clade, report);
  const file = fieldsOf(upToDate(root, Math.min(format, FORMAT)), FILE, {}, report);
  const nodes = readNodes(file.nodes, types, report);
  const edges = readEdges(file.edges, nodes, report);
  const positions = readLayout(file.layout, nodes, edges, report);
  const ids = nodes.map(({ node }) => node.id);
  const notes = readNotes(file.notes, ids, report);
  const workflow = {
    title: file.title ?? EMPTY.title,
    description: file.description ?? EMPTY.description,
    params: readWorkflowParams(file.params, report),
    sources: readSources(file.sources, report),
    nodes: nodes.map(({ node }) => ({ ...node, at: positions.get(node.id)! })),
    edges,
    notes,
    frames: readFrames(file.frames, [...ids, ...notes.map((n) => n.id)], report),
  };
  return { workflow, newer: format > FORMAT };
}

function readRoot(text: string | Uint8Array, report: Report): JsonObject | undefined {
  const refuse = (message: string, fix?: string): undefined => {
    report({ level: 'error', message, fix });
  };
  if (text.length > MOST_CHARACTERS)
    return refuse(
      `The file is too large for a workflow: ${Math.round(text.length / 1e6)} MB.`,
      'Data does not belong in it: read it with a reader node.',
    );
  const decoded = typeof text === 'string' ? text.replace(/^\uFEFF/, '') : decode(text);
  if (decoded === undefined) return refuse('The file is not text.', 'Choose a workflow file, which is JSON.');
  try {
    const root = parseJson(decoded, (message) => report({ level: 'error', message: `${message[0]!.toUpperCase()}${message.slice(1)}.` }));
    if (!isObject(root)) return refuse(`A workflow is an object, and this file holds ${Array.isArray(root) ? 'a list' : shown(root)}.`);
    return Object.hasOwn(root, 'clade') ? root : refuse('This is not a Clade workflow: it has no "clade" field.');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return refuse(`The file cannot be read from line ${error.line}, column ${error.column} on: ${error.message}.`);
  }
}

function decode(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes;
  const encoding = b === 0 || (a === 0xff && b === 0xfe) ? 'utf-16le' : a === 0 || (a === 0xfe && b === 0xff) ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readFormat(clade: Json | undefined, report: Report): number {
  if (typeof clade !== 'number' || !Number.isInteger(clade) || clade < 1) {
    report({
      level: 'error',
      field: 'clade',
      message: `"clade" must be the version of the format, a whole number from 1, not ${shown(clade)}.`,
      fix: `The file is read as format ${FORMAT}.`,
    });
    return FORMAT;
  }
  if (clade > FORMAT)
    report({
      level: 'error',
      field: 'clade',
      message: `The workflow was made by a newer version: its format is ${clade}, and this version reads ${FORMAT}.`,
      fix: 'Open it in a newer version, or save what was read under another name.',
    });
  return clade;
}

/** Where each card stands. One without a place, or with one that no canvas reaches, is laid out anew below the others. */
function readLayout(
  layout: JsonObject | undefined,
  nodes: readonly ReadNode[],
  edges: readonly Edge[],
  report: Report,
): ReadonlyMap<string, Position> {
  const places = new Map(Object.entries(layout ?? {}));
  const placed = new Map<string, Position>();
  for (const { called, node } of nodes) {
    const place = called === undefined ? undefined : places.get(called);
    const problem = place === undefined ? undefined : POSITION.safeParse(place).error?.issues[0]?.message;
    if (place === undefined) continue;
    if (problem === undefined) placed.set(node.id, place as unknown as Position);
    else
      report({
        level: 'warning',
        node: node.id,
        field: `layout.${called}`,
        message: `The position of ${node.id} ${problem}, not ${shown(place)}.`,
        fix: 'It is laid out anew.',
      });
  }
  const calls = new Set(nodes.map(({ called }) => called));
  for (const name of places.keys())
    if (!calls.has(name)) report({ level: 'warning', field: `layout.${name}`, message: `There is no node "${name}" to place.` });
  const rest = nodes.flatMap(({ node }) => (placed.has(node.id) ? [] : [node.id]));
  return new Map([...placed, ...layered(rest, edges, below([...placed.values()]))]);
}

function readWorkflowParams(list: readonly Json[] | undefined, report: Report): WorkflowParam[] {
  const free = freeNames();
  return itemsOf(list, 'params', report).flatMap(({ record, field }) => {
    const { name: written, type = 'string', value = null, doc } = fieldsOf(record, PARAM, { field }, report);
    const name = nameFor(written, undefined, free, field, report);
    if (name === undefined) return [];
    const problem = parameterProblem(type, value);
    if (problem) report({ level: 'error', field: `${field}.value`, message: `"${name}" ${problem}.`, fix: 'It counts as not set.' });
    shared(name, value, (why, found) => report({ level: 'warning', field, ...PRIVATE[why](found) }));
    return [{ name, type, value: problem ? null : value, ...(doc && { doc }) }];
  });
}

function readSources(list: readonly Json[] | undefined, report: Report): FileSource[] {
  const free = freeNames();
  return itemsOf(list, 'sources', report).flatMap(({ record, field }): FileSource[] => {
    const { name: written, path = '', format = 'csv', options = {}, fingerprint, columns } = fieldsOf(record, SOURCE, { field }, report);
    const name = nameFor(written, sharedPath(path), free, field, report);
    if (name === undefined) return [];
    if (leavesFolder(path))
      report({
        level: 'warning',
        field: `${field}.path`,
        message: `The path ${shown(path)} leads out of the workflow's folder.`,
        fix: `It is read as "${sharedPath(path)}". Choose the file again if it is not found.`,
      });
    return [
      {
        kind: 'file',
        name,
        path: sharedPath(path),
        format,
        options: fieldsOf(options, OPTIONS, { field: `${field}.options` }, report),
        ...(fingerprint && { fingerprint }),
        columns: readColumns(columns, `${field}.columns`, report),
      },
    ];
  });
}

/** A name of its own; nothing where neither a name nor another way to call it is given. */
function nameFor(
  written: string | undefined,
  otherwise: string | undefined,
  free: (wanted: string) => string,
  field: string,
  report: Report,
): string | undefined {
  const wanted = written ?? otherwise;
  if (!wanted) {
    report({ level: 'error', field, message: `${field} has no name and is left out.` });
    return undefined;
  }
  const name = free(wanted);
  if (written === undefined) report({ level: 'error', field, message: `${field} has no name. It is called "${name}" now.` });
  else if (name !== written)
    report({ level: 'error', field: `${field}.name`, message: `The name "${written}" stands twice. The second is called "${name}" now.` });
  return name;
}

/** Columns are known by their position, so none is left out. */
function readColumns(list: readonly Json[] | undefined, parent: string, report: Report): SourceColumn[] {
  return (list ?? []).map((item, i) => {
    const field = `${parent}[${i}]`;
    if (!isObject(item)) report({ level: 'error', field, message: `${field} must be an object, not ${shown(item)}.` });
    const { name, type, role, format } = fieldsOf(isObject(item) ? item : {}, COLUMN, { field }, report);
    if (name === undefined || type === undefined)
      report({ level: 'error', field, message: `${field} must have a name and a type.`, fix: 'Choose the file again.' });
    return { name: name ?? `column_${i + 1}`, type: type ?? 'string', ...(role && { role }), ...(format && { format }) };
  });
}

function readNotes(list: readonly Json[] | undefined, taken: readonly string[], report: Report): Note[] {
  const items = itemsOf(list, 'notes', report);
  const ids = readIds(items, 'note', report, taken);
  return items.map(({ record, field }, i) => {
    const { text = '', at = [0, 0], size = [224, 92] } = fieldsOf(record, NOTE, { field }, report);
    return { id: ids[i]!.id, text, at, size };
  });
}

function readFrames(list: readonly Json[] | undefined, taken: readonly string[], report: Report): Frame[] {
  const items = itemsOf(list, 'frames', report);
  const ids = readIds(items, 'frame', report, taken);
  const there = new Set([...taken, ...ids.map(({ id }) => id)]);
  const hidden = new Map<string, string>();
  const isAround = (id: string, frame: string | undefined): boolean =>
    frame !== undefined && (id === frame || isAround(id, hidden.get(frame)));
  return items.map(({ record, field }, i) => {
    const { title = '', text, at = [0, 0], size = [448, 184], folded = [] } = fieldsOf(record, FRAME, { field }, report);
    const mine = [...new Set(folded)].filter((id) => there.has(id) && !hidden.has(id) && !isAround(id, ids[i]!.id));
    mine.forEach((id) => hidden.set(id, ids[i]!.id));
    if (mine.length < folded.length)
      report({
        level: 'warning',
        field: `${field}.folded`,
        message: `"folded" names ${shown(folded.find((id) => !mine.includes(id)) ?? folded[0])}, which cannot be folded into it.`,
        fix: 'It is left out.',
      });
    return { id: ids[i]!.id, title, ...(text && { text }), at, size, ...(mine.length && { folded: mine }) };
  });
}
