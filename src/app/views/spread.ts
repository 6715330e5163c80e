/** Moves places apart, as little as it takes, so that each is `gap` from the next and all lie between `low` and `high`. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let least = low;
  for (const i of order) {
    moved[i] = Math.max(places[i]!, least);
    least = moved[i]! + gap;
  }
  let most = high;
  for (const i of order.reverse()) {
    moved[i] = Math.min(moved[i]!, most);
    most = moved[i]! - gap;
  }
  return moved;
}
