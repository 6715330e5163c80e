import type { DType, Schema } from '../../src/core/schema.ts';
import { sparkType } from '../../src/engines/spark/spelling.ts';
import type { Cell, Row } from '../reference/expr.ts';
import type { Expected, Given } from './case.ts';

/** Doubles may differ by this share; all else is equal or not. */
const TOLERANCE = 1e-9;
/** Below this a double counts as nothing left of a difference. */
const TINY = 1e-12;

/** What is wrong with a table that Spark gave, or nothing. The order of rows plays no part. */
export function problemOf({ schema, rows }: Expected, given: Given): string | undefined {
  const types = schema.map((c) => `${c.name} ${sparkType(c.type)}`);
  const found = given.types.map(([name, type]) => `${name} ${type}`);
  if (types.join('\n') !== found.join('\n')) return `has the columns ${found.join(', ')}, not ${types.join(', ')}`;
  const cells = given.rows.map((row) => row.map((cell, i) => cellOf(cell, schema[i]!.type)));
  if (cells.length !== rows.length) return `has ${cells.length} rows, not ${rows.length}`;
  return unmatched(rows, cells, schema);
}

function cellOf(cell: unknown, type: DType): Cell {
  if (cell === null) return null;
  if (typeof cell === 'object' || cell === undefined) throw new Error(`A cell is ${JSON.stringify(cell)}.`);
  if (type === 'int') return BigInt(cell as string);
  return type === 'double' ? Number(cell) : (cell as Cell);
}

/** Rows with the same exact cells are paired in the order of their doubles. */
function unmatched(expected: readonly Row[], found: readonly Row[], schema: Schema): string | undefined {
  const [a, b] = [grouped(expected, schema), grouped(found, schema)];
  for (const [key, rows] of a) {
    const others = b.get(key) ?? [];
    for (const row of rows) {
      const at = others.findIndex((other) => row.every((cell, i) => alike(cell, other[i]!)));
      if (at < 0) return lacking(row, others.length ? others : found, schema);
      others.splice(at, 1);
    }
  }
  return undefined;
}

/** A row that is not there, and in what the nearest one differs. */
function lacking(row: Row, others: readonly Row[], schema: Schema): string {
  const differences = others.map((other) => row.flatMap((cell, i) => (alike(cell, other[i]!) ? [] : [i])));
  const nearest = differences.reduce((best, d, i) => (d.length < differences[best]!.length ? i : best), 0);
  const cells = differences[nearest]?.map((i) => `${schema[i]!.name} is ${written([others[nearest]![i]!])}, not ${written([row[i]!])}`);
  return `lacks the row\n    ${written(row)}\n  In the nearest, ${cells?.join('; ') ?? 'there is nothing'}`;
}

function grouped(rows: readonly Row[], schema: Schema): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.map((cell, i) => (schema[i]!.type === 'double' && cell !== null ? 0 : written([cell]))));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  for (const group of groups.values()) group.sort(byDoubles);
  return groups;
}

function byDoubles(a: Row, b: Row): number {
  const at = a.findIndex((cell, i) => typeof cell === 'number' && !alike(cell, b[i]!));
  return at < 0 ? 0 : Number(a[at]) - Number(b[at]);
}

export function alike(a: Cell, b: Cell): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b)) || (Math.abs(a) < TINY && Math.abs(b) < TINY);
}

const written = (row: Row): string => row.map((cell) => (typeof cell === 'string' ? JSON.stringify(cell) : String(cell))).join(' | ');
