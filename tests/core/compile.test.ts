import { describe, expect, it, vi } from 'vitest';
import { compiler, type Compiled } from '../../src/core/compile.ts';
import { lit, type Expr } from '../../src/core/expr.ts';
import { defineNode, type AnyNodeType, type NodeTypes } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { derive, filter, fit, scanFile, union, type TableOp } from '../../src/core/plan.ts';
import { column, PlanError } from '../../src/core/schema.ts';
import type { FileSource } from '../../src/core/source.ts';
import { EMPTY, type Edge, type Endpoint, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const compiled = vi.fn<(type: string, value?: unknown) => void>();

const common = { version: 1, group: 'Prepare', icon: 'box', doc: 'For a test.' } as const;

const read = defineNode({
  ...common,
  type: 'read',
  title: 'Read',
  params: { source: p.source({ formats: ['csv'], doc: 'The file.' }) },
  inputs: {},
  outputs: { table: 'table' },
  compile(_, { source }) {
    compiled('read', source.name);
    return { table: scanFile(source) };
  },
});

const add = defineNode({
  ...common,
  type: 'add',
  title: 'Add',
  params: { name: p.text({ default: 'added', doc: 'The column.' }), value: p.expr({ from: 'table', doc: 'Its value.' }) },
  inputs: { table: 'table' },
  outputs: { table: 'table' },
  compile({ table }, { name, value = lit(0) }) {
    compiled('add', name);
    return { table: derive(table, [{ name, expr: value }]) };
  },
  summary: ({ name }) => `adds ${name}`,
  notes: (_, __, { table }) => [table],
});

const stack = defineNode({
  ...common,
  type: 'stack',
  title: 'Stack',
  params: {},
  inputs: { tables: 'tables', last: 'table?' },
  outputs: { table: 'table' },
  compile({ tables, last }) {
    return { table: union(last ? [...tables, last] : tables) };
  },
});

const learn = defineNode({
  ...common,
  type: 'learn',
  title: 'Learn',
  params: { features: p.columns({ from: 'table', doc: 'The features.' }), k: p.int({ default: 3, min: 1, max: 9, doc: 'How many.' }) },
  inputs: { table: 'table' },
  outputs: { model: 'model' },
  compile({ table }, { features }) {
    if (!features.length) throw new PlanError('No features are chosen.', { param: 'features', fix: 'Choose some.' });
    return {
      model: fit('k-means', table, {
        features,
        k: 3,
        scale: 'none',
        log: [],
        weights: [],
        init: 'k-means++',
        order: [],
        restarts: 1,
        tolerance: 0,
        maxRounds: 10,
        seed: 1,
        numbering: 'size',
        emptyCluster: 'keep',
        missing: 'leave',
      }),
    };
  },
});

const use = defineNode({
  ...common,
  type: 'use',
  title: 'Use',
  params: {},
  inputs: { model: 'model', table: 'table' },
  outputs: { table: 'table', rest: 'table' },
  compile: ({ table }) => ({ table, rest: filter(table, lit(false)) }),
});

const broken = defineNode({
  ...common,
  type: 'broken',
  title: 'Broken',
  params: {},
  inputs: {},
  outputs: { table: 'table' },
  compile(): { table: TableOp } {
    throw new TypeError('a bug');
  },
});

const all: readonly AnyNodeType[] = [read, add, stack, learn, use, broken];
const types: NodeTypes = new Map(all.map((type) => [type.type, type]));

const source = (name: string, ...columns: readonly string[]): FileSource => ({
  kind: 'file',
  name,
  path: `${name}.csv`,
  format: 'csv',
  options: {},
  columns: columns.map((c) => ({ name: c, type: 'double' })),
});
const sources = [source('orders', 'amount'), source('people', 'amount')];

type Saved = WorkflowNode['params'];
const node = (id: string, type: string, params: Saved = [], more: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type,
  version: 1,
  params,
  at: [0, 0],
  ...more,
});
const orders = (id = 'orders') => node(id, 'read', [['source', 'orders']]);

