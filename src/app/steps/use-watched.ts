import { useMemo } from 'react';
import type { KMeansSpec, KMeansStepsSpec } from '../../core/algorithms.ts';
import { analyse, type TableOp } from '../../core/plan.ts';
import { useTables } from '../dock/use-tables.ts';
import { useEditorState } from '../editor.ts';
import { watchedFrom, type Watched } from './rounds.ts';

/** Rows that are drawn at most: more would hide each other. */
const MOST_POINTS = 2000;

export type Choices = Pick<KMeansStepsSpec, 'k' | 'plane' | 'start' | 'seed'>;

/** What a k-Means node is set to; nothing while it cannot be compiled. */
export function useSettings(node: string): { readonly input: TableOp; readonly spec: KMeansSpec } | undefined {
  const model = useEditorState((s) => s.compiled.nodes.get(node)?.outputs.get('model'));
  return useMemo(
    () => (model?.kind === 'fit' && model.algorithm === 'k-means' ? { input: model.input, spec: model.spec as KMeansSpec } : undefined),
    [model],
  );
}

/** k-Means on the node's rows, on two axes and from a start of one's own choice. The last one stays until the next is there. */
export function useWatched(settings: ReturnType<typeof useSettings>, { k, plane, start, seed }: Choices) {
  const wanted = useMemo(() => {
    if (!settings) return undefined;
    const { features, scale, log, weights, missing, seed: sampleSeed } = settings.spec;
    const spec: KMeansStepsSpec = { features, scale, log, weights, missing, k, plane, start, seed, most: MOST_POINTS, sampleSeed };
    return new Map([['steps', analyse('k-means-steps', [settings.input], spec)]] as const);
  }, [settings, k, plane, start, seed]);
  const { tables, busy, problem } = useTables(wanted);
  const table = tables?.get('steps');
  const watched = useMemo((): Watched | undefined => table && watchedFrom(table), [table]);
  return { watched, busy, problem };
}
