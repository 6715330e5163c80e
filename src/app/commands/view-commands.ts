import { Expand, Eye, Footprints, ListTree, Maximize, PanelBottom, Presentation, SquareTerminal, SunMoon, Zap, ZoomIn } from 'lucide-react';
import { canvasView } from '../canvas/canvas-view.ts';
import { toggleDock } from '../dock/dock-state.ts';
import { toggleSparkCheck } from '../export/spark-check.tsx';
import { presentedSteps, stepWith } from '../present/presented-steps.ts';
import { isPresenting, startPresenting } from '../present/presenting.ts';
import { isOutlined, toggleOutline } from '../outline/outline-state.ts';
import { doing, isSparkChecked, isZen, openSheet, setViewOnly, setZen, viewOnly } from '../shell/shell-state.ts';
import { watchable, watchNode } from '../steps/watched-node.ts';
import { cycleTheme } from '../ui/theme.ts';
import { filled, some, type Command } from './command.ts';

export const viewCommands: readonly Command[] = [
  {
    id: 'commands',
    title: 'Find a command',
    keys: 'Ctrl+K',
    group: 'View',
    icon: SquareTerminal,
    inText: true,
    run: () => openSheet('commands'),
  },
  {
    id: 'fit',
    title: 'Show the whole workflow',
    keys: 'Shift+1',
    group: 'View',
    icon: Maximize,
    when: filled,
    run: () => canvasView()?.fit(),
  },
  {
    id: 'fit-selection',
    title: 'Show the selection',
    keys: 'Shift+2',
    group: 'View',
    when: some,
    run: (editor) => canvasView()?.fit(editor.getState().selected),
  },
  { id: 'zoom', title: 'Zoom to 100 %', keys: '0', group: 'View', icon: ZoomIn, run: () => canvasView()?.zoomTo(1) },
  { id: 'toggle-dock', title: 'Open or shut the dock', keys: 'O', group: 'View', icon: PanelBottom, run: toggleDock },
  {
    id: 'check-spark',
    title: 'Check for Spark',
    group: 'View',
    icon: Zap,
    isOn: isSparkChecked,
    run: (editor) => void doing(undefined, () => toggleSparkCheck(editor)),
  },
  {
    id: 'present',
    title: 'Present step by step',
    keys: 'Shift+P',
    group: 'View',
    icon: Presentation,
    when: filled,
    needs: 'needs a node',
    isOn: isPresenting,
    run: ({ getState }) => {
      const { workflow, selected } = getState();
      startPresenting(stepWith(presentedSteps(workflow), selected[0] ?? ''));
    },
  },
  {
    id: 'watch-k-means',
    title: 'Watch k-Means work',
    group: 'View',
    icon: Footprints,
    when: (state) => watchable(state) !== undefined,
    needs: 'needs a k-Means node',
    run: ({ getState }) => watchNode(watchable(getState())),
  },
  { id: 'outline', title: 'Outline', keys: 'Shift+O', group: 'View', icon: ListTree, isOn: isOutlined, run: toggleOutline },
  {
    id: 'zen',
    title: 'Only the canvas',
    keys: 'Alt+Z',
    group: 'View',
    icon: Expand,
    isOn: isZen,
    run: () => setZen(!isZen()),
  },
  {
    id: 'view-only',
    title: 'View only',
    keys: 'Alt+R',
    group: 'View',
    icon: Eye,
    isOn: viewOnly,
    run: () => setViewOnly(!viewOnly()),
  },
  { id: 'theme', title: 'Change the theme', group: 'View', icon: SunMoon, run: () => void cycleTheme() },
];
