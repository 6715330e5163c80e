import { nodeTypes } from '../../../nodes/index.ts';
import { freeName } from '../../core/schema.ts';
import type { FileFormat } from '../../core/source.ts';
import { loadWorkflow } from '../../core/workflow-file.ts';
import { EMPTY, freeId, type Position, type Workflow } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { withNode } from '../edits.ts';
import { goTo } from '../shell/route.ts';
import { doing, sayError, showReport } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { keptOf } from './autosave.ts';
import { DATA_ENDINGS, readerOf, stemOf, takenAs, WORKFLOW_ENDINGS } from './formats.ts';
import { keepFile, keepWorkflow, keptFile, keptWorkflow, MOST_KEPT_BYTES } from './kept.ts';
import { forgetLooks, looked } from './looks.ts';
import { chooseFiles } from './transfer.ts';

const PLACE: Position = [80, 80];

/** Opens a workflow that this browser has not seen yet, and keeps it. */
export async function openNew(editor: Editor, workflow: Workflow): Promise<void> {
  const id = newId();
  forgetLooks();
  editor.open(workflow, id);
  const kept = keptOf(editor.getState(), Date.now());
  goTo(id);
  await keepWorkflow(id, kept).then(
    () => editor.markSaved('saved', kept.savedAt),
    (error: unknown) => sayError(error, 'The workflow could not be saved in this browser'),
  );
}

/** Twelve letters and digits, new each time. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => (n % 36).toString(36)).join('');
}

/** Opens a workflow that this browser keeps, with its files, if it is `still` wanted; or says that it is not there. */
export async function openKept(editor: Editor, id: string, still: () => boolean): Promise<boolean> {
  const kept = await keptWorkflow(id);
  if (!kept) return false;
  if (!still()) return true;
  const { workflow } = loadWorkflow(kept.text, nodeTypes);
  forgetLooks();
  editor.open(workflow, id);
  editor.markSaved('saved', kept.savedAt);
  const missing: string[] = [];
  for (const { name, path } of workflow.sources) {
    const file = await keptFile(id, name);
    if (!file) missing.push(path);
    else editor.reattach(file, name).catch((error: unknown) => sayError(error, `${path} could not be read`));
  }
  if (missing.length)
    notify({ text: `Not in this browser: ${missing.join(', ')}`, detail: 'Select the reader and choose the file again.' });
  return true;
}

/** Opens what a workflow file says, and lists what could not be taken as it stands. */
async function openText(editor: Editor, text: string | Uint8Array, file: string): Promise<void> {
  const { workflow, problems, newer } = loadWorkflow(text, nodeTypes);
  const readable = workflow !== EMPTY;
  if (problems.length) showReport({ file, problems, newer, nodes: readable ? workflow.nodes.length : undefined });
  if (readable) await openNew(editor, workflow);
}

/** Takes files in from a drop or a chooser: workflows are opened, data gets a reader at a place of the canvas. */
export async function takeFiles(editor: Editor, files: readonly File[], at?: Position): Promise<void> {
  let place = at ?? canvasView()?.centre() ?? PLACE;
  for (const file of files) {
    const taken = takenAs(file.name);
    if (taken.kind === 'refused') notify({ kind: 'error', text: taken.message, detail: taken.fix });
    else if (taken.kind === 'workflow')
      await doing(`Opening ${file.name}`, async () => openText(editor, new Uint8Array(await file.arrayBuffer()), file.name));
    else await doing(`Reading ${file.name}`, () => addReader(editor, file, taken.format, place));
    place = [place[0], place[1] + 1];
  }
}

/** The same from the start screen, where data opens on a canvas of its own. */
export async function openFiles(editor: Editor, files: readonly File[]): Promise<void> {
  const data = files.find(({ name }) => takenAs(name).kind === 'data');
  if (data) await openNew(editor, { ...EMPTY, title: titled(stemOf(data.name)) });
  await takeFiles(editor, files, data && PLACE);
}

async function addReader(editor: Editor, file: File, format: FileFormat, at: Position): Promise<void> {
  const { type, param } = readerOf(format);
  const stem = stemOf(file.name);
  const source = freeName(
    stem,
    editor.getState().workflow.sources.map((s) => s.name),
  );
  let node = '';
  await attach(editor, file, format, source, (w) => {
    node = freeId(type, new Set(w.nodes.map((n) => n.id)));
    return withNode(w, { id: node, type, version: nodeTypes.get(type)!.version, label: titled(stem), params: [[param, source]], at });
  });
  if (!node) return;
  editor.select([node]);
  editor.showPort(node, 'table');
  void editor.run([node]).catch(sayError);
}

/** Puts a file behind a source and keeps a copy of it, so that it is there after a reload. */
export async function attach(
  editor: Editor,
  file: File,
  format: FileFormat,
  source: string,
  also?: (workflow: Workflow) => Workflow,
): Promise<void> {
  const { id } = editor.getState();
  looked(source, await editor.attach(file, format, source, also && { also }));
  await keep(id, source, file);
}

/** Keeps a file with a workflow, if it is not too large. */
export async function keep(id: string, source: string, file: File): Promise<void> {
  const detail = 'It is read as usual now; after a reload it has to be chosen again.';
  if (file.size > MOST_KEPT_BYTES) return notify({ text: `${file.name} is too large to be kept in this browser`, detail });
  await keepFile(id, source, file).catch(() => notify({ text: `This browser has no room for a copy of ${file.name}`, detail }));
}

export const chooseData = (): Promise<readonly File[]> => chooseFiles(`${DATA_ENDINGS},${WORKFLOW_ENDINGS}`, true);

const titled = (stem: string): string => stem.charAt(0).toUpperCase() + stem.slice(1);
