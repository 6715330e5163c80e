import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTables } from '../../src/app/dock/use-tables.ts';
import { examine, orderFactsOf, tableAt } from '../../src/app/first/examine.ts';
import { withSegments } from '../../src/app/first/lay.ts';
import { amountName, isComplete, propose, type Proposal } from '../../src/app/first/propose.ts';
import { factsFrom, type OrderFacts, type Seen } from '../../src/app/first/look.ts';
import { sayings } from '../../src/app/first/names.ts';
import { numberReading } from '../../src/app/first/reading.ts';
import { worthKnowing } from '../../src/app/first/worth-knowing.ts';
import { readerOf, takenAs } from '../../src/app/files/formats.ts';
import { createEditor, type Editor } from '../../src/app/store.ts';
import type { Inspection } from '../../src/core/engine.ts';
import type { FileFormat } from '../../src/core/source.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { allRows, nodeEngine, valuesOf } from '../engines/node-engine.ts';
import { orderFile, type OrderFile } from './order-files.ts';

let engine: LocalEngine;
beforeAll(async () => {
  engine = await nodeEngine();
}, 60_000);
afterAll(() => engine.close());

interface Examined {
  readonly editor: Editor;
  readonly found: Inspection;
  readonly seen: Seen;
  readonly proposal: Proposal;
}

const still = new AbortController().signal;

async function examined(name: string, content: string | Uint8Array): Promise<Examined> {
  const editor = createEditor(engine);
  const taken = takenAs(name);
  const format: FileFormat = taken.kind === 'data' ? taken.format : 'csv';
  const { type, param } = readerOf(format);
  const found = await editor.attach(new File([content as BlobPart], name), format, name, {
    also: (w) => ({ ...w, nodes: [{ id: 'reader', type, version: nodeTypes.get(type)!.version, params: [[param, name]], at: [0, 0] }] }),
  });
  const seen = await examine(editor, tableAt(editor, ['reader', 'table'])!, still);
  return { editor, found, seen, proposal: propose(seen) };
}

const chosen = ({ choice: { customer, date, amount, order } }: Proposal) => [customer, date, amount && amountName(amount), order];

async function facts({ editor, seen, proposal: { choice } }: Examined): Promise<OrderFacts> {
  if (!isComplete(choice)) throw new Error('The proposal is not complete.');
  const op = orderFactsOf(tableAt(editor, ['reader', 'table'])!, seen, choice)!;
  const { tables } = await loadTables(editor, new Map([['facts', op]]), still);
  return factsFrom(tables!.get('facts')!);
}

/** Lays the workflow on the file and runs it: names of segments, customers in them and shares of the revenue. */
async function segmented(one: Examined) {
  const { choice } = one.proposal;
  if (!isComplete(choice)) throw new Error('The proposal is not complete.');
  const counted = await facts(one);
  const laid = withSegments(one.editor.getState().workflow, ['reader', 'table'], one.seen, choice, counted);
  one.editor.edit('Find the segments', () => laid.workflow);
  expect(one.editor.getState().compiled.issues).toEqual([]);
  const op = (node: string, port: string) => tableAt(one.editor, [node, port])!;
  const cards = await allRows(engine, op(laid.profile, 'cards'));
  const names = await allRows(engine, op('name-segments', 'names'));
  return {
    counted,
    names: valuesOf(names, 'name'),
    customers: valuesOf(cards, 'customers').reduce<number>((a, b) => a + Number(b), 0),
    shares: valuesOf(cards, 'value_share').map(Number),
  };
}

