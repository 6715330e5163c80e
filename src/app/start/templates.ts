import { nodeTypes } from '../../../nodes/index.ts';
import type { Json } from '../../core/params.ts';
import type { FileSource } from '../../core/source.ts';
import { loadWorkflow } from '../../core/workflow-file.ts';
import type { Workflow } from '../../core/workflow.ts';
import { runNodes } from '../commands/run-commands.ts';
import { keep, openNew } from '../files/open.ts';
import type { Editor } from '../store.ts';

/** An example that comes with the app, ready to run. */
export interface Template {
  readonly id: string;
  readonly workflow: Workflow;
  readonly about: string;
  /** The sentence of the description that begins with "Teaches". */
  readonly teaches: string | undefined;
}

const texts = import.meta.glob<string>('../../../examples/*.clade.json', { query: '?raw', import: 'default', eager: true });
const urls = import.meta.glob<string>('../../../examples/*.csv', { query: '?url', import: 'default', eager: true });

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const urlOf = new Map(Object.entries(urls).map(([path, url]) => [fileName(path), url]));

export const templates: readonly Template[] = Object.entries(texts).map(([path, text]) => {
  const { workflow } = loadWorkflow(text, nodeTypes);
  return { id: fileName(path).replace('.clade.json', ''), workflow, ...described(workflow.description) };
});

export function described(description: string): Pick<Template, 'about' | 'teaches'> {
  const sentences = description.match(/[^.!?]+[.!?]*/g)?.map((s) => s.trim()) ?? [];
  const teaches = sentences.find((s) => s.startsWith('Teaches '));
  return {
    about: sentences
      .filter((s) => s !== teaches)
      .slice(0, 2)
      .join(' '),
    teaches: teaches?.replace(/\.$/, ''),
  };
}

/** Opens a copy of an example with its data, and runs it. */
export async function openTemplate(editor: Editor, { workflow }: Template): Promise<void> {
  const id = await openNew(editor, workflow);
  if (id === undefined) return;
  const result = workflow.nodes.find((n) => RESULTS.has(nodeTypes.get(n.type)?.view ?? 'table'));
  if (result) editor.select([result.id]);
  for (const source of workflow.sources) {
    const file = await dataOf(source);
    if (editor.getState().id !== id) return;
    await editor.reattach(file, source.name);
    await keep(id, source.name, file);
  }
  if (editor.getState().id === id) void runNodes(editor);
}

/** Views that show what a workflow is about: the node that has one is on show when a template opens. */
const RESULTS = new Set(['segments', 'scores']);

async function dataOf({ path }: FileSource): Promise<File> {
  const name = fileName(path);
  const url = urlOf.get(name);
  const response = url === undefined ? undefined : await fetch(url);
  if (!response?.ok) throw new Error(`The example's file ${name} could not be loaded.\nLoad the page again.`);
  return new File([await response.blob()], name, { lastModified: 0 });
}

/** How many customers the data of an example is about; nothing where no node says which column names them. */
export async function customersOf({ workflow }: Template): Promise<number | undefined> {
  for (const source of workflow.sources) {
    const column = customerColumn(workflow, source);
    if (column === undefined) continue;
    const text = await (await dataOf(source)).text();
    return distinct(text, column, source.options.delimiter ?? ',');
  }
  return undefined;
}

function customerColumn({ nodes }: Workflow, { columns }: FileSource): string | undefined {
  const chosen = nodes.flatMap((node) => node.params.flatMap(([name, value]): Json[] => (name === 'customer' ? [value] : [])));
  return (columns.find((c) => chosen.includes(c.name)) ?? columns.find((c) => c.name === 'customer_id'))?.name;
}

/** How many different values a column of a CSV has; cells hold no line breaks. */
export function distinct(csv: string, column: string, delimiter: string): number {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter(Boolean);
  const at = cellsOf(header, delimiter).indexOf(column);
  return at < 0 ? 0 : new Set(lines.map((line) => cellsOf(line, delimiter)[at])).size;
}

function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells = [''];
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === delimiter && !quoted) cells.push('');
    else cells.push(cells.pop()! + sign);
  }
  return cells;
}
