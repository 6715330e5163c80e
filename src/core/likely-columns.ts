import { nearestName, type Column, type Schema } from './schema.ts';

/** Words of a name in lower case: `orderDate` and `order_date` are both order, date. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

export interface Likely {
  /** What was probably meant, the likeliest first. */
  readonly best: Schema;
  readonly others: Schema;
}

/**
 * What may be meant by a name that is not among the columns: one nearly the same, then those that share its words, and,
 * where it is known what the column was, those with its role and type.
 */
export function likelyColumns(name: string, columns: Schema, was?: Column): Likely {
  const near = nearestName(
    name,
    columns.map((column) => column.name),
  );
  const words = new Set(wordsOf(name));
  const likeness = (column: Column): number =>
    (column.name === near ? 100 : 0) +
    10 * wordsOf(column.name).filter((word) => words.has(word)).length +
    (was?.role && column.role === was.role ? 12 : 0) +
    (was && column.type === was.type ? 1 : 0);
  const ranked = columns.map((column) => ({ column, score: likeness(column) })).toSorted((a, b) => b.score - a.score);
  const best = ranked.filter(({ score }) => score >= 10).slice(0, MOST_LIKELY);
  return {
    best: best.map(({ column }) => column),
    others: columns.filter((column) => !best.some((one) => one.column === column)),
  };
}

const MOST_LIKELY = 3;
