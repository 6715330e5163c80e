import { defineNode } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { apply, fit } from '../../src/core/plan.ts';
import { freeName } from '../../src/core/schema.ts';

export const kMeans = defineNode({
  type: 'k-means',
  version: 1,
  title: 'k-Means',
  group: 'Cluster',
  icon: 'chart-scatter',
  doc: `Groups customers so that members of a group are close to its centre.
Every row goes to the nearest of k centres, measured over the features you choose. Features are scaled inside the model, so a
column with wide values does not outweigh the others, and centres read in the units of your data. k-Means always finds k
groups, also where there are none: look at the profile before you believe them.`,
  words: ['cluster', 'segment', 'lloyd', 'group'],
  params: {
    features: p.columns({
      from: 'table',
      types: ['int', 'double', 'bool'],
      doc: 'What makes customers alike. Ids and codes do not belong here.',
      guess: 'measures',
    }),
    k: p.int({
      label: 'Number of segments, k',
      default: 5,
      min: 0,
      max: 100,
      slider: [2, 12],
      doc: 'How many segments to find; 0 lets the data decide, from 2 to 10.',
    }),
    scale: p.choice({
      of: ['standard', 'robust', 'none'],
      labels: ['Standard (z-score)', 'Robust (median, IQR)', 'None'],
      doc: 'Standard brings every feature to mean 0 and standard deviation 1. Robust is less moved by a few extreme customers.',
    }),
    log: p.columns({
      label: 'Take the logarithm of',
      from: 'table',
      types: ['int', 'double'],
      doc: 'Features with a long tail, such as amounts and counts: ln(1 + x) before scaling.',
    }),
    weights: p.list({
      one: 'weight',
      doc: 'A weight above 1 makes a feature count for more, below 1 for less.',
      section: 'Fitting',
      item: {
        column: p.column({ from: 'table', types: ['int', 'double', 'bool'], doc: 'The feature.' }),
        weight: p.number({ default: 1, min: 0, max: 100, doc: 'Its weight.' }),
      },
    }),
    init: p.choice({
      label: 'Starting centres',
      of: ['k-means++', 'spread'],
      labels: ['k-means++', 'Rows spread over an order'],
      doc: 'k-means++ draws rows that lie far apart. Spread takes rows at even steps through an order, which repeats exactly in other tools.',
      section: 'Fitting',
    }),
    order: p.columns({
      label: 'Order for the starting rows',
      from: 'table',
      doc: 'Rows are sorted by these columns before every n/k-th is taken.',
      section: 'Fitting',
      when: ['init', 'spread'],
    }),
    restarts: p.int({
      default: 10,
      min: 1,
      max: 100,
      doc: 'How many starts are tried; the one with the lowest inertia wins.',
      section: 'Fitting',
      when: ['init', 'k-means++'],
    }),
    tolerance: p.number({
      default: 1e-4,
      min: 0,
      max: 1,
      doc: 'Stops when the centres move less than this share of the variance. 0 goes on until no row changes.',
      section: 'Fitting',
    }),
    maxRounds: p.int({
      label: 'Most rounds',
      default: 300,
      min: 1,
      max: 10000,
      doc: 'Stops after so many rounds in any case.',
      section: 'Fitting',
    }),
    seed: p.int({ default: 42, min: 0, max: 2 ** 31, doc: 'The same seed and data give the same segments.', section: 'Fitting' }),
    numbering: p.choice({
      label: 'Number segments by',
      of: ['size', 'start'],
      labels: ['Size, largest first', 'Starting centre'],
      doc: 'Segment numbers carry no meaning of their own; by size they stay stable from run to run.',
      section: 'Fitting',
    }),
    emptyCluster: p.choice({
      label: 'A centre that loses all rows',
      of: ['relocate', 'keep'],
      labels: ['Moves to the farthest row', 'Stays where it is'],
      doc: 'Rare; matters only for comparing with other tools.',
      section: 'Fitting',
    }),
    missing: p.choice({
      label: 'Rows with a missing feature',
      of: ['leave', 'mean'],
      labels: ['Get no segment', 'Take the mean'],
      doc: 'The number of rows left out is shown in the result.',
      section: 'Fitting',
    }),
    segment: p.text({
      label: 'Segment column',
      default: 'segment',
      doc: 'The name of the new column with the segment number, from 1.',
      section: 'New columns',
    }),
    distance: p.text({
      label: 'Distance column',
      default: 'distance',
      doc: 'How far a row is from its centre, in scaled units. Empty for none.',
      section: 'New columns',
    }),
    runnerUp: p.text({
      label: 'Runner-up column',
      default: 'runner_up',
      doc: 'The second nearest segment. Empty for none.',
      section: 'New columns',
    }),
  },
  inputs: { table: 'table' },
  outputs: { table: 'table', model: 'model' },
  compile({ table }, { segment, distance, runnerUp, order, weights, ...spec }) {
    const names = table.schema.map((c) => c.name);
    const model = fit('k-means', table, {
      ...spec,
      log: spec.log.filter((name) => spec.features.includes(name)),
      order: order.map((column) => ({ column })),
      weights: weights.map((w) => [w.column, w.weight] as const),
    });
    const free = (name: string): string => name && freeName(name, names);
    return {
      table: apply(model, table, { segment: free(segment || 'segment'), distance: free(distance), runnerUp: free(runnerUp) }),
      model,
    };
  },
  summary: ({ k, features, seed }) => `${k ? `k = ${k}` : 'k by the data'}, ${features.length} features, seed ${seed}`,
});
