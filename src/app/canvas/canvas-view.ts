import { createStore } from 'zustand/vanilla';
import type { Position } from '../../core/workflow.ts';
import type { Direction } from './walk.ts';

export interface ClientPoint {
  readonly x: number;
  readonly y: number;
}

/** What the rest of the app may ask of the canvas on show. */
export interface CanvasView {
  /** The place in the workflow under a point of the window, and back. */
  toFlow(point: ClientPoint): Position;
  toClient(at: Position): ClientPoint;
  /** Where a new card goes: in the middle of what is in sight, or, by `aim`, under the pointer while it is over the canvas. */
  centre(): Position;
  aim(): Position;
  /** The place under the pointer while it is over the canvas. */
  pointed(): Position | undefined;
  /** The place in the middle of what is in sight. */
  middle(): Position;
  /** Brings the nodes into sight; all of them without a list. */
  fit(nodes?: readonly string[]): void;
  /** Brings an area into sight, as large as it fits, with a smooth move unless less motion is asked for. */
  lookAt(area: { readonly at: Position; readonly size: Position }): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  /** Puts the nodes in columns and rows, as one undo step. */
  tidy(): void;
  /** Selects the next card in a direction and gives it the focus. */
  walk(direction: Direction): void;
  /** Asks for the node after one, wired to its first output. */
  addAfter(node: string): void;
  /** Gives the canvas the focus. */
  takeFocus(): void;
  /** Brings a node into sight, at the zoom there is. */
  show(node: string): void;
  /** Selects a node, brings it into sight and gives it the focus. */
  focus(node: string): void;
}

/** Marks a canvas that gets the focus itself, without handing it on to a card. */
export const QUIET = 'data-quiet';

interface Shown {
  readonly view: CanvasView | undefined;
  /** The node whose name is being written. */
  readonly renaming: string | undefined;
}

/** The canvas in this window, for commands, the palette and dropped files. */
export const shownCanvas = createStore<Shown>()(() => ({ view: undefined, renaming: undefined }));

/** Whether the canvas can be reached: nothing lies over the whole of it. */
export function isCanvasOnShow(): boolean {
  const canvas = document.querySelector('[data-canvas]');
  return canvas !== null && canvas.closest('[inert]') === null;
}

export const canvasView = (): CanvasView | undefined => shownCanvas.getState().view;
export const rename = (node: string | undefined): void => shownCanvas.setState({ renaming: node });
