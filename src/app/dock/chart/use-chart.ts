import { useMemo, useState } from 'react';
import type { TableOp } from '../../../core/plan.ts';
import type { Table } from '../table.ts';
import { useTables } from '../use-tables.ts';
import { chartOp, scoutFrom, scoutOps, type Scout } from './chart-ops.ts';
import { gapOf, type ChartSpec } from './chart-spec.ts';

/** A chart's numbers with the settings they were computed for. */
export interface ChartData {
  readonly spec: ChartSpec;
  readonly scout: Scout;
  readonly table: Table;
  readonly schema: TableOp['schema'];
}

interface Asked {
  readonly spec: ChartSpec;
  readonly op: TableOp;
}

/**
 * The numbers of a chart, computed in two steps: what decides its bins and groups, then the chart itself. Those of the
 * last settings stay until the next are there.
 */
export function useChart(op: TableOp, spec: ChartSpec): { data: ChartData | undefined; busy: boolean; problem: string | undefined } {
  const asked = useMemo((): Asked | undefined => (gapOf(spec) === undefined ? { spec, op } : undefined), [op, spec]);
  const scouting = useMemo(() => asked && scoutOps(asked.op, asked.spec), [asked]);
  const { tables: scouts, busy: isScouting, problem: noScouts } = useTables(scouting);
  const isScouted = scouts !== undefined && !isScouting && noScouts === undefined;
  const scout = useMemo(() => (isScouted ? scoutFrom(scouts) : undefined), [isScouted, scouts]);
  const wanted = useMemo(() => asked && scout && new Map([['chart', chartOp(asked.op, asked.spec, scout)] as const]), [asked, scout]);
  const { tables, busy: isDrawing, problem: noTable } = useTables(wanted);
  const table = isDrawing || noTable !== undefined ? undefined : tables?.get('chart');
  const latest = useMemo(
    () => asked && scout && wanted && table && { spec: asked.spec, schema: asked.op.schema, scout, table },
    [asked, scout, wanted, table],
  );
  const data = useLast(latest);
  const problem = noScouts ?? noTable;
  return { data, busy: asked !== undefined && latest === undefined && problem === undefined, problem };
}

/** What is there, or was there last. */
function useLast<T>(latest: T | undefined): T | undefined {
  const [last, setLast] = useState(latest);
  if (latest !== undefined && latest !== last) setLast(latest);
  return latest ?? last;
}
