import type { Ref } from 'react';
import type { ChartData } from './use-chart.ts';

/** What draws a chart of one type. */
export interface PictureProps {
  data: ChartData;
  width: number;
  height: number;
  ref?: Ref<SVGSVGElement> | undefined;
}
