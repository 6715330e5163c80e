import type { Position } from '../../core/workflow.ts';

/** The size of every card, in flow pixels. */
export const CARD = { width: 168, height: 72 } as const;
/** From one card to the next: across, where a wire's label fits between, and down. */
export const PITCH: Position = [224, 92];
export const GRID = 8;

export const snapped = ([x, y]: Position): Position => [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID];
