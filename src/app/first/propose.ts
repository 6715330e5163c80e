import type { Cell } from '../../core/engine.ts';
import { call, col, type Expr } from '../../core/expr.ts';
import { count, percent } from '../dock/numbers.ts';
import { couldBeId, type Seen, type SeenColumn } from './look.ts';
import { sayings, type Says } from './names.ts';
import { currenciesIn } from './reading.ts';

/** What the amount of an order is: a column, or a quantity times a price. */
export type Amount =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'product'; readonly quantity: string; readonly price: string };

/** Where the orders stand in a table. */
export interface Choice {
  readonly customer: string;
  readonly date: string;
  readonly amount: Amount;
  /** Without one each row is a line, and days with an order are counted. */
  readonly order: string | undefined;
}

export type Part = 'customer' | 'date' | 'amount' | 'order';

/** What Clade takes for the parts of an order, the best first, and why. */
export interface Proposal {
  /** Nothing where no column can be one of its parts. */
  readonly choice: Partial<Choice>;
  readonly can: {
    readonly customer: readonly string[];
    readonly date: readonly string[];
    readonly amount: readonly Amount[];
    readonly order: readonly string[];
  };
  /** Why this is no file of orders; nothing where it is one. */
  readonly why?: string | undefined;
  /** Why a column was proposed, or what speaks for another one. */
  reason(part: Part, choice: Partial<Choice>): string;
}

interface Scored {
  readonly column: SeenColumn;
  readonly says: ReadonlySet<Says>;
  readonly score: number;
}

export const amountName = (amount: Amount): string => (amount.kind === 'column' ? amount.name : `${amount.quantity} × ${amount.price}`);

export const isComplete = (choice: Partial<Choice>): choice is Choice =>
  choice.customer !== undefined && choice.date !== undefined && choice.amount !== undefined;

/** What an amount is computed by, over the columns as they are in the table. */
export function amountExpr(amount: Amount, columns: readonly SeenColumn[]): Expr {
  const read = (name: string): Expr => columns.find((c) => c.name === name)?.number?.expr ?? col(name);
  return amount.kind === 'column' ? read(amount.name) : call('*', read(amount.quantity), read(amount.price));
}

const times = ({ filled, distinct }: SeenColumn): number => (distinct ? filled / distinct : 0);

/** Finds customer, date and amount by what is in the columns; names settle what is open then. */
export function propose(seen: Seen): Proposal {
  const { rows } = seen;
  const all = seen.columns.filter((c) => c.filled > 0).map((column) => ({ column, says: sayings(column.name) }));
  const rank = (score: (column: SeenColumn, says: ReadonlySet<Says>) => number): Scored[] =>
    all
      .map((one) => ({ ...one, score: score(one.column, one.says) }))
      .filter((one) => one.score > -Infinity)
      .sort((a, b) => b.score - a.score);

  const dates = rank((c, says) => dateScore(c, says, rows));
  const ids = all.filter(({ column }) => couldBeId(column) && column.name !== dates[0]?.column.name);
  const likelyOrder = ids.find(({ column, says }) => says.has('order') && times(column) > 1.02)?.column;
  const customers = rank((c, says) => customerScore(c, says, rows, likelyOrder));
  const customer = customers[0];
  const taken = new Set([customer?.column.name, dates[0]?.column.name]);
  const orders = rank((c, says) => (taken.has(c.name) ? -Infinity : orderScore(c, says, customer?.column, dates[0]?.column)));
  const order = orders[0] && orders[0].score >= 3 ? orders[0] : undefined;
  const amounts = rank((c, says) => (taken.has(c.name) || c.name === order?.column.name ? -Infinity : amountScore(c, says, all, rows)));
  const product = productOf(amounts, all);
  const best = amounts[0];
  const takesProduct = product !== undefined && (!best || best.score < 3.5 || best.column.name === product.price);
  const first: Amount | undefined = takesProduct
    ? product
    : best && best.score > -1
      ? { kind: 'column', name: best.column.name }
      : undefined;
  const found = {
    customer: likely(customer, 0),
    date: likely(dates[0], 0.5),
    amount: first,
    order: order?.column.name,
  };

  return {
    choice: Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Partial<Choice>,
    can: {
      customer: customers.map((c) => c.column.name),
      date: dates.map((c) => c.column.name),
      amount: [...(product ? [product] : []), ...amounts.map((a): Amount => ({ kind: 'column', name: a.column.name }))].sort(
        (a, b) => Number(amountName(b) === (first && amountName(first))) - Number(amountName(a) === (first && amountName(first))),
      ),
      order: orders.map((c) => c.column.name),
    },
    why: whyNot(seen, { dates, customers, amounts, isProduct: takesProduct }),
    reason: (part, choice) => reasonFor(part, choice, found, { seen, dates, customers, amounts, all }),
  };
}

