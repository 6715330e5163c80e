import { CirclePlay, Play, Square, Zap } from 'lucide-react';
import { prefer, preferences } from '../preferences.ts';
import { doing } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { filled, selectedNodes, someNode, type Command } from './command.ts';

export const runCommands: readonly Command[] = [
  {
    id: 'run',
    title: 'Run',
    keys: 'Ctrl+Enter',
    group: 'Run',
    icon: Play,
    inText: true,
    when: filled,
    run: (editor) => void runNodes(editor),
  },
  {
    id: 'run-to-here',
    title: 'Run to here',
    keys: 'Shift+Enter',
    group: 'Run',
    icon: CirclePlay,
    when: someNode,
    run: (editor) => void runNodes(editor, selectedNodes(editor.getState())),
  },
  {
    id: 'stop',
    title: 'Stop',
    keys: 'Ctrl+.',
    group: 'Run',
    icon: Square,
    inText: true,
    when: ({ running, previewing }) => running || previewing,
    run: (editor) => editor.stop(),
  },
  {
    id: 'auto-run',
    title: 'Run a sample after each edit',
    group: 'Run',
    icon: Zap,
    isOn: () => preferences.getState().autoRun,
    run: () => prefer({ autoRun: !preferences.getState().autoRun }),
  },
];

export const runNodes = (editor: Editor, nodes?: readonly string[]): Promise<void> => doing(undefined, () => editor.run(nodes));
