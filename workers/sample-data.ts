import { sampleSchema, type SampleTable } from '../src/core/sample-schema.ts';
import type { Column, Schema } from '../src/core/schema.ts';
import type { MadeColumn } from './kernels/kernel.ts';
import { dice, exp, type Dice, type Range } from './sample-dice.ts';
import { CATEGORIES, CHANNELS, FEATURES, FIRST_DAY, LAST_DAY, padded, people, plain, scattered, type Person } from './sample-people.ts';

const DEVICES = ['phone', 'desktop', 'tablet'];
const PLATFORMS = ['android', 'ios', 'web'];

const DAY_MS = 86_400_000;

/** More than the events of any table. */
const PLACES = 2 ** 27;

/** Standard deviation of the logarithm of an amount, from order to order of one person. */
const ORDER_SPREAD = 0.35;

/** In percent. */
const MISSING = 4;
const DUPLICATES = 3;
const REFUNDS = 2;

/**
 * One table of the sample data: a shop with `customers` people, as each of its systems knows them. The same seed gives
 * the same people in all four tables, and the same bits on every machine.
 *
 * The systems share no id. All people have orders (`shop_id`, and an e-mail typed anew with each order), 95 % are in the
 * CRM (`customer_id`), 85 % are seen on the web by one or two cookies (`visitor_id`, with the `shop_id` of sessions that
 * were logged in), and some have the app (`account_id` and the e-mail). 8 % gave the shop an e-mail the CRM doesn't know.
 *
 * About 3 % of the rows are duplicates: in the CRM the same person again under another id and retyped, elsewhere exact
 * copies. About 4 % of the values are missing in every column that is nullable. About 2 % of orders are refunded in
 * part, as a later row with the same `order_id` and a negative amount.
 */
export function sampleData(table: SampleTable, customers: number, seed: number): { rows: number; columns: MadeColumn[] } {
  const rows = sheet(sampleSchema(table));
  WRITERS[table](rows, people(customers, seed), dice(seed, table));
  return rows.made();
}

const WRITERS: Record<SampleTable, (rows: Sheet, everyone: readonly Person[], roll: Dice) => void> = {
  customers: writeCustomers,
  orders: writeOrders,
  web: writeSessions,
  product: writeUses,
};

interface Entry {
  readonly person: Person;
  readonly first: string;
  readonly email: string;
  readonly phone: string;
  readonly birth: number;
  readonly city: string;
  readonly postcode: string;
  readonly signup: number;
  readonly income: number;
  readonly consent: boolean;
  readonly channel: string;
}

function writeCustomers(rows: Sheet, everyone: readonly Person[], roll: Dice): void {
  const entries: Entry[] = [];
  for (const someone of everyone) {
    if (!roll.chance(95)) continue;
    const known = entry(roll, someone);
    entries.push(known);
    if (roll.chance(DUPLICATES)) entries.push(retyped(roll, known));
  }
  entries.sort((a, b) => a.signup - b.signup);
  for (const [i, { person: p, ...e }] of entries.entries()) {
    rows.add([
      `C${padded(1001 + i, 8)}`,
      e.first,
      p.last,
      gap(roll, e.email),
      gap(roll, e.phone),
      gap(roll, e.birth),
      gap(roll, p.gender),
      gap(roll, e.city),
      gap(roll, e.postcode),
      p.country.name,
      e.signup,
      gap(roll, e.income),
      e.consent,
      e.channel,
      p.segment.name,
    ]);
  }
}