/** A column that is proposed; one that little speaks for is left for somebody to choose. */
const likely = (best: Scored | undefined, least: number): string | undefined =>
  best && best.score >= least ? best.column.name : undefined;

interface Ranked {
  readonly dates: readonly Scored[];
  readonly customers: readonly Scored[];
  readonly amounts: readonly Scored[];
}

function whyNot({ rows }: Seen, { dates, customers, amounts, isProduct }: Ranked & { isProduct: boolean }): string | undefined {
  if (!rows) return 'The file has no rows';
  if (!dates.length || dates[0]!.score < 0.5) return 'No column holds the date of an order';
  if (!customers.length) return 'No column names a customer';
  const [best] = customers;
  if (times(best!.column) < 1.02) return `Nobody comes twice: each row has another ${best!.column.name}`;
  if (best!.score < 2) return 'No column names a customer who comes again';
  if (!isProduct && (!amounts.length || amounts[0]!.score < 1)) return 'No column holds what an order was worth';
  return undefined;
}

function dateScore({ date, number, filled }: SeenColumn, says: ReadonlySet<Says>, rows: number): number {
  if (!date?.read || !filled) return -Infinity;
  const share = date.read / filled;
  if (share < 0.5) return -Infinity;
  return (
    2 +
    (says.has('date') ? 1 : 0) +
    (says.has('order') && !says.has('number') ? 1.5 : 0) -
    (says.has('otherDate') ? 2.5 : 0) -
    (says.has('birth') ? 5 : 0) -
    (number && !says.has('date') ? 1 : 0) -
    (date.first === date.last ? 2 : 0) -
    (date.last < '1980-01-01' ? 3 : 0) -
    2 * (1 - filled / rows) -
    2 * (1 - share)
  );
}

function customerScore(column: SeenColumn, says: ReadonlySet<Says>, rows: number, order: SeenColumn | undefined): number {
  const { distinct, filled, role, number, cells, date, type } = column;
  if (!couldBeId(column) || distinct < 2 || (date && type !== 'string' && !says.has('customer'))) return -Infinity;
  const repeats = times(column);
  const named = says.has('customer');
  const isFigure = says.has('amount') || says.has('price') || says.has('quantity');
  if (isFigure && !named && !says.has('number')) return -Infinity;
  const texts = cells.flatMap((c) => (c === null ? [] : [String(c)]));
  const wordy = texts.filter((t) => t.trim().split(/\s+/).length >= 4 || t.length > 60).length > texts.length / 2;
  const packed = type === 'int' && number !== undefined && distinct < 400 && number.max - number.min < 3 * distinct;
  let score = 0;
  if (named) score += 4;
  if (says.has('number') || role === 'id') score += 1;
  if (role === 'email') score += 2.5;
  if (role === 'phone') score += 1;
  if (role === 'name') score -= 0.5;
  if (isCode(texts)) score += 1;
  if (says.has('order') && !named) score -= 4;
  if (says.has('product') && !named) score -= 4;
  if (says.has('place') && !named) score -= distinct / filled > 0.05 ? 1 : 4;
  if ((isFigure || says.has('otherNumber')) && !named) score -= 4;
  if (role === 'country' || role === 'city' || role === 'postcode' || role === 'latitude' || role === 'longitude') score -= 4;
  if (repeats < 1.02) score -= named ? 2.5 : 6;
  else if (repeats < 1.2) score += 0.5;
  else if (repeats < 60) score += 2;
  else if (repeats > 500) score -= 2;
  if (distinct < 20) score -= named ? 1 : 3;
  if (packed && !named) score -= 2;
  if (filled < 0.4 * rows) score -= 2;
  if (wordy) score -= 2;
  if (order && column.name !== order.name && decides(order.cells, cells)) score += 1.5;
  return score;
}

/** Most cells are one word with a digit, of about one length. */
function isCode(texts: readonly string[]): boolean {
  const lengths = new Map<number, number>();
  for (const { length } of texts) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  const common = Math.max(0, ...lengths.values());
  return texts.length > 0 && common >= 0.7 * texts.length && texts.filter((t) => /^\S*\d\S*$/.test(t)).length >= 0.9 * texts.length;
}

/** Whether each value of one column goes with one value of the other, in rows where the first repeats. */
function decides(from: readonly Cell[], to: readonly Cell[]): boolean {
  const known = new Map<Cell, Cell>();
  let [repeats, breaks] = [0, 0];
  for (const [i, value] of from.entries()) {
    if (value === null) continue;
    const other = to[i] ?? null;
    if (!known.has(value)) known.set(value, other);
    else {
      repeats++;
      if (known.get(value) !== other) breaks++;
    }
  }
  return breaks <= 0.02 * repeats;
}

