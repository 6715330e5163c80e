import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { InspectionWarning } from '../../core/engine.ts';
import type { TableOp } from '../../core/plan.ts';
import type { Seen } from './look.ts';
import type { Proposal } from './propose.ts';

/** A proposal how to find the segments in a file, which somebody has to answer. */
export interface Offer {
  /** The node that reads the file, and the name that the file has as a source. */
  readonly reader: string;
  readonly source: string;
  readonly file: string;
  /** The workflow that it belongs to. */
  readonly workflow: string;
  readonly table: TableOp;
  readonly seen: Seen;
  readonly proposal: Proposal;
  readonly warnings: readonly InspectionWarning[];
}

const offers = createStore<{ readonly offer: Offer | undefined }>()(() => ({ offer: undefined }));

export const useOffer = (): Offer | undefined => useStore(offers, (s) => s.offer);
export const openOffer = (offer: Offer): void => offers.setState({ offer });
export const closeOffer = (): void => offers.setState({ offer: undefined });