const FILES: readonly (readonly [what: string, file: OrderFile, proposal: readonly (string | undefined)[]])[] = [
  ['the example itself', orderFile('orders.csv'), ['shop_id', 'order_date', 'amount', 'order_id']],
  [
    'a German file with semicolons, decimal commas and dd.mm.yyyy',
    orderFile('bestellungen.csv', { headers: 'de', delimiter: ';', date: 'dd.MM.yyyy', number: 'de' }),
    ['Kundennummer', 'Bestelldatum', 'Betrag', 'Bestellnummer'],
  ],
  [
    'a German file with a euro sign after each amount',
    orderFile('umsatz.csv', { headers: 'de', delimiter: ';', date: 'dd.MM.yy', number: 'de €' }),
    ['Kundennummer', 'Bestelldatum', 'Betrag', 'Bestellnummer'],
  ],
  [
    'a US file with mm/dd/yyyy and dollars',
    orderFile('sales.csv', { headers: 'us', date: 'MM/dd/yyyy', number: '$' }),
    ['Customer ID', 'Order Date', 'Order Total', 'Order Number'],
  ],
  [
    'a French file in Windows-1252',
    orderFile('commandes.csv', { headers: 'fr', delimiter: ';', date: 'dd/MM/yyyy', number: 'de', encoding: 'latin1' }),
    ['N° client', 'Date de commande', 'Montant réglé', 'N° commande'],
  ],
  ['a Japanese file', orderFile('注文.csv', { headers: 'ja', date: 'yyyy/MM/dd' }), ['顧客番号', '注文日', '金額', '注文番号']],
  [
    'a Russian file with days as numbers',
    orderFile('orders-ru.csv', { headers: 'ru', date: 'yyyyMMdd' }),
    ['Клиент', 'Дата заказа', 'Сумма', 'Номер заказа'],
  ],
  [
    'a file with quantity and unit price alone',
    orderFile('retail.csv', { headers: 'lines', date: 'M/d/yyyy H:mm' }),
    ['CustomerID', 'InvoiceDate', 'Quantity × UnitPrice', 'InvoiceNo'],
  ],
  [
    'a file whose names say nothing, with months by their names',
    orderFile('export.csv', { headers: 'mute', date: 'd MMMM yyyy' }),
    ['f2', 'f3', 'f4', undefined],
  ],
  [
    'times with a zone',
    orderFile('shop.csv', { headers: 'us', date: 'zone' }),
    ['Customer ID', 'Order Date', 'Order Total', 'Order Number'],
  ],
];

describe('where the orders stand', () => {
  test.each(FILES)('%s', async (_, { name, content }, proposal) => {
    const one = await examined(name, content);
    expect(one.proposal.why).toBeUndefined();
    expect(chosen(one.proposal)).toEqual(proposal);
    const { counted, customers, shares, names } = await segmented(one);
    expect(counted.customers).toBe(900);
    expect([counted.first, counted.last]).toEqual(['2024-12-25', '2026-10-31']);
    expect(customers).toBe(900);
    expect(new Set(names).size).toBe(5);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });
});

/** A few customers with a few orders each, as lines of a CSV. */
const orders = (line: (customer: string, day: string, amount: number, i: number) => string): string =>
  Array.from({ length: 120 }, (_, i) => line(`C${i % 40}`, `2026-0${1 + (i % 6)}-${10 + (i % 18)}`, 5 + ((i * 37) % 90) + 0.5, i)).join(
    '\n',
  );

describe('what is no file of orders', () => {
  test.each([
    ['a file without dates', `customer_id,amount\n${orders((c, _, a) => `${c},${a}`)}`, /^No column holds the date/],
    [
      'a file in which nobody comes twice',
      `customer_id,joined,amount\n${orders((_, d, a, i) => `C${i},${d},${a}`)}`,
      /^Nobody comes twice/,
    ],
    ['a file without money', `customer_id,visited_on_date\n${orders((c, d) => `${c},${d}`)}`, /^No column holds what an order was worth/],
    [
      'a file with birthdays alone',
      `customer_id,birth_date,amount\n${orders((c, d, a) => `${c},19${d.slice(2)},${a}`)}`,
      /^No column holds the date/,
    ],
  ])('%s gets no proposal, and a reason why', async (_, content, why) => {
    const { proposal } = await examined('table.csv', content);
    expect(proposal.why).toMatch(why);
  });

  test('an empty file has no rows to propose anything for', async () => {
    const { proposal } = await examined('empty.csv', 'customer_id,order_date,amount\n');
    expect(proposal.why).toBe('The file has no rows');
    expect(proposal.choice).toEqual({});
  });
});

