import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeTypes } from '../../nodes/index.ts';
import type { Json } from '../../src/core/params.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';
import { generator } from '../../workers/kernels/kernel.ts';
import { adjustedRandIndex } from '../reference/rand-index.ts';
import type { Cell, Expected, Given, Judge } from './case.ts';
import { workflowCase, type Run, type WorkflowCase } from './workflows.ts';

/** How alike two fits must be that start from other random numbers. */
const LEAST_RAND = 0.95;
const MOST_INERTIA = 0.02;
const MOST_ACCURACY = 0.02;

/** Workflows whose models are learned again on Spark, with what makes their results alike. */
export async function fittingCases(folder: string): Promise<WorkflowCase[]> {
  const place = await mkdtemp(join(folder, 'fitting-'));
  await writeFile(join(place, 'blobs.csv'), blobs());
  const kMeans = (more: Readonly<Record<string, Json>>): readonly Node[] => [
    ['rows', 'csv-reader', { source: 'blobs' }],
    ['found', 'k-means', { features: ['x', 'y', 'spent'], log: ['spent'], k: 4, ...more }],
  ];
  const encoded: readonly Node[] = [
    ['rows', 'csv-reader', { source: 'blobs' }],
    [
      'scaled',
      'encode-scale',
      {
        columns: ['x', 'y', 'spent', 'place', 'shop'],
        winsor: 0.01,
        missing: 'mean',
        levels: [{ column: 'place', levels: ['north', 'south', 'nowhere'] }],
      },
    ],
  ];
  const robust: readonly Node[] = [
    ['rows', 'csv-reader', { source: 'blobs' }],
    ['scaled', 'encode-scale', { columns: ['x', 'y', 'spent'], numeric: 'robust' }],
  ];
  const forest: readonly Node[] = [
    ['rows', 'csv-reader', { source: 'blobs' }],
    ['split', 'partition', { keys: ['id'] }],
    [
      'forest',
      'random-forest',
      { target: 'blob', features: ['x', 'y', 'spent', 'place'], trees: 60, depth: 8, classWeight: 'balanced', classes: ['b0', 'b1'] },
    ],
    ['tested', 'predictor', {}],
  ];
  const wires = ['split.train forest.table', 'forest.model tested.model', 'split.test tested.table'];
  const run = async (name: string, nodes: readonly Node[], more: readonly string[] = []): Promise<Run> => {
    const path = join(await mkdtemp(join(place, 'workflow-')), 'workflow.clade.json');
    await writeFile(path, saveWorkflow(workflowOf(name, nodes, more), nodeTypes));
    return { name: `learned again: ${name}`, path, input: { blobs: join(place, 'blobs.csv') } };
  };
  const rfm = { name: 'learned again: RFM', path: join('examples', 'rfm.clade.json') };
  const prediction = { name: 'learned again: Segment prediction', path: join('examples', 'segment-prediction.clade.json') };
  return [
    await workflowCase(await run('k-means from k-means||', kMeans({})), folder, {
      refit: true,
      start: false,
      only: ['found table'],
      judge: segments('segment'),
    }),
    await workflowCase(
      await run(
        'k-means from spread rows',
        kMeans({ init: 'spread', order: ['id'], numbering: 'start', scale: 'robust', missing: 'mean' }),
      ),
      folder,
      { refit: true, start: false, only: ['found table'], judge: segments('segment', 1 - 1e-9, 1e-6) },
    ),
    await workflowCase(rfm, folder, { refit: true, only: ['k-means table', 'names table'], judge: segments('segment') }),
    await workflowCase(await run('encodings', encoded), folder, { refit: true, start: false, only: ['scaled table'] }),
    await workflowCase(await run('robust scales', robust), folder, { refit: true, start: false, only: ['scaled table'] }),
    await workflowCase(await run('a forest', forest, wires), folder, {
      refit: true,
      start: false,
      only: ['tested table'],
      judge: classes('blob', 'prediction'),
    }),
    await workflowCase(prediction, folder, { refit: true, only: ['tested table'], judge: classes('planted_segment', 'prediction') }),
  ];
}

type Node = readonly [id: string, type: string, params: Readonly<Record<string, Json>>];

