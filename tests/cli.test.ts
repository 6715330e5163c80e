import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../src/checkout.mjs';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function clade(...args: string[]): Promise<Ended> {
  return ended(started(...args));
}

const started = (...args: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [join(root, 'src/clade.mjs'), ...args], { cwd: root });

function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** Sends Ctrl-C once stderr says `when`. */
function interrupted(when: RegExp, ...args: string[]): Promise<Ended> {
  const child = started(...args);
  let said = '';
  child.stderr.on('data', function hear(data) {
    said += String(data);
    if (!when.test(said)) return;
    child.stderr.off('data', hear);
    child.kill('SIGINT');
  });
  return ended(child);
}

const rfm = join(root, 'examples/rfm.clade.json');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clade-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function changed(name: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, change(await readFile(rfm, 'utf8')));
  return path;
}

interface Manifest {
  readonly status: string;
  readonly nodes: readonly { readonly id: string; readonly ports: readonly { readonly port: string; readonly rows?: number }[] }[];
  readonly outputs: readonly { readonly node: string; readonly file: string; readonly sha256?: string; readonly rows?: number }[];
}

describe('clade run', () => {
  test('writes files, models and a manifest, and nothing else to stdout', async () => {
    const out = join(folder, 'out');
    const { code, stdout } = await clade('run', rfm, '--out', out, '--dump', `k-means.table=${join(folder, 'k.parquet')}`);
    expect(code).toBe(0);
    const manifest = JSON.parse(stdout) as Manifest;
    expect(manifest.status).toBe('done');
    expect(manifest.nodes.find((n) => n.id === 'rfm')?.ports).toMatchObject([{ port: 'customers', rows: 900 }]);
    expect(manifest.outputs.map((o) => o.node).sort()).toEqual(['file', 'k-means', 'k-means', 'names']);
    expect(manifest.outputs.find((o) => o.node === 'file')).toMatchObject({ rows: 900, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await readdir(out)).sort()).toEqual(['models', 'segments.csv']);
    expect((await readFile(join(out, 'segments.csv'), 'utf8')).split('\n')).toHaveLength(902);
    expect(JSON.parse(await readFile(join(out, 'models/k-means.model.json'), 'utf8'))).toMatchObject({ kind: 'k-means', version: 1 });
    expect(JSON.parse(await readFile(join(out, 'models/names.names.json'), 'utf8'))).toMatchObject({
      kind: 'segment-names',
      version: 1,
      rows: expect.arrayContaining([[5, 'Champions', 5]]),
    });
  });

  test('applies the models of an earlier run with --models, and learns nothing', async () => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    await clade('run', rfm, '--param', 'asOf=2026-06-30', '--out', first);
    const { code, stdout } = await clade('run', rfm, '--models', join(first, 'models'), '--out', second);
    expect(code).toBe(0);
    const model = (JSON.parse(stdout) as Manifest).nodes.find((n) => n.id === 'k-means')?.ports.find((p) => p.port === 'model');
    expect(model).toMatchObject({ cached: true });
    const models = await Promise.all([first, second].map((out) => readFile(join(out, 'models/k-means.model.json'), 'utf8')));
    expect(models[0]).toBe(models[1]);
    const refused = await clade('run', rfm, '--models', folder);
    expect({ code: refused.code, said: refused.stderr.includes(`${folder} lacks what was learned by k-means`) }).toEqual({
      code: 2,
      said: true,
    });
  }, 20_000);

  test('stops at a node with --until', async () => {
    const { code, stdout } = await clade('run', rfm, '--until', 'rfm');
    expect(code).toBe(0);
    const { nodes } = JSON.parse(stdout) as Manifest;
    expect(nodes.find((n) => n.id === 'k-means')?.ports[0]).toMatchObject({ state: 'not run' });
  });

  test.each([
    [['--param', 'nope=1'], 'no parameter "nope"'],
    [['--param', 'asOf=soon'], 'is not a date'],
    [['--input', 'order=x.csv'], 'Did you mean "orders"?'],
    [['--input', 'orders=missing.csv'], 'There is no file missing.csv'],
    [['--until', 'k-mean'], 'Did you mean "k-means"?'],
    [['--dump', 'rfm.table=x.csv'], 'no port "table"'],
    [['--dump', 'rfm.customers=x.txt'], 'must end in .csv or .parquet'],
    [['--log', 'loud'], 'Allowed choices are text, json'],
    [['--colour'], "unknown option '--colour'"],
  ])('refuses %j with exit code 2 and a reason', async (args, reason) => {
    const { code, stdout, stderr } = await clade('run', rfm, ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('never reads outside the folder of the workflow', async () => {
    const path = await changed('outside.json', (text) => text.replace('"rfm-orders.csv"', '"../rfm-orders.csv"'));
    const { code, stderr } = await clade('run', path);
    expect(code).toBe(2);
    expect(stderr).toContain("leads out of the workflow's folder");
  });

  test('ends with 3 when a data check fails, and still tells what it found', async () => {
    await copyFile(join(root, 'examples/rfm-orders.csv'), join(folder, 'rfm-orders.csv'));
    const path = join(folder, 'check.json');
    await writeFile(
      path,
      JSON.stringify({
        clade: 1,
        sources: [{ name: 'orders', path: 'rfm-orders.csv', format: 'csv' }],
        nodes: [
          { id: 'orders', type: 'csv-reader@1', params: { source: 'orders' } },
          { id: 'shops', type: 'group-by@1', params: { keys: ['shop_id'] } },
          { id: 'joiner', type: 'joiner@1', params: { on: [{ left: 'shop_id', right: 'shop_id' }], cardinality: '1:1' } },
        ],
        edges: ['orders.table -> joiner.left', 'orders.table -> shops.table', 'shops.table -> joiner.right'],
      }),
    );
    const { code, stdout, stderr } = await clade('run', path);
    expect(stderr).toContain('error in joiner');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'check failed' });
  });

  test('ends with 1 and the name of the node when a step fails', async () => {
    const path = await changed('fails.json', (text) =>
      text.replace('"k": 5', '"k": 95').replaceAll('"condition": "', '"condition": "amount > 1e6 and '),
    );
    await copyFile(join(root, 'examples/rfm-orders.csv'), join(folder, 'rfm-orders.csv'));
    const { code, stdout, stderr } = await clade('run', path);
    expect(code).toBe(1);
    expect(stderr).toContain('error in k-means');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'failed' });
  });

  test('ends with 130 and a manifest when it is interrupted while it learns, and writes no file', async () => {
    const path = join(folder, 'long.json');
    const out = join(folder, 'stopped');
    const slow = { features: ['income'], k: 100, restarts: 100, tolerance: 0, maxRounds: 10_000 };
    await writeFile(
      path,
      JSON.stringify({
        clade: 1,
        nodes: [
          { id: 'people', type: 'sample-data@1', params: { customers: 2000 } },
          { id: 'segments', type: 'k-means@1', params: slow },
          { id: 'file', type: 'table-writer@1', params: { file: 'segments' } },
        ],
        edges: ['people.customers -> segments.table', 'segments.table -> file.table'],
      }),
    );
    const { code, stdout, stderr } = await interrupted(/people: \d+ rows/, 'run', path, '--out', out);
    const manifest = JSON.parse(stdout) as Manifest;
    expect({ code, status: manifest.status, outputs: manifest.outputs }).toEqual({ code: 130, status: 'stopped', outputs: [] });
    expect(manifest.nodes.find((n) => n.id === 'segments')?.ports).toMatchObject([{ state: 'skipped' }, { state: 'skipped' }]);
    expect(manifest.nodes.find((n) => n.id === 'people')?.ports).toMatchObject([
      { port: 'customers', rows: expect.any(Number) },
      {},
      {},
      {},
    ]);
    expect(stderr).not.toMatch(/\n\s+at /);
  }, 20_000);
});

