import { assert, constantFrom, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { usesOf, withColumn } from '../../src/core/column-uses.ts';
import { compiler } from '../../src/core/compile.ts';
import { columnsIn } from '../../src/core/expr.ts';
import { followNames, renamesBetween } from '../../src/core/follow-names.ts';
import { readParams, type Json, type SavedParams } from '../../src/core/params.ts';
import { parseExpr } from '../../src/core/parse-expr.ts';
import { column } from '../../src/core/schema.ts';
import { showExpr } from '../../src/core/show.ts';
import { EMPTY, type Edge, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';
import { expressions } from '../reference/arbitrary.ts';
import { seed } from '../setup/seed.ts';

const paramsOf = (type: string) => nodeTypes.get(type)!.params;
const saved = (values: Readonly<Record<string, Json>>): SavedParams => Object.entries(values);
const rename = (type: string, values: Readonly<Record<string, Json>>, from: string, to: string, port = 'table'): Json =>
  Object.fromEntries(withColumn(paramsOf(type), saved(values), { port, from, to })) as Json;
const renameText = (text: string, from: string, to: string): string =>
  (rename('row-filter', { condition: text }, from, to) as { condition: string }).condition;

describe('the uses of columns', () => {
  test('are found in columns, lists, records and expressions, with the input they belong to', () => {
    const uses = usesOf(
      paramsOf('group-by'),
      saved({ keys: ['country'], measures: [{ fn: 'sum', column: 'amount', where: 'amount > 0 and "order day" is not null' }] }),
    );
    expect(uses).toEqual([
      { path: ['keys'], port: 'table', column: 'country' },
      { path: ['measures', 0, 'column'], port: 'table', column: 'amount' },
      { path: ['measures', 0, 'where'], port: 'table', column: 'amount', at: [0, 6] },
      { path: ['measures', 0, 'where'], port: 'table', column: 'order day', at: [15, 26] },
    ]);
    const ports = usesOf(paramsOf('joiner'), saved({ on: [{ left: 'id', right: 'customer' }] })).map(({ port, column: c }) => [port, c]);
    expect(ports).toEqual([
      ['left', 'id'],
      ['right', 'customer'],
    ]);
  });

  test('include a default, and no column that a formula before made', () => {
    expect(usesOf(paramsOf('segment-profile'), []).map((use) => use.column)).toEqual(['segment']);
    const formulas = [
      { name: 'net', expression: 'amount / 1.2' },
      { name: 'twice', expression: 'net * 2 + tax' },
    ];
    expect(usesOf(paramsOf('formula'), saved({ formulas })).map((use) => use.column)).toEqual(['amount', 'tax']);
  });

  test('in the text of any expression are the columns that it reads', () => {
    const parsed = (text: string) => parseExpr(text, () => undefined);
    assert(
      property(oneof(expressions('bool', 3), expressions('date', 3), expressions('double', 3)), (expr) => {
        const text = showExpr(expr);
        const names = usesOf(paramsOf('row-filter'), saved({ condition: text })).map((use) => use.column);
        expect(new Set(names)).toEqual(columnsIn(parsed(text)));
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('another name for a column', () => {
  test.each([
    ['amount > 10  and  amount < 20', 'amount', 'revenue', 'revenue > 10  and  revenue < 20'],
    ['amount > 10', 'amount', 'net amount', '"net amount" > 10'],
    ['"net amount">10', 'net amount', 'amount', 'amount>10'],
    ['x > 1 and"net amount">10', 'net amount', 'amount', 'x > 1 and"amount">10'],
    ["amount > 1 and name = 'amount'", 'amount', 'revenue', "revenue > 1 and name = 'amount'"],
    ["date > date '2026-01-01' and day::date > date", 'date', 'when', '"when" > date \'2026-01-01\' and day::date > "when"'],
    ['round(amount) > amounts', 'amount', 'x', 'round(x) > amounts'],
    ['amount > (', 'amount', 'revenue', 'revenue > ('],
    ['"a""b" = 1', 'a"b', 'c', 'c = 1'],
  ])('in %s', (text, from, to, expected) => {
    expect(renameText(text, from, to)).toBe(expected);
  });

  test('and back is what it was, in every expression', () => {
    const fresh = constantFrom('revenue', 'net amount', 'select "all"', 'Ümsatz', 'constructor', 'then');
    assert(
      property(expressions('bool', 3), fresh, (expr, to) => {
        const text = showExpr(expr);
        for (const from of columnsIn(expr)) {
          const there = renameText(text, from, to);
          expect(columnsIn(parseExpr(there, () => undefined)).has(from)).toBe(false);
          expect(renameText(there, to, from)).toBe(text);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  test('is taken up everywhere in a node, keeps what else is set, and counts a column only once', () => {
    const before = { features: ['recency', 'monetary'], log: ['monetary'], weights: [{ column: 'monetary', weight: 2 }], k: 4 };
    const there = rename('k-means', before, 'monetary', 'value');
    expect(there).toEqual({ features: ['recency', 'value'], log: ['value'], weights: [{ column: 'value', weight: 2 }], k: 4 });
    expect(rename('k-means', there as Readonly<Record<string, Json>>, 'value', 'monetary')).toEqual(before);
    expect(rename('k-means', before, 'monetary', 'recency')).toMatchObject({ features: ['recency'] });
  });

  test('leaves settings that do not use it the same object', () => {
    const params = saved({ condition: 'amount > 1' });
    expect(withColumn(paramsOf('row-filter'), params, { port: 'table', from: 'x', to: 'y' })).toBe(params);
    expect(withColumn(paramsOf('row-filter'), params, { port: 'other', from: 'amount', to: 'y' })).toBe(params);
  });

  test('gives settings that every node can read', () => {
    for (const { type, params } of nodeTypes.values())
      for (const use of usesOf(params, [])) {
        const next = withColumn(params, [], { port: use.port, from: use.column, to: 'other' });
        expect({ type, read: readParams(params, next, { sources: [], params: [] }) }).toMatchObject({ type });
      }
  });
});

describe('a column that was renamed', () => {
  const [a, b, c] = [column('a', 'string'), column('b', 'double'), column('c', 'date')];

  test.each([
    ['at its place', [a, b, c], [a, column('revenue', 'double'), c], [{ from: 'b', to: 'revenue' }]],
    ['while another moved', [a, b, c], [c, a, column('revenue', 'double')], []],
    ['to another type', [a, b, c], [a, column('revenue', 'string'), c], []],
    ['is not one that was dropped', [a, b, c], [a, c], []],
    ['is not one of another table', [a, b, c], [column('x', 'string'), column('y', 'double'), column('z', 'date')], []],
  ])('%s', (_, was, now, expected) => {
    expect(renamesBetween(was, now)).toEqual(expected);
  });
});

describe('a new name', () => {
  const node = (id: string, type: string, params: Readonly<Record<string, Json>>): WorkflowNode => ({
    id,
    type,
    version: 1,
    params: Object.entries(params),
    at: [0, 0],
  });
  const edges: readonly Edge[] = [
    { from: ['data', 'orders'], to: ['pick', 'table'] },
    { from: ['pick', 'table'], to: ['group', 'table'] },
    { from: ['group', 'table'], to: ['filter', 'table'] },
    { from: ['data', 'orders'], to: ['aside', 'table'] },
  ];
  const workflow = (as: string): Workflow => ({
    ...EMPTY,
    nodes: [
      node('data', 'sample-data', {}),
      node('pick', 'select-columns', { mode: 'edit', columns: [{ column: 'amount', as }] }),
      node('group', 'group-by', { keys: ['shop_id'], measures: [{ fn: 'sum', column: 'amount' }] }),
      node('filter', 'row-filter', { condition: 'sum_amount > 100' }),
      node('aside', 'row-filter', { condition: 'amount > 5' }),
    ],
    edges,
  });
  const compile = compiler(nodeTypes);
  const origins = [{ side: 'out', node: 'pick', port: 'table', from: 'amount', to: 'revenue' }] as const;

  test('goes on to what is made of it, and stays where the column comes from elsewhere', () => {
    const before = compile(workflow(''));
    const { workflow: next, changes } = followNames(workflow('revenue'), origins, { types: nodeTypes, compile, before });
    expect(changes.map(({ node: id, before: was, after }) => [id, was, after])).toEqual([
      ['group', 'amount', 'revenue'],
      ['filter', 'sum_amount > 100', 'sum_revenue > 100'],
    ]);
    expect(compile(next).issues).toEqual([]);
  });

  test('is not taken up where a person leaves it, nor by what depends on that', () => {
    const skip = (id: string): boolean => id === 'group';
    const { changes } = followNames(workflow('revenue'), origins, { types: nodeTypes, compile, before: compile(workflow('')), skip });
    expect(changes).toEqual([]);
  });
});
