import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { noteClosed, noteOpen } from './journal.ts';
import { newId } from './new-id.ts';

/** Who may write an open workflow: one tab of this browser at a time. */
export type Holder = 'this tab' | 'another tab';

const holders = createStore<{ readonly byId: ReadonlyMap<string, Holder> }>()(() => ({ byId: new Map() }));

export const holderOf = (id: string): Holder | undefined => holders.getState().byId.get(id);
export const isHeld = (id: string): boolean => holderOf(id) === 'this tab';
export const useHolder = (id: string): Holder | undefined => useStore(holders, ({ byId }) => byId.get(id));
export const onHolders = (hear: () => void): (() => void) => holders.subscribe(hear);

/** What happens to workflows in other tabs. */
export interface LockEvents {
  /** Saves what has not been saved: another tab takes the workflow over. */
  readonly give: (id: string) => Promise<void>;
  /** The workflow may be written here from now on; `left` where the other tab was closed or has died. */
  readonly gained: (id: string, left: boolean) => void;
  /** The tab that holds it has saved it. */
  readonly saved: (id: string) => void;
}

type Message =
  | { readonly kind: 'take'; readonly id: string; readonly by: string }
  | { readonly kind: 'given'; readonly id: string; readonly to: string }
  | { readonly kind: 'saved'; readonly id: string };

/** A tab that does not answer in this time is dead or hangs, and is not asked again. */
const PATIENCE_MS = 1500;

/** A page that is loaded anew may ask before the browser has let go of what it had. */
const RELOAD_MS = 300;

const me = newId();
const ends = new Map<string, () => void>();
const crashes = new Set<string>();
let events: LockEvents | undefined;
let channel: BroadcastChannel | undefined;

const nameOf = (id: string): string => `clade ${id}`;

/** Begins to listen to the other tabs. */
export function startLocks(hear: LockEvents): void {
  events = hear;
  channel = new BroadcastChannel('clade');
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'saved' && holderOf(data.id) === 'another tab') events?.saved(data.id);
    if (data.kind === 'take' && data.by !== me && isHeld(data.id)) void give(data.id, data.by);
  });
  addEventListener('pagehide', () => heldIds().forEach(noteClosed));
  addEventListener('pageshow', () => heldIds().forEach(noteOpen));
}

const heldIds = (): string[] => [...holders.getState().byId].flatMap(([id, holder]) => (holder === 'this tab' ? [id] : []));

/** Tells the other tabs that a workflow was saved. */
export const tellSaved = (id: string): void => channel?.postMessage({ kind: 'saved', id } satisfies Message);

/**
 * Takes a workflow for this tab if no other has it; else waits for it. Where the browser has no locks it is always taken.
 * @param patience milliseconds after which another tab is said to have it
 */
export function hold(id: string, patience = RELOAD_MS): Promise<Holder> {
  const known = holderOf(id);
  if (known) return Promise.resolve(known);
  if (!('locks' in navigator)) return Promise.resolve(mark(id, 'this tab'));
  const asking = asked.get(id) ?? ask(id, patience).finally(() => asked.delete(id));
  asked.set(id, asking);
  return asking;
}

/** Locks that the browser was asked for: one that is asked for twice would be in its own way. */
const asked = new Map<string, Promise<Holder>>();

async function ask(id: string, patience: number): Promise<Holder> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const got = await new Promise<boolean>((resolve) => request(id, { signal: stop.signal }, resolve));
  clearTimeout(timer);
  if (!got) {
    mark(id, 'another tab');
    wait(id);
  }
  return got ? 'this tab' : 'another tab';
}

/** Lets go of a workflow that is closed here. */
export function release(id: string): void {
  if (isHeld(id)) noteClosed(id);
  ends.get(id)?.();
  ends.delete(id);
  const byId = new Map(holders.getState().byId);
  byId.delete(id);
  holders.setState({ byId });
}

/** Takes a workflow away from the other tab, which saves it first. */
export async function takeOver(id: string): Promise<void> {
  await given(id);
  ends.get(id)?.();
  await new Promise<boolean>((resolve) => request(id, { steal: true }, resolve));
  events?.gained(id, false);
}

/** Whether the tab that had a workflow last ended without closing it; asked once. */
export const hasCrashed = (id: string): boolean => crashes.delete(id);

function given(id: string): Promise<void> {
  return new Promise((resolve) => {
    const answers = new BroadcastChannel('clade');
    const end = (): void => {
      clearTimeout(timer);
      answers.close();
      resolve();
    };
    const timer = setTimeout(end, PATIENCE_MS);
    answers.addEventListener(
      'message',
      ({ data }: MessageEvent<Message>) => data.kind === 'given' && data.id === id && data.to === me && end(),
    );
    channel?.postMessage({ kind: 'take', id, by: me } satisfies Message);
  });
}

/** The lock itself goes when the other tab steals it; if that dies first, this tab goes on. */
async function give(id: string, to: string): Promise<void> {
  await events?.give(id).catch(() => undefined);
  mark(id, 'another tab');
  noteClosed(id);
  channel?.postMessage({ kind: 'given', id, to } satisfies Message);
  setTimeout(() => {
    if (holderOf(id) !== 'another tab' || !stillLocked.has(id)) return;
    mark(id, 'this tab');
    noteOpen(id);
    events?.gained(id, false);
  }, PATIENCE_MS);
}

/** Workflows whose lock this tab has, on the way to another one or not. */
const stillLocked = new Set<string>();

function wait(id: string): void {
  const stop = new AbortController();
  ends.set(id, () => stop.abort());
  request(id, { signal: stop.signal }, (got) => got && events?.gained(id, true));
}

function request(id: string, options: LockOptions, then: (got: boolean) => void): void {
  navigator.locks
    .request(nameOf(id), options, () => {
      stillLocked.add(id);
      mark(id, 'this tab');
      if (noteOpen(id)) crashes.add(id);
      then(true);
      return new Promise<void>((resolve) => ends.set(id, resolve));
    })
    .then(
      () => void stillLocked.delete(id),
      () => {
        if (!stillLocked.delete(id)) return then(false);
        mark(id, 'another tab');
        wait(id);
      },
    );
}

function mark(id: string, holder: Holder): Holder {
  holders.setState({ byId: new Map(holders.getState().byId).set(id, holder) });
  return holder;
}
