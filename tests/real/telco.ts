import { atLeast, atMost, type Answer } from './compare.ts';
import { moments, type Case } from './figures.ts';
import type { Table } from './table.ts';

const SEEDS = [0, 1, 2, 3, 4] as const;

/** How far outside of the oracle's range a right forest may land. */
const SLACK = 0.015;
const F1_SLACK = 0.04;

export const telco: Case = {
  name: '04_telco_churn_rf',
  answer: async (run, file) => {
    const all = await run('04-telco', {
      input: { customers: file('telco/Telco-Customer-Churn.csv') },
      dump: [
        'raw-columns.profile',
        'by-churn.table',
        'uncharged-by-tenure.table',
        'moments.table',
        'by-contract.table',
        'by-internet.table',
        'by-payment.table',
        'by-gender.table',
        'by-senior.table',
        'cleaned.table',
      ],
    });
    const grow = (seed: number) =>
      run('04-telco-forest', {
        input: { customers: all.path('cleaned.table') },
        param: { seed },
        dump: ['scores.scores', 'test-counts.table', 'one-hot-columns.table'],
      });
    const forests: Awaited<ReturnType<typeof grow>>[] = [];
    for (const seed of SEEDS) forests.push(await grow(seed));
    const [forest] = forests;
    if (!forest) throw new Error('No forest was grown.');
    const raw = all.table('raw-columns.profile');
    const numeric = all.table('moments.table');
    const test = forest.table('test-counts.table');
    const range = (metric: string, slack: number): Answer => {
      const values = forests.map((f) => Number(f.table('scores.scores').cell('value', metric)));
      return [atLeast(Math.min(...values), slack), atMost(Math.max(...values), slack)];
    };
    return {
      rows: all.count('customers.table'),
      columns: raw.column('column'),
      distinct_customerID: raw.cell('distinct', 'customerID'),
      TotalCharges_blank: raw.cell('missing', 'TotalCharges'),
      churn: all.table('by-churn.table').by('customers'),
      TotalCharges_blank_have_tenure: all.table('uncharged-by-tenure.table').by('customers'),
      rows_after: all.count('charged.pass'),
      numeric: new Map(numeric.column('column').map((name) => [name, moments(numeric, name)])),
      churn_rate_by: {
        Contract: rates(all.table('by-contract.table')),
        InternetService: rates(all.table('by-internet.table')),
        PaymentMethod: rates(all.table('by-payment.table')),
        gender: rates(all.table('by-gender.table')),
        SeniorCitizen: rates(all.table('by-senior.table')),
      },
      features_one_hot: forest.table('one-hot-columns.table').cell('features'),
      train_rows: forest.count('fifth.reject'),
      test_rows: forest.count('fifth.pass'),
      test_positives: test.cell('positives'),
      random_forest: {
        range: {
          accuracy: range('accuracy', SLACK),
          f1_yes: range('F1', F1_SLACK),
          roc_auc: range('ROC AUC', SLACK),
          log_loss: range('log loss', SLACK),
        },
      },
      majority_class_accuracy: test.cell('majority'),
    };
  },
};

/** Customers and their churn, by what stands in the first column. */
const rates = (table: Table): Answer => {
  const churn = table.by('churn');
  return new Map([...table.by('customers')].map(([key, customers]) => [key, [customers, churn.get(key) ?? '']]));
};
