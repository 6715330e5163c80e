import { useStore } from '@xyflow/react';
import { Maximize2, Minus, Plus, Waypoints } from 'lucide-react';
import { useShell } from '../shell/shell-state.ts';
import { memo } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import type { CanvasView } from './canvas-view.ts';

export const CanvasTools = memo(function CanvasTools({ view }: { view: CanvasView }) {
  const locked = useShell((s) => s.viewOnly);
  const percent = useStore((s) => Math.round(s.transform[2] * 100));
  return (
    <div className="canvas-tools" role="toolbar" aria-label="View">
      <IconButton small icon={Minus} label="Zoom out" tooltipSide="top" onClick={() => view.zoomBy(1 / 1.25)} />
      <Tooltip text="Back to 100 %" shortcut="0" side="top">
        <button type="button" className="canvas-zoom num" aria-label={`Zoom ${percent} %, back to 100 %`} onClick={() => view.zoomTo(1)}>
          {percent} %
        </button>
      </Tooltip>
      <IconButton small icon={Plus} label="Zoom in" tooltipSide="top" onClick={() => view.zoomBy(1.25)} />
      <IconButton small icon={Maximize2} label="Fit" shortcut="Shift+1" tooltipSide="top" onClick={() => view.fit()} />
      <IconButton
        small
        icon={Waypoints}
        label="Tidy up"
        shortcut="Shift+Alt+T"
        tooltipSide="top"
        disabledReason={locked ? 'View only' : undefined}
        onClick={() => view.tidy()}
      />
    </div>
  );
});
