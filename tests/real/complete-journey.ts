import { moments, scaledFit, silhouetteOf, type Case } from './figures.ts';

const AMOUNTS = ['quantity', 'sales_value', 'retail_disc', 'coupon_disc', 'coupon_match_disc'] as const;

export const completeJourney: Case = {
  name: '03_complete_journey_360',
  answer: async (run, file) => {
    const grocer = await run('03-complete-journey', {
      input: {
        transactions: file('completejourney/transactions_sample.csv'),
        demographics: file('completejourney/demographics.csv'),
        campaigns: file('completejourney/campaigns.csv'),
        descriptions: file('completejourney/campaign_descriptions.csv'),
        redemptions: file('completejourney/coupon_redemptions.csv'),
        coupons: file('completejourney/coupons.csv'),
        products: file('completejourney/products.csv'),
        promotions: file('completejourney/promotions_sample.csv.gz'),
      },
      dump: [
        'transaction-totals.table',
        'top-departments.table',
        'by-brand.table',
        'product-columns.profile',
        'campaigns-by-type.table',
        'redemptions-by-type.table',
        'redemption-dates.table',
        'overlap.table',
        'moments.table',
        'incomes.table',
        'ages.table',
        'k-means.model',
        'households.table',
      ],
    });
    const totals = grocer.table('transaction-totals.table');
    const overlap = grocer.table('overlap.table');
    const campaigns = grocer.table('campaigns-by-type.table');
    const perHousehold = grocer.table('moments.table');
    const households = grocer.table('households.table');
    const model = grocer.kMeans('k-means.model');
    const rowsOf = (node: string): number => grocer.count(`${node}.table`);
    return {
      rows: {
        transactions: rowsOf('transactions'),
        demographics: rowsOf('demographics'),
        campaigns: rowsOf('campaigns'),
        campaign_descriptions: rowsOf('descriptions'),
        coupon_redemptions: rowsOf('redemptions'),
        products: rowsOf('products'),
        coupons: rowsOf('coupons'),
        promotions: rowsOf('promotions'),
      },
      households: {
        in_transactions: grocer.count('ranks.customers'),
        in_demographics: rowsOf('demographic-households'),
        in_campaigns: rowsOf('campaign-counts'),
        in_redemptions: rowsOf('redemption-counts'),
      },
      overlap: {
        trans_and_demo: overlap.cell('demographics'),
        trans_and_campaign: overlap.cell('campaigns'),
        trans_and_redeem: overlap.cell('redemptions'),
        all_four: overlap.cell('all'),
        campaign_not_trans: grocer.count('with-campaigns.right-only'),
        demo_not_trans: grocer.count('with-demographics.right-only'),
      },
      totals: new Map(AMOUNTS.map((name) => [name, totals.cell(name)])),
      zero_quantity_rows: totals.cell('no_quantity'),
      zero_sales_rows: totals.cell('no_sales'),
      first_day: totals.cell('first_day'),
      last_day: totals.cell('last_day'),
      transactions_join_products: { rows: grocer.count('with-products.joined'), unmatched: grocer.count('with-products.left-only') },
      department_sales_top10: grocer.table('top-departments.table').rows('department', 'sales'),
      brand_sales: grocer.table('by-brand.table').by('sales'),
      products_blank: grocer.table('product-columns.profile').by('missing'),
      campaign_rows_by_type: campaigns.by('rows'),
      households_by_type: campaigns.by('households'),
      redemptions_by_type: grocer.table('redemptions-by-type.table').by('rows'),
      redemptions_outside_campaign_dates: grocer.table('redemption-dates.table').cell('outside'),
      targeted_pairs: grocer.count('targeted-pairs.joined'),
      targeted_pairs_redeemed: grocer.count('redeemed.pass'),
      redemptions_join_coupons_rows: grocer.count('redeemed-coupons.joined'),
      transactions_join_promotions: {
        rows: grocer.count('with-promotions.joined'),
        matched_rows: grocer.count('promoted.joined'),
        promotion_key_duplicates: grocer.count('promotion-repeats.duplicates'),
      },
      rfm: new Map(['recency', 'frequency', 'monetary'].map((name) => [name, moments(perHousehold, name)])),
      by_income: grocer.table('incomes.table').rows('income', 'households', 'monetary', 'redeeming'),
      by_age: grocer.table('ages.table').rows('age', 'households', 'monetary'),
      kmeans: { ...scaledFit(model), silhouette: silhouetteOf(model) },
      table: { file: households.cells, rows: grocer.count('households.table'), columns: households.cells[0] ?? [] },
    };
  },
};
