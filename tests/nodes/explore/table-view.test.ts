import { expect, test } from 'vitest';
import { tableView } from '../../../nodes/explore/table-view.ts';
import { compileNode, table } from '../compile-node.ts';

test('it shows its table and hands nothing on', () => {
  expect(compileNode(tableView, { table: table(['id', 'string']) }).outputs).toEqual({});
  expect(tableView.view).toBe('table');
});
