import { edges, moments, scaledFit, type Case } from './figures.ts';

export const cdnow: Case = {
  name: '02_cdnow',
  answer: async (run, file) => {
    const shop = await run('02-cdnow', {
      input: { purchases: file('cdnow/CDNOW_master.txt') },
      dump: [
        'totals.table',
        'by-month.table',
        'moments.table',
        'edges.table',
        'cells.table',
        'r-sizes.table',
        'f-sizes.table',
        'm-sizes.table',
        'cohorts.table',
        'k-means.model',
        'customers.table',
      ],
    });
    const calibration = await run('02-cdnow-calibration', {
      input: { sample: file('cdnow/CDNOW_sample.txt'), published: file('cdnow/cdnow_customers_summary.csv') },
      dump: ['moments.table', 'agreement.table'],
    });
    const totals = shop.table('totals.table');
    const perCustomer = shop.table('moments.table');
    const cells = shop.table('cells.table');
    const customers = shop.table('customers.table');
    const agreement = calibration.table('agreement.table');
    return {
      rows: shop.count('purchases.table'),
      customers: shop.count('ranks.customers'),
      first_day: totals.cell('first_day'),
      last_day: totals.cell('last_day'),
      value_sum: totals.cell('dollars'),
      cds_sum: totals.cell('cds'),
      zero_value_rows: totals.cell('free'),
      exact_duplicate_rows: shop.count('repeats.duplicates'),
      recency: moments(perCustomer, 'recency'),
      frequency_days: moments(perCustomer, 'frequency'),
      purchases: moments(perCustomer, 'purchases'),
      monetary: moments(perCustomer, 'monetary'),
      edges: edges(shop.table('edges.table'), ['recency', 'frequency', 'monetary']),
      RFM_cells_used: cells.cell('used'),
      count_555: cells.cell('best'),
      count_111: cells.cell('worst'),
      quantile_score_counts: {
        R: shop.table('r-sizes.table').by('customers'),
        F: shop.table('f-sizes.table').by('customers'),
        M: shop.table('m-sizes.table').by('customers'),
      },
      cohort_by_first_month: shop.table('cohorts.table').by('customers'),
      purchases_by_month: shop.table('by-month.table').by('purchases'),
      table: { file: customers.cells, rows: shop.count('customers.table'), columns: customers.cells[0] ?? [] },
      kmeans: scaledFit(shop.kMeans('k-means.model')),
      calibration: {
        sample_rows: calibration.count('sample.table'),
        customers: calibration.count('customers.table'),
        published_customers: calibration.count('published.table'),
        frequency_equal: agreement.cell('frequency'),
        recency_equal_2dp: agreement.cell('recency'),
        T_equal_2dp: agreement.cell('age'),
        frequency: moments(calibration.table('moments.table'), 'repeats'),
        frequency_sum: agreement.cell('repeats'),
      },
    };
  },
};
