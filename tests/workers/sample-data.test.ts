import { createHash } from 'node:crypto';
import { kmeans } from 'ml-kmeans';
import { describe, expect, it } from 'vitest';
import { sampleSchema, type SampleTable } from '../../src/core/sample-schema.ts';
import { generator, type MadeColumn } from '../../workers/kernels/kernel.ts';
import { sampleData } from '../../workers/sample-data.ts';

type Made = ReturnType<typeof sampleData>;

const TABLES: readonly SampleTable[] = ['customers', 'orders', 'web', 'product'];

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 10, 1) / DAY_MS;
const AS_OF = Date.UTC(2026, 10, 1) / DAY_MS;

function column(made: Made, name: string): MadeColumn {
  const found = made.columns.find((c) => c.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
}

function texts(made: Made, name: string): (string | undefined)[] {
  const found = column(made, name);
  if (found.type !== 'string') throw new Error(`${name} is not text`);
  return Array.from(found.values, (code) => found.levels[code]);
}

const numbers = (made: Made, name: string): number[] => Array.from(column(made, name).values);

const isMissing = (c: MadeColumn, row: number): boolean => (c.type === 'string' ? c.values[row] === -1 : Number.isNaN(c.values[row]));

const keyOf = (made: Made, row: number): string => made.columns.map((c) => c.values[row]).join();

function distinctRows(made: Made): number[] {
  const first = new Map<string, number>();
  for (let row = 0; row < made.rows; row++) if (!first.has(keyOf(made, row))) first.set(keyOf(made, row), row);
  return [...first.values()];
}

function hashOf(made: Made): string {
  const hash = createHash('sha256');
  for (const c of made.columns) {
    hash.update(c.name).update(new Uint8Array(c.values.buffer));
    if (c.type === 'string') hash.update(JSON.stringify(c.levels));
  }
  return hash.digest('hex').slice(0, 16);
}

describe('each table of the sample data', () => {
  it.each(TABLES)('%s has the columns of its schema, missing only where it allows', (table) => {
    const made = sampleData(table, 400, 7);
    const schema = sampleSchema(table);
    expect(made.columns.map(({ name, type }) => ({ name, type }))).toEqual(schema.map(({ name, type }) => ({ name, type })));
    for (const [i, c] of made.columns.entries()) {
      expect(c.values).toHaveLength(made.rows);
      expect([c.name, Array.from(c.values.keys()).some((row) => isMissing(c, row))]).toEqual([c.name, schema[i]!.nullable]);
    }
  });

  it.each([
    ['customers', '8327719f5aa3e5de'],
    ['orders', 'ab4227dedb84bddf'],
    ['web', '594803a6e462c268'],
    ['product', '010187826cc6d3ae'],
  ] as const)('%s is the same to the bit on every machine', (table, hash) => {
    expect(hashOf(sampleData(table, 300, 42))).toBe(hash);
  });

  it.each(TABLES)('%s differs under another seed', (table) => {
    expect(hashOf(sampleData(table, 50, 1))).not.toBe(hashOf(sampleData(table, 50, 2)));
  });

  it.each(TABLES)('%s of nobody is empty', (table) => {
    expect(sampleData(table, 0, 1).rows).toBe(0);
  });

  it('has about 4 % missing in the columns people leave empty', () => {
    const plausible = {
      customers: ['email', 'phone', 'birth_date', 'gender', 'city', 'postcode', 'income'],
      orders: ['email', 'items', 'discount_share', 'category'],
      web: ['device', 'source', 'seconds'],
      product: ['email', 'platform', 'minutes'],
    };
    for (const table of TABLES) {
      const made = sampleData(table, 3000, 7);
      for (const name of plausible[table]) {
        const c = column(made, name);
        const share = Array.from(c.values.keys()).filter((row) => isMissing(c, row)).length / made.rows;
        expect(share, `${table}.${name}`).toBeGreaterThan(0.03);
        expect(share, `${table}.${name}`).toBeLessThan(0.05);
      }
    }
  });

  it.each(['orders', 'web', 'product'] as const)('%s has about 3 % exact duplicates', (table) => {
    const made = sampleData(table, 3000, 7);
    const share = 1 - distinctRows(made).length / made.rows;
    expect(share).toBeGreaterThan(0.025);
    expect(share).toBeLessThan(0.035);
  });

  it('lies in the 24 months before November 2026', () => {
    for (const [table, name, unit] of [
      ['orders', 'order_date', DAY_MS],
      ['web', 'started', DAY_MS],
      ['product', 'used_on', 1],
    ] as const) {
      const days = numbers(sampleData(table, 2000, 7), name).map((at) => at / unit);
      expect(days).toEqual(days.toSorted((a, b) => a - b));
      expect(days[0]).toBeGreaterThanOrEqual(FIRST_DAY);
      expect(days[0]).toBeLessThan(FIRST_DAY + 60);
      expect(days.at(-1)).toBeLessThan(AS_OF);
      expect(days.at(-1)).toBeGreaterThanOrEqual(AS_OF - 1);
    }
  });
});

describe('people in the sample data', () => {
  const customers = sampleData('customers', 2000, 7);
  const orders = sampleData('orders', 2000, 7);
  const web = sampleData('web', 2000, 7);
  const product = sampleData('product', 2000, 7);
  const known = (made: Made, name: string) => new Set(texts(made, name).filter((t) => t !== undefined));
  const clean = (emails: Iterable<string>) => new Set(Array.from(emails, (e) => e.trim().toLowerCase()));

  it('have another kind of id in every source', () => {
    expect(texts(customers, 'customer_id').every((id) => /^C\d{8}$/.test(id!))).toBe(true);
    expect(known(customers, 'customer_id').size).toBe(customers.rows);
    expect([...known(orders, 'shop_id')].every((id) => /^00\d{8}$/.test(id))).toBe(true);
    expect(known(orders, 'shop_id').size).toBe(2000);
    expect([...known(web, 'visitor_id')].every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
    const accounts = [...known(product, 'account_id')];
    expect(accounts.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  });

  it('are linked by e-mail once it is cleaned, and by the shop id where they logged in', () => {
    const crm = clean(known(customers, 'email'));
    const shop = clean(known(orders, 'email'));
    const shared = [...shop].filter((e) => crm.has(e)).length;
    expect(shared / shop.size).toBeGreaterThan(0.8);
    expect(shared / shop.size).toBeLessThan(0.9);
    expect(clean(known(orders, 'email')).size).toBeLessThan(known(orders, 'email').size / 1.2);
    const shopIds = known(orders, 'shop_id');
    expect([...known(web, 'shop_id')].every((id) => shopIds.has(id))).toBe(true);
    expect(known(web, 'shop_id').size / 2000).toBeCloseTo(0.84, 1);
    const app = known(product, 'email');
    expect([...app].filter((e) => crm.has(e)).length / app.size).toBeCloseTo(0.92, 1);
  });

  it('are in the CRM twice in about 3 % of the rows, under another id and another spelling', () => {
    const emails = texts(customers, 'email');
    const ids = new Map<string, number[]>();
    emails.forEach((e, row) => e && ids.set(e.trim().toLowerCase(), [...(ids.get(e.trim().toLowerCase()) ?? []), row]));
    const twice = [...ids.values()].filter((rows) => rows.length > 1);
    expect(twice.length / customers.rows).toBeGreaterThan(0.02);
    expect(twice.length / customers.rows).toBeLessThan(0.035);
    const segments = texts(customers, 'planted_segment');
    for (const [a, b] of twice) {
      expect(emails[a!]).not.toBe(emails[b!]);
      expect(segments[a!]).toBe(segments[b!]);
    }
  });

  it('have postcodes with leading zeros', () => {
    expect([...known(customers, 'postcode')].filter((p) => p.startsWith('0')).length).toBeGreaterThan(300);
  });

  it('get about 2 % of their orders refunded in part, later, under the same order id', () => {
    const ids = texts(orders, 'order_id');
    const [amounts, times, refunds] = ['amount', 'order_date', 'refund'].map((n) => numbers(orders, n)) as [number[], number[], number[]];
    const rows = distinctRows(orders);
    const sold = new Map(rows.filter((r) => !refunds[r]).map((r) => [ids[r]!, r]));
    const refunded = rows.filter((r) => refunds[r]);
    expect(refunded.length / sold.size).toBeGreaterThan(0.015);
    expect(refunded.length / sold.size).toBeLessThan(0.025);
    for (const r of refunded) {
      const before = sold.get(ids[r]!)!;
      expect(times[r]).toBeGreaterThan(times[before]!);
      expect(amounts[r]).toBeLessThan(0);
      expect(amounts[r]! + amounts[before]!).toBeGreaterThan(0);
    }
    expect([...sold.values()].every((r) => amounts[r]! > 0)).toBe(true);
  });
});

interface Buyer {
  last: number;
  orders: Set<string>;
  money: number;
  segment: string;
}

function buyers(made: Made): Buyer[] {
  const [ids, shopIds, segments] = [texts(made, 'order_id'), texts(made, 'shop_id'), texts(made, 'planted_segment')];
  const [days, amounts] = [numbers(made, 'order_date').map((at) => Math.floor(at / DAY_MS)), numbers(made, 'amount')];
  const found = new Map<string, Buyer>();
  for (const row of distinctRows(made)) {
    const buyer = found.get(shopIds[row]!) ?? { last: 0, orders: new Set(), money: 0, segment: segments[row]! };
    buyer.last = Math.max(buyer.last, days[row]!);
    buyer.orders.add(ids[row]!);
    buyer.money += amounts[row]!;
    found.set(shopIds[row]!, buyer);
  }
  return [...found.values()];
}

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / sd);
}

/** The best of five runs on log recency, frequency and monetary value. */
function clustered(people: readonly Buyer[]): number[] {
  const features = [
    people.map((p) => Math.log1p(AS_OF - p.last)),
    people.map((p) => Math.log1p(p.orders.size)),
    people.map((p) => Math.log1p(p.money)),
  ].map(standardised);
  const points = people.map((_, i) => features.map((f) => f[i]!));
  const runs = [1, 2, 3, 4, 5].map((seed) => kmeans(points, 5, { seed, initialization: 'kmeans++' }));
  const inertia = (run: (typeof runs)[number]) =>
    points.reduce((sum, p, i) => sum + p.reduce((s, x, j) => s + (x - run.centroids[run.clusters[i]!]![j]!) ** 2, 0), 0);
  return runs.reduce((best, run) => (inertia(run) < inertia(best) ? run : best)).clusters;
}

/** Hubert and Arabie (1985). */
function adjustedRand(a: readonly unknown[], b: readonly unknown[]): number {
  const pairs = (keys: readonly unknown[]) => {
    const counts = new Map<unknown, number>();
    for (const k of keys) counts.set(k, (counts.get(k) ?? 0) + 1);
    return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const [both, left, right] = [pairs(a.map((x, i) => `${String(x)}/${String(b[i])}`)), pairs(a), pairs(b)];
  const chance = (left * right) / ((a.length * (a.length - 1)) / 2);
  return (both - chance) / ((left + right) / 2 - chance);
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const next = generator(seed);
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = next() % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** The share of the second half of `rows` that naive Bayes, taught by the first half, gets right. */
function naiveBayesAccuracy(rows: readonly { readonly seen: readonly string[]; readonly truth: string }[]): number {
  const half = rows.length >> 1;
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { seen, truth } of rows.slice(0, half)) {
    add(truth);
    seen.forEach((value, i) => add(`${truth}/${i}/${value}`));
  }
  const classes = [...new Set(rows.map((r) => r.truth))];
  const score = (c: string, seen: readonly string[]) =>
    seen.reduce(
      (sum, value, i) => sum + Math.log(((counts.get(`${c}/${i}/${value}`) ?? 0) + 1) / (counts.get(c)! + 10)),
      Math.log(counts.get(c)!),
    );
  const guess = (seen: readonly string[]) => classes.reduce((best, c) => (score(c, seen) > score(best, seen) ? c : best));
  const asked = rows.slice(half);
  return asked.filter(({ seen, truth }) => guess(seen) === truth).length / asked.length;
}

describe('the planted segments', () => {
  it.each([
    [600, 1],
    [600, 42],
    [1000, 7],
    [1500, 42],
  ])('are found again by k-means on recency, frequency and monetary value: %i people, seed %i', (people, seed) => {
    const found = buyers(sampleData('orders', people, seed));
    expect(found).toHaveLength(people);
    const clusters = clustered(found);
    const truth = found.map((p) => p.segment);
    expect(new Set(truth).size).toBe(5);
    expect(adjustedRand(clusters, truth)).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(adjustedRand(clusters, shuffled(truth, seed)))).toBeLessThan(0.05);
  });

  it('can be predicted from who people are and what they buy, well above chance but not perfectly', () => {
    const customers = sampleData('customers', 3000, 42);
    const orders = sampleData('orders', 3000, 42);
    const [mails, categories, items] = [texts(orders, 'email'), texts(orders, 'category'), numbers(orders, 'items')];
    const bought = new Map(mails.map((e, row) => [e?.trim().toLowerCase() ?? '', [`${categories[row]}`, `${items[row]}`]]));
    const [ages, incomes, consents] = ['birth_date', 'income', 'consent_email'].map((n) => numbers(customers, n)) as [
      number[],
      number[],
      number[],
    ];
    const [emails, channels, countries] = ['email', 'channel', 'country'].map((n) => texts(customers, n));
    const truth = texts(customers, 'planted_segment');
    const rows = shuffled([...truth.keys()], 1).map((row) => {
      const age = `${Math.floor((AS_OF - ages[row]!) / 3652)}`;
      const income = `${Math.round(2 * Math.log(incomes[row]!))}`;
      const person = [age, income, `${consents[row]}`, channels![row]!, countries![row]!];
      const basket = bought.get(emails![row]?.trim().toLowerCase() ?? '') ?? ['none', 'none'];
      return { person, basket, truth: truth[row]! };
    });
    const largest = rows.filter((r) => r.truth === 'New').length / rows.length;
    expect(largest).toBeLessThan(0.36);
    const byPerson = naiveBayesAccuracy(rows.map((r) => ({ seen: r.person, truth: r.truth })));
    const byBoth = naiveBayesAccuracy(rows.map((r) => ({ seen: [...r.person, ...r.basket], truth: r.truth })));
    expect(byPerson).toBeGreaterThan(0.5);
    expect(byBoth).toBeGreaterThan(byPerson);
    expect(byBoth).toBeLessThan(0.9);
  });
});
