import { defineNode } from '../../src/core/node.ts';

export const tableView = defineNode({
  type: 'table-view',
  version: 1,
  title: 'Table View',
  group: 'Explore',
  icon: 'table-properties',
  doc: `Shows a table as a grid.
It changes nothing and hands nothing on; it marks a result worth looking at. Sort and filter in the grid as you like: that is for your
eyes only, and the workflow stays as it is.`,
  words: ['show', 'grid', 'look', 'inspect', 'preview', 'display'],
  params: {},
  inputs: { table: 'table' },
  outputs: {},
  view: 'table',
  compile: () => ({}),
});
