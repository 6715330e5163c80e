/** A file that DuckDB's WebAssembly build writes, from its start to its end. */
export interface OutFile {
  /** What DuckDB uses of a FileSystemSyncAccessHandle. */
  readonly handle: {
    write(piece: Uint8Array, place: { readonly at: number }): number;
    getSize(): number;
    truncate(): void;
    flush(): void;
  };
  bytes(): Promise<Uint8Array>;
}

/** Keeps what is written as it comes: a buffer of DuckDB's own is copied whole whenever it grows. */
export function outFile(): OutFile {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  return {
    handle: {
      write(piece, { at }) {
        if (at !== size) throw new Error('DuckDB wrote a file out of order.');
        pieces.push(piece.slice());
        size += piece.length;
        return piece.length;
      },
      getSize: () => size,
      truncate() {
        pieces.length = size = 0;
      },
      flush: () => undefined,
    },
    bytes: async () => new Uint8Array(await new Blob(pieces).arrayBuffer()),
  };
}
