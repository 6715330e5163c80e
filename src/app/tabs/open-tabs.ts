import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { holderOf, onHolders, release } from '../files/lock.ts';
import { forgetting } from '../files/kept.ts';
import { stopPresenting } from '../present/presenting.ts';
import { NOTHING } from '../open-documents.ts';
import { idIn, goTo } from '../shell/route.ts';
import { isLocked, setLocked, setViewOnly, viewOnly } from '../shell/shell-state.ts';
import type { Editor, State } from '../store.ts';
import { notify } from '../ui/toasts.tsx';

/** A workflow that is open in this window. */
export interface OpenTab {
  readonly id: string;
  readonly title: string;
}

const KEY = 'clade.tabs';

const tabs = createStore<{ readonly open: readonly OpenTab[] }>()(() => ({ open: remembered() }));

export const useTabs = (): readonly OpenTab[] => useStore(tabs, (s) => s.open);
export const openTabs = (): readonly OpenTab[] => tabs.getState().open;

/** Follows which workflows are opened, what they are called and who may write them. */
export function followTabs(editor: Editor): void {
  /** Workflows that somebody wants to look at and not change, which stays so while another one is on show. */
  const lookedAt = new Set<string>();
  const lock = (): void => setLocked(holderOf(editor.getState().id) === 'another tab');
  editor.subscribe((now, before) => {
    if (now.id !== before.id) {
      stopPresenting();
      if (before.running) sayStopped(before);
      if (viewOnly() && !isLocked()) lookedAt.add(before.id);
      else lookedAt.delete(before.id);
      lock();
      setViewOnly(lookedAt.has(now.id));
    }
    const { id, workflow } = now;
    if (id === NOTHING || (id === before.id && workflow.title === before.workflow.title)) return;
    const tab = { id, title: workflow.title };
    change(openTabs().some((t) => t.id === id) ? openTabs().map((t) => (t.id === id ? tab : t)) : [...openTabs(), tab]);
  });
  onHolders(lock);
  forgetting.addEventListener('forget', (event) => {
    const id = (event as CustomEvent<string>).detail;
    drop(editor, id);
  });
}

function sayStopped({ id, workflow }: State): void {
  notify({
    text: `The run of ${workflow.title} was stopped`,
    detail: 'One workflow runs at a time. What was computed is kept, and the next run goes on from there.',
    ...(id !== NOTHING && { action: { label: 'Show it', run: () => goTo(id) } }),
  });
}

/** Shows the next open workflow, or the one before, round about. */
export function stepTab(editor: Editor, step: 1 | -1): void {
  const open = openTabs();
  const at = open.findIndex((t) => t.id === editor.getState().id);
  const next = open.at((at + step) % open.length);
  if (next) goTo(next.id);
}

/** Moves a tab to another place among the others. */
export function moveTab(id: string, to: number): void {
  const tab = openTabs().find((t) => t.id === id);
  if (!tab || to < 0 || to >= openTabs().length) return;
  change(
    openTabs()
      .filter((t) => t !== tab)
      .toSpliced(to, 0, tab),
  );
}

/** Closes a workflow, which stays among those of this browser. The one beside it is shown next. */
export async function closeTab(editor: Editor, id: string, flush: () => Promise<void> = flushing): Promise<void> {
  await flush();
  const open = openTabs();
  const at = open.findIndex((t) => t.id === id);
  const next = open[at + 1] ?? open[at - 1];
  if (idIn(location.hash) === id) goTo(next?.id);
  drop(editor, id);
}

let flushing = (): Promise<void> => Promise.resolve();
/** What saves the workflow on show before it is closed. */
export const flushWith = (flush: () => Promise<void>): void => void (flushing = flush);

/** Lets go of a tab without a word. */
export function drop(editor: Editor, id: string): void {
  change(openTabs().filter((t) => t.id !== id));
  release(id);
  editor.close(id);
}

function change(open: readonly OpenTab[]): void {
  tabs.setState({ open });
  try {
    sessionStorage.setItem(KEY, JSON.stringify(open.map(({ id, title }) => [id, title])));
  } catch {
    return;
  }
}

/** Which were open in this browser tab before it was loaded anew. */
function remembered(): readonly OpenTab[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(found)) return [];
    return found.flatMap((pair: unknown): OpenTab[] => {
      const [id, title] = Array.isArray(pair) ? (pair as unknown[]) : [];
      return typeof id === 'string' && /^[A-Za-z0-9-]+$/.test(id) && typeof title === 'string' ? [{ id, title }] : [];
    });
  } catch {
    return [];
  }
}
