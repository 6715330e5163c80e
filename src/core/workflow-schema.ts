import * as z from 'zod';
import type { AnyNodeType, NodeTypes } from './node.ts';
import { jsonSchemaOf, type Json, type WorkflowParam } from './params.ts';
import { DTYPES, type Role } from './schema.ts';
import type { FileSource, ReadOptions } from './source.ts';
import { FORMAT } from './workflow-format.ts';
import { isObject, type JsonObject } from './workflow-json.ts';

/** What the fields of one object in the file must be. The loader checks by it and the JSON Schema is made from it. */
export type Shape = Readonly<Record<string, z.ZodType>>;

const text = z.string('must be text');
const flag = z.boolean('must be true or false');
const count = z.int('must be a whole number').min(0, 'must not be negative');
const oneOf = <const T extends string>(names: readonly T[]): z.ZodType<T> => z.enum(names, `must be one of ${names.join(', ')}`);
const json = z.custom<Json>(() => true);
const list = z.array(json, 'must be a list');
const object = z.custom<JsonObject>(isObject, 'must be an object');

/** Pixels on a canvas that can still be scrolled to. */
const pixels = z.number('must be numbers').min(-1e6, 'must be nearer to 0').max(1e6, 'must be nearer to 0');
export const POSITION = z.tuple([pixels, pixels], 'must be two numbers');

const ROLES = Object.keys({
  id: 0,
  email: 0,
  phone: 0,
  postcode: 0,
  country: 0,
  city: 0,
  name: 0,
  latitude: 0,
  longitude: 0,
  money: 0,
  segment: 0,
  share: 0,
} satisfies Record<Role, 0>) as Role[];
const FORMATS = Object.keys({ csv: 0, excel: 0, parquet: 0 } satisfies Record<FileSource['format'], 0>) as FileSource['format'][];
const PARAM_TYPES = Object.keys({ int: 0, double: 0, string: 0, date: 0, bool: 0 } satisfies Record<
  WorkflowParam['type'],
  0
>) as WorkflowParam['type'][];

export const FILE = {
  $schema: json,
  clade: json,
  title: text,
  description: text,
  params: list,
  sources: list,
  nodes: list,
  edges: list,
  incoming: list,
  notes: list,
  frames: list,
  layout: object,
};
export const PARAM = { name: text.min(1, 'must not be empty'), type: oneOf(PARAM_TYPES), value: json, doc: text };
export const SOURCE = {
  name: text.min(1, 'must not be empty'),
  path: text,
  format: oneOf(FORMATS),
  options: object,
  fingerprint: text,
  columns: list,
};
export const OPTIONS = {
  delimiter: text,
  quote: text,
  encoding: text,
  header: flag,
  skip: count,
  comment: text,
  decimal: oneOf(['.', ',']),
  thousands: flag,
  nulls: z.array(text, 'must be a list of texts'),
  sheet: text,
  range: text,
} satisfies Record<keyof ReadOptions, z.ZodType>;
export const COLUMN = { name: text.min(1, 'must not be empty'), type: oneOf(DTYPES), role: oneOf(ROLES), format: text };
export const NODE = { id: json, type: text.min(1, 'must not be empty'), label: text, disabled: flag, pinned: flag, params: object };
export const NOTE = { id: json, text, at: POSITION, size: POSITION };
export const FRAME = { id: json, title: text, text, at: POSITION, size: POSITION, folded: z.array(text, 'must be a list of ids') };

export const ID = '^[a-z][a-z0-9-]*$';
const id: Json = { type: 'string', pattern: ID };

/** The JSON Schema of a workflow file that uses `types`; nodes of other types are let through, as the loader does. */
export function workflowJsonSchema(types: NodeTypes): Json {
  const position = fieldSchema(POSITION);
  return {
    $schema: DIALECT,
    title: 'Clade workflow',
    ...objectSchema(FILE, ['clade', 'nodes'], {
      $schema: { type: 'string' },
      clade: { description: 'The version of the format.', const: FORMAT },
      params: listOf(objectSchema(PARAM, ['name', 'type'])),
      sources: listOf(
        objectSchema(SOURCE, ['name', 'path', 'format'], {
          options: objectSchema(OPTIONS, []),
          columns: listOf(objectSchema(COLUMN, ['name', 'type'])),
        }),
      ),
      nodes: listOf({ ...objectSchema(NODE, ['id', 'type'], { id }), allOf: [...types.values()].map(ifOfType) }),
      edges: listOf({
        description: 'Such as "orders.table -> rfm.orders". A port may be left out where the node has just one.',
        type: 'string',
        pattern: '^[^>]+->[^>]+$',
      }),
      incoming: {
        description: 'In a part of a workflow that was copied: the wires that came from nodes outside it. Only pasting reads them.',
        type: 'array',
        items: { type: 'string' },
      },
      notes: listOf(objectSchema(NOTE, ['id', 'text', 'at', 'size'], { id })),
      frames: listOf(objectSchema(FRAME, ['id', 'title', 'at', 'size'], { id })),
      layout: { description: 'Where each card stands, by node id.', type: 'object', additionalProperties: position },
    }),
    $defs: { paramRef: PARAM_REF, ...Object.fromEntries([...types.values()].map((type) => [type.type, paramsSchema(type)])) },
  };
}

/** A node type as its catalogue entry: all that is known about it without code. `params` is a JSON Schema of its own. */
export function describeNode(type: AnyNodeType): Json {
  const ports = (named: Readonly<Record<string, string>>): Json => Object.entries(named).map(([name, kind]) => ({ name, kind }));
  return {
    type: type.type,
    version: type.version,
    title: type.title,
    group: type.group,
    doc: type.doc,
    words: type.words ?? [],
    inputs: ports(type.inputs),
    outputs: ports(type.outputs),
    ...(type.view && { view: type.view }),
    params: { $schema: DIALECT, $id: `urn:clade:node:${type.type}`, ...paramsSchema(type), $defs: { paramRef: PARAM_REF } },
  };
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const PARAM_REF: JsonObject = {
  description: 'Stands for a parameter of the workflow.',
  type: 'object',
  properties: { param: { type: 'string' } },
  required: ['param'],
  additionalProperties: false,
};

const ifOfType = ({ type }: AnyNodeType): Json => ({
  if: { properties: { type: { pattern: `^${type}(@[0-9]+)?$` } } },
  // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema calls it so
  then: { properties: { params: { $ref: `#/$defs/${type}` } } },
});

function paramsSchema({ title, params }: AnyNodeType): JsonObject {
  return {
    title,
    type: 'object',
    properties: Object.fromEntries(Object.entries(params).map(([name, param]) => [name, jsonSchemaOf(param)])),
    additionalProperties: false,
  };
}

const listOf = (items: Json): Json => ({ type: 'array', items });

function objectSchema(shape: Shape, required: readonly string[], replaced: JsonObject = {}): JsonObject {
  const fields = Object.entries(shape).map(([name, check]): [string, Json] => [
    name,
    Object.hasOwn(replaced, name) ? replaced[name]! : fieldSchema(check),
  ]);
  return { type: 'object', properties: Object.fromEntries(fields), required, additionalProperties: false };
}

function fieldSchema(check: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(check, { unrepresentable: 'any' }) as { [name: string]: Json };
  return schema;
}
