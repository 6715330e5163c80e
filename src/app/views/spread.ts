/** Moves places apart, as little as it takes, so that each is `gap` from the next and all lie between `low` and `high`. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = [...places.entries()].sort(([, a], [, b]) => a - b);
  const moved = [...places];
  let least = low;
  for (const [i, place] of order) {
    moved[i] = Math.max(place, least);
    least = Math.max(place, least) + gap;
  }
  let most = high;
  for (const [i] of order.reverse()) {
    const place = Math.min(moved[i] ?? high, most);
    moved[i] = place;
    most = place - gap;
  }
  return moved;
}
