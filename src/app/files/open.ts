import { nodeTypes } from '../../../nodes/index.ts';
import { freeName } from '../../core/schema.ts';
import type { FileFormat, ReadOptions } from '../../core/source.ts';
import { loadWorkflow } from '../../core/workflow-file.ts';
import { EMPTY, freeId, itemsOf, type Position, type Workflow } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { withNode } from '../edits.ts';
import { startPresenting } from '../present/presenting.ts';
import { goInstead, goTo } from '../shell/route.ts';
import { doing, sayError, setViewOnly, showReport, viewOnly } from '../shell/shell-state.ts';
import type { Editor, State } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { keptOf, markSaved } from './autosave.ts';
import { DATA_ENDINGS, readerOf, stemOf, takenAs, WORKFLOW_ENDINGS } from './formats.ts';
import { keepFile, keepWorkflow, keptFile, keptWorkflow, MOST_KEPT_BYTES } from './kept.ts';
import { forgetLate, lateOf } from './journal.ts';
import { hasCrashed, hold, tellSaved } from './lock.ts';
import { changeLooks, looked } from './looks.ts';
import { newId } from './new-id.ts';
import { textOf, type SharedLink } from './share-link.ts';
import { chooseFiles } from './transfer.ts';

const PLACE: Position = [80, 80];

/** No other tab can have a new workflow: a browser that is busy gets time to say so. */
const NOBODY_ELSE_MS = 20_000;

/** Opens a workflow that this browser has not seen yet, and keeps it; `go` leads the window to it. Its id, if it is still on show then. */
export async function openNew(editor: Editor, workflow: Workflow, go: (id: string) => void = goTo): Promise<string | undefined> {
  const id = newId();
  await hold(id, NOBODY_ELSE_MS);
  changeLooks(editor.getState().id, id);
  editor.open(workflow, id);
  const state = editor.getState();
  go(id);
  await keepNow(editor, state).catch((error: unknown) => sayError(error, NOT_SAVED));
  return editor.getState().id === id ? id : undefined;
}

export const NOT_SAVED = 'The workflow could not be saved in this browser';

async function keepNow(editor: Editor, state: State): Promise<void> {
  const kept = keptOf(state, Date.now());
  await keepWorkflow(state.id, kept);
  markSaved(editor, state, 'saved', kept.savedAt);
}

/** Shows a workflow that is open in this window already; whether it is. */
export function resume(editor: Editor, id: string): boolean {
  const { id: before } = editor.getState();
  if (before === id) return true;
  if (!editor.resume(id)) return false;
  changeLooks(before, id);
  return true;
}

/**
 * Opens a workflow that this browser keeps, with its files, if it is `still` wanted; or says that it is not there.
 * @param left whether it can be opened for writing because another tab was closed
 */
export async function openKept(editor: Editor, id: string, still: () => boolean, left = false): Promise<boolean> {
  const mine = (await hold(id)) === 'this tab';
  const kept = await keptWorkflow(id);
  const late = mine ? lateOf(id) : undefined;
  const recovered = late && (!kept || (late.at >= kept.savedAt && late.text !== kept.text)) ? late.text : undefined;
  const text = recovered ?? kept?.text;
  if (text === undefined) return false;
  if (!still()) return true;
  const { workflow } = loadWorkflow(text, nodeTypes);
  if (editor.getState().id !== id) changeLooks(editor.getState().id, id);
  editor.open(workflow, id);
  if (recovered === undefined) editor.markSaved('saved', kept?.savedAt);
  else await keepRecovered(editor).catch((error: unknown) => sayError(error, NOT_SAVED));
  if (mine && recovered === undefined) forgetLate(id);
  const crashed = hasCrashed(id);
  if (recovered !== undefined || (crashed && !left))
    notify({
      text: 'Recovered',
      detail: 'This workflow was not closed properly the last time. Nothing of it is lost; results are computed again.',
    });
  else if (left) notify({ text: 'The other tab was closed', detail: 'This one can edit the workflow now.' });
  await giveFiles(editor, id);
  return true;
}

async function keepRecovered(editor: Editor): Promise<void> {
  const state = editor.getState();
  await keepNow(editor, state);
  tellSaved(state.id);
  forgetLate(state.id);
}

/** Shows what the tab that has a workflow made of it. */
export async function follow(editor: Editor, id: string): Promise<void> {
  const kept = await keptWorkflow(id);
  if (!kept || editor.getState().id !== id) return;
  editor.follow(loadWorkflow(kept.text, nodeTypes).workflow);
  editor.markSaved('saved', kept.savedAt);
}

/** Opens a copy of the workflow on show, or of an earlier `state` of it, with its files. */
export async function openCopy(editor: Editor, state: Workflow = editor.getState().workflow): Promise<void> {
  const { id: from } = editor.getState();
  const isShown = await openNew(editor, { ...state, title: `${state.title}, copy` });
  if (isShown) await giveFiles(editor, from);
}