const endpoint = (text: string): Endpoint => text.split('.') as [string, string];
const edges = (...lines: readonly string[]): Edge[] =>
  lines.map((line) => {
    const [from = '', to = ''] = line.split(' -> ');
    return { from: endpoint(from), to: endpoint(to) };
  });
const workflow = (nodes: readonly WorkflowNode[], ...lines: readonly string[]): Workflow => ({
  ...EMPTY,
  sources,
  nodes,
  edges: edges(...lines),
});
const withNode = (w: Workflow, changed: WorkflowNode): Workflow => ({
  ...w,
  nodes: w.nodes.map((n) => (n.id === changed.id ? changed : n)),
});

const compile = (w: Workflow): Compiled => compiler(types)(w);
const output = (result: Compiled, id: string, port = 'table') => result.nodes.get(id)?.outputs.get(port);
const columnsOf = (result: Compiled, id: string) => {
  const op = output(result, id);
  return op && op.kind !== 'fit' ? op.schema.map((c) => c.name) : undefined;
};

/** What was compiled while `work` went on. */
function compiledDuring(work: () => unknown): unknown[] {
  compiled.mockClear();
  work();
  return compiled.mock.calls.map(([, value]) => value);
}

describe('a workflow', () => {
  it('compiles to ops by node and port, with schemas, summaries and notes', () => {
    const result = compile(
      workflow(
        [
          node('b', 'add', [['name', 'b']]),
          node('a', 'add', [
            ['name', 'a'],
            ['value', 'amount * 2'],
          ]),
          orders(),
        ],
        'a.table -> b.table',
        'orders.table -> a.table',
      ),
    );
    expect(result.issues).toEqual([]);
    expect(columnsOf(result, 'b')).toEqual(['amount', 'a', 'b']);
    const b = result.nodes.get('b')!;
    expect([b.summary, b.notes]).toEqual(['adds b', [output(result, 'b')]]);
    expect(b.inputs.get('table')).toEqual([output(result, 'a')]);
    expect(output(result, 'orders')).toMatchObject({ kind: 'scan', schema: [column('amount', 'double')] });
  });

  it('hands its parameters to the params and expressions that refer to them', () => {
    const w = {
      ...workflow(
        [
          orders(),
          node('a', 'add', [
            ['name', { param: 'as' }],
            ['value', '$rate * 2'],
          ]),
        ],
        'orders.table -> a.table',
      ),
      params: [
        { name: 'as', type: 'string' as const, value: 'x' },
        { name: 'rate', type: 'double' as const, value: 1.5 },
      ],
    };
    const result = compile(w);
    expect(columnsOf(result, 'a')).toEqual(['amount', 'x']);
    const op = output(result, 'a');
    const expr = op?.kind === 'project' ? op.columns[1]?.expr : undefined;
    expect(expr).toMatchObject({
      fn: '*',
      args: [
        { kind: 'lit', value: 1.5 },
        { kind: 'lit', value: 2 },
      ],
    });
  });

  it('compiles a chain of 10,000 nodes', () => {
    const steps = Array.from({ length: 10_000 }, (_, i) => node(`n${i}`, 'use'));
    const lines = steps.flatMap((_, i) => [`${i ? `n${i - 1}` : 'orders'}.table -> n${i}.table`, `model.model -> n${i}.model`]);
    const result = compile(
      workflow([orders(), node('model', 'learn', [['features', ['amount']]]), ...steps], 'orders.table -> model.table', ...lines),
    );
    expect([result.issues, result.nodes.size]).toEqual([[], 10_002]);
  });
});

