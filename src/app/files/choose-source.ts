import { nodeTypes } from '../../../nodes/index.ts';
import { freeName } from '../../core/schema.ts';
import { nodeById } from '../../core/workflow.ts';
import { doing } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { DATA_ENDINGS, stemOf, takenAs } from './formats.ts';
import { attach } from './open.ts';
import { askRelink } from './relink-state.ts';
import { chooseFiles } from './transfer.ts';

/** Asks for the file of a reader and puts it behind the reader's source, or behind a new one. */
export async function chooseSource(editor: Editor, node: string): Promise<void> {
  const reader = nodeById(editor.getState().workflow, node);
  const [name, param] = Object.entries(nodeTypes.get(reader?.type ?? '')?.params ?? {}).find(([, p]) => p.kind === 'source') ?? [];
  if (!reader || name === undefined || param?.kind !== 'source') return;
  const [file] = await chooseFiles(DATA_ENDINGS);
  if (!file) return;
  const taken = takenAs(file.name);
  if (taken.kind !== 'data' || !param.formats.includes(taken.format)) {
    notify({
      kind: 'error',
      text: `${file.name} is not read by this node`,
      detail: 'Drop it on the canvas to get the reader that fits.',
    });
    return;
  }
  const { sources } = editor.getState().workflow;
  const value = reader.params.find(([other]) => other === name)?.[1];
  const known = sources.find((s) => s.name === value)?.name;
  if (known !== undefined) return askRelink([file], known);
  const source = freeName(
    stemOf(file.name),
    sources.map((s) => s.name),
  );
  await doing(`Reading ${file.name}`, () => attach(editor, file, taken.format, source));
  if (source !== value && editor.getState().workflow.sources.some((s) => s.name === source)) editor.setParam(node, name, source);
}
