import { ArrowDown, ArrowUp, ListFilter, MoreVertical } from 'lucide-react';
import type { PointerEvent } from 'react';
import type { Column } from '../../core/schema.ts';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { Icon } from '../ui/icons.tsx';
import { ColumnChart } from './column-chart.tsx';
import type { ColumnProfile } from './column-profile.ts';
import { endsOf, headWords, missingText } from './column-words.ts';

export type Sorted = 'ascending' | 'descending' | 'none';

/** What became of a column on its way through the node. */
export type ColumnMark = 'new' | 'dropped';

export interface GridHeadProps {
  id: string;
  column: Column;
  index: number;
  left: number;
  width: number;
  right: boolean;
  frozen: boolean;
  profile: ColumnProfile | undefined;
  sorted: Sorted;
  /** Its place among the columns that are sorted by, where there are several. */
  rank: number | undefined;
  filtered: boolean;
  mark: ColumnMark | undefined;
  active: boolean;
  onResize: (width: number) => void;
  onFit: () => void;
  onMenu: (at: DOMRect) => void;
}

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown } as const;

/** A column's head: its name, type and missing values, its shape and its range. */
export function GridHead({ id, column, index, left, width, frozen, profile, sorted, mark, ...rest }: GridHeadProps) {
  const { right, rank, filtered, active, onResize, onFit, onMenu } = rest;
  const ends = profile ? endsOf(column, profile) : [];
  return (
    <div
      id={id}
      className="grid-head-cell"
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sorted}
      aria-haspopup="menu"
      data-active={active || undefined}
      data-frozen={frozen || undefined}
      data-head={index}
      data-mark={mark}
      data-right={right || undefined}
      style={{ left, width }}
    >
      <div className="grid-head-name" title={headWords(column.name, profile)}>
        <span className="ellipsis">{column.name}</span>
        {mark && <span className="grid-head-mark">{mark}</span>}
        {filtered && <Icon of={ListFilter} size={12} />}
        {sorted !== 'none' && <Icon of={SORT_ICONS[sorted]} size={12} />}
        {sorted !== 'none' && rank !== undefined && <sub>{rank}</sub>}
        <button
          type="button"
          className="grid-head-menu"
          tabIndex={-1}
          aria-label={`Menu of ${column.name}`}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => onMenu(event.currentTarget.getBoundingClientRect())}
        >
          <Icon of={MoreVertical} size={14} />
        </button>
      </div>
      <div className="grid-head-kind">
        <span className="mono">{TYPE_LABELS[column.type]}</span>
        {profile && (
          <span className="grid-head-missing num" title={missingText(profile)}>
            {missingText(profile)}
          </span>
        )}
      </div>
      <div className="grid-head-chart">{profile && <ColumnChart profile={profile} />}</div>
      <div className="grid-head-ends num">
        {ends.map((end, i) => (
          <span key={i} className="ellipsis">
            {end}
          </span>
        ))}
      </div>
      <div className="grid-resize" aria-hidden="true" onPointerDown={(event) => dragWidth(event, width, onResize)} onDoubleClick={onFit} />
    </div>
  );
}

/** Follows the pointer from where it went down until it is let go. */
function dragWidth(event: PointerEvent<HTMLElement>, width: number, onResize: (width: number) => void): void {
  event.stopPropagation();
  if (event.button !== 0) return;
  const handle = event.currentTarget;
  const from = event.clientX;
  handle.setPointerCapture(event.pointerId);
  handle.onpointermove = ({ clientX }) => onResize(width + clientX - from);
  handle.onpointerup = handle.onpointercancel = () => {
    handle.onpointermove = null;
  };
}
