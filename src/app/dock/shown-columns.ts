import type { Schema } from '../../core/schema.ts';

/** The columns of a table that a grid shows, by their places in its schema; those in front stay in sight. */
export interface ShownColumns {
  readonly places: readonly number[];
  /** How many of them stay at the left. */
  readonly frozen: number;
}

/** Where all columns are hidden all are shown: a grid without columns tells nothing. */
export function shownColumns(schema: Schema, hidden: ReadonlySet<string>, frozen: string | undefined): ShownColumns {
  const every = schema.map((_, i) => i);
  const left = hidden.size ? every.filter((i) => !hidden.has(schema[i]!.name)) : every;
  const places = left.length ? left : every;
  const last = frozen === undefined ? -1 : places.findIndex((i) => schema[i]!.name === frozen);
  return { places, frozen: last + 1 };
}

/** Hidden columns that the table has. */
export const hiddenOf = (schema: Schema, hidden: ReadonlySet<string>): string[] =>
  hidden.size ? schema.map((c) => c.name).filter((name) => hidden.has(name)) : [];

/** As many columns as can stay while the rest still has room to scroll in. */
export function roomFor(frozen: number, widths: readonly number[], room: number): number {
  let taken = 0;
  for (let i = 0; i < frozen; i++) {
    taken += widths[i] ?? 0;
    if (taken > room) return i;
  }
  return frozen;
}
