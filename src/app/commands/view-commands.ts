import { Maximize, PanelBottom, SquareTerminal, SunMoon, Zap, ZoomIn } from 'lucide-react';
import { canvasView } from '../canvas/canvas-view.ts';
import { toggleDock } from '../dock/dock-state.ts';
import { toggleSparkCheck } from '../export/spark-check.tsx';
import { doing, isSparkChecked, openSheet } from '../shell/shell-state.ts';
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
  { id: 'theme', title: 'Change the theme', group: 'View', icon: SunMoon, run: () => void cycleTheme() },
];
