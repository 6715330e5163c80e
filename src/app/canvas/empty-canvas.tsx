import { LayoutTemplate, Plus } from 'lucide-react';
import { openAddNode } from '../palette/add-node-state.ts';
import { goTo } from '../shell/route.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/feedback.tsx';
import type { CanvasView } from './canvas-view.ts';

export function EmptyCanvas({ view }: { view: CanvasView }) {
  const busy = useShell((s) => s.busy);
  if (busy)
    return (
      <div className="canvas-empty">
        <Spinner label={busy} />
      </div>
    );
  return (
    <div className="canvas-empty">
      <p>Drop a file here, drag a node from the palette, or double-click.</p>
      <div className="canvas-empty-buttons">
        <Button icon={Plus} shortcut="N" onClick={() => openAddNode({ at: view.centre() })}>
          Add a node
        </Button>
        <Button icon={LayoutTemplate} onClick={() => goTo(undefined)}>
          Pick a template
        </Button>
      </div>
    </div>
  );
}
