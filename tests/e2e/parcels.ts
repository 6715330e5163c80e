/** A workflow on a file that is not in the browser. */
export const parcels = JSON.stringify({
  clade: 1,
  title: 'Large parcels',
  sources: [
    {
      name: 'parcels',
      path: 'parcels.csv',
      format: 'csv',
      options: { delimiter: ',', header: true },
      fingerprint: 'of the file of somebody else',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'weight', type: 'int' },
      ],
    },
  ],
  nodes: [
    { id: 'csv-reader', type: 'csv-reader@1', label: 'Parcels', params: { source: 'parcels' } },
    { id: 'row-filter', type: 'row-filter@1', params: { condition: 'weight > 10' } },
  ],
  edges: ['csv-reader.table -> row-filter.table'],
});
