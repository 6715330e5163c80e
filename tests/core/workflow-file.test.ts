import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { kMeans } from '../../nodes/cluster/k-means.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { rowFilter } from '../../nodes/prepare/row-filter.ts';
import { compiler } from '../../src/core/compile.ts';
import { defineNode, type AnyNodeType, type NodeTypes } from '../../src/core/node.ts';
import { p } from '../../src/core/params.ts';
import { scanFile } from '../../src/core/plan.ts';
import { describeNode, loadWorkflow, saveWorkflow, workflowJsonSchema, type Problem } from '../../src/core/workflow-file.ts';
import { EMPTY, type Position, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';
import { seed } from '../setup/seed.ts';

const reader = defineNode({
  type: 'reader',
  version: 1,
  title: 'Reader',
  group: 'Input',
  icon: 'file',
  doc: 'Reads a file.',
  params: { source: p.source({ formats: ['csv'], doc: 'The file.' }) },
  inputs: {},
  outputs: { table: 'table', rejects: 'table' },
  compile: (_, { source }) => ({ table: scanFile(source), rejects: scanFile(source, { part: 'rejects' }) }),
});

/** Version 1 had a text `column` and the port `rows`. */
const writer = defineNode({
  type: 'writer',
  version: 2,
  title: 'Writer',
  group: 'Output',
  icon: 'save',
  doc: 'Writes a file.',
  params: { file: p.text({ default: 'out.csv', doc: 'The file.' }), columns: p.columns({ from: 'table', doc: 'What is written.' }) },
  inputs: { table: 'table' },
  outputs: {},
  compile: () => ({}),
  migrate: (params) =>
    new Map([...params].map(([name, value]) => (name === 'column' ? ['columns', [(value as string).trim()]] : [name, value]))),
  ports: [['rows', 'table']],
});

const all: readonly AnyNodeType[] = [reader, rowFilter, kMeans, writer];
const types: NodeTypes = new Map(all.map((type) => [type.type, type]));

const node = (id: string, type: string, params: WorkflowNode['params'] = [], at: Position = [0, 0]): WorkflowNode => ({
  id,
  type,
  version: types.get(type)?.version ?? 1,
  params,
  at,
});

const segments: Workflow = {
  ...EMPTY,
  title: 'Segments',
  params: [{ name: 'asOf', type: 'date', value: '2026-11-01', doc: 'Counts back from here.' }],
  sources: [
    {
      kind: 'file',
      name: 'customers',
      path: 'data/customers.csv',
      format: 'csv',
      options: { header: true, delimiter: ';' },
      fingerprint: '2f1c',
      columns: [
        { name: 'id', type: 'string', role: 'id' },
        { name: 'since', type: 'date', format: 'dd.MM.yyyy' },
        { name: '__proto__', type: 'double' },
      ],
    },
  ],
  nodes: [
    node('customers', 'reader', [['source', 'customers']]),
    {
      ...node(
        'segments',
        'k-means',
        [
          ['features', ['__proto__']],
          ['k', 4],
          ['weights', [{ column: '__proto__', weight: 2 }]],
        ],
        [224, 0],
      ),
      label: 'Four groups',
      pinned: true,
    },
    { ...node('file', 'writer', [['file', 'segments.csv']], [448, 0]), disabled: true },
  ],
  edges: [
    { from: ['customers', 'table'], to: ['segments', 'table'] },
    { from: ['segments', 'table'], to: ['file', 'table'] },
  ],
  notes: [{ id: 'note', text: 'Ask Ann', at: [0, 200], size: [200, 80] }],
  frames: [{ id: 'frame', title: 'Model', at: [200, -20], size: [400, 160] }],
};

const SEGMENTS_TEXT = `{
  "clade": 1,
  "title": "Segments",
  "params": [
    { "name": "asOf", "type": "date", "value": "2026-11-01", "doc": "Counts back from here." }
  ],
  "sources": [
    {
      "name": "customers",
      "path": "data/customers.csv",
      "format": "csv",
      "options": { "delimiter": ";", "header": true },
      "fingerprint": "2f1c",
      "columns": [
        { "name": "id", "type": "string", "role": "id" },
        { "name": "since", "type": "date", "format": "dd.MM.yyyy" },
        { "name": "__proto__", "type": "double" }
      ]
    }
  ],
  "nodes": [
    {
      "id": "customers",
      "type": "reader@1",
      "params": {
        "source": "customers"
      }
    },
    {
      "id": "segments",
      "type": "k-means@1",
      "label": "Four groups",
      "pinned": true,
      "params": {
        "features": ["__proto__"],
        "k": 4,
        "weights": [{ "column": "__proto__", "weight": 2 }]
      }
    },
    {
      "id": "file",
      "type": "writer@2",
      "disabled": true,
      "params": {
        "file": "segments.csv"
      }
    }
  ],
  "edges": [
    "customers.table -> segments.table",
    "segments.table -> file.table"
  ],
  "notes": [
    { "id": "note", "text": "Ask Ann", "at": [0, 200], "size": [200, 80] }
  ],
  "frames": [
    { "id": "frame", "title": "Model", "at": [200, -20], "size": [400, 160] }
  ],
  "layout": {
    "customers": [0, 0],
    "segments": [224, 0],
    "file": [448, 0]
  }
}
`;

/** Loads a file given as an object, or as text where JSON.stringify cannot write it. */
const load = (file: object | string) =>
  loadWorkflow(typeof file === 'string' ? file : JSON.stringify({ clade: 1, nodes: [], ...file }), types);
const faults = (problems: readonly Problem[]) =>
  problems.map(({ level, node, field, message }) => [level, node ?? '', field ?? '', message]);
const changedLines = (a: string, b: string): number => {
  const before = new Set(a.split('\n'));
  return b.split('\n').filter((line) => !before.has(line)).length;
};

describe('a saved workflow', () => {
  it('is canonical text', () => {
    expect(saveWorkflow(segments, types)).toBe(SEGMENTS_TEXT);
  });

  it('is small for a k-means workflow with a wide file', () => {
    const columns = Array.from({ length: 40 }, (_, i) => ({ name: `measure_${i}`, type: 'double' as const }));
    const wide = { ...segments, sources: [{ ...segments.sources[0]!, columns }] };
    expect(saveWorkflow(wide, types).length).toBeLessThan(6000);
  });

  it('loads again as what it was, without a problem', () => {
    expect(load(SEGMENTS_TEXT)).toEqual({ workflow: segments, problems: [], newer: false });
  });

  it('changes by one line when a card moves or a param changes', () => {
    const [customers, clusters, file] = segments.nodes as [WorkflowNode, WorkflowNode, WorkflowNode];
    const moved = { ...segments, nodes: [customers, { ...clusters, at: [230.4, 17] as const }, file] };
    const changed = {
      ...segments,
      nodes: [customers, { ...clusters, params: clusters.params.map(([n, v]) => [n, n === 'k' ? 6 : v] as const) }, file],
    };
    expect(changedLines(SEGMENTS_TEXT, saveWorkflow(moved, types))).toBe(1);
    expect(changedLines(SEGMENTS_TEXT, saveWorkflow(changed, types))).toBe(1);
  });

  it('orders params as their type does and leaves out those at their default', () => {
    const text = saveWorkflow(
      {
        ...EMPTY,
        nodes: [
          node('a', 'k-means', [
            ['seed', 7],
            ['k', 5],
            ['features', ['x']],
            ['scale', 'standard'],
            ['strange', 1],
          ]),
        ],
      },
      types,
    );
    expect([...text.matchAll(/^ {8}"(\w+)"/gm)].map((m) => m[1])).toEqual(['features', 'seed', 'strange']);
  });

  it('gives a long list a line for each item', () => {
    const features = Array.from({ length: 30 }, (_, i) => `feature_${i}`);
    const text = saveWorkflow({ ...EMPTY, nodes: [node('a', 'k-means', [['features', features]])] }, types);
    expect(text).toContain('\n          "feature_29"\n        ]');
  });

  it('never holds the stamp of the bytes that were read', () => {
    const [source] = segments.sources;
    expect(saveWorkflow({ ...segments, sources: [{ ...source!, stamp: 'now' }] }, types)).toBe(SEGMENTS_TEXT);
  });

  it('is the same again after loading, whatever the workflow', () => {
    fc.assert(
      fc.property(workflows(), (workflow) => {
        const text = saveWorkflow(workflow, types);
        const { workflow: again, problems } = loadWorkflow(text, types);
        expect(problems.filter((found) => !found.message.startsWith('This version has no'))).toEqual([]);
        expect(again).toEqual(workflow);
        expect(saveWorkflow(again, types)).toBe(text);
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe('what leaves the machine', () => {
  const saved = (path: string): string =>
    /"path": "(.*)"/.exec(saveWorkflow({ ...EMPTY, sources: [{ ...segments.sources[0]!, path }] }, types))![1]!;

  it.each([
    ['data/orders.csv', 'data/orders.csv'],
    ['data\\2026\\orders.csv', 'data/2026/orders.csv'],
    ['./data/../orders.csv', 'orders.csv'],
    ['/mnt/ann/orders.csv', 'orders.csv'],
    ['C:\\Data\\ann\\orders.csv', 'orders.csv'],
    ['C:orders.csv', 'orders.csv'],
    ['\\\\server\\share\\orders.csv', 'orders.csv'],
    ['~/orders.csv', 'orders.csv'],
    ['~$orders.csv', '~$orders.csv'],
    ['../orders.csv', 'orders.csv'],
    ['data/../../orders.csv', 'orders.csv'],
    ['file:///mnt/orders.csv', 'orders.csv'],
    ['https://ann:pw@shop.example/orders.csv?token=abc#x', 'orders.csv'],
    ['..', ''],
  ])('the path %s is written as "%s"', (path, written) => {
    expect(saved(path)).toBe(written);
  });

  it('a password, a token or a private path in a param is warned of, kept in memory and not written', () => {
    const { workflow, problems } = load({
      nodes: [
        {
          id: 'db',
          type: 'jdbc@1',
          params: {
            url: 'jdbc:postgresql://ann:hunter2@host/db',
            password: 'hunter2',
            apiKey: '${env:SHOP_KEY}',
            note: 'ghp_0123456789abcdefghijABCDEFGHIJ012345',
            file: 'C:\\Data\\ann\\out.csv',
          },
        },
      ],
    });
    expect(faults(problems).map((fault) => fault.slice(2).join(' '))).toEqual([
      'nodes[0].type This version has no "jdbc" node.',
      'nodes[0].params.url "url" looks like a secret.',
      'nodes[0].params.password "password" looks like a secret.',
      'nodes[0].params.note "note" looks like a secret.',
      `nodes[0].params.file "file" leads out of the workflow's folder.`,
    ]);
    expect(new Map(workflow.nodes[0]!.params).get('password')).toBe('hunter2');
    const text = saveWorkflow(workflow, types);
    expect(text).not.toMatch(/hunter2|ghp_|Data/);
    expect(text).toContain('"url": "jdbc:postgresql://ann:${env:PASSWORD}@host/db"');
    expect(text).toContain('"password": "${env:PASSWORD}"');
    expect(text).toContain('"apiKey": "${env:SHOP_KEY}"');
    expect(text).toContain('"file": "out.csv"');
    expect(load(text).problems.map((found) => found.message)).toEqual(['This version has no "jdbc" node.']);
  });

  it('a file outside the folder is read by its name, with a warning', () => {
    const { workflow, problems } = load({ sources: [{ name: 'orders', path: '/mnt/ann/orders.csv', format: 'csv', columns: [] }] });
    expect(workflow.sources[0]!.path).toBe('orders.csv');
    expect(faults(problems)).toEqual([
      ['warning', '', 'sources[0].path', `The path "/mnt/ann/orders.csv" leads out of the workflow's folder.`],
    ]);
  });
});

describe('a text that is no workflow', () => {
  const bytes = (...values: number[]) => new Uint8Array(values);

  it.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'The file cannot be read from line 1, column 1 on: the text ends where a value should follow.'],
    [
      'cut short',
      '{\n  "clade": 1,\n  "title": "Segm',
      'The file cannot be read from line 3, column 17 on: the text ends inside a text in quotes.',
    ],
    [
      'cut after a comma',
      '{"clade": 1,',
      'The file cannot be read from line 1, column 13 on: the text ends where a name in double quotes should follow.',
    ],
    [
      'with a comma too many',
      '{"clade": 1,\n"nodes": [1,]}',
      'The file cannot be read from line 2, column 13 on: "]" stands where a value should.',
    ],
    ['with more after its end', '{"clade": 1} {}', 'The file cannot be read from line 1, column 14 on: "{" stands where the end should.'],
    [
      'with a merge conflict',
      '{\n"clade": 1,\n<<<<<<< HEAD\n"title": "a"\n=======\n}',
      'The file cannot be read from line 3, column 8 on: a Git conflict is left unresolved.',
    ],
    ['with a bad escape', '{"clade": "\\q"}', 'The file cannot be read from line 1, column 11 on: a backslash means nothing in this text.'],
    [
      'nested without end',
      `{"clade": ${'['.repeat(100_000)}`,
      'The file cannot be read from line 1, column 111 on: values are nested more than 100 deep.',
    ],
    ['a list', '[1, 2, 3]', 'A workflow is an object, and this file holds a list.'],
    ['a number', '17', 'A workflow is an object, and this file holds 17.'],
    ['of another program', '{"name": "clade", "version": "0.1.0"}', 'This is not a Clade workflow: it has no "clade" field.'],
    ['with a clade that is only inherited', '{"__proto__": {"clade": 1}}', 'This is not a Clade workflow: it has no "clade" field.'],
    ['bytes of no text', bytes(0x80, 0x81, 0xfe), 'The file is not text.'],
    ['too large', ' '.repeat(32_000_001), 'The file is too large for a workflow: 32 MB.'],
  ])('%s: is refused with a message', (_, text, message) => {
    expect(loadWorkflow(text, types)).toMatchObject({ workflow: EMPTY, problems: [{ level: 'error', message }] });
  });

  it('is never thrown at the caller, wherever it is cut or broken', () => {
    fc.assert(
      fc.property(
        fc.nat(SEGMENTS_TEXT.length - 1),
        fc.constantFrom('', '"', '{', ']', '\\', ',', '1e999', 'null'),
        fc.nat(40),
        (at, put, cut) => {
          const { workflow, problems } = load(SEGMENTS_TEXT.slice(0, at) + put + SEGMENTS_TEXT.slice(at + cut));
          const text = saveWorkflow(workflow, types);
          expect(saveWorkflow(loadWorkflow(text, types).workflow, types)).toBe(text);
          expect(problems.every((found) => found.message.length > 0)).toBe(true);
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('may be any JSON, and what it becomes saves to a text that loads to the same', () => {
    const field = fc.constantFrom('clade', 'title', 'params', 'sources', 'nodes', 'edges', 'notes', 'frames', 'layout', '__proto__');
    const inner = fc.constantFrom(
      'id',
      'type',
      'params',
      'name',
      'path',
      'columns',
      'options',
      'at',
      'value',
      'a',
      '__proto__',
      'constructor',
    );
    const leaf = fc.oneof(fc.constantFrom(1, 'a', 'k-means', 'a -> b', null, '__proto__'), fc.jsonValue({ maxDepth: 1 }));
    const item = fc
      .array(fc.tuple(inner, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }))), { maxLength: 5 })
      .map((pairs) => Object.fromEntries(pairs));
    const file = fc.array(fc.tuple(field, fc.oneof(leaf, fc.array(fc.oneof(item, leaf), { maxLength: 4 }), item)), { maxLength: 9 });
    fc.assert(
      fc.property(file, (pairs) => {
        const { workflow } = load(JSON.stringify(Object.fromEntries([['clade', 1], ...pairs])));
        const text = saveWorkflow(workflow, types);
        const again = load(text);
        expect(saveWorkflow(again.workflow, types)).toBe(text);
        expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(workflow.nodes.length);
        expect(workflow.nodes.every(({ id, at }) => /^[a-z][a-z0-9-]*$/.test(id) && at.every(Number.isFinite))).toBe(true);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('the text of a file', () => {
  const utf16 = (text: string, little: boolean): Uint8Array =>
    Uint8Array.from(
      [...text].flatMap((c) => (little ? [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8] : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255])),
    );

  it.each<[string, string | Uint8Array]>([
    ['UTF-8', new TextEncoder().encode(SEGMENTS_TEXT)],
    ['UTF-8 with a byte-order mark', new TextEncoder().encode(`\uFEFF${SEGMENTS_TEXT}`)],
    ['text with a byte-order mark', `\uFEFF${SEGMENTS_TEXT}`],
    ['Windows line ends', SEGMENTS_TEXT.replaceAll('\n', '\r\n')],
    ['UTF-16, little end first, with a mark', utf16(`\uFEFF${SEGMENTS_TEXT}`, true)],
    ['UTF-16, big end first, with a mark', utf16(`\uFEFF${SEGMENTS_TEXT}`, false)],
    ['UTF-16 without a mark', utf16(SEGMENTS_TEXT, true)],
  ])('may be %s', (_, text) => {
    expect(loadWorkflow(text, types)).toEqual({ workflow: segments, problems: [], newer: false });
  });

  it('may hold a name twice, as a merge leaves it, and that is said', () => {
    const { workflow, problems } = load('{"clade": 1, "nodes": [{"id": "a", "type": "k-means@1", "params": {\n"k": 3,\n"k": 4}}]}');
    expect(workflow.nodes[0]!.params).toEqual([['k', 4]]);
    expect(faults(problems)).toEqual([['error', '', '', '"k" stands twice in one object, again at line 3; the last one counts.']]);
  });
});

describe('the version of the format', () => {
  it('newer than this one is said, and what is known of it is read', () => {
    const { workflow, problems, newer } = load({ clade: 2, title: 'From tomorrow', goals: [], nodes: [{ id: 'a', type: 'k-means@1' }] });
    expect(newer).toBe(true);
    expect([workflow.title, workflow.nodes.length]).toEqual(['From tomorrow', 1]);
    expect(faults(problems)).toEqual([
      ['error', '', 'clade', 'The workflow was made by a newer version: its format is 2, and this version reads 1.'],
      ['warning', '', 'goals', '"goals" means nothing here.'],
    ]);
  });

  it.each(['1; DROP', '1', 0, 1.5, null, { major: 1 }])('cannot be %j', (clade) => {
    const { problems, newer } = load({ clade });
    expect(newer).toBe(false);
    expect(problems).toMatchObject([
      {
        level: 'error',
        field: 'clade',
        message: `"clade" must be the version of the format, a whole number from 1, not ${JSON.stringify(clade)}.`,
      },
    ]);
  });
});

describe('the nodes of a file', () => {
  it('are kept where their type is unknown, with their params and wires, and saved as they were', () => {
    const file = {
      nodes: [
        { id: 'a', type: 'quantum-cluster@3', params: { qubits: [1, { deep: true }], __proto: 1 } },
        { id: 'f', type: 'row-filter@1' },
      ],
      edges: ['a.out -> f.table'],
    };
    const { workflow, problems } = load(file);
    expect(workflow.nodes[0]).toMatchObject({
      type: 'quantum-cluster',
      version: 3,
      params: [
        ['qubits', [1, { deep: true }]],
        ['__proto', 1],
      ],
    });
    expect(workflow.edges).toEqual([{ from: ['a', 'out'], to: ['f', 'table'] }]);
    expect(faults(problems)).toEqual([['error', 'a', 'nodes[0].type', 'This version has no "quantum-cluster" node.']]);
    expect(load(saveWorkflow(workflow, types)).workflow).toEqual(workflow);
  });

  it('suggest the type that was meant', () => {
    expect(load({ nodes: [{ id: 'a', type: 'kmeans' }] }).problems[0]!.fix).toBe('Did you mean "k-means"? It is kept as it is.');
  });

  it('are listed fault by fault where their fields are wrong', () => {
    const { workflow, problems } = load({
      nodes: [
        { id: 5, type: null, label: 7, params: [] },
        'node',
        { id: 'k', type: 'k-means@1', params: { k: 'many', maxRounds: -1, seed: 'NaN', kk: 3, scale: { param: 'how' } } },
      ],
      edges: [1, '5 -> k.table'],
    });
    expect(faults(problems)).toEqual([
      ['error', '', 'nodes[1]', 'nodes[1] must be an object, not "node".'],
      [
        'warning',
        'node',
        'nodes[0].id',
        'The id "5" must begin with a letter a to z and hold letters, digits and hyphens. It is called "node" now.',
      ],
      ['error', 'node', 'nodes[0].type', '"type" must be text, not null.'],
      ['error', 'node', 'nodes[0].label', '"label" must be text, not 7.'],
      ['error', 'node', 'nodes[0].params', '"params" must be an object, not [].'],
      ['error', 'k', 'nodes[2].params.k', '"k" must be a whole number from 0 to 100, not "many".'],
      ['error', 'k', 'nodes[2].params.maxRounds', '"maxRounds" must be a whole number from 1 to 10000, not -1.'],
      ['error', 'k', 'nodes[2].params.seed', '"seed" must be a whole number from 0 to 2147483648, not "NaN".'],
      ['error', 'k', 'nodes[2].params.kk', 'k-Means has no setting "kk".'],
      ['error', '', 'edges[0]', 'The wire 1 is left out: it must read "node.port -> node.port".'],
    ]);
    expect(workflow.edges).toEqual([{ from: ['node', ''], to: ['k', 'table'] }]);
  });

  it('keep wrong values, so that they can be mended where they stand', () => {
    const { workflow } = load({ nodes: [{ id: 'k', type: 'k-means@1', params: { k: 'many', kk: 3 } }] });
    expect(workflow.nodes[0]!.params).toEqual([
      ['k', 'many'],
      ['kk', 3],
    ]);
    expect(load(saveWorkflow(workflow, types)).workflow).toEqual(workflow);
  });

  it('are given ids that are valid and their own; wires and places follow', () => {
    const { workflow, problems } = load(`{"clade": 1, "nodes": [
      {"id": "__proto__", "type": "row-filter@1"}, {"id": "constructor", "type": "row-filter@1"}, {"id": "My Filter.2", "type": "row-filter@1"},
      {"id": "a", "type": "row-filter@1"}, {"id": "a", "type": "row-filter@1"}, {"id": "a-2", "type": "row-filter@1"}],
      "edges": ["__proto__.pass -> constructor.table", "constructor.pass -> My Filter.2.table", "My Filter.2.reject -> a", "a.pass -> a-2"],
      "layout": {"__proto__": [7, 8], "a": [50, 60]}}`);
    expect(workflow.nodes.map(({ id }) => id)).toEqual(['proto', 'constructor', 'my-filter-2', 'a', 'a-3', 'a-2']);
    expect(workflow.edges.map(({ from, to }) => `${from.join('.')} ${to.join('.')}`)).toEqual([
      'proto.pass constructor.table',
      'constructor.pass my-filter-2.table',
      'my-filter-2.reject a.table',
      'a.pass a-2.table',
    ]);
    expect([workflow.nodes[0]!.at, workflow.nodes[3]!.at]).toEqual([
      [7, 8],
      [50, 60],
    ]);
    expect(problems.map(({ level, field }) => [level, field])).toEqual([
      ['warning', 'nodes[0].id'],
      ['warning', 'nodes[2].id'],
      ['error', 'nodes[4].id'],
    ]);
  });

  it('hold names of JavaScript as plain data', () => {
    const { workflow } = load(
      '{"clade": 1, "nodes": [{"id": "a", "type": "constructor", "params": {"__proto__": {"k": 1}, "toString": 2}}, {"id": "b", "type": "k-means", "params": {"__proto__": 3}}], "sources": [{"name": "__proto__", "path": "a.csv", "format": "csv", "columns": [{"name": "__proto__", "type": "int"}]}]}',
    );
    expect(workflow.nodes.map(({ params }) => params)).toEqual([
      [
        ['__proto__', { k: 1 }],
        ['toString', 2],
      ],
      [['__proto__', 3]],
    ]);
    expect(workflow.sources[0]!.columns[0]!.name).toBe('__proto__');
    expect(load(saveWorkflow(workflow, types)).workflow).toEqual(workflow);
  });

  it('hold scripts as text', () => {
    const label = '"><script>window.pwned = 9</script>';
    const { workflow, problems } = load({ description: '<svg onload=alert(1)>', nodes: [{ id: 'a', type: 'row-filter@1', label }] });
    expect([workflow.description, workflow.nodes[0]!.label, problems]).toEqual(['<svg onload=alert(1)>', label, []]);
  });

  it('of an older version are brought up to this one, with their ports', () => {
    const { workflow, problems } = load({
      nodes: [
        { id: 'f', type: 'row-filter' },
        { id: 'w', type: 'writer@1', params: { column: ' id ' } },
      ],
      edges: ['f.pass -> w.rows'],
    });
    expect(workflow.nodes[1]).toMatchObject({ version: 2, params: [['columns', ['id']]] });
    expect(workflow.edges[0]!.to).toEqual(['w', 'table']);
    expect(problems).toEqual([]);
  });

  it('keep the settings that could not be brought up to date', () => {
    const { workflow, problems } = load({ nodes: [{ id: 'w', type: 'writer@1', params: { column: 5 } }] });
    expect(workflow.nodes[0]).toMatchObject({ version: 1, params: [['column', 5]] });
    expect(problems[0]).toMatchObject({
      level: 'error',
      node: 'w',
      field: 'nodes[0].params',
      message: 'The settings of version 1 of Writer could not be brought up to version 2.',
    });
  });

  it('of a newer version are kept as they are', () => {
    const { workflow, problems } = load({ nodes: [{ id: 'w', type: 'writer@9', params: { target: 's3' } }] });
    expect(workflow.nodes[0]).toMatchObject({ version: 9, params: [['target', 's3']] });
    expect(faults(problems)).toEqual([
      ['error', 'w', 'nodes[0].type', 'It was made with version 9 of Writer, and this one has version 2.'],
    ]);
  });
});

describe('the wires of a file', () => {
  const nodes = [
    { id: 'r', type: 'reader@1' },
    { id: 'f', type: 'row-filter@1' },
    { id: 'w', type: 'writer@2' },
  ];

  it('may leave out a port where there is just one', () => {
    const { workflow, problems } = load({ nodes, edges: ['f.pass -> w', 'r -> f'] });
    expect(workflow.edges).toEqual([
      { from: ['f', 'pass'], to: ['w', 'table'] },
      { from: ['r', ''], to: ['f', 'table'] },
    ]);
    expect(problems).toMatchObject([
      {
        level: 'error',
        node: 'r',
        field: 'edges[1]',
        message: 'The wire does not say which output of r it uses.',
        fix: 'There are: table, rejects.',
      },
    ]);
  });

  it.each([
    ['zzz.out -> f.table', 'error', 'there is no node "zzz"'],
    ['ff -> w.table', 'error', 'there is no node "ff"'],
    ['f.pass -> zzz', 'error', 'there is no node "zzz"'],
    ['f.pass -> f.table', 'error', 'it leads from a node to itself'],
    ['r.table -> f.table', 'warning', 'it is there already'],
    ['r.table', 'error', 'it must read "node.port -> node.port"'],
    ['a -> b -> c', 'error', 'it must read "node.port -> node.port"'],
    [{ from: 'r.table', to: 'w.table' }, 'error', 'it must read "node.port -> node.port"'],
  ])('%j is left out and named', (edge, level, why) => {
    const { workflow, problems } = load({ nodes, edges: ['r.table -> f.table', edge] });
    expect(workflow.edges).toHaveLength(1);
    expect(faults(problems)).toEqual([[level, '', 'edges[1]', `The wire ${JSON.stringify(edge)} is left out: ${why}.`]]);
  });

  it('are kept at a port that is not there, and named', () => {
    const { workflow, problems } = load({ nodes, edges: ['r.good -> w.table'] });
    expect(workflow.edges).toHaveLength(1);
    expect(problems).toMatchObject([
      { node: 'r', field: 'edges[0]', message: 'Reader has no output "good".', fix: 'There are: table, rejects.' },
    ]);
  });
});

describe('the layout of a file', () => {
  const nodes = ['a', 'b', 'c'].map((id) => ({ id, type: 'row-filter@1' }));
  const edges = ['a.pass -> b.table', 'a.reject -> c.table'];

  it('is made anew where there is none, in columns from left to right', () => {
    const { workflow, problems } = load({ nodes, edges });
    expect(workflow.nodes.map(({ at }) => at)).toEqual([
      [0, 0],
      [224, 0],
      [224, 92],
    ]);
    expect(problems).toEqual([]);
  });

  it('is mended where a place is out of reach, below the cards that have one', () => {
    const { workflow, problems } = load({ nodes, edges, layout: { a: [1e308, 0], b: [10, 20], c: [null, null], d: [0, 0] } });
    expect(workflow.nodes.map(({ at }) => at)).toEqual([
      [0, 112],
      [10, 20],
      [224, 112],
    ]);
    expect(problems.map(({ level, field }) => [level, field])).toEqual([
      ['warning', 'layout.a'],
      ['warning', 'layout.c'],
      ['warning', 'layout.d'],
    ]);
  });

  it('stands a loop beside what leads into it', () => {
    const { workflow } = load({ nodes, edges: ['a.pass -> b.table', 'b.pass -> c.table', 'c.pass -> b.table'] });
    expect(workflow.nodes.map(({ at }) => at)).toEqual([
      [0, 0],
      [224, 0],
      [0, 92],
    ]);
  });
});

describe('the notes and frames of a file', () => {
  const box = { at: [0, 0], size: [200, 80] } as const;

  it('get ids that no node has, and that is said', () => {
    const { workflow, problems } = load({
      nodes: [{ id: 'customers', type: 'reader@1' }],
      notes: [{ id: 'customers', text: 'Ask Ann', ...box }],
      frames: [{ id: 'customers', title: 'Read', ...box }],
    });
    expect([...workflow.nodes, ...workflow.notes, ...workflow.frames].map(({ id }) => id)).toEqual([
      'customers',
      'customers-2',
      'customers-3',
    ]);
    expect(faults(problems).map(([level, node, field, message]) => `${level} ${node} ${field}: ${message?.split(',')[0]}`)).toEqual([
      'error customers-2 notes[0].id: The id "customers" stands twice. The second is called "customers-2" now',
      'error customers-3 frames[0].id: The id "customers" stands twice. The second is called "customers-3" now',
    ]);
  });

  it('a frame folds only what is there and lies in no other, and never itself', () => {
    const { workflow, problems } = load({
      nodes: [
        { id: 'customers', type: 'reader@1' },
        { id: 'orders', type: 'reader@1' },
      ],
      frames: [
        { id: 'a', title: 'A', ...box, folded: ['customers', 'nobody', '__proto__', 'a'] },
        { id: 'b', title: 'B', ...box, folded: ['customers', 'orders', 'a'] },
        { id: 'c', title: 'C', ...box, folded: ['nobody'] },
      ],
    });
    expect(workflow.frames.map(({ folded }) => folded)).toEqual([['customers'], ['orders', 'a'], undefined]);
    expect(faults(problems)).toEqual([
      ['warning', '', 'frames[0].folded', '"folded" names "nobody", which cannot be folded into it.'],
      ['warning', '', 'frames[1].folded', '"folded" names "customers", which cannot be folded into it.'],
      ['warning', '', 'frames[2].folded', '"folded" names "nobody", which cannot be folded into it.'],
    ]);
  });
});

describe('the parameters and sources of a file', () => {
  it('are checked field by field', () => {
    const { workflow, problems } = load({
      params: [
        { name: 'asOf', type: 'date', value: 'yesterday' },
        { name: 'asOf', type: 'int', value: 3 },
        { type: 'int' },
        { name: 'x', type: 'money', value: 'a' },
      ],
      sources: [
        {
          name: 'orders',
          path: 'orders.csv',
          format: 'xml',
          options: { header: 'yes', skip: 1, speed: 9 },
          columns: [{ name: 'id', type: 'uuid' }, 4, { name: 'x', type: 'int', role: 'king' }],
        },
        { path: 'more/orders.csv', format: 'csv' },
      ],
    });
    expect(faults(problems).map(([level, , field, message]) => `${level} ${field}: ${message}`)).toEqual([
      'error params[0].value: "asOf" must be a date such as 2026-10-31, not "yesterday".',
      'error params[1].name: The name "asOf" stands twice. The second is called "asOf-2" now.',
      'error params[2]: params[2] has no name and is left out.',
      'error params[3].type: "type" must be one of int, double, string, date, bool, not "money".',
      'error sources[0].format: "format" must be one of csv, excel, parquet, not "xml".',
      'error sources[0].options.header: "header" must be true or false, not "yes".',
      'warning sources[0].options.speed: "speed" means nothing here.',
      'error sources[0].columns[0].type: "type" must be one of bool, int, double, string, date, timestamp, not "uuid".',
      'error sources[0].columns[0]: sources[0].columns[0] must have a name and a type.',
      'error sources[0].columns[1]: sources[0].columns[1] must be an object, not 4.',
      'error sources[0].columns[1]: sources[0].columns[1] must have a name and a type.',
      'error sources[0].columns[2].role: "role" must be one of id, email, phone, postcode, country, city, name, latitude, longitude, money, segment, share, not "king".',
      'error sources[1]: sources[1] has no name. It is called "more/orders.csv" now.',
    ]);
    expect(workflow.params).toEqual([
      { name: 'asOf', type: 'date', value: null },
      { name: 'asOf-2', type: 'int', value: 3 },
      { name: 'x', type: 'string', value: 'a' },
    ]);
    expect(workflow.sources[0]).toMatchObject({
      format: 'csv',
      options: { skip: 1 },
      columns: [
        { name: 'id', type: 'string' },
        { name: 'column_2', type: 'string' },
        { name: 'x', type: 'int' },
      ],
    });
  });
});

describe('a file of great size', () => {
  const chain = JSON.stringify({
    clade: 1,
    nodes: Array.from({ length: 10_000 }, (_, i) => ({ id: `n${i}`, type: 'row-filter@1' })),
    edges: Array.from({ length: 9_999 }, (_, i) => `n${i}.pass -> n${i + 1}.table`),
  });

  it('loads a chain of 10,000 nodes in well under two seconds', () => {
    const started = performance.now();
    const { workflow, problems } = load(chain);
    expect(performance.now() - started).toBeLessThan(2000);
    expect([workflow.nodes.length, workflow.edges.length, problems.length]).toEqual([10_000, 9_999, 0]);
    expect(workflow.nodes.at(-1)!.at).toEqual([9_999 * 224, 0]);
    expect(compiler(types)(workflow).issues).toHaveLength(10_000);
  });

  it('names the first 500 problems and counts the others', () => {
    const { problems } = load({ nodes: Array.from({ length: 2_000 }, () => ({ id: 'same', type: 'row-filter@1' })) });
    expect(problems).toHaveLength(501);
    expect(problems.at(-1)!.message).toBe('There are 1499 problems more.');
  });

  it('keeps 20,000 rows that someone put into a param', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i, 'xxxxxxxxxxxxxxxxxxxx']);
    const { workflow } = load({ nodes: [{ id: 'a', type: 'inline@1', params: { rows } }] });
    expect(workflow.nodes[0]!.params).toEqual([['rows', rows]]);
  });
});

describe('the JSON Schema', () => {
  const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value);

  it('of a file holds the fields that are written, and the params of each node type', () => {
    const schema = workflowJsonSchema(types);
    const written = Object.keys(JSON.parse(SEGMENTS_TEXT) as object);
    expect(Object.keys(at(schema, 'properties') as object)).toEqual(expect.arrayContaining(written));
    expect(at(schema, 'properties', 'clade', 'const')).toBe(1);
    expect(at(schema, '$defs', 'k-means', 'properties', 'k', 'anyOf', '0')).toEqual({ type: 'integer', minimum: 0, maximum: 100 });
    const ofKMeans = ['properties', 'nodes', 'items', 'allOf', '2'];
    expect(at(schema, ...ofKMeans, 'if', 'properties', 'type')).toEqual({ pattern: '^k-means(@[0-9]+)?$' });
    expect(at(schema, ...ofKMeans, 'then', 'properties', 'params')).toEqual({ $ref: '#/$defs/k-means' });
  });

  it('of a node type says what its params may be, in the way other programs read it', () => {
    const { params } = describeNode(kMeans) as { params: z.core.JSONSchema.JSONSchema };
    const accepts = (value: object): boolean => z.fromJSONSchema(params).safeParse(value).success;
    expect([{}, { k: 4, features: ['x'] }, { k: { param: 'groups' } }, { weights: [{ column: 'x', weight: 2 }] }].map(accepts)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([{ k: 'many' }, { k: 101 }, { kk: 4 }, { scale: 'most' }, { weights: [{ weight: -1 }] }].map(accepts)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('comes with a catalogue entry that holds all that is known without code', () => {
    expect(describeNode(writer)).toMatchObject({
      type: 'writer',
      version: 2,
      title: 'Writer',
      group: 'Output',
      doc: 'Writes a file.',
      inputs: [{ name: 'table', kind: 'table' }],
      outputs: [],
      params: { properties: { file: { description: 'The file.', default: 'out.csv' } } },
    });
    expect([...nodeTypes.values()].map((type) => JSON.parse(JSON.stringify(describeNode(type))) as unknown)).toEqual(
      [...nodeTypes.values()].map((type) => describeNode(type)),
    );
  });
});

/** Any workflow in its canonical form: params in order and not at their default, positions in whole pixels. */
function workflows(): fc.Arbitrary<Workflow> {
  const text = fc
    .oneof(fc.constantFrom('__proto__', 'constructor', 'a "b"', 'ü €\u2028', '\ud800', '\0'), fc.string({ unit: 'binary' }))
    .filter((t) => t !== '' && t !== EMPTY.title);
  const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const port = fc.stringMatching(/^[a-z][a-z-]{0,6}[a-z]$/);
  const position = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }));
  const params = fc
    .tuple(fc.uniqueArray(text, { minLength: 1, maxLength: 3 }), fc.integer({ min: 6, max: 100 }), fc.boolean())
    .map(([features, k, both]) =>
      both
        ? ([
            ['features', features],
            ['k', k],
          ] as const)
        : ([['k', k]] as const),
    );
  const strange = fc.uniqueArray(fc.tuple(fc.constantFrom('__proto__', 'constructor', 'rows', 'x y'), plainJson()), {
    selector: ([name]) => name,
    maxLength: 3,
  });
  const common = {
    id,
    at: position,
    label: fc.option(text, { nil: undefined }),
    disabled: fc.constantFrom(true, undefined),
    pinned: fc.constantFrom(true, undefined),
  };
  const nodes = fc.uniqueArray(
    fc.oneof(
      fc.record({ ...common, type: fc.constant('k-means'), version: fc.constant(1), params }),
      fc.record({ ...common, type: fc.constant('later'), version: fc.integer({ min: 1, max: 99 }), params: strange }),
    ),
    { selector: ({ id }) => id, maxLength: 6 },
  );
  const source = fc.record({
    kind: fc.constant('file' as const),
    name: text,
    path: fc.constantFrom('a.csv', 'data/b c.csv', 'ü/__proto__.csv'),
    format: fc.constantFrom('csv' as const, 'excel' as const, 'parquet' as const),
    options: fc.record({ delimiter: text, header: fc.boolean(), skip: fc.nat(), nulls: fc.array(text) }, { requiredKeys: [] }),
    columns: fc.array(
      fc.record({ name: text, type: fc.constantFrom('int' as const, 'string' as const), role: fc.constantFrom('id' as const, undefined) }),
    ),
    fingerprint: fc.option(text, { nil: undefined }),
  });
  const value = fc.oneof(
    fc.integer().map((value) => ({ type: 'int' as const, value })),
    text.map((value) => ({ type: 'string' as const, value })),
    fc.constant({ type: 'date' as const, value: null }),
  );
  const placed = (kind: string) => ({ id: id.map((one) => `${kind}-${one}`.slice(0, 100)), at: position, size: position });
  const byId = { selector: ({ id }: { id: string }) => id, maxLength: 3 };
  return fc
    .record({
      title: text,
      description: fc.oneof(text, fc.constant('')),
      params: fc.uniqueArray(
        fc.tuple(text, value).map(([name, v]) => ({ name, ...v })),
        { selector: ({ name }) => name, maxLength: 3 },
      ),
      sources: fc.uniqueArray(source, { selector: ({ name }) => name, maxLength: 2 }),
      nodes,
      notes: fc.uniqueArray(fc.record({ ...placed('note'), text }), byId),
      frames: fc.uniqueArray(fc.record({ ...placed('frame'), title: text, text: fc.option(text, { nil: undefined }) }), byId),
    })
    .chain((parts) => {
      const ends = parts.nodes.length > 1 ? fc.uniqueArray(fc.nat(parts.nodes.length - 1), { minLength: 2, maxLength: 2 }) : undefined;
      const portOf = (i: number, known: string): fc.Arbitrary<string> => (parts.nodes[i]!.type === 'k-means' ? fc.constant(known) : port);
      const edge = ends?.chain(([from = 0, to = 0]) =>
        fc
          .tuple(portOf(from, 'model'), portOf(to, 'table'))
          .map(([out, into]) => ({ from: [parts.nodes[from]!.id, out] as const, to: [parts.nodes[to]!.id, into] as const })),
      );
      const edges = edge ? fc.uniqueArray(edge, { selector: ({ from, to }) => [...from, ...to].join(' '), maxLength: 6 }) : fc.constant([]);
      const folded = fc.subarray(parts.nodes.map((n) => n.id));
      return fc.tuple(edges, folded).map(([drawn, hidden]): Workflow => ({
        ...parts,
        edges: drawn,
        frames: parts.frames.map((frame, i) => (i === 0 && hidden.length ? { ...frame, folded: hidden } : frame)),
      }));
    });
}

function plainJson() {
  return fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => d + 0),
    fc.constantFrom('text', '', '__proto__'),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer()),
    fc.constantFrom({ a: [1, { b: 2 }] }),
  );
}
