import type { Schema } from '../../src/core/schema.ts';
import type { Script } from '../../src/engines/spark/script.ts';
import type { Cell, Row } from '../reference/expr.ts';

/** A printed script with the files it reads, and the tables that the local engine has for what it builds. */
export interface SparkCase {
  readonly name: string;
  readonly script: Script;
  /** A path for each input of the script, in its order. */
  readonly paths: readonly string[];
  /** Values of `build`'s arguments; a date as `{ date }`. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly outputs: ReadonlyMap<string, Expected>;
  /** What makes a table right where it cannot be equal; without it all cells are compared. */
  readonly judge?: Judge | undefined;
}

/** What is wrong with a table, or nothing. */
export type Judge = (expected: Expected, given: Given) => string | undefined;

export interface Expected {
  readonly schema: Schema;
  readonly rows: readonly Row[];
}

/** What a script gave: column names with Spark's types, and cells, whole numbers as text. */
export interface Given {
  readonly types: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly unknown[])[];
}

export type { Cell, Row };
