/** Browsers draw nothing beyond some 17 to 33 million pixels. */
const TALLEST = 12_000_000;

/** How far a list is scrolled: in its own pixels, and as the scrollbar has it. They differ only in a list that is too tall to draw. */
export interface Scrolled {
  readonly offset: number;
  readonly top: number;
}

export interface ScrollScale {
  /** Pixels that the list takes up in the page. */
  readonly drawn: number;
  readonly scaled: boolean;
  /** The place for a scrollbar at `top`. */
  fromTop(top: number): Scrolled;
  /** The place for an offset, kept within the list. */
  fromOffset(offset: number): Scrolled;
}

/** @param total pixels of all rows; @param view pixels in sight */
export function scrollScale(total: number, view: number, tallest = TALLEST): ScrollScale {
  const drawn = Math.min(total, tallest);
  const farthest = Math.max(total - view, 0);
  const ratio = drawn > view ? farthest / (drawn - view) : 1;
  return {
    drawn,
    scaled: drawn < total,
    fromTop: (top) => ({ top, offset: Math.min(top * ratio, farthest) }),
    fromOffset(offset) {
      const kept = Math.min(Math.max(offset, 0), farthest);
      return { offset: kept, top: kept / ratio };
    },
  };
}
