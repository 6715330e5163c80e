export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 14;
const EDGE = 12;

/** The rectangle around some; nothing around none that is to be seen. */
export function rectAround(all: readonly Rect[]): Rect | undefined {
  const seen = all.filter((rect) => rect.width > 0 && rect.height > 0);
  if (!seen.length) return undefined;
  const [left, top] = [Math.min(...seen.map((r) => r.left)), Math.min(...seen.map((r) => r.top))];
  return {
    left,
    top,
    width: Math.max(...seen.map((r) => r.left + r.width)) - left,
    height: Math.max(...seen.map((r) => r.top + r.height)) - top,
  };
}

/** What is lower than this is a bar or a button in one. */
const BAR = 56;

/**
 * Where a box stands beside what it is about without covering it: right, left, below or above, the first that has room; a
 * bar keeps its sides free. Beside something as large as the window it stands inside, at the lower edge.
 */
export function besideRect(
  target: Rect | undefined,
  { width, height }: Size,
  window: Size,
): { readonly left: number; readonly top: number } {
  const most = { left: window.width - width - EDGE, top: window.height - height - EDGE };
  const within = (left: number, top: number) => ({
    left: Math.round(Math.max(EDGE, Math.min(left, most.left))),
    top: Math.round(Math.max(EDGE, Math.min(top, most.top))),
  });
  if (!target) return within((window.width - width) / 2, window.height);
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const middle = { left: target.left + (target.width - width) / 2, top: target.top + (target.height - height) / 2 };
  if (target.height < BAR && bottom + GAP <= most.top) return within(middle.left, bottom + GAP);
  if (right + GAP <= most.left) return within(right + GAP, middle.top);
  if (target.left - GAP - width >= EDGE) return within(target.left - GAP - width, middle.top);
  if (bottom + GAP <= most.top) return within(middle.left, bottom + GAP);
  if (target.top - GAP - height >= EDGE) return within(middle.left, target.top - GAP - height);
  return within(middle.left, bottom - height - 2 * GAP);
}
