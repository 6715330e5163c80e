import { sampleSchema } from '../../src/core/sample-schema.ts';
import type { Json } from '../../src/core/params.ts';
import type { FileFormat, FileSource } from '../../src/core/source.ts';
import { EMPTY, type Edge, type Workflow } from '../../src/core/workflow.ts';
import { sampleData } from '../../workers/sample-data.ts';
import type { Cell } from '../../workers/host.ts';
import { workbook } from '../../workers/readers/excel-write.ts';

/** The files behind the sources of `allNodes`, as bytes. The Parquet file holds the same rows as the workbook. */
export async function allNodesFiles(): Promise<{ name: string; format: FileFormat; bytes: Uint8Array }[]> {
  const { rows, columns } = sampleData('product', 500, 3);
  const few = Math.min(rows, 400);
  const cells = columns.map((c): Cell[] =>
    Array.from({ length: few }, (_, r) => {
      const value = c.values[r]!;
      if (c.type === 'string') return value < 0 ? null : c.levels[value]!;
      return Number.isNaN(value) ? null : c.type === 'date' ? new Date(value * 86_400_000).toISOString().slice(0, 10) : value;
    }),
  );
  const csv = [
    'Kunde;Datum;Betrag;PLZ',
    ...Array.from(
      { length: 300 },
      (_, i) =>
        `K${i % 90};${String(1 + (i % 28)).padStart(2, '0')}.${String(1 + (i % 12)).padStart(2, '0')}.2026;${(i * 7) % 101},${String(i % 100).padStart(2, '0')};0${1000 + i}`,
    ),
    'K1;01.01.2026',
  ];
  return [
    { name: 'german', format: 'csv', bytes: new TextEncoder().encode(csv.join('\n')) },
    { name: 'usage', format: 'excel', bytes: await workbook(cells, sampleSchema('product')) },
  ];
}

type Setting = readonly [id: string, type: string, params?: Readonly<Record<string, Json>>];

const NODES: readonly Setting[] = [
  ['sample', 'sample-data', { customers: 600, seed: 5 }],
  ['german', 'csv-reader', { source: 'german', rowNumber: 'line' }],
  ['usage', 'excel-reader', { source: 'usage' }],
  ['columns', 'parquet-reader', { source: 'columns' }],
  ['both', 'concatenate', {}],
  [
    'picked',
    'select-columns',
    {
      mode: 'edit',
      columns: [
        { column: 'consent_email', as: 'consent', type: 'string' },
        { column: 'postcode', type: 'int' },
      ],
    },
  ],
  [
    'adults',
    'row-filter',
    { condition: "birth_date < date '2008-11-01' and country in ('Germany', 'France', 'Spain', 'Italy', 'Poland', 'Netherlands')" },
  ],
  [
    'contact',
    'formula',
    {
      formulas: [
        { name: 'contact', expression: 'lower(trim(email))' },
        { name: 'age', expression: "months_between(birth_date, date '2026-11-01') / 12" },
      ],
    },
  ],
  ['people', 'duplicates', { keys: ['contact'], keep: 'newest', order: 'signup_date' }],
  ['filled', 'missing-values', {}],
  ['orders', 'duplicates', {}],
  [
    'rfm',
    'rfm',
    {
      customer: 'shop_id',
      date: 'order_date',
      amount: 'amount',
      order: 'order_id',
      asOf: '2026-11-01',
      keep: ['email', 'planted_segment'],
    },
  ],
  [
    'spend',
    'group-by',
    {
      keys: ['category'],
      measures: [
        { fn: 'sum', column: 'amount' },
        { fn: 'median', column: 'amount' },
        { fn: 'distinct', column: 'shop_id' },
        { fn: 'mode', column: 'items' },
        { fn: 'stddev', column: 'amount' },
        { fn: 'quantile', column: 'discount_share', q: 0.8 },
      ],
    },
  ],
  ['sorted', 'sort', { order: [{ column: 'sum_amount', desc: true }], limit: 4 }],
  ['keyed', 'formula', { formulas: [{ name: 'contact', expression: 'lower(trim(email))' }] }],
  ['joiner', 'joiner', { how: 'left', on: [{ left: 'contact', right: 'contact' }] }],
  ['scaled', 'encode-scale', { columns: ['recency', 'frequency', 'monetary'] }],
  ['k-means', 'k-means', { features: ['recency', 'frequency', 'monetary'], log: ['recency', 'frequency', 'monetary'] }],
  ['profile', 'segment-profile', { segment: 'segment', value: 'monetary', features: ['recency', 'frequency', 'monetary'] }],
  ['names', 'name-segments', { segment: 'segment' }],
  ['split', 'partition', { stratify: 'planted_segment' }],
  [
    'forest',
    'random-forest',
    { target: 'planted_segment', features: ['recency', 'frequency', 'monetary'], trees: 40, classes: ['Loyal regulars', 'New'] },
  ],
  ['predictor', 'predictor', {}],
  ['scorer', 'scorer', { actual: 'planted_segment' }],
  ['overview', 'data-profile', {}],
  ['file', 'table-writer', { file: 'segments.csv' }],
  ['grid', 'table-view', {}],
];

const WIRES: readonly string[] = [
  'usage.table both.tables',
  'columns.table both.tables',
  'sample.customers picked.table',
  'picked.table adults.table',
  'adults.pass contact.table',
  'contact.table people.table',
  'people.table filled.table',
  'sample.orders orders.table',
  'orders.table rfm.orders',
  'orders.table spend.table',
  'spend.table sorted.table',
  'rfm.customers keyed.table',
  'filled.table joiner.left',
  'keyed.table joiner.right',
  'rfm.customers scaled.table',
  'rfm.customers k-means.table',
  'k-means.table profile.table',
  'k-means.table names.table',
  'profile.profile names.profile',
  'rfm.customers split.table',
  'split.train forest.table',
  'forest.model predictor.model',
  'split.test predictor.table',
  'predictor.table scorer.table',
  'filled.table overview.table',
  'names.table file.table',
  'joiner.joined grid.table',
];

/** A workflow in which every node type occurs, for the hosts to agree on. */
export function allNodes(sources: readonly FileSource[]): Workflow {
  const edges = WIRES.map((wire): Edge => {
    const [from, to] = wire.split(' ').map((end) => end.split('.') as [string, string]);
    return { from: from!, to: to! };
  });
  return {
    ...EMPTY,
    sources,
    edges,
    nodes: NODES.map(([id, type, params = {}]) => ({ id, type, version: 1, params: Object.entries(params), at: [0, 0] })),
  };
}
