import { nodeTypes } from '../../../nodes/index.ts';
import type { Sink } from '../../core/node.ts';
import { saveWorkflow } from '../../core/workflow-file.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { slugOf } from './formats.ts';
import { download } from './transfer.ts';

/** Writes the workflow to a file in the browser's downloads. */
export function saveAsFile(editor: Editor): void {
  const { workflow } = editor.getState();
  download(`${slugOf(workflow.title)}.clade.json`, new Blob([saveWorkflow(workflow, nodeTypes)], { type: 'application/json' }));
}

/** Runs what the writers need and downloads their files; all of them, or those of the nodes named. */
export async function exportFiles(editor: Editor, nodes?: readonly string[]): Promise<void> {
  const sinks = sinksOf(editor, nodes);
  if (!sinks.length) return notify({ text: 'There is no file to export', detail: 'Add a Table Writer and connect a table to it.' });
  await editor.run(sinks.map(({ node }) => node));
  for (const { sink } of sinks) {
    if (!editor.engine.has(sink.table)) continue;
    const { bytes, rows } = await editor.engine.write(sink);
    if (!bytes) continue;
    download(sink.file, new Blob([new Uint8Array(bytes)]));
    notify({ text: `${sink.file}: ${rows.toLocaleString('en')} rows` });
  }
}

function sinksOf(editor: Editor, nodes?: readonly string[]): { node: string; sink: Sink }[] {
  const wanted = nodes && new Set(nodes);
  return [...editor.getState().compiled.nodes].flatMap(([node, { sink }]) =>
    sink && (!wanted || wanted.has(node)) ? [{ node, sink }] : [],
  );
}
