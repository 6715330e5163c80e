/** A wire between two cards, and which of their ports it uses, counted from the top. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly out: number;
  readonly into: number;
}

/** A place in a column: a card, or where a wire passes that leads from one column to a later one. */
interface Slot {
  readonly card: string | undefined;
  readonly column: number;
  /** Its height in the picture before, which decides where nothing else does. */
  readonly height: number;
  readonly before: Segment[];
  readonly after: Segment[];
  rank: number;
  line: Line | undefined;
}
/** A wire's way from one column to the next. */
interface Segment {
  readonly from: Slot;
  readonly to: Slot;
  readonly out: number;
  readonly into: number;
}
/** Slots in one row: cards that follow each other straight. */
interface Line {
  readonly slots: Slot[];
  row: number;
}

const SWEEPS = 8;
/** Passing wires that are followed; beyond them a picture has more wires than anybody can follow. */
const MOST_PASSES = 20_000;
/** Up to here neighbours are also exchanged one by one. */
const FEW_SLOTS = 2000;

/**
 * The row of each card of a connected part, from the columns and the heights before: few wires cross, and the first input of
 * a card stands in its own row, so that the main line runs straight.
 */
export function rowsOf(
  cards: readonly { readonly id: string; readonly height: number }[],
  columns: ReadonlyMap<string, number>,
  links: readonly Link[],
): Map<string, number> {
  const { layers, slots } = slotsOf(cards, columns, links);
  untangle(layers);
  const lines = linesOf(layers);
  place(layers, lines);
  const used = [...new Set([...slots.values()].map((slot) => slot.line!.row))].sort((a, b) => a - b);
  const rowOf = new Map(used.map((row, i) => [row, i]));
  return new Map([...slots].map(([id, slot]) => [id, rowOf.get(slot.line!.row)!]));
}

function slotsOf(
  cards: readonly { readonly id: string; readonly height: number }[],
  columns: ReadonlyMap<string, number>,
  links: readonly Link[],
): { layers: Slot[][]; slots: Map<string, Slot> } {
  const layers: Slot[][] = [];
  const add = (card: string | undefined, column: number, height: number): Slot => {
    const slot: Slot = { card, column, height, before: [], after: [], rank: 0, line: undefined };
    while (layers.length <= column) layers.push([]);
    layers[column]!.push(slot);
    return slot;
  };
  const slots = new Map(cards.map(({ id, height }) => [id, add(id, columns.get(id)!, height)]));
  let passes = 0;
  for (const { from, to, out, into } of links) {
    const [start, end] = [slots.get(from)!, slots.get(to)!];
    const span = end.column - start.column;
    if (span < 1 || passes + span > MOST_PASSES) continue;
    passes += span - 1;
    let last = start;
    for (let step = 1; step <= span; step++) {
      const height = start.height + ((end.height - start.height) * step) / span;
      const next = step === span ? end : add(undefined, start.column + step, height);
      const segment: Segment = { from: last, to: next, out: step === 1 ? out : 0, into: step === span ? into : 0 };
      last.after.push(segment);
      next.before.push(segment);
      last = next;
    }
  }
  for (const layer of layers) {
    layer.sort((a, b) => a.height - b.height);
    rank(layer);
  }
  return { layers, slots };
}

const rank = (layer: readonly Slot[]): void => layer.forEach((slot, i) => (slot.rank = i));

/** Ports of one card lie close together. */
const PORT = 0.01;
const start = ({ from, out }: Segment): number => from.rank + out * PORT;
const end = ({ to, into }: Segment): number => to.rank + into * PORT;

/** Orders each column by where its wires come from and go to, over and over, and keeps the order with the fewest crossings. */
function untangle(layers: readonly Slot[][]): void {
  let fewest = crossings(layers);
  let best = layers.map((layer) => [...layer]);
  const exchanges = layers.reduce((n, layer) => n + layer.length, 0) <= FEW_SLOTS;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const forwards = sweep % 2 === 0;
    for (const layer of forwards ? layers : layers.toReversed()) byMiddle(layer, forwards);
    if (exchanges) for (const layer of layers) exchange(layer);
    const now = crossings(layers);
    if (now >= fewest) continue;
    fewest = now;
    best = layers.map((layer) => [...layer]);
  }
  layers.forEach((layer, i) => {
    layer.splice(0, layer.length, ...best[i]!);
    rank(layer);
  });
}

function byMiddle(layer: Slot[], forwards: boolean): void {
  const middles = new Map(
    layer.map((slot) => {
      const ends = forwards ? slot.before.map(start) : slot.after.map(end);
      return [slot, ends.length ? ends.reduce((sum, at) => sum + at, 0) / ends.length : slot.rank];
    }),
  );
  layer.sort((a, b) => middles.get(a)! - middles.get(b)! || a.rank - b.rank);
  rank(layer);
}

