import { ArrowDown, ArrowUp } from 'lucide-react';
import type { PointerEvent } from 'react';
import type { Column } from '../../core/schema.ts';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { Icon } from '../ui/icons.tsx';
import { ColumnChart } from './column-chart.tsx';
import type { ColumnProfile } from './column-profile.ts';
import { endsOf, missingText } from './column-words.ts';

export type Sorted = 'ascending' | 'descending' | 'none';

export interface GridHeadProps {
  id: string;
  column: Column;
  index: number;
  left: number;
  width: number;
  right: boolean;
  profile: ColumnProfile | undefined;
  sorted: Sorted;
  active: boolean;
  onResize: (width: number) => void;
}

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown } as const;

/** A column's head: its name, type and missing values, its shape and its range. */
export function GridHead({ id, column, index, left, width, right, profile, sorted, active, onResize }: GridHeadProps) {
  const ends = profile ? endsOf(column, profile) : [];
  return (
    <div
      id={id}
      className="grid-head-cell"
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sorted}
      data-active={active || undefined}
      data-head={index}
      data-right={right || undefined}
      style={{ left, width }}
      title={column.name}
    >
      <div className="grid-head-name">
        <span className="ellipsis">{column.name}</span>
        {sorted !== 'none' && <Icon of={SORT_ICONS[sorted]} size={12} />}
      </div>
      <div className="grid-head-kind">
        <span className="mono">{TYPE_LABELS[column.type]}</span>
        {profile && <span className="grid-head-missing num">{missingText(profile)}</span>}
      </div>
      <div className="grid-head-chart">{profile && <ColumnChart profile={profile} />}</div>
      <div className="grid-head-ends num">
        {ends.map((end, i) => (
          <span key={i} className="ellipsis">
            {end}
          </span>
        ))}
      </div>
      <div className="grid-resize" aria-hidden="true" onPointerDown={(event) => dragWidth(event, width, onResize)} />
    </div>
  );
}

/** Follows the pointer from where it went down until it is let go. */
function dragWidth(event: PointerEvent<HTMLElement>, width: number, onResize: (width: number) => void): void {
  event.stopPropagation();
  const handle = event.currentTarget;
  const from = event.clientX;
  handle.setPointerCapture(event.pointerId);
  handle.onpointermove = ({ clientX }) => onResize(width + clientX - from);
  handle.onpointerup = () => {
    handle.onpointermove = null;
  };
}
