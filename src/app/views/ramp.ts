/** A step from 1 to 8 of the sequential ramp, for a share of what is most. */
export const seqStep = (share: number): number => Math.min(Math.max(Math.ceil(share * 8), 1), 8);

/** From -3 (far below average) to 3 (far above), by the distance from the average in standard deviations. */
export const effectStep = (effect: number): number => diverging(effect, [0.25, 0.75, 1.4]);

/** From -3 to 3, by the strength of a correlation. */
export const correlationStep = (r: number): number => diverging(r, [0.1, 0.3, 0.6]);

/** A step of the diverging ramp; 0 is the quiet middle, also for what is not known. */
function diverging(value: number, edges: readonly number[]): number {
  const steps = edges.filter((edge) => Math.abs(value) >= edge).length;
  return value < 0 ? -steps || 0 : steps;
}
