import type { AnyNodeType, NodeTypes } from './node.ts';
import type { Json } from './params.ts';
import type { FileSource, ReadOptions } from './source.ts';
import { FORMAT } from './workflow-format.ts';
import { isObject } from './workflow-json.ts';
import { inOrder, paramOf } from './workflow-nodes.ts';
import { OPTIONS } from './workflow-schema.ts';
import { shared, sharedPath } from './workflow-share.ts';
import type { Endpoint, Frame, Position, Workflow, WorkflowNode } from './workflow.ts';

/**
 * The canonical text of a workflow: equal workflows have equal texts, and a small change is a small diff. Params equal
 * to their default are left out, so a new default is a new version of its node type. Positions are whole pixels. What
 * `shared` finds private is never written: a secret stands as `${env:NAME}`, a path out of the folder as a file name.
 */
export function saveWorkflow({ title, description, params, sources, nodes, edges, notes, frames }: Workflow, types: NodeTypes): string {
  return `${fields([
    ['clade', line(FORMAT)],
    ['title', line(title)],
    ['description', description && line(description)],
    [
      'params',
      rows(params.map(({ name, type, value, doc }) => line({ name, type, value: shared(name, value, ignore), ...(doc && { doc }) }))),
    ],
    ['sources', rows(sources.map(sourceText))],
    ['nodes', rows(nodes.map((node) => nodeText(node, types.get(node.type))))],
    ['edges', rows(edges.map(({ from, to }) => line(`${endpointText(from)} -> ${endpointText(to)}`)))],
    ['notes', rows(notes.map(({ id, text, at, size }) => line({ id, text, at: pixels(at), size: pixels(size) })))],
    ['frames', rows(frames.map(frameText))],
    [
      'layout',
      fields(
        nodes.map(({ id, at }) => [id, line(pixels(at))]),
        '  ',
      ),
    ],
  ])}\n`;
}

function sourceText({ name, path, format, options, fingerprint, columns }: FileSource): string {
  const set = Object.keys(OPTIONS).flatMap((option): [string, Json][] => {
    const value = options[option as keyof ReadOptions];
    return value === undefined ? [] : [[option, value]];
  });
  return fields(
    [
      ['name', line(name)],
      ['path', line(sharedPath(path))],
      ['format', line(format)],
      ['options', set.length ? line(Object.fromEntries(set)) : ''],
      ['fingerprint', fingerprint ? line(fingerprint) : ''],
      [
        'columns',
        rows(
          columns.map(({ name, type, role, format }) => line({ name, type, ...(role && { role }), ...(format && { format }) })),
          '      ',
        ),
      ],
    ],
    '    ',
  );
}

function nodeText({ id, type, version, label, disabled, pinned, params }: WorkflowNode, known: AnyNodeType | undefined): string {
  const set = inOrder(params, known).filter(([name, value]) => !isDefault(known, name, value));
  return fields(
    [
      ['id', line(id)],
      ['type', line(`${type}@${version}`)],
      ['label', label ? line(label) : ''],
      ['disabled', disabled ? 'true' : ''],
      ['pinned', pinned ? 'true' : ''],
      [
        'params',
        fields(
          set.map(([name, value]) => [name, wrapped(shared(name, value, ignore))]),
          '      ',
        ),
      ],
    ],
    '    ',
  );
}

const frameText = ({ id, title, text, at, size, folded }: Frame): string =>
  line({ id, title, ...(text && { text }), at: pixels(at), size: pixels(size), ...(folded?.length && { folded }) });

const ignore = (): void => {};

function isDefault(type: AnyNodeType | undefined, name: string, value: Json): boolean {
  const param = paramOf(type, name);
  return param !== undefined && line(param.default as Json) === line(value);
}

const endpointText = ([node, port]: Endpoint): string => (port ? `${node}.${port}` : node);
const pixels = ([x, y]: Position): Json => [Math.round(x), Math.round(y)];

/** An object with each field on lines of its own, without those whose text is empty; nothing if none is left. */
function fields(pairs: readonly (readonly [name: string, text: string])[], indent = ''): string {
  const lines = pairs.filter(([, text]) => text).map(([name, text]) => `${indent}  ${line(name)}: ${text}`);
  return lines.length ? `{\n${lines.join(',\n')}\n${indent}}` : '';
}

/** A list with each item on lines of its own; nothing if there is none. */
function rows(items: readonly string[], indent = '  '): string {
  return items.length ? `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]` : '';
}

function line(value: Json): string {
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${line(member)}`);
    return members.length ? `{ ${members.join(', ')} }` : '{}';
  }
  return Array.isArray(value) ? `[${value.map(line).join(', ')}]` : JSON.stringify(value);
}

/** On one line if that is short, else a list's items on a line each. */
function wrapped(value: Json): string {
  const text = line(value);
  return text.length <= 100 || !Array.isArray(value) ? text : rows(value.map(line), '        ');
}