describe('an edit', () => {
  const base = workflow(
    [
      orders(),
      node('a', 'add', [['name', 'a']]),
      node('b', 'add', [['name', 'b']]),
      node('c', 'add', [['name', 'c']]),
      node('other', 'add', [['name', 'other']]),
    ],
    'orders.table -> a.table',
    'a.table -> b.table',
    'b.table -> c.table',
    'orders.table -> other.table',
  );

  it('compiles only what depends on it again', () => {
    const again = compiler(types);
    expect(compiledDuring(() => again(base))).toEqual(['orders', 'a', 'other', 'b', 'c']);
    expect(compiledDuring(() => again(withNode(base, node('b', 'add', [['name', 'b2']]))))).toEqual(['b2', 'c']);
  });

  it('keeps the ops of what it did not touch', () => {
    const again = compiler(types);
    const before = again(base);
    const after = again(withNode(base, node('c', 'add', [['name', 'c2']])));
    expect(output(after, 'b')).toBe(output(before, 'b'));
    expect(columnsOf(after, 'c')).toEqual(['amount', 'a', 'b', 'c2']);
  });

  it.each<[string, (w: Workflow) => Workflow]>([
    ['moving a card', (w) => withNode(w, { ...w.nodes[1]!, at: [5, 5] })],
    ['naming a card', (w) => withNode(w, { ...w.nodes[1]!, label: 'First' })],
    ['pinning a card', (w) => withNode(w, { ...w.nodes[1]!, pinned: true })],
    ['writing a note', (w) => ({ ...w, notes: [{ id: 'n', text: 'x', at: [0, 0], size: [1, 1] }] })],
    ['relinking a source that is not used', (w) => ({ ...w, sources: [sources[0]!, source('people', 'age')] })],
    ['sorting the nodes', (w) => ({ ...w, nodes: [...w.nodes].reverse() })],
  ])('%s compiles nothing', (_, edit) => {
    const again = compiler(types);
    again(base);
    expect(compiledDuring(() => again(edit(base)))).toEqual([]);
  });

  it.each<[string, (w: Workflow) => Workflow, readonly string[]]>([
    [
      'relinking a source compiles its reader and what follows',
      (w) => ({ ...w, sources: [source('orders', 'amount', 'more'), sources[1]!] }),
      ['orders', 'a', 'other', 'b', 'c'],
    ],
    [
      'setting a parameter compiles every node',
      (w) => ({ ...w, params: [{ name: 'x', type: 'int', value: 1 }] }),
      ['orders', 'a', 'other', 'b', 'c'],
    ],
    [
      'moving a wire compiles from there on',
      (w) => ({
        ...w,
        edges: edges('orders.table -> a.table', 'orders.table -> b.table', 'b.table -> c.table', 'orders.table -> other.table'),
      }),
      ['b', 'c'],
    ],
    ['deleting a node compiles nothing that waits for it', (w) => ({ ...w, nodes: w.nodes.filter(({ id }) => id !== 'b') }), []],
  ])('%s', (_, edit, expected) => {
    const again = compiler(types);
    again(base);
    expect(compiledDuring(() => again(edit(base)))).toEqual(expected);
  });
});

