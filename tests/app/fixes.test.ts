import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { fixesOf, type Fix } from '../../src/app/fixes.ts';
import { countMissing, mappedEverywhere } from '../../src/app/follow.ts';
import { baselineOf, followed, offerFor, renameWords } from '../../src/app/renames/rename-offer.ts';
import { compiler } from '../../src/core/compile.ts';
import type { Json } from '../../src/core/params.ts';
import { EMPTY, nodeById, type Edge, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const compile = compiler(nodeTypes);

const node = (id: string, type: string, params: Readonly<Record<string, Json>> = {}, x = 0): WorkflowNode => ({
  id,
  type,
  version: 1,
  params: Object.entries(params),
  at: [x, 0],
});
const wire = (from: string, to: string): Edge => {
  const [source, out, target, into] = [...from.split('.'), ...to.split('.')] as [string, string, string, string];
  return { from: [source, out], to: [target, into] };
};
const flow = (nodes: readonly WorkflowNode[], ...edges: readonly Edge[]): Workflow => ({
  ...EMPTY,
  nodes: [node('data', 'sample-data'), ...nodes],
  edges,
});

const fixes = (workflow: Workflow, id: string): Fix[] => fixesOf({ workflow, compiled: compile(workflow) }, id);
const labels = (workflow: Workflow, id: string): string[] => fixes(workflow, id).map((fix) => fix.label);
/** The workflow after the first fix, and what is still wrong with it. */
function fixed(workflow: Workflow, id: string): { readonly next: Workflow; readonly issues: readonly string[] } {
  const [fix] = fixes(workflow, id);
  if (!fix || !('apply' in fix)) throw new Error('There is no fix that is an edit.');
  const next = fix.apply(workflow);
  return { next, issues: compile(next).issues.map(({ node: at, message }) => `${at}: ${message}`) };
}
const paramsOf = (workflow: Workflow, id: string): unknown => Object.fromEntries(nodeById(workflow, id)!.params);

describe('the fix that is offered', () => {
  test('for a column that is missing is the nearest name, everywhere in the node', () => {
    const condition = 'ammount > 10 and ammount < 99';
    const workflow = flow([node('filter', 'row-filter', { condition })], wire('data.orders', 'filter.table'));
    expect(labels(workflow, 'filter')).toEqual(['Use amount']);
    const { next, issues } = fixed(workflow, 'filter');
    expect(issues).toEqual([]);
    expect(paramsOf(next, 'filter')).toEqual({ condition: 'amount > 10 and amount < 99' });
  });

  test('for a chosen column that nothing resembles is to do without it', () => {
    const workflow = flow([node('km', 'k-means', { features: ['items', 'zzz'] })], wire('data.orders', 'km.table'));
    expect(labels(workflow, 'km')).toEqual(['Remove zzz']);
    expect(fixed(workflow, 'km').issues).toEqual([]);
    const words = flow([node('km', 'k-means', { features: ['email_consent'] })], wire('data.customers', 'km.table'));
    expect(labels(words, 'km')[0]).toBe('Use consent_email');
  });

  test('for an input without a wire is the output that has the columns', () => {
    const workflow = flow([
      node('other', 'row-filter', { condition: 'consent_email' }),
      node('rfm', 'rfm', { customer: 'shop_id', date: 'order_date', amount: 'amount' }, 300),
    ]);
    expect(labels(workflow, 'rfm')[0]).toBe('Connect to Sample Data, orders');
    const { next } = fixed(workflow, 'rfm');
    expect(compile(next).nodes.has('rfm')).toBe(true);
  });

  test('for an input that nothing can reach is nothing', () => {
    const alone: Workflow = { ...EMPTY, nodes: [node('view', 'table-view')] };
    expect(labels(alone, 'view')).toEqual([]);
  });

  test('where no columns are chosen are those that measure something, or the ones that are meant', () => {
    const km = flow([node('km', 'k-means')], wire('data.orders', 'km.table'));
    expect(labels(km, 'km')).toEqual(['Use the 3 number columns']);
    expect(paramsOf(fixed(km, 'km').next, 'km')).toEqual({ features: ['amount', 'items', 'discount_share'] });
    const rfm = flow([node('rfm', 'rfm')], wire('data.orders', 'rfm.orders'));
    expect(labels(rfm, 'rfm').slice(0, 2)).toEqual(['Use shop_id, order_date and amount', 'Use shop_id']);
    expect(fixed(rfm, 'rfm').issues).toEqual([]);
    const dated = flow([node('rfm', 'rfm', { customer: 'email', amount: 'items' })], wire('data.orders', 'rfm.orders'));
    expect(labels(dated, 'rfm')).toEqual(['Use order_date']);
  });

  test('for a join without keys is a column that both tables have', () => {
    const join = flow([node('join', 'joiner')], wire('data.customers', 'join.left'), wire('data.orders', 'join.right'));
    expect(labels(join, 'join')).toContain('Match by email');
    expect(fixed(join, 'join').issues).toEqual([]);
  });

  test('for text where a number is needed is a step before it that makes one', () => {
    const params = { keys: ['country'], measures: [{ fn: 'sum', column: 'postcode' }] };
    const workflow = flow([node('group', 'group-by', params)], wire('data.customers', 'group.table'));
    expect(labels(workflow, 'group')).toEqual(['Make postcode a number before']);
    const { next, issues } = fixed(workflow, 'group');
    expect(issues).toEqual([]);
    expect(next.edges).toEqual([wire('select-columns.table', 'group.table'), wire('data.customers', 'select-columns.table')]);
    expect(paramsOf(next, 'select-columns')).toEqual({ mode: 'edit', columns: [{ column: 'postcode', type: 'double' }] });
  });

  test('for text among the features also is to leave it out', () => {
    const workflow = flow([node('km', 'k-means', { features: ['income', 'city'] })], wire('data.customers', 'km.table'));
    expect(labels(workflow, 'km')).toEqual(['Make city a number before', 'Leave city out']);
  });

  test('for two wires into one is a Concatenate in between, with the wires in their order', () => {
    const workflow = flow(
      [node('view', 'table-view', {}, 400), node('filter', 'row-filter', { condition: 'amount > 1' })],
      wire('data.orders', 'filter.table'),
      wire('filter.pass', 'view.table'),
      wire('filter.reject', 'view.table'),
    );
    expect(labels(workflow, 'view')).toEqual(['Put a Concatenate in between']);
    const { next, issues } = fixed(workflow, 'view');
    expect(issues).toEqual([]);
    expect(next.edges.slice(1)).toEqual([
      wire('filter.pass', 'concatenate.tables'),
      wire('filter.reject', 'concatenate.tables'),
      wire('concatenate.table', 'view.table'),
    ]);
  });

  test('for a setting that is not known is to remove it, and keeps the others', () => {
    const workflow = flow([node('view', 'k-means', { features: ['items'], nonsense: 1 })], wire('data.orders', 'view.table'));
    expect(labels(workflow, 'view')).toEqual(['Remove "nonsense"']);
    expect(paramsOf(fixed(workflow, 'view').next, 'view')).toEqual({ features: ['items'] });
  });

  test('for a loop is to remove the wire that leads back, also on what lies behind it', () => {
    const condition = 'amount > 1';
    const workflow = flow(
      [node('a', 'row-filter', { condition }, 200), node('b', 'row-filter', { condition }, 400), node('view', 'table-view', {}, 600)],
      wire('a.pass', 'b.table'),
      wire('b.pass', 'a.table'),
      wire('b.reject', 'view.table'),
    );
    for (const id of ['a', 'b', 'view']) {
      expect(labels(workflow, id)).toEqual(['Remove the wire from Row Filter to Row Filter']);
      expect(fixed(workflow, id).next.edges).toEqual([wire('a.pass', 'b.table'), wire('b.reject', 'view.table')]);
    }
  });

  test('for a wire to a port that is not there, or takes something else, is to remove it', () => {
    const model = flow(
      [node('km', 'k-means', { features: ['items'] }), node('view', 'table-view')],
      wire('data.orders', 'km.table'),
      wire('km.model', 'view.table'),
    );
    expect(labels(model, 'view')).toEqual(['Remove the wire']);
    expect(fixed(model, 'view').next.edges).toEqual([wire('data.orders', 'km.table')]);
    const stray = flow([node('view', 'table-view')], wire('data.orders', 'view.table'), wire('data.orders', 'view.nowhere'));
    expect(fixed(stray, 'view').issues).toEqual([]);
  });

  test('for a function that is not known is the one that was meant, where it stands', () => {
    const workflow = flow([node('filter', 'row-filter', { condition: 'rond(amount) > 1' })], wire('data.orders', 'filter.table'));
    expect(labels(workflow, 'filter')).toEqual(['Use round']);
    expect(paramsOf(fixed(workflow, 'filter').next, 'filter')).toEqual({ condition: 'round(amount) > 1' });
  });

  test('for a reader without a file is to choose one', () => {
    expect(fixes(flow([node('read', 'csv-reader')]), 'read')).toEqual([{ label: 'Choose the file', choose: 'file' }]);
  });
});

describe('a column that is missing in several places', () => {
  const workflow = flow(
    [
      node('filter', 'row-filter', { condition: 'ammount > 1' }),
      node('group', 'group-by', { keys: ['shop_id'], measures: [{ fn: 'sum', column: 'ammount' }] }),
      node('aside', 'sort', { order: [{ column: 'ammount' }] }),
      node('other', 'row-filter', { condition: 'ammount > 1' }),
    ],
    wire('data.orders', 'filter.table'),
    wire('filter.pass', 'group.table'),
    wire('data.orders', 'aside.table'),
    wire('data.customers', 'other.table'),
  );

  test('is counted and mapped where it is missed, and only where the other one is there', () => {
    expect(countMissing({ workflow, compiled: compile(workflow) }, 'ammount')).toBe(4);
    const next = mappedEverywhere(workflow, compile(workflow), 'ammount', 'amount');
    expect(compile(next).issues.map((issue) => issue.node)).toEqual(['other']);
    expect(nodeById(next, 'other')).toBe(nodeById(workflow, 'other'));
  });
});

describe('the offer to follow a new name', () => {
  const named = (as: string): Workflow =>
    flow(
      [
        node('pick', 'select-columns', { mode: 'edit', columns: [{ column: 'amount', as }] }),
        node('group', 'group-by', { keys: ['shop_id'], measures: [{ fn: 'sum', column: 'amount' }] }),
        node('sort', 'sort', { order: [{ column: 'sum_amount' }] }),
      ],
      wire('data.orders', 'pick.table'),
      wire('pick.table', 'group.table'),
      wire('group.table', 'sort.table'),
    );
  const stateOf = (workflow: Workflow) => ({ workflow, compiled: compile(workflow) });

  test('counts what uses the old name, and the one edit mends it all', () => {
    const offer = offerFor(baselineOf(stateOf(named(''))), stateOf(named('revenue')))!;
    expect(renameWords(offer)).toBe('amount is now revenue');
    expect(offer.changes.map((change) => change.node)).toEqual(['group', 'sort']);
    expect(compile(followed(named('revenue'), offer).workflow).issues).toEqual([]);
  });

  test('is not made where nobody uses the name, or for an edit that renames nothing', () => {
    const alone = (as: string): Workflow => ({ ...named(as), edges: [wire('data.orders', 'pick.table')] });
    expect(offerFor(baselineOf(stateOf(alone(''))), stateOf(alone('revenue')))).toBeUndefined();
    expect(offerFor(baselineOf(stateOf(named(''))), stateOf(named('')))).toBeUndefined();
  });

  test('goes by the last columns a node gave, if it gave none in between', () => {
    const broken = baselineOf(stateOf(named('items')), baselineOf(stateOf(named(''))));
    expect(compile(named('items')).issues[0]?.node).toBe('pick');
    expect(offerFor(broken, stateOf(named('revenue')))?.origins).toEqual([
      { side: 'out', node: 'pick', port: 'table', from: 'amount', to: 'revenue' },
    ]);
  });
});
