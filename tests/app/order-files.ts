import { exampleFiles } from '../examples/data.ts';

/** A file of orders as some shop would export it. */
export interface OrderFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface OrderStyle {
  readonly headers?: keyof typeof HEADERS;
  readonly delimiter?: string;
  readonly date?: keyof typeof DATES;
  readonly number?: keyof typeof NUMBERS;
  readonly encoding?: 'utf8' | 'latin1';
}

export interface ExampleOrder {
  readonly order: string;
  readonly customer: string;
  readonly email: string;
  readonly day: string;
  readonly time: string;
  readonly amount: number;
  readonly items: number;
}

export const exampleOrders = (): readonly ExampleOrder[] =>
  exampleFiles()
    .get('rfm-orders.csv')!
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [order = '', customer = '', email = '', at = '', amount = '', items = ''] = line.split(',');
      return { order, customer, email, day: at.slice(0, 10), time: at.slice(11), amount: Number(amount), items: Number(items) };
    });

const HEADERS = {
  example: ['order_id', 'shop_id', 'order_date', 'amount', 'items'],
  de: ['Bestellnummer', 'Kundennummer', 'Bestelldatum', 'Betrag', 'Menge'],
  us: ['Order Number', 'Customer ID', 'Order Date', 'Order Total', 'Item Count'],
  fr: ['N° commande', 'N° client', 'Date de commande', 'Montant réglé', 'Quantité'],
  ja: ['注文番号', '顧客番号', '注文日', '金額', '数量'],
  ru: ['Номер заказа', 'Клиент', 'Дата заказа', 'Сумма', 'Количество'],
  lines: ['InvoiceNo', 'CustomerID', 'InvoiceDate', 'UnitPrice', 'Quantity'],
  mute: ['f1', 'f2', 'f3', 'f4', 'f5'],
} as const;

const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',');

const parts = (day: string): [string, string, string] => day.split('-') as [string, string, string];

const DATES = {
  iso: (day, time) => `${day} ${time}`,
  'dd.MM.yyyy': (day) => parts(day).reverse().join('.'),
  'dd.MM.yy': (day) => parts(day.slice(2)).reverse().join('.'),
  'dd/MM/yyyy': (day) => parts(day).reverse().join('/'),
  'MM/dd/yyyy': (day) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
  'M/d/yyyy H:mm': (day, time) =>
    `${Number(day.slice(5, 7))}/${Number(day.slice(8))}/${day.slice(0, 4)} ${Number(time.slice(0, 2))}:${time.slice(3, 5)}`,
  'yyyy/MM/dd': (day) => day.replaceAll('-', '/'),
  yyyyMMdd: (day) => day.replaceAll('-', ''),
  'd MMMM yyyy': (day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`,
  zone: (day, time) => `${day}T${time}+02:00`,
} satisfies Record<string, (day: string, time: string) => string>;

const NUMBERS = {
  plain: String,
  de: (n) => n.toLocaleString('de', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  'de €': (n) => `${n.toLocaleString('de', { minimumFractionDigits: 2 })} €`,
  $: (n) => n.toLocaleString('en-US', { style: 'currency', currency: 'USD' }),
} satisfies Record<string, (n: number) => string>;

/** The orders of the example in another shop's words. */
export function orderFile(name: string, style: OrderStyle = {}): OrderFile {
  const { headers = 'example', delimiter = ',', date = 'iso', number = 'plain', encoding = 'utf8' } = style;
  const cell = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
  const rows = exampleOrders().map(({ order, customer, day, time, amount, items }) => {
    const pieces = Math.max(items, 1);
    const each = headers === 'lines' ? amount / pieces : amount;
    return [order, customer, day && DATES[date](day, time), Number.isNaN(each) ? '' : NUMBERS[number](each), String(pieces)];
  });
  const text = `${[HEADERS[headers], ...rows].map((row) => row.map(cell).join(delimiter)).join('\n')}\n`;
  return { name, content: encoding === 'latin1' ? Buffer.from(text, 'latin1') : text };
}