describe('wires', () => {
  it('into one port come in the order of the file, and an optional port may stay free', () => {
    const nodes = [orders(), node('people', 'read', [['source', 'people']]), node('all', 'stack')];
    const sourcesOf = (result: Compiled) => {
      const op = output(result, 'all');
      return op?.kind === 'union'
        ? op.inputs.map((input) => input.kind === 'scan' && input.source.kind === 'file' && input.source.name)
        : undefined;
    };
    expect(sourcesOf(compile(workflow(nodes, 'people.table -> all.tables', 'orders.table -> all.tables')))).toEqual(['people', 'orders']);
    expect(sourcesOf(compile(workflow(nodes, 'orders.table -> all.tables', 'people.table -> all.tables')))).toEqual(['orders', 'people']);
    expect(sourcesOf(compile(workflow(nodes, 'orders.table -> all.last', 'people.table -> all.tables')))).toEqual(['people', 'orders']);
  });

  const four = [orders(), node('model', 'learn', [['features', ['amount']]]), node('scored', 'use'), node('a', 'add')];

  it.each<[string, readonly string[], { readonly node: string; readonly level: string; readonly message: string }]>([
    [
      'a model at a table port',
      ['orders.table -> model.table', 'model.model -> a.table'],
      { node: 'a', level: 'error', message: '"table" takes a table, and a model comes in.' },
    ],
    [
      'a table at a model port',
      ['orders.table -> scored.model', 'orders.table -> scored.table'],
      { node: 'scored', level: 'error', message: '"model" takes a model, and a table comes in.' },
    ],
    [
      'two wires at a port for one',
      ['orders.table -> a.table', 'orders.table -> a.table'],
      { node: 'a', level: 'error', message: '"table" has 2 wires and takes one.' },
    ],
    [
      'a wire to a port that is not there',
      ['orders.table -> a.table', 'orders.table -> a.extra'],
      { node: 'a', level: 'error', message: 'It has no input "extra".' },
    ],
    ['no wire', [], { node: 'a', level: 'wait', message: 'Connect a table to "table".' }],
    ['no model', ['orders.table -> scored.table'], { node: 'scored', level: 'wait', message: 'Connect a model to "model".' }],
    ['a node that is gone', ['gone.table -> a.table'], { node: 'a', level: 'wait', message: 'Waits for gone.' }],
  ])('%s: is an issue on the node it leads to', (_, lines, issue) => {
    expect(compile(workflow(four, ...lines)).issues).toContainEqual(expect.objectContaining(issue));
  });
});

describe('a loop', () => {
  const nodes = ['a', 'b', 'c', 'after'].map((id) => node(id, 'add'));

  it('is an issue on each of its nodes and those behind it; the rest stays alive', () => {
    const result = compile(
      workflow(
        [orders(), ...nodes, node('apart', 'add')],
        'a.table -> b.table',
        'b.table -> c.table',
        'c.table -> a.table',
        'c.table -> after.table',
        'orders.table -> apart.table',
      ),
    );
    expect(result.issues.map(({ node, level }) => [node, level])).toEqual([
      ['a', 'error'],
      ['b', 'error'],
      ['c', 'error'],
      ['after', 'error'],
    ]);
    expect([...result.nodes.keys()]).toEqual(['orders', 'apart']);
  });

  it('of one node is one, too', () => {
    expect(compile(workflow([node('a', 'add')], 'a.table -> a.table')).issues).toMatchObject([{ node: 'a', level: 'error' }]);
  });
});

describe('a disabled node', () => {
  it('hands a lone table on as it came', () => {
    const result = compile(
      workflow(
        [orders(), node('a', 'add', [['value', 'nonsense']], { disabled: true }), node('b', 'add')],
        'orders.table -> a.table',
        'a.table -> b.table',
      ),
    );
    expect([result.issues, output(result, 'a')]).toEqual([[], output(result, 'orders')]);
    expect(columnsOf(result, 'b')).toEqual(['amount', 'added']);
  });

  it('with more than one table stops there, and the next node waits', () => {
    const result = compile(
      workflow(
        [orders(), node('all', 'stack', [], { disabled: true }), node('b', 'add')],
        'orders.table -> all.tables',
        'orders.table -> all.last',
        'all.table -> b.table',
      ),
    );
    expect(result.issues).toMatchObject([{ node: 'b', level: 'wait', message: 'Waits for Stack.' }]);
  });

  it('is compiled when it is enabled again', () => {
    const again = compiler(types);
    const off = workflow([orders(), node('a', 'add', [['name', 'a']], { disabled: true })], 'orders.table -> a.table');
    again(off);
    expect(columnsOf(again(withNode(off, { ...off.nodes[1]!, disabled: false })), 'a')).toEqual(['amount', 'a']);
  });
});

