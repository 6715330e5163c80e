import { NodeResizeControl, type ControlPosition } from '@xyflow/react';
import { useShell } from '../shell/shell-state.ts';

const CORNERS: readonly ControlPosition[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];

/** What a selected note or frame is pulled larger by. */
export function FrameCorners({ minWidth, minHeight }: { minWidth: number; minHeight: number }) {
  const locked = useShell((s) => s.viewOnly);
  if (locked) return null;
  return CORNERS.map((corner) => (
    <NodeResizeControl key={corner} className="frame-corner" position={corner} minWidth={minWidth} minHeight={minHeight} />
  ));
}
