/**
 * The items in which every word of `query` occurs, the best first: the title starts with it, then a word of the title
 * does, then the title contains it, then only `more` does. Equals keep their order.
 */
export function rank<T>(items: readonly T[], query: string, title: (item: T) => string, more: (item: T) => string = () => ''): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item) => ({ item, cost: costOf(words, title(item).toLowerCase(), more(item).toLowerCase()) }))
    .filter(({ cost }) => cost < Infinity)
    .sort((a, b) => a.cost - b.cost)
    .map(({ item }) => item);
}

function costOf(words: readonly string[], title: string, more: string): number {
  return words.reduce((sum, word) => sum + wordCost(word, title, more), 0);
}

function wordCost(word: string, title: string, more: string): number {
  if (title.startsWith(word)) return 0;
  if (title.split(/[\s_.&-]+/).some((part) => part.startsWith(word))) return 1;
  if (title.includes(word)) return 2;
  return more.includes(word) ? 3 : Infinity;
}
