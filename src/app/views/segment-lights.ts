import type { Segments } from './segments.ts';

/** What the pictures of segments have in common: the segment under the pointer is lit in all of them. */
export interface Lights {
  all: Segments;
  /** The segment's key. */
  lit: string | undefined;
  onLight: (key: string | undefined) => void;
}

/** Marks a picture's part as one of the segment `key`. */
export const lightsOf = ({ lit, onLight }: Pick<Lights, 'lit' | 'onLight'>, key: string) => ({
  'data-dim': (lit !== undefined && lit !== key) || undefined,
  onPointerEnter: () => onLight(key),
  onPointerLeave: () => onLight(undefined),
});