describe('clade check', () => {
  test.each([
    ['cyclic', (text: string) => text.replace('"edges": [', '"edges": ["names.table -> clean.table",'), 'loop'],
    ['truncated', (text: string) => text.slice(0, 700), 'line'],
    ['future', (text: string) => text.replace('"clade": 1', '"clade": 99'), 'newer version'],
    ['unknown node', (text: string) => text.replace('k-means@1', 'magic@1'), 'no "magic" node'],
  ])('ends with 2 and says what is wrong with a %s workflow', async (name, change, reason) => {
    const { code, stdout, stderr } = await clade('check', await changed(`${name}.json`, change));
    expect(code).toBe(2);
    const { issues } = JSON.parse(stdout) as { issues: { message: string }[] };
    expect(issues.map((i) => i.message).join('\n')).toContain(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('ends with 0 on a sound workflow', async () => {
    const { code, stdout } = await clade('check', rfm);
    expect({ code, issues: (JSON.parse(stdout) as { issues: unknown[] }).issues }).toEqual({ code: 0, issues: [] });
  });
});

test('clade nodes --json lists the catalogue with params as JSON Schema', async () => {
  const { code, stdout } = await clade('nodes', '--json');
  expect(code).toBe(0);
  const nodes = JSON.parse(stdout) as { type: string; params: object }[];
  expect(nodes.length).toBeGreaterThanOrEqual(25);
  expect(nodes.find((n) => n.type === 'k-means')?.params).toMatchObject({ properties: { k: { default: 5 } } });
});

describe('clade compile --to pyspark', () => {
  test('needs what was learned, and prints it with the rest', async () => {
    const without = await clade('compile', rfm, '--to', 'pyspark');
    expect({ code: without.code, stdout: without.stdout }).toEqual({ code: 2, stdout: '' });
    expect(without.stderr).toContain('A script needs what was learned from data, by k-means, names. Run the workflow with');
    const out = join(folder, 'learned');
    await clade('run', rfm, '--out', out);
    const { code, stdout } = await clade('compile', rfm, '--to', 'pyspark', '--models', join(out, 'models'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^"""RFM segmentation\n/);
    expect(stdout).toContain('def build(orders: DataFrame, as_of: date) -> dict[str, DataFrame]:');
    expect(stdout).toContain('k_means = with_segments(');
    expect(stdout).toContain('(5, "Champions", 5),');
    const again = await clade('compile', rfm, '--to', 'pyspark', '--fit', 'spark', '--models', join(out, 'models'));
    expect(again.stdout).toContain('k_means_model = fit_k_means(');
  }, 20_000);

  test.each([
    ['of another node', '{"kind":"forest","version":1,"features":[]}', 'holds a forest model, and a k-means model is needed'],
    ['of other columns', '{"kind":"k-means","version":1,"features":[{"name":"age"}]}', 'was learned from other columns: age.'],
    ['that is none', 'not JSON', 'is not a model'],
  ])('refuses a model %s', async (_, text, reason) => {
    const models = await mkdtemp(join(folder, 'models-'));
    await writeFile(join(models, 'k-means.model.json'), text);
    const { code, stdout, stderr } = await clade('compile', rfm, '--to', 'pyspark', '--models', models);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('tells with clade check --engine spark what Spark cannot do', async () => {
    const path = join(folder, 'made-up-too.json');
    await writeFile(path, JSON.stringify({ clade: 1, nodes: [{ id: 'people', type: 'sample-data@1' }] }));
    const { code, stdout } = await clade('check', path, '--engine', 'spark');
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as { issues: unknown[] }).issues).toEqual([
      {
        level: 'error',
        node: 'people',
        message: 'Spark cannot make up sample data.',
        fix: 'Write it to a file with a Table Writer, and read that file.',
      },
    ]);
    expect((await clade('check', rfm, '--engine', 'spark')).code).toBe(0);
  });

  test.each([
    [['--to', 'cobol'], 'Allowed choices are pyspark, sql'],
    [[], "required option '--to <LANGUAGE>'"],
    [['--to', 'sql', '--fit', 'spark'], '--fit spark goes with --to pyspark.'],
    [['--to', 'pyspark', '--until', 'kmeans'], 'Did you mean "k-means"?'],
    [['--to', 'pyspark', '--param', 'asof=2026-01-01'], 'Did you mean "asOf"?'],
  ])('ends with 2 on %j', async (args, reason) => {
    const { code, stdout, stderr } = await clade('compile', rfm, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });
});

test('clade compile --to sql prints a script, and ends with 2 where there can be none', async () => {
  const { code, stdout } = await clade('compile', rfm, '--to', 'sql', '--until', 'rfm');
  expect({ code, start: stdout.split('\n', 1)[0] }).toEqual({ code: 0, start: '-- RFM segmentation' });
  expect(stdout).toContain(`SET VARIABLE "as_of" = DATE '2026-11-01';`);
  const path = join(folder, 'made-up.json');
  await writeFile(path, JSON.stringify({ clade: 1, nodes: [{ id: 'people', type: 'sample-data@1', label: 'People' }] }));
  const refused = await clade('compile', path, '--to', 'sql');
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
  expect(refused.stderr).toBe(
    'clade: People: SQL cannot make up sample data. Write it to a file with a Table Writer, and read that file.\n',
  );
});