function exchange(layer: Slot[]): void {
  for (let i = 1; i < layer.length; i++) {
    const [above, below] = [layer[i - 1]!, layer[i]!];
    const crossed = between(above.before, below.before, start) + between(above.after, below.after, end);
    const instead = between(below.before, above.before, start) + between(below.after, above.after, end);
    if (instead >= crossed) continue;
    [layer[i - 1], layer[i]] = [below, above];
    [below.rank, above.rank] = [i - 1, i];
  }
}

/** How many wires cross between a slot and one below it. */
function between(above: readonly Segment[], below: readonly Segment[], at: (segment: Segment) => number): number {
  let n = 0;
  for (const a of above) for (const b of below) if (at(a) > at(b)) n++;
  return n;
}

/** How many pairs of wires cross, as the columns are ordered. */
function crossings(layers: readonly (readonly Slot[])[]): number {
  return layers.reduce((sum, layer) => {
    const segments = layer.flatMap((slot) => slot.after).sort((a, b) => start(a) - start(b) || end(a) - end(b));
    return sum + inversions(segments.map(end));
  }, 0);
}

function inversions(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const half = values.length >> 1;
  const [left, right] = [values.slice(0, half), values.slice(half)];
  let count = inversions(left) + inversions(right);
  left.sort((a, b) => a - b);
  right.sort((a, b) => a - b);
  let at = 0;
  for (const value of right) {
    while (at < left.length && left[at]! <= value) at++;
    count += left.length - at;
  }
  return count;
}

/** Joins slots into straight lines: each card with its first input, the longest way onwards first, and never across another. */
function linesOf(layers: readonly (readonly Slot[])[]): Line[] {
  const ahead = new Map<Slot, number>();
  for (const layer of layers.toReversed())
    for (const slot of layer) ahead.set(slot, 1 + Math.max(0, ...slot.after.map(({ to }) => ahead.get(to)!)));
  const lines: Line[] = [];
  const begin = (slot: Slot): void => {
    slot.line = { slots: [slot], row: -1 };
    lines.push(slot.line);
  };
  layers[0]?.forEach(begin);
  for (const layer of layers.slice(1)) {
    const wishes = layer
      .flatMap((slot) => slot.before.reduce<Segment[]>(([first], s) => [!first || s.into < first.into ? s : first], []))
      .sort((a, b) => ahead.get(b.to)! - ahead.get(a.to)! || a.to.rank - b.to.rank);
    const straight: Segment[] = [];
    for (const wish of wishes) {
      if (straight.some((s) => s.from === wish.from || s.from.rank < wish.from.rank !== s.to.rank < wish.to.rank)) continue;
      straight.push(wish);
      wish.to.line = wish.from.line!;
      wish.from.line!.slots.push(wish.to);
    }
    for (const slot of layer) if (!slot.line) begin(slot);
  }
  return lines;
}

/** Gives each line a row: below all that it stands below, and near what it is wired to. */
function place(layers: readonly (readonly Slot[])[], lines: readonly Line[]): void {
  const firstCard = new Map(lines.map((line) => [line, line.slots.find((slot) => slot.card !== undefined)?.column ?? Infinity]));
  const shown = new Set(lines.filter((line) => firstCard.get(line) !== Infinity));
  const [above, below] = [new Map<Line, Set<Line>>(), new Map<Line, Set<Line>>()];
  for (const line of shown) {
    above.set(line, new Set());
    below.set(line, new Set());
  }
  for (const layer of layers) {
    const there = layer.flatMap((slot) => (slot.column >= firstCard.get(slot.line!)! ? [slot.line!] : []));
    there.slice(1).forEach((line, i) => {
      above.get(line)!.add(there[i]!);
      below.get(there[i]!)!.add(line);
    });
  }
  const waiting = new Map([...shown].map((line) => [line, above.get(line)!.size]));
  const order = [...shown].filter((line) => waiting.get(line) === 0);
  for (const line of order) {
    const least = Math.max(0, ...[...above.get(line)!].map((other) => other.row + 1));
    line.row = Math.max(least, wished(line) ?? 0);
    for (const next of below.get(line)!) {
      waiting.set(next, waiting.get(next)! - 1);
      if (waiting.get(next) === 0) order.push(next);
    }
  }
  for (const line of order.toReversed()) {
    const most = Math.min(Infinity, ...[...below.get(line)!].map((other) => other.row - 1));
    line.row = Math.max(line.row, Math.min(most, wished(line) ?? line.row));
  }
}

/** The row of what feeds the first card of a line, or else of what the line feeds. */
function wished({ slots }: Line): number | undefined {
  const [head] = slots;
  const feeding = head!.before.map(({ from }) => rowBefore(from)).find((row) => row !== undefined);
  if (head!.before.length) return feeding;
  const rows = slots.flatMap(({ line, after }) => after.flatMap(({ to }) => (to.line !== line && to.line!.row >= 0 ? [to.line!.row] : [])));
  return rows.length ? Math.min(...rows) : undefined;
}

/** The row of the card that a passing wire comes from. */
function rowBefore(slot: Slot): number | undefined {
  let at = slot;
  while (at.card === undefined && at.before[0]) at = at.before[0].from;
  const row = at.line?.row ?? -1;
  return row < 0 ? undefined : row;
}
