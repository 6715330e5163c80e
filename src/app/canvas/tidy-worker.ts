import type { Link } from './rows.ts';
import { tidy, type Sheet } from './tidy.ts';

addEventListener('message', ({ data }: MessageEvent<{ sheet: Sheet; links: readonly Link[] }>) => {
  postMessage(tidy(data.sheet, data.links));
});
