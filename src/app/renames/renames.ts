import { createStore } from 'zustand/vanilla';
import { viewOnly } from '../shell/shell-state.ts';
import type { Editor, State } from '../store.ts';
import { baselineOf, followed, offerFor, type RenameOffer } from './rename-offer.ts';

interface Renames {
  readonly offer: RenameOffer | undefined;
  /** Its changes are on show, one by one. */
  readonly open: boolean;
}

/** The columns that got other names, while it is open whether their users follow. */
export const renames = createStore<Renames>()(() => ({ offer: undefined, open: false }));

export const showRenames = (open: boolean): void => renames.setState({ open });

/** A name that is being typed has settled, in milliseconds. */
const PAUSE_MS = 700;

let leave = (): void => undefined;

/** Lets the old names stand. */
export const leaveRenames = (): void => leave();

/** Puts the new names in, in one step, but for the settings left out. */
export function followRenames(editor: Editor, left?: ReadonlySet<string>): void {
  const { offer } = renames.getState();
  if (!offer) return;
  const [{ from, to }] = offer.origins as [RenameOffer['origins'][number]];
  editor.edit(offer.origins.length === 1 ? `Use ${to} for ${from}` : 'Use the new names', (w) => followed(w, offer, left).workflow);
  leave();
}

/**
 * Watches for edits that give a column another name, until it is told to stop. They are compared with how it was before
 * the first of them, so that a name typed in several goes is one offer.
 */
export function watchRenames(editor: Editor): () => void {
  let baseline = baselineOf(editor.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = (state: State, before?: typeof baseline): void => {
    clearTimeout(timer);
    baseline = baselineOf(state, before);
    renames.setState({ offer: undefined, open: false });
  };
  const settle = (): void => {
    const state = editor.getState();
    const offer = viewOnly() ? undefined : offerFor(baseline, state);
    if (offer) renames.setState({ offer });
    else begin(state, baseline);
  };
  const stop = editor.subscribe((now, was) => {
    if (now.id !== was.id) begin(now);
    else if (now.workflow !== was.workflow) {
      clearTimeout(timer);
      timer = setTimeout(settle, PAUSE_MS);
    }
  });
  leave = () => begin(editor.getState(), baseline);
  return () => {
    stop();
    begin(editor.getState());
  };
}