function workflowOf(title: string, nodes: readonly Node[], wires: readonly string[]): Workflow {
  const [first, second] = nodes;
  const ends = [`${first![0]}.table ${second![0]}.table`, ...wires].map((wire) =>
    wire.split(' ').map((end) => end.split('.') as [string, string]),
  );
  return {
    ...EMPTY,
    title,
    sources: [{ kind: 'file', name: 'blobs', path: 'blobs.csv', format: 'csv', options: {}, columns: [] }],
    nodes: nodes.map(([id, type, params]) => ({ id, type, version: 1, params: Object.entries(params), at: [0, 0] })),
    edges: ends.map(([from, to]) => ({ from: from!, to: to! })),
  };
}

/** Four groups that lie apart, with a few missing values and ones that say little. */
function blobs(): string {
  const random = generator(20);
  const uniform = (): number => random() / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const centres = [
    [0, 0, 3],
    [12, 1, 5],
    [1, 14, 6],
    [13, 12, 2],
  ];
  const lines = Array.from({ length: 2000 }, (_, i) => {
    const blob = Math.floor(uniform() * 4);
    const [x, y, spent] = centres[blob]!.map((c) => c + normal());
    const cells = [x!.toFixed(4), y!.toFixed(4), Math.exp(spent!).toFixed(2)].map((cell) => (uniform() < 0.01 ? '' : cell));
    return [i, `b${blob}`, ...cells, uniform() < 0.05 ? '' : blob < 2 ? 'north' : 'south', `s${Math.floor(uniform() ** 2 * 5)}`].join(',');
  });
  return `id,blob,x,y,spent,place,shop\n${lines.join('\n')}\n`;
}

/** Values of a column by a key that names rows. */
function byKey(rows: readonly (readonly unknown[])[], names: readonly string[], key: string, column: string): Map<string, unknown> {
  const [k, c] = [names.indexOf(key), names.indexOf(column)];
  return new Map(rows.map((row) => [String(row[k]), row[c]]));
}

const numberOf = (value: unknown): number => (value === null || value === undefined ? Number.NaN : Number(value));

/** Segments alike by the adjusted Rand index, and inertia by the squared distances. The first column names rows. */
function segments(segment: string, leastRand = LEAST_RAND, mostInertia = MOST_INERTIA): Judge {
  return (expected, given) => {
    const names = expected.schema.map((c) => c.name);
    const [mine, theirs] = sides(expected, given, names, segment);
    const keys = [...mine.keys()];
    if (theirs.size !== mine.size) return `has ${theirs.size} rows, not ${mine.size}`;
    const rand = adjustedRandIndex(
      keys.map((k) => numberOf(mine.get(k))),
      keys.map((k) => numberOf(theirs.get(k))),
    );
    if (!(rand >= leastRand)) return `has segments with an adjusted Rand index of ${rand}`;
    const inertia = (rows: Map<string, unknown>): number => [...rows.values()].reduce<number>((sum, d) => sum + (numberOf(d) || 0) ** 2, 0);
    const [a, b] = sides(expected, given, names, 'distance').map(inertia) as [number, number];
    return Math.abs(a - b) <= mostInertia * a ? undefined : `has an inertia of ${b}, not ${a}`;
  };
}

/** Predictions about as accurate. */
function classes(actual: string, predicted: string): Judge {
  return (expected, given) => {
    const names = expected.schema.map((c) => c.name);
    const accuracy = (rows: readonly (readonly unknown[])[]): number => {
      const [a, p] = [names.indexOf(actual), names.indexOf(predicted)];
      return rows.filter((row) => row[a] === row[p]).length / rows.length;
    };
    if (given.rows.length !== expected.rows.length) return `has ${given.rows.length} rows, not ${expected.rows.length}`;
    const [mine, theirs] = [accuracy(expected.rows), accuracy(given.rows)];
    return Math.abs(mine - theirs) <= MOST_ACCURACY ? undefined : `has an accuracy of ${theirs}, not ${mine}`;
  };
}

function sides(expected: Expected, given: Given, names: readonly string[], column: string): [Map<string, Cell>, Map<string, unknown>] {
  const [key] = names;
  return [byKey(expected.rows, names, key!, column) as Map<string, Cell>, byKey(given.rows, names, key!, column)];
}
