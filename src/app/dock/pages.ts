import type { Cell, Page } from '../../core/engine.ts';

export const PAGE_ROWS = 200;
const MOST_PAGES = 60;

/** The rows of a table as far as somebody has looked at them. */
export interface Pages {
  /** The value in a row and column; undefined while its page is not there. */
  cell(row: number, column: number): Cell | undefined;
  /** Values of a column from one page that is there, to decide a format by. */
  sample(column: number): readonly Cell[];
  /** Asks for the rows from `first` to `last`, in place of what was asked for before. */
  want(first: number, last: number): void;
  subscribe(listener: () => void): () => void;
  /** Changes whenever a page has come. */
  version(): number;
  /** Why a page could not be read. */
  problem(): string | undefined;
}

/**
 * A cache of pages that lets the least recently wanted go. One page is loaded at a time, and always one that is wanted
 * now: a fast scroll leaves no queue behind.
 */
export function tablePages(load: (from: number, count: number) => Promise<Page>, most = MOST_PAGES): Pages {
  const held = new Map<number, Page>();
  const listeners = new Set<() => void>();
  let wanted: readonly number[] = [];
  let sampled: Page | undefined;
  let loading = false;
  let version = 0;
  let problem: string | undefined;

  async function fill(): Promise<void> {
    const next = wanted.find((number) => !held.has(number));
    if (loading || next === undefined) return;
    loading = true;
    try {
      keep(next, await load(next * PAGE_ROWS, PAGE_ROWS));
      problem = undefined;
    } catch (error) {
      wanted = [];
      problem = error instanceof Error ? error.message : String(error);
    }
    loading = false;
    version++;
    listeners.forEach((listener) => listener());
    void fill();
  }

  function keep(number: number, page: Page): void {
    held.set(number, page);
    sampled ??= page;
    for (const old of held.keys()) {
      if (held.size <= most) return;
      if (!wanted.includes(old)) held.delete(old);
    }
  }

  return {
    cell: (row, column) => held.get(Math.floor(row / PAGE_ROWS))?.columns[column]?.values[row % PAGE_ROWS],
    sample: (column) => sampled?.columns[column]?.values ?? [],
    want(first, last) {
      const from = Math.floor(first / PAGE_ROWS);
      wanted = Array.from({ length: Math.floor(last / PAGE_ROWS) - from + 1 }, (_, i) => from + i);
      for (const number of wanted) {
        const page = held.get(number);
        if (!page) continue;
        held.delete(number);
        held.set(number, page);
      }
      void fill();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    problem: () => problem,
  };
}
