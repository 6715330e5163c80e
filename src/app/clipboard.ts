import { nodeTypes } from '../../nodes/index.ts';
import type { FileSource } from '../core/source.ts';
import { loadWorkflow, saveWorkflow, type Problem } from '../core/workflow-file.ts';
import { isObject, parseJson } from '../core/workflow-json.ts';
import { EMPTY, itemsOf, type Edge, type Workflow } from '../core/workflow.ts';
import { canvasView, isCanvasOnShow } from './canvas/canvas-view.ts';
import { openWithoutFiles, takeFiles } from './files/open.ts';
import { carriedBy } from './frames.ts';
import { pieceOf, withPiece, type Piece } from './piece.ts';
import { showReport, viewOnly } from './shell/shell-state.ts';
import type { Editor } from './store.ts';
import { notify } from './ui/toasts.tsx';

/** A piece as text: a small workflow file, which also names the wires that came from outside. */
export function textOf({ workflow, incoming }: Piece): string {
  const text = saveWorkflow(workflow, nodeTypes);
  if (!incoming.length) return text;
  const wires = incoming.map(({ from, to }) => `    ${JSON.stringify(`${from.join('.')} -> ${to.join('.')}`)}`);
  return text.replace(/\n\}\n$/, () => `,\n  "incoming": [\n${wires.join(',\n')}\n  ]\n}\n`);
}

export interface Read {
  readonly piece: Piece;
  readonly problems: readonly Problem[];
  readonly newer: boolean;
}