describe('a mistake', () => {
  const issuesOf = (...params: Saved) =>
    compile(workflow([orders(), node('a', 'add', params), node('b', 'add')], 'orders.table -> a.table', 'a.table -> b.table')).issues;

  it('stands on its node and param; what is behind it waits', () => {
    expect(issuesOf(['name', 5])).toMatchObject([
      { node: 'a', level: 'error', param: 'name', message: 'It must be text, not 5.' },
      { node: 'b', level: 'wait', message: 'Waits for Add.' },
    ]);
  });

  it('is waited for under the name of its node, as that is now', () => {
    const again = compiler(types);
    const wrong = workflow([orders(), node('a', 'add', [['name', 5]]), node('b', 'add')], 'orders.table -> a.table', 'a.table -> b.table');
    again(wrong);
    const { issues } = again(withNode(wrong, { ...wrong.nodes[1]!, label: 'Discount' }));
    expect(issues[1]).toMatchObject({ node: 'b', message: 'Waits for Discount.' });
  });

  it.each<[string, Saved[number], object]>([
    ['a setting that is not there', ['nam', 'x'], { param: 'nam', message: 'There is no setting "nam".', fix: 'Did you mean "name"?' }],
    ['a setting named like a part of JavaScript', ['__proto__', 1], { param: '__proto__', message: 'There is no setting "__proto__".' }],
    ['a workflow parameter that is not there', ['name', { param: 'x' }], { param: 'name', message: 'The workflow has no parameter "x".' }],
    [
      'a column that is not there',
      ['value', 'amount + amonut'],
      { param: 'value', at: [9, 15], message: 'There is no column "amonut".', fix: 'Did you mean "amount"?' },
    ],
    ['an expression cut short', ['value', 'amount +'], { param: 'value', at: [expect.any(Number), expect.any(Number)] }],
  ])('%s is said with its place', (_, param, issue) => {
    expect(issuesOf(param)[0]).toMatchObject({ node: 'a', level: 'error', ...issue });
  });

  it('that a node finds itself keeps its param and its fix', () => {
    expect(compile(workflow([orders(), node('m', 'learn')], 'orders.table -> m.table')).issues).toEqual([
      { node: 'm', level: 'error', message: 'No features are chosen.', param: 'features', fix: 'Choose some.', at: undefined },
    ]);
  });

  it('is gone once it is mended', () => {
    const again = compiler(types);
    const wrong = workflow([orders(), node('a', 'add', [['name', 5]])], 'orders.table -> a.table');
    expect(again(wrong).issues).toHaveLength(1);
    expect(again(withNode(wrong, node('a', 'add', [['name', 'x']]))).issues).toEqual([]);
  });

  it('of the program is thrown', () => {
    expect(() => compile(workflow([node('x', 'broken')]))).toThrow('a bug');
  });
});

describe('a node of an unknown type', () => {
  it('is an issue, and what is behind it waits', () => {
    const result = compile(workflow([orders(), node('q', 'quantum'), node('a', 'add')], 'orders.table -> q.in', 'q.out -> a.table'));
    expect(result.issues).toMatchObject([
      { node: 'q', level: 'error', message: 'This version has no "quantum" node.' },
      { node: 'a', level: 'wait', message: 'Waits for q.' },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', (type) => {
    expect(compile(workflow([node('q', type)])).issues).toMatchObject([{ node: 'q', level: 'error' }]);
  });
});

describe('positions in an expression', () => {
  it('play no part in the plan that is built from it', () => {
    const exprOf = (text: string): Expr | undefined => {
      const op = output(compile(workflow([orders(), node('a', 'add', [['value', text]])], 'orders.table -> a.table')), 'a');
      return op?.kind === 'project' ? op.columns[1]?.expr : undefined;
    };
    expect(exprOf('amount+1')).toMatchObject({ fn: '+', args: [{ name: 'amount' }, { value: 1 }] });
    expect(exprOf('  amount  +  1')).toMatchObject({ fn: '+', args: [{ name: 'amount' }, { value: 1 }] });
  });
});
