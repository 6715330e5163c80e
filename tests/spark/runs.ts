import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeTypes } from '../../nodes/index.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { allNodes } from '../engines/all-nodes.ts';
import { attachAll } from '../engines/attach.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { cdnow } from '../real/cdnow.ts';
import { clade } from '../real/clade.ts';
import { completeJourney } from '../real/complete-journey.ts';
import { labelledSets } from '../real/labelled-sets.ts';
import { onlineRetail } from '../real/online-retail.ts';
import { telco } from '../real/telco.ts';
import type { Run } from './workflows.ts';

/** The examples, also on another day, and a workflow of every node but those that make up their rows. */
export async function exampleRuns(folder: string): Promise<Run[]> {
  return [
    { name: 'RFM segmentation', path: join('examples', 'rfm.clade.json') },
    { name: 'RFM segmentation in June', path: join('examples', 'rfm.clade.json'), param: { asOf: '2026-06-30' } },
    { name: 'Segment prediction', path: join('examples', 'segment-prediction.clade.json') },
    { name: 'Every node', path: await everyNode(folder) },
  ];
}

/** The all-nodes workflow with the sample data in files, which Spark can read. */
async function everyNode(folder: string): Promise<string> {
  const place = await mkdtemp(join(folder, 'every-node-'));
  const engine = await nodeEngine();
  try {
    const sources = await attachAll(engine, place);
    const workflow = allNodes(sources);
    const made = workflow.nodes.find((n) => n.type === 'sample-data')!;
    const read = new Set(workflow.edges.flatMap(({ from }) => (from[0] === made.id ? [from[1]] : [])));
    const { sampleData } = await import('../../nodes/input/sample-data.ts');
    const tables = sampleData.compile({}, { customers: 600, seed: 5 });
    const readers = [];
    for (const port of read) {
      const table = tables[port as keyof typeof tables];
      await engine.run({ targets: [table] }, () => {}, new AbortController().signal);
      await engine.write({ table, file: port, format: 'parquet', guard: false }, join(place, `${port}.parquet`));
      sources.push({ kind: 'file', name: port, path: `${port}.parquet`, format: 'parquet', options: {}, columns: table.schema });
      readers.push({ id: `made-${port}`, type: 'parquet-reader', version: 1, params: [['source', port] as const], at: [0, 0] as const });
    }
    const path = join(place, 'every-node.clade.json');
    await mkdir(place, { recursive: true });
    await writeFile(
      path,
      saveWorkflow(
        {
          ...workflow,
          title: 'Every node',
          sources: sources.map((source) => ({ ...source, stamp: undefined })),
          nodes: [...workflow.nodes.filter((n) => n !== made), ...readers],
          edges: workflow.edges.map((e) => (e.from[0] === made.id ? { ...e, from: [`made-${e.from[1]}`, 'table'] as const } : e)),
        },
        nodeTypes,
      ),
    );
    return path;
  } finally {
    await engine.close();
  }
}

/** The runs of the checks on real data, as `npm run check:real` makes them. */
export async function realRuns(data: string, folder: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (const { name, answer } of [onlineRetail, cdnow, completeJourney, telco, labelledSets]) {
    await answer(
      async (workflow, given) => {
        runs.push({
          name: `${name}, ${workflow} ${runs.length}`,
          path: join('tests', 'real', `${workflow}.clade.json`),
          input: given.input,
          param: given.param ?? {},
        });
        return clade(workflow, await mkdtemp(join(folder, 'real-')), given);
      },
      (path) => join(data, 'files', path),
    );
  }
  return runs;
}
