import type { ViewName } from '../../core/node.ts';
import { importanceView } from './importance-view.tsx';
import { profileView } from './profile-view.tsx';
import { rfmView } from './rfm-view.tsx';
import { scoresView } from './scores-view.tsx';
import { segmentsView } from './segments-view.tsx';
import type { AnyView } from './view.ts';

/** How results are drawn, by the name that a node type gives. A `table` is not drawn but shown row by row. */
export const views: Readonly<Record<Exclude<ViewName, 'table'>, AnyView>> = {
  importance: importanceView,
  profile: profileView,
  rfm: rfmView,
  scores: scoresView,
  segments: segmentsView,
};