function orderScore(column: SeenColumn, says: ReadonlySet<Says>, customer: SeenColumn | undefined, day: SeenColumn | undefined): number {
  const { role, distinct, cells, type, date, number } = column;
  if (!couldBeId(column) || !customer || (date && number)) return -Infinity;
  if (distinct < customer.distinct * 0.9 || !decides(cells, customer.cells)) return -Infinity;
  const lines = times(column) > 1.02;
  const days = (day?.cells ?? []).map((c) => (typeof c === 'string' ? c.slice(0, 10) : c));
  let score = 0;
  if (says.has('order')) score += 4;
  if (says.has('number') || role === 'id') score += 1;
  if (says.has('product') && !says.has('order')) score -= 4;
  if (says.has('line')) score -= 4;
  if (says.has('customer') && !says.has('order')) score -= 2;
  if (role === 'email' || role === 'phone' || role === 'name') score -= 4;
  if (says.has('amount') || says.has('price') || says.has('quantity') || says.has('otherNumber')) score -= 4;
  score += lines ? (decides(cells, days) ? 2.5 : -0.5) : says.has('order') ? 0 : -2;
  if (type === 'double') score -= 1;
  return score;
}

function amountScore(column: SeenColumn, says: ReadonlySet<Says>, all: readonly Omit<Scored, 'score'>[], rows: number): number {
  const { number, role, type, cells, date } = column;
  if (!number?.read || role === 'id' || role === 'latitude' || role === 'longitude' || role === 'postcode' || role === 'phone')
    return -Infinity;
  const { min, max, negative, fractional, read } = number;
  let score = 0;
  if (says.has('amount')) score += 3;
  else if (says.has('price')) score += 1;
  if (role === 'money') score += 1;
  if (says.has('quantity') && !says.has('price') && !says.has('amount')) score -= 3.5;
  if (says.has('otherNumber')) score -= 4;
  if ((says.has('number') || says.has('line') || says.has('customer') || says.has('product')) && !says.has('amount') && !says.has('price'))
    score -= 4;
  if (date) score -= 2;
  if (fractional > 0.2 * read) score += 2;
  else score -= 0.5;
  if (type === 'string' && currenciesIn(cells).length) score += 3;
  if (min === max) score -= 3;
  if (min >= 0 && max <= 1) score -= 2;
  if (negative > 0.6 * read) score -= 3;
  if (read < 0.5 * rows) score -= 2;
  if (factorsOf(column, all)) score += 3;
  return score;
}

const numbersOf = ({ cells }: SeenColumn): number[] => cells.map((c) => (typeof c === 'number' ? c : NaN));

/** A quantity and a price that multiply to the column in nearly every row. */
function factorsOf(column: SeenColumn, all: readonly Omit<Scored, 'score'>[]): readonly [string, string] | undefined {
  const total = numbersOf(column);
  const others = all
    .filter((o) => o.column !== column && o.column.number && o.column.type !== 'string' && o.column.role !== 'id')
    .slice(0, 12);
  for (const [i, a] of others.entries()) {
    for (const b of others.slice(i + 1)) {
      const [x, y] = [numbersOf(a.column), numbersOf(b.column)];
      const rows = total.flatMap((t, row) =>
        Number.isFinite(t * x[row]! * y[row]!) && t !== 0 ? [Math.abs(t - x[row]! * y[row]!) <= 0.011] : [],
      );
      const varied = new Set(x).size > 1 && new Set(y).size > 1;
      if (rows.length >= 5 && varied && rows.filter(Boolean).length >= 0.95 * rows.length)
        return a.says.has('price') || (a.column.number!.fractional > 0 && !b.column.number!.fractional)
          ? [b.column.name, a.column.name]
          : [a.column.name, b.column.name];
    }
  }
  return undefined;
}

/** A quantity times a unit price, where the names say that there are both. */
function productOf(amounts: readonly Scored[], all: readonly Omit<Scored, 'score'>[]): Extract<Amount, { kind: 'product' }> | undefined {
  const isPrice = ({ says }: Omit<Scored, 'score'>): boolean =>
    says.has('price') && !says.has('otherNumber') && !(says.has('amount') && !says.has('quantity'));
  const price = amounts.find((a) => isPrice(a));
  const quantity = all.find(
    ({ column, says }) =>
      says.has('quantity') && !says.has('price') && !says.has('amount') && column.number && column.name !== price?.column.name,
  );
  return price && quantity ? { kind: 'product', quantity: quantity.column.name, price: price.column.name } : undefined;
}

