import './chart.css';
import { ChartColumn, Copy, Image } from 'lucide-react';
import { useMemo, useRef, type ComponentType } from 'react';
import type { TableOp } from '../../../core/plan.ts';
import { useEditor, useEditorState } from '../../editor.ts';
import { slugOf } from '../../files/formats.ts';
import { sayError } from '../../shell/shell-state.ts';
import { IconButton } from '../../ui/button.tsx';
import { Empty, Note, Spinner } from '../../ui/feedback.tsx';
import { Menu } from '../../ui/menu.tsx';
import { copyText } from '../../copy-text.ts';
import type { DockPort } from '../dock-ports.ts';
import { lookOf, useLook } from '../grid-looks.ts';
import { PeekBar } from '../peek-bar.tsx';
import { NotThere, Shown } from '../table-panel.tsx';
import { tableText } from '../text-table.ts';
import { usePeek } from '../use-peek.ts';
import { usePort } from '../use-port.ts';
import { useSize } from '../use-size.ts';
import { BarsPicture } from './bars-picture.tsx';
import { BoxPicture } from './box-picture.tsx';
import { ChartForm } from './chart-form.tsx';
import { firstChart, fitted, gapOf, titleOf, type ChartSpec, type ChartType } from './chart-spec.ts';
import { setChartSpec, useChartSpec } from './chart-state.ts';
import { chartText } from './chart-text.ts';
import { HeatPicture } from './heat-picture.tsx';
import { HistogramPicture } from './histogram-picture.tsx';
import { LinePicture } from './line-picture.tsx';
import type { PictureProps } from './picture.ts';
import { savePng, saveSvg } from './save-picture.ts';
import { ScatterPicture } from './scatter-picture.tsx';
import { useChart, type ChartData } from './use-chart.ts';

const PICTURES: Readonly<Record<ChartType, ComponentType<PictureProps>>> = {
  histogram: HistogramPicture,
  bars: BarsPicture,
  line: LinePicture,
  scatter: ScatterPicture,
  box: BoxPicture,
  heat: HeatPicture,
};

/** A chart of a port's rows, or of those that its filters leave. */
export function ChartPanel({ port }: { port: DockPort }) {
  const { op, isPrevious, state } = usePort(port);
  if (!op) return <NotThere node={port.owner} state={state} what="The chart" />;
  return (
    <Shown node={port.owner} state={state} isPrevious={isPrevious}>
      <Chart table={op} port={port} />
    </Shown>
  );
}

function Chart({ table, port }: { table: TableOp; port: DockPort }) {
  const { engine } = useEditor();
  const place = useEditorState((s) => lookOf(s.id, port));
  const { peek } = useLook(place);
  const { op, busy: isFiltering, problem: failure } = usePeek(table, peek);
  const saved = useChartSpec(place);
  const spec = useMemo((): ChartSpec => (saved ? fitted(saved, op.schema) : firstChart(op.schema)), [saved, op.schema]);
  const { data, busy, problem = failure } = useChart(op, spec);
  const gap = gapOf(spec);
  return (
    <div className="chart">
      <PeekBar
        onlyRows
        place={place}
        port={port}
        schema={table.schema}
        rows={engine.rows(op) ?? 0}
        all={engine.rows(table) ?? 0}
        busy={isFiltering}
      />
      <div className="chart-parts">
        <ChartForm spec={spec} schema={op.schema} onChange={(next) => setChartSpec(place, next)} />
        <div className="chart-picture" aria-busy={busy}>
          {problem !== undefined && <Note kind="error">{problem}</Note>}
          {gap !== undefined ? (
            <Empty icon={ChartColumn} title={gap} text="Choose another chart." />
          ) : data ? (
            <Picture data={data} late={busy} />
          ) : (
            problem === undefined && <Spinner label="Computing the chart" />
          )}
        </div>
      </div>
    </div>
  );
}

function Picture({ data, late }: { data: ChartData; late: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const { width, height } = useSize(place);
  const Draw = PICTURES[data.spec.type];
  const name = slugOf(titleOf(data.spec));
  const isDrawn = data.table.rows > 0 && data.scout.drawn > 0;
  const png = (): void => void savePng(svg.current!, name).catch((error: unknown) => sayError(error, 'The picture could not be saved'));
  return (
    <>
      <div className="chart-tools">
        <IconButton
          small
          icon={Copy}
          label="Copy as text"
          onClick={() => void copyText(tableText(chartText(data)), `"${titleOf(data.spec)}"`)}
        />
        <Menu
          align="end"
          trigger={<IconButton small icon={Image} label="Save picture" disabledReason={isDrawn ? undefined : 'There is nothing to save'} />}
          items={[
            { label: 'Save picture as PNG', onSelect: png },
            { label: 'Save picture as SVG', onSelect: () => saveSvg(svg.current!, name) },
          ]}
        />
      </div>
      <div ref={place} className="chart-drawing" data-late={late || undefined}>
        {width > 0 &&
          (isDrawn ? (
            <Draw ref={svg} data={data} width={Math.max(width, 240)} height={Math.max(height, 160)} />
          ) : (
            <Empty icon={ChartColumn} title="No rows to draw" text="The columns of this chart have no values here." />
          ))}
      </div>
    </>
  );
}