describe('the reasons', () => {
  test('say what the column is and what the others are not', async () => {
    const { proposal } = await examined(
      'bestellungen.csv',
      `Bestellnummer;Kundennummer;Bestelldatum;Lieferdatum;Betrag;Menge\n${orders((c, d, a, i) => `B${i};${c};${d};${d};${a};${1 + (i % 3)}`)}`,
    );
    expect(chosen(proposal)).toEqual(['Kundennummer', 'Bestelldatum', 'Betrag', 'Bestellnummer']);
    const reason = (part: 'customer' | 'date' | 'amount' | 'order') => proposal.reason(part, proposal.choice);
    expect(reason('customer')).toBe('Its name says customer; 40 of 120 values differ, each about 3.0 times');
    expect(reason('date')).toMatch(/^Its name says order and date; not Lieferdatum, whose name says another day; 2026-01-10 to 2026-06-/);
    expect(reason('amount')).toBe('Its name says money, with two decimals; not Menge, which is whole numbers');
    expect(reason('order')).toBe('Its name says order; each row is one order');
    expect(proposal.reason('order', { ...proposal.choice, order: undefined })).toBe(
      'Each row is an order line; days with an order are counted',
    );
  });

  test('a column that is a quantity times a price is the amount, whatever it is called', async () => {
    const { proposal } = await examined(
      'lines.csv',
      `who,day,a,b,c\n${orders((c, d, a, i) => `${c},${d},${1 + (i % 4)},${a},${((1 + (i % 4)) * a).toFixed(2)}`)}`,
    );
    expect(chosen(proposal).slice(0, 3)).toEqual(['who', 'day', 'c']);
    expect(proposal.reason('amount', proposal.choice)).toContain('it is a × b');
  });

  test.each([
    ['KundenNr', ['customer', 'number']],
    ['Numéro_client', ['customer', 'number']],
    ['顧客番号', ['customer', 'number']],
    ['UnitPrice', ['price', 'quantity']],
    ['Geburtsdatum', ['date', 'birth']],
    ['Zamówienie', ['order']],
  ])('the name %s says %j', (name, says) => {
    expect([...sayings(name)]).toEqual(says);
  });
});

describe('what is odd about orders', () => {
  const oddities = async (name: string, content: string): Promise<string[]> => {
    const one = await examined(name, content);
    const { choice } = one.proposal;
    if (!isComplete(choice)) throw new Error('The proposal is not complete.');
    return worthKnowing(one.seen, choice, await facts(one), one.found.warnings).map((o) => o.text);
  };

  test('refunds, missing customers, unreadable dates, several currencies and few customers are said', async () => {
    const lines = orders((c, d, a, i) =>
      [i % 10 ? c : '', i % 15 ? d.split('-').reverse().join('.') : 'offen', `${i % 12 ? '' : '-'}${a} ${i % 2 ? '€' : '$'}`].join(';'),
    );
    const said = (await oddities('odd.csv', `Kunde;Datum;Betrag\n${lines}`)).join('\n');
    expect(said).toContain('Only 36 customers');
    expect(said).toContain('12 rows (10 %) have no customer and are left out');
    expect(said).toContain('8 rows (7 %) have no date that can be read and are left out, such as "offen"');
    expect(said).toMatch(/rows \(\d+ %\) are below zero, refunds most likely/);
    expect(said).toContain('"Betrag" mixes $, €');
  });

  test('a column of currency codes is said, and so are customers who hardly come back', async () => {
    const lines = Array.from({ length: 240 }, (_, i) => `C${i % 232},2026-0${1 + (i % 6)}-11,${i + 1}.50,${i % 3 ? 'EUR' : 'PLN'}`).join(
      '\n',
    );
    const said = (await oddities('currencies.csv', `client_id,order_date,total,currency\n${lines}`)).join('\n');
    expect(said).toMatch(/Only \d+ of 232 customers ordered more than once/);
    expect(said).toContain('"currency" says PLN, EUR');
  });
});

describe('the workflow that is laid', () => {
  test('on a canvas with other cards it covers none, and leaves the day of the workflow as it is', async () => {
    const one = await examined('orders.csv', orderFile('orders.csv').content);
    const { choice } = one.proposal;
    if (!isComplete(choice)) throw new Error('The proposal is not complete.');
    one.editor.edit('Crowd', (w) => ({
      ...w,
      params: [{ name: 'asOf', type: 'date', value: '2020-01-01' }],
      nodes: [...w.nodes, { id: 'sample-data', type: 'sample-data', version: 1, params: [], at: [224, 0] }],
    }));
    const before = one.editor.getState().workflow;
    const { workflow, all } = withSegments(before, ['reader', 'table'], one.seen, choice, await facts(one));
    const places = workflow.nodes.map((n) => n.at.join());
    expect(new Set(places).size).toBe(workflow.nodes.length);
    expect(workflow.params).toEqual(before.params);
    expect(workflow.nodes.find((n) => n.type === 'rfm')?.params).toContainEqual(['asOf', '2026-11-01']);
    expect(all).toHaveLength(workflow.nodes.length - before.nodes.length);
  });
});