function entry(roll: Dice, someone: Person): Entry {
  const { segment, country } = someone;
  const place = roll.within([0, country.cities.length - 1]);
  const years = Math.min(Math.max(segment.person.age + 10 * roll.bell(), 18), 90);
  return {
    person: someone,
    first: someone.first,
    email: someone.email,
    phone: `${country.dial} ${padded(roll.within([0, 99_999_999]), 8)}`,
    birth: LAST_DAY - Math.round(years * 365.25),
    city: country.cities[place]!,
    postcode: country.postcodes[place]!.replace(/#/g, () => String(roll.within([0, 9]))),
    signup: someone.days[0]! - roll.within(segment.person.waiting),
    income: 10 * Math.round((segment.person.income * exp(0.4 * roll.bell())) / 10),
    consent: roll.chance(segment.person.consent),
    channel: roll.pick(CHANNELS, segment.web.channels),
  };
}

/** The same person signed up again: another day, another spelling. */
function retyped(roll: Dice, known: Entry): Entry {
  return {
    ...known,
    first: roll.chance(40) ? `${known.first[0]}.` : plain(known.first),
    email: roll.chance(50) ? known.email.toUpperCase() : ` ${known.email}`,
    phone: known.phone.replace('+', '00').replaceAll(' ', ''),
    signup: Math.min(known.signup + roll.within([1, 300]), LAST_DAY),
    channel: roll.pick(CHANNELS, known.person.segment.web.channels),
  };
}

interface Line {
  /** The orders of everyone, counted from 1. */
  readonly number: number;
  readonly person: Person;
  /** Milliseconds. */
  readonly at: number;
  readonly amount: number;
  readonly items: number;
  readonly discount: number;
  readonly category: string;
}

function writeOrders(rows: Sheet, everyone: readonly Person[], roll: Dice): void {
  const lines: Line[] = [];
  let orders = 0;
  for (const someone of everyone) {
    for (const day of someone.days) {
      const sold = lineOf(roll, someone, day, ++orders);
      lines.push(sold);
      if (roll.chance(REFUNDS)) lines.push(refundOf(roll, sold));
    }
  }
  for (const { number, person: p, at, amount, items, discount, category } of inTimeOrder(lines)) {
    rows.addCopied(roll, [
      `A${scattered(number, 8)}`,
      p.shopId,
      gap(roll, typed(roll, p.shopEmail)),
      at,
      amount,
      gap(roll, items),
      gap(roll, discount),
      gap(roll, category),
      amount < 0,
      p.segment.name,
    ]);
  }
}

function lineOf(roll: Dice, someone: Person, day: number, number: number): Line {
  const { segment } = someone;
  return {
    number,
    person: someone,
    at: timeOn(roll, day),
    amount: cents(someone.basket * exp(ORDER_SPREAD * roll.bell())),
    items: roll.within(segment.orders.items),
    discount: roll.within(segment.orders.discount) / 100,
    category: roll.pick(CATEGORIES, segment.orders.categories),
  };
}

/** Between a fifth and four fifths of the money, some days later and never after the history ends. */
const refundOf = (roll: Dice, sold: Line): Line => ({
  ...sold,
  at: Math.min(sold.at + roll.within([1, 20]) * DAY_MS, (LAST_DAY + 1) * DAY_MS - 1000),
  amount: -cents((sold.amount * roll.within([20, 80])) / 100),
});

interface Session {
  readonly cookie: string;
  readonly person: Person;
  /** Milliseconds. */
  readonly at: number;
  readonly bought: boolean;
}

function writeSessions(rows: Sheet, everyone: readonly Person[], roll: Dice): void {
  const sessions: Session[] = [];
  for (const someone of everyone) {
    if (!roll.chance(85)) continue;
    const cookies = Array.from({ length: roll.chance(25) ? 2 : 1 }, () => roll.hex(16));
    for (const day of someone.days) {
      for (let i = roll.within(someone.segment.web.visits); i > 0; i--)
        sessions.push(visit(roll, someone, roll.pick(cookies), day, i === 1));
    }
  }
  for (const { cookie, person: p, at, bought } of inTimeOrder(sessions)) {
    const pages = roll.within(bought ? [4, 20] : [1, 15]);
    rows.addCopied(roll, [
      `s${roll.hex(12)}`,
      cookie,
      bought || roll.chance(40) ? gap(roll, p.shopId) : null,
      at,
      gap(roll, roll.pick(DEVICES, [60, 32, 8])),
      gap(roll, roll.pick(CHANNELS, p.segment.web.channels)),
      pages,
      gap(roll, pages * roll.within([8, 70])),
      bought || roll.chance(20),
      bought,
    ]);
  }
}

/** The visit that made the order of `day`, or a look around in the two weeks before it. */
function visit(roll: Dice, someone: Person, cookie: string, day: number, bought: boolean): Session {
  const on = bought ? day : Math.max(day - roll.within([1, 14]), FIRST_DAY);
  return { cookie, person: someone, at: timeOn(roll, on), bought };
}

function writeUses(rows: Sheet, everyone: readonly Person[], roll: Dice): void {
  const uses: { account: string; platform: string; person: Person; at: number }[] = [];
  for (const someone of everyone) {
    const { segment, days } = someone;
    if (!roll.chance(segment.app.share)) continue;
    const account = uuid(roll);
    const platform = roll.pick(PLATFORMS, [50, 35, 15]);
    const active: Range = [days[0]!, Math.min(days.at(-1)! + 10, LAST_DAY)];
    for (let i = roll.within(segment.app.uses); i > 0; i--)
      uses.push({ account, platform, person: someone, at: timeOn(roll, roll.within(active)) });
  }
  for (const { account, platform, person: p, at } of inTimeOrder(uses)) {
    const times = roll.within([1, 6]);
    rows.addCopied(roll, [
      account,
      gap(roll, p.email),
      Math.floor(at / DAY_MS),
      gap(roll, platform),
      roll.pick(FEATURES, p.segment.app.features),
      times,
      gap(roll, (times * roll.within([5, 60])) / 10),
    ]);
  }
}

/**
 * Equal times stay in their order. Sorting plain numbers, made of the second in the history (26 bits) and the place
 * (27 bits), takes a million events a quarter of a second; sorting the events takes more than one.
 */
function* inTimeOrder<T extends { readonly at: number }>(events: readonly T[]): Generator<T> {
  const keys = Float64Array.from(events, ({ at }, i) => (at / 1000 - FIRST_DAY * 86_400) * PLACES + i);
  for (const key of keys.sort()) yield events[key % PLACES]!;
}

type Cell = string | number | boolean | null;

interface Sheet {
  add(cells: readonly Cell[]): void;
  /** Adds the row, and now and then an exact copy of it. */
  addCopied(roll: Dice, cells: readonly Cell[]): void;
  made(): { rows: number; columns: MadeColumn[] };
}

/** A table in the making. Cells come in the order of the schema. */
function sheet(schema: Schema): Sheet {
  const columns = schema.map(growing);
  let rows = 0;
  const add = (cells: readonly Cell[]) => {
    for (let i = 0; i < columns.length; i++) columns[i]!.push(cells[i]!);
    rows++;
  };
  return {
    add,
    addCopied(roll, cells) {
      add(cells);
      if (roll.chance(DUPLICATES)) add(cells);
    },
    made: () => ({ rows, columns: columns.map((c) => c.made()) }),
  };
}

function growing({ name, type }: Column): { push(cell: Cell): void; made(): MadeColumn } {
  const values: number[] = [];
  if (type !== 'string') {
    return {
      push: (cell) => values.push(cell === null ? Number.NaN : Number(cell)),
      made: () => ({ name, type, values: Float64Array.from(values) }),
    };
  }
  const codes = new Map<string, number>();
  const codeOf = (text: string) => {
    const known = codes.get(text);
    if (known === undefined) codes.set(text, codes.size);
    return known ?? codes.size - 1;
  };
  return {
    push: (cell) => values.push(cell === null ? -1 : codeOf(String(cell))),
    made: () => ({ name, type, values: Int32Array.from(values), levels: [...codes.keys()] }),
  };
}

const cents = (money: number): number => Math.round(money * 100) / 100;

/** The value, or now and then nothing. */
const gap = <T>(roll: Dice, value: T): T | null => (roll.chance(MISSING) ? null : value);

/** An address as people type it: one in eight has capitals or a space too many. */
const typed = (roll: Dice, email: string): string =>
  roll.chance(12) ? roll.pick([email.toUpperCase(), ` ${email}`, `${email} `, email[0]!.toUpperCase() + email.slice(1)]) : email;

/** In milliseconds, between eight in the morning and eleven in the evening. */
const timeOn = (roll: Dice, day: number): number => day * DAY_MS + roll.within([8 * 3600, 23 * 3600 - 1]) * 1000;

const uuid = (roll: Dice): string => `${roll.hex(8)}-${roll.hex(4)}-4${roll.hex(3)}-a${roll.hex(3)}-${roll.hex(12)}`;
