import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { prefer } from '../preferences.ts';
import type { Editor } from '../store.ts';
import { tourNode } from './tour-stops.ts';

interface TourState {
  /** The stop on show, counted from 0. */
  readonly stop: number | undefined;
  /** The tour needs a template, and asks for it. */
  readonly asking: boolean;
}

const tour = createStore<TourState>()(() => ({ stop: undefined, asking: false }));

export const useTourStop = (): number | undefined => useStore(tour, (s) => s.stop);
export const useAsking = (): boolean => useStore(tour, (s) => s.asking);

/** Begins the tour; where the workflow has no k-Means node to show it on, asks for the template first. */
export function startTour(editor: Editor): void {
  const ready = tourNode(editor.getState().workflow) !== undefined;
  prefer({ toured: true });
  tour.setState(ready ? { stop: 0, asking: false } : { stop: undefined, asking: true });
}

export const goToStop = (stop: number): void => tour.setState({ stop });
export const stopAsking = (): void => tour.setState({ asking: false });

export function endTour(): void {
  tour.setState({ stop: undefined, asking: false });
}
