/** Grids of as many rows that scroll together. */
export interface ScrollLink {
  /** @param listener told where another grid of as many rows has gone */
  follow(grid: string, listener: (offset: number, rows: number) => void): () => void;
  tell(grid: string, offset: number, rows: number): void;
}

export function scrollLink(): ScrollLink {
  const listeners = new Map<string, (offset: number, rows: number) => void>();
  return {
    follow(grid, listener) {
      listeners.set(grid, listener);
      return () => listeners.delete(grid);
    },
    tell(grid, offset, rows) {
      for (const [other, listener] of listeners) if (other !== grid) listener(offset, rows);
    },
  };
}
