import { atLeast, atMost, type Answer } from './compare.ts';
import { fit, silhouetteOf, type Case, type Run } from './figures.ts';
import type { Results } from './clade.ts';

/** How far outside of the oracle's range a right forest may land. */
const SLACK = 0.02;

const PORTS = ['classes.table', 'raw.model', 'zscored.model', 'labels.table', 'scores.scores'] as const;
type Port = (typeof PORTS)[number] | 'first-line.pass';

export const labelledSets: Case = {
  name: '11_iris_wine_digits',
  answer: async (run, file) => {
    const iris = await headed(run, '11-iris', file('sklearn/iris.csv'));
    const wine = await headed(run, '11-wine', file('sklearn/wine_data.csv'));
    const cancer = await headed(run, '11-breast-cancer', file('sklearn/breast_cancer.csv'));
    const digits = await run('11-digits', { input: { rows: file('sklearn/digits.csv.gz') }, dump: PORTS });
    const labels = (set: Results<(typeof PORTS)[number]>): string => set.path('labels.table');
    const agreement = await run('11-agreement', {
      input: { iris: labels(iris), wine: labels(wine), 'breast-cancer': labels(cancer), digits: labels(digits) },
      dump: ['indices.table'],
    });
    const indices = agreement.table('indices.table').column('ari');
    return {
      iris: { ...firstLine(iris), ...figures(iris, indices.slice(0, 2)) },
      wine: { ...firstLine(wine), ...figures(wine, indices.slice(2, 4)) },
      breast_cancer: { ...firstLine(cancer), ...figures(cancer, indices.slice(4, 6)) },
      digits: figures(digits, indices.slice(6, 8)),
    };
  },
};

/** A set whose first line says what is in it, so that it is read twice. */
const headed = (run: Run, workflow: string, path: string): Promise<Results<Port>> =>
  run<Port>(workflow, { input: { rows: path, lines: path }, dump: [...PORTS, 'first-line.pass'] });

const firstLine = (set: Results<Port>): { readonly [name: string]: Answer } => ({
  first_line: set.table('first-line.pass').cell('column_1'),
});

/** `agreement` of raw and of scaled segments with the classes, as the adjusted Rand index. */
function figures(set: Results<(typeof PORTS)[number]>, [raw = '', zscored = '']: readonly string[]): { readonly [name: string]: Answer } {
  const accuracy = Number(set.table('scores.scores').cell('value', 'accuracy'));
  const clusters = (port: 'raw.model' | 'zscored.model', ari: string): Answer => {
    const model = set.kMeans(port);
    return { ...fit(model), ari, silhouette: silhouetteOf(model) };
  };
  return {
    n: set.count('rows.table'),
    d: set.kMeans('raw.model').features.length,
    classes: set.table('classes.table').by('rows'),
    kmeans_raw: clusters('raw.model', raw),
    kmeans_zscored: clusters('zscored.model', zscored),
    rf_range: [atLeast(accuracy, SLACK), atMost(accuracy, SLACK)],
    test_rows: set.count('fifth.pass'),
  };
}