/** The piece, or the workflow, that a text holds, by itself or in a code block of a chat; or why it holds none. */
export function pieceIn(text: string): Read | Problem {
  const isBare = /^\s*\{/.test(text);
  const json = isBare ? text : (/```[a-z]*\s*([\s\S]*?)```/.exec(text)?.[1] ?? '');
  if (!/^\s*\{/.test(json)) return NO_WORKFLOW;
  const { workflow, problems, newer } = loadWorkflow(json, nodeTypes);
  if (workflow === EMPTY) return problems[0] ?? NO_WORKFLOW;
  if (!itemsOf(workflow).length) return { level: 'error', message: 'There is nothing in this workflow.' };
  return { piece: { workflow, incoming: incomingOf(json) }, problems, newer };
}

const NO_WORKFLOW: Problem = {
  level: 'error',
  message: 'It is not the text of a workflow.',
  fix: 'Copy nodes on a canvas, or the text of a .clade.json file.',
};

const MOST_INCOMING = 10_000;
const WIRE = /^([a-z][a-z0-9-]*)\.([^>]+) -> ([a-z][a-z0-9-]*)\.([^>]+)$/;

function incomingOf(json: string): Edge[] {
  const root = parseJson(json.replace(/^\uFEFF/, ''), () => undefined);
  const wires = isObject(root) && Array.isArray(root['incoming']) ? root['incoming'] : [];
  return wires.slice(0, MOST_INCOMING).flatMap((wire): Edge[] => {
    const [, from, out, to, into] = (typeof wire === 'string' && WIRE.exec(wire)) || [];
    return from && out && to && into ? [{ from: [from, out], to: [to, into] }] : [];
  });
}

/** What is selected, as text for the clipboard; nothing where nothing is. */
export function copiedText(editor: Editor): string | undefined {
  const { workflow, selected } = editor.getState();
  return selected.length ? textOf(pieceOf(workflow, selected)) : undefined;
}

export function removeCopied(editor: Editor): void {
  const { workflow, selected } = editor.getState();
  editor.remove([...carriedBy(workflow, selected)]);
  canvasView()?.takeFocus();
}

/** Puts what a text holds into the workflow, where the pointer is; an empty one becomes what was pasted. `wired` keeps the wires from outside. */
export function pasteText(editor: Editor, text: string, wired = false): void {
  if (viewOnly()) return notify({ text: 'Nothing was pasted', detail: 'The workflow is on show for viewing only.' });
  const read = pieceIn(text);
  if ('message' in read) return refuse(read);
  const { workflow } = editor.getState();
  if (!itemsOf(workflow).length) {
    editor.edit('Paste a workflow', (w) => replaced(w, read.piece.workflow));
    missFiles(editor, read.piece.workflow.sources);
    requestAnimationFrame(() => canvasView()?.fit());
  } else {
    const { workflow: next, ids, sources } = withPiece(workflow, read.piece, placeFor(workflow, read.piece), wired);
    editor.edit(ids.length === 1 ? 'Paste' : `Paste ${ids.length}`, () => next);
    editor.select(ids);
    requestAnimationFrame(() => canvasView()?.show(ids[0]!));
    missFiles(editor, sources);
  }
  report(read);
}

/** Opens what a text holds as a workflow of its own. */
export async function openPasted(begin: () => Promise<Editor>, text: string): Promise<void> {
  const read = pieceIn(text);
  if ('message' in read) return refuse(read);
  await openWithoutFiles(await begin(), read.piece.workflow);
  report(read);
}

/** The piece in place of an empty workflow, which keeps its name unless the piece has one. */
function replaced(empty: Workflow, piece: Workflow): Workflow {
  return { ...piece, title: piece.title === EMPTY.title ? empty.title : piece.title };
}

/** The pointer's place while it is over the canvas; else beside the originals, or in the middle if they are not here. */
function placeFor(workflow: Workflow, { workflow: piece }: Piece) {
  const view = canvasView();
  const here = new Set(itemsOf(workflow).map((item) => item.id));
  return view?.pointed() ?? (itemsOf(piece).some((item) => here.has(item.id)) ? undefined : view?.middle());
}

const refuse = ({ message, fix }: Problem): void =>
  notify({ kind: 'error', text: 'Nothing was pasted', detail: [message, fix].filter(Boolean).join(' ') });

function report({ piece, problems, newer }: Read): void {
  if (problems.some((p) => p.level === 'error'))
    showReport({ from: 'text', name: 'The pasted text', problems, newer, nodes: piece.workflow.nodes.length });
}

/** A text carries no data: the files of sources that came with it have to be chosen. */
function missFiles(editor: Editor, sources: readonly FileSource[]): void {
  const { missing } = editor.getState();
  if (sources.length) editor.miss([...missing, ...sources.map((s) => s.name)]);
}

const WRITING = 'input:not([type="checkbox"]), textarea, [contenteditable="true"], [role="grid"]';
const OVER = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a clipboard event is about something else than the canvas: a text, cells of a grid, a dialog, selected words. */
function isElsewhere(event: ClipboardEvent): boolean {
  if (event.defaultPrevented) return true;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(`${WRITING}, ${OVER}`)) return true;
  return event.type !== 'paste' && getSelection()?.isCollapsed === false;
}

/** Copies, cuts and pastes by the browser's own events, until what it gives is called. */
export function listenToClipboard(editor: Editor): () => void {
  const { signal, abort } = stopper();
  let wired = false;
  const copy = (event: ClipboardEvent): boolean => {
    const text = isElsewhere(event) || !isCanvasOnShow() ? undefined : copiedText(editor);
    if (text === undefined || !event.clipboardData) return false;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  for (const key of ['keydown', 'keyup'] as const)
    document.addEventListener(key, ({ shiftKey }) => void (wired = shiftKey), { capture: true, signal });
  document.addEventListener('copy', (event) => void copy(event), { signal });
  document.addEventListener('cut', (event) => !viewOnly() && copy(event) && removeCopied(editor), { signal });
  document.addEventListener(
    'paste',
    (event) => {
      if (isElsewhere(event) || !isCanvasOnShow()) return;
      const taken = takePasted(event);
      if (taken.files.length && !viewOnly()) void takeFiles(editor, taken.files);
      else if (taken.text) pasteText(editor, taken.text, wired);
    },
    { signal },
  );
  return abort;
}

/** Hears pasted workflows while there is no editor, until what it gives is called. */
export function listenForPaste(open: (pasted: { readonly text: string; readonly files: readonly File[] }) => void): () => void {
  const { signal, abort } = stopper();
  document.addEventListener('paste', (event) => !isElsewhere(event) && open(takePasted(event)), { signal });
  return abort;
}

function takePasted(event: ClipboardEvent): { readonly text: string; readonly files: readonly File[] } {
  event.preventDefault();
  return { text: event.clipboardData?.getData('text/plain').trim() ?? '', files: [...(event.clipboardData?.files ?? [])] };
}

function stopper(): { signal: AbortSignal; abort: () => void } {
  const stop = new AbortController();
  return { signal: stop.signal, abort: () => stop.abort() };
}

/** Writes to the clipboard without an event of the browser's own, as a menu does. */
export async function writeClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).catch(() => {
    throw new Error('The browser does not let Clade write to the clipboard.\nPress Ctrl+C instead.');
  });
}

export async function readClipboard(): Promise<string> {
  const text = await navigator.clipboard.readText().catch(() => {
    throw new Error('The browser does not let Clade read the clipboard.\nPress Ctrl+V instead, or allow it in the settings of the page.');
  });
  if (!text.trim()) throw new Error('There is no text in the clipboard.\nCopy nodes or a workflow first.');
  return text;
}
