import { isLocked, presentedStep, presentStep, setViewOnly, setZen, viewOnly } from '../shell/shell-state.ts';

/** Whether the workflow was view-only before it was presented, and stays so. */
let wasViewOnly = false;

/** Shows the workflow step by step over the whole window. Meanwhile nothing of it can be changed. */
export function startPresenting(step = 0): void {
  if (presentedStep() === undefined) {
    wasViewOnly = viewOnly() && !isLocked();
    setViewOnly(true);
    setZen(false);
  }
  presentStep(step);
}

export function stopPresenting(): void {
  if (presentedStep() === undefined) return;
  presentStep(undefined);
  setViewOnly(wasViewOnly);
}

export const isPresenting = (): boolean => presentedStep() !== undefined;