/** Puts the files that this browser keeps with a workflow behind the sources of the one on show. */
async function giveFiles(editor: Editor, from: string): Promise<void> {
  const { id, workflow } = editor.getState();
  const missing: string[] = [];
  for (const { name, path } of workflow.sources) {
    const file = await keptFile(from, name).catch(() => undefined);
    if (editor.getState().id !== id) return;
    if (!file) {
      missing.push(name);
      continue;
    }
    editor.reattach(file, name).catch((error: unknown) => {
      sayError(error, `${path} could not be read`);
      if (editor.getState().id === id) editor.miss([...editor.getState().missing, name]);
    });
    if (from !== id) await keepFile(id, name, file).catch(() => undefined);
  }
  if (missing.length) editor.miss([...editor.getState().missing, ...missing]);
}

/** Opens a workflow whose files are not here; whether it is still on show then. */
export async function openWithoutFiles(editor: Editor, workflow: Workflow, go?: (id: string) => void): Promise<boolean> {
  const isShown = (await openNew(editor, workflow, go)) !== undefined;
  if (isShown) editor.miss(workflow.sources.map((source) => source.name));
  return isShown;
}

/** Opens a copy of the workflow in a link, in place of the link in the window's history. It does not run by itself. */
export async function openLink(editor: Editor, link: SharedLink): Promise<void> {
  const { workflow, problems, newer } = loadWorkflow(await textOf(link), nodeTypes);
  const readable = workflow !== EMPTY;
  if (problems.length) showReport({ from: 'link', name: 'The link', problems, newer, nodes: readable ? workflow.nodes.length : undefined });
  if (!readable) return goInstead(undefined);
  if (!(await openWithoutFiles(editor, workflow, goInstead))) return;
  if (link.look !== 'edit') setViewOnly(true);
  if (link.look === 'present' && workflow.nodes.length) startPresenting();
}

/** Opens what a workflow file says, and lists what could not be taken as it stands. */
async function openText(editor: Editor, text: string | Uint8Array, file: string): Promise<void> {
  const { workflow, problems, newer } = loadWorkflow(text, nodeTypes);
  const readable = workflow !== EMPTY;
  if (problems.length) showReport({ from: 'file', name: file, problems, newer, nodes: readable ? workflow.nodes.length : undefined });
  if (readable) await openWithoutFiles(editor, workflow);
}

/** Takes files in from a drop or a chooser: workflows are opened, data gets a reader at a place of the canvas. */
export async function takeFiles(editor: Editor, files: readonly File[], at?: Position): Promise<void> {
  let place = at ?? canvasView()?.centre() ?? PLACE;
  const readers: string[] = [];
  for (const file of files) {
    const taken = takenAs(file.name);
    if (taken.kind === 'refused') notify({ kind: 'error', text: taken.message, detail: taken.fix });
    else if (taken.kind === 'workflow')
      await doing(`Opening ${file.name}`, async () => openText(editor, new Uint8Array(await file.arrayBuffer()), file.name));
    else if (viewOnly()) notify({ text: `${file.name} was not read`, detail: 'The workflow is view-only here.' });
    else await doing(`Reading ${file.name}`, async () => void readers.push(...(await addReader(editor, file, taken.format, place))));
    place = [place[0], place[1] + 1];
  }
  const [reader, ...others] = readers;
  if (reader === undefined || others.length) return;
  await doing('Looking for customers, dates and amounts', async () => {
    const { offerSegments } = await import('../first/first-minute.ts');
    await offerSegments(editor, reader);
  });
}

/** The same from the start screen, where data opens on a canvas of its own. */
export async function openFiles(editor: Editor, files: readonly File[]): Promise<void> {
  const data = files.find(({ name }) => takenAs(name).kind === 'data');
  if (data && (await openNew(editor, { ...EMPTY, title: titled(stemOf(data.name)) })) === undefined) return;
  await takeFiles(editor, files, data && PLACE);
}

/** Adds a reader of a file and runs it; its id, unless it could not be added. */
async function addReader(editor: Editor, file: File, format: FileFormat, at: Position): Promise<readonly string[]> {
  const { type, param } = readerOf(format);
  const stem = stemOf(file.name);
  const source = freeName(
    stem,
    editor.getState().workflow.sources.map((s) => s.name),
  );
  let node = '';
  await attach(editor, file, format, source, (w) => {
    node = freeId(type, new Set(itemsOf(w).map((item) => item.id)));
    return withNode(w, { id: node, type, version: nodeTypes.get(type)!.version, label: titled(stem), params: [[param, source]], at });
  });
  if (!node) return [];
  editor.select([node]);
  editor.showPort(node, 'table');
  await editor.run([node]).catch(sayError);
  return [node];
}

/** Puts a file behind a source and keeps a copy of it, so that it is there after a reload. */
export async function attach(
  editor: Editor,
  file: File,
  format: FileFormat,
  source: string,
  also?: (workflow: Workflow) => Workflow,
  options?: ReadOptions,
): Promise<void> {
  const { id } = editor.getState();
  const found = await editor.attach(file, format, source, { options, ...(also && { also, burst: `file ${source}` }) });
  if (editor.getState().id !== id) return;
  looked(source, found);
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
