import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ChartSpec } from './chart-spec.ts';

/** The charts of ports by their places, kept while the workflow is open. */
const charts = createStore<ReadonlyMap<string, ChartSpec>>()(() => new Map());

export const useChartSpec = (place: string): ChartSpec | undefined => useStore(charts, (all) => all.get(place));

export const setChartSpec = (place: string, spec: ChartSpec): void => charts.setState((all) => new Map(all).set(place, spec), true);
