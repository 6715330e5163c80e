import { sampleData } from '../../workers/sample-data.ts';
import type { MadeColumn } from '../../workers/host.ts';

const SEED = 7;
/** Every third customer has no label: they are the ones to predict. */
const UNLABELLED = 3;

/** The files of the examples, by name, as the sample-data generator makes them. */
export function exampleFiles(): Map<string, string> {
  const rfm = sampleData('orders', 900, SEED);
  const orders = sampleData('orders', 1200, SEED + 1);
  const customers = sampleData('customers', 1200, SEED + 1);
  return new Map([
    ['rfm-orders.csv', csv(rfm.columns, rfm.rows)],
    ['prediction-orders.csv', csv(orders.columns.filter((c) => c.name !== 'planted_segment'), orders.rows)],
    ['prediction-customers.csv', csv(customers.columns, customers.rows, (name, row, text) => (name === 'planted_segment' && row % UNLABELLED === 2 ? '' : text))],
  ]);
}

function csv(columns: readonly MadeColumn[], rows: number, change: (name: string, row: number, text: string) => string = (_, __, text) => text): string {
  const lines = [columns.map((c) => c.name).join(',')];
  for (let row = 0; row < rows; row++) lines.push(columns.map((c) => quoted(change(c.name, row, cell(c, row)))).join(','));
  return `${lines.join('\n')}\n`;
}

function cell(column: MadeColumn, row: number): string {
  const value = column.values[row]!;
  if (column.type === 'string') return value < 0 ? '' : column.levels[value]!;
  if (Number.isNaN(value)) return '';
  switch (column.type) {
    case 'bool': return value ? 'true' : 'false';
    case 'date': return new Date(value * 86_400_000).toISOString().slice(0, 10);
    case 'timestamp': return new Date(value).toISOString().slice(0, 19).replace('T', ' ');
    default: return String(value);
  }
}

const quoted = (text: string): string => (/[",\n\r]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
