import type { Position } from '../../core/workflow.ts';
import { CARD, PITCH, snapped } from './ports.ts';

/** The place nearest below `at` where a new card covers none of `cards`. */
export function freePlace(at: Position, cards: readonly Position[]): Position {
  let place = snapped(at);
  while (cards.some((card) => overlap(card, place))) place = [place[0], place[1] + PITCH[1]];
  return place;
}

/** Where a card goes whose middle is at a point. */
export const around = ([x, y]: Position): Position => [x - CARD.width / 2, y - CARD.height / 2];

/** Where a card goes whose first input is at a point. */
export const inputAt = ([x, y]: Position): Position => [x, y - 20];

/** Where a card goes whose first output is at a point. */
export const outputAt = ([x, y]: Position): Position => [x - CARD.width, y - 20];

export const rightOf = ([x, y]: Position): Position => [x + PITCH[0], y];

export function overlap(a: Position, b: Position): boolean {
  return Math.abs(a[0] - b[0]) < CARD.width && Math.abs(a[1] - b[1]) < CARD.height;
}