describe('dates and amounts in many hands', () => {
  const column = (cells: readonly string[]): string => cells.map((c) => `"${c}"`).join('\n');

  test.each([
    ['3 Jan 2026', ['3 Jan 2026', '14 Feb 2026', '31 Dec 2026'], '2026-01-03', '2026-12-31'],
    ['January 3, 2026', ['January 3, 2026', 'March 14, 2026', 'December 31, 2026'], '2026-01-03', '2026-12-31'],
    ['3. März 2026', ['3. März 2026', '14. Mai 2026', '31. Oktober 2026'], '2026-03-03', '2026-10-31'],
    ['3 août 2026', ['3 juillet 2026', '3 août 2026', '14 décembre 2026'], '2026-07-03', '2026-12-14'],
    ['03-Jan-26', ['03-Jan-26', '14-Feb-26'], '2026-01-03', '2026-02-14'],
    ['31/12/26', ['03/01/26', '31/12/26'], '2026-01-03', '2026-12-31'],
    ['12/31/98', ['01/03/98', '12/31/98'], '1998-01-03', '1998-12-31'],
    ['2026年1月3日', ['2026年1月3日', '2026年12月31日'], '2026-01-03', '2026-12-31'],
    ['20260103', ['20260103', '20261231'], '2026-01-03', '2026-12-31'],
    ['days of a spreadsheet', ['46025', '46387'], '2026-01-03', '2026-12-31'],
    ['seconds since 1970', ['1767398400', '1798675200'], '2026-01-03', '2026-12-31'],
    ['ISO with a time zone', ['2026-01-03T23:30:00Z', '2026-12-31T08:00:00+09:00'], '2026-01-03', '2026-12-31'],
    ['half a day', ['1/3/2026 8:05 AM', '12/31/2026 11:59 PM'], '2026-01-03', '2026-12-31'],
    ['a few that are no dates', [...Array.from({ length: 9 }, (_, i) => `0${i + 1}.01.2026`), 'unbekannt'], '2026-01-01', '2026-01-09'],
  ])('a day as in %s', async (_, cells, first, last) => {
    const { seen } = await examined('days.csv', `order date\n${column(cells)}\n`);
    expect(seen.columns[0]?.date).toMatchObject({ first, last, read: cells.filter((c) => c !== 'unbekannt').length });
  });

  test.each([
    ['1.234,50 €', ['1.234,50 €', '99,00 €', '-12,00 €'], -12, 1234.5],
    ['$1,234.50', ['$1,234.50', '$99.00', '-$12.00'], -12, 1234.5],
    ['accounting', ['$1,234.50', '($12.00)', '$7.25'], -12, 1234.5],
    ['EUR 1 234,50', ['EUR 1 234,50', 'EUR 99,00', 'EUR -12,00'], -12, 1234.5],
    ["CHF 1'234.50", ["CHF 1'234.50", 'CHF 99.00', 'CHF 12.-'], 12, 1234.5],
    ['kr. 12,50', ['kr. 12,50', 'kr. 1.234,50'], 12.5, 1234.5],
    ['a minus behind', ['12,50-', '1.234,50'], -12.5, 1234.5],
    ['a true minus', ['\u221212.50 zł', '1234.50 zł'], -12.5, 1234.5],
  ])('an amount as in %s', async (_, cells, min, max) => {
    const { seen } = await examined('amounts.csv', `amount\n${column(cells)}\n`);
    expect(seen.columns[0]?.number).toMatchObject({ min, max, read: cells.length });
  });

  test('a cell that is long on purpose is told from an amount at once', () => {
    const cells = Array.from({ length: 100 }, () => `1${' '.repeat(200_000)}x`);
    const from = performance.now();
    expect(numberReading({ name: 'amount', type: 'string', nullable: true }, cells)).toBeDefined();
    expect(performance.now() - from).toBeLessThan(1000);
  });

  test('a code with letters is no amount', async () => {
    const { seen } = await examined('codes.csv', `sku\n${column(['ABC123', 'XYZ456', 'QRS789'])}\n`);
    expect(seen.columns[0]?.number).toBeUndefined();
  });
});
