import { Compass, Keyboard } from 'lucide-react';
import { openSheet } from '../shell/shell-state.ts';
import { startTour } from '../tour/tour-state.ts';
import type { Command } from './command.ts';

export const helpCommands: readonly Command[] = [
  { id: 'shortcuts', title: 'Keyboard shortcuts', keys: '?', group: 'Help', icon: Keyboard, run: () => openSheet('shortcuts') },
  { id: 'tour', title: 'Take the tour', group: 'Help', icon: Compass, run: startTour },
];
