import { DuckDBDateValue, DuckDBInstance, DuckDBTimestampValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { DType, Schema } from '../../src/core/schema.ts';
import { quoteName, quoteText, sqlType } from '../../src/engines/local/expression.ts';
import type { Cell, Row } from '../reference/expr.ts';

export const connect = async (): Promise<DuckDBConnection> => (await DuckDBInstance.create(':memory:')).connect();

export async function createTable(connection: DuckDBConnection, name: string, schema: Schema, rows: readonly Row[]): Promise<void> {
  await connection.run(`CREATE TABLE ${quoteName(name)} (${schema.map((c) => `${quoteName(c.name)} ${sqlType(c.type)}`).join(', ')})`);
  if (!rows.length) return;
  const values = rows.map((row) => `(${row.map((cell, i) => written(cell, schema[i]!.type)).join(', ')})`);
  await connection.run(`INSERT INTO ${quoteName(name)} VALUES ${values.join(', ')}`);
}

const written = (cell: Cell, type: DType): string => (cell === null ? 'NULL' : `${quoteText(String(cell))}::${sqlType(type)}`);

export async function query(connection: DuckDBConnection, sql: string): Promise<{ types: string[]; rows: Cell[][] }> {
  const result = await connection.runAndReadAll(sql);
  return { types: result.columnTypes().map(String), rows: result.getRows().map((row) => row.map(cellOf)) };
}

function cellOf(value: DuckDBValue): Cell {
  if (value instanceof DuckDBDateValue || value instanceof DuckDBTimestampValue) return value.toString();
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string')
    return value;
  throw new Error(`No cell is like ${String(value)}.`);
}

/** Equal, numbers up to a relative `tolerance`. */
export function alike(a: Cell, b: Cell, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  return a === b;
}

export const writtenCell = (cell: Cell): string =>
  typeof cell === 'bigint' ? String(cell) : Object.is(cell, -0) ? '-0.0' : JSON.stringify(cell);
