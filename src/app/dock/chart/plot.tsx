import { memo, useState, type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode, type Ref } from 'react';
import { widestOf } from '../text-width.ts';
import { clipped } from './chart-words.ts';

/** Something in a chart that stands for a figure. */
export interface Mark {
  readonly key: string;
  /** What it says: the group, then the exact figures. */
  readonly words: readonly string[];
  /** Where that is said. */
  readonly at: readonly [x: number, y: number];
  readonly shape: ReactElement;
}

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
}

export interface PlotProps {
  width: number;
  height: number;
  title: string;
  /** What stands beside the title. */
  text: string;
  legend: readonly LegendEntry[];
  marks: readonly Mark[];
  /** Axes and gridlines, behind the marks. */
  children: ReactNode;
  /** Labels in front of them. */
  front?: ReactNode;
  ref?: Ref<SVGSVGElement>;
}

export const TITLE = 24;
export const LEGEND = 20;

/** Room that the head of a plot takes. */
export const headOf = (legend: readonly LegendEntry[]): number => TITLE + (legend.length ? LEGEND : 0);

/** A picture with its title, legend and marks, each of which says its figures when it is pointed at or has the focus. */
export function Plot({ width, height, title, text, legend, marks, children, front, ref }: PlotProps) {
  const [shown, setShown] = useState<number>();
  const [active, setActive] = useState(0);
  const tab = Math.min(active, marks.length - 1);
  const mark = shown === undefined ? undefined : marks[shown];

  const heading = clipped(title, Math.max(Math.floor(width / 8), 12));
  const beside = clipped(text, Math.max(Math.floor((width - heading.length * 7) / 6), 1));

  const onKeyDown = (event: KeyboardEvent<SVGGElement>): void => {
    const to = targetOf(event.key, tab, marks.length);
    if (to === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<SVGElement>(`[data-mark="${to}"]`)?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    const index = markAt(event.target);
    if (index === undefined) return;
    setActive(index);
    setShown(index);
  };
  return (
    <div className="plot" style={{ width, height }}>
      <svg ref={ref} width={width} height={height} role="group" aria-label={`${title}. ${text}`}>
        <text className="plot-title" y={14}>
          {(heading !== title || beside !== text) && <title>{`${title}. ${text}`}</title>}
          {heading}
          <tspan className="plot-text" dx={10}>
            {beside}
          </tspan>
        </text>
        {legend.length > 0 && <Legend entries={legend} width={width} />}
        {children}
        <g
          onPointerOver={(event: PointerEvent) => setShown(markAt(event.target))}
          onPointerLeave={() => setShown(undefined)}
          onFocus={onFocus}
          onBlur={() => setShown(undefined)}
          onKeyDown={onKeyDown}
        >
          {marks.map((one, i) => (
            <Shape key={one.key} mark={one} index={i} tabbable={i === tab} />
          ))}
        </g>
        {front && <g className="plot-front">{front}</g>}
      </svg>
      {mark && <Words mark={mark} width={width} height={height} />}
    </div>
  );
}

function targetOf(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function markAt(target: EventTarget): number | undefined {
  const found = target instanceof Element ? target.closest<SVGElement>('[data-mark]') : null;
  return found ? Number(found.dataset['mark']) : undefined;
}

const Shape = memo(function Shape({ mark, index, tabbable }: { mark: Mark; index: number; tabbable: boolean }) {
  return (
    <g className="plot-mark" role="img" aria-label={mark.words.join(', ')} data-mark={index} tabIndex={tabbable ? 0 : -1}>
      {mark.shape}
    </g>
  );
});

/** Half of the widest that words are. */
const HALF = 96;

function Words({ mark: { words, at }, width, height }: { mark: Mark; width: number; height: number }) {
  const [first, ...rest] = words;
  const below = at[1] < height / 3;
  return (
    <div
      className="plot-words num"
      data-below={below || undefined}
      aria-hidden="true"
      style={{ left: Math.min(Math.max(at[0], HALF), Math.max(width - HALF, HALF)), top: at[1] }}
    >
      <b>{first}</b>
      {rest.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}

/** Names with their colours on one line; those that find no room are left to the marks themselves. */
function Legend({ entries, width }: { entries: readonly LegendEntry[]; width: number }) {
  return (
    <g className="plot-legend">
      {inARow(entries, width).map(({ name, text, colour, at }) => (
        <g key={name} transform={`translate(${at} ${TITLE + 2})`}>
          <rect width={10} height={10} y={-1} rx={2} style={{ fill: colour }} />
          <text className="label" x={15} y={8}>
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}

function inARow(entries: readonly LegendEntry[], width: number): (LegendEntry & { readonly text: string; readonly at: number })[] {
  const placed = [];
  let end = 0;
  for (const entry of entries) {
    const text = clipped(entry.name, 24);
    const at = end;
    end += widestOf([text], FONT) + 32;
    if (end - 16 > width) break;
    placed.push({ ...entry, text, at });
  }
  return placed;
}

export const FONT = '11px system-ui';