interface Evidence extends Ranked {
  readonly seen: Seen;
  readonly all: readonly Omit<Scored, 'score'>[];
}

function reasonFor(part: Part, choice: Partial<Choice>, found: Partial<Choice>, evidence: Evidence): string {
  const says = (name: string): ReadonlySet<Says> => evidence.all.find((o) => o.column.name === name)?.says ?? new Set();
  const columnOf = (name: string | undefined): SeenColumn | undefined => evidence.seen.columns.find((c) => c.name === name);
  switch (part) {
    case 'customer':
      return customerReason(columnOf(choice.customer), says, evidence.seen.rows);
    case 'date':
      return dateReason(columnOf(choice.date), says, evidence, choice.date === found.date);
    case 'amount':
      return amountReason(
        choice.amount,
        says,
        evidence,
        found.amount !== undefined && choice.amount !== undefined && amountName(choice.amount) === amountName(found.amount),
      );
    case 'order':
      return orderReason(columnOf(choice.order), says);
  }
}

const sentence = (parts: readonly (string | false | undefined)[]): string => {
  const text = parts.filter(Boolean).join('; ');
  return text ? text[0]!.toUpperCase() + text.slice(1) : '';
};

const timesText = (n: number): string => (n < 10 ? n.toFixed(1) : count(n));

function customerReason(column: SeenColumn | undefined, says: (name: string) => ReadonlySet<Says>, rows: number): string {
  if (!column) return 'No column looks like one';
  const missing = 1 - column.filled / rows;
  return sentence([
    says(column.name).has('customer') ? 'its name says customer' : column.role === 'email' ? 'an email address is one person' : undefined,
    column.distinct === column.filled
      ? `all ${count(column.filled)} values differ`
      : `${count(column.distinct)} of ${count(column.filled)} values differ, each about ${timesText(times(column))} times`,
    missing > 0.005 && `missing in ${percent(missing)} of the rows`,
  ]);
}

function dateReason(
  column: SeenColumn | undefined,
  says: (name: string) => ReadonlySet<Says>,
  { dates }: Evidence,
  isProposed: boolean,
): string {
  if (!column?.date) return 'No column holds dates';
  const others = dates.filter((d) => d.column.name !== column.name);
  const shipped = others.find((d) => d.says.has('otherDate') || d.says.has('birth'));
  const words = says(column.name);
  return sentence([
    !others.length && 'the only date column',
    isProposed &&
      others.length > 0 &&
      (words.has('order') && !words.has('number') ? 'its name says order and date' : !shipped && 'the likeliest date'),
    isProposed && shipped && `not ${shipped.column.name}, whose name says another day`,
    `${column.date.first} to ${column.date.last}`,
    column.date.how,
  ]);
}

function amountReason(
  amount: Amount | undefined,
  says: (name: string) => ReadonlySet<Says>,
  { seen, amounts, all }: Evidence,
  isProposed: boolean,
): string {
  if (!amount) return 'No column holds money';
  if (amount.kind === 'product') return 'Quantity times unit price of each row, since no column has the total; a Formula computes it';
  const column = seen.columns.find((c) => c.name === amount.name);
  if (!column?.number) return '';
  const { how } = column.number;
  const factors = factorsOf(column, all);
  const other = amounts.find(({ column: c, says: words }) => c.name !== amount.name && c.role !== 'id' && !words.has('otherNumber'));
  const against = other?.says.has('price')
    ? 'the price of one piece'
    : other?.column.number!.fractional === 0
      ? 'whole numbers'
      : undefined;
  return sentence([
    how ??
      [says(amount.name).has('amount') ? 'its name says money' : 'numbers', decimalsOf(column)].join(
        says(amount.name).has('amount') ? ', ' : ' ',
      ),
    factors && `it is ${factors[0]} × ${factors[1]}`,
    isProposed && other && against && `not ${other.column.name}, which is ${against}`,
  ]);
}

function decimalsOf({ number, cells }: SeenColumn): string {
  if (!number?.fractional) return 'without decimals';
  const isCents = cells.every((c) => typeof c !== 'number' || Math.abs(c * 100 - Math.round(c * 100)) < 1e-6);
  return isCents ? 'with two decimals' : 'with decimals';
}

function orderReason(column: SeenColumn | undefined, says: (name: string) => ReadonlySet<Says>): string {
  if (!column) return 'Each row is an order line; days with an order are counted';
  const lines = times(column);
  return sentence([
    says(column.name).has('order') && 'its name says order',
    lines < 1.02
      ? 'each row is one order'
      : lines < 1.2
        ? `${count(column.distinct)} orders, most of one row`
        : `${count(column.distinct)} orders of about ${timesText(lines)} rows, each of one customer`,
  ]);
}
