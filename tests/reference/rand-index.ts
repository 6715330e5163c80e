/**
 * The adjusted Rand index of two labellings of the same rows (Hubert and Arabie, 1985): 1 where they agree on every pair of
 * rows, about 0 where they agree as often as by chance. The labels themselves mean nothing; rows with a NaN are left out.
 */
export function adjustedRandIndex(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) throw new Error(`Two labellings of ${one.length} and ${other.length} rows can't be compared.`);
  const cells = new Map<number, Map<number, number>>();
  const columns = new Map<number, number>();
  let rows = 0;
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i]!, other[i]!];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    rows++;
    const row = cells.get(a) ?? new Map<number, number>();
    cells.set(a, row.set(b, (row.get(b) ?? 0) + 1));
    columns.set(b, (columns.get(b) ?? 0) + 1);
  }
  const all = pairs(rows);
  const inOne = sum(Array.from(cells.values(), (row) => pairs(sum(row.values()))));
  const inOther = sum(Array.from(columns.values(), pairs));
  const inBoth = sum(Array.from(cells.values(), (row) => sum(Array.from(row.values(), pairs))));
  if (inBoth === inOne && inBoth === inOther) return 1;
  const byChance = inOne * inOther;
  return (inBoth * all - byChance) / (((inOne + inOther) / 2) * all - byChance);
}

const pairs = (n: number): number => (n * (n - 1)) / 2;

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
