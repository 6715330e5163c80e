const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

/** The cells of a CSV file, row by row with the header first. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [whole, quoted, plain = '', end] of text.matchAll(CELL)) {
    if (whole === '' && !row.length) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** A table that was dumped, as text. */
export class Table {
  readonly cells: readonly (readonly string[])[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(cells: readonly (readonly string[])[]) {
    this.cells = cells;
    this.#places = new Map(cells[0]?.map((name, place) => [name, place]));
  }

  column(name: string): string[] {
    const place = this.#placeOf(name);
    return this.#rows().map((row) => row[place] ?? '');
  }

  /** The cell of the only row, or of the row that begins with `key`. */
  cell(name: string, key?: string): string {
    const place = this.#placeOf(name);
    const rows = this.#rows().filter((row) => key === undefined || row[0] === key);
    if (rows.length !== 1) throw new Error(`${rows.length} rows${key === undefined ? '' : ` begin with "${key}"`}, and one was asked for.`);
    return rows[0]?.[place] ?? '';
  }

  /** The columns named, as rows. */
  rows(...names: readonly string[]): string[][] {
    const places = names.map((name) => this.#placeOf(name));
    return this.#rows().map((row) => places.map((place) => row[place] ?? ''));
  }

  /** The column named, by what stands in the first one. */
  by(name: string): ReadonlyMap<string, string> {
    const values = this.column(name);
    return new Map(this.#rows().map((row, i) => [row[0] ?? '', values[i] ?? '']));
  }

  #rows(): readonly (readonly string[])[] {
    return this.cells.slice(1);
  }

  #placeOf(name: string): number {
    const place = this.#places.get(name);
    if (place === undefined) throw new Error(`There is no column "${name}" among ${[...this.#places.keys()].join(', ')}.`);
    return place;
  }
}
