import './workspace.css';
import { useEffect, useLayoutEffect, type KeyboardEvent, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels';
import { useStore } from 'zustand';
import type { Position } from '../../core/workflow.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { canvasView, type ClientPoint } from '../canvas/canvas-view.ts';
import { around } from '../canvas/place.ts';
import { listenToClipboard } from '../clipboard.ts';
import { useShortcuts } from '../commands/keys.ts';
import { dock, toggleDock, useDock } from '../dock/dock-state.ts';
import { Dock } from '../dock/dock.tsx';
import { useEditor, useEditorState } from '../editor.ts';
import { SparkCheck } from '../export/spark-check.tsx';
import { DropZone } from '../files/drop-zone.tsx';
import { MissingFilesBar } from '../files/relink-bar.tsx';
import { takeFiles } from '../files/open.ts';
import { Offered } from '../first/offered.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { AddNodeDialog } from '../palette/add-node.tsx';
import { palette } from '../palette/palette-state.ts';
import { Palette } from '../palette/palette.tsx';
import { OtherTabBar } from '../tabs/other-tab-bar.tsx';
import { RenameBar } from '../renames/rename-bar.tsx';
import { TabStrip } from '../tabs/tab-strip.tsx';
import { TourOffer } from '../tour/tour-offer.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useNarrow } from '../ui/use-media.ts';
import { NodeView } from '../views/node-view.tsx';
import { useWatchedNode } from '../steps/watched-node.ts';
import { OverWindow } from './over-window.tsx';
import { cycleRegions } from './regions.ts';
import { openSheet, setZen, useShell } from './shell-state.ts';
import { Sheets } from './sheets.tsx';
import { TopBar } from './top-bar.tsx';
import { LeaveZen } from './leave-zen.tsx';

/** A workflow on show: the bar, the palette, the canvas with the dock below it, and the inspector. */
export function Workspace() {
  const editor = useEditor();
  const narrow = useNarrow();
  const rail = useStore(palette, (s) => s.rail) || narrow;
  const view = useEditorState((s) => s.view);
  const watched = useWatchedNode() !== undefined;
  const presenting = useShell((s) => s.step !== undefined);
  const zen = useShell((s) => s.zen);
  const frozen = useShell((s) => s.viewOnly);
  useShortcuts(editor);
  useEffect(() => listenToClipboard(editor), [editor]);
  useEffect(() => {
    addEventListener('keydown', cycleRegions, { capture: true });
    return () => {
      removeEventListener('keydown', cycleRegions, { capture: true });
      openSheet(undefined);
      setZen(false);
    };
  }, []);
  return (
    <div className="workspace" data-present={presenting || undefined} data-zen={zen || undefined} data-view-only={frozen || undefined}>
      <TopBar />
      <TabStrip />
      <OtherTabBar />
      <MissingFilesBar />
      <div className="workspace-main">
        <div className="workspace-areas" inert={view !== undefined || watched}>
          {rail && (
            <div className="workspace-rail" data-region="Palette">
              <Kept what="The palette">
                <Palette />
              </Kept>
            </div>
          )}
          <Areas rail={rail} narrow={narrow} />
          {narrow && <InspectorOver />}
        </div>
        {view !== undefined && (
          <main className="workspace-view">
            <ErrorBoundary what="The view" resetKey={view}>
              <NodeView />
            </ErrorBoundary>
          </main>
        )}
        <OverWindow />
        {zen && view === undefined && !watched && <LeaveZen />}
      </div>
      <AddNodeDialog />
      <Sheets />
      <SparkCheck />
      <Offered />
      <DropZone hint="Drop to read it here" onFiles={(files, point) => void takeFiles(editor, files, placeAt(point))} />
    </div>
  );
}

/** The place of a card that is dropped on the canvas; none where the point lies beside it. */
function placeAt(point: ClientPoint): Position | undefined {
  const canvas = document.elementFromPoint(point.x, point.y)?.closest('[data-canvas]');
  const place = canvas && canvasView()?.toFlow(point);
  return place ? around(place) : undefined;
}

const Kept = ({ what, children }: { what: string; children: ReactNode }) => <ErrorBoundary what={what}>{children}</ErrorBoundary>;

/** The areas whose sizes a person can change; they are remembered for each arrangement. */
function Areas({ rail, narrow }: { rail: boolean; narrow: boolean }) {
  const ids = [...(rail ? [] : ['palette']), 'middle', ...(narrow ? [] : ['inspector'])];
  const across = useDefaultLayout({ id: 'clade.across', panelIds: ids, storage, onlySaveAfterUserInteractions: true });
  return (
    <Group
      key={ids.join()}
      className="workspace-across"
      orientation="horizontal"
      defaultLayout={across.defaultLayout}
      onLayoutChanged={across.onLayoutChanged}
    >
      {!rail && (
        <Panel
          id="palette"
          data-region="Palette"
          defaultSize={size('--w-palette')}
          minSize={180}
          maxSize={360}
          groupResizeBehavior="preserve-pixel-size"
        >
          <Kept what="The palette">
            <Palette />
          </Kept>
        </Panel>
      )}
      {!rail && <Separator className="workspace-split" aria-label="Width of the palette" />}
      <Panel id="middle" minSize={320}>
        <Middle />
      </Panel>
      {!narrow && <Separator className="workspace-split" aria-label="Width of the inspector" />}
      {!narrow && (
        <Panel
          id="inspector"
          data-region="Inspector"
          defaultSize={size('--w-inspector')}
          minSize={264}
          maxSize={560}
          groupResizeBehavior="preserve-pixel-size"
        >
          <Kept what="The inspector">
            <Inspector />
          </Kept>
        </Panel>
      )}
    </Group>
  );
}

function Middle() {
  const down = useDefaultLayout({ id: 'clade.down', panelIds: ['canvas', 'dock'], storage, onlySaveAfterUserInteractions: true });
  const panel = usePanelRef();
  const open = useDock((s) => s.open);
  const shut = size('--h-dock-closed');

  useLayoutEffect(() => {
    if (panel.current?.isCollapsed() !== open) return;
    if (open) panel.current.expand();
    else panel.current.collapse();
  }, [panel, open]);

  const follow = (height: number): void => {
    const shows = height > shut + 1;
    if (dock.getState().open !== shows) toggleDock();
  };

  return (
    <Group orientation="vertical" defaultLayout={down.defaultLayout} onLayoutChanged={down.onLayoutChanged}>
      <Panel id="canvas" minSize={160}>
        <main className="workspace-canvas" data-region="Canvas">
          <Kept what="The canvas">
            <Canvas />
          </Kept>
          <TourOffer />
          <RenameBar />
        </main>
      </Panel>
      <Separator className="workspace-split" aria-label="Height of the dock" />
      <Panel
        id="dock"
        data-region="Dock"
        panelRef={panel}
        defaultSize={size('--h-dock')}
        minSize={120}
        maxSize="80%"
        collapsible
        collapsedSize={shut}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }, _, before) => before && inPixels > 0 && follow(inPixels)}
      >
        <Kept what="The dock">
          <Dock />
        </Kept>
      </Panel>
    </Group>
  );
}

/** Below 1280 px the inspector slides over the canvas while something is selected. */
function InspectorOver() {
  const editor = useEditor();
  const some = useEditorState((s) => s.selected.length > 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    editor.select([]);
    canvasView()?.takeFocus();
  };
  return (
    some && (
      <div className="workspace-over" data-region="Inspector" role="group" aria-label="Selected" onKeyDown={onKeyDown}>
        <Kept what="The inspector">
          <Inspector />
        </Kept>
      </div>
    )
  );
}

/** A size of the shell as the theme gives it for this window, in pixels. */
const size = (token: string): number => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));

/** Where sizes are remembered; where storage is refused they last as long as the tab. */
const storage = {
  getItem(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      return;
    }
  },
};
