import { Bound } from './compare.ts';
import { edges, moments, scaledFit, silhouetteOf, type Case } from './figures.ts';

const MEASURES = ['recency', 'frequency', 'monetary'] as const;

/** Random starts may end in another optimum; the oracles allow for an inertia of so many times the best one known. */
const OF_BEST = 1.01;

/** The oracle counts the missing id as one more; a profile does not, but it is a group of its own. */
const WITH_MISSING = 'customer-ids.table';

export const onlineRetail: Case = {
  name: '01_online_retail_rfm',
  answer: async (run, file) => {
    const month = await run('01-online-retail', {
      input: { invoices: file('online_retail/online_retail_2010-12.csv') },
      dump: [
        'raw-moments.table',
        'raw-counts.table',
        'totals.table',
        'top-countries.table',
        'by-month.table',
        'customer-moments.table',
        'customer-counts.table',
        'edges.table',
        'r-sizes.table',
        'f-sizes.table',
        'm-sizes.table',
        'by-segment.table',
        'k-means.model',
        'restarts.model',
        'customers.table',
      ],
    });
    const raw = month.table('raw-moments.table');
    const rawCounts = month.table('raw-counts.table');
    const totals = month.table('totals.table');
    const perCustomer = month.table('customer-moments.table');
    const customers = month.table('customers.table');
    const model = month.kMeans('k-means.model');
    const restarts = month.kMeans('restarts.model').inertia;
    const steps = ['invoices.table', 'with-customer.pass', 'not-cancelled.pass', 'sold.pass', 'once.table'];
    return {
      december_2010: {
        rows_raw: month.count('invoices.table'),
        columns: raw.column('column'),
        blank_CustomerID: raw.cell('missing', 'CustomerID'),
        blank_Description: raw.cell('missing', 'Description'),
        exact_duplicate_rows: month.count('raw-repeats.duplicates'),
        cancelled_rows_InvoiceNo_starts_C: rawCounts.cell('cancelled'),
        distinct: {
          InvoiceNo: raw.cell('distinct', 'InvoiceNo'),
          StockCode: raw.cell('distinct', 'StockCode'),
          CustomerID: month.count(WITH_MISSING),
          Country: raw.cell('distinct', 'Country'),
        },
        StockCode_not_all_digits_rows: rawCounts.cell('odd_stock_codes'),
        Quantity: moments(raw, 'Quantity'),
        UnitPrice: moments(raw, 'UnitPrice'),
        UnitPrice_zero_rows: rawCounts.cell('free'),
        UnitPrice_negative_rows: rawCounts.cell('negative_price'),
        Quantity_nonpositive_rows: rawCounts.cell('nonpositive_quantity'),
        cleaning_steps: new Map(steps.map((port, i) => [String(i), { 1: month.count(port) }])),
        amount_total: totals.cell('amount'),
        first_day: totals.cell('first_day'),
        last_day: totals.cell('last_day'),
        customers: month.table('customer-counts.table').cell('customers'),
        ...Object.fromEntries(MEASURES.map((name) => [name, moments(perCustomer, name)])),
        one_time_buyers: month.table('customer-counts.table').cell('one_time'),
        quantile_edges: edges(month.table('edges.table'), MEASURES),
        quantile_score_counts: {
          R: month.table('r-sizes.table').by('customers'),
          F: month.table('f-sizes.table').by('customers'),
          M: month.table('m-sizes.table').by('customers'),
        },
        segment_counts: month.table('by-segment.table').by('customers'),
        segment_monetary: month.table('by-segment.table').by('monetary'),
        country_top10_by_amount: month.table('top-countries.table').rows('Country', 'amount'),
        month_amount: month.table('by-month.table').by('amount'),
        kmeans: {
          ...scaledFit(model),
          silhouette_all_rows: silhouetteOf(model),
          best_inertia_of_20_random_starts: new Bound(restarts, (best) => restarts <= best * OF_BEST),
        },
        table: { file: customers.cells, rows: month.count('customers.table'), columns: customers.cells[0] ?? [] },
      },
    };
  },
};
